"""Captions: readable, in order, never past the shot; as a file and as letters on the picture."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.clock import Clock
from melies.core.story import Line
from melies.media.subtitle import Cue
from melies.story import lettering
from melies.story.captions import CAPTION_LETTERS, SHORTEST, burn, burned, film_cues, not_set, reading_time, spread, srt
from melies.story.cut import Piece, edit

LINES = st.lists(
    st.builds(
        Line,
        text=st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=200),
        who=st.sampled_from([None, "mira", "old_fox"]),
        start=st.none() | st.floats(0, 12),
        end=st.none() | st.floats(0, 12),
    ),
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(LINES, st.fractions(Fraction(1, 2), 12))
def test_cues_are_in_order_and_inside_the_shot(lines: list[Line], seconds: Fraction) -> None:
    cues = spread(lines, seconds)
    for before, after in zip(cues, cues[1:], strict=False):
        assert before.end <= after.start
    for cue in cues:
        assert 0 <= cue.start < cue.end <= seconds and len(cue.text) <= CAPTION_LETTERS


def test_with_room_each_caption_can_be_read() -> None:
    lines = [Line(text="Where does the river go at night?", who="mira"), Line(text="Home.", who="old_fox")]
    cues = spread(lines, Fraction(10))
    assert [cue.line for cue in cues] == ["Mira: Where does the river go at night?", "Old Fox: Home."]
    assert all(cue.end - cue.start >= reading_time(cue.text) >= SHORTEST for cue in cues)
    assert cues[0].start > 0 and cues[1].start - cues[0].end > Fraction(1, 10)


def test_the_authors_times_hold() -> None:
    lines = [Line(text="Later.", start=3.0, end=4.5), Line(text="After."), Line(text="Last.", start=9.0)]
    first, second, third = spread(lines, Fraction(12))
    assert (first.start, first.end) == (3, Fraction(9, 2))
    assert first.end <= second.start and second.end <= 9 and third.start == 9


def test_a_caption_is_never_lost_when_a_cut_moves_before_it() -> None:
    (cue,) = spread([Line(text="Late.", start=9.0, end=12.0)], Fraction(4))
    assert (cue.start, cue.end) == (4 - SHORTEST, 4)


def test_long_speeches_break_after_sentences() -> None:
    text = "It carries the moon down to the sea. " * 4
    cues = spread([Line(text=text, who="fox")], Fraction(30))
    assert len(cues) > 1 and all(cue.text.endswith(".") for cue in cues)
    assert [cue.who for cue in cues] == ["Fox", *[""] * (len(cues) - 1)]
    assert " ".join(cue.text for cue in cues) == text.strip()


def test_film_cues_follow_the_edit() -> None:
    made = edit([Piece(name="a", frames=48), Piece(name="b", frames=48)])
    (cue,) = film_cues(made, {"b": [Line(text="Hello there.")]}, Clock(numerator=24))
    assert 2 < cue.start < cue.end <= 4


def test_subrip() -> None:
    cues = [
        Cue(Fraction(3661) + Fraction(1, 2), Fraction(3663), "Two\n\nrows", "Mira"),
        Cue(Fraction(0), Fraction(1), "One"),
    ]
    assert srt(cues) == ("1\n00:00:00,000 --> 00:00:01,000\nOne\n\n2\n01:01:01,500 --> 01:01:03,000\nMira: Two\nrows\n")


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (256, 144), (1280, 720), (128, 128)])
def test_burned_letters_are_light_and_in_the_safe_area(size: tuple[int, int]) -> None:
    frame = np.full((size[1], size[0], 3), 90, np.uint8)
    made = burn(frame, "Where does the river go at night, and who goes with it?", "Mira")
    bright = np.argwhere(made.min(2) > 160)
    assert frame.max() == 90 and len(bright) > 20
    low, high = bright.min(0), bright.max(0)
    assert low[0] > size[1] * 0.4 and high[0] < size[1] * 0.96
    assert low[1] > size[0] * 0.03 and high[1] < size[0] * 0.97


def test_burned_letters_read_on_snow() -> None:
    made = burn(np.full((360, 640, 3), 255, np.uint8), "Snow everywhere.")
    assert made[300:340, 240:400].min() < 90 and made[300:340, 240:400].max() > 235


def test_nothing_to_say_changes_nothing() -> None:
    frame = np.full((64, 64, 3), 7, np.uint8)
    assert burn(frame, " \u200b😀 ") is frame
    frames = list(burned([frame] * 4, [Cue(Fraction(1, 2), Fraction(1), "Hi")], Clock(numerator=2)))
    assert [np.array_equal(made, frame) for made in frames] == [True, False, True, True]


def test_what_the_faces_cannot_set_is_told() -> None:
    assert lettering.unset("Ночь, Αθήνα, Příliš, ﬁ, 漢 😀 \u200d\n") == ["漢", "😀"]
    assert lettering.printable("a\u0007b\t c 漢", lettering.CAPTION) == "ab c"
    assert lettering.fitting("Αθήνα", lettering.TITLE, lettering.TEXT) == lettering.TEXT


def test_captions_that_cannot_be_burned_are_told() -> None:
    assert not_set("Ночь, Příliš, 漢 😀") == ["漢", "😀"]


def test_lines_break_evenly_and_never_run_over() -> None:
    face = lettering.Type(lettering.TEXT, 20)
    lines = lettering.wrap("one two three four five six seven " + "m" * 60, face, 150)
    assert all(face.length(line) <= 150 for line in lines)
    assert "".join(lines).replace(" ", "") == "onetwothreefourfivesixseven" + "m" * 60


def test_letters_are_kerned() -> None:
    letters = lettering.Type(lettering.TEXT, 100)
    assert letters.length("AV") == pytest.approx(letters.length("A") + letters.length("V") - 14)
    assert letters.length("AV", 0.1) == pytest.approx(letters.length("AV") + 10)
