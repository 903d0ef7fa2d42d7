"""Carried anchors: trusted where they are right, dropped where they are wrong, bare places filled without seams."""

from __future__ import annotations

import math

import numpy as np
import pytest

from melies.core.image import to_bytes
from melies.synthesis.blend import Anchor, cover, fill, join, thick
from melies.synthesis.spread import ALIKE, spread

PLAIN = np.full((60, 80, 3), 0.4, np.float32)
PAINT = np.tile(np.array([0.8, 0.5, 0.2], np.float32), (60, 80, 1))
ALL = np.full((60, 80), 255, np.uint8)


def anchor(picture=PAINT, mask=ALL, plain=PLAIN, weight=1.0) -> Anchor:
    return Anchor(to_bytes(picture), mask, None if plain is None else to_bytes(plain), weight)


def test_one_right_anchor_is_shown_as_it_is() -> None:
    blended, trust = cover(PLAIN, [anchor()])
    assert np.abs(blended - PAINT).max() < 0.01 and trust.min() == 1.0


def test_two_anchors_cross_by_weight() -> None:
    blended, _ = cover(PLAIN, [anchor(weight=0.25), anchor(picture=PAINT * 0.5, weight=0.75)])
    assert np.abs(blended - PAINT * 0.625).max() < 0.01


def test_where_one_is_hidden_the_other_speaks_alone() -> None:
    hidden = ALL.copy()
    hidden[:, :40] = 0
    blended, trust = cover(PLAIN, [anchor(mask=hidden, weight=0.9), anchor(picture=PAINT * 0.5, weight=0.1)])
    assert np.abs(blended[:, :36] - PAINT[:, :36] * 0.5).max() < 0.01 and trust.min() == 1.0


def test_a_little_light_is_followed_and_a_ghost_is_dropped() -> None:
    dimmer = PLAIN - 0.03
    blended, trust = cover(dimmer, [anchor()])
    assert np.abs(blended - (PAINT - 0.03)).max() < 0.02 and trust.min() > 0.9
    ghost = PLAIN.copy()
    ghost[20:40, 30:50] = 0.9
    _, trust = cover(PLAIN, [anchor(plain=ghost)])
    assert trust[30, 40] == 0.0 and trust[30, 10] == 1.0


def test_averaging_keeps_contrast() -> None:
    rng = np.random.default_rng(2)
    a, b = (0.5 + 0.1 * rng.standard_normal((60, 80, 3)).astype(np.float32) for _ in range(2))
    blended, _ = cover(PLAIN, [anchor(picture=a, weight=0.5), anchor(picture=b, weight=0.5)])
    assert 0.078 < blended.std() < 0.1, "a plain mean would leave 0.071"


def test_anchors_that_go_on_from_each_other_gain_no_contrast() -> None:
    strokes = np.random.default_rng(0).random(PAINT.shape).astype(np.float32)
    pair = [anchor(picture=to_bytes(strokes).astype(np.float32) / 255, weight=0.5)] * 2
    alike, _ = cover(PLAIN, pair, unlike=0.0)
    unlike, _ = cover(PLAIN, pair)
    assert np.abs(alike - strokes).max() < 0.01 and unlike.std() > 1.1 * strokes.std()


def test_slivers_take_the_change_of_their_own_surface() -> None:
    plain = PLAIN.copy()
    plain[:, 40:] = 0.9
    painted = np.where(plain < 0.5, np.float32(0.1), np.float32(0.6))
    trust = np.ones((60, 80), np.float32)
    trust[:, 38:42] = 0
    filled = fill(plain, np.where(trust[..., None] > 0, painted, plain), trust)
    assert np.abs(filled - painted).max() < 0.03


def test_fresh_paint_joins_without_a_seam() -> None:
    trust = np.ones((60, 80), np.float32)
    trust[20:40, 20:40] = 0
    fresh = PAINT + np.float32(0.15)
    joined = join(PLAIN, fresh, PAINT, trust)
    assert np.abs(joined[20:40, 20] - joined[20:40, 19]).max() < 0.05
    assert np.array_equal(joined[:10], np.clip(PAINT[:10], 0, 1))


def test_rims_are_slivers_and_patches_are_not() -> None:
    trust = np.ones((180, 320), np.float32)
    trust[:, 100:106] = 0
    assert thick(trust) == 0.0
    trust[50:110, 200:260] = 0
    assert thick(trust) > 0.02


def test_spread_equals_its_definition() -> None:
    rng = np.random.default_rng(3)
    plain, change = (rng.random((12, 14, 3), np.float32) for _ in range(2))
    trust = (rng.random((12, 14)) > 0.4).astype(np.float32)
    fast, _ = spread(change, trust, plain, 3)
    for row, column in zip(*np.nonzero(trust < 0.999), strict=True):
        total, mean = 0.0, np.zeros(3)
        for r in range(max(0, row - 3), min(12, row + 4)):
            for c in range(max(0, column - 3), min(14, column + 4)):
                if trust[r, c] >= 0.05:
                    apart = float(((plain[r, c] - plain[row, column]) ** 2).sum())
                    w = math.exp(-0.5 * apart / ALIKE**2 - 2 * ((r - row) ** 2 + (c - column) ** 2) / 9) + 1e-7
                    total, mean = total + w, mean + w * change[r, c]
        if total > 1e-6:
            assert fast[row, column] == pytest.approx(mean / total, abs=1e-4)
