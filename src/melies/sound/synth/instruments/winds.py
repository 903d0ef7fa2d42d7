"""Voices that sing one line: flute, clarinet, violin, cello, whistle, horn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.audio import RATE
from melies.sound.synth.instrument import held
from melies.sound.synth.noise import band, coloured, stretch
from melies.sound.synth.tone import CONTROL, Stereo, control, glide, harmonics, hertz, hill


@dataclass(frozen=True)
class Voice:
    """How a singer of one line sounds. levels: of the harmonics. cutoff: Hz, opened by breath and velocity.

    vibrato: cents, speed: Hz, both come late. breath: level of noise. attack, release: seconds. side: pan -1..1.
    """

    levels: tuple[float, ...]
    cutoff: float
    vibrato: float
    speed: float
    breath: float
    attack: float
    release: float
    side: float = 0.0


def sing(voice: Voice, pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """One breath: pitch scoops a little into the note, vibrato grows, tone opens with the dynamic."""
    count = round((seconds + voice.release) * RATE)
    time = control(count)
    attack = min(voice.attack, 0.4 * seconds)
    shape = hill(time, attack, voice.release, seconds)
    shape *= 0.78 + 0.22 * np.sin(np.pi * np.clip(time / max(seconds, 0.2), 0.0, 1.0))
    late = np.clip((time - 0.22) / 0.5, 0.0, 1.0)
    speed = voice.speed * (1.0 + 0.04 * rng.standard_normal())
    wave = np.sin(2 * np.pi * speed * time + rng.uniform(0, 6.28))
    cents = voice.vibrato * late * wave - 22.0 * np.exp(-time / 0.035)
    tone = hertz(pitch) * 2.0 ** (cents / 1200.0)
    open_ = voice.cutoff * (0.55 + 0.75 * velocity) * (0.7 + 0.3 * shape) * (1.0 + 0.05 * late * wave)
    loud = shape * (1.0 + 0.07 * late * wave) * np.sqrt(2)
    levels = np.array(voice.levels)[:, None]
    sound = harmonics(
        tone, lambda k: levels[: len(k)] / (1.0 + (k * hertz(pitch) / open_) ** 2) * loud, count, len(levels)
    )
    turn = np.pi / 4 * (1.0 + voice.side)
    out = _breath(pitch, count, rng) * glide(shape * (0.7 * voice.breath * np.sqrt(2)), CONTROL, count)
    out[0] += sound * np.float32(np.cos(turn))
    out[1] += sound * np.float32(np.sin(turn))
    out *= np.float32(0.34 * velocity**1.1)
    return out


def _breath(pitch: float, count: int, rng: np.random.Generator) -> Stereo:
    """Air around the tone, from anywhere in a loop of 5.5 s; the right ear hears it 6 ms earlier."""
    air = _air(pitch)
    both = stretch(air, count + 311, int(rng.integers(len(air))))
    return np.stack((both[:count], both[311:]))


@lru_cache(maxsize=32)
def _air(pitch: float) -> Float32[ndarray, " n"]:
    rng = np.random.Generator(np.random.Philox(key=round(pitch * 100)))
    return coloured(1 << 18, band(hertz(pitch) * 0.9, hertz(pitch) * 4.0), rng)


def _saw(count: int, power: float) -> tuple[float, ...]:
    return tuple(1.0 / k**power for k in range(1, count + 1))


FLUTE = Voice((1.0, 0.42, 0.22, 0.08, 0.05, 0.02), 2600.0, 11.0, 4.9, 0.055, 0.07, 0.14, 0.12)
WHISTLE = Voice((1.0, 0.10, 0.04), 3000.0, 14.0, 5.3, 0.035, 0.06, 0.12, -0.1)
CLARINET = Voice((1.0, 0.04, 0.52, 0.06, 0.30, 0.07, 0.16, 0.05, 0.08), 2200.0, 3.0, 4.6, 0.012, 0.06, 0.10, -0.18)
VIOLIN = Voice(_saw(30, 1.0), 2300.0, 15.0, 5.6, 0.010, 0.13, 0.20, -0.22)
CELLO = Voice(_saw(30, 1.0), 1250.0, 12.0, 5.1, 0.008, 0.16, 0.26, 0.22)
HORN = Voice(_saw(18, 0.75), 950.0, 4.0, 4.4, 0.006, 0.11, 0.22, 0.15)


@held("flute", trim_db=-7.2)
def flute(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A wooden flute, close, with air in it."""
    return sing(FLUTE, pitch, seconds, velocity, rng)


@held("whistle", trim_db=-6.4)
def whistle(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Somebody whistling, or an ocarina."""
    return sing(WHISTLE, pitch, seconds, velocity, rng)


@held("clarinet", trim_db=-7.5)
def clarinet(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """Hollow and warm: mostly odd harmonics."""
    return sing(CLARINET, pitch, seconds, velocity, rng)


@held("violin", trim_db=-8)
def violin(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A solo violin, never forced."""
    return sing(VIOLIN, pitch, seconds, velocity, rng)


@held("cello", trim_db=-7.5)
def cello(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A solo cello with a slow bow."""
    return sing(CELLO, pitch, seconds, velocity, rng)


@held("horn", trim_db=-7.5)
def horn(pitch: float, seconds: float, velocity: float, rng: np.random.Generator) -> Stereo:
    """A French horn that brightens as it grows."""
    return sing(HORN, pitch, seconds, velocity, rng)
