"""What a player does with the plan: hold chords, break them, walk the bass, keep time, shine.

A writer is a function of (plan, tune, chance) that gives notes for every bar; whoever is not wanted in a bar is
silenced later, by energy and section, so that writers stay simple.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from melies.sound.compose.melody import Note, counter
from melies.sound.compose.plan import Bar, Plan
from melies.sound.compose.voicing import Voicing, lead_voices

Writer = Callable[[Plan, Sequence[Note], np.random.Generator], list[Note]]


def _voiced(
    plan: Plan, low: int, high: int, voices: int, colour: bool = False
) -> list[tuple[Bar, float, float, Voicing]]:
    """Every chord of the plan with its voicing: (bar, start, length, pitches). `colour`: with all its tones."""
    spans = [
        (bar, bar.start + start, length, chord if colour else chord.plain)
        for bar in plan.bars
        for start, length, chord in bar.chords
    ]
    voicings = lead_voices([chord for *_, chord in spans], low, high, voices)
    return [(bar, start, length, voicing) for (bar, start, length, _), voicing in zip(spans, voicings, strict=True)]


def chords(low: int = 50, high: int = 72, voices: int = 4, colour: bool = False) -> Writer:
    """Held chords, voices led; a pitch common to two chords of one phrase is tied, not struck again.

    `colour`: also the tones that lie a semitone apart (a major seventh and its root); only one player of a band may
    hold those, everybody else plays the chord plain.
    """

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        held: dict[int, int] = {}
        phrase = -1
        for bar, start, length, voicing in _voiced(plan, low, high, voices, colour):
            if bar.phrase != phrase:
                held, phrase = {}, bar.phrase
            now: dict[int, int] = {}
            for pitch in voicing:
                if pitch in held:
                    last = notes[held[pitch]]
                    notes[held[pitch]] = Note(last.start, last.length + length, pitch, last.velocity, last.section)
                    now[pitch] = held[pitch]
                else:
                    now[pitch] = len(notes)
                    notes.append(Note(start, length, pitch, 0.45 + 0.4 * bar.energy, bar.section))
            held = now
        return notes

    return write


def arpeggio(pattern: str, step: float = 0.5, low: int = 55, high: int = 79, voices: int = 4, hold: float = 1.5,
             accent: float = 0.25) -> Writer:  # fmt: skip
    """Broken chords: `pattern` numbers the voices from below ("0 2 1 3"; "." rests), one every `step` beats.

    The pattern starts again with every bar; the final chord is rolled upwards once.
    """
    order = pattern.split()

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for bar, start, length, voicing in _voiced(plan, low, high, voices):
            if bar.section == "end":
                roll = [(start + 0.17 * i, length - 0.17 * i, pitch) for i, pitch in enumerate(voicing)]
                notes += [Note(at, max(0.5, long), pitch, 0.5, "end") for at, long, pitch in roll]
                continue
            for index in range(round(length / step)):
                at = start + index * step
                name = order[round((at - bar.start) / step) % len(order)]
                if name == ".":
                    continue
                strong = 1.0 if (at - bar.start) % 2 == 0 else 1.0 - accent * (0.5 if at % 1 == 0 else 1.0)
                pitch = voicing[int(name) % len(voicing)] + 12 * (int(name) // len(voicing))
                notes.append(Note(at, step * hold, pitch, (0.42 + 0.4 * bar.energy) * strong, bar.section))
        return notes

    return write


def bass(pattern: str = "R...", low: int = 31, high: int = 48, hold: float = 0.92) -> Writer:
    """Bass line: one letter per half beat. R root, F fifth, O octave, "-" lengthens, "." rests, A leads to the next.

    The pattern starts again with every chord.
    """

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        spans = [(bar, bar.start + start, length, chord) for bar in plan.bars for start, length, chord in bar.chords]
        notes: list[Note] = []
        previous = (low + high) // 2 - 3
        for number, (bar, start, length, chord) in enumerate(spans):
            root = _near(chord.bass, previous, low, high)
            ahead = spans[number + 1][3].bass if number + 1 < len(spans) else chord.bass
            previous = root
            if bar.section == "end":
                notes.append(Note(start, length, root, 0.6, "end"))
                continue
            notes += _bass_bar(pattern, bar, start, length, root, chord.tones, ahead, hold)
        return notes

    return write


def _bass_bar(pattern: str, bar: Bar, start: float, length: float, root: int, tones: tuple[int, ...], ahead: int,
              hold: float) -> list[Note]:  # fmt: skip
    notes: list[Note] = []
    fifth = tones[2] if len(tones) > 2 else tones[-1]
    count = round(length * 2)
    for index in range(count):
        letter = pattern[round((start - bar.start) * 2 + index) % len(pattern)] if index else "R"
        if letter == "-" and notes:
            last = notes[-1]
            notes[-1] = Note(
                last.start, last.length + 0.5 / max(hold, 0.5) * hold, last.pitch, last.velocity, last.section
            )
        elif letter in "RFOA":
            up = root + (fifth - root) % 12
            pitch = {"R": root, "O": root + 12, "F": up if up - root <= 7 else up - 12}.get(letter, root)
            if letter == "A":
                target = _near(ahead, root, root - 7, root + 7)
                pitch = target - int(np.sign(target - root)) * 2 if abs(target - root) > 2 else root
                pitch = pitch if pitch % 12 in bar.chords[-1][2].scale else root
            loud = (0.55 + 0.35 * bar.energy) * (1.0 if index == 0 else 0.85)
            notes.append(Note(start + index * 0.5, 0.5 * hold, pitch, loud, bar.section))
    return notes


def _near(pitch_class: int, target: int, low: int, high: int) -> int:
    """The pitch of a class nearest to `target` within a range of at least an octave."""
    options = [pitch for pitch in range(low, high + 1) if pitch % 12 == pitch_class % 12]
    return min(options or [low + (pitch_class - low) % 12], key=lambda pitch: (abs(pitch - target), pitch))


def lead(octave: int = 0, gain: float = 1.0) -> Writer:
    """The melody itself, moved by octaves."""

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        return [Note(n.start, n.length, n.pitch + 12 * octave, min(1.0, n.velocity * gain), n.section) for n in tune]

    return write


def second(low: int = 55, high: int = 72) -> Writer:
    """The counter-melody."""

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        return counter(plan, tune, low, high)

    return write


def drums(pattern: str, fill: str = "", pitch: int = 60, final: bool = False) -> Writer:
    """One drum: a bar in equal steps, "x" loud, "o" softer, "." nothing; `fill` replaces a phrase's last bar."""

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        for bar in plan.bars:
            if bar.section == "end":
                notes += [Note(bar.start, 1.0, pitch, 0.5, "end")] if final else []
                continue
            steps = fill if fill and bar.last else pattern
            size = bar.beats / len(steps)
            for index, mark in enumerate(steps):
                if mark in "xo":
                    loud = (0.95 if mark == "x" else 0.55) * (0.55 + 0.45 * bar.energy)
                    notes.append(Note(bar.start + index * size, size, pitch, loud, bar.section))
        return notes

    return write


def sparkle(density: float, low: int = 79, high: int = 96, step: float = 0.5) -> Writer:
    """Single high chord tones by chance, `density` of all steps, each near the last: light, not melody."""

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        notes: list[Note] = []
        previous = (low + high) // 2
        for bar in plan.bars:
            for start, length, chord in bar.chords:
                soft = [p for p in range(low, high + 1) if p % 12 in chord.tones]
                for index in range(int(min(length, 2 * plan.meter) / step)):
                    if rng.uniform() > density * (0.5 + bar.energy) or not soft:
                        continue
                    near = sorted(soft, key=lambda p: abs(p - previous - rng.normal(0, 3)))
                    previous = near[1] if len(near) > 1 and near[0] == previous else near[0]
                    notes.append(Note(bar.start + start + index * step, step, previous,
                                      float(rng.uniform(0.3, 0.6)), bar.section))  # fmt: skip
        return notes

    return write


def swells(bars: float = 1.0, into: Mapping[str, float] = {"climax": 1.0, "B": 0.6, "A2": 0.5}) -> Writer:  # noqa: B006
    """A rise over the last `bars` before a section begins, as loud as `into` says."""

    def write(plan: Plan, tune: Sequence[Note], rng: np.random.Generator) -> list[Note]:
        notes = []
        for before, bar in zip(plan.bars, plan.bars[1:], strict=False):
            if bar.section != before.section and bar.section in into:
                length = min(bars * plan.meter, bar.start)
                notes.append(Note(bar.start - length, length, 60, into[bar.section], bar.section))
        return notes

    return write
