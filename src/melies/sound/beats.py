"""Cuts on the beat: shot lengths in seconds or beats become exact times on the music's grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from melies.core.errors import OurBug
from melies.sound.pulse import Pulse

GRID = 48_000  # times are exact in samples of this rate


@dataclass(frozen=True)
class Length:
    """How long a shot lasts: exactly one of seconds and beats, both positive."""

    seconds: float | None = None
    beats: float | None = None

    def __post_init__(self) -> None:
        given = [value for value in (self.seconds, self.beats) if value is not None]
        if len(given) != 1 or not (np.isfinite(given[0]) and given[0] > 0):
            raise OurBug(f"a Length is positive seconds or positive beats; got {self.seconds!r}, {self.beats!r}")


class BeatGrid:
    """Beats by number, in both directions: the heard ones, and steady ones before and after them."""

    def __init__(self, pulse: Pulse) -> None:
        beats = np.asarray(pulse.beats, float)
        self.period = 60.0 / pulse.bpm
        self.beats = beats if len(beats) else np.zeros(1)

    def time(self, number: float) -> float:
        """Seconds of beat `number`; 0 is the first one heard, fractions lie between beats."""
        last = len(self.beats) - 1
        if number <= 0:
            return float(self.beats[0] + number * self.period)
        if number >= last:
            return float(self.beats[last] + (number - last) * self.period)
        return float(np.interp(number, np.arange(last + 1), self.beats))

    def number(self, seconds: float) -> float:
        """The inverse of `time`."""
        last = len(self.beats) - 1
        if seconds <= self.beats[0]:
            return float((seconds - self.beats[0]) / self.period)
        if seconds >= self.beats[last]:
            return float(last + (seconds - self.beats[last]) / self.period)
        return float(np.interp(seconds, self.beats, np.arange(last + 1)))


def fit(lengths: Sequence[Length], pulse: Pulse, start: float = 0.0, on_beat: bool = True) -> tuple[Fraction, ...]:
    """Boundaries of the shots, len(lengths) + 1 strictly increasing times in seconds, the first being `start`.

    A length in beats takes exactly so many beats. A length in seconds ends on the beat nearest to where it would have
    ended (roundings don't add up over the film), at least one beat after it began; with `on_beat` False it is kept
    as written. A film that starts between two beats reaches the grid with its first cut.
    """
    grid = BeatGrid(pulse)
    moment, owed = float(start), 0.0  # owed: seconds that rounding took from the shots so far
    times = [_exact(moment)]
    for length in lengths:
        if length.beats is not None:
            end = _after(grid, moment, length.beats, first=len(times) == 1)
        else:
            wanted = moment + (length.seconds or 0.0)
            end = _nearest(grid, moment, wanted + owed) if on_beat else wanted
            owed = owed + wanted - end if on_beat else owed
        moment = end
        times.append(max(_exact(end), times[-1] + Fraction(1, GRID)))
    return tuple(times)


def _after(grid: BeatGrid, moment: float, beats: float, first: bool) -> float:
    """The time `beats` beats after `moment`; an opening off the grid counts from the beat nearest to it."""
    number = grid.number(moment)
    if first and round(number) + beats > number:
        number = round(number)
    return grid.time(number + beats)


def _nearest(grid: BeatGrid, moment: float, wanted: float) -> float:
    """The beat nearest to `wanted` that leaves the shot at least one beat (less a tolerance for an opening)."""
    number = max(round(grid.number(wanted)), np.ceil(grid.number(moment) + 1.0 - 1e-6))
    return grid.time(float(number))


def _exact(seconds: float) -> Fraction:
    return Fraction(round(seconds * GRID), GRID)
