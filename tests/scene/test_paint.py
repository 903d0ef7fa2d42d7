"""Every painted card and ridge keeps its promises: finite, cut clear of its rim, repeatable, seamless."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.labels import PALETTE
from melies.scene.paint.colour import as_lch, from_lab, lch, ramp, to_lab
from melies.scene.paint.registry import CARDS, GROUPS, RIDGES
from melies.scene.paint.relief import Relief
from melies.scene.paint.ridge import ridge

NAMES = list(CARDS)
WANTED = """
pine fir cypress oak birch willow palm acacia cactus banyan mangrove windswept agave bush fern reeds grass wildflowers
vines heather rock boulder butte arch stones cottage house cabin barn church lighthouse windmill castle temple hut tent
watchtower columns shopfront bridge pier fence signpost torii sailboat ship car balloon airship rocket saucer campfire
lantern bench crate cumulus stratus moon crescent sun
""".split()
SOME = ["oak", "fir", "rock", "cottage", "neon tower", "cumulus", "moon", "grass"]


@cache
def plain(name: str) -> Card:
    return CARDS[name](Seed(3))


def alike(one: Card, two: Card) -> bool:
    same_glow = (one.glow is None) == (two.glow is None) and (one.glow is None or np.array_equal(one.glow, two.glow))
    return one.rgba.shape == two.rgba.shape and np.array_equal(one.rgba, two.rgba) and same_glow


@pytest.mark.parametrize("name", NAMES)
def test_a_card_is_sound(name: str) -> None:
    painter = CARDS[name]
    card = plain(name)
    high, wide = card.rgba.shape[:2]
    alpha = card.rgba[..., 3]
    assert card.rgba.dtype == np.float32 and np.isfinite(card.rgba).all()
    assert card.rgba.min() >= 0 and card.rgba.max() <= 1
    assert 0.02 < (alpha > 0.5).mean() < 0.99
    assert 64 <= max(high, wide) <= 1024
    assert painter.group in GROUPS and painter.label in PALETTE and card.label in PALETTE
    assert 0.4 < card.metres[1] / painter.height < 2.2
    edges = {"t": alpha[0], "b": alpha[-1], "l": alpha[:, 0], "r": alpha[:, -1]}
    for side, edge in edges.items():
        assert (edge.max() > 0.5) == (side in painter.touch)
    if card.glow is not None:
        assert card.glow.shape == alpha.shape and card.glow.dtype == np.float32
        assert 0 <= card.glow.min() and card.glow.max() <= 1.001
    if painter.group != "sky":
        assert -0.1 * wide < card.foot[0] < 1.1 * wide
        assert (card.foot[1] < 0.2 * high) if painter.hangs else (card.foot[1] > 0.5 * high)


@pytest.mark.parametrize("name", SOME)
def test_another_seed_differs(name: str) -> None:
    assert not alike(plain(name), CARDS[name](Seed(2)))


@pytest.mark.parametrize("name", NAMES[::4])
def test_the_same_seed_gives_the_same_bytes(name: str) -> None:
    assert alike(plain(name), CARDS[name](Seed(3)))


@pytest.mark.parametrize("name", NAMES)
def test_variants_paint_and_differ(name: str) -> None:
    way = ("alien", "ruined")[NAMES.index(name) % 2]
    card = CARDS[name](Seed(3), **{way: True})
    assert np.isfinite(card.rgba).all() and (card.rgba[..., 3] > 0.5).mean() > 0.015
    the_same = name in ("glowing mushrooms", "saucer", "columns", "snow drift")
    assert CARDS[name].group == "sky" or the_same or not alike(card, plain(name))


def test_tint_turns_the_paint() -> None:
    def mean_hue(card: Card) -> float:
        return as_lch(np.average(card.rgba[..., :3].reshape(-1, 3), axis=0, weights=card.rgba[..., 3].ravel()))[2]

    assert abs(mean_hue(CARDS["oak"](Seed(0), tint=(0.85, 0.25, 0.2))) - 30) < 40
    assert 90 < mean_hue(plain("oak")) < 170


def test_what_the_stage_asks_for_is_there() -> None:
    assert set(WANTED) <= set(NAMES)
    assert len([name for name in NAMES if "tower" in name]) >= 4
    with pytest.raises(AuthorError, match="did you mean 'palm'"):
        CARDS["plam"]


def test_transparent_paint_is_bled_so_that_sampling_has_no_fringe() -> None:
    card = plain("oak")
    alpha = card.rgba[..., 3]
    rim = (alpha == 0) & (np.roll(alpha, 1, 0) > 0.9)
    assert rim.any() and card.rgba[rim][:, :3].mean() > 0.5 * card.rgba[alpha > 0.9][:, :3].mean()


@pytest.mark.parametrize("kind", list(RIDGES))
def test_a_ridge_tiles_and_repeats(kind: str) -> None:
    strip = ridge(Seed(2), kind, 768, 128)
    rgba, line = strip.rgba, strip.heightline
    assert rgba.shape == (128, 768, 4) and rgba.dtype == np.float32 and np.isfinite(rgba).all()
    assert line.shape == (768,) and line.max() > 0.2 * 128 and line.max() <= 128
    steps = np.abs(np.diff(rgba * rgba[..., 3:], axis=1)).mean((0, 2))
    seam = np.abs(rgba[:, 0] * rgba[:, 0, 3:] - rgba[:, -1] * rgba[:, -1, 3:]).mean()
    assert seam <= max(np.quantile(steps, 0.995), 1e-3) * 1.5
    again = ridge(Seed(2), kind, 768, 128)
    assert np.array_equal(rgba, again.rgba)
    assert not np.array_equal(rgba, ridge(Seed(3), kind, 768, 128).rgba)


@pytest.mark.parametrize("kind", list(RIDGES))
def test_a_ridge_has_its_variants(kind: str) -> None:
    for told in ({"alien": True}, {"ruined": True, "tint": (0.3, 0.3, 0.8)}):
        strip = ridge(Seed(2), kind, 768, 128, **told)
        assert np.isfinite(strip.rgba).all() and strip.rgba.shape == (128, 768, 4)


def test_the_city_has_a_map_of_its_lights() -> None:
    glow = ridge(Seed(2), "city", 768, 128).glow
    assert glow is not None and 0.001 < (glow > 0.5).mean() < 0.3


def test_islands_leave_most_of_the_horizon_open() -> None:
    assert (ridge(Seed(0), "islands", 2048, 256).heightline < 3).mean() > 0.4


def test_relief_shows_the_nearest_land_as_a_plain_loop_would() -> None:
    rng = np.random.default_rng(0)
    height = np.cumsum(rng.uniform(-1, 3, (12, 40)), 0).astype(np.float32)
    view = Relief(height, 24).view()
    for x in range(40):
        for y in range(24):
            hit = [z for z in range(12) if np.ceil(height[z, x]) > y]
            if hit:
                assert view.here[23 - y, x] // 40 == min(hit[0], int(np.argmax(height[:, x])))


def test_oklab_goes_there_and_back_and_ramps_rise() -> None:
    rgb = np.random.default_rng(1).uniform(0, 1, (50, 3))
    assert np.allclose(from_lab(to_lab(rgb)), rgb, atol=1e-6)
    lightness = to_lab(ramp(lch(0.5, 0.1, 140), 6))[:, 0]
    assert (np.diff(lightness) > 0).all()
