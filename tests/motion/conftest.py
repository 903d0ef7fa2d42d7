"""The plane engine, and a take of a shot on it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.clock import Clock
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Look, Shot, Story
from melies.motion.request import Take


def _plane() -> None:
    if "plane_engine" not in sys.modules:
        spec = importlib.util.spec_from_file_location("plane_engine", Path(__file__).with_name("plane.py"))
        module = sys.modules["plane_engine"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)


_plane()


@pytest.fixture
def assets() -> MemoryAssets:
    return MemoryAssets()


@pytest.fixture
def take() -> Callable[..., Take]:
    """`take(move=..., look=..., frames=..., schedules=...)`: one shot of a walking square."""

    def build(move="truck right", look="none", frames=25, size=(160, 90), schedules=None, **camera) -> Take:
        shot = Shot(
            name="walk",
            prompt="a square walks",
            camera=CameraWork(move=move, **camera),
            acts=(Act(who="square", does="walk"),),
            schedules=schedules or {},
        )
        story = Story(
            engine="plane",
            look=Look(name=look, strength=1.0),
            cast={"square": CastMember(text="a square")},
            shots=(shot,),
        )
        return Take(story, shot, frames, Clock(numerator=12), Size(width=size[0], height=size[1]))

    return build


@pytest.fixture
def strokes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A stand-in painter whose strokes stick to the screen (the flicker anchors must cure); counts its calls."""
    calls: list[int] = []

    def paint(image, look):
        calls.append(1)
        rows, columns = np.mgrid[0 : image.rgb.shape[0], 0 : image.rgb.shape[1]]
        hatch = 0.08 * np.sin(columns * 0.9 + 14 * image.rgb.mean(2)) * np.sin(rows * 0.7)
        return np.clip(image.rgb[..., [2, 0, 1]] * 0.7 + 0.15 + hatch[..., None], 0, 1).astype(np.float32)

    monkeypatch.setattr("melies.synthesis.finishers.look.paint", paint)
    return calls
