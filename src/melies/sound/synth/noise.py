"""Noise of any colour: spectra drawn by hand, phases by chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from jaxtyping import Float32, Float64
from numpy import ndarray

from melies.media.audio import RATE
from melies.sound.synth.tone import glide

LOOP = 1 << 20  # samples after which noise repeats
SLOW = 256  # samples between two values of a slow curve
PHASES = np.exp(2j * np.pi * np.arange(4096) / 4096).astype(np.complex64)

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
    """`count` samples of Gaussian noise with the amplitude `spectrum(Hz)`, unit RMS; above LOOP samples it repeats.

    A sum of sines whose phases are drawn by lot, which is Gaussian whatever the spectrum as soon as there are a few
    dozen. It is periodic by construction, so a repetition has no seam, and nobody hears one after 22 seconds.
    """
    size = fast_length(max(16, min(count, LOOP)))
    lots = rng.bit_generator.random_raw(size // 8 + 1).astype("<u8").view("<u2")[: size // 2 + 1] & (len(PHASES) - 1)
    sound = np.fft.irfft(PHASES[lots] * _shape(spectrum, size), size)
    if count < size:
        sound = sound[:count]
    sound /= max(float(np.sqrt(np.vdot(sound, sound) / len(sound))), 1e-9)
    return stretch(sound, count)


def stretch(loop: Float32[ndarray, "*c m"], count: int, begin: int = 0) -> Float32[ndarray, "*c n"]:
    """`count` samples of something periodic from sample `begin` on."""
    parts, size = [loop[..., begin : begin + count]], loop.shape[-1]
    while (have := sum(part.shape[-1] for part in parts)) < count:
        parts.append(loop[..., : min(size, count - have)])
    return parts[0] if len(parts) == 1 else np.concatenate(parts, axis=-1)


def _shape(spectrum: Spectrum, size: int) -> Float32[ndarray, " f"]:
    """The spectrum at every bin: exact where bins are few to the octave, joined by straight lines above."""
    bins, fine, step = size // 2 + 1, 4096, 64
    shape = np.zeros(bins, np.float32)
    low = min(bins, fine)
    shape[1:low] = spectrum(np.arange(1, low) * (RATE / size))
    if bins > fine:
        places = np.arange(fine, bins + step, step)
        shape[fine:] = glide(spectrum(places * (RATE / size)), step, bins - fine)
    return shape


@cache
def fast_length(count: int) -> int:
    """The smallest even size of at least `count` with no prime factor above 5: Fourier transforms of it are quick."""
    best = 2 ** max(1, (count - 1).bit_length())
    for threes in range(12):
        for fives in range(8):
            odd = 3**threes * 5**fives
            twos = max(1, (-(-count // odd) - 1).bit_length())
            best = min(best, odd * 2**twos)
    return best


def drift(count: int, slowest: float, fastest: float, rng: np.random.Generator) -> Float32[ndarray, " m"]:
    """A slow random curve in [0, 1], one value every SLOW samples (`glide` joins them), for `count` samples.

    Its ups and downs take between `fastest` and `slowest` seconds.
    """
    points = max(4, int(count / RATE / fastest * 2) + 4)
    place = np.linspace(0, count, points)
    octaves = max(1, round(np.log2(max(slowest / fastest, 2.0))))
    total = np.zeros(points)
    for octave in range(octaves):
        few = max(3, points >> octave)
        total += np.interp(np.linspace(0, 1, points), np.linspace(0, 1, few), rng.uniform(-1, 1, few)) * 2.0**octave
    total = (total - total.min()) / max(float(np.ptp(total)), 1e-9)
    smooth = np.convolve(np.pad(total, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
    return np.interp(slow(count), place, smooth).astype(np.float32)


def slow(count: int) -> Float64[ndarray, " m"]:
    """The samples at which the slow curves of a sound of `count` samples have their values."""
    return np.arange(-(-count // SLOW) + 1) * float(SLOW)
