"""The kernels every pitched instrument is made of: sums of partials that never cross half the sample rate.

Sounds are float32 (2, n), left and right, at 48 kHz; peaks stay near ±1 at full velocity.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, Float64
from numpy import ndarray

from melies.media.audio import RATE

Stereo = Float32[ndarray, "2 n"]
Curve = Float64[ndarray, " n"]

TOP = 16_000.0  # Hz; no partial is written above this
CONTROL = 64  # samples between two values of a slow curve
QUIET = 1e-4  # a decaying partial is dropped when it falls below this
SIXTY = float(np.log(1000.0))  # 60 dB


def hertz(pitch: float) -> float:
    """Frequency of a MIDI pitch; 69 is A4 = 440 Hz, fractions are cents / 100."""
    return float(440.0 * 2.0 ** ((pitch - 69.0) / 12.0))


@dataclass(frozen=True)
class Partial:
    """One decaying sine: frequency in Hz, amplitude, seconds to fall by 60 dB, pan -1 (left) to 1."""

    frequency: float
    amplitude: float
    ring: float
    pan: float = 0.0


def struck(partials: Sequence[Partial], seconds: float, rng: np.random.Generator, attack: float = 0.002) -> Stereo:
    """Modal synthesis: partials set ringing together. Each has its own starting phase left and right by a little,
    which makes a mono model wide without any delay."""
    from melies.sound import kernels

    count = max(1, round(seconds * RATE))
    chance = rng.uniform((0.0, -0.08), (1.0, 0.08), (len(partials), 2))
    kept = [index for index, one in enumerate(partials) if one.frequency < TOP and one.amplitude > QUIET]
    tone, level, life, pan = (
        np.array([(one.frequency, one.amplitude, max(one.ring, 1e-3), one.pan) for one in partials], float)[kept]
        .reshape(-1, 4)
        .T
    )
    turns = np.stack((chance[kept, 0], chance[kept, 0] + chance[kept, 1]), axis=1)
    sides = np.stack((np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)), axis=1) * np.sqrt(2)
    alive = np.minimum(count, np.round(life * np.log10(level / QUIET) / 3.0 * RATE).astype(np.int64) + 64)
    out = np.zeros((2, count), np.float32)
    kernels.ring(out, tone / RATE, SIXTY / (life * RATE), sides * level[:, None], turns, alive)
    rise = min(count, max(2, round(attack * RATE)))
    out[:, :rise] *= (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise))).astype(np.float32)
    return out


def harmonics(
    frequency: Curve | float, weight: Callable[[ndarray], Curve], count: int, most: int = 64, step: int = CONTROL
) -> Float32[ndarray, " n"]:
    """A periodic sound of `count` samples: the sum of weight(k) * sin(k * phase) below TOP.

    frequency: Hz, at the control points (see `control`) if it changes. weight: takes the numbers k as a column (h, 1)
    and gives amplitudes (h, 1) or (h, points). step: samples between two control points.
    """
    from melies.sound import kernels

    points = -(-count // step) + 1
    tone = np.ascontiguousarray(np.broadcast_to(frequency, points), np.float64)
    number = np.arange(1, min(most, int(TOP / float(tone.max()))) + 1)[:, None]
    levels = np.ascontiguousarray(np.broadcast_to(weight(number), (len(number), points)), np.float64)
    out = np.empty(count, np.float32)
    kernels.harmonics(out, tone / RATE, levels, step)
    return out


def decay(count: int, ring: float, level: float = 1.0) -> Float32[ndarray, " n"]:
    """From `level` down by 60 dB in `ring` seconds: two short tables multiplied, a hundred times fewer exponentials."""
    step = 512
    rate = -SIXTY / (max(ring, 1e-3) * RATE)
    fine = (level * np.exp(rate * np.arange(step))).astype(np.float32)
    coarse = np.exp(rate * step * np.arange(-(-count // step))).astype(np.float32)
    return np.asarray((coarse[:, None] * fine[None, :]).reshape(-1)[:count])


def control(count: int) -> Curve:
    """Times in seconds of the control points of a sound of `count` samples."""
    return np.arange(-(-count // CONTROL) + 1) * (CONTROL / RATE)


def lowpass_gain(frequency: float | Curve, cutoff: float | Curve, resonance: float = 0.0) -> Curve:
    """Magnitude of a four-pole low-pass at `frequency` (Hz), with a peak of `resonance` (0..1) at `cutoff`."""
    ratio = np.asarray(frequency) / cutoff
    bump = 1.0 + 3.0 * resonance * np.exp(-((np.log2(np.maximum(ratio, 1e-4)) * 3.0) ** 2))
    return np.asarray(bump / (1.0 + ratio**4), np.float64)


def swell(count: int, attack: float, release: float, hold: float) -> Float32[ndarray, " n"]:
    """Envelope of a sustained note: raised-cosine attack, full until `hold` seconds, raised-cosine release after."""
    shape = np.ones(count, np.float32)
    rise, start, fall = (max(2, round(max(seconds, 1e-3) * RATE)) for seconds in (attack, hold, release))
    shape[:rise] *= (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise)))[:count].astype(np.float32)
    shape[start : start + fall] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fall)))[: max(0, count - start)].astype(
        np.float32
    )
    shape[start + fall :] = 0.0
    return shape


def hill(time: Curve, attack: float, release: float, hold: float) -> Curve:
    """`swell` at given times, for slow curves."""
    rise = np.clip(time / max(attack, 1e-3), 0.0, 1.0)
    fall = np.clip((time - hold) / max(release, 1e-3), 0.0, 1.0)
    return np.asarray((0.5 - 0.5 * np.cos(np.pi * rise)) * (0.5 + 0.5 * np.cos(np.pi * fall)))


def glide(values: Float64[ndarray, " m"], step: int, count: int) -> Float32[ndarray, " n"]:
    """A slow curve given every `step` samples, joined by straight lines to `count` samples: cheap control signals."""
    need = -(-count // step) + 1
    coarse = np.asarray(values[:need], np.float32)
    if len(coarse) < need:
        coarse = np.pad(coarse, (0, need - len(coarse)), mode="edge")
    ramp = np.arange(step, dtype=np.float32) / np.float32(step)
    lines = np.diff(coarse)[:, None] * ramp[None, :]
    lines += coarse[:-1, None]
    return lines.reshape(-1)[:count]


def end_softly(sound: Stereo, seconds: float = 0.02) -> Stereo:
    """The last few milliseconds faded to zero, in place: no note ends with a click."""
    fade = min(sound.shape[1], max(2, round(seconds * RATE)))
    sound[:, -fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return sound
