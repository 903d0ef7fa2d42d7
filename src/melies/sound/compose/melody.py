"""Melody: one short motif, stated, answered, sequenced, inverted, raised; and a counter-melody under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from melies.core.seed import Seed
from melies.sound.compose.plan import Bar, Plan
from melies.sound.compose.theory import Chord, clashes

Rhythm = tuple[float, ...]  # beats; negative is a rest


@dataclass(frozen=True)
class Note:
    """start and length in beats, MIDI pitch, velocity 0..1, and the section it belongs to."""

    start: float
    length: float
    pitch: int
    velocity: float
    section: str = ""


@dataclass(frozen=True)
class Tune:
    """The rhythms a mood sings in (each fills one bar): call, answer, bridge; and its register (MIDI low, high)."""

    calls: tuple[Rhythm, ...]
    answers: tuple[Rhythm, ...]
    bridges: tuple[Rhythm, ...]
    register: tuple[int, int] = (64, 84)


@dataclass(frozen=True)
class Motif:
    """A rhythm and, for each sounding note, a step of the scale above or below the first."""

    rhythm: Rhythm
    steps: tuple[int, ...]

    def inverted(self) -> Motif:
        return Motif(self.rhythm, tuple(-step for step in self.steps))


SHAPES = (
    (0.0, 0.3, 0.6, 1.0),  # rise
    (0.0, 0.7, 1.0, 0.5),  # arch
    (0.0, 1.0, 0.75, 0.5),  # leap, then fill the gap
    (0.6, 1.0, 0.4, 0.0),  # over the top and down
    (0.0, -0.35, 0.5, 0.9),  # dip and reach
    (0.5, 0.25, 0.75, 0.4),  # turn
)


def invent(rhythm: Rhythm, seed: Seed, span: int) -> Motif:
    """A motif on a rhythm: a drawn shape sampled at its notes, `span` scale steps high, rarely repeating a note."""
    rng = seed.rng()
    shape = SHAPES[int(rng.integers(len(SHAPES)))]
    count = sum(1 for value in rhythm if value > 0)
    where = np.linspace(0, 1, count) if count > 1 else np.zeros(1)
    curve = np.interp(where, np.linspace(0, 1, 4), shape) * span
    steps = [int(round(value)) for value in curve]
    for index in range(1, count):
        if steps[index] == steps[index - 1] and rng.uniform() < 0.75:
            steps[index] += 1 if (index % 2) == (rng.uniform() < 0.5) else -1
    return Motif(rhythm, tuple(step - steps[0] for step in steps))


def melody(plan: Plan, tune: Tune, seed: Seed) -> list[Note]:
    """The whole piece's leading line, in scale degrees bent to each bar's chords."""
    rng = (seed / "rhythm").rng()
    call = invent(tune.calls[int(rng.integers(len(tune.calls)))], seed / "call", 4)
    answer = invent(tune.answers[int(rng.integers(len(tune.answers)))], seed / "answer", 3)
    bridge = invent(tune.bridges[int(rng.integers(len(tune.bridges)))], seed / "bridge", 3)
    notes: list[Note] = []
    previous = (tune.register[0] + tune.register[1]) // 2
    for bar in plan.bars:
        motif = _for_bar(bar, call, answer, bridge)
        if motif is None:
            continue
        sung = _sing(bar, motif, tune.register, previous, cadence=bar.last or bar.section == "end")
        if sung:
            notes += sung
            previous = sung[-1].pitch
    return notes


def _for_bar(bar: Bar, call: Motif, answer: Motif, bridge: Motif) -> Motif | None:
    """Which motif a bar sings: sentence form (idea, answer, idea moved, close)."""
    if bar.section == "end":
        return Motif((bar.beats,), (0,))
    if bar.section == "intro":
        return call if bar.place >= bar.size - 2 and not bar.last else None
    if bar.section == "outro":
        return (call, None, answer, None, None)[min(bar.place, 4)]
    if bar.section == "B":
        return answer.inverted() if bar.last else bridge
    if bar.section == "A2":
        return (call, answer, call.inverted(), answer, None)[min(bar.place, 4)]
    return (call, answer, call, answer, answer)[min(bar.place, 4)]


def _sing(bar: Bar, motif: Motif, register: tuple[int, int], previous: int, cadence: bool) -> list[Note]:
    """Place a motif on the scale where it fits the chords best and starts near the last note."""
    lift = {"climax": 4, "B": 2, "intro": -3, "outro": -3}.get(bar.section, 0)
    spots = _spots(motif.rhythm)
    low, high = register
    pools = [_pool(_chord_at(bar, start), low - 3, high + 3) for start, _ in spots]
    centre = (low + high) / 2 + lift
    anchors = range(int(low), int(high) + 1)
    best = min(anchors, key=lambda anchor: (_misfit(bar, motif, spots, pools, anchor, previous, centre), anchor))
    pitches = _pitches(bar, motif, spots, pools, best)
    if cadence and pitches:
        chord = _chord_at(bar, spots[-1][0])
        stable = chord.tones[:1] if bar.section == "end" else chord.tones[:3]
        pitches[-1] = _nearest_of(pitches[-1], stable, chord)
    loud = 0.55 + 0.4 * bar.energy
    return [
        Note(
            bar.start + start,
            _until_it_rubs(bar, start, length, pitch),
            pitch,
            loud * (1.0 if start % 1 == 0 else 0.86),
            bar.section,
        )
        for (start, length), pitch in zip(spots, pitches, strict=True)
    ]


def _until_it_rubs(bar: Bar, start: float, length: float, pitch: int) -> float:
    """The length of a note, cut short where the chord changes under it to one that it rubs against."""
    for offset, _, chord in bar.chords:
        if start < offset < start + length and clashes(pitch % 12, chord.tones):
            return offset - start
    return length


def _spots(rhythm: Rhythm) -> list[tuple[float, float]]:
    """(start, length) of the sounding notes."""
    spots, now = [], 0.0
    for value in rhythm:
        if value > 0:
            spots.append((now, value))
        now += abs(value)
    return spots


def _chord_at(bar: Bar, offset: float) -> Chord:
    return [chord for start, _, chord in bar.chords if start <= offset + 1e-6][-1]


def _pool(chord: Chord, low: int, high: int) -> list[int]:
    return [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.scale]


def _strong(start: float, length: float) -> bool:
    return length >= 1.0 or start % 2 == 0


def _pitches(
    bar: Bar, motif: Motif, spots: list[tuple[float, float]], pools: Sequence[list[int]], anchor: int
) -> list[int]:
    pitches = []
    for (start, length), step, pool in zip(spots, motif.steps, pools, strict=True):
        origin = int(np.argmin([abs(pitch - anchor) for pitch in pool]))
        pitch = pool[int(np.clip(origin + step, 0, len(pool) - 1))]
        chord = _chord_at(bar, start)
        if _strong(start, length):
            pitch = _nearest_of(pitch, chord.tones, chord)
        pitches.append(pitch)
    return pitches


def _nearest_of(pitch: int, tones: Sequence[int], chord: Chord) -> int:
    """The nearest pitch among these tones; ones that rub against the chord only if there is no other."""
    easy = [tone for tone in tones if not clashes(tone, chord.tones)] or list(tones)
    near = [p for p in range(pitch - 8, pitch + 9) if p % 12 in easy]
    return min(near, key=lambda p: (abs(p - pitch), p))


def _misfit(
    bar: Bar, motif: Motif, spots: list[tuple[float, float]], pools: Sequence[list[int]], anchor: int, previous: int,
    centre: float,
) -> float:  # fmt: skip
    pitches = _pitches(bar, motif, spots, pools, anchor)
    cost = 0.5 * abs(pitches[0] - previous) + 2.0 * max(0, abs(pitches[0] - previous) - 7)
    cost += 0.45 * abs(float(np.mean(pitches)) - centre)
    origin = [pool[int(np.argmin([abs(p - anchor) for p in pool]))] for pool in pools]
    for index, (pitch, step) in enumerate(zip(pitches, motif.steps, strict=True)):
        cost += 0.4 * abs((pitch - origin[index]) / 1.75 - step)
        if index:
            leap = abs(pitch - pitches[index - 1])
            cost += 1.2 * (leap == 0) + 1.5 * max(0, leap - 7) + 4.0 * (leap == 6)
    return cost


def counter(plan: Plan, tune: Sequence[Note], low: int, high: int) -> list[Note]:
    """A slow second voice: guide tones that move by the least step and never rub against the melody."""
    notes: list[Note] = []
    previous = (low + high) // 2
    for bar in plan.bars:
        for start, length, chord in bar.chords:
            begin = bar.start + start
            sung = {n.pitch for n in tune if n.start < begin + length - 1e-6 and n.start + n.length > begin + 1e-6}
            options = [p for p in range(low, high + 1) if p % 12 in chord.tones and not clashes(p % 12, chord.tones)]
            options = options or [p for p in range(low, high + 1) if p % 12 in chord.tones]
            cost = [
                (abs(p - previous) + 2.5 * (p == previous) + 9.0 * any((p - q) % 12 in (1, 11) for q in sung)
                 + 2.0 * any((p - q) % 12 == 0 for q in sung) + 1.0 * (p % 12 == chord.root), p)
                for p in options
            ]  # fmt: skip
            previous = min(cost)[1]
            notes.append(Note(begin, length, previous, 0.5 + 0.3 * bar.energy, bar.section))
    return notes
