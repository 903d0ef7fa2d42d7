"""Worlds rendered ahead into shards, one file a world: pictures, labels, depth and captions; resumable at any kill."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float16, UInt8
from numpy import ndarray

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look
from melies.generators.staged import atmosphere
from melies.media.atomic import replacing
from melies.models.looks import names
from melies.scene.labels import LABELS
from melies.synthesis import make
from melies.train.corpus.worlds import Brief, briefs

PAINTED = 0.4  # of the pictures are painted with a look
SUN, MOON = LABELS["sun/moon"], len(LABELS)  # in shards a moon has a label of its own
DAY = (5.5, 19.3)  # hours between which the light in the sky is the sun


@dataclass(frozen=True, eq=False)
class Shard:
    """One world. told: for each picture its captions, the place, the look and what was not drawn."""

    pictures: UInt8[ndarray, "n h w 3"]
    labels: UInt8[ndarray, "n h w"]
    depth: Float16[ndarray, "n h w"]
    told: tuple[dict[str, Any], ...]


def render(folder: Path, first: int, last: int, size: Size, seed: int = 0) -> Iterator[Path]:
    """Render worlds `first` to `last` (not included) that are not there yet; yields each file as it is ready."""
    for number in range(first, last):
        path = folder / f"world-{seed}-{number:06d}.npz"
        if not path.is_file():
            shard = _shard(number, size, seed)
            with replacing(path) as draft, draft.open("wb") as file:
                told = np.frombuffer(json.dumps(shard.told).encode(), np.uint8)
                np.savez_compressed(file, pictures=shard.pictures, labels=shard.labels, depth=shard.depth, told=told)
        yield path


def read(path: Path) -> Shard:
    """A shard from its file. AuthorError for a file that is none."""
    try:
        with np.load(path, allow_pickle=False) as data:
            told = json.loads(data["told"].tobytes())
            return Shard(data["pictures"], data["labels"], data["depth"], tuple(told))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise AuthorError(
            f"{path} is no shard of worlds, or is damaged ({error}); delete it and render again"
        ) from None


def _shard(number: int, size: Size, seed: int) -> Shard:
    rng = (Seed(seed) / "looks of worlds" / number).rng()
    rows = [_one(brief, rng) for brief in briefs(number, size, seed)]
    pictures, labels, depth, told = zip(*rows, strict=True)
    return Shard(np.stack(pictures), np.stack(labels), np.stack(depth), told)


def _one(brief: Brief, rng: np.random.Generator) -> tuple[ndarray, ndarray, ndarray, dict[str, Any]]:
    look = str(rng.choice(sorted(names()))) if rng.random() < PAINTED else "none"
    image = make(
        brief.request.model_copy(update={"look": Look(name=look, cast=float(rng.uniform(0.3, 1)))}), MemoryAssets()
    )
    assert image.labels is not None and image.depth is not None
    labels = image.labels.copy()
    if not DAY[0] < atmosphere(brief.request)["hour"] % 24 < DAY[1]:
        labels[labels == SUN] = MOON
    missing = list(image.info["not_drawn"])
    told = {
        "captions": [brief.text, image.info["caption"]], "parts": brief.parts, "place": brief.place, "look": look,
        "missing": missing,
    }  # fmt: skip
    return to_bytes(image.rgb), labels, np.minimum(image.depth, 6e4).astype(np.float16), told
