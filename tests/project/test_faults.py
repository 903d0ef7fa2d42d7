"""Kills and full disks at any point of a save: the project opens, whole, with at most the last edit missing."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.request import Request
from melies.project import blobs, history
from melies.project.store import Fresh, Store

EDITS = 6


def frame(number: int) -> np.ndarray:
    return np.full((8, 12, 3), number, np.uint8)


def edit(store: Store, number: int) -> None:
    """One edit of an author's: a frame and a revision of the story."""
    store.keep(Fresh(f"key {number}", "walk", number, frame(number), Request(seed=number)))
    files = {"story.yaml": store.blobs.put(f"title: {number}".encode())}
    history.record(store, history.State(files), f"edit {number}")


def watched(store: Store, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], None]) -> None:
    """Call `fault` at every point where a save touches the disk: half a write, fsync, rename, and SQL of a commit."""
    real_fsync, real_replace, real_fdopen = os.fsync, os.replace, os.fdopen

    def fsync(handle: int) -> None:
        fault()
        real_fsync(handle)

    def replace(source: Any, target: Any) -> None:
        fault()
        real_replace(source, target)
        fault()

    class Half:
        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> Half:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def write(self, content: bytes) -> None:
            self.file.write(content[: len(content) // 2])
            self.file.flush()
            fault()
            self.file.write(content[len(content) // 2 :])

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    monkeypatch.setattr(blobs.os, "fsync", fsync)
    monkeypatch.setattr(blobs.os, "replace", replace)
    monkeypatch.setattr(blobs.os, "fdopen", lambda *given: Half(real_fdopen(*given)))
    store.book.set_trace_callback(lambda sql: fault())


def sound(folder: Path, told: int) -> None:
    """The project is whole, and has at least the edits that were told to be done."""
    with Store.at(folder) as store:
        assert store.book.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        made = store.frames("walk")
        assert len(made) in (told, told + 1)
        for one in made:
            pixels = store.pixels(one.blob)
            assert pixels is not None and np.array_equal(pixels, frame(one.frame))
        known = history.revisions(store)
        assert len(known) in (told, told + 1)
        for one in known:
            assert all(store.blobs.get(blob) is not None for blob in one.state.files.values())
        now = history.head(store)
        assert (now.number if now else 0) == len(known)
        assert all(store.blobs.get(name) is not None for name in store.blobs), "no half-written file has a name"
        edit(store, 99)
        assert store.frames("walk")[-1].frame == 99


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("seed", range(50))
def test_killed_while_it_saves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    with Store.at(tmp_path):
        pass
    left = random.Random(seed).randrange(1, EDITS * 22)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def fault() -> None:
            nonlocal count
            count += 1
            if count == left:
                os._exit(9)

        store = Store(tmp_path)
        watched(store, monkeypatch, fault)
        for number in range(EDITS):
            edit(store, number)
            os.write(writer, b".")
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    told = len(os.read(reader, 100))
    os.close(reader)
    sound(tmp_path, told)


@pytest.mark.parametrize("seed", range(30))
def test_the_disk_is_full_at_some_write(tmp_path: Path, seed: int) -> None:
    left, count, told = random.Random(seed).randrange(1, EDITS * 9), 0, 0

    def fault() -> None:
        nonlocal count
        count += 1
        if count == left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Store.at(tmp_path) as store, pytest.MonkeyPatch.context() as patch:
        watched(store, patch, fault)
        store.book.set_trace_callback(None)  # SQLite's own full disk is another test's
        try:
            for number in range(EDITS):
                edit(store, number)
                told += 1
        except AuthorError as error:
            assert "room" in str(error)
    sound(tmp_path, told)


def test_the_book_is_full(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        edit(store, 0)
    with pytest.raises(AuthorError, match="full; make room"), Store.at(tmp_path) as store:
        (pages,) = store.book.execute("PRAGMA page_count").fetchone()
        store.book.execute(f"PRAGMA max_page_count = {pages}")
        for number in range(1, 400):
            edit(store, number)
    with Store.at(tmp_path) as store:
        told = len(history.revisions(store))
        assert told >= 1 and len(store.frames("walk")) in (told, told + 1)
