"""Vista on the command line: stills from what is drawn, layers read in any picture, and messages for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from tests.models.tiny_vista import saved
from typer.testing import CliRunner

from melies.cli.app import app
from melies.cli.given import pictures
from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.media.picture import read_rgb, write_png
from melies.scene.labels import DRAWN, LABELS, colour


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(saved(tmp_path_factory.mktemp("vista")))


def told(*words: str) -> str:
    done = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def drawn_map(path: Path) -> Path:
    labels = np.full((96, 176), LABELS["sky"], np.uint8)
    labels[50:] = LABELS["grass"]
    return write_png(path, colour(labels))


def test_a_map_and_lines_become_a_picture(tmp_path: Path, folder: str) -> None:
    lines = np.full((96, 176, 3), 255, np.uint8)
    lines[50:52] = 0
    drawing, out = write_png(tmp_path / "lines.png", lines), tmp_path / "o.png"
    told("still", "a meadow", "--engine", "vista", "--labels", str(drawn_map(tmp_path / "map.png")), "--outline",
         str(drawing), "--option", f"weights={folder}", "--steps", "2", "-o", str(out))  # fmt: skip
    assert read_rgb(out).shape == (96, 176, 3)
    with pytest.raises(AuthorError, match=r"other pictures \(labels, outline\)"):
        told("replay", str(out))


def test_a_map_may_be_clear_where_the_author_leaves_it_open(tmp_path: Path, folder: str) -> None:
    drawn = np.zeros((96, 176, 4), np.uint8)
    path, out = tmp_path / "map.png", tmp_path / "o.png"
    Pillow.fromarray(drawn).save(path)
    with pytest.raises(AuthorError, match="clear all over"):
        pictures(None, None, path, None, None)
    drawn[40:80, 30:90] = (*DRAWN["building"], 255)
    Pillow.fromarray(drawn).save(path)
    assets, given = pictures(None, None, path, None, None)
    assert set(np.unique(assets.get(given.refs["labels"]))) == {LABELS["building"], OPEN}
    told("still", "a house in a meadow", "--engine", "vista", "--labels", str(path), "--option", f"weights={folder}",
         "--steps", "3", "-o", str(out))  # fmt: skip
    assert read_rgb(out).shape == (96, 176, 3)


def test_a_picture_is_painted_over_and_filled(tmp_path: Path, folder: str) -> None:
    photo = write_png(tmp_path / "photo.png", np.random.default_rng(0).integers(0, 256, (96, 176, 3)).astype(np.uint8))
    mask = np.zeros((96, 176, 3), np.uint8)
    mask[:, :60] = 255
    hole, out = write_png(tmp_path / "hole.png", mask), tmp_path / "o.png"
    told("still", "a meadow", "--engine", "vista", "--init", str(photo), "--mask", str(hole), "--option",
         f"weights={folder}", "--steps", "2", "-o", str(out))  # fmt: skip
    assert np.array_equal(read_rgb(out)[:, 60:], read_rgb(photo)[:, 60:])
    told("still", "a meadow", "--engine", "vista", "--init", str(photo), "--strength", "0.3", "--option",
         f"weights={folder}", "--steps", "8", "-o", str(out))  # fmt: skip
    assert '"strength":"0.3"' in Pillow.open(out).text["melies"] or '"strength":0.3' in Pillow.open(out).text["melies"]


def test_layers_of_a_picture_are_written(tmp_path: Path, folder: str) -> None:
    photo = write_png(tmp_path / "photo.png", np.random.default_rng(0).integers(0, 256, (70, 90, 3)).astype(np.uint8))
    found = json.loads(told("see", str(photo), "-o", str(tmp_path / "layers"), "--weights", folder, "--json"))
    names = {Path(file).name for file in found["files"]}
    assert names == {"photo-depth.png", "photo-depth.exr", "photo-labels.png", "photo-outline.png"}
    depth = np.asarray(Pillow.open(tmp_path / "layers" / "photo-depth.png"))
    assert depth.dtype == np.uint16 and depth.shape == (70, 90)
    import OpenEXR

    metres = OpenEXR.File(str(tmp_path / "layers" / "photo-depth.exr")).channels()["Z"].pixels
    near = np.isfinite(metres) & (metres < 65)
    assert np.allclose(metres[near], depth[near] / 1000, atol=1e-3)
    assert abs(sum(found["labels"].values()) - 1) < 0.2
    labels = read_rgb(tmp_path / "layers" / "photo-labels.png")
    assert {tuple(rgb) for rgb in labels.reshape(-1, 3)} <= set(DRAWN.values())


def test_the_palette_is_written_with_its_names(tmp_path: Path) -> None:
    told("see", "--palette", str(tmp_path / "palette.png"))
    seen = {tuple(rgb) for rgb in read_rgb(tmp_path / "palette.png").reshape(-1, 3)}
    assert set(DRAWN.values()) <= seen


def test_what_is_no_map_or_drawing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pink = write_png(tmp_path / "pink.png", np.full((40, 40, 3), (255, 0, 255), np.uint8))
    with pytest.raises(AuthorError, match="no label map"):
        pictures(None, None, pink, None, None)
    white = write_png(tmp_path / "white.png", np.full((40, 40, 3), 255, np.uint8))
    with pytest.raises(AuthorError, match="has no lines"):
        pictures(None, None, None, white, None)
    some = colour(np.full((40, 40), LABELS["sky"], np.uint8))
    some[:6] = (255, 0, 255)
    assets, given = pictures(None, None, write_png(tmp_path / "some.png", some), None, "80x40")
    said = capsys.readouterr().err
    assert "stretched to 80x40" in said and "the nearest is taken" in said and given.size == "80x40"


@pytest.mark.parametrize(
    ("words", "told_"),
    [
        (("see", "PHOTO", "-o", "FILE/sub"), "cannot write"),
        (("corpus", "composites", "EMPTY", "-o", "FILE"), "cannot write"),
        (("corpus", "pictures", "EMPTY", "-o", "NEW"), "build it again"),
        (("still", "a hill", "--engine", "vista", "--init", "PHOTO", "--strength", "nan"), "--strength is 0"),
    ],
)
def test_what_can_t_be_done_is_told_before_anything_is_made(tmp_path: Path, words: tuple[str, ...], told_: str) -> None:
    (tmp_path / "FILE").write_text("")
    (tmp_path / "EMPTY").mkdir()
    write_png(tmp_path / "PHOTO", np.zeros((40, 40, 3), np.uint8))
    given = [str(tmp_path / word) if word.split("/")[0].isupper() else word for word in words]
    with pytest.raises(AuthorError, match=told_):
        CliRunner().invoke(app, given, catch_exceptions=False)
    assert not (tmp_path / "NEW").exists()


def test_nothing_to_see_is_told(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="--palette"):
        CliRunner().invoke(app, ["see"], catch_exceptions=False)


def test_a_film_of_a_picture_alone_has_its_title_before_it(tmp_path: Path, folder: str) -> None:
    rows, columns = np.mgrid[:60, :90]
    write_png(tmp_path / "photo.png", np.stack([rows * 4, columns * 2, rows + columns], -1).astype(np.uint8))
    story = tmp_path / "story.yaml"
    story.write_text(
        "title: Photo\nsize: 96x64\nfps: 4\nshots:\n  - {name: hill, picture: photo.png, length: 1, "
        f"camera: {{move: push in}}, options: {{weights: {folder}}}}}\n",
        encoding="utf-8",
    )
    told("film", str(tmp_path), "-o", str(tmp_path / "photo.mp4"))
    assert (tmp_path / "photo.mp4").stat().st_size > 1000


@pytest.mark.parametrize(
    ("made", "flag", "says"),
    [
        (np.zeros((96, 176, 3), np.uint8), "--mask", "black all over"),
        (np.full((1, 1, 3), 200, np.uint8), "--labels", r"x.png is 1x1; give a picture of at least 16 pixels"),
        (np.repeat(np.arange(176, dtype=np.uint8)[None, :, None], 96, 0).repeat(3, 2), "--labels", "is no label map"),
    ],
)
def test_pictures_that_say_nothing_are_refused(
    tmp_path: Path, folder: str, made: np.ndarray, flag: str, says: str
) -> None:
    photo = write_png(tmp_path / "photo.png", np.full((96, 176, 3), 90, np.uint8))
    write_png(tmp_path / "x.png", made)
    with pytest.raises(AuthorError, match=says):
        told("still", "a lake", "--engine", "vista", "--init", str(photo), flag, str(tmp_path / "x.png"))


def test_an_engine_that_takes_what_this_one_can_t_is_named(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=r"can't take a label map \(--labels\); .* choose the engine vista"):
        told("still", "a lake", "--labels", str(drawn_map(tmp_path / "map.png")))


def test_the_palette_is_told_in_numbers(tmp_path: Path) -> None:
    said = told("see", "--palette", str(tmp_path / "palette.png"))
    assert "\t20 190 190\t#14bebe" in said and said.count("\t#") == len(DRAWN)
