"""Bytes kept under the hash of their content: written whole or not at all, and checked when they are read."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from melies.core.errors import AuthorError
from melies.media.atomic import cannot_write

NAME = 64  # hexadecimal digits of a SHA-256


class Blobs:
    """A folder of files, each called by its SHA-256, in 256 folders of its first two digits.

    Equal bytes are stored once. A file that is there is whole: it was on disk before it got its name. Any number of
    processes may write at once.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Keep bytes; returns their hash. AuthorError where the disk is full or may not be written."""
        name = hashlib.sha256(content).hexdigest()
        path = self.path(name)
        if path.is_file():
            return name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
        except OSError as error:
            raise AuthorError(cannot_write(path, error)) from error
        return name

    def get(self, name: str) -> bytes | None:
        """The bytes of a hash; None where there are none, or where the disk has spoilt them (which are removed)."""
        path = self.path(name)
        try:
            content = path.read_bytes()
        except OSError:
            return None
        if hashlib.sha256(content).hexdigest() == name:
            return content
        with suppress(OSError):
            path.unlink()
        return None

    def has(self, name: str) -> bool:
        """Whether a hash is kept, without reading it."""
        return self.path(name).is_file()

    def path(self, name: str) -> Path:
        """Where the bytes of a hash lie."""
        return self.folder / name[:2] / name[2:]

    def drop(self, name: str) -> None:
        """Forget a hash; one that is not kept is fine."""
        with suppress(FileNotFoundError):
            self.path(name).unlink()

    def __iter__(self) -> Iterator[str]:
        """Every hash that is kept, in order."""
        for path in sorted(self.folder.glob("??/*")):
            if len(name := path.parent.name + path.name) == NAME:
                yield name

    def sweep(self) -> None:
        """Remove what writers that were killed left half-written; only for a project that nobody else writes to."""
        for path in self.folder.glob("??/.*"):
            path.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """A file that takes its name when its bytes are on disk, and whose name is on disk as well."""
    handle, temporary = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Bring a folder's names to disk, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
