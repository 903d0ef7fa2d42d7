"""Whether a film that vista paints stays what it was: no drift while nothing changes, and loops that close."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import cv2
import numpy as np
from numpy import ndarray

from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.clock import Clock
from melies.core.image import to_bytes
from melies.core.size import Size
from melies.core.story import CameraWork, Shot, Story
from melies.motion import views
from melies.motion.frames import frames
from melies.motion.request import Take

WORDS = "a lake between mountains at dusk, pine trees"
SIZE, FRAMES, RATE = Size(width=384, height=216), 120, Clock(numerator=24)
AWAY = f"0:(14), {FRAMES // 2}:(14), {FRAMES // 2 + 1}:(-14)"  # Deforum's units of 2.5 cm, a frame
GOALS = {"brightness": 0.01, "saturation": 0.02, "sharpness": 0.10}


def rows() -> Iterator[Row]:
    film = [image.rgb for _, image in frames(_take(CameraWork(move="still")), MemoryAssets())]
    first = _measured(film[0])
    for name, goal in GOALS.items():
        worst = max(abs(_measured(rgb)[name] / first[name] - 1) for rgb in film)
        yield Row(f"{FRAMES} frames of one prompt: change of {name}, worst", worst, "", goal)
    shot = _take(CameraWork(move="still", translation_x=AWAY))
    for how, most in (("", views.MOST), (", nothing kept but the last anchor", 0)):
        with patch.object(views, "MOST", most):
            ends = [image.rgb for _, image in frames(shot, MemoryAssets(), only=(0, FRAMES))]
        apart = float(-10 * np.log10(np.mean((ends[0] - ends[1]) ** 2)))
        yield Row(f"the camera goes and comes back: first frame against last{how}", apart, "dB")


def _take(camera: CameraWork) -> Take:
    shot = Shot(name="one", prompt=WORDS, camera=camera)
    return Take(Story(engine="vista", seed=5, shots=(shot,)), shot, FRAMES + 1, RATE, SIZE)


def _measured(rgb: ndarray) -> dict[str, float]:
    hsv = cv2.cvtColor(to_bytes(rgb), cv2.COLOR_RGB2HSV)
    grey = cv2.cvtColor(to_bytes(rgb), cv2.COLOR_RGB2GRAY)
    sharp = float(cv2.Laplacian(grey.astype(np.float32), cv2.CV_32F).std())
    return {"brightness": float(rgb.mean()), "saturation": float(hsv[..., 1].mean()), "sharpness": sharp}
