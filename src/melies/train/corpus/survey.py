"""What a folder of worlds holds, in numbers and on a sheet."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.seed import Seed
from melies.models.vista import layers
from melies.scene.labels import DRAWN, colour
from melies.train.corpus.shards import read

TILE, LINE = 240, 16  # pixels of a picture's height on a sheet, and of a line of writing
COMMON = 40  # words that are told


def paths_in(folder: Path) -> list[Path]:
    """The shards of a folder. AuthorError where there are none."""
    found = sorted(folder.glob("world-*.npz"))
    if not found:
        raise AuthorError(f"{folder} holds no worlds; melies corpus worlds -o {folder} renders some")
    return found


def counted(folder: Path) -> dict[str, Any]:
    """Worlds, pictures, and how many of each shape, place and word; the share of pixels of each label."""
    shapes, places, words = Counter[str](), Counter[str](), Counter[str]()
    pixels = np.zeros(256, np.int64)
    paths, pictures, missing = paths_in(folder), 0, 0
    for path in paths:
        shard = read(path)
        count, height, width = shard.labels.shape
        pictures += count
        shapes[f"{width}x{height}"] += count
        pixels += np.bincount(shard.labels[:, ::4, ::4].ravel(), minlength=256)
        for told in shard.told:
            places[told["place"]] += 1
            missing += bool(told["missing"])
            words.update({word.strip(",") for word in told["captions"][1].split()})
    shares = {name: round(float(pixels[number] / pixels.sum()), 4) for number, name in enumerate(DRAWN)}
    return {
        "worlds": len(paths), "pictures": pictures, "not all drawn": missing, "shapes": dict(shapes.most_common()),
        "places": dict(places.most_common()), "labels": shares, "words": dict(words.most_common(COMMON)),
    }  # fmt: skip


def drawn(folder: Path, count: int, seed: int) -> UInt8[ndarray, "h w 3"]:
    """Some worlds, one a row: two of their pictures, each with its labels and depth, captions beneath."""
    paths = paths_in(folder)
    which = Seed(seed).rng().permutation(len(paths))[:count]
    rows = [_row(paths[n]) for n in sorted(which)]
    wide = max(row.shape[1] for row in rows)
    return np.concatenate([np.pad(row, ((0, 0), (0, wide - row.shape[1]), (0, 0))) for row in rows])


def _row(path: Path) -> ndarray:
    shard = read(path)
    parts = []
    for n in (0, len(shard.told) // 2):
        far = layers.of_depth(shard.depth[n].astype(np.float32))[..., 0] / 2 + 0.5
        some = (shard.pictures[n], colour(shard.labels[n]), np.repeat(to_bytes(far)[..., None], 3, 2))
        width = round(TILE * shard.labels.shape[2] / shard.labels.shape[1])
        tiles = np.concatenate([cv2.resize(one, (width, TILE), interpolation=cv2.INTER_AREA) for one in some], 1)
        parts.append(np.concatenate([tiles, _written(shard.told[n]["captions"][1], tiles.shape[1])]))
    return np.concatenate(parts, 1)


def _written(text: str, width: int) -> ndarray:
    strip = np.zeros((LINE, width, 3), np.uint8)
    cv2.putText(strip, text, (4, LINE - 4), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (235, 235, 235), 1, cv2.LINE_AA)
    return strip
