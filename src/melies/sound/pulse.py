"""The Pulse of a piece of music: its beats, accents and energy, whoever found them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

ENERGY_STEP = 0.1  # seconds between two values of Pulse.energy


@dataclass(frozen=True)
class Pulse:
    """Times in seconds from the start of the music, increasing.

    bpm: the usual tempo. beats, downbeats (a subset, the first of each bar), onsets (every clear attack).
    energy: loudness in [0, 1], one value every `ENERGY_STEP` seconds, 1 at the loudest moment.
    """

    bpm: float
    beats: tuple[float, ...]
    downbeats: tuple[float, ...] = ()
    onsets: tuple[float, ...] = ()
    energy: tuple[float, ...] = ()

    @classmethod
    def steady(cls, bpm: float, seconds: float, meter: int = 4) -> Pulse:
        """A metronome that starts at 0 and beats before `seconds` are over; bars have `meter` beats."""
        count = max(1, int(np.ceil(seconds * bpm / 60.0 - 1e-9)))
        beats = tuple(index * 60.0 / bpm for index in range(count))
        return cls(bpm=bpm, beats=beats, downbeats=beats[::meter], onsets=beats)

    def energy_at(self, seconds: float) -> float:
        """Energy at a moment, interpolated; 0 when nothing is known."""
        if not self.energy:
            return 0.0
        return float(np.interp(seconds / ENERGY_STEP, np.arange(len(self.energy)), self.energy))


def envelope(samples: np.ndarray, rate: int) -> tuple[float, ...]:
    """Energy of samples (n, 2) for `Pulse.energy`: RMS every ENERGY_STEP seconds, on a 40 dB scale to [0, 1]."""
    step = round(rate * ENERGY_STEP)
    count = max(1, -(-len(samples) // step))
    power = np.zeros(count)
    for index in range(count):
        block = samples[index * step : (index + 1) * step].astype(np.float64)
        power[index] = np.mean(block * block) if block.size else 0.0
    if power.max() <= 1e-12:
        return (0.0,) * count
    decibels = 10.0 * np.log10(power / power.max() + 1e-12)
    return tuple(float(value) for value in np.clip(1.0 + decibels / 40.0, 0.0, 1.0).round(4))
