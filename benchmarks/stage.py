"""The stage and the look alone: frames a second of every place, milliseconds of paint."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np

from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.request import Phrase, Request, Role
from melies.core.size import Size
from melies.core.story import Act
from melies.generators.base import engine
from melies.scene.kernels.common import set_threads

PROMPTS = {
    "lake": "a mountain lake with pine trees", "coast": "a beach by the sea", "jungle": "a jungle with a stream",
    "desert": "a desert with mesas", "city": "a neon city street in the rain",
}  # fmt: skip
CAST = (Role(name="mira", text="a girl in a yellow raincoat"), Role(name="fox", text="a red fox"))
ACTS = (Act(who="mira", does="walk", at="left", to="right", end=4.0), Act(who="fox", does="sit", at="right"))


def median_seconds(work: Callable[[], object], times: int = 5) -> float:
    """Median of several runs after one that does not count."""
    work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def stage_rows() -> list[Row]:
    """Frames a second at 512x288 with two threads and two of the cast, and the look on one frame."""
    set_threads(2)
    assets, moment = MemoryAssets(), iter(range(10_000))

    def frame(prompt: str) -> object:
        request = Request(size=Size(width=512, height=288), place="bench", prompt=(Phrase(text=prompt),), cast=CAST,
                          acts=ACTS, seconds=next(moment) / 24)  # fmt: skip
        return list(engine("diorama").make(request, assets))

    rows = []
    for place, prompt in PROMPTS.items():
        seconds = median_seconds(lambda prompt=prompt: frame(prompt))  # type: ignore[misc]
        rows.append(Row(f"diorama 512x288, {place}", 1 / seconds, "frames/s", 5.0, least=True))
    return rows + look_rows()


def look_rows() -> list[Row]:
    """The look on one frame, two threads."""
    from melies.models import lay, looks

    rows = []
    for width, height in ((512, 288), (640, 360), (1280, 720)):
        picture = np.random.default_rng(0).random((height, width, 3), np.float32)
        seconds = median_seconds(lambda p=picture: lay.lay(p, looks.load("neon jungle"), 0.6, threads=2), 3)  # type: ignore[misc]
        rows.append(Row(f"look, one frame alone, {width}x{height}", seconds * 1000, "ms"))
    return rows
