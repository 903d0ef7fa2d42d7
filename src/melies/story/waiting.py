"""The folder where a film's frames wait on disk, and what killed films left behind in theirs."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from melies.media.atomic import lives

OLD = 24 * 3600.0  # seconds
OURS = re.compile(r"melies-(\d+)-\w+")


@contextmanager
def waiting_room() -> Iterator[Path]:
    """A folder that goes when the film is done; it is named after its process, for when that is killed."""
    sweep()
    with tempfile.TemporaryDirectory(prefix=f"melies-{os.getpid()}-") as folder:
        yield Path(folder)


def sweep() -> None:
    """Remove such folders of this user's that are older than a day and whose process is gone."""
    if not hasattr(os, "getuid"):
        return  # nothing there tells whether a process lives
    for folder in Path(tempfile.gettempdir()).glob("melies-*-*"):
        named = OURS.fullmatch(folder.name)
        with suppress(OSError):
            facts = folder.lstat()
            old = time.time() - facts.st_mtime > OLD
            if named and old and facts.st_uid == os.getuid() and not lives(int(named[1])):
                shutil.rmtree(folder, ignore_errors=True)  # which leaves a link alone
