"""What a look does to finished paint: pull its colours towards a few, and let its lights glow. All in OKLab."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.oklab import to_oklab
from melies.models.guided import blur

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
    import cv2

    height, width = lab.shape[:2]
    small = cv2.resize(lab, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    pull = cv2.resize(_pull(small, palette), (width, height), interpolation=cv2.INTER_LINEAR)
    result = lab.copy()
    result[..., 1:] += np.float32(amount) * pull
    return result


def _pull(small: Lab, palette: tuple[str, ...]) -> Float32[ndarray, "h w 2"]:
    """From each colour to the weighted mean of the palette's, in a and b."""
    colours = to_oklab(np.array([[_channels(c) for c in palette]], np.float32))[0]
    total = np.full(small.shape[:2], 1e-6, np.float32)
    pulled = small[..., 1:] * total[..., None]
    for light, a, b in colours:
        away = (small[..., 1] - a) ** 2 + (small[..., 2] - b) ** 2 + 0.25 * (small[..., 0] - light) ** 2
        weight = np.exp(-away / np.float32(NEAR**2))
        total += weight
        pulled[..., 0] += weight * a
        pulled[..., 1] += weight * b
    return np.asarray(pulled / total[..., None] - small[..., 1:], np.float32)


def glow(lab: Lab, amount: float) -> Lab:
    """Light spilling from what is bright and coloured, over a sixtieth and an eighteenth of the height."""
    if amount <= 0:
        return lab
    import cv2

    height, width = lab.shape[:2]
    half = (max(1, width // 2), max(1, height // 2))
    small: Lab = np.asarray(cv2.resize(lab, half, interpolation=cv2.INTER_AREA), np.float32)
    chroma = np.hypot(small[..., 1], small[..., 2])
    lit = np.clip((small[..., 0] - LIT) * 4, 0, 1) * np.clip(chroma * 8, 0, 1)
    lights, spill = small * lit[..., None], np.zeros_like(small)
    for reach, share in ((1 / 60, 0.6), (1 / 18, 0.4)):
        spill += np.float32(share) * blur(lights, max(1.0, small.shape[0] * reach))
    spill *= np.float32(amount) * (1 - small[..., :1])
    return np.asarray(lab + cv2.resize(spill, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
