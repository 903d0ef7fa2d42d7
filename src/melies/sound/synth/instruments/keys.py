"""Keyboards: felt piano, celesta, music box, electric piano."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.instrument import ringing
from melies.sound.synth.noise import band, coloured
from melies.sound.synth.tone import Partial, Stereo, hertz, struck

PIANO_SIDE = 0.35  # how far the lowest and highest keys lie apart


def _side(pitch: float) -> float:
    return float(np.clip((pitch - 62.0) / 40.0, -1.0, 1.0)) * PIANO_SIDE


def _thump(sound: Stereo, low: float, high: float, seconds: float, level: float, rng: np.random.Generator) -> Stereo:
    """Add the knock of hammer or mallet: a short band of noise."""
    count = min(sound.shape[1], round(seconds * RATE))
    fall = np.exp(-5.0 * np.arange(count) / count) * np.clip(np.arange(count) / 48.0, 0.0, 1.0)
    sound[:, :count] += (coloured(count, band(low, high), rng) * fall * level).astype(np.float32)
    return sound


@ringing("felt piano", damp=0.22, trim_db=3.8)
def felt_piano(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """An upright with a strip of felt before the strings: stretched partials, two-stage decay, a soft knock.

    Inharmonicity f_k = k f sqrt(1 + B k^2) (Fletcher 1964); the hammer at 1/8 of the string mutes every eighth partial.
    """
    base, ring = hertz(pitch), float(np.clip(11.0 * 2.0 ** (-(pitch - 40.0) / 14.0), 1.2, 11.0))
    stiff = 2.2e-4 * 2.0 ** ((pitch - 60.0) / 12.0)
    softness = 480.0 + 1400.0 * velocity**1.3 + 0.9 * base
    partials = []
    for k in range(1, 29):
        tone = k * base * np.sqrt(1.0 + stiff * k * k)
        level = (0.25 + abs(np.sin(np.pi * k / 8.0))) * np.exp(-tone / softness) / k**0.35
        life = ring / (1.0 + 0.22 * (k - 1))
        bent = tone * 2.0 ** (rng.normal(0.0, 0.35) / 1200.0)
        partials.append(Partial(bent, 0.62 * level, life * 0.35, _side(pitch)))
        if k <= 8:
            partials.append(Partial(tone * 2.0 ** (0.7 / 1200.0), 0.38 * level, life, -_side(pitch)))
    gain = 0.62 / sum(part.amplitude for part in partials) ** 0.85
    sound = struck(_scaled(partials, gain * velocity**1.2), min(ring * 0.8, 5.5), rng, attack=0.004)
    return _thump(sound, 90.0, 420.0 + 500.0 * velocity, 0.07, 0.018 * velocity, rng)


@ringing("celesta", damp=0.5, trim_db=-6)
def celesta(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Steel plates over wooden boxes: nearly a sine, with a free bar's upper modes as a quick sparkle."""
    base, ring = hertz(pitch), float(np.clip(3.4 * 2.0 ** (-(pitch - 72.0) / 24.0), 1.0, 4.0))
    modes = ((1.0, 1.0, 1.0), (2.0, 0.10, 0.6), (2.756, 0.16 * velocity, 0.22), (4.07, 0.12, 0.18), (5.404, 0.06, 0.08))
    partials = [Partial(base * r, 0.42 * a * velocity**1.2, ring * d, rng.uniform(-0.3, 0.3)) for r, a, d in modes]
    partials.append(Partial(base * 2.0 ** (1.5 / 1200.0), 0.10 * velocity, ring * 0.9, 0.4))
    return _thump(struck(partials, min(ring, 3.0), rng, 0.002), 600.0, 2400.0, 0.02, 0.01 * velocity, rng)


@ringing("music box", trim_db=-4.5)
def music_box(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Plucked steel tines: the modes of a clamped bar (1 : 6.27 : 17.55) and the tick of the pin."""
    base, ring = hertz(pitch), float(np.clip(3.0 * 2.0 ** (-(pitch - 76.0) / 20.0), 0.8, 3.6))
    modes = ((1.0, 1.0, 1.0), (2.0, 0.16, 0.55), (3.0, 0.10, 0.4), (6.27, 0.10, 0.09), (17.55, 0.015, 0.03))
    partials = [Partial(base * r, 0.38 * a * velocity**1.2, ring * d, rng.uniform(-0.5, 0.5)) for r, a, d in modes]
    partials.append(Partial(base * 2.0 ** (3.0 / 1200.0), 0.14 * velocity, ring * 0.8, -0.5))
    return _thump(struck(partials, min(ring, 2.8), rng, 0.001), 1800.0, 5200.0, 0.008, 0.012 * velocity, rng)


@ringing("electric piano", damp=0.18, trim_db=-7.5)
def electric_piano(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Tine and tone bar before a pickup: a warm fundamental, a bell that comes out when struck harder."""
    base, ring = hertz(pitch), float(np.clip(6.0 * 2.0 ** (-(pitch - 52.0) / 18.0), 1.2, 6.0))
    bark = velocity**2
    modes = (
        (1.0, 1.0, 1.0), (2.0, 0.10 + 0.34 * bark, 0.5), (3.0, 0.03 + 0.16 * bark, 0.35),
        (4.0, 0.06 * bark, 0.3), (6.9, 0.05 + 0.05 * bark, 0.10),
    )  # fmt: skip
    partials = [Partial(base * r, 0.44 * a * velocity**1.1, ring * d, rng.uniform(-0.25, 0.25)) for r, a, d in modes]
    sound = struck(partials, min(ring, 3.5), rng, 0.003)
    sway = 0.16 * np.sin(2 * np.pi * 4.6 * np.arange(sound.shape[1]) / RATE + rng.uniform(0, 6.28))
    sound[0] *= (1.0 + sway).astype(np.float32)
    sound[1] *= (1.0 - sway).astype(np.float32)
    return _thump(sound, 150.0, 700.0, 0.03, 0.012 * velocity, rng)


def _scaled(partials: list[Partial], gain: float) -> list[Partial]:
    return [Partial(part.frequency, part.amplitude * gain, part.ring, part.pan) for part in partials]
