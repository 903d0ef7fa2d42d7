"""The command line: exit statuses, one clear sentence for every mistake, JSON for machines, help to learn from."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from melies.cli.failing import explained
from melies.cli.output import finished, told
from melies.cli.progress import Estimate, last, shown
from melies.core.errors import Interrupted
from melies.core.story import Story
from melies.story.notes import Omission
from melies.story.production import Progress

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "EXT. LAKE - DAWN\n\nMIRA, a girl in a red coat, walks along the shore.\n\nMIRA\nGood morning.\n"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tale.fountain").write_text(SCRIPT)
    return tmp_path


MISTAKES = {
    "film": "missing argument",
    "fil tale.fountain": "no such command",
    "film tale.fountain --nope": "no such option",
    "film nowhere": "no story at nowhere",
    "film tale.fountain --fps 0": "frames per second",
    "film tale.fountain --fps nan": "frames per second",
    "film tale.fountain --size 9": "WIDTHxHEIGHT",
    "film tale.fountain --size 99999x99999": "16 to 8192",
    "film tale.fountain --seed x": "--seed is a whole number; got x",
    "film tale.fountain --workers 99": "--workers is at most 64; got 99",
    "film tale.fountain --song no.mp3": "no song at no.mp3",
    "film tale.fountain --shots ,": "commas between",
    "film tale.fountain --shots nobody": "no shot called 'nobody'",
    "film tale.fountain -o film.avi": "ends in .mp4",
    "film tale.fountain -o ''": "'--out': it is empty",
    "film ''": "'STORY': it is empty",
    "board '' -o x": "'SCRIPT': it is empty",
    "book tale.fountain -o ' '": "'--out': it is empty",
    "still fox -o ''": "'--out': it is empty",
    "schema -o ''": "'--out': it is empty",
    "film tale.fountain --song ''": "'--song': it is empty",
    "film tale.fountain --captions loud": "captions can't be 'loud'; choose one of: burned, off, track",
    "film empty.md": "is empty",
    "film tale.fountain --engine dioramo": "'diorama'",
    "film tale.fountain --look nolook": "no look called 'nolook'",
    "film tale.fountain --look tale.fountain": "is something else",
    "film tale.fountain -o tale.fountain/film.mp4": "cannot write",
    "animatic tale.fountain -o tale.fountain/film.mp4": "cannot write",
    "book tale.fountain -o tale.fountain/book.pdf": "cannot write",
    "board tale.fountain -o tale.fountain": "cannot write",
    "still fox -o tale.fountain/fox.png": "cannot write",
    "film folder": "story.yaml is a folder",
    "film folder/story.yaml": "story.yaml is a folder",
    "film tale.fountain -o taken": "'taken/tale.otio' is a folder",
    "animatic broken.yaml": "line 2",
    "book tale.fountain -o tale.doc": "ends in .pdf",
    "board nothing.md": "no script at nothing.md",
    "board picture.md": "not text",
    "still ''": "the prompt is empty",
    "still fox --size big": "WIDTHxHEIGHT",
    "still fox --count 0": "--count is at least 1; got 0",
    "still fox --style no.png": "no file 'no.png'",
    "still fox --style fake.png": "something else (a text)",
    "still fox --strength 7": "--strength is 0",
    "still fox -o fox.jpeg": "ends in .png",
    "train look no.png --name mine": "no.png",
    "train look no.png --name ../up": "plain words",
    "corpus build --only nope": "no pack called 'nope'",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_mistakes_are_one_sentence_and_status_2(line: str, at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import shlex

    (at_home / "empty.md").write_bytes(b"")
    (at_home / "picture.md").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (at_home / "fake.png").write_text("no picture")
    (at_home / "folder" / "story.yaml").mkdir(parents=True)
    (at_home / "taken" / "tale.otio").mkdir(parents=True)
    (at_home / "broken.yaml").write_text("title: a\nshotz: []\n")
    assert explained(shlex.split(line)) == 2
    out, err = capfd.readouterr()
    assert err.startswith("melies: ") and err.count("\n") == 1 and MISTAKES[line] in err
    assert "Traceback" not in err + out
    assert not list(at_home.glob("*.mp4")) and not list(at_home.glob("*.tmp*"))


def test_board_writes_a_story_and_never_over_ones_work(at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert explained(["board", "tale.fountain", "-o", "made"]) == 0
    assert capfd.readouterr().out.splitlines()[-1] == "made/story.yaml"
    mine = at_home / "made" / "story.yaml"
    mine.write_text(mine.read_text() + "# mine\n")
    assert explained(["board", "tale.fountain", "-o", "made"]) == 2
    assert mine.read_text().endswith("# mine\n") and "--force" in capfd.readouterr().err
    assert explained(["board", "tale.fountain", "-o", "made", "--force", "--json"]) == 0
    facts = json.loads(capfd.readouterr().out)
    assert facts["cast"] == ["Mira"] and facts["shots"] == 1 and facts["film_seconds"] >= 2.5


def test_an_unwritable_place_is_the_authors_to_mend(at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (at_home / "file").write_text("not a folder")
    assert explained(["board", "tale.fountain", "-o", "file/below/story.yaml"]) == 2
    assert "Traceback" not in capfd.readouterr().err


def test_errors_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    assert explained(["film", "nowhere", "--json"]) == 2
    told = json.loads(capfd.readouterr().out)
    assert told["status"] == 2 and "nowhere" in told["error"]


def test_our_bugs_are_one_sentence_with_a_log(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], at_home: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(at_home))
    _break("melies.story.board.boarded", ZeroDivisionError("oh"), monkeypatch)
    assert explained(["board", "tale.fountain"]) == 70
    err = capfd.readouterr().err
    assert "our bug" in err and err.count("\n") == 1
    log = next(at_home.glob("melies-*.log")).read_text()
    assert "ZeroDivisionError: oh" in log and "tale.fountain" in log
    assert explained(["board", "tale.fountain", "--debug"]) == 70
    assert "Traceback" in capfd.readouterr().err


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    _break("melies.story.board.boarded", KeyboardInterrupt(), monkeypatch)
    assert explained(["board", "tale.fountain"]) == 130
    err = capfd.readouterr().err
    assert "stopped" in err and "Traceback" not in err


def _break(name: str, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(name, broken)


def test_help_teaches(capfd: pytest.CaptureFixture[str]) -> None:
    for command in ("film", "board", "animatic", "still", "book", "train look", "corpus build", "schema"):
        capfd.readouterr()
        assert explained([*command.split(), "--help"]) == 0
        told = capfd.readouterr().out
        assert f"melies {command}" in " ".join(told.split()) and "Example" in told
    assert explained(["--version"]) == 0 and capfd.readouterr().out.startswith("melies ")
    assert explained([]) in (0, 2) and "animatic" in capfd.readouterr().out


def test_the_schema_can_be_written(at_home: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert explained(["schema", "-o", "s.json"]) == 0
    assert json.loads((at_home / "s.json").read_text())["title"] == "Story"
    capfd.readouterr()
    assert explained(["schema"]) == 0
    assert json.loads(capfd.readouterr().out)["title"] == "Story"


def test_doctor_and_looks_for_machines(capfd: pytest.CaptureFixture[str]) -> None:
    explained(["doctor", "--json"])
    facts = json.loads(capfd.readouterr().out)
    assert facts["cores"] >= 1 and any(engine["name"] == "diorama" and engine["runs"] for engine in facts["engines"])
    assert explained(["looks", "--json"]) == 0
    assert all({"name", "strength"} <= set(look) for look in json.loads(capfd.readouterr().out))


@dataclass(frozen=True)
class Tick:
    done: int
    stage: str = "counting"
    of: int = 3
    note: str = ""


def test_progress_changes_nothing_and_closes_the_work() -> None:
    closed: list[bool] = []

    def work() -> Iterator[Tick]:
        try:
            yield from (Tick(number) for number in range(4))
        finally:
            closed.append(True)

    assert [tick.done for tick in shown(work())] == [0, 1, 2, 3]
    final = last(work(), quiet=True)
    assert final is not None and final.done == 3 and closed == [True, True]


def test_no_estimate_before_one_is_known() -> None:
    guess = Estimate()
    assert guess.left(0, 100, 0.0) is None and guess.left(1, 100, 60.0) is None  # the first step sets the stage
    assert guess.left(2, 100, 61.0) is None and guess.left(3, 100, 61.4) is None
    assert guess.left(4, 100, 62.0) == pytest.approx(64)
    assert guess.left(11, 100, 70.0) == pytest.approx(89)
    assert guess.left(100, 100, 200.0) == pytest.approx(0)
    assert Estimate().left(5, 5, 1.0) is None
    long = Estimate()
    assert [long.left(done, 1000, done) for done in range(1, 11)] == [None] * 10  # too little of it to go by
    assert long.left(11, 1000, 11.0) == pytest.approx(989)
    slow = Estimate()
    assert [slow.left(done, 9, 80.0 * done) for done in range(1, 5)] == [None, *map(pytest.approx, (560, 480, 400))]


def test_a_log_gets_few_lines_and_the_last_one(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    moments: Iterator[float] = iter(range(0, 2000, 2))
    monkeypatch.setattr("melies.cli.progress.time.monotonic", lambda: next(moments))
    list(shown(iter([Tick(number, of=100) for number in range(101)])))
    lines = capfd.readouterr().err.splitlines()
    assert 8 <= len(lines) <= 11 and lines[-1] == "counting 100/100"
    assert "left" in lines[3]
    list(shown(iter([Tick(0), Tick(3)])))
    assert not capfd.readouterr().err  # quick work is not worth a line


OMITTED = (
    Omission("dawn", 1, ("bell",)),
    Omission("noon", 2, ("bell", "bows"), ("漢",)),
    Omission("dusk", 3, ("bell",), ("漢", "字")),
    Omission("night", 5, ("bell",)),
    Omission("the cards", 0, letters=("漢",)),
    Omission("moon", 6, players=("Ada",)),
)


def test_what_is_not_to_be_seen_is_grouped() -> None:
    words, players, letters = told(OMITTED)
    assert words == 'not drawn: "bell" (shots 1-3, 5); "bows" (shot 2)'
    assert players == "not seen: Ada (shot 6)"
    assert letters == "no letters for: 漢 (the cards, shots 2-3); 字 (shot 3)"
    assert told(()) == []
    assert told([Omission("a", 1, tuple(map(str, range(40))))])[0].endswith("and 28 more")


def test_the_result_tells_what_is_missing(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    done = [Progress("finish", 1, 1, result=tmp_path / "a.mp4", omitted=OMITTED, length=2.5)]
    finished(iter(done), tmp_path / "a.mp4", Story(), as_json=False)
    out, err = capfd.readouterr()
    assert out == f"{tmp_path / 'a.mp4'}\n" and "not drawn" in err and "no letters for" in err
    finished(iter(done), tmp_path / "a.mp4", Story(), as_json=True)
    facts = json.loads(capfd.readouterr().out)
    assert facts["not_drawn"]["bows"] == ["noon"] and facts["no_letters_for"]["字"] == ["dusk"]
    assert facts["not_seen"] == {"Ada": ["moon"]}
    assert facts["film_seconds"] == 2.5 and facts["work_seconds"] >= 0
    finished(iter([Progress("pages", 1, 1, result=tmp_path / "a.pdf")]), tmp_path / "a.pdf", Story(), as_json=True)
    assert "film_seconds" not in json.loads(capfd.readouterr().out)


@pytest.mark.parametrize(("written", "said"), [(False, "nothing was written"), (True, "a.mp4 was finished")])
def test_an_interruption_says_what_is_kept(written: bool, said: str, tmp_path: Path) -> None:
    def work() -> Iterator[Progress]:
        yield Progress("picture", 1, 2)
        if written:
            (tmp_path / "a.mp4").write_text("film")
        raise KeyboardInterrupt

    with pytest.raises(Interrupted, match=said):
        finished(work(), tmp_path / "a.mp4", Story(), as_json=True)


def test_interrupted_stills_are_counted(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], at_home: Path
) -> None:
    from melies.cli.still import Painted

    def two(requests: object, files: list[Path], assets: object) -> Iterator[Painted]:
        for number in range(2):
            yield Painted("painting", number + 1, 5, "", files[number], number)
        raise KeyboardInterrupt

    monkeypatch.setattr("melies.cli.still._painted", two)
    assert explained(["still", "a fox", "--count", "5"]) == 130
    assert "2 of 5 pictures are written" in capfd.readouterr().err


def test_a_full_disk_is_no_bug_of_ours(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    _break("melies.story.board.boarded", OSError(errno.ENOSPC, "No space left on device"), monkeypatch)
    assert explained(["board", "tale.fountain", "-o", "x"]) == 2
    assert "no space left" in capfd.readouterr().err


def test_the_doctor_begins_with_what_matters(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    from melies.cli import doctor

    declared = [("numpy", "", ""), ("torch-that-is-not-here", "", "train"), ("pytest", "", "test")]
    monkeypatch.setattr(doctor, "_declared", lambda: declared)
    assert explained(["doctor"]) == 0
    first, *_, final = capfd.readouterr().out.splitlines()
    assert first.startswith("Films can be made here.")
    assert "melies train look" in final and "pip install '.[train]'" in final
    monkeypatch.setattr(doctor, "_declared", lambda: [("numpy-that-is-not-here", "", "")])
    assert explained(["doctor"]) == 2
    assert "numpy-that-is-not-here is missing" in capfd.readouterr().out.splitlines()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_an_interruption(number: signal.Signals) -> None:
    code = (
        "import time; import melies.story.board as b; from melies.cli import main\n"
        "def slow(*_):\n"
        "    try:\n        print('ready', flush=True); time.sleep(60)\n"
        "    finally:\n        time.sleep(0.5); print('tidy', flush=True)\n"
        "b.boarded = slow; main(['board', 'tale.fountain'])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: [
            signal.signal(n, signal.SIG_DFL) for n in (signal.SIGINT, signal.SIGHUP)
        ],  # a suite run in the background ignores it
    )
    assert child.stdout is not None and child.stdout.readline() == b"ready\n"
    time.sleep(0.05)
    child.send_signal(number)
    time.sleep(0.2)
    child.send_signal(number)  # the impatient press twice; tidying up goes on
    out, err = child.communicate(timeout=60)
    assert child.returncode == 130 and b"Traceback" not in err and b"stopped" in err and out == b"tidy\n"


LOST = (
    "import os, signal, sys, time\n"
    "import melies.story.board as b\n"
    "from melies.cli import main\n"
    "class Dropped:\n"
    "    def __del__(self): os.kill(os.getpid(), signal.SIGINT); time.sleep(0.01)\n"
    "def boarded(*_):\n"
    "    Dropped()\n"
    "    time.sleep(60)\n"
    "b.boarded = boarded; main(['board', 'tale.fountain'])"
)
EARLY = (
    "import os, signal, sys\n"
    "class Finder:\n"
    "    def find_spec(self, name, *_):\n"
    "        if name == 'typer': os.kill(os.getpid(), signal.SIGINT)\n"
    "sys.meta_path.insert(0, Finder())\n"
    "from melies.cli import main; main(['looks'])"
)


@pytest.mark.parametrize("code", [LOST, EARLY], ids=["in a destructor", "while importing"])
def test_an_interruption_is_one_sentence_wherever_it_falls(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=50,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert done.returncode == 130 and done.stderr.startswith("melies: stopped") and done.stderr.count("\n") == 1
