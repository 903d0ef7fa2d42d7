"""One process at a time changes a project; a second one is told who is at work."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from melies.core.errors import AuthorError
from melies.media.atomic import cannot_write

NAME = "project.lock"


@contextmanager
def alone(folder: Path, command: str) -> Iterator[None]:
    """Hold a project while something changes it. AuthorError naming the process that holds it already.

    The system lets go of it when the process ends, however it ends.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise AuthorError(f"{cannot_write(path, error)}; or say --project FOLDER, or --project none") from error
    with file:
        if not _taken(file):
            raise AuthorError(f"another Melies is at work on {folder}{_who(path)}; wait until it is done, or stop it")
        with suppress(OSError):  # a full disk: who holds it is then not told
            file.seek(0)
            file.truncate()
            json.dump({"process": os.getpid(), "command": command, "since": time.strftime("%H:%M")}, file)
            file.flush()
        try:
            yield
        finally:
            with suppress(OSError):
                file.truncate(0)


def _taken(file: IO[str]) -> bool:
    """Whether the lock is ours now."""
    try:
        if os.name == "nt":
            import msvcrt

            file.seek(1 << 20)  # beyond what is written, so that others may read who holds it
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _who(path: Path) -> str:
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return f" (process {about['process']}, since {about['since']}: {about['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
