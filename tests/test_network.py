"""Nothing touches the network at run time: every command works in a process whose sockets fail from its first line."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

TRIED: list[str] = []
TALE = "EXT. LAKE - DAWN\n\nA fox walks along the shore.\n\nFOX\nGood morning.\n"
STORY = """
titles: false
look: starry oils
size: 96x54
fps: 12
cast: {fox: a red fox}
shots: [{name: one, prompt: a beach by the sea, length: 0.5, acts: [{who: fox, does: walk, at: left, to: right}]}]
sound: {compose: {mood: calm}, ambience: true}
"""
# Every kind of work is one line here; run in a folder that holds tale.fountain and story.yaml.
JOBS = (
    "film --help",
    "looks",
    "doctor",
    "board tale.fountain -o tale",
    "still 'a beach by the sea' --size 96x54 --style 'starry oils' -o still.png",
    "film story.yaml -o film.mp4 --workers 1",
    "animatic story.yaml -o animatic.mp4 --size 96x54 --workers 1",
    "book story.yaml -o book.pdf --size 96x54",
)
MADE = ("tale/story.yaml", "still.png", "film.mp4", "animatic.mp4", "book.pdf")


def guard() -> None:
    """Every new or connecting socket and every question to a name server raises, and is remembered."""

    def refuse(*values: object, **_: object) -> None:
        TRIED.append(str(values))
        raise AssertionError("something tried to reach the network")

    for method in ("__init__", "connect", "connect_ex", "sendto", "sendmsg"):
        setattr(socket.socket, method, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        setattr(socket, name, refuse)


def main(folder: str) -> None:
    """Do every job under the guard; an attempt that the program swallowed is told as well."""
    guard()
    import shlex

    from typer.testing import CliRunner

    from melies.cli.app import app

    os.chdir(folder)
    Path("tale.fountain").write_text(TALE, encoding="utf-8")
    Path("story.yaml").write_text(STORY, encoding="utf-8")
    for job in JOBS:
        done = CliRunner().invoke(app, shlex.split(job), catch_exceptions=False)
        assert done.exit_code == 0, f"{job}: {done.output}"
    assert not TRIED, TRIED
    assert all(Path(made).stat().st_size for made in MADE)
    assert "torch" not in sys.modules


def _alone(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], capture_output=True, text=True)


def test_every_command_works_without_a_network_and_without_torch(tmp_path: Path) -> None:
    done = _alone(__file__, str(tmp_path))
    assert done.returncode == 0, done.stderr


def test_the_guard_guards() -> None:
    ways = (
        "socket.create_connection(('127.0.0.1', 9))", "socket.socket()", "socket.getaddrinfo('localhost', 9)",
        "urllib.request.urlopen('http://127.0.0.1:9')",
    )  # fmt: skip
    tries = "".join(f"try: {way}\nexcept AssertionError: pass\n" for way in ways)
    code = f"import socket, urllib.request\nfrom test_network import guard, TRIED\nguard()\n{tries}print(len(TRIED))"
    done = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parent, capture_output=True, text=True)
    assert done.stdout.strip() == "4", done.stderr


if __name__ == "__main__":
    main(sys.argv[1])
