"""Bytes outside of a mask: none differs, whatever engine and solver work inside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.hand.scenes import SIZE, blob, staged
from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.region import Region
from melies.core.request import Phrase, Request
from melies.core.story import Look
from melies.guidance import measures
from melies.guidance.regions import masks
from melies.synthesis.hand import Picture, edit


def rows(count: int) -> Iterator[Row]:
    stage = staged(look="starry oils")
    pictures = {"staged": stage, "plain": Picture(stage.pixels, MemoryAssets())}
    if tiny := _painted(stage):
        pictures["checkpoint's"] = tiny
    for name, picture in pictures.items():
        rng, wrong = np.random.default_rng(5), 0
        for number in range(count):
            mask, feather = blob(rng), float(rng.choice([0, 0, 3, 12]))
            made = edit(picture, [_wish(number, rng, feather, name)], {"m.png": mask})
            away = masks.feathered(mask, feather) == 0
            wrong += measures.differing(picture.pixels, made.picture.pixels, away.astype(np.float32))
        solvers = "guided sampling, words" if name == "checkpoint's" else "descent, finishers"
        yield Row(f"{count} masks, {name} picture ({solvers}): bytes that differ outside", wrong, "bytes", 0)


def _painted(stage: Picture) -> Picture | None:
    """The same pixels as a tiny checkpoint's of random weights; None without diffusers."""
    try:
        from tests.generators.checkpoints.tiny import saved
    except ImportError:
        return None
    options = {"checkpoint": str(Path(saved("sd1"))), "steps": 2, "device": "cpu", "direct": "words"}
    request = Request(engine="diffusers", size=SIZE, prompt=(Phrase(text="a lake"),), options=options)
    return Picture(stage.pixels, stage.assets, request)


def _wish(number: int, rng: np.random.Generator, feather: float, picture: str) -> Region:
    base = {"name": "r", "mask": "m.png", "feather": feather}
    want = {"state": "change", "want": str(rng.choice(["golden", "turquoise", "dark red"]))}
    led = {"state": "change", "losses": {"smooth": 1.0}}
    if picture == "checkpoint's":
        return Region.model_validate({**base, **(want, led)[number % 2]})
    kinds = (
        {"state": "embolden", "strength": float(rng.uniform(0.2, 1))}, want,
        {"state": "change", "look": Look(name="woodblock wave")}, led if number % 20 == 3 else want,
    )  # fmt: skip
    return Region.model_validate({**base, **kinds[number % 4]})
