"""A picture as a shot: a relief that keeps what it shows, moves by the pinhole's rule and uncovers what it hid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml
from PIL import Image as Pillow
from tests.models.tiny_vista import saved

from melies.core.asset import MemoryAssets
from melies.core.camera import Camera
from melies.core.errors import AuthorError, Unsupported
from melies.core.request import Phrase, Request, View
from melies.core.rig import moved
from melies.core.size import Size
from melies.generators.base import engine
from melies.generators.relief import base
from melies.scene import relief as sheets
from melies.story.check import check
from melies.story.open import open_story
from melies.synthesis import make

HIGH, WIDE = 90, 160
FAR, NEAR = 20.0, 4.0


def scene() -> tuple[np.ndarray, np.ndarray]:
    """Smooth waves far away, and a red box before them."""
    y, x = np.mgrid[:HIGH, :WIDE]
    waves = [0.5 + 0.3 * np.sin(x / (9 + 2 * n)) * np.cos(y / (7 + n)) for n in range(3)]
    rgb, depth = np.stack(waves, -1).astype(np.float32), np.full((HIGH, WIDE), FAR, np.float32)
    rgb[30:60, 60:100], depth[30:60, 60:100] = (0.9, 0.1, 0.1), NEAR
    return rgb, depth


def at(**view: object) -> Camera:
    return moved(base(), View(**view), (0.0, 0.0, 10.0))  # type: ignore[arg-type]


def test_from_where_it_was_taken_a_picture_is_itself() -> None:
    rgb, depth = scene()
    same, deep = sheets.seen(sheets.relief(rgb, depth), base(), base())
    assert np.abs(same - rgb).mean() < 0.01 and (np.abs(deep - depth) < 0.5).mean() > 0.97


def test_things_move_as_a_pinhole_says_and_uncover_what_is_behind() -> None:
    rgb, depth = scene()
    aside = 0.5
    moved_, deep = sheets.seen(sheets.relief(rgb, depth), base(), at(translation=(aside, 0.0, 0.0)))
    focal = base().focal(HIGH)
    near, far = (round(aside * focal / z) for z in (NEAR, FAR))
    box = moved_[35:55, 60 - near + 4 : 100 - near - 4]
    assert np.abs(box - (0.9, 0.1, 0.1)).mean() < 0.05
    assert np.abs(moved_[5:25, 20:140] - rgb[5:25, 20 + far : 140 + far]).mean() < 0.03
    uncovered = moved_[35:55, 100 - near + 3 : 100 - far - 3]
    assert (uncovered[..., 0] - uncovered[..., 1]).mean() < 0.4, "the box left its red behind"
    assert deep[45, 100 - near + 6] > 2 * NEAR


def test_motion_is_that_of_projected_points() -> None:
    rng = np.random.default_rng(0)
    near = (1 / rng.uniform(2, 40, (HIGH, WIDE))).astype(np.float32)
    camera = at(translation=(0.4, -0.2, 0.7), rotation=(3.0, -5.0, 2.0), zoom=1.2)
    xy, away = sheets.motion(near, base(), camera)
    rows, columns = np.mgrid[:HIGH, :WIDE] + 0.5
    focal = base().focal(HIGH)
    points = (
        np.stack(((columns - WIDE / 2) / focal, (rows - HIGH / 2) / focal, np.ones_like(rows)), -1) / near[..., None]
    )
    seen = camera.project(points.reshape(-1, 3), WIDE, HIGH).reshape(HIGH, WIDE, 3)
    ahead = seen[..., 2] > 0.1
    assert np.abs(seen[..., 0] - columns - xy[..., 0])[ahead].max() < 0.05
    assert np.abs(1 / seen[..., 2] - away)[ahead].max() < 1e-3


def test_sky_only_turns() -> None:
    xy, away = sheets.motion(np.zeros((HIGH, WIDE), np.float32), base(), at(translation=(3.0, 1.0, 2.0)))
    assert np.abs(xy).max() < 1e-3 and not away.any()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(saved(tmp_path_factory.mktemp("vista")))


def asked(folder: str, assets: MemoryAssets, **more: object) -> Request:
    ref = assets.put((scene()[0] * 255).astype(np.uint8))
    size = Size(width=WIDE, height=HIGH)
    return Request(engine="relief", size=size, structure=ref, options={"weights": folder}).model_copy(update=more)


def test_the_engine_moves_a_picture_and_knows_how(folder: str) -> None:
    assets = MemoryAssets()
    still, pushed = (asked(folder, assets, view=View(translation=(0, 0, z))) for z in (0.0, 0.6))
    one, two = make(still, assets), make(pushed, assets)
    assert np.abs(one.rgb - scene()[0]).mean() < 0.02 and one.depth is not None
    assert not np.array_equal(one.rgb, two.rgb) and np.array_equal(two.rgb, make(pushed, assets).rgb)
    flow = engine("relief").flow(still, pushed, assets)
    assert flow.xy.shape == (HIGH, WIDE, 2) and flow.visible.mean() > 0.5
    same = engine("relief").flow(still, still, assets)
    assert np.abs(same.xy).max() < 1e-2 and same.visible.mean() > 0.99


def test_a_picture_of_another_shape_is_cut_and_words_are_refused(folder: str) -> None:
    assets = MemoryAssets()
    tall = assets.put(np.zeros((300, 100, 3), np.uint8))
    assert make(asked(folder, assets, structure=tall), assets).size == Size(width=WIDE, height=HIGH)
    with pytest.raises(Unsupported, match="can't take text"):
        make(asked(folder, assets, prompt=(Phrase(text="a fox"),)), assets)
    with pytest.raises(AuthorError, match="shows a picture of yours"):
        make(asked(folder, assets, structure=None), assets)


def story(home: Path, folder: str, **shot: object) -> Path:
    Pillow.fromarray((scene()[0] * 255).astype(np.uint8)).save(home / "photo.png")
    shots = [
        {"name": "there", "picture": "photo.png", "prompt": "the old harbour", "length": 0.5,
         "camera": {"move": "push in"}, "options": {"weights": folder}, **shot},
        {"name": "lake", "prompt": "a lake at dusk", "length": 0.5},
    ]  # fmt: skip
    path = home / "story.yaml"
    path.write_text(yaml.safe_dump({"schema": "melies/story@1", "size": "160x90", "fps": 8, "titles": False,
                                    "look": {"name": "starry oils"}, "shots": shots}))  # fmt: skip
    return path


def test_a_story_films_a_picture_between_staged_shots(tmp_path: Path, folder: str) -> None:
    from melies.story.production import film

    path = story(tmp_path, folder)
    check(open_story(path), open_story(path).story)
    *_, last = film(open_story(path).story, tmp_path, tmp_path / "tale.mp4")
    assert (tmp_path / "tale.mp4").stat().st_size > 1000


@pytest.mark.parametrize(
    "wrong", [{"time": "at night"}, {"camera": {"move": "push in", "framing": "close"}}, {"picture": "gone.png"}]
)
def test_what_a_picture_cannot_show_is_told_with_its_line(
    tmp_path: Path, folder: str, wrong: dict[str, object]
) -> None:
    path = story(tmp_path, folder, **wrong)
    with pytest.raises(AuthorError, match="story.yaml.*line|line.*story.yaml"):
        opened = open_story(path)
        check(opened, opened.story)
