"""A look-ahead limiter: no true peak above the ceiling, no audible pumping."""

from __future__ import annotations

import numpy as np

from melies.media.audio import Samples
from melies.sound.loudness import CELL, crests
from melies.sound.synth.tone import glide

LOOK = 30  # half window in cells of 1 ms; gain bends this long before and after a peak


def limit(samples: Samples, ceiling_db: float = -1.6) -> Samples:
    """Float32 (n, 2) with every true peak (4x oversampled) at or below `ceiling_db` dBTP.

    The gain each millisecond needs is held by a sliding minimum, smoothed by two box filters as wide together and
    joined by straight lines, so it is never above what is needed; elsewhere it is 1.
    """
    ceiling = np.float32(10.0 ** (ceiling_db / 20.0))
    need = ceiling / np.maximum(crests(samples, float(ceiling)), ceiling)
    if len(need) == 0 or float(need.min()) >= 1.0:
        return samples
    gain = _lowest(need, LOOK + 1)  # one more than the boxes reach: the lines lean on the next cell
    for _ in range(2):
        gain = _box(gain, LOOK // 2)
    curve, out = glide(gain, CELL, len(samples)), np.empty_like(samples)
    for side in range(2):
        np.multiply(samples[:, side], curve, out=out[:, side])
    return out


def _lowest(values: np.ndarray, half: int) -> np.ndarray:
    """Minimum of each value and `half` neighbours to each side."""
    padded = np.pad(values, half, mode="edge")
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * half + 1).min(axis=1))


def _box(values: np.ndarray, half: int) -> np.ndarray:
    """Mean over 2 half + 1 neighbours; the ends repeat."""
    padded = np.pad(values.astype(np.float64), half, mode="edge")
    return np.convolve(padded, np.full(2 * half + 1, 1.0 / (2 * half + 1)), mode="valid")
