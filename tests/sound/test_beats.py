"""Cuts lie on beats, exactly, whatever the lengths."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.errors import OurBug
from melies.sound.beats import BeatGrid, Length, fit
from melies.sound.pulse import Pulse

seconds = st.floats(0.05, 30.0).map(lambda value: Length(seconds=value))
whole_beats = st.integers(1, 32).map(lambda value: Length(beats=float(value)))
lengths = st.lists(st.one_of(seconds, whole_beats), min_size=1, max_size=20)


@st.composite
def pulses(draw):
    bpm, first = draw(st.floats(50, 180)), draw(st.floats(0.0, 2.0))
    drift = draw(st.lists(st.floats(0.93, 1.07), min_size=0, max_size=60))
    return Pulse(bpm=bpm, beats=tuple(first + np.concatenate(([0.0], np.cumsum(drift))) * 60.0 / bpm))


@given(lengths, pulses())
def test_every_cut_lies_on_a_beat_and_time_moves_on(shots, pulse):
    cuts = fit(shots, pulse)
    grid = BeatGrid(pulse)
    assert len(cuts) == len(shots) + 1 and cuts[0] == 0
    assert all(a < b for a, b in zip(cuts, cuts[1:], strict=False))
    numbers = [grid.number(float(cut)) for cut in cuts[1:]]
    assert all(abs(number - round(number)) < 1e-3 for number in numbers)
    for shot, a, b in zip(shots[1:], numbers, numbers[1:], strict=False):
        assert b - a > 0.999
        if shot.beats is not None:
            assert abs(b - a - shot.beats) < 1e-3


@given(st.lists(seconds.filter(lambda length: length.seconds > 1.5), min_size=2, max_size=15), st.floats(60, 180))
def test_rounding_does_not_add_up(shots, bpm):
    cuts = fit(shots, Pulse.steady(bpm, 60.0))
    wanted = np.cumsum([shot.seconds for shot in shots])
    assert np.abs(np.array([float(cut) for cut in cuts[1:]]) - wanted).max() <= 60.0 / bpm / 2 + 1e-3


@given(lengths)
def test_seconds_are_kept_when_the_author_wants_no_beat(shots):
    cuts = fit(shots, Pulse.steady(97.0, 30.0), on_beat=False)
    for shot, a, b in zip(shots, cuts, cuts[1:], strict=False):
        if shot.seconds is not None:
            assert abs(float(b - a) - shot.seconds) < 1e-4


def test_exact_times_on_a_steady_pulse():
    cuts = fit([Length(beats=8), Length(seconds=2.2), Length(beats=4)], Pulse.steady(120, 60))
    assert cuts == (0, 4, 6, 8) and all(isinstance(cut, Fraction) for cut in cuts)


def test_a_start_after_the_title_card_counts_from_there():
    assert fit([Length(beats=4)], Pulse.steady(120, 60), start=3.0)[1] == 5


@pytest.mark.parametrize("given", [{}, {"seconds": 1, "beats": 1}, {"seconds": 0}, {"beats": float("nan")}])
def test_a_length_is_one_positive_number(given):
    with pytest.raises(OurBug):
        Length(**given)
