"""Weather: rain, storm, wind, desert wind, snow hush."""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE
from melies.sound.ambience.layer import bed, bump, distant, layer, place, scatter
from melies.sound.synth.noise import SLOW, band, coloured, drift, tilt
from melies.sound.synth.tone import Stereo, glide


@layer("rain", -2)
def rain(count: int, rng: np.random.Generator) -> Stereo:
    """Steady rain on leaves and earth: a broad hush with a slow breath, near drops on top, a few plinks."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-2.2, 350.0, 9000.0), rng, 0.35, 0.060 * (0.8 + 0.4 * drift(count, 12.0, 2.0, rng)))
    bed(out, band(120.0, 500.0), rng, 0.6, 0.018)
    scatter(out, [_drop(rng) for _ in range(160)], 34.0, rng, 0.13)
    scatter(out, [_plink(rng) for _ in range(40)], 1.6, rng, 0.08, 0.3, 1.0, 0.8)
    return out


def _drop(rng: np.random.Generator) -> np.ndarray:
    """A drop on a leaf."""
    size = round(rng.uniform(0.004, 0.014) * RATE)
    centre = float(np.exp(rng.uniform(np.log(900.0), np.log(5200.0))))
    return coloured(size, band(centre * 0.7, centre * 1.4), rng) * bump(size, 0.15)


def _plink(rng: np.random.Generator) -> np.ndarray:
    """A drop into a puddle: a bubble whose pitch rises as it closes (Minnaert resonance)."""
    seconds = rng.uniform(0.03, 0.07)
    time = np.arange(round(seconds * RATE)) / RATE
    tone = rng.uniform(700.0, 1900.0) * (1.0 + 4.0 * time)
    fade = np.exp(-time / (seconds / 4)) * np.clip(time / 0.001, 0, 1) * np.linspace(1, 0, len(time))
    return (np.sin(2 * np.pi * np.cumsum(tone) / RATE) * fade).astype(np.float32)


@layer("storm", -3)
def storm(count: int, rng: np.random.Generator) -> Stereo:
    """Hard rain, gusts, and thunder that rolls from one side to the other every ten to twenty seconds."""
    out = rain(count, rng) * np.float32(1.25)
    out += wind(count, rng) * np.float32(1.1)
    thunder = np.zeros((2, count), np.float32)
    at = rng.uniform(1.0, 6.0)
    while at < count / RATE:
        place(thunder, _thunder(rng), at, rng.uniform(-0.3, 0.3), rng.uniform(0.6, 1.0))
        at += rng.uniform(9.0, 19.0)
    out += distant(thunder, rng, 2.8, 0.6)
    return out


def _thunder(rng: np.random.Generator) -> Stereo:
    """A crack far off and several claps of low noise, each later one darker, wandering across."""
    count = round(rng.uniform(5.0, 8.0) * RATE)
    out = np.zeros((2, count), np.float32)
    for clap in range(int(rng.integers(4, 8))):
        size = round(rng.uniform(0.9, 2.6) * RATE)
        high = 420.0 / (1.0 + 0.5 * clap) + 60.0
        sound = coloured(size, tilt(-6.0, 28.0, high), rng) * bump(size, 0.12) ** 1.5
        sound *= glide(0.6 + 0.4 * drift(size, 0.5, 0.08, rng), SLOW, size)
        place(out, sound, clap * rng.uniform(0.25, 0.7), rng.uniform(-0.7, 0.7), 0.17 / (1.0 + 0.3 * clap))
    crack = round(0.25 * RATE)
    place(out, coloured(crack, band(250.0, 2200.0), rng) * bump(crack, 0.05), 0.02, rng.uniform(-0.5, 0.5), 0.05)
    out[:, -RATE:] *= np.linspace(1.0, 0.0, RATE, dtype=np.float32)
    return out


@layer("wind", 2)
def wind(count: int, rng: np.random.Generator) -> Stereo:
    """Wind in the open: gusts that swell and turn, brighter as they grow, with a hint of a whistle at an edge."""
    gust = drift(count, 14.0, 1.6, rng)
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.0, 60.0, 700.0), rng, 0.4, 0.05 * (0.35 + 0.65 * gust))
    bed(out, band(300.0, 1100.0), rng, 0.2, 0.05 * gust**2)
    bed(out, band(1200.0, 4200.0), rng, 0.1, 0.022 * gust**3)
    turn = 0.25 * (drift(count, 10.0, 2.0, rng) - 0.5)
    out[0] *= glide(1.0 - turn, SLOW, count)
    out[1] *= glide(1.0 + turn, SLOW, count)
    return out


@layer("desert wind", 1)
def desert_wind(count: int, rng: np.random.Generator) -> Stereo:
    """Dry wind over dunes: slow, hollow, the hiss of travelling sand coming in waves."""
    calm = drift(count, 20.0, 3.0, rng)
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-4.5, 90.0, 420.0), rng, 0.4, 0.05 * (0.4 + 0.6 * calm))
    bed(out, band(380.0, 560.0, 5.0), rng, 0.3, 0.026 * calm**2)
    bed(out, band(3800.0, 9000.0), rng, 0.15, 0.016 * drift(count, 9.0, 1.0, rng) ** 2)
    return out


@layer("snow", 3)
@layer("snow hush", 3)
def snow_hush(count: int, rng: np.random.Generator) -> Stereo:
    """Falling snow: nearly nothing, and that nothing is soft; a far breath of wind, a flake now and then."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.0, 70.0, 900.0), rng, 0.5, 0.028 * (0.5 + 0.5 * drift(count, 16.0, 4.0, rng)))
    bed(out, band(5000.0, 11_000.0), rng, 0.2, 0.0035)
    scatter(out, [_flake(rng) for _ in range(60)], 5.0, rng, 0.004, 0.2, 1.0, 1.0)
    return out


def _flake(rng: np.random.Generator) -> np.ndarray:
    size = round(rng.uniform(0.01, 0.03) * RATE)
    return coloured(size, band(3000.0, 8000.0), rng) * bump(size, 0.4)
