"""Panoramic strips of far land that wrap round the world: mountains, hills, dunes, forests, skylines."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.seed import Seed
from melies.scene.paint.colour import Tint, lch, mixed
from melies.scene.paint.kernels import lead
from melies.scene.paint.registry import RIDGES


class Ridge(NamedTuple):
    """A strip that tiles along x. rgba: straight alpha, sRGB. heightline: pixels of land above the lower edge.

    glow: how much of the paint shines by itself (windows), or None.
    """

    rgba: Float32[ndarray, "h w 4"]
    heightline: Float32[ndarray, " w"]
    glow: Float32[ndarray, "h w"] | None


def ridge(seed: Seed, kind: str, width_px: int, height_px: int, *, tint: Tint = None, alien: bool = False,
          ruined: bool = False, mist: float = 0.35) -> Ridge:  # fmt: skip
    """Paint one strip of a kind in `RIDGES` (alps, hills, mesas, dunes, jungle, treeline, city, islands).

    tint recolours the chief paint; mist in [0, 1] is how pale the lower edge becomes. Raises AuthorError for an
    unknown kind.
    """
    if width_px < 256 or height_px < 48:
        raise OurBug(f"a ridge is at least 256 x 48 pixels; got {width_px} x {height_px}")
    rng = (seed / "ridge" / kind).rng()
    rgb, line, glow, alpha = RIDGES[kind](rng, width_px, height_px, tint=tint, alien=alien, ruined=ruined)
    rows = np.arange(height_px, dtype=np.float32)[::-1, None]
    if alpha is None:
        alpha = np.clip(line[None] - rows, 0.0, 1.0).astype(np.float32)
    pale = np.asarray(lch(0.84, 0.03, 300) if alien else lch(0.86, 0.025, 250), np.float32)
    low = mist * np.clip(1 - rows / (0.5 * height_px), 0, 1) ** 1.6
    mean = np.asarray(rgb[-1].mean(0), np.float32)
    rgba = np.dstack((rgb, alpha)).astype(np.float32, copy=False)
    low = np.broadcast_to(low.astype(np.float32), alpha.shape)
    lead(rgba, (0.55 * pale + 0.45 * mixed(mean, pale, 0.5)).astype(np.float32), low)
    np.clip(rgba, 0, 1, out=rgba)
    return Ridge(rgba, line.astype(np.float32), None if glow is None else (glow * alpha).astype(np.float32))
