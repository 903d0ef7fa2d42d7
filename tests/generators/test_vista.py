"""The engine `vista`: from words, from what is drawn, over a picture, over the stage; with a tiny network."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from tests.models.tiny_vista import saved

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError, Unsupported
from melies.core.image import Image, mask_bytes, to_bytes
from melies.core.option import Setting
from melies.core.request import Guide, Phrase, Request, View
from melies.core.size import Size
from melies.generators.base import Step, engine
from melies.scene.labels import FIGURES, LABELS, MOON
from melies.synthesis import make, run

SIZE = Size(width=176, height=96)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(saved(tmp_path_factory.mktemp("vista")))


def asked(folder: str, words: str = "a lake at dusk", **more: object) -> Request:
    direct = {} if "place" in more else {"direct": "words"}
    options = {"weights": folder, "steps": 3, **direct, **more.pop("options", {})}  # type: ignore[dict-item]
    return Request(engine="vista", size=SIZE, prompt=(Phrase(text=words),), options=options).model_copy(update=more)


def test_words_make_a_picture_with_layers_and_the_same_one_again(folder: str) -> None:
    one, two = (make(asked(folder), MemoryAssets()) for _ in range(2))
    assert one.size == SIZE and one.labels is not None and one.depth is not None
    assert np.array_equal(one.rgb, two.rgb)
    assert not np.array_equal(one.rgb, make(asked(folder, seed=1), MemoryAssets()).rgb)
    assert one.info["prompt"] == "a lake at dusk" and len(one.info["sha256"]) == 64
    assert [step.index for step in run(asked(folder), MemoryAssets())] == [1, 2, 3, 4, 5]


def test_drawn_labels_are_the_pictures_labels(folder: str) -> None:
    assets = MemoryAssets()
    labels = np.full((96, 176, 1), LABELS["sky"], np.uint8)
    labels[48:] = LABELS["water"]
    made = make(asked(folder, labels=assets.put(labels)), assets)
    assert np.array_equal(made.labels, labels[..., 0])
    assert not np.array_equal(made.rgb, make(asked(folder), assets).rgb)


def test_an_outline_leads(folder: str) -> None:
    assets = MemoryAssets()
    lines = np.zeros((96, 176), np.float32)
    lines[40:42] = 1
    made = make(asked(folder, outline=assets.put(mask_bytes(lines))), assets)
    assert not np.array_equal(made.rgb, make(asked(folder), assets).rgb)


@pytest.mark.parametrize("seed", range(6))
def test_outside_of_a_mask_no_byte_differs(folder: str, seed: int) -> None:
    rng, assets = np.random.default_rng(seed), MemoryAssets()
    picture = rng.integers(0, 256, (96, 176, 3)).astype(np.uint8)
    mask = np.zeros((96, 176, 1), np.uint8)
    y, x = rng.integers(0, 60), rng.integers(0, 120)
    mask[y : y + 30, x : x + 50] = rng.integers(1, 256)
    made = make(asked(folder, structure=assets.put(picture), fill=assets.put(mask)), assets)
    differs = (to_bytes(made.rgb) != picture).any(-1)
    assert not differs[mask[..., 0] == 0].any() and differs.any()


def test_strength_says_how_much_of_a_picture_is_new(folder: str) -> None:
    assets = MemoryAssets()
    picture = np.random.default_rng(0).integers(0, 256, (96, 176, 3)).astype(np.uint8)
    ref = assets.put(picture)

    def painted(strength: float) -> list[Step]:
        return list(run(asked(folder, structure=ref, options={"strength": strength, "steps": 10}), assets))

    assert np.array_equal(to_bytes(painted(0)[-1].image.rgb), picture)
    assert [len(painted(strength)) for strength in (0.3, 1.0)] == [3 + 2, 10 + 2]


def test_critics_lead_it_while_it_paints(folder: str) -> None:
    def redder(picture: torch.Tensor) -> torch.Tensor:
        way = torch.zeros_like(picture)
        way[:, 0, :, :88] = 1
        return way

    led, plain = engine("vista").led(redder), engine("vista")
    red, none = ([step.image.rgb for step in one.make(asked(folder), MemoryAssets())][-1] for one in (led, plain))
    assert (red - none)[:, :80, 0].mean() > 0.02 > (red - none)[:, 96:, 0].mean()
    grey = Guide(kind="saturation", weight=2.0)
    made = make(asked(folder, guides=(grey,)), MemoryAssets())
    assert engine("vista").can(asked(folder)).guided and not np.array_equal(made.rgb, none)


def test_the_stage_directs_a_films_frame(folder: str) -> None:
    request = asked(folder, place="lake", view=View(translation=(0.3, 0, 0)))
    able = engine("vista").can(request)
    assert able.stage == "diorama" and able.takes_camera
    plain = Request(engine="vista", size=SIZE, prompt=request.prompt)
    assert engine("vista").can(plain).stage == "diorama", "words alone are staged too"
    drawn = plain.model_copy(update={"labels": MemoryAssets().put(np.zeros((96, 176, 1), np.uint8))})
    assert not engine("vista").can(drawn).stage
    made = make(request, MemoryAssets())
    stage = make(Request(size=SIZE, prompt=request.prompt, place="lake", view=request.view), MemoryAssets())
    assert np.array_equal(made.labels, stage.labels) and not np.array_equal(made.rgb, stage.rgb)
    assert engine("vista").flow(request, request, MemoryAssets()).xy.shape == (96, 176, 2)


def test_over_the_stage_broad_colours_and_detail_stay_unless_the_author_says_otherwise(folder: str) -> None:
    far = {}
    for name, options in {"as it is": {}, "no tone": {"tone": 0.0}}.items():
        request = asked(folder, place="lake", options=options)
        stage = make(Request(size=SIZE, prompt=request.prompt, place="lake"), MemoryAssets())
        made = make(request, MemoryAssets())
        apart = made.rgb - stage.rgb
        far[name] = float(np.abs(cv2.GaussianBlur(apart, (0, 0), 12)).mean())
    assert far["as it is"] < 0.2 * far["no tone"]
    told = make(asked(folder, place="lake"), MemoryAssets()).info["settings"]
    assert told == {"steps": 3, "guidance": 1.5, "strength": 0.5, "tone": 1.0, "detail": 1.0}
    assets = MemoryAssets()
    over = assets.put(np.full((96, 176, 3), 90, np.uint8))
    told = make(asked(folder, structure=over), assets).info["settings"]
    assert told == {"steps": 3, "guidance": 1.5, "strength": 0.75, "tone": 0.0, "detail": 1.0}


def test_a_moon_is_a_figure_and_a_picture_of_another_size_is_painted_over(folder: str) -> None:
    assert {MOON, LABELS["animal"]} <= FIGURES and LABELS["water"] not in FIGURES
    assets = MemoryAssets()
    over = assets.put(np.full((64, 120, 3), 90, np.uint8))
    *_, last = engine("vista").make(asked(folder, structure=over), assets)
    assert last.image.rgb.shape == (96, 176, 3)


def test_a_little_strength_keeps_the_fine_detail_of_a_picture() -> None:
    assets, fine = MemoryAssets(), {}
    words, large = (Phrase(text="a city street at night"),), Size(width=352, height=192)
    true = make(Request(size=large, prompt=words), MemoryAssets()).rgb
    for detail in (0.0, 1.0):
        options = {"strength": 0.3, "steps": 10, "detail": detail}
        over = Request(engine="vista", size=large, prompt=words, structure=assets.put(to_bytes(true)), options=options)
        parts = [rgb - cv2.GaussianBlur(rgb, (0, 0), 2) for rgb in (make(over, assets).rgb, true)]
        fine[detail] = np.corrcoef(parts[0].ravel(), parts[1].ravel())[0, 1]
    assert fine[1.0] > 0.7 and fine[1.0] > fine[0.0] + 0.2


def test_what_only_the_network_did_not_read_was_drawn_by_the_stage(folder: str) -> None:
    words = (
        "a lake at dusk, pine trees, mist, a fox, a red boat, reeds, stones, high mountains, clouds, two birds, a moon"
    )
    assert make(asked(folder, words), MemoryAssets()).info["not_drawn"]
    request = asked(folder, words, place="lake")
    stage = make(Request(size=SIZE, prompt=request.prompt, place="lake"), MemoryAssets())
    assert make(request, MemoryAssets()).info["not_drawn"] == stage.info["not_drawn"]


def test_what_it_cannot_take_is_said_before_any_work(folder: str) -> None:
    with pytest.raises(Unsupported, match="camera"):
        make(asked(folder, view=View(zoom=2), options={"direct": "words"}), MemoryAssets())
    with pytest.raises(AuthorError, match="strength is 0 to 1"):
        make(asked(folder, options={"strength": 3}), MemoryAssets())
    with pytest.raises(AuthorError, match="melies train vista wrote"):
        make(asked(str(Path(folder) / "none")), MemoryAssets())
    assets = MemoryAssets()
    labels = assets.put(np.zeros((96, 176, 1), np.uint8))
    with pytest.raises(Unsupported, match="labels"):
        make(Request(size=SIZE, prompt=(Phrase(text="a lake"),), labels=labels), assets)
    with pytest.raises(AuthorError, match="name both"):
        make(asked(folder, fill=labels), assets)


def test_a_variation_leans_from_one_seed_to_another(folder: str) -> None:
    here, there = (make(asked(folder, seed=seed), MemoryAssets()).rgb for seed in (3, 8))
    leaning = [
        make(asked(folder, seed=3, options={"subseed": 8, "subseed_strength": share}), MemoryAssets()).rgb
        for share in (0.0, 0.2, 1.0)
    ]
    assert np.array_equal(leaning[0], here) and np.array_equal(leaning[2], there)
    assert 0 < np.abs(leaning[1] - here).mean() < np.abs(there - here).mean()
    same = make(asked(folder, seed=3, options={"subseed": 3, "subseed_strength": 0.5}), MemoryAssets()).rgb
    assert np.array_equal(same, here), "a seed leans nowhere towards itself"


def test_one_prompt_turns_into_another(folder: str) -> None:
    def at(share: float) -> np.ndarray:
        texts = {"a lake at dusk": 1 - share, "a desert at noon": share}
        prompt = tuple(Phrase(text=text, weight=weight) for text, weight in texts.items() if weight)
        return make(asked(folder, prompt=prompt), MemoryAssets()).rgb

    begin, almost, halfway, end = (at(share) for share in (0.0, 0.02, 0.5, 1.0))
    assert np.abs(almost - begin).mean() < 0.2 * np.abs(end - begin).mean()
    assert np.abs(halfway - begin).mean() > np.abs(almost - begin).mean() > 0


def test_a_mask_of_another_size_is_refused_before_anything_is_painted(folder: str) -> None:
    assets = MemoryAssets()
    given = {
        "structure": assets.put(np.full((96, 176, 3), 90, np.uint8)),
        "fill": assets.put(np.full((9, 9, 1), 255, np.uint8)),
    }
    with pytest.raises(AuthorError, match="fill is as large as the picture"):
        next(run(asked(folder, **given), assets))


def test_a_mask_that_leaves_nothing_to_fill_from_is_refused(folder: str) -> None:
    assets = MemoryAssets()
    given = {
        "structure": assets.put(np.full((96, 176, 3), 90, np.uint8)),
        "fill": assets.put(np.full((96, 176, 1), 255, np.uint8)),
    }
    with pytest.raises(AuthorError, match="give --strength"):
        make(asked(folder, **given), assets)
    assert make(asked(folder, options={"strength": 1.0}, **given), assets).size == SIZE


def test_a_hole_is_filled_from_the_picture_unless_paint_is_asked_for(folder: str) -> None:
    assets = MemoryAssets()
    ramp = np.linspace(60, 200, 176)[None, :, None].repeat(96, 0).repeat(3, 2).astype(np.uint8)
    spoilt = ramp.copy()
    spoilt[30:60, 60:110] = (255, 0, 0)
    mask = np.zeros((96, 176, 1), np.uint8)
    mask[30:60, 60:110] = 255
    given = {"structure": assets.put(spoilt), "fill": assets.put(mask)}

    def painted(**options: Setting) -> Image:
        return make(asked(folder, options=options, **given), assets)

    plain = painted()
    assert np.abs(to_bytes(plain.rgb).astype(int) - ramp).max() < 12
    assert plain.info["settings"]["strength"] == 0 and "--strength" in plain.info["not_drawn"][0]
    over = painted(strength=0.6)
    assert "not_drawn" not in over.info and not np.array_equal(over.rgb, plain.rgb)
    assert np.array_equal(to_bytes(over.rgb)[mask[..., 0] == 0], spoilt[mask[..., 0] == 0])
    labels = assets.put(np.full((96, 176, 1), LABELS["water"], np.uint8))
    led = make(asked(folder, labels=labels, **given), assets)
    assert led.info["settings"]["strength"] == 1 and not np.array_equal(led.rgb, plain.rgb)
    red = painted(strength=0.3, masked="original", tone=1.0).rgb[40:50, 75:95].mean((0, 1))
    assert red[0] > red[1] + 0.2, "what the hole held is painted over"
