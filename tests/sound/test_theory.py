"""Keys, chords and voice leading."""

from itertools import combinations

import pytest

from melies.core.errors import AuthorError
from melies.sound.compose.theory import MODES, Key, chord, parse_key
from melies.sound.compose.voicing import lead_voices


@pytest.mark.parametrize(
    "text, key",
    [("D minor", Key(2, "minor")), ("F# dorian", Key(6, "dorian")), ("Bb", Key(10)), ("Am", Key(9, "minor")),
     ("c sharp harmonic minor", Key(1, "harmonic minor")), ("  eb  LYDIAN ", Key(3, "lydian")), ("E", Key(4))],
)  # fmt: skip
def test_keys(text, key):
    assert parse_key(text) == key


@pytest.mark.parametrize("text", ["", "H minor", "7", "D mino", "minor", "D##"])
def test_no_keys(text):
    with pytest.raises(AuthorError):
        parse_key(text)


def test_a_near_mode_is_suggested():
    with pytest.raises(AuthorError, match="dorian"):
        parse_key("D dorain")


@pytest.mark.parametrize(
    "token, tones, bass",
    [("1", (0, 4, 7), 0), ("6", (9, 0, 4), 9), ("4add9", (5, 9, 0, 7), 5), ("5sus4", (7, 0, 2), 7),
     ("4m", (5, 8, 0), 5),
     ("b6", (8, 0, 3), 8), ("1/3", (0, 4, 7), 4), ("5/7", (7, 11, 2), 11), ("7", (7, 11, 2), 11)],
)  # fmt: skip
def test_chords_in_c_major(token, tones, bass):
    made = chord(token, Key(0))
    assert made.tones == tones and made.bass == bass and set(tones) <= set(made.scale)


def test_the_minor_dominant_can_be_major():
    assert chord("5!", Key(9, "minor")).tones == (4, 8, 11)
    assert chord("5", Key(9, "minor")).tones == (4, 7, 11)


@pytest.mark.parametrize("mode", sorted(MODES))
def test_no_diminished_chords_and_no_rubbing_voicings(mode):
    progression = [chord(token, Key(2, mode)) for token in "1add9 4add9 2 5sus4 6maj7 3 7 5! b6 4m 1".split()]
    assert all((made.tones[-1] - made.tones[0]) % 12 != 6 or len(made.tones) > 3 for made in progression)
    for voicing in lead_voices(progression, 50, 72):
        assert all(b - a not in (1, 13) for a, b in combinations(voicing, 2))


def test_voices_move_little():
    progression = [chord(token, Key(0)) for token in "1 6 4 5 1 3 4 5 1".split()]
    voicings = lead_voices(progression, 50, 72)
    moves = [abs(b - a) for x, y in zip(voicings, voicings[1:], strict=False) for a, b in zip(x, y, strict=True)]
    assert sum(moves) / len(moves) < 2.5 and max(moves) <= 5
