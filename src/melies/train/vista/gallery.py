"""The author's own pictures as lessons: colours and words, and of what lies where only what is drawn beside them.

A caption lies beside its picture, in a .txt of the same name, as for kohya's trainers; every line of it is one way to
say what is seen. A label map beside it, such as a.labels.png for a.jpg, says what is where, and is clear where nobody
says.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.media.picture import read, read_rgb
from melies.models.vista.layers import fewer
from melies.models.vista.spec import PATCH, grid
from melies.scene.labels import drawn_map
from melies.train.corpus.held import held_out
from melies.train.vista.pack import Group, keep, kept

ENDINGS = (".png", ".jpg", ".jpeg", ".webp")
MAP = ".labels"
CROPS = 4  # of each picture: the whole of it, and parts
SMALLEST = 0.55  # of its sides, of a part


def pictures(folder: Path, held: bool = False) -> list[Path]:
    """The pictures of a folder that teach, or every tenth, held out. AuthorError where there are none."""
    files = (path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    found = sorted(path for path in files if not path.stem.lower().endswith(MAP) and not path.name.startswith("."))
    some = [path for number, path in enumerate(found) if held_out(number) == held]
    if not some:
        raise AuthorError(f"{folder} holds no pictures to learn from; put some there ({', '.join(ENDINGS)})")
    return some


def captions(folder: Path) -> list[tuple[str, ...]]:
    """The captions of all pictures that teach. AuthorError for the first that can't be read."""
    return [told(path) for path in pictures(folder)]


def small(folder: Path, home: Path) -> Iterator[tuple[int, int]]:
    """Work out what is missing of the base pictures; yields how many of how many are done."""
    yield from keep(pictures(folder), home, _small, named)


def groups(folder: Path, home: Path) -> list[Group]:
    """All base pictures that teach, by their grids, with their captions; those with maps in groups of their own."""
    rows: dict[tuple[int, int, bool], list[tuple[Path, Mapping[str, ndarray]]]] = {}
    paths = pictures(folder)
    for path, row in zip(paths, kept(paths, home, named), strict=True):
        height, width = row["colour"].shape[1:3]
        rows.setdefault((height // PATCH, width // PATCH, "labels" in row), []).append((path, row))
    return [_group(cells[:2], some) for cells, some in sorted(rows.items(), key=lambda row: row[0])]


def told(path: Path) -> tuple[str, ...]:
    """The captions of a picture; no words where it has none. AuthorError for one that is no text."""
    beside = path.with_suffix(".txt")
    if not beside.is_file():
        return ("",)
    try:
        lines = beside.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise AuthorError(f"{beside} is no text in UTF-8; save the caption as such") from None
    return tuple(line.strip() for line in lines if line.strip()) or ("",)


def named(path: Path) -> str:
    """What is made of a picture and its map is kept under a name for what is in them."""
    beside = _beside(path)
    data = path.read_bytes() + (b"" if beside is None else beside.read_bytes())
    return f"picture-{hashlib.sha256(data).hexdigest()[:16]}.npz"


def _small(path: Path) -> dict[str, ndarray]:
    rgb, labels = read_rgb(path), _mapped(path)
    height, width = rgb.shape[:2]
    rows, columns = grid(width, height)
    rng = np.random.default_rng(0)
    made, drawn = [], []
    for number in range(CROPS):
        share = 1.0 if number == 0 else float(rng.uniform(SMALLEST, 1.0))
        high, wide = max(1, round(height * share)), max(1, round(width * share))
        y, x = int(rng.integers(height - high + 1)), int(rng.integers(width - wide + 1))
        part, size = np.s_[y : y + high, x : x + wide], (columns * PATCH, rows * PATCH)
        made.append(cv2.resize(rgb[part], size, interpolation=cv2.INTER_AREA))
        if labels is not None:
            drawn.append(fewer(labels[part], size))
    return {"colour": np.stack(made)} | ({"labels": np.stack(drawn)} if drawn else {})


def _beside(path: Path) -> Path | None:
    """The map of a picture, if it has one."""
    wanted = {(path.stem + MAP + ending).lower() for ending in ENDINGS}
    return next((other for other in sorted(path.parent.glob("*")) if other.name.lower() in wanted), None)


def _mapped(path: Path) -> ndarray | None:
    """The labels (H, W) beside a picture, OPEN where nobody says. AuthorError where that is no map of the picture."""
    beside = _beside(path)
    if beside is None:
        return None
    drawn, shape = read(beside), read_rgb(path).shape[:2]
    if drawn.shape[:2] != shape:
        sizes = " and ".join(f"{wide}x{high}" for high, wide in (drawn.shape[:2], shape))
        raise AuthorError(f"{beside} and its picture are {sizes}; give them one size")
    return drawn_map(drawn, str(beside))[0]


def _group(cells: tuple[int, int], some: Sequence[tuple[Path, Mapping[str, ndarray]]]) -> Group:
    colour = np.concatenate([row["colour"] for _, row in some])
    words = [captions for path, row in some for captions in [told(path)] * len(row["colour"])]
    nothing = np.zeros(colour.shape[:3], np.int8)
    drawn = [row["labels"] for _, row in some if "labels" in row]
    labels = np.concatenate(drawn) if drawn else np.full(colour.shape[:3], OPEN, np.uint8)
    return Group(cells, colour, labels, nothing, nothing, words, ("rgb", "labels") if drawn else ("rgb",))
