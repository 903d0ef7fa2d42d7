"""Edits of a project that are killed, or find a full disk, at any point where a save touches the disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from melies.core.errors import AuthorError
from melies.core.request import Request
from melies.project import history
from melies.project.store import Fresh, Store

EDITS = 6


def frame(number: int) -> np.ndarray:
    return np.full((8, 12, 3), number, np.uint8)


def edit(store: Store, number: int) -> None:
    """One edit of an author's: a frame and a revision of the story."""
    store.keep(Fresh(f"key {number}", "walk", number, frame(number), Request(seed=number)))
    files = {"story.yaml": store.blobs.put(f"title: {number}".encode())}
    history.record(store, history.State(files), f"edit {number}")


@contextmanager
def watched(store: Store, fault: Callable[[], None], sql: bool = True) -> Iterator[None]:
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

    changes = {"fsync": fsync, "replace": replace, "fdopen": lambda *given: Half(real_fdopen(*given))}
    with ExitStack() as stack:
        for name, change in changes.items():
            stack.enter_context(patch.object(os, name, change))
        store.book.set_trace_callback((lambda sql: fault()) if sql else None)
        try:
            yield
        finally:
            store.book.set_trace_callback(None)


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


def killed(folder: Path, left: int) -> int:
    """Edit in a process that kills itself at the `left`-th touch of the disk; how many edits it told to be done."""
    with Store.at(folder):
        pass
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def fault() -> None:
            nonlocal count
            count += 1
            if count == left:
                os._exit(9)

        store = Store(folder)
        with watched(store, fault):
            for number in range(EDITS):
                edit(store, number)
                os.write(writer, b".")
        os._exit(0)
    os.close(writer)
    os.waitpid(child, 0)
    told = len(os.read(reader, 100))
    os.close(reader)
    return told


def full(folder: Path, left: int) -> tuple[int, str]:
    """Edit until the disk is full at the `left`-th touch: how many edits were done, and what was said."""
    count = told = 0

    def fault() -> None:
        nonlocal count
        count += 1
        if count == left:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Store.at(folder) as store:
        try:
            with watched(store, fault, sql=False):  # SQLite's own full disk is another matter
                for number in range(EDITS):
                    edit(store, number)
                    told += 1
        except AuthorError as error:
            return told, str(error)
    return told, ""
