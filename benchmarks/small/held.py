"""Worlds and prompts that no lesson had, and what vista makes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy import ndarray

from melies.core.image import Image, from_bytes
from melies.core.seed import Seed
from melies.core.size import Size
from melies.models.vista.order import Order
from melies.models.vista.spec import CHANNELS, STEPS
from melies.models.vista.weights import painter
from melies.train.corpus.shards import SHAPES, Plan, shard

VIEW = Size(width=512, height=288)
HELD_OUT, TAUGHT = 900_000, 0  # numbers of worlds that no lesson had, and of worlds that taught the shipped vista
VIEWS = 8


@dataclass(frozen=True, eq=False)
class Seen:
    """One picture of a world with all that is known of it."""

    rgb: ndarray
    labels: ndarray
    depth: ndarray
    words: str


@lru_cache(maxsize=4)
def worlds(first: int, count: int) -> tuple[Seen, ...]:
    """Every second picture of some worlds, at VIEW; those of lessons as they were."""
    sizes = SHAPES if first == TAUGHT else (VIEW,)  # a lesson's worlds have their own shapes
    plan, found = Plan(sizes, views=VIEWS, painted=0.0), []
    for number in range(first, first + count):
        if first == TAUGHT and number % 10 == 9:
            continue  # held out of the lessons
        made = shard(number, plan)
        for n in range(0, VIEWS, 2):
            depth = made.depth[n].astype(np.float32)
            words = str(made.told[n]["captions"][1])
            found.append(Seen(from_bytes(made.pictures[n]), made.labels[n], depth, words))
    return tuple(found)


def painted(order: Order, seed: int) -> Image:
    """What the shipped vista makes of an order."""
    noise = Seed(seed).rng().standard_normal((CHANNELS, *order.cells), np.float32)
    *_, made = painter().paint(order, noise)
    assert isinstance(made, Image)
    return made


def from_words(some: Sequence[Seen], steps: int = STEPS) -> list[ndarray]:
    """A picture for the words of each, by words alone."""
    return [painted(Order(VIEW, one.words, steps=steps), n).rgb for n, one in enumerate(some)]


def small(rgb: ndarray) -> ndarray:
    """A picture at a quarter of its sides."""
    return cv2.resize(rgb, (VIEW.width // 4, VIEW.height // 4), interpolation=cv2.INTER_AREA)
