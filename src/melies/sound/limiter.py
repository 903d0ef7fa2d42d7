"""A look-ahead limiter: no true peak above the ceiling, no audible pumping."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE, Samples
from melies.sound.loudness import true_peaks

LOOK = round(0.030 * RATE)  # half window; gain bends this long before and after a peak


def limit(samples: Samples, ceiling_db: float = -1.6) -> Samples:
    """Float32 (n, 2) with every true peak (4x oversampled) at or below `ceiling_db` dBTP.

    The gain each sample needs is held by a sliding minimum and smoothed by two box filters as wide together, so it
    is never above what is needed; gain in the dips is exact, elsewhere 1.
    """
    from scipy.ndimage import minimum_filter1d

    if len(samples) == 0:
        return samples
    ceiling = np.float32(10.0 ** (ceiling_db / 20.0))
    gain = np.ones(len(samples), np.float32)
    for start, peaks in true_peaks(samples, float(ceiling)):
        gain[start : start + len(peaks)] = ceiling / np.maximum(peaks, ceiling)
    if float(gain.min()) >= 1.0:
        return samples
    gain = minimum_filter1d(gain, 2 * LOOK + 1, mode="nearest")
    for _ in range(2):
        gain = _box(gain, LOOK // 2)
    return (samples * gain[:, None]).astype(np.float32)


def _box(values: np.ndarray, half: int) -> np.ndarray:
    """Mean over 2 half + 1 neighbours; the ends repeat."""
    padded = np.pad(values.astype(np.float64), (half + 1, half), mode="edge")
    total = np.cumsum(padded)
    return (total[2 * half + 1 :] - total[: -2 * half - 1]) / (2 * half + 1)
