"""The stage and the look alone: frames a second of every place, milliseconds of paint, each with its parts."""

from __future__ import annotations

import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from benchmarks.parts import Places, part_rows, timed
from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import Image
from melies.core.request import Phrase, Request, Role
from melies.core.size import Size
from melies.core.story import Act, Look
from melies.generators.base import engine
from melies.scene.kernels.common import set_threads

PROMPTS = {
    "lake": "a mountain lake with pine trees", "coast": "a beach by the sea", "jungle": "a jungle with a stream",
    "desert": "a desert with mesas", "city": "a neon city street in the rain",
}  # fmt: skip
CAST = (Role(name="mira", text="a girl in a yellow raincoat"), Role(name="fox", text="a red fox"))
ACTS = (Act(who="mira", does="walk", at="left", to="right", end=4.0), Act(who="fox", does="sit", at="right"))
TIMES = 5
SIZES = ((512, 288), (640, 360), (1280, 720))


def median_seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """Median of several runs after one that does not count."""
    work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent)


def stage_rows() -> list[Row]:
    """Frames a second at 512x288 with two threads and two of the cast, the passes of a frame, and the look on one."""
    set_threads(2)
    moment = iter(range(10_000))

    def frame(prompt: str) -> object:
        return staged(prompt, next(moment) / 24)

    rows = []
    for place, prompt in PROMPTS.items():
        seconds = median_seconds(lambda prompt=prompt: frame(prompt))  # type: ignore[misc]
        rows.append(Row(f"diorama 512x288, {place}", 1 / seconds, "frames/s", 5.0, least=True))
    return [*rows, *pass_rows(frame), *look_rows()]


def staged(prompt: str, seconds: float, size: tuple[int, int] = SIZES[0]) -> Image:
    """One picture of the stage."""
    request = Request(size=Size(width=size[0], height=size[1]), place="bench", prompt=(Phrase(text=prompt),), cast=CAST,
                      acts=ACTS, seconds=seconds)  # fmt: skip
    return list(engine("diorama").make(request, MemoryAssets()))[-1].image


def pass_rows(frame: Callable[[str], object]) -> list[Row]:
    """Milliseconds of every pass of a frame, the mean of the places; one thread, or the passes would overlap."""
    set_threads(1)
    total, shares = 0.0, Counter[str]()
    for prompt in PROMPTS.values():
        frame(prompt)  # sets the stage
        began = time.perf_counter()
        with timed(_passes(), whole=("mirror",)) as spent:
            for _ in range(TIMES):
                frame(prompt)
        total += time.perf_counter() - began
        shares.update(spent)
    set_threads(2)
    each = 1000 / (TIMES * len(PROMPTS))
    parts = {name: seconds * each for name, seconds in shares.items()}
    return part_rows("diorama 512x288, one thread", "one frame", total * each, parts, "ms")


def _passes() -> Places:
    from melies.scene import passes, render
    from melies.scene.kernels import backdrop, cards, floor, particles

    return {
        "placing the cards": [(render, "standing")],
        "mirror": [(render, "mirrored")],
        "haze": [(backdrop, "draw_haze")],
        "cards": [(cards, "draw_cards")],
        "shadows": [(passes, "cast_shadows"), (cards, "draw_shadows")],
        "rings": [(backdrop, "draw_rings")],
        "floor": [(floor, "draw_floor")],
        "sky": [(backdrop, "draw_sky")],
        "particles": [(particles, "draw_particles")],
        "developing": [(render, "develop")],
    }


def look_rows() -> list[Row]:
    """The look on one frame with two players, one thread, as films lay it."""
    return [row for size in SIZES for row in _look(size)]


def _look(size: tuple[int, int]) -> list[Row]:
    from melies.models import lay
    from melies.synthesis.finishers import look

    image = staged(PROMPTS["jungle"], 2.0, size)
    request = Request(look=Look(name="neon jungle", strength=0.6))
    alone = replace(image, masks={})
    total, empty = (median_seconds(lambda i=i: look.paint(i, request), 3) for i in (image, alone))  # type: ignore[misc]
    with timed({"network": [(lay, "paint")]}) as spent:
        look.paint(alone, request)
    parts = {"network": spent["network"] * 1000, "players' crops": (total - empty) * 1000}
    return part_rows(f"look {size[0]}x{size[1]}, one thread", "one frame with two players", total * 1000, parts, "ms")
