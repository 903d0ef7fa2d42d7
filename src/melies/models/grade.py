"""What a look does to finished paint: pull its colours towards a few, and let its lights glow. All in OKLab."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.oklab import to_oklab

Lab = Float32[ndarray, "h w 3"]

NEAR = 0.11  # distance in OKLab over which a palette colour attracts
LIT = 0.62  # lightness from which a colour counts as a light


def limit(lab: Lab, palette: tuple[str, ...], amount: float) -> Lab:
    """Hues pulled by `amount` (0 to 1) towards the nearest colours of the palette (`#rrggbb`); lightness stays.

    Every colour attracts with the weight exp(-(distance / NEAR)^2); lightness counts a quarter, so that dark
    and light parts may find different hues.
    """
    if not palette or amount <= 0:
        return lab
    colours = to_oklab(np.array([[_channels(c) for c in palette]], np.float32))[0]
    total = np.full(lab.shape[:2], 1e-6, np.float32)
    pulled = lab[..., 1:] * total[..., None]
    for light, a, b in colours:
        away = (lab[..., 1] - a) ** 2 + (lab[..., 2] - b) ** 2 + 0.25 * (lab[..., 0] - light) ** 2
        weight = np.exp(-away / np.float32(NEAR**2))
        total += weight
        pulled[..., 0] += weight * a
        pulled[..., 1] += weight * b
    result = lab.copy()
    result[..., 1:] += np.float32(amount) * (pulled / total[..., None] - lab[..., 1:])
    return result


def glow(lab: Lab, amount: float) -> Lab:
    """Light spilling from what is bright and coloured, over a thirtieth and a tenth of the height."""
    if amount <= 0:
        return lab
    import cv2

    chroma = np.hypot(lab[..., 1], lab[..., 2])
    lit = np.clip((lab[..., 0] - LIT) * 4, 0, 1) * np.clip(chroma * 8, 0, 1)
    spill = np.zeros_like(lab)
    for reach, share in ((1 / 60, 0.6), (1 / 18, 0.4)):
        spill += np.float32(share) * cv2.GaussianBlur(lab * lit[..., None], (0, 0), max(1.0, lab.shape[0] * reach))
    spill *= np.float32(amount) * (1 - lab[..., :1])
    return np.asarray(lab + spill, np.float32)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
