"""Worlds at the size of base pictures, worked out once a shard and kept, with the words of every caption."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Float16, Int8, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import from_bytes
from melies.media.atomic import replacing
from melies.models.vista import layers
from melies.models.vista.spec import LAYERS, PATCH, grid
from melies.models.vista.words import together, token_vectors
from melies.train.corpus.held import held_out
from melies.train.corpus.shards import read

SIDES = re.compile(r"\b(left|right)\b")
OTHER = {"left": "right", "right": "left"}
Namer = Callable[[Path], str]


@dataclass(frozen=True, eq=False)
class Group:
    """Base pictures of one grid. colour, labels: bytes; depth, lines: channels in 127ths; told: wordings of each.

    known: the layers that are true; all others hold nothing. Labels may be OPEN in places.
    """

    cells: tuple[int, int]
    colour: UInt8[ndarray, "n h w 3"]
    labels: UInt8[ndarray, "n h w"]
    depth: Int8[ndarray, "n h w"]
    lines: Int8[ndarray, "n h w"]
    told: list[tuple[str, ...]]
    known: tuple[str, ...] = tuple(LAYERS)

    def __len__(self) -> int:
        return len(self.told)


def small(shards: Path, home: Path) -> Iterator[tuple[int, int]]:
    """Work out what is missing of the base pictures of every shard; yields how many of how many are done."""
    yield from keep(sorted(shards.glob("world-*.npz")), home, _small)


def keep(
    paths: Sequence[Path], home: Path, make: Callable[[Path], dict[str, ndarray]], name: Namer = attrgetter("name")
) -> Iterator[tuple[int, int]]:
    """Arrays made of files, each kept in `home` under a name for the file; what is there is not made again."""
    home.mkdir(parents=True, exist_ok=True)
    for done, path in enumerate(paths, 1):
        target = home / name(path)
        if not target.is_file():
            made = make(path)
            with replacing(target) as draft, draft.open("wb") as file:
                np.savez(file, **made)  # type: ignore[arg-type]
        yield done, len(paths)


def kept(paths: Sequence[Path], home: Path, name: Namer = attrgetter("name")) -> Iterator[dict[str, ndarray]]:
    """What `keep` made of files, and of no others that lie there."""
    for path in paths:
        with np.load(home / name(path), allow_pickle=False) as data:
            yield {name: data[name] for name in data.files}


def worlds(shards: Path, held: bool) -> list[Path]:
    """The shards that are held out, or those that teach."""
    paths = sorted(shards.glob("world-*.npz"))
    return [path for path in paths if held_out(int(path.stem.rsplit("-", 1)[1])) == held]


def groups(shards: Path, home: Path, held: bool) -> list[Group]:
    """All base pictures by their grids: those that teach, or those that are held out. AuthorError where none are."""
    rows: dict[tuple[int, int], list[dict[str, ndarray]]] = {}
    for row in kept(worlds(shards, held), home):
        height, width = row["labels"].shape[1:]
        rows.setdefault((height // PATCH, width // PATCH), []).append(row)
    if not rows:
        which = "are held out: numbers that end in 9" if held else "teach"
        raise AuthorError(f"{shards} holds no worlds that {which}; render more: melies corpus worlds -o {shards}")
    return [_group(cells, some) for cells, some in sorted(rows.items())]


def _group(cells: tuple[int, int], rows: Sequence[Mapping[str, ndarray]]) -> Group:
    joined = {name: np.concatenate([row[name] for row in rows]) for name in ("colour", "labels", "depth", "lines")}
    told = [tuple(str(text).split("\n")) for row in rows for text in row["told"]]
    return Group(cells, joined["colour"], joined["labels"], joined["depth"], joined["lines"], told)


def _small(path: Path) -> dict[str, ndarray]:
    shard = read(path)
    height, width = shard.labels.shape[1:]
    rows, columns = grid(width, height)
    size = (columns * PATCH, rows * PATCH)
    made: dict[str, list[Any]] = {"colour": [], "labels": [], "depth": [], "lines": []}
    for pixels, labels, depth in zip(shard.pictures, shard.labels, shard.depth, strict=True):
        parts = layered(pixels, labels, depth.astype(np.float32), size)
        for name, values in parts.items():
            made[name].append(values)
    told = ["\n".join(wordings(row)) for row in shard.told]
    return {name: np.stack(values) for name, values in made.items()} | {"told": np.array(told)}


def layered(pixels: ndarray, labels: ndarray, depth: ndarray, size: tuple[int, int]) -> dict[str, ndarray]:
    """A world's picture and layers as those of a base picture of `size` (width, height)."""
    far = layers.shrunk(layers.of_depth(depth), size).reshape(size[1], size[0])
    lines = layers.of_outline(layers.edges(labels, depth), size)[..., 0]
    return {
        "colour": cv2.resize(pixels, size, interpolation=cv2.INTER_AREA),
        "labels": layers.fewer(labels, size),
        "depth": np.rint(far * 127).astype(np.int8),
        "lines": np.rint(lines * 127).astype(np.int8),
    }


def wordings(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Several ways to say a picture: what the stage says of it, and, where all of it was drawn, the author's words."""
    text, seen = told["captions"]
    if told["missing"]:
        return (seen,)
    return (seen, text, ", ".join(sorted(told["parts"])))


def mirrored(text: str) -> str:
    """A caption of the mirrored picture."""
    return SIDES.sub(lambda found: OTHER[found[1]], text)


def channels(group: Group, which: ndarray) -> dict[str, ndarray]:
    """Layers (n, C, h, w) in [-1, 1] of some pictures of a group."""
    parts = {
        "rgb": layers.of_rgb(from_bytes(group.colour[which])),
        "depth": group.depth[which, ..., None].astype(np.float32) / 127,
        "labels": layers.of_labels(group.labels[which]),
        "outline": group.lines[which, ..., None].astype(np.float32) / 127,
    }
    return {name: np.ascontiguousarray(values.transpose(0, 3, 1, 2)) for name, values in parts.items()}


class Wordbook:
    """Token vectors of every caption, worked out once and kept in a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[str, Float16[ndarray, "tokens text"]] = {}
        if path.is_file():
            with np.load(path, allow_pickle=False) as data:
                keys, ends, vectors = data["keys"], np.cumsum(data["lengths"]), data["vectors"]
            parts = np.split(vectors, ends[:-1]) if len(ends) else []
            self._known = dict(zip(map(str, keys), parts, strict=True))

    def learn(self, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Look up what is not known yet; yields how many of how many are done. Kept when all are."""
        new = [text for text in dict.fromkeys(texts) if _key(text) not in self._known]
        for done, text in enumerate(new, 1):
            self._known[_key(text)] = token_vectors(text)
            yield done, len(new)
        if new:
            parts = list(self._known.values())
            with replacing(self.path) as draft, draft.open("wb") as file:
                lengths = np.array([len(part) for part in parts])
                np.savez(file, keys=np.array(list(self._known)), lengths=lengths, vectors=np.concatenate(parts))

    def __call__(self, texts: Sequence[str]) -> tuple[ndarray, ndarray]:
        """Vectors (n, tokens, 384) and where there are any (n, tokens), as long as the longest."""
        return together([self._known[_key(text)] for text in texts])


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
