"""Nothing touches the network at run time: sockets are made to fail, and work is done without them."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any use of a socket or a name server raises."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to reach the network")

    for name in ("socket", "create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)


def board_a_script(folder: Path) -> None:
    from melies.story.board import board
    from melies.story.yaml import dump

    text = "EXT. LAKE - DAWN\n\nA fox walks along the shore.\n\nFOX\nGood morning.\n"
    (folder / "story.yaml").write_text(dump(board(text)), encoding="utf-8")


def draw_the_help(folder: Path) -> None:
    from typer.testing import CliRunner

    from melies.cli.app import app

    assert CliRunner().invoke(app, ["film", "--help"]).exit_code == 0


# Every kind of work is one line here: a function that takes a folder to write into.
JOBS: tuple[Callable[[Path], None], ...] = (board_a_script, draw_the_help)


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.__name__)
def test_works_without_a_network(job: Callable[[Path], None], no_network: None, tmp_path: Path) -> None:
    job(tmp_path)


def test_the_guard_guards(no_network: None) -> None:
    with pytest.raises(AssertionError, match="network"):
        socket.create_connection(("127.0.0.1", 9))
