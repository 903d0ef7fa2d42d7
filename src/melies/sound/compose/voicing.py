"""Voice leading: the arrangement of each chord that moves least and sounds best."""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

from melies.sound.compose.theory import Chord

Voicing = tuple[int, ...]


def lead_voices(chords: list[Chord], low: int, high: int, voices: int = 4) -> list[Voicing]:
    """One voicing (ascending MIDI pitches in low..high) per chord, each chosen for its path from the last."""
    chosen: list[Voicing] = []
    for chord in chords:
        before = chosen[-1] if chosen else None
        centre = (low + high) / 2
        options = arrangements(chord, low, high, voices)
        chosen.append(min(options, key=lambda option: (_cost(option, chord, before, centre), option)))
    return chosen


def arrangements(chord: Chord, low: int, high: int, voices: int) -> list[Voicing]:
    """Every set of `voices` chord tones within the range; fewer when the range holds fewer."""
    pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in chord.tones]
    return list(combinations(pitches, min(voices, len(pitches))))


@lru_cache(maxsize=8192)
def _cost(option: Voicing, chord: Chord, before: Voicing | None, centre: float) -> float:
    cost = 0.35 * abs(sum(option) / len(option) - centre)
    present = {pitch % 12 for pitch in option}
    cost += 14.0 * (len(chord.tones) > 1 and chord.tones[1] not in present)
    cost += sum(7.0 for tone in chord.tones[3:] if tone not in present)
    cost += 2.0 * (chord.tones[0] not in present) + 1.5 * (len(chord.tones) > 2 and chord.tones[2] not in present)
    cost += sum(_rub(b - a) for a, b in combinations(option, 2))
    cost += sum(1.5 for a, b in zip(option, option[1:], strict=False) if b - a > 9)
    cost += sum(2.0 for pitch in option if pitch < 50 and pitch != option[0])  # mud below D3
    doubled = [pitch % 12 for pitch in option].count(chord.tones[min(1, len(chord.tones) - 1)])
    cost += 2.5 * (doubled > 1)
    if before is not None and len(before) == len(option):
        moves = [b - a for a, b in zip(before, option, strict=True)]
        cost += sum(abs(move) for move in moves) * 0.8 + abs(moves[-1]) * 0.7
        cost += 2.0 * sum(_parallel(before, option, i, j) for i, j in combinations(range(len(option)), 2))
    return cost


def _rub(interval: int) -> float:
    """Penalty of an interval between two held voices: minor seconds and ninths are all but forbidden."""
    if interval in (1, 13, 25):
        return 40.0
    return 3.0 if interval == 2 else 0.0


def _parallel(before: Voicing, after: Voicing, i: int, j: int) -> bool:
    """Parallel fifths or octaves between voices i and j."""
    first, second = before[j] - before[i], after[j] - after[i]
    return first == second and first % 12 in (0, 7) and before[i] != after[i]
