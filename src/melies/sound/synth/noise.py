"""Noise of any colour: spectra drawn by hand, phases by chance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from jaxtyping import Float32, Float64
from numpy import ndarray

from melies.media.audio import RATE

Spectrum = Callable[[Float64[ndarray, " f"]], Float64[ndarray, " f"]]


def band(low: float, high: float, slope: float = 2.0) -> Spectrum:
    """Passes low..high Hz; `slope` sets the order of both edges (2 is about 12 dB an octave)."""

    def shape(frequency: Float64[ndarray, " f"]) -> Float64[ndarray, " f"]:
        f = np.maximum(frequency, 1e-3)
        return np.asarray(1.0 / np.sqrt((1.0 + (low / f) ** (2 * slope)) * (1.0 + (f / high) ** (2 * slope))))

    return shape


def tilt(db_per_octave: float, low: float = 40.0, high: float = 16_000.0) -> Spectrum:
    """Noise whose power falls by `db_per_octave` (pink: -3, brown: -6) between two soft edges."""
    edges = band(low, high)
    return lambda f: edges(f) * (np.maximum(f, 20.0) / 1000.0) ** (db_per_octave / 6.0206)


def coloured(count: int, spectrum: Spectrum, rng: np.random.Generator) -> Float32[ndarray, " n"]:
    """`count` samples of Gaussian noise with the amplitude `spectrum(Hz)`, unit RMS."""
    from scipy import fft

    size = fft.next_fast_len(max(16, count), real=True)
    size += -size % 2
    bins = np.fft.rfftfreq(size, 1.0 / RATE)
    shape = spectrum(bins)
    shape[0] = 0.0
    spread = rng.standard_normal((2, len(bins)), dtype=np.float32) * shape.astype(np.float32)
    sound = fft.irfft(spread[0] + 1j * spread[1], size)[:count]
    return np.asarray(sound / max(float(np.sqrt(np.mean(sound**2))), 1e-9), np.float32)


def drift(count: int, slowest: float, fastest: float, rng: np.random.Generator) -> Float32[ndarray, " n"]:
    """A slow random curve in [0, 1] whose ups and downs take between `fastest` and `slowest` seconds."""
    points = max(4, int(count / RATE / fastest * 2) + 4)
    place = np.linspace(0, count, points)
    octaves = max(1, round(np.log2(max(slowest / fastest, 2.0))))
    total = np.zeros(points)
    for octave in range(octaves):
        few = max(3, points >> octave)
        total += np.interp(np.linspace(0, 1, points), np.linspace(0, 1, few), rng.uniform(-1, 1, few)) * 2.0**octave
    total = (total - total.min()) / max(float(np.ptp(total)), 1e-9)
    smooth = np.convolve(np.pad(total, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    coarse = np.arange(0, count + 256, 256)
    curve = np.interp(coarse, place, smooth)
    return np.interp(np.arange(count), coarse, curve).astype(np.float32)
