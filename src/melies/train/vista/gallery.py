"""The author's own pictures as lessons: colours and words, and nothing known of what lies where.

A caption lies beside its picture, in a .txt of the same name, as for kohya's trainers; every line of it is one way to
say what is seen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.media.picture import read_rgb
from melies.models.vista.spec import PATCH, grid
from melies.train.vista.pack import HELD, Group, keep, kept

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
CROPS = 4  # of each picture: the whole of it, and parts
SMALLEST = 0.55  # of its sides, of a part


def pictures(folder: Path, held: bool = False) -> list[Path]:
    """The pictures of a folder that teach, or every tenth, held out. AuthorError where there are none."""
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    some = [path for number, path in enumerate(found) if (number % HELD == HELD - 1) == held]
    if not some:
        raise AuthorError(f"{folder} holds no pictures to learn from; put some there ({', '.join(ENDINGS)})")
    return some


def small(folder: Path, home: Path) -> Iterator[tuple[int, int]]:
    """Work out what is missing of the base pictures; yields how many of how many are done."""
    yield from keep(pictures(folder), home, _small, named)


def groups(folder: Path, home: Path) -> list[Group]:
    """All base pictures that teach, by their grids, with their captions."""
    rows: dict[tuple[int, int], list[tuple[Path, Mapping[str, ndarray]]]] = {}
    paths = pictures(folder)
    for path, row in zip(paths, kept(paths, home, named), strict=True):
        height, width = row["colour"].shape[1:3]
        rows.setdefault((height // PATCH, width // PATCH), []).append((path, row))
    return [_group(cells, some) for cells, some in sorted(rows.items())]


def told(path: Path) -> tuple[str, ...]:
    """The captions of a picture; no words where it has none. AuthorError for one that is no text."""
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        return ("",)
    try:
        lines = beside.read_text("utf-8").splitlines()
    except UnicodeDecodeError:
        raise AuthorError(f"{beside} is no text in UTF-8; save the caption as such") from None
    return tuple(line.strip() for line in lines if line.strip()) or ("",)


def named(path: Path) -> str:
    """What is made of a picture is kept under a name for what is in it."""
    return f"picture-{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}.npz"


def _small(path: Path) -> dict[str, ndarray]:
    rgb = read_rgb(path)
    height, width = rgb.shape[:2]
    rows, columns = grid(width, height)
    rng = np.random.default_rng(0)
    made = []
    for number in range(CROPS):
        share = 1.0 if number == 0 else float(rng.uniform(SMALLEST, 1.0))
        high, wide = max(1, round(height * share)), max(1, round(width * share))
        y, x = int(rng.integers(height - high + 1)), int(rng.integers(width - wide + 1))
        part = rgb[y : y + high, x : x + wide]
        made.append(cv2.resize(part, (columns * PATCH, rows * PATCH), interpolation=cv2.INTER_AREA))
    return {"colour": np.stack(made)}


def _group(cells: tuple[int, int], some: Sequence[tuple[Path, Mapping[str, ndarray]]]) -> Group:
    colour = np.concatenate([row["colour"] for _, row in some])
    words = [captions for path, row in some for captions in [told(path)] * len(row["colour"])]
    nothing = np.zeros(colour.shape[:3], np.int8)
    return Group(cells, colour, nothing.astype(np.uint8), nothing, nothing, words, ("rgb",))
