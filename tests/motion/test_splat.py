"""Splats: the fast one equals the slow one, the picture stays true, holes are known and filled from behind."""

from __future__ import annotations

import numpy as np
import pytest

from melies.motion.animatic import animatic
from melies.scene.splat import Pushed, fill_far, inverse, splat, splat_reference
from melies.synthesis import make


def psnr(a: np.ndarray, b: np.ndarray) -> float:
    return float(-10 * np.log10(np.mean((a - b) ** 2) + 1e-12))


@pytest.mark.parametrize("spread", [0.0, 0.4, 7.0])
def test_fast_equals_slow(spread: float) -> None:
    rng = np.random.default_rng(5)
    rgb = rng.random((40, 60, 3), np.float32)
    near = np.where(rng.random((40, 60)) < 0.2, 0, rng.random((40, 60))).astype(np.float32)
    xy = (rng.standard_normal((40, 60, 2)) * spread).astype(np.float32)
    for fast, slow in zip(splat(Pushed(rgb, near, xy)), splat_reference(rgb, near, xy), strict=True):
        assert np.allclose(fast, slow, atol=1e-4)


def test_nothing_moved_is_the_same_picture() -> None:
    rgb = np.random.default_rng(1).random((20, 30, 3), np.float32)
    picture, _, holes = splat(Pushed(rgb, np.ones((20, 30), np.float32), np.zeros((20, 30, 2), np.float32)))
    assert np.allclose(picture, rgb, atol=1e-6) and not holes.any()


def test_two_pictures_mix_by_weight_and_fill_each_others_holes() -> None:
    near, still, away = np.ones((4, 6), np.float32), np.zeros((4, 6, 2), np.float32), np.full((4, 6, 2), 99, np.float32)
    black, white = (np.full((4, 6, 3), value, np.float32) for value in (0, 1))
    mixed, _, _ = splat(Pushed(black, near, still, 0.25), Pushed(white, near, still, 0.75))
    assert np.allclose(mixed, 0.75, atol=1e-6)
    alone, _, holes = splat(Pushed(black, near, away, 0.999), Pushed(white, near, still, 0.001))
    assert np.allclose(alone, 1, atol=1e-6) and not holes.any()


def test_near_covers_far_and_holes_are_filled_from_behind() -> None:
    rgb = np.zeros((8, 40, 3), np.float32)
    near = np.full((8, 40), 0.1, np.float32)
    rgb[:, 10:15], near[:, 10:15] = 1.0, 1.0
    xy = np.zeros((8, 40, 2), np.float32)
    xy[:, 10:15, 0] = 12
    picture, depth, holes = splat(Pushed(rgb, near, xy))
    assert picture[4, 24].min() > 0.99 and holes[4, 10:15].all() and not holes[4, 15:].any()
    fill_far(picture, depth, holes)
    assert picture[4, 10:15].max() < 0.01


def test_sky_stays_behind() -> None:
    depth = np.array([[np.inf, 2.0]], np.float32)
    assert inverse(depth).tolist() == [[0.0, 0.5]]


@pytest.mark.parametrize("move", ["truck right", "push in", "pan left"])
def test_animatic_is_true_between_renders(move, take, assets) -> None:
    shot = take(move=move, frames=13, size=(320, 180))
    for frame, image in animatic(shot, assets, every=12, only=(2, 6, 10)):
        true = make(shot.request(frame), assets)
        assert psnr(true.rgb, image.rgb) > 30
        assert image.info["splat"] and np.isfinite(image.depth).all()


def test_animatic_renders_few_frames_in_any_order(take, assets, monkeypatch) -> None:
    import melies.motion.animatic as module

    made = []
    monkeypatch.setattr(module, "make", lambda request, store: made.append(1) or make(request, store))
    shot = take(frames=25)
    whole = {frame: image.rgb.tobytes() for frame, image in animatic(shot, assets, every=12)}
    assert len(made) == 3 and len(whole) == 25
    assert all(image.rgb.tobytes() == whole[at] for at, image in animatic(shot, assets, 12, only=(20, 5, 24)))
