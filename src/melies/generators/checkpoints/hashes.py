"""Hashes of large files, kept between runs as long as the file is the same."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from melies.core.errors import AuthorError
from melies.generators.checkpoints.header import PICKLED, SAFE
from melies.media.atomic import write_text

BLOCK = 1 << 22


def weights(path: Path) -> list[Path]:
    """The weight files of a model: the file itself, or those in its folder, in the order of their names."""
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in (SAFE, *PICKLED) and file.is_file())


def size_of(path: Path) -> int:
    """Bytes of a model's weights."""
    return sum(file.stat().st_size for file in weights(path))


def digest(path: Path) -> str:
    """SHA-256 of a model's weights."""
    *_, (_, _, found) = hashing(path)
    return str(found)


def hashing(path: Path) -> Iterator[tuple[int, int, str]]:
    """(bytes read, bytes in all, "" and at last the SHA-256) of a model, remembered by size and time of change."""
    key = "; ".join(f"{file.absolute()} {_stamp(file)}" for file in weights(path))
    known, of = _remembered(), size_of(path)
    if key not in known:
        total, done = hashlib.sha256(), 0
        for file in weights(path):
            with file.open("rb") as stream:
                while block := stream.read(BLOCK):
                    total.update(block)
                    done += len(block)
                    yield done, of, ""
        known = {**_remembered(), key: total.hexdigest()}
        with suppress(AuthorError, OSError):  # a hash that can't be kept is worked out again
            write_text(_memory(), json.dumps(known, indent=0, sort_keys=True))
    yield of, of, known[key]


def _stamp(file: Path) -> str:
    about = file.stat()
    return f"{about.st_size} {about.st_mtime_ns}"


def _memory() -> Path:
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "melies" / "hashes.json"


def _remembered() -> dict[str, str]:
    try:
        found = json.loads(_memory().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
