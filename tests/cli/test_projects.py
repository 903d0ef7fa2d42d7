"""The guide to projects, every command in its order, on a small story; and what goes wrong at the command line."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
from pathlib import Path

import pytest

from melies.cli.failing import explained
from melies.media.picture import read

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "projects.md"
STORY = """title: Tale
size: 64x48
fps: 12
look: starry oils
titles: false
sound: {compose: null, ambience: false}
cast: {fox: a red fox}
shots:
  - {name: lake, prompt: an alpine lake at dusk, length: 1}
  - name: walk
    prompt: a snowy hill
    length: 1.5
    camera: {move: truck right}
    acts: [{who: fox, does: walk, at: left, to: right}]
"""


def commands() -> list[list[str]]:
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    return [shlex.split(line, comments=True)[1:] for block in blocks for line in block.splitlines() if line]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tale").mkdir()
    (tmp_path / "tale" / "story.yaml").write_text(STORY, encoding="utf-8")
    monkeypatch.delenv("MELIES_PROJECT", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert explained([*words]) == status, capsys.readouterr().err
    out, err = capsys.readouterr()
    return err if status else out


def test_every_command_of_the_guide_runs(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done: list[str] = []
    for words in commands():
        if words[0] == "plan":  # the guide edits a line here
            story = home / "tale" / "story.yaml"
            story.write_text(STORY.replace("a snowy hill", "a desert at noon"), encoding="utf-8")
        more = ["--workers", "1"] if words[0] == "film" else []
        said = run(capsys, *words, *more)
        if words[0] == "plan":
            assert "lake   is there\nwalk   all frames to make (the words), about" in said
        done.append(words[0])
    assert set(done) == {
        "film", "plan", "redo", "choose", "takes", "cast", "log", "undo", "diff", "restore", "frames", "replay", "pack",
        "unpack", "tidy",
    }  # fmt: skip
    assert (home / "tale" / "renders" / "tale.mp4").is_file()
    assert read(home / "lake.png").shape[2] == 3
    assert len(list((home / "stills").rglob("*.png"))) == 30
    assert run(capsys, "plan", "tale2").splitlines()[-2].startswith("nothing to paint: all 30 frames are there")


def test_frames_tell_the_hash_of_what_the_file_holds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--shots", "lake", "--workers", "1")
    rows = json.loads(run(capsys, "frames", "tale", "--json"))
    assert [row["status"] for row in rows] == ["done"] * 12 + ["pending"] * 18
    for row in rows[:12]:
        pixels = read(row["file"])
        assert hashlib.sha256(pixels.tobytes()).hexdigest() == row["sha256"]
    assert [row["time"] for row in rows[11:14]] == pytest.approx([11 / 12, 1.0, 13 / 12], abs=1e-6)
    assert "bit for bit" in run(capsys, "replay", rows[3]["file"])


def test_the_pictures_of_two_revisions_lie_side_by_side(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--workers", "1")
    (home / "tale" / "story.yaml").write_text(STORY.replace("a snowy hill", "a jungle"), encoding="utf-8")
    run(capsys, "film", "tale", "--workers", "1")
    run(capsys, "diff", "tale", "1", "2", "-o", "page.html")
    page = (home / "page.html").read_text(encoding="utf-8")
    assert "<h2>walk</h2>" in page and "<h2>lake</h2>" not in page and page.count("<img") == 6


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["frames", "tale"], "there is no project"),
        (["undo", "tale"], "there is no project"),
        (["takes", "tale", "lake"], "there is no project"),
        (["redo", "tale", "lake", "--project", "none"], "leave out --project none"),
        (["unpack", "none.zip"], "there is no pack"),
        (["replay", "tale"], "name the frame as well"),
        (["replay", "tale/story.yaml", "lake:0"], "there is no project"),
    ],
)
def test_what_is_not_there_is_told(home: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str) -> None:
    assert told in " ".join(run(capsys, *words, status=2).split())
    assert sorted(path.name for path in (home / "tale").iterdir()) == ["story.yaml"]


def test_a_wrong_place_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--shots", "lake", "--workers", "1")
    for place, told in {"lak": "did you mean 'lake'", "lake:12": "frames 0 to 11", "lake:x": "frames 0 to 11"}.items():
        assert told in run(capsys, "redo", "tale", place, status=2)
    assert "has no try 7" in run(capsys, "choose", "tale", "lake", "7", status=2)
    assert "no revision 9" in run(capsys, "restore", "tale", "9", status=2)
    assert "bit for bit" not in run(capsys, "replay", "tale", "walk:3", status=2)


def test_a_story_that_cannot_be_read_is_undone(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--shots", "lake", "--workers", "1")
    (home / "tale" / "story.yaml").write_text("shots: [", encoding="utf-8")
    run(capsys, "plan", "tale", status=2)
    assert "revision 1 is in force" in run(capsys, "undo", "tale")
    assert (home / "tale" / "story.yaml").read_text(encoding="utf-8") == STORY
    assert "revision 2 is in force" in run(capsys, "redo", "tale")
    assert run(capsys, "log", "tale").count("\n") == 2
    run(capsys, "restore", "tale", "1")
    assert run(capsys, "plan", "tale", "--shots", "lake").startswith("lake   is there")


def test_the_book_s_pictures_are_kept_as_well(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    books = []
    for number in range(2):
        run(capsys, "book", "tale", "--size", "64x48", "-o", f"book{number}.pdf")
        books.append((home / f"book{number}.html").read_text(encoding="utf-8"))
        kept = {path.name: path.stat().st_mtime_ns for path in (home / "tale" / "blobs").glob("??/*")}
        books.append(kept)  # type: ignore[arg-type]
    assert books[0] == books[2] and books[1] == books[3]


def test_the_pages_of_the_book_are_in_the_plan(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = ["tale", "--size", "64x48"]
    assert "of the book, 2 of 2 pictures to paint (never made)" in run(capsys, "plan", *small)
    run(capsys, "book", *small, "-o", "book.pdf")
    assert "the book's 2 pictures are there" in run(capsys, "plan", *small)
    (home / "tale" / "story.yaml").write_text(STORY.replace("a snowy hill", "a jungle"), encoding="utf-8")
    assert "of the book, 1 of 2 pictures to paint (the words)" in run(capsys, "plan", *small)
    found = json.loads(run(capsys, "plan", *small, "--json"))
    assert [len(page["todo"]) for page in found["pages"]] == [0, 1]


def test_a_renamed_shot_takes_its_tries_along(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    placed = STORY.replace("name: lake", "name: lake, place: the lake")  # else a place is drawn from the shot's name
    (home / "tale" / "story.yaml").write_text(placed, encoding="utf-8")
    run(capsys, "film", "tale", "--workers", "1")
    run(capsys, "redo", "tale", "lake")
    (home / "tale" / "story.yaml").write_text(placed.replace("name: lake", "name: shore"), encoding="utf-8")
    run(capsys, "redo", "tale", "walk")
    assert [row["chosen"] for row in json.loads(run(capsys, "takes", "tale", "shore", "--json"))] == [False, True]
    assert run(capsys, "plan", "tale").startswith("shore  is there\nwalk   is there")
    assert "edited: story.yaml; renamed: lake is now shore" in run(capsys, "log", "tale")


def test_a_redo_that_hangs_on_no_chance_adds_no_try(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = STORY.replace("look: starry oils\n", "")
    (home / "tale" / "story.yaml").write_text(bare, encoding="utf-8")
    run(capsys, "film", "tale", "--shots", "lake", "--workers", "1")
    assert "came out the same" in run(capsys, "redo", "tale", "lake:3", "--takes", "2")
    assert len(json.loads(run(capsys, "takes", "tale", "lake:3", "--json"))) == 1


def test_tidying_keeps_what_the_film_and_book_hang_on(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--workers", "1")
    run(capsys, "redo", "tale", "walk:14")
    run(capsys, "book", "tale", "--size", "64x48", "-o", "book.pdf")
    assert run(capsys, "tidy", "tale").startswith("0 frames and 0 sounds are removed, 0.0 MB")
    (home / "tale" / "story.yaml").write_text(STORY.replace("alpine lake", "desert"), encoding="utf-8")
    run(capsys, "film", "tale", "--workers", "1")
    rows = run(capsys, "frames", "tale", "--hashes")
    assert run(capsys, "tidy", "tale", "--dry-run").startswith("13 frames and 0 sounds would be removed")
    assert run(capsys, "tidy", "tale").startswith("13 frames and 0 sounds are removed")
    assert run(capsys, "frames", "tale", "--hashes") == rows
    assert len(json.loads(run(capsys, "takes", "tale", "walk:14", "--json"))) == 2
    run(capsys, "tidy", "tale", "--only-chosen")
    assert run(capsys, "frames", "tale", "--hashes") == rows
    assert "bit for bit" in run(capsys, "replay", "tale", "walk:15")
    assert run(capsys, "tidy", "tale").startswith("0 frames")


def test_a_book_that_lost_its_content_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "film", "tale", "--shots", "lake", "--workers", "1")
    for rest in (home / "tale").glob("project.db*"):
        rest.unlink()
    (home / "tale" / "project.db").touch()
    assert "is empty, though pictures lie beside it" in run(capsys, "plan", "tale", status=2)


def test_a_damaged_book_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "tale" / "project.db").write_bytes(b"no database at all, " * 400)
    assert "put it away" in run(capsys, "film", "tale", "--workers", "1", status=2)


def test_a_still_is_replayed_from_its_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "still", "a red fox by a lake", "--size", "64x48", "--style", "starry oils", "-o", "fox.png")
    assert run(capsys, "replay", "fox.png", "-o", "again.png") == "made again: the same, bit for bit\n"
    assert (read(home / "fox.png") == read(home / "again.png")).all()


def test_an_exported_frame_that_carries_paint_says_where_to_replay_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "film", "tale", "--shots", "walk", "--workers", "1")
    run(capsys, "frames", "tale", "-o", "stills")
    assert "replay it in its project" in run(capsys, "replay", "stills/walk/0006.png", status=2)
    assert "bit for bit" in run(capsys, "replay", "tale", "walk:5")
