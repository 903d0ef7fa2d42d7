"""The benchmarks split time honestly, and name functions that are still there."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import pytest
from benchmarks.film import _picture_parts
from benchmarks.parts import part_rows, timed
from benchmarks.stage import _passes


def test_time_goes_to_the_innermost_part_but_a_whole_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = count()
    monkeypatch.setattr("benchmarks.parts.time", SimpleNamespace(perf_counter=lambda: next(ticks)))
    home = SimpleNamespace(inner=lambda: None)
    home.outer = outer = lambda: home.inner()
    places = {"outer": [(home, "outer")], "inner": [(home, "inner")]}
    with timed(places) as spent:
        home.outer()
    assert spent == {"outer": 2, "inner": 1}  # one before and one after the inner one
    with timed(places, whole=("outer",)) as spent:
        home.outer()
    assert spent == {"outer": 3, "inner": 0} and home.outer is outer


def test_parts_and_rest_make_the_whole() -> None:
    whole, *parts = part_rows("look", "one frame", 5.0, {"network": 3.0, "crops": 1.5}, "ms")
    assert [row.what for row in parts] == ["look: of which network", "look: of which crops", "look: of which rest"]
    assert sum(row.value for row in parts) == whole.value == 5.0


@pytest.mark.parametrize("places", [_passes(), _picture_parts()], ids=["stage", "picture"])
def test_every_part_that_is_timed_is_there(places: dict[str, list[tuple[object, str]]]) -> None:
    assert all(callable(getattr(home, name)) for functions in places.values() for home, name in functions)
