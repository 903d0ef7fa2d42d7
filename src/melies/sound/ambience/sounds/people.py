"""What people make: city hum, fire, room tone."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.ambience.layer import bump, layer, moments, place, wide
from melies.sound.synth.noise import band, coloured, drift, tilt
from melies.sound.synth.tone import Stereo


@layer("city", 2)
def city(count: int, rng: np.random.Generator) -> Stereo:
    """A city at night from a high window: a low roar, cars in wet streets, the hum of signs, a horn far away."""
    out = (
        wide(count, tilt(-5.5, 45.0, 900.0), rng, 0.45)
        * np.float32(0.045)
        * (0.75 + 0.25 * drift(count, 9.0, 2.0, rng))
    )
    time = np.arange(count) / RATE
    for tone, level in ((100.0, 0.0030), (200.0, 0.0022), (300.0, 0.0010)):
        hum = np.sin(2 * np.pi * tone * time + rng.uniform(0, 6.28)) * (0.7 + 0.3 * drift(count, 4.0, 0.5, rng)) * level
        out += np.stack((hum, np.roll(hum, 40))).astype(np.float32)
    at = rng.uniform(-3.0, 1.5)
    while at < count / RATE:
        _pass_by(out, at, rng)
        at += rng.uniform(2.2, 6.5)
    for at in moments(count, 0.045, rng):
        _horn(out, at, rng)
    return out


def _pass_by(out: Stereo, at: float, rng: np.random.Generator) -> None:
    """One car: tyres on wet asphalt, from one side to the other."""
    size = round(rng.uniform(3.0, 5.5) * RATE)
    shape = bump(size, 0.5) ** 2
    tyres = coloured(size, tilt(-3.0, 350.0, 4200.0), rng) * shape
    motor = coloured(size, tilt(-6.0, 50.0, 260.0), rng) * shape
    across = np.linspace(-0.9, 0.9, size) * rng.choice((-1.0, 1.0))
    sound = (tyres * 0.026 + motor * 0.03) * rng.uniform(0.3, 1.0)
    turn = (across + 1.0) * np.pi / 4
    place(out, np.stack((sound * np.cos(turn), sound * np.sin(turn))).astype(np.float32), at)


def _horn(out: Stereo, at: float, rng: np.random.Generator) -> None:
    size = round(rng.uniform(0.25, 0.6) * RATE)
    time = np.arange(size) / RATE
    tone = rng.uniform(330.0, 440.0)
    sound = sum(np.sin(2 * np.pi * tone * ratio * k * time) / k**1.6 for ratio in (1.0, 1.26) for k in (1, 2, 3))
    place(out, (np.asarray(sound) * bump(size, 0.3)).astype(np.float32), at, rng.uniform(-0.8, 0.8), 0.004)


@layer("fire", 2)
def fire(count: int, rng: np.random.Generator) -> Stereo:
    """A camp fire: a low flutter, a hiss, crackles in clusters, a pop now and then."""
    flutter = 0.5 + 0.5 * drift(count, 1.2, 0.12, rng)
    out = wide(count, tilt(-5.0, 60.0, 420.0), rng, 0.6) * np.float32(0.040) * flutter
    out += wide(count, band(1800.0, 6500.0), rng, 0.3) * np.float32(0.008) * (0.5 + 0.5 * drift(count, 4.0, 0.6, rng))
    for cluster in moments(count, 2.2, rng):
        pan = rng.uniform(-0.5, 0.5)
        for _ in range(int(rng.geometric(0.22))):
            size = round(rng.uniform(0.002, 0.009) * RATE)
            centre = float(np.exp(rng.uniform(np.log(1200.0), np.log(6000.0))))
            snap = coloured(size, band(centre * 0.6, centre * 1.6), rng) * bump(size, 0.1)
            place(
                out,
                snap,
                cluster + rng.exponential(0.12),
                pan + rng.uniform(-0.2, 0.2),
                0.085 * rng.uniform(0.1, 1.0) ** 2,
            )
    for at in moments(count, 0.25, rng):
        size = round(0.05 * RATE)
        place(out, coloured(size, band(250.0, 1500.0), rng) * bump(size, 0.08), at, rng.uniform(-0.4, 0.4), 0.06)
    return out


@layer("room")
def room(count: int, rng: np.random.Generator) -> Stereo:
    """A quiet room: air, and the house around it."""
    return wide(count, tilt(-5.5, 60.0, 700.0), rng, 0.5) * np.float32(0.02)
