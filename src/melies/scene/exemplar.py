"""Holes in pictures filled with what the rest of the picture holds: exemplar-based inpainting.

From coarse to fine, every patch of the hole looks for the one that is most like it elsewhere ("PatchMatch", Barnes et
al. 2009), and the hole is painted with what those patches say ("Space-Time Completion of Video", Wexler et al. 2007).
As in "Video Inpainting of Complex Scenes" (Newson et al. 2014) the first picture is grown from the rim inwards, and
patches are compared by their roughness as well as by their colours, so that grass is not filled with sky.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Bool, Float32, UInt8
from numpy import ndarray

from melies.core.image import Rgb
from melies.core.oklab import to_oklab
from melies.core.seed import Seed
from melies.scene.kernels.patchmatch import REACH, choose, match, search, vote
from melies.scene.seam import joined

SIDE = 2 * REACH + 1
SMALLEST, FEWEST = 4 * SIDE, 50  # pixels of the coarsest picture's lesser side; patches in it that may be taken
PAIRS = 6_000_000  # of patches of the coarsest picture that are compared at most
ROUGH = 7.0  # what roughness (mean step of lightness) counts beside colour (section 3.2.3: 50 for squares)
COLOUR = 2.0  # what colour counts beside lightness
AROUND = 2 * SIDE + 1  # pixels across which roughness is a mean
ROUNDS, TURNS = 4, ((200_000, 6), (600_000, 3), (np.inf, 1))  # of a search; of search and paint, up to so many pixels
FADING = 1.3  # how much less a patch is trusted with each pixel inwards

Channels = Float32[ndarray, "h w c"]
Field = ndarray  # (H, W, 2) rows and columns


@dataclass(frozen=True, eq=False)
class Level:
    """A picture at one size: channels (H, W, 5), its hole, and what is known of it; the rest has no say at all."""

    picture: Channels
    hole: Bool[ndarray, "h w"]
    known: Bool[ndarray, "h w"]

    @property
    def source(self) -> UInt8[ndarray, "h w"]:
        """1 on pixels whose patches may be taken: they are known wholly."""
        square = np.ones((SIDE, SIDE), np.uint8)
        whole = cv2.erode(np.pad(self.known.astype(np.uint8), 1), square, borderType=cv2.BORDER_REPLICATE)
        return np.ascontiguousarray(whole[1:-1, 1:-1], np.uint8)

    @property
    def targets(self) -> ndarray:
        """Rows and columns (n, 2) of the pixels whose patches reach into the hole."""
        reached = cv2.dilate(self.hole.astype(np.uint8), np.ones((SIDE, SIDE), np.uint8)) > 0
        return np.argwhere(reached & (self.hole | self.known))


def filled(rgb: Rgb, hole: Bool[ndarray, "h w"], source: Bool[ndarray, "h w"] | None = None, *, seed: int = 0) -> Rgb:
    """The picture (H, W, 3), sRGB in [0, 1], with its hole filled from itself; outside of the hole nothing changes.

    source: what may be taken, and is to be joined on to (None: all but the hole). Where no patch is whole enough to be
    taken, the hole gets the colours around it; where nothing is known, nothing changes. The same seed
    fills in the same way.
    """
    known = ~hole if source is None else source & ~hole
    if not hole.any() or not known.any():
        return rgb
    levels = [Level(_channels(rgb, known), hole, known)]
    if not levels[0].source.any():
        return np.where(hole[..., None], softly(rgb, known), rgb)
    while (smaller := _smaller(levels[-1])) is not None:
        levels.append(smaller)
    seed %= 1 << 31
    field = _grown(levels[-1], seed)
    taken = _settle(levels[-1], field, seed)
    for number, level in enumerate(reversed(levels[:-1]), 1):
        field = _finer(field, level, seed + number)
        taken = _settle(level, field, seed + number)
    return joined(rgb, hole, known, taken=taken)


def softly(rgb: Rgb, known: Bool[ndarray, "h w"]) -> Float32[ndarray, "h w 3"]:
    """Colours of what is not known from what is known around it, near or far as need be (pull and push, Gortler et al.
    1996)."""
    share = known.astype(np.float32)
    levels = [(np.asarray(rgb, np.float32) * share[..., None], share)]
    while min(levels[-1][1].shape) > 2:
        size = (-(-levels[-1][1].shape[1] // 2), -(-levels[-1][1].shape[0] // 2))
        levels.append(tuple(cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in levels[-1]))  # type: ignore[arg-type]
    colour, weight = levels[-1]
    mean = colour.sum((0, 1)) / max(float(weight.sum()), 1e-6)
    made = np.where(weight[..., None] > 1e-6, colour / np.maximum(weight, 1e-6)[..., None], mean)
    for colour, weight in reversed(levels[:-1]):
        coarse = cv2.resize(made, weight.shape[::-1], interpolation=cv2.INTER_LINEAR)
        sure = np.minimum(1, 2 * weight)[..., None]
        made = sure * colour / np.maximum(weight, 1e-6)[..., None] + (1 - sure) * coarse
    return np.asarray(made, np.float32)


def _channels(rgb: Rgb, known: Bool[ndarray, "h w"]) -> Channels:
    """Lightness, colour, and how rough it is around a pixel, across and down."""
    lab = to_oklab(np.clip(softly(rgb, known), 0, 1)) * np.array((1, COLOUR, COLOUR), np.float32)
    inner = (cv2.erode(known.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0).astype(np.float32)
    rough = []
    for across in (1, 0):
        steps = np.abs(cv2.Sobel(lab[..., 0], cv2.CV_32F, across, 1 - across, scale=1 / 8)) * inner
        rough.append(ROUGH * cv2.blur(steps, (AROUND, AROUND)) / np.maximum(cv2.blur(inner, (AROUND, AROUND)), 1e-3))
    return np.ascontiguousarray(np.concatenate((lab, np.stack(rough, -1)), -1), np.float32)


def _smaller(level: Level) -> Level | None:
    """The level at half the size; None where the hole is small by now, or nothing would be left to take."""
    deepest = _depth(level.hole, cv2.DIST_C).max()
    if deepest <= 2 * REACH or min(level.hole.shape) < 2 * SMALLEST:
        return None
    odd = [(0, side % 2) for side in level.hole.shape]
    known, hole = (np.pad(part, odd, mode="edge") for part in (level.known, level.hole))
    picture = np.pad(level.picture, [*odd, (0, 0)], mode="edge")
    rows, columns = hole.shape[0] // 2, hole.shape[1] // 2
    share = known.reshape(rows, 2, columns, 2, 1).astype(np.float32)
    total = (picture.reshape(rows, 2, columns, 2, -1) * share).sum((1, 3))
    weight = share.sum((1, 3))
    bare = np.asarray(hole.reshape(rows, 2, columns, 2).any((1, 3)))
    found = Level(np.ascontiguousarray(total / np.maximum(weight, 1)), bare, (weight[..., 0] > 0) & ~bare)
    return found if found.source.sum() >= FEWEST else None


def _grown(level: Level, seed: int) -> Field:
    """The coarsest hole painted from its rim inwards, in place, each pixel with the middle of the patch that is most
    like what is known around it; the field of that."""
    some = np.argwhere(level.source)
    rng = (Seed(seed) / "exemplar").rng()
    field = some[rng.integers(len(some), size=level.hole.shape)].astype(np.int32)
    most = min(len(some), max(FEWEST, PAIRS // int(level.hole.sum())))
    sources = some[np.sort(rng.choice(len(some), most, replace=False))]
    known, left = level.known.astype(np.uint8), level.hole.copy()
    while left.any():
        rim = left & (cv2.dilate(known, np.ones((3, 3), np.uint8)) > 0)
        rim = rim if rim.any() else left
        targets = np.argwhere(rim)
        search(level.picture, known, sources, targets, field)
        level.picture[rim] = level.picture[tuple(field[rim].T)]
        known[rim], left = 1, left & ~rim
    return field


def _finer(field: Field, level: Level, seed: int) -> Field:
    """The field at twice the size, and the hole painted by it, in place."""
    height, width = level.hole.shape
    source = level.source
    rows, columns = np.mgrid[0:height, 0:width]
    found = 2 * field[rows // 2, columns // 2] + np.stack((rows % 2, columns % 2), -1)
    found = np.minimum(found, (height - 1, width - 1)).astype(np.int32)
    some = np.argwhere(source)
    stray = source[found[..., 0], found[..., 1]] == 0
    found[stray] = some[(Seed(seed) / "exemplar").rng().integers(len(some), size=int(stray.sum()))]
    cost = _costs(level)
    vote(level.picture, level.hole, found, cost, np.zeros_like(cost), 1.0)
    return np.ascontiguousarray(found)


def _settle(level: Level, field: Field, seed: int) -> Field:
    """Search and paint in turns, in place, until the hole is made of patches of the rest; what each pixel took."""
    targets, cost, source = level.targets, _costs(level), level.source
    doubt = np.log(FADING) * np.where(level.hole, _depth(~level.known, cv2.DIST_L2), 0).astype(np.float32)
    seen = (level.hole | level.known).astype(np.uint8)
    spread = 1.0
    for turn in range(next(turns for most, turns in TURNS if level.hole.size <= most)):
        match(level.picture, seen, source, targets, field, cost, ROUNDS, seed * 100 + turn)
        spread = max(1e-6, float(np.percentile(cost[tuple(targets.T)], 75)))
        vote(level.picture, level.hole, field, cost, doubt, spread)
    return np.asarray(choose(level.hole, field, cost, doubt, spread))


def _depth(inner: Bool[ndarray, "h w"], kind: int) -> Float32[ndarray, "h w"]:
    """How many pixels it is from each pixel to the nearest one that is not inner; the picture's edge is none."""
    if inner.all():
        return np.full(inner.shape, max(inner.shape), np.float32)
    return np.asarray(cv2.distanceTransform(inner.astype(np.uint8), kind, 3), np.float32)


def _costs(level: Level) -> Float32[ndarray, "h w"]:
    cost = np.full(level.hole.shape, np.inf, np.float32)
    cost[tuple(level.targets.T)] = 0
    return cost
