"""The guide to vista: every command in it, in order, with the shipped network."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from melies.cli.failing import explained
from melies.media.picture import read, write_png
from melies.scene.labels import LABELS, colour

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "vista.md"


def test_the_guide_s_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    labels = np.full((96, 176), LABELS["sky"], np.uint8)
    labels[40:60], labels[60:] = LABELS["mountain"], LABELS["water"]
    write_png("map.png", colour(labels))
    lines = np.full((96, 176, 3), 255, np.uint8)
    lines[60:62] = 0
    write_png("drawing.png", lines)
    write_png("photo.png", np.random.default_rng(0).integers(0, 256, (96, 176, 3)).astype(np.uint8))
    hole = np.zeros((96, 176, 3), np.uint8)
    hole[20:50, 30:90] = 255
    write_png("hole.png", hole)
    blocks = re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    commands = [shlex.split(line)[1:] for block in blocks for line in block.splitlines() if line]
    for words in commands:
        assert explained([*words]) == 0, words
    assert [words[0] for words in commands] == ["still", "still", "see", *["still"] * 6, "see", *["corpus"] * 3]
    for name in (
        "lake-words",
        "alone",
        "palette",
        "lake",
        "castle",
        "winter",
        "mended",
        "painted",
        "near",
        "layers/photo-depth",
        "worlds",
    ):
        assert Path(f"{name}.png").is_file(), name
    outside = ~(hole.any(-1))
    for name in ("mended", "painted"):
        assert np.array_equal(read(f"{name}.png")[outside], read("photo.png")[outside])
