"""Mallets and tines: marimba, kalimba, glockenspiel, vibraphone, bell."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.instrument import ringing
from melies.sound.synth.noise import band, coloured
from melies.sound.synth.tone import Partial, Stereo, hertz, struck

Mode = tuple[float, float, float]  # ratio to the fundamental, amplitude, share of the ring


def bar(
    pitch: float, velocity: float, rng: np.random.Generator, modes: tuple[Mode, ...], ring: float, gain: float,
    knock: tuple[float, float, float], attack: float = 0.002, width: float = 0.25,
) -> Stereo:  # fmt: skip
    """Modes of a struck bar; harder strokes bring out the upper ones. `knock`: low Hz, high Hz, level of the mallet."""
    base = hertz(pitch)
    partials = [
        Partial(base * ratio, gain * level * velocity ** (1.2 + 0.5 * (ratio > 1.5)), ring * share,
                float(rng.uniform(-width, width)))
        for ratio, level, share in modes
    ]  # fmt: skip
    sound = struck(partials, min(ring * 0.85, 4.0) + 0.05, rng, attack)
    count = min(sound.shape[1], round(0.025 * RATE))
    fall = np.exp(-6.0 * np.arange(count) / count) * np.clip(np.arange(count) / 32.0, 0.0, 1.0)
    sound[:, :count] += (coloured(count, band(knock[0], knock[1]), rng) * fall * knock[2] * velocity).astype(np.float32)
    return sound


@ringing("marimba", trim_db=-3.2)
def marimba(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Rosewood bars tuned 1 : 4 : 10 over resonator tubes, yarn mallets."""
    ring = float(np.clip(2.1 * 2.0 ** (-(pitch - 48.0) / 13.0), 0.25, 2.6))
    modes = ((1.0, 1.0, 1.0), (3.98, 0.22, 0.22), (9.8, 0.07, 0.07), (2.0, 0.03, 0.4))
    return bar(pitch, velocity, rng, modes, ring, 0.46, (200.0, 900.0, 0.03), 0.003)


@ringing("kalimba", trim_db=-4.5)
def kalimba(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A thumb piano: sweet fundamental, a clang that dies at once, the box answering an octave above."""
    ring = float(np.clip(2.6 * 2.0 ** (-(pitch - 60.0) / 16.0), 0.5, 2.8))
    modes = ((1.0, 1.0, 1.0), (1.003, 0.25, 0.8), (2.0, 0.14, 0.35), (5.9, 0.09, 0.07), (11.2, 0.03, 0.03))
    return bar(pitch, velocity, rng, modes, ring, 0.42, (300.0, 1600.0, 0.035), 0.0015)


@ringing("glockenspiel", trim_db=-3.5)
def glockenspiel(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Small steel bars, soft beaters: used sparingly, as light on water."""
    ring = float(np.clip(3.2 * 2.0 ** (-(pitch - 84.0) / 24.0), 1.2, 3.5))
    modes = ((1.0, 1.0, 1.0), (1.002, 0.3, 0.9), (2.756, 0.14, 0.18), (5.404, 0.04, 0.06))
    return bar(pitch, velocity, rng, modes, ring, 0.26, (2000.0, 5000.0, 0.008), 0.002, 0.5)


@ringing("vibraphone", damp=0.35, trim_db=-6.5)
def vibraphone(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Aluminium bars with the motor on: a slow tremolo that wanders between the ears."""
    ring = float(np.clip(6.0 * 2.0 ** (-(pitch - 60.0) / 20.0), 1.5, 6.0))
    sound = bar(pitch, velocity, rng, ((1.0, 1.0, 1.0), (3.99, 0.12, 0.3), (9.6, 0.03, 0.08)), ring, 0.38,
                (250.0, 1200.0, 0.015), 0.003)  # fmt: skip
    sway = 0.22 * np.sin(2 * np.pi * 4.1 * np.arange(sound.shape[1]) / RATE)
    sound[0] *= (1.0 + sway).astype(np.float32)
    sound[1] *= (1.0 + np.roll(sway, RATE // 16)).astype(np.float32)
    return sound


@ringing("bell", trim_db=-2)
def bell(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A tuned bronze bell with a major tierce (hum, prime, tierce, quint, nominal), far away."""
    modes = (
        (0.5, 0.35, 1.0), (1.0, 0.8, 0.7), (1.26, 0.16, 0.45), (1.5, 0.18, 0.4), (2.0, 0.7, 0.4),
        (2.52, 0.12, 0.25), (3.01, 0.16, 0.2), (4.17, 0.08, 0.12),
    )  # fmt: skip
    return bar(pitch, velocity, rng, modes, 5.5, 0.24, (500.0, 2000.0, 0.01), 0.004, 0.4)
