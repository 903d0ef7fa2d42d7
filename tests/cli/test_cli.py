"""The command line: exit statuses, one clear sentence for every mistake, JSON for machines, help to learn from."""

from __future__ import annotations

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
from melies.cli.progress import last, shown

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
    "film tale.fountain --seed x": "integer",
    "film tale.fountain --song no.mp3": "no song at no.mp3",
    "film tale.fountain --shots ,": "commas between",
    "film tale.fountain --shots nobody": "no shot called 'nobody'",
    "film tale.fountain -o film.avi": "ends in .mp4",
    "film tale.fountain --captions loud": "captions can be",
    "film empty.md": "is empty",
    "film tale.fountain --engine dioramo": "'diorama'",
    "film tale.fountain --look nolook": "no look called 'nolook'",
    "animatic broken.yaml": "line 2",
    "book tale.fountain -o tale.doc": "ends in .pdf",
    "board nothing.md": "no script at nothing.md",
    "board picture.md": "not text",
    "still ''": "the prompt is empty",
    "still fox --size big": "WIDTHxHEIGHT",
    "still fox --count 0": "--count is 1 to 1000",
    "still fox --style no.png": "no picture at no.png",
    "still fox --style tale.fountain.png": "no picture",
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
    assert facts["cast"] == ["Mira"] and facts["shots"] == 1


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
    _break("melies.story.board.board", ZeroDivisionError("oh"), monkeypatch)
    assert explained(["board", "tale.fountain"]) == 70
    err = capfd.readouterr().err
    assert "our bug" in err and err.count("\n") == 1
    log = next(at_home.glob("melies-*.log")).read_text()
    assert "ZeroDivisionError: oh" in log and "tale.fountain" in log
    assert explained(["board", "tale.fountain", "--debug"]) == 70
    assert "Traceback" in capfd.readouterr().err


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    _break("melies.story.board.board", KeyboardInterrupt(), monkeypatch)
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


def test_lines_tell_the_time_left_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    moments: Iterator[float] = iter(range(0, 600, 20))
    monkeypatch.setattr("melies.cli.progress.time.monotonic", lambda: next(moments))
    list(shown(iter([Tick(0), Tick(1), Tick(2)])))
    err = capfd.readouterr().err
    assert "counting 1/3" in err and "left" in err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_an_interruption(number: signal.Signals) -> None:
    code = (
        "import time; import melies.story.board as b; from melies.cli import main\n"
        "def slow(*_):\n    print('ready', flush=True); time.sleep(60)\n"
        "b.board = slow; main(['board', 'tale.fountain'])"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a suite run in the background ignores it
    )
    assert child.stdout is not None and child.stdout.readline() == b"ready\n"
    time.sleep(0.05)
    child.send_signal(number)
    _, err = child.communicate(timeout=60)
    assert child.returncode == 130 and b"Traceback" not in err and b"stopped" in err
