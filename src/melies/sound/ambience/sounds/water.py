"""Water: stream, lake lap, sea waves."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.ambience.layer import STOCK, bed, bump, layer, place, scatter, slices, wide
from melies.sound.synth.noise import band, coloured, drift, tilt
from melies.sound.synth.tone import Stereo


def _bubble(rng: np.random.Generator, low: float, high: float) -> np.ndarray:
    """One air bubble: a short sine that glides up as the bubble rises (Minnaert 1933)."""
    tone = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    seconds = 14.0 / tone + rng.uniform(0.01, 0.03)
    time = np.arange(round(seconds * RATE)) / RATE
    turns = np.cumsum(tone * (1.0 + rng.uniform(0.5, 4.0) * time)) / RATE
    shape = np.clip(time / 0.002, 0, 1) * np.exp(-time / (seconds / 4)) * np.linspace(1, 0, len(time))
    return (np.sin(2 * np.pi * turns) * shape).astype(np.float32)


@layer("water", 1)
def water(count: int, rng: np.random.Generator) -> Stereo:
    """A stream over stones: hundreds of bubbles over a soft rush."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-3.5, 250.0, 3500.0), rng, 0.3, 0.034 * (0.8 + 0.3 * drift(count, 3.0, 0.3, rng)))
    scatter(out, [_bubble(rng, 350.0, 2200.0) for _ in range(240)], 46.0, rng, 0.045, 0.15, 2.0, 0.85)
    return out


@layer("lake", 3)
def lake(count: int, rng: np.random.Generator) -> Stereo:
    """A lake at the shore: a small wave every few seconds, lapping twice, with a gulp under a stone."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-4.5, 120.0, 1600.0), rng, 0.4, 0.012)
    stock = coloured(STOCK, tilt(-3.5, 220.0, 2600.0), rng)
    at = rng.uniform(-1.0, 1.0)
    while at < count / RATE:
        for lap in range(int(rng.integers(1, 4))):
            size = round(rng.uniform(0.6, 1.2) * RATE)
            wash = slices(stock, size, rng) * bump(size, 0.35)
            when = at + lap * rng.uniform(0.35, 0.7)
            pan = rng.uniform(-0.8, 0.8)
            place(out, wash, when, pan, 0.05 * rng.uniform(0.4, 1.0))
            for _ in range(int(rng.integers(1, 5))):
                place(out, _bubble(rng, 280.0, 900.0), when + rng.uniform(0.1, 0.7), pan, 0.035 * rng.uniform(0.3, 1.0))
        at += rng.uniform(1.8, 3.6)
    return out


@layer("sea", 1)
def sea(count: int, rng: np.random.Generator) -> Stereo:
    """Waves on sand: a far roar, each wave growing, breaking brightly, and drawing back in a long hiss."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.5, 40.0, 500.0), rng, 0.45, 0.035)
    bodies = wide(STOCK, tilt(-5.0, 60.0, 900.0), rng, 0.4) * np.float32(0.055)
    sprays = wide(STOCK, tilt(-3.0, 500.0, 6500.0), rng, 0.2) * np.float32(0.060)
    hisses = wide(STOCK, band(2500.0, 9000.0), rng, 0.15) * np.float32(0.016)
    at = rng.uniform(-5.0, -1.0)
    while at < count / RATE:
        size = round(rng.uniform(6.0, 9.0) * RATE)
        wave = slices(bodies, size, rng) * bump(size, 0.42)
        wave += slices(sprays, size, rng) * bump(size, 0.46) ** 3
        wave += slices(hisses, size, rng) * bump(size, 0.62) ** 2
        place(out, wave, at, rng.uniform(-0.3, 0.3), rng.uniform(0.6, 1.0) / np.sqrt(2) * 1.2)
        at += rng.uniform(4.2, 7.0)
    return out
