"""The plan of a piece: bars with sections, energies and chords, made to end exactly with the film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from melies.core.seed import Seed
from melies.sound.compose.theory import Chord, Key, chord

Cue = tuple[float, float]
SHAPE = {"intro": 0.30, "A": 0.46, "A2": 0.58, "B": 0.52, "climax": 0.92, "outro": 0.30, "end": 0.25}


@dataclass(frozen=True)
class Harmony:
    """Progressions per section (bars parted by "|", chords within a bar by spaces), the cadence, and modulations.

    lift: semitones by which a section moves away from home. final: the last chord.
    """

    sections: Mapping[str, tuple[str, ...]]
    cadence: str
    final: str = "1"
    lift: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Bar:
    """start, beats: in beats; place of size: where in its phrase; energy 0..1; chords: (offset, length, chord)."""

    start: float
    beats: float
    section: str
    phrase: int
    place: int
    size: int
    energy: float
    key: Key
    chords: tuple[tuple[float, float, Chord], ...] = ()

    @property
    def last(self) -> bool:
        return self.place == self.size - 1


@dataclass(frozen=True)
class Plan:
    """All bars, the last of section "end": the final chord, which rings until the film is over."""

    bpm: float
    meter: int
    seconds: float
    bars: tuple[Bar, ...]

    def at(self, beat: float) -> float:
        """Seconds of a beat."""
        return beat * 60.0 / self.bpm

    @property
    def end(self) -> Bar:
        return self.bars[-1]


def make_plan(
    seconds: float, bpm: float, meter: int, key: Key, harmony: Harmony, seed: Seed, cues: Sequence[Cue] = ()
) -> Plan:
    """Lay out sections, energies and chords for exactly `seconds`."""
    bar_seconds = meter * 60.0 / bpm
    tail = min(max(3.2, 0.9 * bar_seconds), 0.45 * seconds)
    count = max(0, int((seconds - tail) / bar_seconds + 1e-9))
    sections = _sections(_phrases(count), cues, bar_seconds)
    energies = _energies(sections, cues, bar_seconds)
    bars = _bars(sections, energies, meter, key)
    left = seconds * bpm / 60.0 - count * meter
    final = Bar(
        float(count * meter), left, "end", len(sections), 0, 1, min(0.5, energies[-1] if energies else 0.4), key
    )
    return Plan(bpm, meter, seconds, tuple(_harmonise(bars + [final], harmony, seed)))


def _phrases(count: int) -> list[int]:
    """Phrase lengths that sum to `count`: fours, an odd remainder as a short opening or a long goodbye."""
    full, rest = divmod(count, 4)
    if full == 0:
        return [rest] if rest else []
    if rest == 1:
        return [4] * (full - 1) + [5]
    return ([rest] if rest else []) + [4] * full


def _sections(phrases: list[int], cues: Sequence[Cue], bar_seconds: float) -> list[tuple[str, int]]:
    """Name the phrases: the climax goes where the cues burn highest, or to the golden section."""
    total = len(phrases)
    if total <= 2:
        return list(zip(("A", "climax")[:total] if total < 2 else ("A", "climax"), phrases, strict=True))
    names = ["A"] * total
    names[0] = "intro" if total > 3 or phrases[0] < 4 else "A"
    names[-1] = "outro" if total > 3 else "climax"
    if total == 3:
        names[1] = "B" if names[0] == "A" else "A"
        return list(zip(names, phrases, strict=True))
    wide = max(1, round(0.22 * total))
    starts = range(max(2, total // 3), total - wide)
    top = max(starts, key=lambda i: _burn(phrases, i, wide, cues, bar_seconds) - 0.2 * abs(i / total - 0.6), default=1)
    names[top : top + wide] = ["climax"] * wide
    cycle = ("A", "A2", "B", "A2")
    for index, place in enumerate(i for i in range(1, total - 1) if names[i] != "climax"):
        names[place] = cycle[index % 4]
    if top > 2:
        names[top - 1] = "B"  # contrast just before the summit
    return list(zip(names, phrases, strict=True))


def _burn(phrases: list[int], start: int, wide: int, cues: Sequence[Cue], bar_seconds: float) -> float:
    if not cues:
        return 0.0
    begin, length = sum(phrases[:start]), sum(phrases[start : start + wide])
    times = (np.arange(begin, begin + length) + 0.5) * bar_seconds
    return float(np.mean(_cue_curve(cues, times)))


def _cue_curve(cues: Sequence[Cue], times: np.ndarray) -> np.ndarray:
    """Cues hold until the next one."""
    ordered = sorted(cues)
    starts = np.array([time for time, _ in ordered])
    levels = np.clip(np.array([level for _, level in ordered], float), 0.0, 1.0)
    return np.asarray(levels[np.clip(np.searchsorted(starts, times + 1e-6, side="right") - 1, 0, None)])


def _energies(sections: list[tuple[str, int]], cues: Sequence[Cue], bar_seconds: float) -> list[float]:
    """Energy per bar: the form's own arch, each phrase leaning towards the next, pulled by the cues.

    Cues count by their level and, more, by how they differ from the film's mean, so that timid ones shape music too.
    """
    arch: list[float] = []
    for index, (name, size) in enumerate(sections):
        here = SHAPE[name]
        ahead = SHAPE[sections[index + 1][0]] if index + 1 < len(sections) else 0.2
        arch += [here + (ahead - here) * 0.45 * (place / size) ** 2 for place in range(size)]
    if not cues or not arch:
        return arch
    wanted = _cue_curve(cues, (np.arange(len(arch)) + 0.5) * bar_seconds)
    soft = np.convolve(np.pad(wanted, 1, mode="edge"), (0.15, 0.7, 0.15), mode="valid")
    pulled = 0.55 * np.array(arch) + 0.45 * soft + 0.5 * (soft - soft.mean())
    return [float(value) for value in np.clip(pulled, 0.05, 1.0)]


def _bars(sections: list[tuple[str, int]], energies: list[float], meter: int, key: Key) -> list[Bar]:
    bars: list[Bar] = []
    for phrase, (name, size) in enumerate(sections):
        for place in range(size):
            bars.append(
                Bar(float(len(bars) * meter), float(meter), name, phrase, place, size, energies[len(bars)], key)
            )
    return bars


def _harmonise(bars: list[Bar], harmony: Harmony, seed: Seed) -> list[Bar]:
    """Chords for every bar: one progression per section name, the same each time the section returns."""
    done: list[Bar] = []
    finals = len(bars) - 1
    for number, bar in enumerate(bars):
        key = bar.key.shifted(harmony.lift.get(bar.section, 0))
        tokens = _tokens(bar, harmony, seed)
        if number == finals:
            tokens, key = [harmony.final], bar.key
        elif number + 1 == finals:
            tokens, key = harmony.cadence.split("|")[-1].split(), bar.key
        elif bar.last and harmony.lift.get(bars[number + 1].section, 0) != harmony.lift.get(bar.section, 0):
            away = harmony.lift.get(bars[number + 1].section, 0)
            key, tokens = bar.key.shifted(away), ["5sus4", "5!"]
        done.append(replace(bar, key=key, chords=_spread(tokens, key, bar.beats)))
    return done


def _tokens(bar: Bar, harmony: Harmony, seed: Seed) -> list[str]:
    name = bar.section if bar.section in harmony.sections else "A"
    choices = harmony.sections[name]
    text = choices[int((seed / "harmony" / name).rng().integers(len(choices)))]
    measures = [measure.split() for measure in text.split("|")]
    return measures[bar.place % len(measures)]


def _spread(tokens: list[str], key: Key, beats: float) -> tuple[tuple[float, float, Chord], ...]:
    """Chords of one bar share it evenly, in whole beats, the first one longest."""
    if len(tokens) == 1:
        return ((0.0, beats, chord(tokens[0], key)),)
    edge = float(np.ceil(beats / 2))
    return (0.0, edge, chord(tokens[0], key)), (edge, beats - edge, chord(tokens[1], key))
