"""Masks: shapes, feathers, joins that keep the laws of sets, clicks, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.guidance.regions import masks

SIZE = Size(width=64, height=48)
SHARES = st.floats(0, 1, allow_nan=False)


def square(left: float = 0.25, top: float = 0.25, right: float = 0.5, bottom: float = 0.75) -> np.ndarray:
    return masks.box((left, top, right, bottom), SIZE)


def test_a_box_covers_its_share() -> None:
    assert square().sum() == 16 * 24 and square()[12:36, 16:32].all()


@pytest.mark.parametrize("edges", [(0.5, 0.1, 0.4, 0.9), (0.1, 0.5, 0.9, 0.5)])
def test_an_empty_box_is_refused(edges: tuple[float, float, float, float]) -> None:
    with pytest.raises(AuthorError, match="left < right"):
        masks.box(edges, SIZE)


def test_a_polygon_is_filled() -> None:
    corners = [(0.25, 0.25), (0.5, 0.25), (0.5, 0.75), (0.25, 0.75)]
    assert np.abs(masks.polygon(corners, SIZE) - square()).sum() <= 2 * (16 + 24)
    with pytest.raises(AuthorError, match="three corners"):
        masks.polygon(corners[:2], SIZE)


@given(SHARES, SHARES, st.floats(0.1, 20))
def test_a_feather_leaves_the_inside_and_ends_where_it_says(x: float, y: float, pixels: float) -> None:
    mask = masks.box((min(x, 0.9), min(y, 0.9), min(x, 0.9) + 0.1, min(y, 0.9) + 0.1), SIZE)
    soft = masks.feathered(mask, pixels)
    assert (soft[mask > 0] == 1).all() and soft.max() <= 1
    rows, columns = np.nonzero(mask)
    far = np.hypot(*(np.indices(mask.shape) - np.array([rows.mean(), columns.mean()])[:, None, None]))
    assert not soft[far > np.hypot(np.ptp(rows), np.ptp(columns)) / 2 + pixels + 2].any()


def test_no_feather_is_a_hard_edge() -> None:
    assert masks.feathered(square(), 0) is not None and set(np.unique(masks.feathered(square(), 0))) == {0, 1}


def test_joins_are_those_of_sets() -> None:
    known = {"a": square(), "the moon": square(0.4, 0.5, 0.9, 0.9)}
    assert (masks.joined("~a & a", known) == 0).all() and (masks.joined("~a | a", known) == 1).all()
    both = masks.joined("a & 'the moon'", known)
    assert (both == np.minimum(known["a"], known["the moon"])).all()
    assert masks.joined("~(a | 'the moon')", known).sum() == 64 * 48 - np.maximum(*known.values()).sum()
    assert masks.joined("grow(a, 3)", known).sum() > known["a"].sum() > masks.joined("grow(a, -3)", known).sum()
    assert 0 < masks.joined("feather(a, 6)", known)[24, 34] < 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("b", "no region before it"),
        ("a &", "can't be read"),
        ("a + a", "joined with"),
        ("__import__('os')", "joined with"),
        ("feather(a)", "joined with"),
        ("feather(a, 1e9)", "joined with"),
        ("a if a else a", "joined with"),
        ("(" * 400 + "a", "can't be read"),
    ],
)
def test_what_is_no_join_is_told(text: str, told: str) -> None:
    with pytest.raises(AuthorError, match=told):
        masks.joined(text, {"a": square()})


@given(st.text(max_size=40))
def test_any_text_is_a_join_or_told(text: str) -> None:
    try:
        mask = masks.joined(text, {"a": square()})
    except AuthorError:
        return
    assert mask.shape == (48, 64)


def test_a_click_floods_its_own_colour_only() -> None:
    pixels = np.full((48, 64, 3), (40, 60, 200), np.uint8)
    pixels[10:30, 20:50] = (220, 60, 40)
    pixels = (pixels + np.random.default_rng(0).integers(-4, 5, pixels.shape)).clip(0, 255).astype(np.uint8)
    found = masks.click((0.5, 0.4), pixels)
    assert found[12:28, 22:48].mean() > 0.97 and found[34:].sum() == 0
    labels = np.zeros((48, 64), np.uint8)
    labels[:, :35] = 1
    assert masks.click((0.7, 0.4), pixels, labels)[:, :33].sum() == 0
