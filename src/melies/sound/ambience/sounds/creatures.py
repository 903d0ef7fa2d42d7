"""Creatures: crickets, birds, jungle, frogs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melies.media.audio import RATE
from melies.sound.ambience.layer import bed, bump, chirp, distant, layer, place, wide
from melies.sound.synth.noise import band, drift, slow, tilt
from melies.sound.synth.tone import Stereo


@layer("crickets", 10)
def crickets(count: int, rng: np.random.Generator) -> Stereo:
    """A summer night: seven crickets, each with its own pitch, pace and place, over still air."""
    out = np.zeros((2, count), np.float32)
    bed(out, tilt(-5.0, 80.0, 900.0), rng, 0.5, 0.003)
    for _ in range(7):
        tone, pace = rng.uniform(3900.0, 5200.0), rng.uniform(0.42, 0.95)
        pan, near = rng.uniform(-0.95, 0.95), rng.uniform(0.15, 1.0) ** 1.5
        song = _trill(tone, int(rng.integers(3, 6)), rng)
        at = rng.uniform(-pace, pace)
        while at < count / RATE:
            place(out, song, at, pan, 0.030 * near * rng.uniform(0.8, 1.1))
            at += pace * rng.uniform(0.96, 1.06) + (rng.uniform(0.8, 3.0) if rng.uniform() < 0.04 else 0.0)
    return out


def _trill(tone: float, pulses: int, rng: np.random.Generator) -> np.ndarray:
    """One chirp of a cricket: wing strokes 20 ms apart, growing."""
    gap = round(rng.uniform(0.017, 0.023) * RATE)
    stroke = chirp(0.014, (tone * 0.985, tone, tone * 0.97), 0.4, (1.0, 0.12))
    out = np.zeros(gap * pulses + len(stroke), np.float32)
    for index in range(pulses):
        out[index * gap : index * gap + len(stroke)] += stroke * np.float32(0.5 + 0.5 * index / pulses)
    return out


@dataclass(frozen=True)
class Bird:
    """A singer: its place, loudness, centre (Hz), span (octaves), syllable (s), how many, and its rests (s)."""

    pan: float
    near: float
    centre: float
    span: float
    syllable: float
    count: int
    rest: float


def _bird(rng: np.random.Generator) -> Bird:
    return Bird(
        pan=rng.uniform(-0.9, 0.9), near=rng.uniform(0.15, 1.0) ** 1.6, centre=rng.uniform(1900.0, 4300.0),
        span=rng.uniform(0.15, 0.7), syllable=rng.uniform(0.05, 0.17), count=int(rng.integers(3, 9)),
        rest=rng.uniform(2.0, 6.5),
    )  # fmt: skip


def _phrase(bird: Bird, rng: np.random.Generator) -> list[tuple[float, np.ndarray]]:
    """A song: two or three syllables of this bird's own, repeated and exchanged."""
    words = []
    for _ in range(int(rng.integers(2, 4))):
        points = [bird.centre * 2.0 ** (bird.span * rng.uniform(-1, 1)) for _ in range(int(rng.integers(2, 5)))]
        words.append(chirp(bird.syllable * rng.uniform(0.7, 1.4), points, rng.uniform(0.2, 0.5), (1.0, 0.06)))
    song, at, word = [], 0.0, 0
    for _ in range(bird.count):
        word = word if rng.uniform() < 0.6 else int(rng.integers(len(words)))
        song.append((at, words[word]))
        at += len(words[word]) / RATE + rng.uniform(0.02, 0.09)
    return song


def _choir(out: Stereo, birds: list[Bird], level: float, rng: np.random.Generator) -> None:
    for bird in birds:
        at = rng.uniform(0.0, bird.rest)
        while at < out.shape[1] / RATE:
            for offset, syllable in _phrase(bird, rng):
                place(out, syllable, at + offset, bird.pan, level * bird.near * rng.uniform(0.7, 1.0))
            at += bird.rest * rng.uniform(0.6, 1.5) + bird.count * bird.syllable


@layer("birds", 3)
def birds(count: int, rng: np.random.Generator) -> Stereo:
    """Dawn chorus: eight birds near and far, each with phrases of its own, in the reverberation of a wood."""
    out = np.zeros((2, count), np.float32)
    _choir(out, [_bird(rng) for _ in range(8)], 0.075, rng)
    out = distant(out, rng, 1.6, 0.55)
    bed(out, tilt(-4.5, 120.0, 2500.0), rng, 0.4, 0.008)
    return out


@layer("frogs", 7)
def frogs(count: int, rng: np.random.Generator) -> Stereo:
    """A pond at night: a few frogs answering each other."""
    out = np.zeros((2, count), np.float32)
    _pond(out, rng, 0.045)
    out = distant(out, rng, 1.2, 0.35)
    bed(out, tilt(-5.0, 80.0, 900.0), rng, 0.5, 0.006)
    return out


def _pond(out: Stereo, rng: np.random.Generator, level: float) -> None:
    for _ in range(5):
        tone, pan, near = rng.uniform(320.0, 900.0), rng.uniform(-0.9, 0.9), rng.uniform(0.2, 1.0)
        at = rng.uniform(0.0, 3.0)
        while at < out.shape[1] / RATE:
            for croak in range(int(rng.integers(1, 4))):
                place(out, _croak(tone, rng), at + croak * 0.28, pan, level * near)
            at += rng.uniform(1.4, 5.0)


def _croak(tone: float, rng: np.random.Generator) -> np.ndarray:
    """Pulses of a throat: a low tone switched fast."""
    seconds = rng.uniform(0.10, 0.2)
    voice = chirp(seconds, (tone * 0.9, tone * 1.1, tone), 0.4, (1.0, 0.5, 0.35, 0.12))
    time = np.arange(len(voice)) / RATE
    return np.asarray(voice * (0.5 + 0.5 * np.sin(2 * np.pi * rng.uniform(38.0, 60.0) * time)) ** 2, np.float32)


@layer("jungle", 5)
def jungle(count: int, rng: np.random.Generator) -> Stereo:
    """Warm and crowded: insects that swell and pass, birds with long whistles, frogs."""
    animals = np.zeros((2, count), np.float32)
    _choir(animals, [_bird(rng) for _ in range(4)], 0.10, rng)
    _whistlers(animals, rng)
    _pond(animals, rng, 0.023)
    out = distant(animals, rng, 1.8, 0.6)
    for centre in (3100.0, 4700.0, 6400.0):
        buzz = 0.75 + 0.25 * np.sin(2 * np.pi * rng.uniform(18.0, 34.0) * slow(count) / RATE)
        swell = 0.013 * drift(count, 11.0, 2.0, rng) ** 1.5 * buzz
        bed(out, band(centre * 0.94, centre * 1.06, 6.0), rng, 0.2, swell)
    bed(out, tilt(-4.0, 90.0, 1500.0), rng, 0.5, 0.0105)
    return out


def _whistlers(out: Stereo, rng: np.random.Generator) -> None:
    """Large birds calling from the canopy: a slow glide up and over, twice."""
    at = rng.uniform(0.5, 4.0)
    while at < out.shape[1] / RATE:
        base, pan = rng.uniform(750.0, 1500.0), rng.uniform(-0.8, 0.8)
        for again in range(int(rng.integers(1, 4))):
            call = chirp(rng.uniform(0.28, 0.5), (base, base * 1.5, base * 1.7, base * 1.1), 0.5, (1.0, 0.18, 0.06))
            place(out, call, at + again * 0.62, pan, 0.085 * rng.uniform(0.5, 1.0))
        at += rng.uniform(3.5, 9.0)


@layer("night insects", 5)
def night_insects(count: int, rng: np.random.Generator) -> Stereo:
    """Cicadas far off and one moth near: for hot nights with light in them."""
    out = np.zeros((2, count), np.float32)
    bed(out, band(4200.0, 5600.0, 5.0), rng, 0.3, 0.012 * (0.55 + 0.45 * np.sin(2 * np.pi * 0.21 * slow(count) / RATE)))
    moth = round(0.5 * RATE)
    flutter = bump(moth, 0.4) * (0.5 + 0.5 * np.sin(2 * np.pi * 34.0 * np.arange(moth) / RATE)) ** 3
    at = rng.uniform(1.0, 6.0)
    while at < count / RATE:
        place(
            out, wide(moth, band(150.0, 700.0), rng, 0.3) * flutter.astype(np.float32), at, rng.uniform(-0.8, 0.8), 0.02
        )
        at += rng.uniform(4.0, 10.0)
    return out
