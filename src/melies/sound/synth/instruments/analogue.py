"""Voltage-controlled voices: analogue bass, sub, synth lead, synth pluck."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.synth.instrument import held, ringing
from melies.sound.synth.tone import Stereo, control, end_softly, harmonics, hertz, lowpass_gain, swell


@held("analogue bass", trim_db=-7.5, alike=True)
def analogue_bass(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Saw and square through a resonant low-pass that opens and closes: the engine of the night."""
    base, count = hertz(pitch), round((seconds + 0.06) * RATE)
    time = control(count)
    cutoff = 140.0 + 1.2 * base + (380.0 + 1500.0 * velocity) * np.exp(-time / (0.09 + 0.10 * velocity))
    fall = 0.75 + 0.25 * np.exp(-time / 0.2)
    sound = harmonics(
        base, lambda k: np.where(k % 2, 1.0, 0.55) / k * lowpass_gain(k * base, cutoff, 0.35) * fall, count, 40
    )
    sound *= swell(count, 0.004, 0.05, seconds)
    return np.stack((sound, sound)) * np.float32(0.42 * velocity)


@held("sub", trim_db=-7, alike=True)
def sub(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A sine with a hint of its octave, felt more than heard."""
    count = round((seconds + 0.12) * RATE)
    sound = harmonics(hertz(pitch), lambda k: np.array((1.0, 0.16, 0.05))[k - 1], count, 3)
    sound *= swell(count, 0.03, 0.11, seconds)
    return np.stack((sound, sound)) * np.float32(0.42 * velocity)


@held("soft bass", trim_db=-9.5, alike=True)
def soft_bass(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A finger on a round-wound string: upright and electric at once."""
    base, count = hertz(pitch), round((seconds + 0.10) * RATE)
    time = control(count)
    decay = np.exp(-time / (1.1 + 30.0 / base))
    cutoff = 240.0 + 900.0 * velocity * np.exp(-time / 0.12)
    sound = harmonics(base, lambda k: k**-1.1 * lowpass_gain(k * base, cutoff) * decay, count, 16)
    sound *= swell(count, 0.008, 0.09, seconds)
    return np.stack((sound, sound)) * np.float32(0.5 * velocity)


@held("synth lead", trim_db=-5.4)
def synth_lead(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Two saws a hair apart, one in each ear's half, sliding into the note, vibrato late."""
    base, count = hertz(pitch), round((seconds + 0.22) * RATE)
    time = control(count)
    late = np.clip((time - 0.3) / 0.5, 0.0, 1.0)
    cents = 10.0 * late * np.sin(2 * np.pi * 5.2 * time) - 45.0 * np.exp(-time / 0.03)
    cutoff = (900.0 + 2600.0 * velocity) * (0.55 + 0.45 * np.exp(-time / 0.35)) + base
    shape = swell(count, 0.015, 0.2, seconds)
    out = np.empty((2, count), np.float32)
    for channel, detune in enumerate((-6.0, 6.0)):
        tone = base * 2.0 ** ((cents + detune) / 1200.0)
        out[channel] = harmonics(tone, lambda k: lowpass_gain(k * base, cutoff, 0.15) / k, count, 26) * shape
    middle = out.mean(axis=0) * np.float32(0.5)
    return np.asarray((0.6 * out + middle) * np.float32(0.24 * velocity), np.float32)


@ringing("synth pluck", trim_db=-4, alike=True)
def synth_pluck(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A gated arpeggio's voice: a saw whose filter snaps shut, wide by a few cents."""
    base, count = hertz(pitch), round(0.55 * RATE)
    time = np.arange(count) / RATE
    cutoff = 260.0 + 0.8 * base + (1200.0 + 3200.0 * velocity) * np.exp(-control(count) / 0.055)
    shape = np.clip(time / 0.003, 0.0, 1.0) * np.exp(-time / 0.16)
    out = np.empty((2, count), np.float32)
    for channel, detune in enumerate((-4.0, 4.0)):
        tone = base * 2.0 ** (detune / 1200.0)
        out[channel] = harmonics(tone, lambda k: lowpass_gain(k * base, cutoff, 0.2) / k, count, 24) * shape
    return end_softly(out * np.float32(0.34 * velocity))
