"""The hand at the command line: tries, regions, edits and reports, and what goes wrong with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from melies.cli.failing import explained
from melies.media.picture import read, write_png

WORDS = "a red fox by an alpine lake at dusk, full moon, pine trees"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("lake") / "lake.png"
    assert explained(["still", WORDS, "--size", "160x96", "-o", str(path)]) == 0
    return path


@pytest.fixture
def home(tmp_path: Path, lake: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "lake.png").write_bytes(lake.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert explained([*words]) == status, capsys.readouterr().err
    out, err = capsys.readouterr()
    return err if status else out


def wishes(home: Path, text: str) -> str:
    (home / "e.yaml").write_text(f"regions:\n{text}", encoding="utf-8")
    return "e.yaml"


def test_from_regions_to_a_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edits, drawn = (Path(line) for line in run(capsys, "regions", "lake.png").split())
    text = edits.read_text(encoding="utf-8")
    assert "red fox: {select: red fox, state: free}" in text and read(drawn).shape[:2] == (96, 160)
    assert {"red-fox.png", "sky.png"} <= {path.name for path in (home / "masks").iterdir()}
    edits.write_text(text.replace("red fox, state: free", "red fox, state: remove"), encoding="utf-8")
    run(capsys, "edit", "lake.png", str(edits), "-o", "two.png")
    run(capsys, "edit", "two.png", wishes(home, "  sky: keep\n  trees: embolden\n"), "-o", "three.png")
    page = Path(run(capsys, "report", "three.png").strip()).read_text(encoding="utf-8")
    assert "bytes that differ" in page and "Its versions" in page and page.count("<figcaption>") >= 12


def test_an_edited_picture_is_made_again_in_its_folder(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "edit", "lake.png", wishes(home, "  red fox: remove\n"), "-o", "two.png")
    assert "bit for bit" in run(capsys, "replay", "two.png")


def test_any_picture_is_edited_in_parts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rng = np.random.default_rng(0)
    pixels = np.kron(rng.integers(0, 256, (12, 20, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    write_png("photo.png", pixels)
    run(capsys, "edit", "photo.png", wishes(home, "  x: {box: [0.2, 0.2, 0.5, 0.5], state: change, want: golden}\n"))
    made = read("photo-edited.png")
    assert (made[:, 90:] == pixels[:, 90:]).all() and (made[30:40, 40:70] != pixels[30:40, 40:70]).any()


def test_masks_of_another_size_are_told_or_scaled(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mask = np.zeros((50, 50, 3), np.uint8)
    mask[10:30, 10:30] = 255
    write_png("m.png", mask)
    edits = wishes(home, "  x: {mask: m.png, state: embolden}\n")
    assert "is 50x50, the picture 160x96" in run(capsys, "edit", "lake.png", edits, status=2)
    run(capsys, "edit", "lake.png", edits, "--fit")
    write_png("m.png", np.zeros((96, 160, 3), np.uint8))
    assert "black all over" in run(capsys, "edit", "lake.png", edits, status=2)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("  sky: kepe\n", "did you mean 'keep'"),
        ("  sky: {state: keep, feathr: 3}\n", "did you mean 'feather'"),
        ("  sky: {box: [0, 0, 2, 1], state: keep}\n", "line 2"),
        ("  a unicorn: remove\n", "is not in the picture"),
        ("  x: {mask: none.png, state: keep}\n", "none.png"),
        ("  sky: keep\n  x: [\n", "is not closed"),
        ("", "regions"),
    ],
)
def test_what_is_wrong_with_edits_is_told(home: Path, capsys: pytest.CaptureFixture[str], text: str, told: str) -> None:
    assert told in " ".join(run(capsys, "edit", "lake.png", wishes(home, text), status=2).split())
    assert not (home / "lake-edited.png").exists()


def test_what_is_no_edit_has_no_report(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not known as an edit" in run(capsys, "report", "lake.png", status=2)
