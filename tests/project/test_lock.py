"""A second process is told who is at work, and a killed one holds nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from melies.core.errors import AuthorError
from melies.project.lock import alone

HOLD = """
import sys, time
from pathlib import Path
from melies.project.lock import alone
with alone(Path(sys.argv[1]), "melies film tale"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_second_is_told_and_a_kill_lets_go(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdout.readline() == "held\n"
        with (
            pytest.raises(AuthorError, match=rf"process {other.pid}, since .*: melies film tale"),
            alone(tmp_path, "x"),
        ):
            pass
        os.kill(other.pid, signal.SIGKILL)
    with alone(tmp_path, "melies film tale"):
        pass
    with alone(tmp_path, "once more"):
        pass
