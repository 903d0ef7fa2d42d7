"""The project's book: SQLite with a write-ahead log, a schema version, and one upgrade for each version."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from melies.core.errors import AuthorError

PATIENCE = 30.0  # seconds to wait for another process's write
Upgrade = Callable[[sqlite3.Connection], None]


def opened(path: Path, upgrades: Sequence[Upgrade]) -> sqlite3.Connection:
    """The database at `path`, made or brought to the newest version; commits are on disk when they return.

    AuthorError for a file that is no database, that a newer Melies wrote, or that can't be written.
    """
    until = time.monotonic() + PATIENCE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                return _opened(path, upgrades)
            except sqlite3.OperationalError as error:  # SQLite itself does not wait while the log is made or recovered
                if "locked" not in str(error) or time.monotonic() > until:
                    raise
                time.sleep(0.01)
    except sqlite3.DatabaseError as error:
        raise AuthorError(explained(path, error)) from error
    except OSError as error:
        raise AuthorError(f"cannot open the project at {path.parent}: {error.strerror or error}") from error


def _opened(path: Path, upgrades: Sequence[Upgrade]) -> sqlite3.Connection:
    book = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        book.execute("PRAGMA journal_mode = WAL")
        book.execute("PRAGMA synchronous = FULL")
        book.execute("PRAGMA foreign_keys = ON")
        book.execute("PRAGMA trusted_schema = OFF")  # a book may come from a stranger
        _upgrade(book, path, upgrades)
        book.execute("SELECT 1 FROM sqlite_schema").fetchone()  # read what others made of the tables meanwhile
    except BaseException:
        book.close()
        raise
    return book


def _upgrade(book: sqlite3.Connection, path: Path, upgrades: Sequence[Upgrade]) -> None:
    """One step after the other, each whole or not at all; another process may be doing the same."""
    while True:
        with writing(book):
            (version,) = book.execute("PRAGMA user_version").fetchone()
            if version > len(upgrades):
                raise AuthorError(f"{path} was written by a newer Melies (version {version}); upgrade Melies")
            if version == len(upgrades):
                return
            upgrades[version](book)
            book.execute(f"PRAGMA user_version = {version + 1}")


@contextmanager
def writing(book: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """A transaction that has the right to write from its start; on any error nothing of it stays."""
    book.execute("BEGIN IMMEDIATE")
    try:
        yield book
    except BaseException:
        if book.in_transaction:  # SQLite itself takes back what a full disk stopped
            book.execute("ROLLBACK")
        raise
    book.execute("COMMIT")


def explained(path: Path, error: sqlite3.Error) -> str:
    """The sentence for a database that can't be used."""
    words = str(error)
    if "full" in words:
        return f"the disk with {path.parent} is full; make room and run again: nothing that was finished is lost"
    if "locked" in words or "busy" in words:
        return f"another program writes to {path}; wait until it is done and run again"
    if "readonly" in words or "unable to open" in words:
        return f"{path} can't be written; choose a folder that you may write to"
    cure = "put it away: the project is made anew, but without its revisions"
    return f"{path} is no project of Melies or is damaged ({words}); {cure}"
