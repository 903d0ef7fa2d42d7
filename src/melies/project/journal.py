"""What is being worked on: pending, running, done, failed (and why), kept so that a kill loses nothing."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from melies.project.database import writing
from melies.project.store import Store

State = Literal["pending", "running", "done", "failed"]


@dataclass(frozen=True)
class Entry:
    """The state of a shot's work since `at` (seconds since 1970), and the reason where it failed."""

    shot: str
    state: State
    reason: str
    process: int
    at: float


def begin(store: Store, shots: Iterable[str]) -> None:
    """A film begins: all its shots are pending, and what was noted before is forgotten."""
    with writing(store.book) as book:
        book.execute("DELETE FROM work")
        book.executemany(
            "INSERT INTO work VALUES (?, 'pending', '', ?, ?)", [(shot, os.getpid(), time.time()) for shot in shots]
        )


def note(store: Store, shot: str, state: State, reason: str = "") -> None:
    """The state of a shot from now on."""
    with writing(store.book) as book:
        row = (shot, state, " ".join(reason.split()), os.getpid(), time.time())
        book.execute("INSERT OR REPLACE INTO work VALUES (?, ?, ?, ?, ?)", row)


def entries(store: Store) -> dict[str, Entry]:
    """Every shot's entry."""
    return {row[0]: Entry(*row) for row in store.book.execute("SELECT shot, state, reason, process, at FROM work")}
