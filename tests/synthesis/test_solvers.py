"""Solvers: they improve what they are given, stay where they may, and survive what is no number."""

from __future__ import annotations

import torch

from melies.core.asset import MemoryAssets
from melies.core.image import Image
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.guidance.critics.base import Critic, Verdict
from melies.guidance.critics.palette import Palette
from melies.synthesis.solvers.descent import descend
from melies.synthesis.solvers.search import best_of, search

PICTURE = torch.rand(1, 3, 48, 64, generator=torch.Generator().manual_seed(1))


def test_descent_improves_inside_and_touches_nothing_outside() -> None:
    mask = torch.zeros(48, 64)
    mask[10:30, 20:50] = 1
    critic = Palette(torch.tensor([[0.9, 0.2, 0.1]])).within(mask)
    steps = list(descend(PICTURE, critic, mask, 25))
    assert steps[-1].energy < 0.7 * steps[0].energy
    assert bool((steps[-1].picture == PICTURE)[..., mask == 0].all())


def test_a_step_without_a_number_is_left_out() -> None:
    class Odd(Critic):
        asked = 0

        def judge(self, picture, where=None):  # type: ignore[no-untyped-def]
            self.asked += 1
            return Verdict(picture.mean() * (float("nan") if self.asked == 2 else 1.0), lambda: picture[0, 0])

    *_, last = descend(PICTURE, Odd(), torch.ones(48, 64), 5)
    assert bool(torch.isfinite(last.picture).all()) and float(last.picture.mean()) < float(PICTURE.mean())


def test_search_finds_brighter_stagings_and_repeats() -> None:
    def dark(image: Image) -> float:
        return -float(image.rgb.mean())

    base = Request(size=Size(width=48, height=32), prompt=(Phrase(text="a lake at night, full moon"),), seed=1)
    found = [tried.energy for tried in search(base, MemoryAssets(), dark, stages=2, views=3, rounds=2)]
    assert found == sorted(found, reverse=True) and len(found) > 1
    assert found == [tried.energy for tried in search(base, MemoryAssets(), dark, stages=2, views=3, rounds=2)]
    several = [base.model_copy(update={"seed": seed}) for seed in (1, 2)]
    assert best_of(several, MemoryAssets(), dark).energy <= dark(next(search(base, MemoryAssets(), dark)).image)
