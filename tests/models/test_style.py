"""The style network, the looks, and laying them: parity is held in tests/train, bytes and faces here."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from melies.core.errors import AuthorError, OurBug
from melies.core.oklab import from_oklab, to_oklab
from melies.models import grade, guided, lay, looks, style
from melies.models.uncover import uncovered


def scene(width: int = 192, height: int = 108) -> tuple[np.ndarray, np.ndarray]:
    """A flat sunset with a purple and a blue coat; the picture and both masks (2, H, W)."""
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    rgb = np.float32((0.25, 0.2, 0.5)) * (1 - down) + np.float32((1.0, 0.65, 0.4)) * down
    rgb = np.repeat(rgb, width, 1)
    rgb[height * 2 // 3 :] = (0.16, 0.12, 0.2)
    masks = np.zeros((2, height, width), np.float32)
    masks[0, height // 3 : height * 7 // 8, width // 4 : width // 4 + width // 10] = 1
    masks[1, height // 3 : height * 7 // 8, width // 2 : width // 2 + width // 10] = 1
    for mask, colour in zip(masks, ((0.54, 0.25, 0.75), (0.18, 0.44, 0.85)), strict=True):
        rgb = np.where(mask[..., None] > 0, np.float32(colour), rgb)
    return rgb.astype(np.float32), masks


def colour_error(a: np.ndarray, b: np.ndarray, mask: np.ndarray) -> float:
    """Distance in OKLab's a, b between the mean colours of two pictures inside a mask."""
    mean_a, mean_b = (to_oklab(p)[mask > 0.5].mean(0) for p in (a, b))
    return float(np.hypot(*(mean_a - mean_b)[1:]))


@pytest.mark.parametrize("size", [(16, 16), (17, 23), (33, 64), (90, 161)])
def test_any_size_and_the_same_bytes_on_one_and_two_threads(size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(0).random((*size, 3), np.float32)
    one, two = (style.paint(rgb, style.presets()[19], threads) for threads in (1, 2))
    assert one.shape == rgb.shape and one.dtype == np.float32
    assert one.tobytes() == two.tobytes()
    assert 0 <= one.min() and one.max() <= 1


def test_too_small_and_broken_numbers_are_refused() -> None:
    with pytest.raises(AuthorError, match="16x16"):
        style.paint(np.zeros((12, 40, 3), np.float32), style.presets()[0])
    with pytest.raises(OurBug, match="990"):
        style.paint(np.zeros((16, 16, 3), np.float32), np.full(990, np.nan, np.float32))


def test_a_changed_network_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("style.json", "network.onnx"):
        (tmp_path / name).write_bytes((style.HOME / name).read_bytes())
    with (tmp_path / "network.onnx").open("ab") as file:
        file.write(b"\0")
    monkeypatch.setattr(style, "HOME", tmp_path)
    style.facts.cache_clear()
    style.session.cache_clear()
    try:
        with pytest.raises(AuthorError, match="reinstall"):
            style.session(1)
    finally:
        style.facts.cache_clear()


def test_oklab_there_and_back() -> None:
    rgb = np.random.default_rng(1).random((20, 30, 3), np.float32)
    assert np.abs(from_oklab(to_oklab(rgb)) - rgb).max() < 1e-4
    assert np.allclose(to_oklab(np.ones((1, 1, 3), np.float32)), (1, 0, 0), atol=1e-3)


def test_every_shipped_look_loads_with_a_whole_card() -> None:
    assert len(looks.names()) >= 4
    for name in looks.names():
        look = looks.load(name)
        assert look.name == name and np.isfinite(look.norms).all()
        assert look.card.title and look.card.source and look.card.licence and len(look.card.palette) >= 4
        assert 0 < look.card.strength <= 1


def test_names_are_forgiving_and_unknown_ones_get_a_suggestion() -> None:
    assert looks.load("starry-oils").norms is looks.load("starry-oils").norms
    with pytest.raises(AuthorError, match="did you mean 'starry oils'"):
        looks.load("stary oils")
    with pytest.raises(AuthorError, match="no look file"):
        looks.load("nowhere/mine.safetensors")


@pytest.mark.parametrize("damage", ["cut", "empty", "text", "other", "nan"])
def test_files_that_are_no_looks_are_refused_in_one_sentence(tmp_path: Path, damage: str) -> None:
    from safetensors.numpy import save

    whole = (looks.HOME / "starry-oils.safetensors").read_bytes()
    data = {
        "cut": whole[:-100],
        "empty": b"",
        "text": b"a look, honestly",
        "other": save({"norms": np.zeros(3, np.float16)}),
        "nan": save({"norms": np.full(990, np.nan, np.float16)}, {"schema": looks.SCHEMA, "card": "{}"}),
    }[damage]
    path = tmp_path / f"{damage}.safetensors"
    path.write_bytes(data)
    with pytest.raises(AuthorError) as caught:
        looks.load(str(path))
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_a_saved_look_comes_back(tmp_path: Path) -> None:
    card = looks.Card("Mine", "my painting", "CC0-1.0", strength=0.5, palette=("#102030",), figures={"after": 0.25})
    looks.save(tmp_path / "my-own.safetensors", style.presets()[3], card)
    back = looks.load(tmp_path / "my-own.safetensors")
    assert back.card == card and back.name == "my own"
    assert np.allclose(back.norms, style.presets()[3], atol=4e-3)


def test_blend_ends_and_groups() -> None:
    a, b = style.presets()[0], style.presets()[1]
    assert np.allclose(looks.blend(a, b, 1.0), a, atol=1e-6) and np.array_equal(looks.blend(a, b, 0.0), b)
    only_line = looks.blend(a, b, {"line": 1.0, "stroke": 0.0, "colour": 0.0})
    edge = 2 * 3 * 32
    assert np.allclose(only_line[:edge], a[:edge], atol=1e-6) and np.array_equal(only_line[edge:], b[edge:])


def test_strength_goes_from_the_picture_to_the_paint_step_by_step() -> None:
    rgb, _ = scene()
    look = looks.load("starry oils")
    away = [float(np.abs(lay.lay(rgb, look, s) - rgb).mean()) for s in (0.0, 0.2, 0.5, 0.8, 1.0)]
    assert away[0] == 0.0 and away == sorted(away)
    assert away[1] < 0.45 * away[-1]


def test_night_stays_darker_than_day() -> None:
    rgb, _ = scene()
    look = looks.load("starry oils")
    night, day = (lay.lay(np.clip(rgb * k, 0, 1).astype(np.float32), look, 0.65) for k in (0.35, 1.1))
    assert to_oklab(night)[..., 0].mean() < to_oklab(day)[..., 0].mean() - 0.12


def test_the_cast_keeps_its_colours_under_every_look() -> None:
    """Unprotected at full strength the two coats drift; protected they stay themselves and apart."""
    rgb, masks = scene()
    drift, kept = [], []
    for name in looks.names():
        look = looks.load(name)
        bare = lay.lay(rgb, look, 1.0)
        safe = lay.lay(rgb, look, 1.0, masks, cast=0.35)
        drift += [colour_error(bare, rgb, m) for m in masks]
        kept += [colour_error(safe, rgb, m) for m in masks]
    assert np.mean(kept) < 0.5 * np.mean(drift)
    assert max(kept) < 0.12


def test_the_stage_is_painted_as_if_nobody_stood_on_it() -> None:
    """Away from a player's own pixels the paint knows nothing of it: no halo."""
    rgb, masks = scene()
    look = looks.load("starry oils")
    safe = lay.lay(rgb, look, 0.8, masks[:1], cast=0.2)
    empty = lay.lay(uncovered(rgb, masks[0]), look, 0.8)
    outside = masks[0] == 0
    assert np.abs(safe - empty)[outside].max() < (1e-6 if look.card.glow == 0 else 0.02)
    assert np.abs(safe - empty)[masks[0] > 0.9].mean() > 0.05


def test_uncovered_runs_the_neighbours_in_and_touches_nothing_else() -> None:
    ramp = np.linspace(0.2, 0.8, 64, dtype=np.float32)
    rgb = np.broadcast_to(ramp[None, :, None], (48, 64, 3)).copy()
    mask = np.zeros((48, 64), np.float32)
    mask[10:40, 24:40] = 1.0
    covered = np.where(mask[..., None] > 0, np.float32(1.0), rgb)
    mended = uncovered(covered, mask)
    assert np.array_equal(mended[mask == 0], rgb[mask == 0])
    assert np.abs(mended - rgb).max() < 0.12
    assert np.array_equal(uncovered(rgb, np.ones((48, 64), np.float32)), rgb)


def test_uncovered_invents_no_colour_however_much_is_masked() -> None:
    rgb = np.random.default_rng(3).uniform(0.4, 0.6, (90, 160, 3)).astype(np.float32)
    for hole in (np.s_[:, 25:], np.s_[20:, :], np.s_[10:, 20:150]):
        mask = np.zeros((90, 160), np.float32)
        mask[hole] = 1.0
        mended = uncovered(rgb, mask)
        assert mended.min() > 0.38 and mended.max() < 0.62


def test_a_bright_player_wears_no_dark_rim() -> None:
    """Round a bright player on a dark stage the paint is that of the same stage without the player."""
    look = looks.load("starry oils")
    grain = np.random.default_rng(8).normal(0, 0.02, (96, 128, 3))
    stage = np.clip(0.22 + np.linspace(0, 0.1, 96)[:, None, None] + grain, 0, 1).astype(np.float32)
    mask = np.zeros((96, 128), np.float32)
    mask[30:80, 50:74] = 1.0
    played = np.where(mask[..., None] > 0, np.float32((0.95, 0.85, 0.1)), stage)
    ring = (cv2.dilate(mask, np.ones((9, 9), np.uint8)) > 0) & (mask == 0)
    alone = lay.lay(stage, look, 0.7)
    safe, bare = lay.lay(played, look, 0.7, [mask]), lay.lay(played, look, 0.7)
    assert np.abs(safe - alone)[ring].mean() < 0.4 * np.abs(bare - alone)[ring].mean()


def test_limit_pulls_hues_to_the_palette_and_leaves_lightness() -> None:
    rgb = np.repeat(np.repeat(np.random.default_rng(5).random((4, 6, 3), np.float32), 12, 0), 12, 1)
    lab = to_oklab(rgb)
    pulled = grade.limit(lab, ("#c01f86", "#0b6b74"), 1.0)
    wanted = to_oklab(np.float32([[(0xC0, 0x1F, 0x86), (0x0B, 0x6B, 0x74)]]) / 255)[0, :, 1:]

    def away(picture: np.ndarray) -> float:
        gaps = np.linalg.norm(picture[..., None, 1:] - wanted, axis=-1)
        return float(gaps.min(-1).mean())

    assert away(pulled) < 0.75 * away(lab)
    assert np.array_equal(pulled[..., 0], lab[..., 0])
    assert grade.limit(lab, (), 1.0) is lab


def test_glow_only_adds_light_and_only_around_lights() -> None:
    dark = np.full((60, 90, 3), 0.08, np.float32)
    lamp = dark.copy()
    lamp[28:32, 20:24] = (1.0, 0.75, 0.3)
    assert np.allclose(grade.glow(to_oklab(dark), 1.0), to_oklab(dark), atol=1e-6)
    spilt = grade.glow(to_oklab(lamp), 1.0)[..., 0] - to_oklab(lamp)[..., 0]
    assert spilt.min() > -1e-6 and spilt[30, 26] > 10 * max(spilt[30, 80], 1e-4)


def test_small_lights_survive_the_strokes(monkeypatch: pytest.MonkeyPatch) -> None:
    rgb, _ = scene()
    rgb[20:23, 150:153] = (1.0, 0.95, 0.6)
    rgb[90:93, 20:23] = (0.1, 1.0, 0.9)
    kept = to_oklab(lay.lay(rgb, looks.load("starry oils"), 0.65)) - to_oklab(rgb)
    monkeypatch.setattr(lay, "ACCENTS", 0.0)
    lost = to_oklab(lay.lay(rgb, looks.load("starry oils"), 0.65)) - to_oklab(rgb)
    for y, x in ((21, 151), (91, 21)):
        assert np.linalg.norm(kept[y, x]) < 0.65 * np.linalg.norm(lost[y, x])


def test_the_guided_filter_smooths_but_keeps_the_guides_edges() -> None:
    rng = np.random.default_rng(0)
    step = np.where(np.arange(80) < 40, 0.2, 0.8).astype(np.float32)[None, :, None] * np.ones((60, 1, 3), np.float32)
    noisy = (step + rng.normal(0, 0.1, step.shape)).astype(np.float32)
    smoothed = guided.smooth(noisy, step, 8)
    assert np.abs(smoothed - step).mean() < 0.25 * np.abs(noisy - step).mean()
    assert smoothed[:, 42:46].mean() - smoothed[:, 34:38].mean() > 0.5


def test_blur_agrees_with_the_plain_one() -> None:
    import cv2

    picture = np.random.default_rng(2).random((90, 120, 3), np.float32)
    plain = cv2.GaussianBlur(picture, (0, 0), 9, borderType=cv2.BORDER_REFLECT)
    assert np.abs(guided.blur(picture, 9) - plain).max() < 0.02


def test_the_recorded_parity_is_tight() -> None:
    assert json.loads((style.HOME / "style.json").read_text())["parity"] < 1e-4
