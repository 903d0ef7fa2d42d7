"""Look anchors: a few painted frames of a shot, carried to the others by exact flow."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Bool, Float32
from numba import njit
from numpy import ndarray

from melies.core.asset import Assets, Ref
from melies.core.ease import smoothstep
from melies.core.errors import OurBug
from melies.core.image import Flow, Image, Mask, to_bytes
from melies.core.request import Carried, Request
from melies.generators.base import Generator
from melies.motion.surfaces import shown
from melies.synthesis.loop import both

STRIDE = 12
HALO = 10.0  # pixels by which the style network's paint bleeds over a silhouette, at any picture size
TORN = 0.75  # pixels by which motion may jump between neighbours before the surface counts as torn there


@dataclass(frozen=True, eq=False)
class View:
    """What was painted at a frame: its request, and its pictures, painted and plain, as stored assets."""

    frame: int
    request: Request
    picture: Ref
    plain: Ref


@dataclass(frozen=True, eq=False)
class Painted(View):
    """One anchor, with its finished image."""

    image: Image


def anchor_frames(frames: int, stride: int = STRIDE) -> tuple[int, ...]:
    """The anchors of a shot: every `stride`-th frame and both ends; the last two never crowd each other."""
    if frames < 1 or stride < 1:
        raise OurBug(f"a shot has frames and a stride above 0; got {frames}, {stride}")
    last = frames - 1
    inner = [frame for frame in range(0, last, stride) if frame == 0 or last - frame > stride // 3]
    return (*inner, last) if last else (0,)


def neighbours(frame: int, anchors: tuple[int, ...]) -> tuple[int, int]:
    """The anchors at or before, and at or after, a frame."""
    at = bisect_right(anchors, frame) - 1
    return anchors[at], anchors[at if anchors[at] == frame else at + 1]


def paint(frame: int, request: Request, assets: Assets) -> Painted:
    """Make one anchor, stored quantised: the frame rendered and painted alone, or over what was carried to it."""
    plain, finished = both(request, assets)
    picture, unpainted = (assets.put(to_bytes(image.rgb)) for image in (finished, plain))
    return Painted(frame, request.model_copy(update={"carried": (), "renew": False}), picture, unpainted, finished)


def onward(frame: int, request: Request, known: Sequence[tuple[View, Flow]], assets: Assets) -> Request:
    """The request of a painter's anchor, which goes on from views `known`: a shot is one painting and not many.

    Their paint and surfaces are brought here by exact flow, each where those before it show nothing; the paint is to be
    gone over once more.
    """
    surfaces = shown(frame, request.size, _known(*known), assets, goes_on=True)
    if not known:
        return request.model_copy(update={"surfaces": surfaces})
    carried, free = [], np.ones((request.size.height, request.size.width), np.float32)
    for view, flow in known:
        mask = trusted(flow) * free
        free = free - mask
        carried.append(bring(view, flow, 1.0, assets, mask))
    return request.model_copy(update={"carried": tuple(carried), "surfaces": surfaces, "renew": True})


def carry(
    frame: int, request: Request, before: Painted, after: Painted, generator: Generator, assets: Assets
) -> Request:
    """The request with both anchors brought to its frame: warped pictures, masks of visibility, weights in time.

    Each pixel of this frame looks up where its surface lies in the anchor (exact backward flow), so that paint
    sticks to the world and to whoever moves through it. Where the anchors know their surfaces, these come along.
    """
    late = smoothstep((frame - before.frame) / max(1, after.frame - before.frame))
    weights = [(anchor, weight) for anchor, weight in ((before, 1.0 - late), (after, late)) if weight > 0]
    flows = [generator.flow(request, anchor.request, assets) for anchor, _ in weights]
    carried = tuple(bring(anchor, flow, weight, assets) for (anchor, weight), flow in zip(weights, flows, strict=True))
    known = _known(*((anchor, flow) for (anchor, _), flow in zip(weights, flows, strict=True)))
    surfaces = shown(frame, request.size, known, assets) if known else None
    return request.model_copy(update={"carried": carried, "surfaces": surfaces})


def _known(*anchors: tuple[View, Flow]) -> list[tuple[Ref, Flow]]:
    """The surfaces of anchors that have some, each with the flow to it."""
    return [(anchor.request.surfaces, flow) for anchor, flow in anchors if anchor.request.surfaces is not None]


def bring(anchor: View, flow: Flow, weight: float, assets: Assets, mask: Mask | None = None) -> Carried:
    """One view's pictures as seen from the frame whose flow to it this is. mask: where, else where it is trusted."""
    import cv2

    there = _places(flow.visible.shape) + flow.xy
    x, y = cv2.convertMaps(there[..., 0], there[..., 1], cv2.CV_16SC2)  # once for both pictures

    def warped(ref: Ref, how: int) -> Ref:
        return assets.put(np.asarray(cv2.remap(assets.get(ref), x, y, how, borderMode=cv2.BORDER_REPLICATE), np.uint8))

    return Carried(
        picture=warped(anchor.picture, cv2.INTER_CUBIC),
        plain=warped(anchor.plain, cv2.INTER_LINEAR),
        mask=assets.put(((trusted(flow) if mask is None else mask) * 255 + 0.5).astype(np.uint8)[..., None]),
        weight=round(weight, 6),
    )


@lru_cache(maxsize=2)
def _places(shape: tuple[int, int]) -> Float32[ndarray, "h w 2"]:
    """Every pixel's own (x, y)."""
    rows, columns = np.indices(shape, np.float32)
    return np.stack((columns, rows), -1)


def trusted(flow: Flow) -> Mask:
    """How far the anchor may speak, [0, 1]: 0 where it is hidden or the motion tears, 1 from HALO pixels away on.

    Paint bleeds over silhouettes and interpolation mixes both sides of an edge; where the two sides move apart,
    such a rim would be left behind as a ghost. Edges that move together are kept.
    """
    import cv2

    sound = (flow.visible & ~torn(flow)).astype(np.uint8)
    if sound.all():
        return np.ones(sound.shape, np.float32)
    distance = cv2.distanceTransform(sound, cv2.DIST_L2, 5)
    mask: Mask = np.minimum(distance * np.float32(1 / HALO), np.float32(1))
    return mask


def torn(flow: Flow) -> Bool[ndarray, "h w"]:
    """Where motion jumps by more than TORN pixels between neighbours: the rims of what moves against its background.

    Second differences, so that a floor running past in perspective is no tear.
    """
    edges: Bool[ndarray, "h w"] = _torn(np.ascontiguousarray(flow.xy))
    return edges


@njit(cache=True, nogil=True)
def _torn(xy: ndarray) -> ndarray:
    height, width = xy.shape[:2]
    edges = np.zeros((height, width), np.bool_)
    two, limit = np.float32(2), np.float32(TORN)
    for row in range(height):
        above, below = max(0, row - 1), min(height - 1, row + 1)
        for column in range(width):
            left, right = max(0, column - 1), min(width - 1, column + 1)
            jump = np.float32(0)
            for axis in range(2):
                here = two * xy[row, column, axis]
                jump = max(jump, abs(xy[row, left, axis] + xy[row, right, axis] - here))
                jump = max(jump, abs(xy[above, column, axis] + xy[below, column, axis] - here))
            edges[row, column] = jump > limit
    return edges
