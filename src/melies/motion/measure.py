"""How steady a shot is: what changes along the exact flow, with anchors and without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from melies.core.asset import Assets
from melies.core.image import Flow, Rgb
from melies.core.story import Look
from melies.generators.base import engine
from melies.motion.frames import frames
from melies.motion.request import Take
from melies.synthesis import make


@dataclass(frozen=True)
class Steadiness:
    """warp: RMS change along the flow between neighbouring frames, of 255 (lower is steadier).

    sharp: mean size of the fine detail (picture minus its blur), of 255.
    """

    warp: float
    sharp: float


def warp_error(now: Rgb, after: Rgb, flow: Flow) -> float:
    """RMS difference of 255 between a frame and the next, looked up along `flow` (now to after), where visible."""
    import cv2

    height, width = flow.visible.shape
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    there = (columns + flow.xy[..., 0], rows + flow.xy[..., 1])
    back = cv2.remap(after, *there, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    if not flow.visible.any():
        return 0.0
    return float(255.0 * np.sqrt(np.mean((back - now)[flow.visible] ** 2)))


def sharpness(rgb: Rgb) -> float:
    """Mean absolute fine detail, of 255."""
    import cv2

    return float(255.0 * np.abs(rgb - cv2.GaussianBlur(rgb, (0, 0), 2.0)).mean())


def steadiness(take: Take, assets: Assets, pictures: Iterable[tuple[int, Rgb]]) -> Steadiness:
    """Of finished frames (number, picture) of a shot, in order; two are in memory at a time."""
    generator, errors, details = engine(take.engine), [], []
    last: tuple[int, Rgb] | None = None
    for frame, rgb in pictures:
        details.append(sharpness(rgb))
        if last is not None:
            flow = generator.flow(take.request(last[0]), take.request(frame), assets)
            errors.append(warp_error(last[1], rgb, flow))
        last = (frame, rgb)
    return Steadiness(_mean(errors), _mean(details))


def flicker(take: Take, assets: Assets, only: range | None = None) -> dict[str, Steadiness]:
    """A shot measured three ways: `plain` (no look), `alone` (each frame painted by itself), `anchors` (as filmed).

    What `plain` shows is the stage's own change (light, water, interpolation), which no way of painting can go below.
    """
    span = only or range(take.frames)
    unpainted = {"look": Look(name="none")}
    plain = ((at, make(take.request(at).model_copy(update=unpainted), assets).rgb) for at in span)
    alone = ((at, make(take.request(at), assets).rgb) for at in span)
    carried = ((at, image.rgb) for at, image in frames(take, assets, span))
    ways = {"plain": plain, "alone": alone, "anchors": carried}
    return {name: steadiness(take, assets, pictures) for name, pictures in ways.items()}


def _mean(values: list[float]) -> float:
    return float(np.mean(values)) if values else 0.0
