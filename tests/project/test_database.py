"""The book opens at its newest version, from any version, by any number of processes."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from melies.core.errors import AuthorError
from melies.project.database import opened, writing

STEPS = [
    lambda book: book.execute("CREATE TABLE frame (name TEXT PRIMARY KEY)"),
    lambda book: book.execute("ALTER TABLE frame ADD COLUMN seconds REAL"),
]


def test_it_is_made_and_upgraded_with_what_is_in_it(tmp_path: Path) -> None:
    path = tmp_path / "new" / "project.db"
    with writing(opened(path, STEPS[:1])) as book:
        book.execute("INSERT INTO frame VALUES ('one')")
    book = opened(path, STEPS)
    assert book.execute("SELECT * FROM frame").fetchall() == [("one", None)]
    assert book.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with pytest.raises(AuthorError, match="newer Melies .version 2."):
        opened(path, STEPS[:1])


def test_a_step_that_fails_leaves_the_version_before(tmp_path: Path) -> None:
    def fails(book: sqlite3.Connection) -> None:
        STEPS[1](book)
        raise RuntimeError("in the middle")

    path = tmp_path / "project.db"
    with pytest.raises(RuntimeError):
        opened(path, [STEPS[0], fails])
    book = opened(path, STEPS[:1])
    assert [row[1] for row in book.execute("PRAGMA table_info(frame)")] == ["name"]


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "project.db"
    path.write_bytes(b"a diary, not a database" * 100)
    with pytest.raises(AuthorError, match="is no project of Melies or is damaged"):
        opened(path, STEPS)
    assert path.read_bytes().startswith(b"a diary")


def test_an_error_takes_back_the_whole_transaction(tmp_path: Path) -> None:
    book = opened(tmp_path / "project.db", STEPS)
    with pytest.raises(KeyboardInterrupt), writing(book):
        book.execute("INSERT INTO frame VALUES ('one', 1)")
        raise KeyboardInterrupt
    assert book.execute("SELECT count(*) FROM frame").fetchone() == (0,)


def test_many_open_it_at_once(tmp_path: Path) -> None:
    path, found = tmp_path / "project.db", []

    def work(number: int) -> None:
        book = opened(path, STEPS)
        with writing(book):
            book.execute("INSERT INTO frame VALUES (?, ?)", (str(number), 0.5))
        found.append(number)
        book.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened(path, STEPS).execute("SELECT count(*) FROM frame").fetchone() == (8,) and len(found) == 8


def test_what_sqlite_took_back_by_itself_is_told_as_it_was(tmp_path: Path) -> None:
    book = opened(tmp_path / "p.db", (lambda book: book.execute("CREATE TABLE t (x)"),))
    with pytest.raises(sqlite3.OperationalError, match="disk is full"), writing(book):
        book.execute("INSERT INTO t VALUES (1)")
        book.execute("ROLLBACK")  # as SQLite does when the disk is full
        raise sqlite3.OperationalError("database or disk is full")
    assert book.execute("SELECT count(*) FROM t").fetchone() == (0,)
