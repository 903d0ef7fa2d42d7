"""Worlds rendered ahead into shards, one file a world: pictures, labels, depth and captions; resumable at any kill."""

from __future__ import annotations

import json
import multiprocessing
import signal
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Float16, UInt8
from numpy import ndarray

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.machine import follow
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look
from melies.generators.staged import atmosphere
from melies.media.atomic import replacing
from melies.media.picture import encode
from melies.models.looks import names
from melies.scene.labels import parted
from melies.synthesis import make
from melies.train.corpus.worlds import VIEWS, Brief, briefs

PAINTED = 0.4  # of the pictures are painted with a look
QUALITY = 93  # of the WebP that a picture is kept as
WIDE = Size(width=512, height=288)
SHAPES = (  # of about the same area; a world takes one of them, the first twice as often
    WIDE, WIDE, Size(width=384, height=384), Size(width=464, height=320), Size(width=544, height=272),
    Size(width=320, height=464), Size(width=288, height=512),
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Shard:
    """One world. told: for each picture its captions, the place, the look and what was not drawn."""

    pictures: UInt8[ndarray, "n h w 3"]
    labels: UInt8[ndarray, "n h w"]
    depth: Float16[ndarray, "n h w"]
    told: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Plan:
    """How worlds are rendered: sizes that take turns by chance, pictures of each world, the share that is painted."""

    sizes: tuple[Size, ...] = SHAPES
    views: int = VIEWS
    painted: float = PAINTED
    seed: int = 0

    def size(self, number: int) -> Size:
        """The size of a world by its number."""
        rng = (Seed(self.seed) / "shapes of worlds" / number).rng()
        return self.sizes[int(rng.integers(len(self.sizes)))]


def render(folder: Path, first: int, last: int, plan: Plan, workers: int = 1) -> Iterator[Path]:
    """Render worlds `first` to `last` (not included) that are not there yet; yields each file as it is ready."""
    paths = {number: folder / f"world-{plan.seed}-{number:06d}.npz" for number in range(first, last)}
    todo = [number for number, path in paths.items() if not path.is_file()]
    yield from (path for number, path in paths.items() if number not in todo)
    if workers < 2 or len(todo) < 2:
        for number in todo:
            yield _kept(paths[number], plan, number)
        return
    context = multiprocessing.get_context("spawn")  # forking after numba's threads started would abort
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_worker)
    try:
        for done in as_completed([pool.submit(partial(_kept, paths[number], plan), number) for number in todo]):
            yield done.result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def read(path: Path) -> Shard:
    """A shard from its file. AuthorError for a file that is none."""
    try:
        with np.load(path, allow_pickle=False) as data:
            told = json.loads(data["told"].tobytes())
            pictures = _decoded(data["pictures"], data["bytes"])
            return Shard(pictures, data["labels"], data["depth"], tuple(told))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error, cv2.error) as error:
        raise AuthorError(
            f"{path} is no shard of worlds, or is damaged ({error}); delete it and render again"
        ) from None


def shard(number: int, plan: Plan) -> Shard:
    """A world by its number, all its pictures."""
    rng = (Seed(plan.seed) / "looks of worlds" / number).rng()
    rows = [_one(brief, rng, plan.painted) for brief in briefs(number, plan.size(number), plan.seed, plan.views)]
    pictures, labels, depth, told = zip(*rows, strict=True)
    return Shard(np.stack(pictures), np.stack(labels), np.stack(depth), told)


def _kept(path: Path, plan: Plan, number: int) -> Path:
    """Render a world into its file: pictures as WebP one after the other, the rest as arrays."""
    made = shard(number, plan)
    coded = [encode(picture, "WEBP", QUALITY) for picture in made.pictures]
    with replacing(path) as draft, draft.open("wb") as file:
        np.savez_compressed(
            file,
            pictures=np.frombuffer(b"".join(coded), np.uint8),
            bytes=np.array([len(code) for code in coded]),
            labels=made.labels,
            depth=made.depth,
            told=np.frombuffer(json.dumps(made.told).encode(), np.uint8),
        )
    return path


def _decoded(content: ndarray, lengths: ndarray) -> ndarray:
    ends = np.cumsum(lengths)
    rows = [content[end - length : end] for end, length in zip(ends, lengths, strict=True)]
    found = [cv2.imdecode(row, cv2.IMREAD_COLOR) for row in rows]
    if any(picture is None for picture in found):
        raise ValueError("a picture in it can't be read")
    return np.stack([np.asarray(picture)[..., ::-1] for picture in found])


def _worker() -> None:
    """In a worker: one thread, deaf to Ctrl-C, and no longer than the process that started it."""
    import numba

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    numba.set_num_threads(1)
    cv2.setNumThreads(1)
    follow()


def _one(brief: Brief, rng: np.random.Generator, painted: float) -> tuple[ndarray, ndarray, ndarray, dict[str, Any]]:
    look = str(rng.choice(sorted(names()))) if rng.random() < painted else "none"
    image = make(
        brief.request.model_copy(update={"look": Look(name=look, cast=float(rng.uniform(0.3, 1)))}), MemoryAssets()
    )
    assert image.labels is not None and image.depth is not None
    labels = parted(image.labels, atmosphere(brief.request)["hour"])
    missing = list(image.info["not_drawn"])
    told = {
        "captions": [brief.text, image.info["caption"]], "parts": brief.parts, "place": brief.place, "look": look,
        "missing": missing,
    }  # fmt: skip
    return to_bytes(image.rgb), labels, np.minimum(image.depth, 6e4).astype(np.float16), told
