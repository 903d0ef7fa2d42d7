"""Prompts over time blend smoothly, sum to one, and split off what to avoid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.words import avoided, phrases


def pairs(found) -> list[tuple[str, float]]:
    return [(phrase.text, phrase.weight) for phrase in found]


def test_words_that_hold() -> None:
    assert pairs(phrases("a fox", 7)) == [("a fox", 1.0)]
    assert phrases("", 0) == () and phrases(None, 3) == () and phrases({0: " ", 9: ""}, 3) == ()


def test_keyed_words_blend_smoothly() -> None:
    words = {0: "day", 20: "night"}
    assert pairs(phrases(words, -3)) == pairs(phrases(words, 0)) == [("day", 1.0)]
    assert pairs(phrases(words, 10)) == [("day", 0.5), ("night", 0.5)]
    assert pairs(phrases(words, 20)) == pairs(phrases(words, 99)) == [("night", 1.0)]
    early = dict(pairs(phrases(words, 2)))
    assert early["night"] < 0.1 * 2 / 2, "a smooth transition starts flat"


def test_rain_comes_out_of_nothing() -> None:
    assert pairs(phrases({0: "", 10: "rain"}, 0)) == [("", 1.0)]
    assert phrases({0: "", 10: " "}, 0) == phrases("", 0) == ()
    assert pairs(phrases({0: "", 10: "rain"}, 5)) == [("", 0.5), ("rain", 0.5)]


def test_neg_is_split_off_and_weighted() -> None:
    words = {0: "a lake --neg photo, blur", 10: "a coast"}
    assert pairs(phrases(words, 0)) == [("a lake", 1.0)]
    assert pairs(avoided(words, 0)) == [("photo, blur", 1.0)]
    assert pairs(avoided(words, 5)) == [("photo, blur", 0.5)]
    assert avoided("a --negative space", 0) == ()


@given(st.dictionaries(st.integers(0, 200), st.sampled_from(["sun", "rain", "sun --neg fog", "mist"]), min_size=1),
       st.integers(-5, 250))  # fmt: skip
def test_weights_sum_to_one(words, frame) -> None:
    assert sum(phrase.weight for phrase in phrases(words, frame)) == pytest.approx(1.0, abs=1e-5)
