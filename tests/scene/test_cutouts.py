"""Cut-outs: cards of a sensible size, standing on their feet, with clean edges and their licences."""

import hashlib

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.media.pack import Pack
from melies.scene import cutouts
from melies.scene.labels import LABELS

SOME = ("elephant", "taxi", "butterfly", "treasure-chest", "planet-mars", "jack-o-lantern", "sunflower", "igloo")


def test_table_is_sound():
    table = cutouts.table()
    assert len(table) > 450
    for key, cut in table.items():
        assert cut.label in LABELS, key
        assert 0.01 <= cut.metres <= 100, key
        assert cut.licence in ("MIT", "Apache-2.0", "Public domain") and cut.credit, key
        left, top, right, bottom = cut.box
        assert right - left >= 8 and bottom - top >= 8, key


@pytest.mark.parametrize("key", SOME)
def test_cards(key):
    card, cut = cutouts.cutout(key), cutouts.table()[key]
    rgba = card.rgba
    assert rgba.dtype == np.float32 and rgba.min() >= 0 and rgba.max() <= 1
    rows = np.flatnonzero((rgba[..., 3] > 0.1).any(1))
    assert abs((rows[-1] + 1 - rows[0]) / card.scale - cut.metres) < 0.05 * cut.metres
    assert abs(card.foot[1] - (rows[-1] + 1)) <= 2
    assert not rgba[:2, :, 3].any() and not rgba[:, :2, 3].any() and not rgba[-2:, :, 3].any()
    assert (card.glow is not None) == cut.glow


def test_clear_pixels_carry_their_neighbours_colour():
    """Fluent's clear pixels are black; filtered, they would draw a dark rim."""
    rgba = cutouts.cutout("swan").rgba
    rim = (rgba[..., 3] < 0.02) & (np.roll(rgba[..., 3], 1, 1) > 0.3)
    assert rim.any() and rgba[rim][:, :3].mean() > 0.35


def test_same_bytes_every_time():
    digest = hashlib.sha256(cutouts.cutout("fire").rgba.tobytes()).hexdigest()
    cutouts.cutout.cache_clear()
    assert hashlib.sha256(cutouts.cutout("fire").rgba.tobytes()).hexdigest() == digest


def test_words_lead_to_keys():
    words = cutouts.words()
    assert words["lorry"] == "articulated-lorry" and words["elephant"] == "elephant"
    assert set(words.values()) <= set(cutouts.table())


def test_unknown_key_is_one_sentence():
    with pytest.raises(AuthorError, match="did you mean 'elephant'"):
        cutouts.cutout("elefant")


def test_notices_go_with_the_pack():
    licences = (cutouts.PACK.parent / "LICENCES.txt").read_text()
    assert "Microsoft Corporation" in licences and "Apache License" in licences and "Google" in licences
    assert cutouts.PACK.stat().st_size < 9_000_000


def test_a_broken_pack_is_one_sentence(tmp_path):
    with pytest.raises(AuthorError, match="build it again"):
        Pack.open(tmp_path / "none.zip")
    (tmp_path / "bad.zip").write_text("no zip")
    (tmp_path / "bad.index.json").write_text('[{"file": "a.webp"}]')
    with pytest.raises(AuthorError, match="broken"):
        Pack.open(tmp_path / "bad.zip")


@pytest.mark.parametrize("key", ["bus", "taxi", "teapot", "elephant"])
def test_a_colour_exchanges_the_main_hue_only(key):
    plain, blue = cutouts.cutout(key).rgba, cutouts.cutout(key, (0.15, 0.3, 0.75)).rgba
    assert np.array_equal(plain[..., 3], blue[..., 3])
    changed = (np.abs(plain - blue).max(-1) > 0.25) & (blue[..., 3] > 0.9)
    assert changed.sum() > 0.15 * (blue[..., 3] > 0.9).sum()
    red, _, azure = blue[changed][:, :3].mean(0)
    assert azure > red + 0.2
