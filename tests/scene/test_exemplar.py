"""Holes filled from the picture itself: what is outside stays, patterns go on, and it is as good as trying all."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.image import from_bytes, to_bytes
from melies.scene.exemplar import filled, softly
from melies.scene.kernels.patchmatch import REACH, match, search
from melies.scene.seam import AROUND, OWN, joined


def bricks(height: int = 96, width: int = 160) -> np.ndarray:
    """A wall of bricks, no two of quite one colour."""
    rng = np.random.default_rng(5)
    rows, columns = np.mgrid[0:height, 0:width]
    course = rows // 12
    across = (columns + 12 * (course % 2)) // 24
    tone = rng.uniform(0.9, 1.1, (course.max() + 1, across.max() + 1))[course, across]
    mortar = (rows % 12 < 2) | ((columns + 12 * (course % 2)) % 24 < 2)
    wall = np.where(mortar[..., None], (0.8, 0.8, 0.75), np.array((0.6, 0.25, 0.2)) * tone[..., None])
    return np.clip(wall, 0, 1).astype(np.float32)


def box(shape: tuple[int, ...], top: int, bottom: int, left: int, right: int) -> np.ndarray:
    hole = np.zeros(shape[:2], bool)
    hole[top:bottom, left:right] = True
    return hole


def test_a_pattern_goes_on_in_the_hole() -> None:
    wall = bricks()
    hole = box(wall.shape, 34, 62, 60, 100)
    spoilt = np.where(hole[..., None], np.float32(0), wall)
    made = filled(spoilt, hole)
    rim = cv2.inpaint(to_bytes(spoilt), hole.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    assert np.array_equal(made[~hole], wall[~hole])
    error = np.abs(made - wall)[hole].mean()
    assert error < 0.05
    assert error < 0.4 * np.abs(from_bytes(rim) - wall)[hole].mean()  # what OpenCV fills from the rim


def test_the_same_seed_fills_in_the_same_way_whatever_was_in_the_hole() -> None:
    wall = bricks()
    hole = box(wall.shape, 20, 50, 30, 70)
    spoilt = np.where(hole[..., None], np.float32(1), wall)
    assert np.array_equal(filled(wall, hole, seed=1 << 60), filled(spoilt, hole, seed=1 << 60))


def test_nothing_of_what_was_in_the_hole_stays() -> None:
    ramp = np.linspace(0.2, 0.8, 176, dtype=np.float32)[None, :, None].repeat(96, 0).repeat(3, 2)
    hole = box(ramp.shape, 30, 60, 60, 110)
    made = filled(np.where(hole[..., None], np.float32((1, 0, 0)), ramp), hole)
    assert np.abs(made - ramp).max() < 0.05


def test_only_what_may_be_taken_is_taken() -> None:
    picture = np.zeros((60, 120, 3), np.float32)
    picture[:, :60], picture[:, 60:] = (0.1, 0.5, 0.1), (0.9, 0.1, 0.1)
    source = np.arange(120)[None].repeat(60, 0) < 60
    made = filled(picture, box(picture.shape, 15, 45, 40, 100), source)
    assert np.abs(made[20:40, 45:95] - (0.1, 0.5, 0.1)).max() < 0.02


@settings(max_examples=30)
@given(
    st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**64 - 1),
    st.floats(0, 1),
)  # fmt: skip
def test_any_hole_in_any_picture_is_filled_with_colours(height: int, width: int, seed: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    picture = rng.random((height, width, 3)).astype(np.float32)
    hole = rng.random((height, width)) < share
    made = filled(picture, hole, seed=seed)
    assert made.dtype == np.float32
    assert made.min() >= 0
    assert made.max() <= 1
    assert np.array_equal(made[~hole], picture[~hole])


def test_patches_found_are_nearly_as_alike_as_the_best_there_are() -> None:
    rng = np.random.default_rng(1)
    picture = cv2.GaussianBlur(rng.random((48, 64, 3)).astype(np.float32), (0, 0), 1.5)
    inner = np.zeros((48, 64), np.uint8)
    inner[REACH:-REACH, REACH:-REACH] = 1
    source = inner.copy()
    source[:, 26:] = 0
    targets = np.argwhere(inner & (np.arange(64) > 34))
    known, some = np.ones((48, 64), np.uint8), np.argwhere(source)
    exact, found = np.zeros((48, 64, 2), np.int32), np.zeros((48, 64, 2), np.int32)
    search(picture, known, some, targets, exact)
    found[tuple(targets.T)] = some[rng.integers(len(some), size=len(targets))]
    costs = [np.full((48, 64), np.inf, np.float32) for _ in range(2)]
    match(picture, known, source, targets, exact, costs[0], 0, 0)
    match(picture, known, source, targets, found, costs[1], 6, 0)
    best, near = (float(cost[tuple(targets.T)].mean()) for cost in costs)
    assert best <= near < 1.25 * best


def test_a_patch_of_another_brightness_is_joined_without_a_seam() -> None:
    rows, columns = np.mgrid[0:50, 0:70].astype(np.float32)
    ramp = np.stack([0.2 + 0.5 * columns / 70 + 0.1 * rows / 50] * 3, -1).astype(np.float32)
    hole = box(ramp.shape, 0, 30, 20, 50)  # up to the picture's edge
    made = joined(ramp, hole, ~hole, paint=np.clip(ramp + np.float32(0.15), 0, 1))
    assert np.array_equal(made[~hole], ramp[~hole])
    assert np.abs(made - ramp)[hole].max() < 0.1  # deep inside the own colours show a little
    assert np.abs(made - ramp)[29, 20:50].max() < 0.02


def test_joining_solves_its_equations() -> None:
    wall = bricks(40, 60)
    hole = box(wall.shape, 10, 30, 15, 45)
    brighter = np.clip(wall + np.float32(0.1), 0, 1)
    made = joined(wall, hole, ~hole, paint=brighter).astype(np.float64)
    rows, columns = np.nonzero(hole)
    for y, x in zip(rows, columns, strict=True):  # each by hand: as far from its neighbours as in the paint
        want, share = OWN * brighter[y, x].astype(np.float64), OWN
        for dy, dx in AROUND:
            want = want + made[y + dy, x + dx] + brighter[y, x] - brighter[y + dy, x + dx]
            share += 1
        assert np.abs(made[y, x] - want / share).max() < 2e-3


@pytest.mark.parametrize("shape", [(6, 6), (2, 9), (50, 90)])
def test_a_plain_picture_is_filled_with_its_colour_however_little_is_known(shape: tuple[int, int]) -> None:
    hole = np.ones(shape, bool)
    hole[:, :2] = False
    grey = np.where(hole[..., None], np.float32(0), np.full((*shape, 3), 0.5, np.float32))
    assert np.abs(filled(grey, hole) - 0.5).max() < 1e-3


def test_soft_colours_come_from_around() -> None:
    picture = np.full((40, 60, 3), 0.25, np.float32)
    hole = box(picture.shape, 10, 30, 10, 50)
    assert np.abs(softly(np.where(hole[..., None], np.float32(1), picture), ~hole) - 0.25).max() < 1e-3
