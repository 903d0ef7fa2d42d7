"""What stays of a picture that vista paints over: broad colours of each thing, and fine detail where it fits."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.models.vista import layers
from melies.models.vista.detail import detailed
from melies.models.vista.foresee import Asked, unworded
from melies.models.vista.spec import CHANNELS
from melies.models.vista.tone import BROAD, toned

HIGH, WIDE = 24, 40


def test_without_a_start_or_a_share_nothing_is_kept() -> None:
    start = torch.zeros(1, 3, HIGH, WIDE)
    assert toned(Asked(unworded(1), tone=1.0)) is None
    assert toned(Asked(unworded(1), start=start)) is None


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 99), share=st.sampled_from([0.4, 1.0]), drawn=st.booleans())
def test_tone_is_the_mean_of_its_own_thing_around_every_pixel(seed: int, share: float, drawn: bool) -> None:
    rng = np.random.default_rng(seed)
    labels = np.asarray(cv2.resize(rng.integers(0, 4, (2, 2), np.uint8), (WIDE, HIGH), interpolation=cv2.INTER_NEAREST))
    start, clean = torch.from_numpy(rng.normal(0, 1, (2, 1, CHANNELS, HIGH, WIDE)).astype(np.float32))
    coded = torch.from_numpy(layers.of_labels(labels).transpose(2, 0, 1)[None].copy())
    asked = Asked(unworded(1), {"labels": coded} if drawn else {}, start[:, :3], tone=share)
    tone = toned(asked)
    assert tone is not None
    found = tone(clean)
    assert torch.equal(found[:, 3:], clean[:, 3:])
    apart = (start[0, :3] - clean[0, :3]).numpy()
    for y, x in ((9, 14), (8, 12), (15, 27)):  # slowly, far from the picture's edges, in the midst of much
        near = np.s_[y - 6 : y + 7, x - 6 : x + 7]
        weight = np.exp(-sum((np.mgrid[-6:7, -6:7] / BROAD) ** 2) / 2)
        weight = weight * (labels[near] == labels[y, x]) if drawn else weight
        wanted = share * (apart[:, *near] * weight).sum((1, 2)) / weight.sum()
        assert np.allclose((found - clean)[0, :3, y, x].numpy(), wanted, atol=0.03)


def test_a_coat_keeps_its_colour_and_lends_none_to_the_grass() -> None:
    labels = np.full((HIGH, WIDE), 3, np.uint8)
    labels[10:16, 20:22] = 5
    start = torch.zeros(1, 3, HIGH, WIDE)
    start[:, :, 10:16, 20:22] = torch.tensor([0.8, -0.6, -0.6])[:, None, None]
    coded = torch.from_numpy(layers.of_labels(labels).transpose(2, 0, 1)[None].copy())
    tone = toned(Asked(unworded(1), {"labels": coded}, start, tone=1.0))
    assert tone is not None
    found = tone(torch.full((1, CHANNELS, HIGH, WIDE), -0.2))[:, :3]
    assert torch.allclose(found, start, atol=0.02)


@pytest.mark.parametrize("figure", [True, False])
def test_a_figure_keeps_the_colours_of_its_parts(figure: bool) -> None:
    labels = np.full((HIGH, WIDE), 3, np.uint8)
    labels[2:22, 4:36] = 5  # large, so that its size alone would not save it
    start = torch.zeros(1, 3, HIGH, WIDE)
    start[:, :, 2:22, 18:21] = 0.8  # a stripe
    coded = torch.from_numpy(layers.of_labels(labels).transpose(2, 0, 1)[None].copy())
    tone = toned(Asked(unworded(1), {"labels": coded}, start, tone=1.0, figures=frozenset({5} if figure else ())))
    assert tone is not None
    kept = tone(torch.full((1, CHANNELS, HIGH, WIDE), -0.2))[0, 0, 12, 19]
    assert float(kept) > 0.7 if figure else float(kept) < 0.5


def test_a_hole_is_brought_to_the_colours_around_it() -> None:
    clear = torch.ones(1, 1, HIGH, WIDE)
    clear[..., 8:16, 14:26] = 0
    wanted = torch.linspace(-0.6, 0.6, WIDE).expand(1, 3, HIGH, WIDE)
    start = wanted * clear + 9 * (1 - clear)  # what lies in the hole is never asked
    tone = toned(Asked(unworded(1), start=start, clear=clear))
    assert tone is not None
    pattern = torch.from_numpy(np.random.default_rng(0).normal(0, 0.1, (1, CHANNELS, HIGH, WIDE)).astype(np.float32))
    found = tone(pattern)[:, :3, 8:16, 14:26]
    assert (found - (wanted + pattern[:, :3])[:, :, 8:16, 14:26]).abs().mean() < 0.1
    assert toned(Asked(unworded(1), start=start)) is None


def picture(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    rough = cv2.resize(rng.random((6, 10, 3), np.float32), (240, 144), interpolation=cv2.INTER_CUBIC)
    return np.clip(0.2 + 0.6 * rough + rng.normal(0, 0.05, rough.shape), 0.05, 0.95).astype(np.float32)


def small(rgb: np.ndarray) -> np.ndarray:
    return cv2.resize(rgb, (WIDE, HIGH), interpolation=cv2.INTER_AREA)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 99))
def test_an_unchanged_base_gives_the_picture_back(seed: int) -> None:
    fine, made = picture(seed), picture(seed + 100)
    assert np.allclose(detailed(made, small(fine), fine, 1.0), fine, atol=1e-4)
    assert np.array_equal(detailed(made, small(fine), fine, 0.0), made)


@pytest.mark.parametrize("dim", [0.5, 1.0])
def test_detail_is_as_bright_as_its_place_and_leaves_no_ghost(dim: float) -> None:
    fine = picture(1)
    base = small(fine) * np.float32(dim)
    made = cv2.resize(base, (240, 144), interpolation=cv2.INTER_CUBIC)
    crisp = detailed(made, base, fine, 1.0) - made
    whole = fine - cv2.resize(small(fine), (240, 144), interpolation=cv2.INTER_CUBIC)
    assert crisp.std() == pytest.approx(dim * whole.std(), rel=0.15)
    other = small(fine).copy()
    other[8:16, 16:24] = np.where(np.indices((8, 8)).sum(0) % 2, 0.3, 0.7)[..., None]  # another thing
    made = cv2.resize(other, (240, 144), interpolation=cv2.INTER_CUBIC)
    inside = np.s_[54:90, 102:138]
    ghost = detailed(made, other, fine, 1.0)[inside] - made[inside]
    assert ghost.std() < 0.2 * whole[inside].std()
