"""How loud it is: integrated loudness (ITU-R BS.1770-4, through pyloudnorm) and true peak."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from functools import cache

import numpy as np

from melies.media.audio import RATE, Samples

BLOCK = RATE // 10
OVERSAMPLING = 4
REACH = 8  # samples to each side that the interpolation sees
SILENCE = -math.inf


def measure(samples: Samples) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) of float32 (n, 2); silence is minus infinity in both."""
    loudest = float(np.abs(samples).max()) if len(samples) else 0.0
    peak = max((float(block.max()) for _, block in true_peaks(samples, loudest)), default=loudest)
    return loudness(samples), 20.0 * math.log10(max(peak, loudest)) if loudest > 1e-9 else SILENCE


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; below the -70 LUFS gate it is minus infinity.

    The standard needs one 0.4 s block; a shorter sound is measured repeated up to that length.
    """
    import pyloudnorm

    if len(samples) == 0 or not np.any(samples):
        return SILENCE
    need = round(0.45 * RATE)
    if len(samples) < need:
        samples = np.tile(samples, (-(-need // len(samples)), 1))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # an empty gate is silence, not a warning
        value = float(pyloudnorm.Meter(RATE).integrated_loudness(samples))
    return value if math.isfinite(value) and value > -70.0 else SILENCE


@cache
def _taps() -> np.ndarray:
    """The interpolating low-pass, unit gain per phase."""
    from scipy.signal import firwin

    taps = firwin(2 * REACH * OVERSAMPLING + 1, 1.0 / OVERSAMPLING, window=("kaiser", 7.0))
    return np.asarray(taps * OVERSAMPLING, np.float32)


def true_peaks(samples: Samples, ceiling: float) -> Iterator[tuple[int, np.ndarray]]:
    """(start, |true peak| per sample) wherever one could reach `ceiling`, in blocks; both channels together.

    A sample's true peak is the largest of the 4 points from it to the next. No point between samples exceeds the sum
    of the filter's taps (2.1) times the largest sample near it, so quieter blocks need no oversampling.
    """
    from scipy.signal import upfirdn

    taps = _taps()
    bound = max(float(np.abs(taps[phase::OVERSAMPLING]).sum()) for phase in range(OVERSAMPLING))
    for start in range(0, len(samples), BLOCK):
        low, high = max(0, start - REACH), min(len(samples), start + BLOCK + REACH)
        near = np.ascontiguousarray(samples[low:high].T)
        if max(-float(near.min()), float(near.max())) * bound < ceiling:
            continue
        fine = np.abs(upfirdn(taps, near, OVERSAMPLING, 1)).max(axis=0)[REACH * OVERSAMPLING :]
        count = min(BLOCK, len(samples) - start)
        points = fine[(start - low) * OVERSAMPLING :][: count * OVERSAMPLING]
        yield start, points.reshape(count, OVERSAMPLING).max(axis=1)
