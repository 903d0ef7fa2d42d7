"""Bytes are kept whole or not at all, whatever the disk does."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.project.blobs import Blobs


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_what_is_put_comes_back_once(tmp_path_factory: pytest.TempPathFactory, contents: list[bytes]) -> None:
    blobs = Blobs(tmp_path_factory.mktemp("blobs"))
    names = [blobs.put(content) for content in contents]
    assert [blobs.get(name) for name in names] == contents
    assert list(blobs) == sorted({hashlib.sha256(content).hexdigest() for content in contents})
    assert all(blobs.has(name) for name in names)


def test_what_was_spoilt_or_is_missing_is_nothing(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"a frame")
    blobs.path(name).write_bytes(b"a frome")
    assert blobs.get(name) is None and not blobs.has(name)
    assert blobs.put(b"a frame") == name and blobs.get(name) == b"a frame"
    blobs.drop(name)
    blobs.drop(name)
    assert blobs.get(name) is None and list(blobs) == []


@pytest.mark.parametrize("at", ["write", "fsync", "replace"])
def test_a_disk_that_fails_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    blobs = Blobs(tmp_path)
    kept = blobs.put(b"before")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        if at == "write":
            patch.setattr(os, "fdopen", full)
        else:
            patch.setattr(os, at, full)
        with pytest.raises(AuthorError, match="No space left.*has room"):
            blobs.put(b"after")
    assert list(blobs) == [kept] and not [path for path in tmp_path.rglob(".*")]
    assert blobs.get(blobs.put(b"after")) == b"after"


def test_what_killed_writers_left_is_swept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"whole")
    (blobs.path(name).parent / ".half").write_bytes(b"wh")
    assert list(blobs) == [name]
    blobs.sweep()
    assert not [path for path in tmp_path.rglob(".*")] and blobs.get(name) == b"whole"
