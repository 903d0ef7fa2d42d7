"""Kills and full disks at any point of a save: the project opens, whole, with at most the last edit missing."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from benchmarks.saves import EDITS, edit, full, killed, sound

from melies.core.errors import AuthorError
from melies.project import history
from melies.project.store import Store


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
@pytest.mark.parametrize("seed", range(50))
def test_killed_while_it_saves(tmp_path: Path, seed: int) -> None:
    sound(tmp_path, killed(tmp_path, random.Random(seed).randrange(1, EDITS * 22)))


@pytest.mark.parametrize("seed", range(30))
def test_the_disk_is_full_at_some_write(tmp_path: Path, seed: int) -> None:
    told, said = full(tmp_path, random.Random(seed).randrange(1, EDITS * 9))
    assert told == EDITS or "room" in said
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
