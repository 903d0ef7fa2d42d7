"""Words keyed to frames turn into each other smoothly: air, hour, and one world into another."""

from __future__ import annotations

import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.clock import Clock
from melies.core.image import Image
from melies.core.size import Size
from melies.core.story import Act, CastMember, Look, Shot, Story, Words
from melies.generators.base import engine
from melies.generators.staged import _clock
from melies.motion.frames import frames
from melies.motion.request import Take

LENGTH = 25


def _take(prompt: Words, time: Words | None = None, weather: Words | None = None, look: str = "none") -> Take:
    act = Act(who="mira", does="idle", at="left")
    shot = Shot(name="one", place="here", prompt=prompt, time=time, weather=weather, acts=(act,))
    story = Story(cast={"mira": CastMember(text="a girl in a red coat")}, shots=(shot,), look=Look(name=look))
    return Take(story, shot, LENGTH, Clock.parse(8), Size(width=96, height=54))


def _film(take: Take) -> list[Image]:
    return [image for _, image in frames(take, MemoryAssets())]


def _jumps(images: list[Image]) -> list[float]:
    return [255 * float(np.abs(a.rgb - b.rgb).mean()) for a, b in zip(images, images[1:], strict=False)]


CHANGES = [
    ({0: "a mountain lake at noon", 20: "a mountain lake at night"}, None, None),
    ({0: "a mountain lake at noon", 20: "a mountain lake in a snow storm"}, None, None),
    ({0: "a mountain lake", 20: "a neon city"}, None, None),
    ({0: "a meadow", 20: "a meadow with three deer"}, None, None),
    ("a mountain lake", {0: "noon", 20: "night"}, None),
    ("a mountain lake at noon", {0: "", 20: "night"}, None),
    ("a mountain lake", "noon", {0: "", 20: "storm"}),
]


@pytest.mark.parametrize(("prompt", "time", "weather"), CHANGES)
def test_no_frame_jumps(prompt: Words, time: Words | None, weather: Words | None) -> None:
    images = _film(_take(prompt, time, weather))
    whole = 255 * float(np.abs(images[0].rgb - images[-1].rgb).mean())
    assert max(_jumps(images)) < 0.45 * whole + 1.5  # night falls fast, but not between two frames


def test_both_ends_are_the_prompts_alone() -> None:
    turning = _film(_take({0: "a mountain lake", 20: "a neon city"}))
    for at, prompt in ((0, "a mountain lake"), (-1, "a neon city")):
        assert np.array_equal(turning[at].rgb, _film(_take(prompt))[at].rgb)


def test_paint_is_not_carried_from_one_world_to_another() -> None:
    take, assets = _take({0: "a mountain lake", 20: "a neon city"}), MemoryAssets()
    flow = engine("diorama").flow(take.request(0), take.request(24), assets)
    assert not flow.visible.any() and not flow.xy.any()
    assert max(_jumps(_film(_take({0: "a meadow", 20: "a desert"}, look="starry oils")))) < 40


@pytest.mark.parametrize(
    ("hours", "now"),
    [
        ([(12.0, 0.5), (23.0, 0.5)], 17.5),
        ([(8.0, 0.5), (23.0, 0.5)], 15.5),  # through the day, not back through the dawn
        ([(22.0, 0.5), (6.0, 0.5)], 2.0),
        ([(12.0, 0.75), (0.0, 0.25)], 15.0),
        ([(21.0, 0.5), (19.0, 0.5)], 20.0),  # a little back is back
        ([(9.0, 1.0)], 9.0),
    ],
)
def test_the_clock_runs_forward(hours: list[tuple[float, float]], now: float) -> None:
    assert _clock(hours) == pytest.approx(now)
