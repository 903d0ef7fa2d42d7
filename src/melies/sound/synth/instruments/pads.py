"""Sections that hold chords: warm pad, glass pad, strings, choir."""

from __future__ import annotations

import numpy as np

from melies.sound.synth.instrument import held
from melies.sound.synth.pad import section
from melies.sound.synth.tone import Stereo

GAIN = np.float32(0.5)


def _warm(tones: np.ndarray, bright: float) -> np.ndarray:
    cutoff = 420.0 + 1900.0 * bright
    return 1.0 / np.arange(1, len(tones) + 1) / (1.0 + (tones / cutoff) ** 3)


def _glass(tones: np.ndarray, bright: float) -> np.ndarray:
    number = np.arange(1, len(tones) + 1)
    comb = np.where(np.isin(number, (1, 2, 4, 8, 12)), 1.0, 0.06)
    return np.asarray(comb / number ** (1.5 - 0.6 * bright) / (1.0 + (tones / (2200.0 + 2500.0 * bright)) ** 2))


def _bowed(tones: np.ndarray, bright: float) -> np.ndarray:
    number = np.arange(1, len(tones) + 1)
    body = 1.0 + 0.6 * np.exp(-(((tones - 450.0) / 200.0) ** 2)) + 0.45 * np.exp(-(((tones - 1150.0) / 450.0) ** 2))
    return body / number**1.05 / (1.0 + (tones / (1100.0 + 2300.0 * bright)) ** 2.5)


def _sung(tones: np.ndarray, bright: float) -> np.ndarray:
    first, second = 420.0 + 260.0 * bright, 820.0 + 330.0 * bright  # from "oo" towards "ah"
    formants = (
        np.exp(-(((tones - first) / 140.0) ** 2))
        + 0.45 * np.exp(-(((tones - second) / 180.0) ** 2))
        + 0.10 * np.exp(-(((tones - 2600.0) / 350.0) ** 2))
    )
    return (0.06 + formants) / np.arange(1, len(tones) + 1) ** 0.7 / (1.0 + (tones / 3200.0) ** 4)


@held("warm pad", trim_db=-6)
def warm_pad(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Detuned saws through a slow low-pass: the bed most moods lie on."""
    bright = 0.15 + 0.6 * velocity
    return section(pitch, seconds, _warm, rng, bright=bright, cents=26, attack=0.7, release=1.1) * (GAIN * velocity)


@held("glass pad", trim_db=-7)
def glass_pad(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Octaves and a far twelfth, barely moving: starlight."""
    return section(pitch, seconds, _glass, rng, bright=velocity, cents=11, attack=1.2, release=1.8) * (GAIN * velocity)


@held("strings", trim_db=-7)
def strings(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A string ensemble; louder is brighter, and quicker to speak."""
    attack = min(0.45 - 0.25 * velocity, 0.6 * seconds)
    bright = 0.1 + 0.75 * velocity
    return section(pitch, seconds, _bowed, rng, bright=bright, cents=20, attack=attack, release=0.45) * (
        GAIN * velocity
    )


@held("choir", trim_db=-5)
def choir(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Voices without words, from a closed "oo" to an open "ah"."""
    return section(pitch, seconds, _sung, rng, bright=velocity, cents=24, attack=0.5, release=0.8) * (GAIN * velocity)
