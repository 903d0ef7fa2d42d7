"""Each kind of inspiration, on against off, on five pictures; and words found in pixels alone."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy import ndarray

from benchmarks.hand.scenes import FIXTURES, SIZE, VIEW, staged
from benchmarks.rows import Row
from benchmarks.small.held import HELD_OUT
from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import Image, to_bytes
from melies.core.request import Guide, Request
from melies.guidance.eye import seen
from melies.guidance.guides import critic, planes
from melies.guidance.kinds import NEEDS
from melies.guidance.phrases import PHRASES
from melies.guidance.views import Views
from melies.scene.labels import LABELS, MOON, PALETTE
from melies.synthesis import make
from melies.train.corpus.shards import Plan, shard

SEVEN = ("sky", "water", "mountain", "tree", "building", "moon", "character")
WANTED = "a golden forest in autumn"


def kinds() -> Iterator[Row]:
    """The worst of five: its energy with the inspiration over that without."""
    for kind in NEEDS:
        if kind == "difference":
            continue  # it asks that nothing changes
        ratios = [_ratio(kind, number) for number in range(len(FIXTURES))]
        yield Row(f"{kind} on, its energy over that when off, worst of {len(ratios)}", max(ratios), "x", 0.999)


def _ratio(kind: str, number: int) -> float:
    here, there = (staged(FIXTURES[(number + n) % len(FIXTURES)]) for n in (0, 1))
    assets = MemoryAssets()
    ref = assets.put(_given(kind, there.pixels, there.stage)) if NEEDS[kind] else None  # type: ignore[union-attr]
    guide = Guide(kind=kind, text=WANTED if kind == "text" else "", picture=ref)
    wish = critic(guide, assets, SIZE, Views(count=12, chunk=12, seed=77))  # other views than those it was led by
    base = {"engine": "pixels", "size": SIZE, "structure": assets.put(here.pixels)}
    base |= {"fill": assets.put(np.zeros((SIZE.height, SIZE.width, 1), np.uint8))}
    after = to_bytes(make(Request(**base, guides=(guide,)), assets).rgb)
    a, b = (float(wish.judge(planes(p)).energy) for p in (here.pixels, after))
    return b / a


def _given(kind: str, pixels: ndarray, stage: Image) -> ndarray:
    """What an author would give of another picture."""
    if kind == "scribble":
        small = cv2.resize(pixels, (12, 7), interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(small, (SIZE.width, SIZE.height), interpolation=cv2.INTER_NEAREST))
    if kind == "outline":
        return np.asarray(255 - cv2.Canny(pixels, 80, 180)[..., None].repeat(3, 2))
    if kind == "labels":
        return np.array(list(PALETTE.values()), np.uint8)[stage.labels]
    if kind == "depth":
        assert stage.depth is not None
        return np.rint(255 * stage.depth.min() / stage.depth).astype(np.uint8)[..., None].repeat(3, 2)
    return pixels


def found(worlds: int) -> Iterator[Row]:
    """Words found in the pixels of worlds that no lesson had, against their exact labels."""
    both, either = dict.fromkeys(SEVEN, 0), dict.fromkeys(SEVEN, 0)
    for number in range(worlds):
        world = shard(HELD_OUT + number, Plan((VIEW,)))
        for pixels, labels in list(zip(world.pictures, world.labels, strict=True))[::3]:
            for word in SEVEN:
                true = labels == (MOON if word == "moon" else LABELS[word])
                try:
                    mask = seen(PHRASES[word][0], pixels) > 0.5
                except AuthorError:
                    mask = np.zeros(true.shape, bool)
                if true.mean() >= 2e-3 or mask.any():
                    both[word] += int((mask & true).sum())
                    either[word] += int((mask | true).sum())
    scores = {word: both[word] / max(1, either[word]) for word in SEVEN}
    for word, score in scores.items():
        yield Row(f"select {word!r} from pixels: IoU", score, "")
    yield Row("select a word from pixels: mean IoU of seven", float(np.mean(list(scores.values()))), "", 0.6, True)
