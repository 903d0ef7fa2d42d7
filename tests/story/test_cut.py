"""The edit: every film frame has its pictures, weights add up, lengths are exact, memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.clock import Clock
from melies.core.errors import AuthorError, OurBug
from melies.core.story import Transition
from melies.story.cut import Edit, Piece, Take, edit
from melies.story.transitions import compose, dissolve, fade, mix

PIECES = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["cut", "dissolve", "fade"]), st.integers(0, 60)),
    min_size=1,
    max_size=7,
)


def _edit(rows: list[tuple[int, str, int]], fade_out: int = 0) -> Edit:
    pieces = [Piece(name=f"s{n}", frames=f, join=j, join_frames=k) for n, (f, j, k) in enumerate(rows)]  # type: ignore[arg-type]
    return edit(pieces, fade_out)


def _flat(value: int) -> np.ndarray:
    return np.full((4, 6, 3), value, np.uint8)


@settings(max_examples=60, deadline=None)
@given(PIECES, st.integers(0, 50))
def test_every_frame_is_covered_once(rows: list[tuple[int, str, int]], fade_out: int) -> None:
    made = _edit(rows, fade_out)
    assert made.frames == sum(frames for frames, _, _ in rows)
    shown: dict[int, list[int]] = {}
    for number in range(made.frames):
        layers = made.at(number)
        assert 0.0 < sum(layer.weight for layer in layers) <= 1.0 + 1e-9
        for layer in layers:
            shown.setdefault(layer.take, []).append(layer.frame)
    for number, take in enumerate(made.takes):
        assert shown[number] == list(range(take.rendered))


def test_a_dissolve_uses_the_tail_of_the_last_shot() -> None:
    made = _edit([(20, "cut", 0), (20, "dissolve", 4)])
    assert made.takes[0].handle == 4 and made.takes[0].rendered == 24
    before, after = made.at(20)
    assert (before.take, before.frame, after.take, after.frame) == (0, 20, 1, 0)
    assert before.weight > after.weight and before.weight + after.weight == pytest.approx(1)
    assert len(made.at(24)) == 1 and made.at(24)[0].weight == 1


def test_fades_come_from_black_and_go_through_it() -> None:
    made = _edit([(20, "fade", 8), (20, "fade", 8), (20, "cut", 0)], fade_out=6)
    weights = [made.at(n)[0].weight for n in range(made.frames)]
    assert weights[0] < 0.1 and weights[7] < 1 and weights[8] == 1
    assert weights[15] == 1 and weights[19] < 0.2 and weights[20] < 0.2 and weights[24] == 1
    assert weights[40] == 1 and weights[53] == 1 and weights[59] < 0.1


def test_a_piece_takes_the_authors_transition() -> None:
    piece = Piece.of("x", 48, Transition(kind="dissolve", length=0.5), Clock(numerator=24))
    assert (piece.join, piece.join_frames) == ("dissolve", 12)


def test_an_empty_film_is_the_authors_and_frames_outside_are_ours() -> None:
    with pytest.raises(AuthorError, match="at least one shot"):
        edit([])
    with pytest.raises(OurBug):
        _edit([(3, "cut", 0)]).at(3)


def test_mixing_is_exact_at_its_ends_and_even_between() -> None:
    dark, light = _flat(10), _flat(210)
    assert np.array_equal(dissolve(dark, light, 0.0), dark) and np.array_equal(dissolve(dark, light, 1.0), light)
    assert np.array_equal(dissolve(dark, light, 0.5), _flat(110))
    assert np.array_equal(fade(light, 0.5), _flat(105)) and fade(light, 0.0).max() == 0
    assert mix((_flat(255), _flat(255)), (0.3, 0.7)).min() == 255


def test_composing_opens_each_take_once_and_two_at_most() -> None:
    made = _edit([(12, "fade", 4), (12, "dissolve", 5), (12, "cut", 0)])
    opened: list[str] = []
    alive: set[str] = set()
    most = 0

    def play(take: Take) -> Iterator[np.ndarray]:
        opened.append(take.name)
        alive.add(take.name)
        try:
            for number in range(take.rendered):
                yield _flat(number)
        finally:
            alive.discard(take.name)

    count = 0
    for _ in compose(made, play):
        most, count = max(most, len(alive)), count + 1
    assert opened == ["s0", "s1", "s2"] and most == 2 and count == 36


def test_a_short_take_is_our_bug() -> None:
    with pytest.raises(OurBug, match="s0"):
        list(compose(_edit([(5, "cut", 0)]), lambda take: iter([_flat(0)])))


def test_the_film_is_as_long_as_its_clock_says() -> None:
    clock = Clock.parse("29.97")
    made = _edit([(30, "cut", 0), (61, "dissolve", 15)])
    assert clock.seconds(made.frames) == Fraction(91 * 1001, 30000)
    assert made.moment("s1") == 30
