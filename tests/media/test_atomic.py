"""Files appear whole or not at all, and litter goes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from melies.media.atomic import IDLE, replacing


def test_what_a_killed_process_left_beside_a_file_goes(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    old = time.time() - 2 * IDLE
    litter, young = tmp_path / f".film-{gone.pid}-abc.mp4", tmp_path / f".film-{gone.pid}-def.mp4"
    others = [tmp_path / f".film-{os.getpid()}-abc.mp4", tmp_path / ".film-notes.mp4", tmp_path / ".other-1-a.mp4"]
    for path in (litter, young, *others):
        path.write_bytes(b"half")
    for path in (litter, *others):
        os.utime(path, (old, old))
    with replacing(tmp_path / "film.mp4") as draft:
        draft.write_bytes(b"film")
    assert {path.name for path in tmp_path.iterdir()} == {"film.mp4", young.name, *(path.name for path in others)}
