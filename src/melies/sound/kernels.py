"""The loops numpy has no words for: ringing partials, harmonics, recursive filters, peaks between samples.

Compiled once and kept beside the package. They are written so that the inner loops run over samples without a chain
between them, which is what lets the compiler use the whole width of the processor.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numba import njit

# A maximum in any order is the same, and sums keep the order of their terms: same bytes whatever the number of threads.
jit: Callable[..., Any] = njit(nogil=True, cache=True, fastmath={"nnan", "nsz", "contract"})

CELL = 256  # samples of a partial between two exact sines
TURN = 2.0 * math.pi


@jit
def ring(
    out: np.ndarray, tones: np.ndarray, falls: np.ndarray, levels: np.ndarray, turns: np.ndarray, alive: np.ndarray
) -> None:
    """Add decaying sines to out (2, n) float32, a cell at a time: each is a table of its first cell, turned and scaled.

    tones, falls (p,): turns and natural-log loss per sample. levels, turns (p, 2): amplitude and starting phase left
    and right. alive (p,): samples until it is silent.
    """
    count, most = out.shape[1], len(tones)
    sines, cosines = np.empty((most, CELL), np.float32), np.empty((most, CELL), np.float32)
    for p in range(most):
        real, imag = 1.0, 0.0
        keep = math.exp(-falls[p])
        step_real, step_imag = keep * math.cos(TURN * tones[p]), keep * math.sin(TURN * tones[p])
        for j in range(CELL):
            cosines[p, j], sines[p, j] = real, imag
            real, imag = real * step_real - imag * step_imag, real * step_imag + imag * step_real
    for start in range(0, count, CELL):
        for p in range(most):
            size = min(CELL, alive[p] - start, count - start)
            if size <= 0:
                continue
            faded = math.exp(-falls[p] * start)
            for side in range(2):
                angle = TURN * ((tones[p] * start + turns[p, side]) % 1.0)
                a = np.float32(levels[p, side] * faded * math.sin(angle))
                b = np.float32(levels[p, side] * faded * math.cos(angle))
                for j in range(size):
                    out[side, start + j] += a * cosines[p, j] + b * sines[p, j]


@jit
def harmonics(out: np.ndarray, frequency: np.ndarray, levels: np.ndarray, cell: int) -> None:
    """Fill out (n,) float32 with the sum of levels[k - 1] sin(k phase).

    frequency (m,): turns per sample, levels (k, m): both given every `cell` samples and joined by straight lines.
    Harmonics come from the recurrence sin((k+1)x) = 2 cos x sin(kx) - sin((k-1)x).
    """
    twice, before, now, total = np.empty(cell), np.empty(cell), np.empty(cell), np.empty(cell)
    turn = 0.0
    for start in range(0, len(out), cell):
        at = start // cell
        bend = (frequency[at + 1] - frequency[at]) / cell
        real, imag = math.cos(TURN * turn), math.sin(TURN * turn)
        step_real, step_imag = math.cos(TURN * frequency[at]), math.sin(TURN * frequency[at])
        bend_real, bend_imag = math.cos(TURN * bend), math.sin(TURN * bend)
        for j in range(cell):
            real, imag = real * step_real - imag * step_imag, real * step_imag + imag * step_real
            step_real, step_imag = (
                step_real * bend_real - step_imag * bend_imag,
                step_real * bend_imag + step_imag * bend_real,
            )
            twice[j], before[j], now[j], total[j] = 2.0 * real, 0.0, imag, 0.0
        turn = (turn + cell * frequency[at] + bend * (0.5 * cell * (cell - 1))) % 1.0
        for k in range(len(levels)):
            level, rise = levels[k, at], (levels[k, at + 1] - levels[k, at]) / cell
            for j in range(cell):
                here = now[j]
                total[j] += (level + rise * j) * here
                now[j] = twice[j] * here - before[j]
                before[j] = here
        for j in range(min(cell, len(out) - start)):
            out[start + j] = total[j]


@jit
def cascade(sound: np.ndarray, sections: np.ndarray, state: np.ndarray) -> None:
    """Second-order recursive filters in series, in place on the rows of sound (c, n) float32.

    sections (s, 5): b0 b1 b2 a1 a2. state (c, s, 2) float64 is where the filters stand, before and after. Two go
    through the sound together: what one waits for, the other fills.
    """
    count = sections.shape[0]
    for row in range(sound.shape[0]):
        for s in range(0, count, 2):
            t = min(s + 1, count - 1)
            b0, b1, b2, a1, a2 = sections[s, 0], sections[s, 1], sections[s, 2], sections[s, 3], sections[s, 4]
            one, two = state[row, s, 0], state[row, s, 1]
            if t > s:
                d0, d1, d2, c1, c2 = sections[t, 0], sections[t, 1], sections[t, 2], sections[t, 3], sections[t, 4]
                three, four = state[row, t, 0], state[row, t, 1]
            else:
                d0, d1, d2, c1, c2, three, four = 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
            for i in range(sound.shape[1]):
                value = float(sound[row, i]) + 1e-30  # in silence, numbers too small to be normal are slow
                made = b0 * value + one
                one = (b1 * value + two) - a1 * made
                two = b2 * value - a2 * made
                last = d0 * made + three
                three = (d1 * made + four) - c1 * last
                four = d2 * made - c2 * last
                sound[row, i] = last if abs(last) > 1e-20 else 0.0
            state[row, s, 0], state[row, s, 1] = one, two
            if t > s:
                state[row, t, 0], state[row, t, 1] = three, four


@jit
def crests(planar: np.ndarray, taps: np.ndarray, bound: float, floor: float, cell: int) -> np.ndarray:
    """The largest true peak of all channels in every `cell` samples; 0 where none can reach `floor`.

    planar (c, 2 reach + cells cell): the sound, with reach - 1 samples before it and the rest after. taps (phases,
    2 reach): interpolators for the points between a sample and the next. bound: no point lies higher than this times
    the largest sample near it, so quiet cells need no interpolation.
    """
    reach = taps.shape[1] // 2
    peaks = np.zeros((planar.shape[1] - 2 * reach) // cell, np.float32)
    point = np.empty(cell, np.float32)
    for number in range(len(peaks)):
        highest = np.float32(0.0)
        for side in range(planar.shape[0]):
            near = planar[side, number * cell : (number + 1) * cell + 2 * reach]
            loudest = np.float32(0.0)
            for j in range(len(near)):
                loudest = max(loudest, abs(near[j]))
            if loudest * bound < floor:
                continue
            for j in range(cell):
                highest = max(highest, abs(near[reach - 1 + j]))
            for phase in range(taps.shape[0]):
                for j in range(cell):
                    point[j] = 0.0
                for tap in range(taps.shape[1]):
                    weight = taps[phase, tap]
                    for j in range(cell):
                        point[j] += weight * near[j + tap]
                for j in range(cell):
                    highest = max(highest, abs(point[j]))
        peaks[number] = highest
    return peaks
