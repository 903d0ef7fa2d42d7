"""Keys, modes and chords: what "F# dorian" and "4add9/1" mean."""

from __future__ import annotations

import re
from dataclasses import dataclass

from melies.core.errors import AuthorError, nearest

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
MAJOR = (0, 2, 4, 5, 7, 9, 11)
MODES = {
    "major": MAJOR,
    "minor": (0, 2, 3, 5, 7, 8, 10),
    "ionian": MAJOR,
    "dorian": (0, 2, 3, 5, 7, 9, 10),
    "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "lydian": (0, 2, 4, 6, 7, 9, 11),
    "mixolydian": (0, 2, 4, 5, 7, 9, 10),
    "aeolian": (0, 2, 3, 5, 7, 8, 10),
    "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
    "melodic minor": (0, 2, 3, 5, 7, 9, 11),
}
SHORT = {"": "major", "maj": "major", "m": "minor", "min": "minor"}


@dataclass(frozen=True)
class Key:
    """A tonic (pitch class, C = 0) and the seven steps of its mode in semitones."""

    tonic: int
    mode: str = "major"

    @property
    def scale(self) -> tuple[int, ...]:
        """Pitch classes of the seven degrees."""
        return tuple((self.tonic + step) % 12 for step in MODES[self.mode])

    def shifted(self, semitones: int) -> Key:
        """The same mode elsewhere."""
        return Key((self.tonic + semitones) % 12, self.mode)


def parse_key(text: str) -> Key:
    """Read "D minor", "F# dorian", "Bb", "Am". Raises AuthorError for anything else."""
    found = re.fullmatch(r"([A-Ga-g])\s*(#|♯|b|♭|sharp|flat)?\s*([a-z ]*)", text.strip(), re.IGNORECASE)
    if not found:
        raise AuthorError(f"a key is a note and a mode, for example 'D minor' or 'F# dorian'; got {text!r}")
    letter, sign, mode = found[1].upper(), (found[2] or "").lower(), " ".join(found[3].split())
    mode = SHORT.get("m" if mode == "m" else mode.lower(), mode.lower())
    if mode not in MODES:
        raise AuthorError(f"there is no mode called {mode!r} in the key {text!r}{nearest(mode, MODES)}")
    bend = {"": 0, "#": 1, "♯": 1, "sharp": 1}.get(sign, -1)
    return Key((LETTERS[letter] + bend) % 12, mode)


@dataclass(frozen=True)
class Chord:
    """Pitch classes from the root up (root, third or its suspension, fifth, colours), the bass, and a scale to sing."""

    tones: tuple[int, ...]
    bass: int
    scale: tuple[int, ...]

    @property
    def root(self) -> int:
        return self.tones[0]

    @property
    def plain(self) -> Chord:
        """Without the tones that lie a semitone from another one (the chord's root if nothing else is left)."""
        calm = tuple(tone for tone in self.tones if not clashes(tone, self.tones))
        return Chord(calm or self.tones[:1], self.bass, self.scale)


TOKEN = re.compile(r"(b|#)?([1-7])(m|!)?(sus2|sus4|add9|maj7|6|7|9|5)?(?:/([1-7]))?")
# Colours as (scale steps above the root, semitones above the root when the chord is borrowed)
COLOURS = {"add9": ((1, 2),), "maj7": ((6, 11),), "7": ((6, 10),), "6": ((5, 9),), "9": ((6, 10), (1, 2))}


def chord(token: str, key: Key) -> Chord:
    """A chord by degree: "1", "4add9", "5sus4", "5!" (major dominant), "4m" (minor), "b6" (borrowed), "1/3" (over 3).

    Triads stack thirds of the key's mode; a diminished one is softened to the chord a third below over the same bass.
    """
    found = TOKEN.fullmatch(token)
    if not found:
        raise ValueError(f"not a chord: {token!r}")
    sign, degree, force, colour, over = found[1], int(found[2]) - 1, found[3], found[4] or "", found[5]
    if sign:
        tones = _borrowed(key.tonic + MAJOR[degree] + (-1 if sign == "b" else 1), force == "m", colour)
    else:
        tones = _diatonic(key, degree, force, colour)
    bass = tones[0] if over is None else key.scale[int(over) - 1]
    if over is None and not sign and tones[0] != key.scale[degree]:
        bass = key.scale[degree]
    return Chord(tones, bass, _scale_over(key.scale, tones))


def _diatonic(key: Key, degree: int, force: str | None, colour: str) -> tuple[int, ...]:
    root, third, fifth = (key.scale[(degree + step) % 7] for step in (0, 2, 4))
    if (fifth - root) % 12 == 6 and not force:
        return _diatonic(key, (degree - 2) % 7, "?", "")
    fifth = (root + 7) % 12
    if force in ("!", "m"):
        third = (root + (4 if force == "!" else 3)) % 12
    if colour in ("sus2", "sus4"):
        return root, (root + (2 if colour == "sus2" else 5)) % 12, fifth
    if colour == "5":
        return root, fifth
    extra = []
    for steps, semitones in COLOURS.get(colour, ()):
        tone = (root + semitones) % 12 if force == "!" else key.scale[(degree + steps) % 7]
        if (tone - root) % 12 != 1:  # a ninth a semitone above the root is left out
            extra.append(tone)
    return (root, third, fifth, *extra)


def _borrowed(root: int, minor: bool, colour: str) -> tuple[int, ...]:
    extra = [semitones for _, semitones in COLOURS.get(colour, ())]
    steps = [0, 3 if minor else 4, 7, *extra]
    if colour in ("sus2", "sus4"):
        steps = [0, 2 if colour == "sus2" else 5, 7]
    return tuple((root + step) % 12 for step in steps)


def _scale_over(scale: tuple[int, ...], tones: tuple[int, ...]) -> tuple[int, ...]:
    """The key's scale bent so that it holds every chord tone."""
    bent = set(scale)
    for tone in tones:
        if tone not in bent:
            for neighbour in ((tone + 1) % 12, (tone - 1) % 12):
                if neighbour in bent and neighbour not in tones:
                    bent.discard(neighbour)
                    break
            bent.add(tone)
    return tuple(sorted(bent))


def clashes(pitch_class: int, tones: tuple[int, ...]) -> bool:
    """Whether holding this pitch class over these tones makes a minor second (or its octave) with one of them."""
    return any((pitch_class - tone) % 12 in (1, 11) for tone in tones)
