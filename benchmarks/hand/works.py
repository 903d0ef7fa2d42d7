"""A look learnt from a folder of one hand's works: nearer to works it never saw, with the picture still in it."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch

from benchmarks.rows import Row
from melies.cli.lesson import learnt
from melies.core.asset import MemoryAssets
from melies.core.image import to_bytes
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.guidance.critics.content import Content
from melies.guidance.guides import planes
from melies.models import looks
from melies.models.style import paint
from melies.synthesis import make
from melies.train.look import starts

HAND = "Vincent van Gogh"
SUBJECTS = ("an alpine lake at dusk, pines", "a village street at noon", "a coast at sunset, a lighthouse")


def rows(packs: Path, minutes: float) -> Iterator[Row]:
    """packs: a folder with `landscapes.zip`, whose paintings of one hand are the works."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "works"
        folder.mkdir()
        index = json.loads((packs / "landscapes.index.json").read_text())
        with zipfile.ZipFile(packs / "landscapes.zip") as archive:
            for row in index:
                if row.get("artist") == HAND:
                    (folder / Path(row["file"]).name).write_bytes(archive.read(row["file"]))
        *_, over = learnt(folder, "hand", minutes, Path(name) / "hand.safetensors", 0)
        assert over.file is not None
        look, told = looks.load(str(over.file)), over.figures
        before, after = told["unseen before"], told["unseen after"]
        yield Row(f"style distance to works held out of {len(list(folder.iterdir()))}, over the nearest look's",
                  after / before, "x", 0.6)  # fmt: skip
        ratio = _kept(look.norms) / _kept(starts()[int(told["start"])][1])
        yield Row("content (judged by another network) over the nearest look's", ratio, "x", 1.1)
        yield Row("steps until it was stopped", told["steps"], "")


def _kept(norms: np.ndarray) -> float:
    """How far painted pictures are from what they show, by features that the lesson did not use."""
    found = []
    for number, words in enumerate(SUBJECTS):
        request = Request(size=Size(width=320, height=192), seed=number, prompt=(Phrase(text=words),))
        plain = make(request, MemoryAssets()).rgb
        painted = to_bytes(np.clip(paint(plain, norms), 0, 1))
        with torch.no_grad():
            found.append(float(Content(planes(to_bytes(plain))).judge(planes(painted)).energy))
    return float(np.mean(found))
