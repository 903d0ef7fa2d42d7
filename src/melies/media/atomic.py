"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from melies.core.errors import AuthorError

IDLE = 60.0  # seconds after which a dead process's file is litter; another machine may write here, too
PROBE = 65536  # bytes that the smallest film, book or picture surely needs


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its name at the end; on any error nothing is left behind.

    Missing folders are made. Raises AuthorError where the folder may not be written or the disk is full.
    """
    path = Path(path)
    temporary = beside(path)
    try:
        yield temporary
        settle(temporary, path)
    except OSError as error:
        raise AuthorError(cannot_write(path, error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: str | Path, text: str) -> Path:
    """Write UTF-8 text with LF line ends, whole or not at all; returns the path."""
    path = Path(path)
    with replacing(path) as temporary:
        temporary.write_bytes(text.encode("utf-8"))
    return path


def check_writable(*paths: Path) -> None:
    """Refuse now what would fail when the work is done: a folder in the way, a place or a disk without room.

    Missing folders are made later. Leaves nothing behind. Raises AuthorError.
    """
    for path in paths:
        try:
            if path.is_dir():
                raise AuthorError(_is_folder(path))
            home = next(folder for folder in path.absolute().parents if folder.exists())
            with tempfile.TemporaryFile(dir=home) as probe:
                probe.write(bytes(PROBE))
        except OSError as error:
            raise AuthorError(cannot_write(path, error)) from error


def beside(path: Path) -> Path:
    """A new, empty, hidden file in the folder of `path` with the same ending. AuthorError where none can be made."""
    if path.is_dir():
        raise AuthorError(_is_folder(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        prefix = f".{path.stem[:40]}-{os.getpid()}-"
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise AuthorError(cannot_write(path, error)) from error
    os.close(handle)
    os.chmod(name, 0o666 & ~_umask())  # mkstemp makes private files
    return Path(name)


def lives(process: int) -> bool:
    """Whether a process of this machine is alive; True where that can't be told."""
    if not hasattr(os, "getuid"):
        return True  # nothing there tells
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True


def _sweep(path: Path) -> None:
    """Remove what killed processes left half-written beside `path`."""
    ours = re.compile(rf"\.{re.escape(path.stem[:40])}-(\d+)-\w+{re.escape(path.suffix)}")
    for other in path.parent.iterdir():
        named = ours.fullmatch(other.name)
        with suppress(OSError):
            if named and not lives(int(named[1])) and time.time() - other.lstat().st_mtime > IDLE:
                other.unlink()


def settle(temporary: Path, path: Path) -> None:
    """Bring the temporary file safely to disk under its final name."""
    with open(temporary, "rb+") as written:
        os.fsync(written.fileno())
    os.replace(temporary, path)


def cannot_write(path: Path, error: OSError) -> str:
    """The sentence for an output that cannot be written."""
    reason = error.strerror or str(error)
    return f"cannot write {str(path)!r}: {reason}; choose a folder that you may write to and that has room"


def _is_folder(path: Path) -> str:
    return f"the output is a file; {str(path)!r} is a folder: give a file name inside it"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
