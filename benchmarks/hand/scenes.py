"""Pictures that the figures of the author's hand are measured on: staged, of a size, and prompts no lesson had."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from benchmarks.small.held import HELD_OUT
from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.synthesis import make
from melies.synthesis.hand import Picture
from melies.train.corpus.worlds import Brief, briefs

SIZE, VIEW = Size(width=192, height=112), Size(width=320, height=192)
WORDS = "an old fisherman and a rowing boat on a mountain lake at dusk, full moon, pine trees"
FIXTURES = (
    WORDS, "a neon city at night in the rain, a woman in a red coat", "a desert at sunset, a camel, cactus",
    "a meadow in the morning, a fox, an oak", "a coast at noon, a lighthouse, waves",
)  # fmt: skip


@lru_cache(maxsize=16)
def staged(words: str = WORDS, look: str = "none", size: Size = SIZE, seed: int = 3) -> Picture:
    """A picture of the stage, with what makes it."""
    assets = MemoryAssets()
    request = Request(size=size, prompt=(Phrase(text=words),), seed=seed, look=Look(name=look))
    return Picture(to_bytes(make(request, assets).rgb), assets, request)


def prompts(count: int) -> list[Brief]:
    """Briefs of worlds that no lesson had, each of another world, with something in it."""
    found = list[Brief]()
    number = HELD_OUT
    while len(found) < count:
        brief = briefs(number, VIEW)[0]
        number += 1
        if len(brief.parts) > 1:
            found.append(brief)
    return found


def blob(rng: np.random.Generator, size: Size = SIZE) -> np.ndarray:
    """A brush mask: a few round dabs."""
    mask = np.zeros((size.height, size.width), np.float32)
    y, x = np.indices(mask.shape)
    for _ in range(int(rng.integers(1, 5))):
        middle, reach = rng.uniform(0, 1, 2) * mask.shape, rng.uniform(3, 25)
        mask[np.hypot(y - middle[0], x - middle[1]) < reach] = 1
    return mask if mask.any() else blob(rng, size)
