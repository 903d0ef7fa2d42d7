"""Sounds of many players at once: spectra of broad harmonics with random phases, played as loops.

After Paul Nasca's PADsynth: every harmonic is a bell of frequencies, as in a section whose players never quite agree;
one inverse Fourier transform gives a loop of 2.7 s that repeats without a seam and cannot alias.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.tone import Stereo, glide, hertz, swell

SIZE = 1 << 17
MIDDLE, SIDE = 0.85, 0.53  # left and right correlate by (M2 - S2) / (M2 + S2) = 0.44: wide, and sound in mono

Body = Callable[[np.ndarray, float], np.ndarray]  # (harmonic frequencies in Hz, brightness 0..1) -> amplitudes


def loops(pitch: float, body: Body, cents: float, seed: int) -> tuple[Stereo, Stereo]:
    """A section at a MIDI pitch, dark and open: two loops (2, SIZE) with the same phases, the dark one at unit RMS.

    `cents`: width of the fundamental's bell. Sharing phases lets the two be blended like one filter opening.
    """
    rng = np.random.Generator(np.random.Philox(key=seed))
    turns = rng.uniform(0.0, 2 * np.pi, (2, SIZE // 2 + 1)).astype(np.float32)
    phases = np.cos(turns) + 1j * np.sin(turns)
    both = []
    for bright in (0.0, 1.0):
        middle, side = np.fft.irfft(_spectrum(hertz(pitch), body, bright, cents) * phases, SIZE, axis=1)
        both.append(np.stack((MIDDLE * middle + SIDE * side, MIDDLE * middle - SIDE * side)))
    dark, open_ = (sound / np.sqrt(np.mean(sound**2)) for sound in both)
    return dark.astype(np.float32), open_.astype(np.float32)


def _spectrum(base: float, body: Body, bright: float, cents: float) -> np.ndarray:
    bins = np.fft.rfftfreq(SIZE, 1.0 / RATE)
    shape = np.zeros_like(bins)
    tones = base * np.arange(1, int(min(14_000.0 / base, 80)) + 1)
    for number, (tone, level) in enumerate(zip(tones, body(tones, bright), strict=True), start=1):
        width = base * (2.0 ** (cents / 1200.0) - 1.0) * number**0.85
        reach = 3.5 * width + 1.0
        low, high = int((tone - reach) / bins[1]), int((tone + reach) / bins[1]) + 2
        near = bins[low:high]
        shape[low:high] += level / np.sqrt(width) * np.exp(-(((near - tone) / width) ** 2))
    return shape


@lru_cache(maxsize=6)
def _kept(pitch: float, body: Body, cents: float, seed: int) -> tuple[Stereo, Stereo]:
    """(dark, open - dark), which is what blending needs."""
    dark, open_ = loops(pitch, body, cents, seed)
    return dark, open_ - dark


def section(
    pitch: float, seconds: float, body: Body, rng: np.random.Generator, *, bright: float = 0.5, cents: float = 22.0,
    attack: float = 0.4, release: float = 0.8, breath: float = 0.12,
) -> Stereo:  # fmt: skip
    """A held note (2, n) of `seconds` plus its release. It opens towards `bright` and breathes slowly by `breath`."""
    count = round((seconds + release) * RATE)
    dark, change = _kept(pitch, body, cents, round(pitch * 100) * 7919 + round(cents * 10))
    step = 240
    time = np.arange(-(-count // step) + 2) * (step / RATE)
    opened = bright * np.clip(time / max(2.0 * attack, 0.05), 0.35, 1.0)
    opened = opened + breath * np.sin(2 * np.pi * (0.13 * time + rng.uniform()))
    shape = swell(count, attack, release, seconds) * np.float32(0.35)
    mixed = glide(np.clip(opened, 0.0, 1.0), step, count)
    out, place, where = np.empty((2, count), np.float32), 0, int(rng.integers(SIZE))
    while place < count:  # slices of the loop are far cheaper than an index per sample
        piece = min(SIZE - where, count - place)
        target, span = slice(place, place + piece), slice(where, where + piece)
        np.multiply(change[:, span], mixed[target], out=out[:, target])
        out[:, target] += dark[:, span]
        place, where = place + piece, 0
    out *= shape
    return out
