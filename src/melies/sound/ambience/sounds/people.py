"""What people make: city hum, fire, room tone."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.ambience.layer import STOCK, bed, bump, layer, moments, place, slices
from melies.sound.synth.noise import SLOW, band, coloured, drift, slow, tilt
from melies.sound.synth.tone import Stereo, glide, harmonics


@layer("city", 2)
def city(count: int, rng: np.random.Generator) -> Stereo:
    """A city at night from a high window: a low roar, cars in wet streets, the hum of signs, a horn far away."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.5, 45.0, 900.0), rng, 0.45, 0.045 * (0.75 + 0.25 * drift(count, 9.0, 2.0, rng)))
    signs = np.array([level * (0.7 + 0.3 * drift(count, 4.0, 0.5, rng)) for level in (0.0030, 0.0022, 0.0010)])
    hum = harmonics(100.0, lambda k: signs[k[:, 0] - 1], count, 3, SLOW)
    out[0] += hum
    out[1, 40:] += hum[: max(0, count - 40)]
    tyres = coloured(STOCK, tilt(-3.0, 350.0, 4200.0), rng) * np.float32(0.026)
    motors = coloured(STOCK, tilt(-6.0, 50.0, 260.0), rng) * np.float32(0.03)
    at = rng.uniform(-3.0, 1.5)
    while at < count / RATE:
        size = round(rng.uniform(3.0, 5.5) * RATE)
        place(out, _pass_by(slices(tyres, size, rng) + slices(motors, size, rng), rng), at)
        at += rng.uniform(2.2, 6.5)
    for at in moments(count, 0.045, rng):
        _horn(out, at, rng)
    return out


def _pass_by(noise: np.ndarray, rng: np.random.Generator) -> Stereo:
    """One car: tyres on wet asphalt, from one side to the other."""
    size = len(noise)
    across = 0.9 * (2.0 * slow(size) / size - 1.0) * rng.choice((-1.0, 1.0))
    turn = (across + 1.0) * np.pi / 4
    noise = noise * bump(size, 0.5) ** 2 * np.float32(rng.uniform(0.3, 1.0))
    return np.stack([noise * glide(side, SLOW, size) for side in (np.cos(turn), np.sin(turn))])


def _horn(out: Stereo, at: float, rng: np.random.Generator) -> None:
    size = round(rng.uniform(0.25, 0.6) * RATE)
    time = np.arange(size) / RATE
    tone = rng.uniform(330.0, 440.0)
    sound = sum(np.sin(2 * np.pi * tone * ratio * k * time) / k**1.6 for ratio in (1.0, 1.26) for k in (1, 2, 3))
    place(out, (np.asarray(sound) * bump(size, 0.3)).astype(np.float32), at, rng.uniform(-0.8, 0.8), 0.004)


@layer("fire", 2)
def fire(count: int, rng: np.random.Generator) -> Stereo:
    """A camp fire: a low flutter, a hiss, crackles in clusters, a pop now and then."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.0, 60.0, 420.0), rng, 0.6, 0.040 * (0.5 + 0.5 * drift(count, 1.2, 0.12, rng)))
    bed(out, band(1800.0, 6500.0), rng, 0.3, 0.008 * (0.5 + 0.5 * drift(count, 4.0, 0.6, rng)))
    snaps = [_snap(rng) for _ in range(160)]
    for cluster in moments(count, 2.2, rng):
        pan = rng.uniform(-0.5, 0.5)
        for _ in range(int(rng.geometric(0.22))):
            snap, when = snaps[int(rng.integers(len(snaps)))], cluster + rng.exponential(0.12)
            place(out, snap, when, pan + rng.uniform(-0.2, 0.2), 0.085 * rng.uniform(0.1, 1.0) ** 2)
    for at in moments(count, 0.25, rng):
        size = round(0.05 * RATE)
        place(out, coloured(size, band(250.0, 1500.0), rng) * bump(size, 0.08), at, rng.uniform(-0.4, 0.4), 0.06)
    return out


def _snap(rng: np.random.Generator) -> np.ndarray:
    """A splinter of wood that bursts."""
    size = round(rng.uniform(0.002, 0.009) * RATE)
    centre = float(np.exp(rng.uniform(np.log(1200.0), np.log(6000.0))))
    return coloured(size, band(centre * 0.6, centre * 1.6), rng) * bump(size, 0.1)


@layer("room")
def room(count: int, rng: np.random.Generator) -> Stereo:
    """A quiet room: air, and the house around it."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.5, 60.0, 700.0), rng, 0.5, 0.02)
    return out
