"""Which surface each pixel shows: numbered where it is first seen, and handed on along exact flow."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from jaxtyping import Int64
from numpy import ndarray

from melies.core.asset import Assets, Ref
from melies.core.image import Flow
from melies.core.size import Size
from melies.generators.noise import Surfaces, packed, unpacked

MOST = 9  # pixels: magnified three times
STEP = 0x9E3779B1  # spreads the frames' numbers over 32 bits


def shown(frame: int, size: Size, known: Sequence[tuple[Ref, Flow]], assets: Assets, goes_on: bool = False) -> Ref:
    """The surfaces of a frame, stored: those that flows lead to in other frames (the first has the say), else new.

    goes_on: other frames go on from this one, so what is magnified would add up.
    """
    surfaces = new = first_seen(size, frame)
    for ref, flow in reversed(known):
        surfaces = handed_on(unpacked(assets.get(ref)), flow, surfaces)
    if goes_on and known:
        surfaces = renewed(surfaces, new)
    return assets.put(packed(surfaces))


def first_seen(size: Size, frame: int) -> Surfaces:
    """A number for every pixel of a frame, unlike other frames' as far as 32 bits reach."""
    here = np.arange(size.height * size.width, dtype=np.uint32).reshape(size.height, size.width)
    return here + np.uint32(frame * STEP % 2**32)


def handed_on(known: Surfaces, flow: Flow, new: Surfaces) -> Surfaces:
    """The surfaces of a frame: `known` ones of another frame where `flow` leads there and is seen, else `new` ones."""
    height, width = known.shape
    rows, columns = np.indices(known.shape)
    there = (_nearest(rows + flow.xy[..., 1], height), _nearest(columns + flow.xy[..., 0], width))
    return np.where(flow.visible, known[there], new)


def renewed(surfaces: Surfaces, new: Surfaces) -> Surfaces:
    """The surfaces with `new` ones where a number stands on more than MOST pixels: there noise would turn to blots."""
    _, which, counts = np.unique(surfaces, return_inverse=True, return_counts=True)
    return np.where((counts > MOST)[which].reshape(surfaces.shape), new, surfaces)


def _nearest(places: ndarray, length: int) -> Int64[ndarray, "h w"]:
    return np.clip(np.floor(places + 0.5), 0, length - 1).astype(np.int64)
