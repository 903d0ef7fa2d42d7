"""How loud it is: integrated loudness and true peak (ITU-R BS.1770-4)."""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from melies.media.audio import RATE, Samples

HOP = RATE // 10  # a gating block is four hops long and starts with each
CHUNK = 100 * HOP
CELL = 48  # samples of which `crests` gives the highest point
OVERSAMPLING = 4
REACH = 8  # samples to each side that the interpolation sees
SILENCE = -math.inf
GATE, RELATIVE = -70.0, -10.0  # LUFS, LU
K_WEIGHTING = np.array(  # annex 1, tables 1 and 2, at 48 kHz: the head's shelf, and what the ear misses below
    [
        [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
        [1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621],
    ]
)


def measure(samples: Samples) -> tuple[float, float]:
    """(integrated loudness in LUFS, true peak in dBTP) of float32 (n, 2); silence is minus infinity in both."""
    return loudness(samples), peak(samples)


def peak(samples: Samples) -> float:
    """True peak in dBTP, 4x oversampled; silence is minus infinity."""
    loudest = max(-float(samples.min()), float(samples.max())) if len(samples) else 0.0
    if loudest <= 1e-9:
        return SILENCE
    return 20.0 * math.log10(max(loudest, float(crests(samples, loudest).max())))


def loudness(samples: Samples) -> float:
    """Integrated loudness in LUFS; below the -70 LUFS gate it is minus infinity.

    The standard needs one 0.4 s block; a shorter sound is measured repeated up to that length.
    """
    if len(samples) == 0 or not np.any(samples):
        return SILENCE
    if len(samples) < 4 * HOP:
        samples = np.tile(samples, (-(-4 * HOP // len(samples)), 1))
    power = _powers(samples)
    blocks = (power[:-3] + power[1:-2] + power[2:-1] + power[3:]) / 4.0
    kept = blocks[blocks > _power(GATE)]
    if len(kept) == 0:
        return SILENCE
    kept = kept[kept > float(kept.mean()) * 10.0 ** (RELATIVE / 10.0)]
    return 10.0 * math.log10(float(kept.mean())) - 0.691


def _power(lufs: float) -> float:
    return float(10.0 ** ((lufs + 0.691) / 10.0))


def _powers(samples: Samples) -> np.ndarray:
    """Mean square of both channels together, K-weighted, in every whole hop."""
    from melies.sound.kernels import cascade

    state, found = np.zeros((2, len(K_WEIGHTING), 2)), []
    for start in range(0, len(samples) // HOP * HOP, CHUNK):
        chunk = np.array(samples[start : start + CHUNK].T, order="C")  # filtered in place
        cascade(chunk, K_WEIGHTING, state)
        hops = chunk[:, : chunk.shape[1] // HOP * HOP].reshape(2, -1, HOP)
        found.append(np.einsum("chi,chi->h", hops, hops, dtype=np.float64) / HOP)
    return np.concatenate(found)


@cache
def _taps() -> np.ndarray:
    """Interpolators (3, 2 REACH) for the three points between a sample and the next: a Kaiser-windowed sinc."""
    phase = np.arange(1, OVERSAMPLING)[:, None] / OVERSAMPLING
    away = np.arange(1 - REACH, REACH + 1)[None, :] - phase
    window = np.i0(7.0 * np.sqrt(np.maximum(0.0, 1.0 - (away / REACH) ** 2))) / np.i0(7.0)
    taps = np.sinc(away) * window
    return np.asarray(taps / taps.sum(axis=1, keepdims=True), np.float32)


def crests(samples: Samples, floor: float) -> np.ndarray:
    """The largest true peak of both channels in each CELL samples; 0 where none can reach `floor`."""
    from melies.sound import kernels

    planar = np.zeros((2, -(-len(samples) // CELL) * CELL + 2 * REACH), np.float32)
    planar[:, REACH - 1 : REACH - 1 + len(samples)] = samples.T
    bound = max(1.0, float(np.abs(_taps()).sum(axis=1).max()))
    return np.asarray(kernels.crests(planar, _taps(), bound, floor, CELL))
