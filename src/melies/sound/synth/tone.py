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
    count = max(1, round(seconds * RATE))
    out = np.zeros((2, count), np.float32)
    for partial in partials:
        phase, spread = rng.uniform(0.0, 1.0), rng.uniform(-0.08, 0.08)
        if partial.frequency >= TOP or partial.amplitude <= QUIET:
            continue
        alive = min(count, round(partial.ring * np.log10(partial.amplitude / QUIET) / 3.0 * RATE) + 64)
        turns = np.arange(alive) * (partial.frequency / RATE) + phase
        angle = ((turns - np.floor(turns)) * (2 * np.pi)).astype(np.float32)
        decay = _decay(alive, partial.ring) * np.float32(partial.amplitude)
        left, right = np.cos((partial.pan + 1) * np.pi / 4), np.sin((partial.pan + 1) * np.pi / 4)
        out[0, :alive] += np.sin(angle) * decay * np.float32(left * np.sqrt(2))
        out[1, :alive] += np.sin(angle + np.float32(2 * np.pi * spread)) * decay * np.float32(right * np.sqrt(2))
    rise = min(count, max(2, round(attack * RATE)))
    out[:, :rise] *= (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, rise))).astype(np.float32)
    return out


def _decay(count: int, ring: float) -> Float32[ndarray, " n"]:
    """exp decay by 60 dB in `ring` seconds, made of two short tables: a hundred times fewer exponentials."""
    step = 512
    rate = -6.9078 / (max(ring, 1e-3) * RATE)
    fine = np.exp(rate * np.arange(step)).astype(np.float32)
    coarse = np.exp(rate * step * np.arange(-(-count // step))).astype(np.float32)
    return np.asarray((coarse[:, None] * fine[None, :]).reshape(-1)[:count])


def harmonics(frequency: Curve, weight: Callable[[int], Curve | float], most: int = 64) -> Float32[ndarray, " n"]:
    """A periodic sound of changing frequency (Hz per sample): sum of weight(k) * sin(k * phase).

    `weight(k)` is a number, or a curve with one value every CONTROL samples (see `control`). Harmonics come from the
    recurrence sin((k+1)x) = 2 cos x sin(kx) - sin((k-1)x), one multiplication each instead of a sine.
    """
    turns = np.cumsum(frequency) / RATE
    angle = (turns - np.floor(turns)) * (2 * np.pi)
    twice_cos, before, now = 2.0 * np.cos(angle), np.zeros_like(angle), np.sin(angle)
    total = np.zeros_like(angle)
    for k in range(1, min(most, int(TOP / float(frequency.max()))) + 1):
        level = weight(k)
        total += (glide(level, CONTROL, len(angle)) if isinstance(level, np.ndarray) else level) * now
        before, now = now, twice_cos * now - before
    return total.astype(np.float32)


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


def glide(values: Float64[ndarray, " m"], step: int, count: int) -> Float32[ndarray, " n"]:
    """A slow curve given every `step` samples, joined by straight lines to `count` samples: cheap control signals."""
    need = -(-count // step) + 1
    coarse = np.asarray(values[:need], np.float32)
    if len(coarse) < need:
        coarse = np.pad(coarse, (0, need - len(coarse)), mode="edge")
    ramp = np.arange(step, dtype=np.float32) / np.float32(step)
    return (coarse[:-1, None] + np.diff(coarse)[:, None] * ramp[None, :]).reshape(-1)[:count]


def release(sound: Stereo, hold: float, seconds: float) -> Stereo:
    """Damp a ringing sound from `hold` on, over `seconds`; shortens it. Changes nothing when it is over by then."""
    start, fade = round(hold * RATE), max(2, round(seconds * RATE))
    if start + fade >= sound.shape[1]:
        return sound
    damped = sound[:, : start + fade].copy()
    damped[:, start:] *= (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))).astype(np.float32)
    return damped


def end_softly(sound: Stereo, seconds: float = 0.02) -> Stereo:
    """The last few milliseconds faded to zero, in place: no note ends with a click."""
    fade = min(sound.shape[1], max(2, round(seconds * RATE)))
    sound[:, -fade:] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return sound
