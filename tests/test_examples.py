"""The numbered scripts run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def test_a_picture_is_edited(tmp_path: Path) -> None:
    script = EXAMPLES / "02_edit_a_picture.py"
    done = subprocess.run([sys.executable, str(script), str(tmp_path), "--small"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "of it 0 pixels differ" in done.stdout
    for name in ("tries.png", "parts.png", "before.png", "after.png", "report.html"):
        assert (tmp_path / name).is_file(), name
