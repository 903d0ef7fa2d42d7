"""A look learnt from a folder of one hand's works: nearer to works it never saw, with the picture still in it.

Two hands: one that hatches photographs in two inks, all alike, and a painter of the past whose works differ as much
from each other as from other painters'.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy import ndarray
from PIL import Image

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

PAINTER = "Vincent van Gogh"
TAUGHT = ("cafe night", "wheat field", "cobalt swirl", "starry oils")  # shipped looks of the same hand are no start
WORKS, TALL = 20, 360
PAPER, INK, WASH = (0.95, 0.91, 0.82), (0.13, 0.17, 0.36), (0.78, 0.42, 0.26)
SUBJECTS = ("an alpine lake at dusk, pines", "a village street at noon", "a coast at sunset, a lighthouse")


def rows(packs: Path, minutes: float) -> Iterator[Row]:
    """packs: a folder with `landscapes.zip`, of whose photographs and paintings the works are made."""
    yield from _hand("hatched works", hatched(packs), minutes, ())
    yield from _hand("a painter's works", painted(packs), minutes, TAUGHT)


def _hand(name: str, works: Sequence[ndarray], minutes: float, without: Sequence[str]) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home) / "works"
        folder.mkdir()
        for number, work in enumerate(works):
            Image.fromarray(work).save(folder / f"{number:02d}.png")
        *_, over = learnt(folder, "hand", minutes, Path(home) / "hand.safetensors", 0, without=without)
        assert over.file is not None
        look, told = looks.load(str(over.file)), over.figures
    for what, said, goal in (("", "that taught", None), ("unseen ", "held out", 0.6)):
        ratio = told[f"{what}after"] / told[f"{what}before"]
        yield Row(f"{name}: style distance to those {said}, over the nearest look's", ratio, "x", goal)
    ratio = _kept(look.norms) / _kept(starts()[int(told["start"])][1])
    yield Row(f"{name}: content (by another network), over the nearest look's", ratio, "x", 1.1)
    yield Row(f"{name}: steps until it was stopped", told["steps"], "of many")


def painted(packs: Path) -> list[ndarray]:
    """Every painting of one painter."""
    return [_picture(packs, row["file"]) for row in _rows(packs) if row.get("artist") == PAINTER]


def hatched(packs: Path) -> list[ndarray]:
    """Photographs drawn in ink, hatched the closer the darker, with a wash of a second colour in the half shadows."""
    files = [row["file"] for row in _rows(packs) if row["file"].startswith("photo/") and row.get("tier") == "pd"]
    return [_drawn(_picture(packs, file)) for file in files[:: max(1, len(files) // WORKS)][:WORKS]]


def _drawn(photo: ndarray) -> ndarray:
    wide = round(photo.shape[1] * TALL / photo.shape[0])
    small = cv2.resize(photo, (wide, TALL), interpolation=cv2.INTER_AREA)
    light = cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255, (0, 0), 1.5)
    light = (light - light.min()) / max(float(np.ptp(light)), 1e-3)
    y, x = np.indices(light.shape)
    ink = np.zeros(light.shape, bool)
    for turn, below in ((1, 0.62), (-1, 0.42), (0, 0.22)):
        way = (x + turn * y) % 7
        ink |= (light < below) & (way < 1.2 + 2.2 * np.clip(below - light, 0, 1))
    ink |= cv2.Canny((light * 255).astype(np.uint8), 40, 110) > 0
    page = np.broadcast_to(np.array(PAPER), (*light.shape, 3)).copy()
    page[(light < 0.5) & (light > 0.2)] = 0.45 * np.array(PAPER) + 0.55 * np.array(WASH)
    page[ink] = INK
    return (cv2.GaussianBlur(page, (0, 0), 0.5) * 255 + 0.5).astype(np.uint8)


def _rows(packs: Path) -> list[dict[str, str]]:
    return list(json.loads((packs / "landscapes.index.json").read_text()))


def _picture(packs: Path, file: str) -> ndarray:
    with zipfile.ZipFile(packs / "landscapes.zip") as archive, Image.open(io.BytesIO(archive.read(file))) as image:
        return np.asarray(image.convert("RGB"))


def _kept(norms: ndarray) -> float:
    """How far painted pictures are from what they show, by features that the lesson did not use."""
    found = []
    for number, words in enumerate(SUBJECTS):
        request = Request(size=Size(width=320, height=192), seed=number, prompt=(Phrase(text=words),))
        plain = make(request, MemoryAssets()).rgb
        shown = to_bytes(np.clip(paint(plain, norms), 0, 1))
        with torch.no_grad():
            found.append(float(Content(planes(to_bytes(plain))).judge(planes(shown)).energy))
    return float(np.mean(found))
