"""Plucked strings: harp, nylon guitar, pizzicato, and a dulcimer."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.instrument import ringing
from melies.sound.synth.noise import band, coloured
from melies.sound.synth.tone import Partial, Stereo, hertz, struck


def string(
    pitch: float, velocity: float, rng: np.random.Generator, *, place: float, ring: float, damping: float,
    soft: float, count: int = 26, width: float = 0.3, stiff: float = 4e-5,
) -> Stereo:  # fmt: skip
    """A string plucked at `place` (share of its length) that rings `ring` seconds; `damping` takes treble sooner.

    Amplitudes sin(k pi place) / k of the ideal pluck, rounded off above `soft` Hz by the flesh of a finger.
    """
    base = hertz(pitch)
    partials = []
    for k in range(1, count + 1):
        tone = k * base * np.sqrt(1.0 + stiff * k * k)
        level = abs(np.sin(k * np.pi * place)) / k / (1.0 + (tone / (soft * (0.5 + velocity))) ** 2)
        partials.append(Partial(tone, 0.6 * level * velocity**1.2, ring / (1.0 + damping * k * k / 10.0),
                                float(rng.uniform(-width, width))))  # fmt: skip
    sound = struck(partials, min(ring * 0.8, 4.0), rng, 0.0015)
    knock = min(sound.shape[1], round(0.012 * RATE))
    fall = np.linspace(1.0, 0.0, knock) ** 2 * np.clip(np.arange(knock) / 24.0, 0.0, 1.0)
    sound[:, :knock] += (coloured(knock, band(300.0, 2600.0), rng) * fall * 0.02 * velocity).astype(np.float32)
    return sound


@ringing("harp", damp=0.6, trim_db=-9)
def harp(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Concert harp: plucked near the middle, long and round."""
    ring = float(np.clip(5.5 * 2.0 ** (-(pitch - 48.0) / 17.0), 0.9, 6.0))
    return string(pitch, velocity, rng, place=0.42, ring=ring, damping=0.35, soft=2200.0)


@ringing("guitar", damp=0.12, trim_db=-5)
def guitar(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Nylon strings, finger-picked over the hole, with the body's two low resonances."""
    ring = float(np.clip(3.8 * 2.0 ** (-(pitch - 45.0) / 18.0), 0.8, 4.0))
    sound = string(pitch, velocity, rng, place=0.19, ring=ring, damping=0.8, soft=1900.0, width=0.12)
    body = struck([Partial(104.0, 0.035 * velocity, 0.18), Partial(208.0, 0.03 * velocity, 0.14)], 0.3, rng, 0.003)
    count = min(sound.shape[1], body.shape[1])
    sound[:, :count] += body[:, :count]
    return sound


@ringing("pizzicato", damp=0.08, trim_db=3.5)
def pizzicato(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A string section plucking: short, woody, four players not quite together."""
    out = np.zeros((2, round(0.8 * RATE)), np.float32)
    for player in range(4):
        late = round(max(0.0, rng.normal(0.006, 0.005)) * RATE)
        cents = float(rng.normal(0.0, 0.05))
        one = string(pitch + cents, velocity, rng, place=0.24, ring=0.55, damping=1.2, soft=1300.0, count=14)
        count = min(one.shape[1], out.shape[1] - late)
        side = (player - 1.5) / 3.0
        out[0, late : late + count] += one[0, :count] * np.float32(0.42 * (1 - side * 0.5))
        out[1, late : late + count] += one[1, :count] * np.float32(0.42 * (1 + side * 0.5))
    return out


@ringing("dulcimer", damp=0.8, trim_db=-4)
def dulcimer(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Hammered pairs of wire: bright, shimmering, a little wild."""
    ring = float(np.clip(3.6 * 2.0 ** (-(pitch - 55.0) / 18.0), 0.8, 4.0))
    one = string(pitch, velocity, rng, place=0.12, ring=ring, damping=0.18, soft=2600.0, width=0.5)
    two = string(pitch + 0.045, velocity, rng, place=0.13, ring=ring, damping=0.18, soft=2600.0, width=0.5)
    return np.asarray((one + two[:, : one.shape[1]]) * np.float32(0.55))
