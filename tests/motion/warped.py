"""How far paint carried by exact flow strays from the truth, beside Deforum's warp, when the painter adds nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from tests.motion.deforum import deforum
from tests.motion.painters import painted

from melies.core.asset import MemoryAssets
from melies.core.clock import Clock
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Shot, Story
from melies.generators.base import engine
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.synthesis import make

COUNT, SIZE = 60, Size(width=192, height=108)


@dataclass(frozen=True)
class Strayed:
    """worst: least PSNR (dB) of a frame, colour: most that a channel's mean is off, [0, 1]; both where the surface was
    seen in the first frame. peers: PSNR of the last frame by Deforum's warp, by how its depth is known.
    """

    worst: float
    colour: float
    peers: Mapping[str, float]


def warped(move: str) -> Strayed:
    """Five seconds of somebody walking by a lake at noon, the camera moving, painted once in a palette of its own."""
    ours, staged = _take(move, "once"), _take(move, "diorama")
    stage, assets = engine("diorama"), MemoryAssets()
    asked = [staged.request(at) for at in range(COUNT)]
    stages = [make(request, assets) for request in asked]
    truth = [stage.with_rgb(painted(stage.rgb)) for stage in stages]
    seen = [np.ones((SIZE.height, SIZE.width), bool)]
    seen += [stage.flow(request, asked[0], assets).visible for request in asked[1:]]
    film = [image.rgb for _, image in frames(ours, assets)]
    pairs = [(film[at][seen[at]], truth[at].rgb[seen[at]]) for at in range(COUNT)]
    cameras = [stage.camera(request, assets) for request in asked]
    last, where = truth[-1].rgb, seen[-1]
    return Strayed(
        worst=min(decibels(mine, true) for mine, true in pairs),
        colour=max(float(np.abs(mine.mean(0) - true.mean(0)).max()) for mine, true in pairs),
        peers={
            known: decibels(deforum(truth, cameras, known)[-1][where], last[where]) for known in ("exact", "estimated")
        },
    )


def decibels(a: np.ndarray, b: np.ndarray) -> float:
    """Peak signal to noise of values in [0, 1]."""
    return float(-10 * np.log10(max(1e-12, np.mean((a - b) ** 2))))


def _take(move: str, painter: str) -> Take:
    act = Act(who="mira", does="walk", at="left", to="right")
    shot = Shot(name="walk", prompt="a lake at noon", camera=CameraWork(move=move), acts=(act,))  # type: ignore[arg-type]
    story = Story(cast={"mira": CastMember(text="a girl in a red coat")}, shots=(shot,), engine=painter)
    return Take(story, shot, COUNT, Clock.parse(12), SIZE)
