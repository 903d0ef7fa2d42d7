"""Drums and cymbals, all on the soft side: nothing here should make anybody blink."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.audio import RATE
from melies.sound.synth.instrument import held, ringing
from melies.sound.synth.noise import band, coloured, tilt
from melies.sound.synth.tone import Partial, Stereo, end_softly, hertz, struck


def _hiss(
    seconds: float, low: float, high: float, fall: float, rng: np.random.Generator, rise: float = 0.001
) -> Stereo:
    """A burst of noise between two frequencies: `rise` and `fall` in seconds, half of it common to both ears."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    shape = np.clip(time / rise, 0.0, 1.0) * np.exp(-time / fall)
    common, left, right = (coloured(count, band(low, high), rng) for _ in range(3))
    both = np.stack((common + 0.7 * left, common + 0.7 * right)) * np.float32(0.8)
    return end_softly((both * shape).astype(np.float32))


def _thud(seconds: float, high: float, low: float, drop: float, fall: float) -> Float32[ndarray, " n"]:
    """A drum skin: a sine gliding from `high` to `low` Hz in about `drop` seconds."""
    count = round(seconds * RATE)
    time = np.arange(count) / RATE
    turns = np.cumsum(low + (high - low) * np.exp(-time / drop)) / RATE
    shape = np.clip(time / 0.0015, 0.0, 1.0) * np.exp(-time / fall)
    return (np.sin(2 * np.pi * turns) * shape).astype(np.float32)


@ringing("soft kick")
def soft_kick(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A padded bass drum: weight without click."""
    skin = _thud(0.45, 135.0, 48.0, 0.028, 0.13)
    beater = _hiss(0.03, 200.0, 1800.0, 0.006, rng) * np.float32(0.06 * velocity)
    out = np.stack((skin, skin)) * np.float32(0.62)
    out[:, : beater.shape[1]] += beater
    return end_softly(out * np.float32(velocity), 0.05)


@ringing("brushed snare")
def brushed_snare(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Wire brushes: a short sweep, a breath of skin."""
    out = _hiss(0.26, 900.0, 6500.0, 0.065, rng, rise=0.006) * np.float32(0.17)
    skin = _thud(0.26, 230.0, 185.0, 0.02, 0.05)
    out += skin[: out.shape[1]] * np.float32(0.16)
    return end_softly(out * np.float32(velocity**1.2))


@ringing("soft snare")
def soft_snare(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A snare in a big dark room, as on records of the eighties, but lower."""
    out = _hiss(0.42, 500.0, 5200.0, 0.11, rng, rise=0.002) * np.float32(0.17)
    skin = _thud(0.42, 250.0, 178.0, 0.02, 0.08)
    out += skin[: out.shape[1]] * np.float32(0.30)
    return end_softly(out * np.float32(velocity**1.1), 0.06)


@ringing("closed hat")
def closed_hat(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Two small cymbals held together."""
    return _hiss(0.09, 5800.0, 11_500.0, 0.020, rng) * np.float32(0.085 * velocity)


@ringing("open hat")
def open_hat(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """The same, let go for a moment."""
    return _hiss(0.38, 5200.0, 11_000.0, 0.11, rng) * np.float32(0.07 * velocity)


@ringing("shaker")
def shaker(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Seeds in a gourd: swells before it stops."""
    return _hiss(0.13, 3600.0, 9000.0, 0.03, rng, rise=0.022) * np.float32(0.10 * velocity)


@ringing("rim")
def rim(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A stick on wood."""
    modes = [Partial(410.0, 0.16, 0.06, -0.2), Partial(1120.0, 0.14, 0.045, 0.2), Partial(1760.0, 0.06, 0.03)]
    return struck(modes, 0.12, rng, 0.001) * np.float32(velocity)


def _skin(pitch: float, velocity: float, rng: np.random.Generator, fall: float, level: float) -> Stereo:
    """A circular membrane (ratios of Bessel zeros 1, 1.59, 2.14, 2.30, 2.65), gliding down as it settles."""
    base = hertz(pitch)
    modes = ((1.59, 0.35, 0.5), (2.14, 0.2, 0.35), (2.30, 0.16, 0.3), (2.65, 0.12, 0.25), (3.5, 0.06, 0.15))
    loud = 0.5 * velocity**1.4
    rings = [Partial(base * r, loud * a, fall * 5 * d, rng.uniform(-0.4, 0.4)) for r, a, d in modes]
    out = struck(rings, fall * 6.0, rng, 0.002)
    skin = _thud(fall * 6.0, base * 1.5, base, 0.03, fall)
    out += skin[: out.shape[1]] * np.float32(0.7)
    knock = _hiss(0.05, 150.0, 900.0 + 1400.0 * velocity, 0.012, rng) * np.float32(0.12)
    out[:, : knock.shape[1]] += knock
    return end_softly(out * np.float32(level * velocity), 0.05)


@ringing("taiko")
def taiko(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A great barrel drum in a hall."""
    return _skin(pitch, velocity, rng, 0.24, 0.62)


@ringing("frame drum")
def frame_drum(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A hand drum: dry and near."""
    return _skin(pitch, velocity, rng, 0.11, 0.5)


@ringing("ride")
def ride(pitch: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A thin cymbal touched with the tip of a stick."""
    tones = 330.0 * np.array([1.0, 2.13, 3.41, 5.07, 7.19, 9.83, 13.1, 16.7])
    modes = [
        Partial(float(t), 0.05 / (1 + i * 0.2), 1.1 / (1 + i * 0.2), rng.uniform(-0.7, 0.7))
        for i, t in enumerate(tones)
    ]
    out = struck(modes[1:], 1.0, rng, 0.001)
    hiss = _hiss(0.5, 4500.0, 11_000.0, 0.12, rng) * np.float32(0.035)
    out[:, : hiss.shape[1]] += hiss
    return end_softly(out * np.float32(velocity * 0.8), 0.1)


@held("cymbal swell")
def cymbal_swell(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Soft mallets on a hung cymbal: grows for the whole note, opens upwards, and washes out."""
    tail = 2.2
    count = round((seconds + tail) * RATE)
    time = np.arange(count) / RATE
    rise = np.clip(time / max(seconds, 0.1), 0.0, 1.0) ** 2.6
    fall = np.exp(-np.maximum(0.0, time - seconds) / 0.55)
    out = np.empty((2, count), np.float32)
    for channel in range(2):
        low = coloured(count, tilt(-3.0, 900.0, 4500.0), rng)
        high = coloured(count, tilt(-2.0, 3500.0, 11_000.0), rng)
        out[channel] = (low * 0.6 + high * 0.5 * rise * fall) * rise * fall
    return end_softly(out * np.float32(0.11 * velocity), 0.2)


@held("riser")
def riser(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Filtered wind that climbs into a downbeat and is gone."""
    count = round((seconds + 0.25) * RATE)
    time = np.arange(count) / RATE
    share = np.clip(time / max(seconds, 0.1), 0.0, 1.0)
    out = np.zeros((2, count), np.float32)
    for step, centre in enumerate((500.0, 900.0, 1600.0, 2900.0, 5200.0)):
        weight = np.exp(-(((share * 4.0 - step) / 0.9) ** 2)) * share**1.5
        for channel in range(2):
            out[channel] += coloured(count, band(centre * 0.7, centre * 1.4, 3.0), rng) * weight
    out *= np.exp(-np.maximum(0.0, time - seconds) / 0.05)
    return end_softly(out * np.float32(0.075 * velocity))
