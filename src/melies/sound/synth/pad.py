"""Sounds of many players at once: spectra of broad harmonics with random phases, played as loops.

After Paul Nasca's PADsynth: every harmonic is a bell of frequencies, as in a section whose players never quite agree;
one inverse Fourier transform gives a loop of 2.7 s that repeats without a seam and cannot alias.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.noise import PHASES
from melies.sound.synth.tone import CONTROL, Stereo, control, glide, hertz, hill

SIZE = 1 << 17
STRETCH = 1 << 13  # samples at a time: a cache is quicker than memory
MIDDLE, SIDE = 0.85, 0.53  # left and right correlate by (M2 - S2) / (M2 + S2) = 0.44: wide, and sound in mono

Body = Callable[[np.ndarray, float], np.ndarray]  # (harmonic frequencies in Hz, brightness 0..1) -> amplitudes


def loops(pitch: float, body: Body, cents: float, seed: int) -> tuple[Stereo, Stereo]:
    """A section at a MIDI pitch, dark and open: two loops (2, SIZE) with the same phases, the dark one at unit RMS.

    `cents`: width of the fundamental's bell. Sharing phases lets the two be blended like one filter opening.
    """
    rng = np.random.Generator(np.random.Philox(key=seed))
    lots = (rng.uniform(0.0, len(PHASES), (2, SIZE // 2 + 1))).astype(np.uint16)
    phases = PHASES[lots & (len(PHASES) - 1)] * np.array([[MIDDLE], [SIDE]], np.float32)
    dark, open_ = (_loop(phases, shape) for shape in _spectra(hertz(pitch), body, cents))
    return dark, open_


def _loop(phases: np.ndarray, spectrum: np.ndarray) -> Stereo:
    """Left and right are the sum and the difference of middle and side, which may as well be taken of their spectra."""
    both = phases * spectrum
    sound = np.fft.irfft(np.stack((both[0] + both[1], both[0] - both[1])), SIZE, axis=1)
    sound /= np.sqrt(np.vdot(sound, sound) / sound.size)
    return sound


def _spectra(base: float, body: Body, cents: float) -> np.ndarray:
    """Amplitudes (2, bins), dark and open."""
    hop = RATE / SIZE
    shapes = np.zeros((2, SIZE // 2 + 1), np.float32)
    tones = base * np.arange(1, int(min(14_000.0 / base, 80)) + 1)
    levels = np.stack((body(tones, 0.0), body(tones, 1.0)))
    widths = base * (2.0 ** (cents / 1200.0) - 1.0) * np.arange(1, len(tones) + 1) ** 0.85
    for tone, width, level in zip(tones, widths, (levels / np.sqrt(widths)).T, strict=True):
        reach = 3.5 * width + 1.0
        low, high = int((tone - reach) / hop), int((tone + reach) / hop) + 2
        bell = np.exp(-(((np.arange(low, high) * hop - tone) / width) ** 2))
        shapes[:, low:high] += level[:, None] * bell
    return shapes


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
    time = control(count)
    opened = bright * np.clip(time / max(2.0 * attack, 0.05), 0.35, 1.0)
    opened = opened + breath * np.sin(2 * np.pi * (0.13 * time + rng.uniform()))
    shape = glide(0.35 * hill(time, attack, release, seconds), CONTROL, count)
    mixed = glide(np.clip(opened, 0.0, 1.0), CONTROL, count)
    out, place, where = np.empty((2, count), np.float32), 0, int(rng.integers(SIZE))
    while place < count:  # slices of the loop are far cheaper than an index per sample
        piece = min(STRETCH, SIZE - where, count - place)
        target, span = slice(place, place + piece), slice(where, where + piece)
        np.multiply(change[:, span], mixed[target], out=out[:, target])
        out[:, target] += dark[:, span]
        out[:, target] *= shape[target]
        place, where = place + piece, (where + piece) % SIZE
    return out
