"""What the lens learns from: worlds with labels, cut-outs on grounds, photographs and paintings, with many wordings."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Int16, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.media.pack import Pack
from melies.train.corpus.held import EVERY, held_out
from melies.train.corpus.shards import read
from melies.train.corpus.worlds import COLOURS, COUNTS

SQUARE = 224
UNKNOWN = -1
PACKS = ("cutouts-fluent3d", "cutouts-noto", "cutouts-openclipart", "cutouts-streamline")


@dataclass(frozen=True, eq=False)
class Sample:
    """A picture with what is true of it. labels: the number of the phrase in `names` each pixel shows, or UNKNOWN.

    names: the phrases that `labels` has the numbers of; for worlds the classes of PHRASES. wrong: captions that are
    nearly right. held: only measures, never teaches.
    """

    pixels: UInt8[ndarray, "h w 3"]
    labels: Int16[ndarray, "h w"]
    captions: tuple[str, ...]
    wrong: tuple[str, ...]
    domain: str
    held: bool
    names: tuple[str, ...] = ()


def worlds(folder: Path) -> Iterator[Sample]:
    """Every picture of every shard."""
    for path in sorted(folder.glob("world-*.npz")):
        number = int(path.stem.rsplit("-", 1)[1])
        try:
            shard = read(path)
        except AuthorError:  # a damaged shard
            continue
        for n, told in enumerate(shard.told):
            text, seen = told["captions"]
            parts = list(told["parts"])
            captions = (text, seen, parts[-1], ", ".join(sorted(parts)))
            rng = (Seed(1) / number / n).rng()
            yield Sample(
                shard.pictures[n], shard.labels[n].astype(np.int16), captions, tuple(_wrong(text, rng)), "worlds",
                held_out(number),
            )  # fmt: skip


def _wrong(text: str, rng: np.random.Generator) -> Iterator[str]:
    """The same sentence with another colour, count, side or hour."""
    sides = ("on the left", "on the right", "in the middle", "in the foreground", "in the distance")
    for group in (COLOURS, COUNTS, sides, ("at night", "at noon", "at dawn", "at sunset", "at dusk")):
        for word in group:
            if word in text.split() or f" {word}" in text and " " in word:
                yield text.replace(word, str(rng.choice([other for other in group if other != word])), 1)
                break


def cutouts(data: Path) -> Iterator[Sample]:
    """Every cut-out on a ground of its own, some of them two by two."""
    grounds = _grounds(data)
    rows = [(pack, row) for name in PACKS for pack in [Pack.open(data / f"{name}.zip")] for row in pack.rows]
    rows = [(pack, row) for pack, row in rows if not row.get("hollow")]
    for number, (pack, row) in enumerate(rows):
        rng = (Seed(2) / number).rng()
        ground = _ground(rng, grounds)
        labels = np.full((SQUARE, SQUARE), UNKNOWN, np.int16)
        chosen = [(pack, row)] if rng.random() < 0.65 else [(pack, row), rows[int(rng.integers(len(rows)))]]
        names = [_name(one) for _, one in chosen]
        for place, (home, one) in enumerate(chosen):
            _paste(ground, labels, home.picture(one["file"]), rng, place, len(chosen))
        tags = ", ".join(map(str, row.get("tags", ())[:3]))
        if len(names) == 1:
            captions: tuple[str, ...] = (names[0], _a(names[0]), f"a picture of {_a(names[0])}", f"{names[0]}, {tags}")
            wrong: tuple[str, ...] = ()
        else:
            a, b = names
            captions = (f"{a} on the left and {b} on the right", f"{_a(a)} and {_a(b)}", f"{a}, {b}")
            wrong = (f"{b} on the left and {a} on the right",)
        yield Sample(ground, labels, captions, wrong, "cut-outs", _held(names[0]), tuple(names))


def landscapes(data: Path, crops: int = 3) -> Iterator[Sample]:
    """Photographs and paintings with their captions, in several crops. Only what is free of any claim."""
    pack = Pack.open(data / "landscapes.zip")
    for number, row in enumerate(pack.rows):
        text = str(row.get("caption") or row["name"])
        if row.get("tier") != "pd" or row["group"] == "painting" and not row.get("caption"):
            continue
        pixels = pack.picture(row["file"])[..., :3]
        tags = ", ".join(map(str, row.get("tags", ())[:5]))
        for crop in range(crops):
            view = _crop(pixels, (Seed(3) / number / crop).rng())
            labels = np.full(view.shape[:2], UNKNOWN, np.int16)
            kind = "paintings" if row["group"] == "painting" else "photographs"
            yield Sample(view, labels, (text, tags or text, f"a picture of {text}"), (), kind, _held(row["file"]))


def _held(name: str) -> bool:
    return zlib.crc32(name.encode()) % EVERY == 0


def _name(row: dict[str, Any]) -> str:
    return str(row.get("caption") or row["name"]).replace("-", " ")


def _a(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _grounds(data: Path) -> list[ndarray]:
    pack = Pack.open(data / "landscapes.zip")
    rows = [row for row in pack.rows if row.get("tier") == "pd"]
    return [pack.picture(row["file"])[..., :3] for row in rows[:: max(1, len(rows) // 160)]]


def _ground(rng: np.random.Generator, grounds: Sequence[ndarray]) -> ndarray:
    """A crop of a photograph, a plain colour, or two that run into each other."""
    if rng.random() < 0.6:
        return _crop(grounds[int(rng.integers(len(grounds)))], rng)
    a, b = rng.uniform(20, 250, (2, 3))
    run = np.linspace(0, 1, SQUARE)[:, None, None] * (rng.random() < 0.6)
    return np.asarray(np.broadcast_to(a * (1 - run) + b * run, (SQUARE, SQUARE, 3)), np.uint8).copy()


def _crop(pixels: ndarray, rng: np.random.Generator) -> ndarray:
    height, width = pixels.shape[:2]
    side = int(min(height, width) * rng.uniform(0.7, 1.0))
    y, x = int(rng.integers(height - side + 1)), int(rng.integers(width - side + 1))
    view = cv2.resize(pixels[y : y + side, x : x + side], (SQUARE, SQUARE), interpolation=cv2.INTER_AREA)
    return np.ascontiguousarray(view[:, ::-1] if rng.random() < 0.5 else view)


def _paste(ground: ndarray, labels: ndarray, rgba: ndarray, rng: np.random.Generator, place: int, of: int) -> None:
    """Lay a cut-out on the ground; left and right where there are two."""
    side = int(SQUARE * (rng.uniform(0.45, 0.95) if of == 1 else rng.uniform(0.35, 0.5)))
    scale = side / max(rgba.shape[:2])
    wide, high = max(8, round(rgba.shape[1] * scale)), max(8, round(rgba.shape[0] * scale))
    small = cv2.resize(rgba.astype(np.float32), (wide, high), interpolation=cv2.INTER_AREA)
    low, top = (0, SQUARE - wide) if of == 1 else ((0, SQUARE // 2 - wide), (SQUARE // 2, SQUARE - wide))[place]
    x, y = int(rng.integers(low, max(low, top) + 1)), int(rng.integers(0, SQUARE - high + 1))
    alpha = small[..., 3:] / 255
    view = ground[y : y + high, x : x + wide]
    view[:] = (view * (1 - alpha) + small[..., :3] * alpha).astype(np.uint8)
    labels[y : y + high, x : x + wide][alpha[..., 0] > 0.6] = place
