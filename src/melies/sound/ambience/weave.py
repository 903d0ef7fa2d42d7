"""Weaving layers over the film: each place sounds for its shots and hands over without a seam."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.media.audio import RATE, Samples
from melies.sound.ambience.layer import Layer, layers

CROSSFADE = 0.5  # seconds, centred on the boundary
TAKE, SEAM = 128.0, 2.0  # a layer longer than a TAKE is several, with crossfades of SEAM: that bounds memory

Placed = tuple[str, float, float, float]  # name, start and end in seconds, level 0..1


def ambience(parts: Sequence[Placed], seconds: float, seed: Seed) -> Samples:
    """Float32 (n, 2) at 48 kHz of layers (name, start, end, level); n is round(seconds * 48000).

    A name that goes on in the next part is one sound that changes its level. Fades of 0.5 s are equal-power and
    centred on the boundaries. Raises AuthorError for a name there is no layer of.
    """
    count = max(0, round(seconds * RATE))
    out = np.zeros((2, count), np.float32)
    for name in sorted({part[0] for part in parts}):
        layer = layers[name]
        own = [part for part in parts if part[0] == name]
        level = _levels(own, count)
        first, last = _span(level)
        if last > first:
            sound = _endless(layer, last - first, seed / "ambience" / name)
            sound *= level[first:last]
            out[:, first:last] += sound
    return np.ascontiguousarray(out.T)


def _levels(parts: Sequence[Placed], count: int) -> np.ndarray:
    """The level of one layer for every sample: steps, smoothed to equal-power crossfades."""
    steps = []
    for name, start, end, level in parts:
        if not (np.isfinite([start, end, level]).all() and 0.0 <= level <= 4.0):
            raise AuthorError(
                f"the ambience {name!r} needs a start, an end and a level of 0 to 4; got {start}, {end}, {level}"
            )
        first, last = (int(np.clip(round(moment * RATE), 0, count)) for moment in (start, end))
        steps.append((first, last, level**2))
    half = round(CROSSFADE * RATE / 2)
    cuts = sorted({0, count, *(edge for step in steps for edge in step[:2])})
    power = [max((p for first, last, p in steps if first <= cut < last), default=0.0) for cut in cuts[:-1]]
    total = np.concatenate(([0.0], np.cumsum(np.multiply(power, np.diff(cuts)))))  # power up to each cut
    bends = sorted({0, count, *(min(count, max(0, cut + by)) for cut in cuts for by in (-half, half))})
    ends = power[:1] + power[-1:] if power else [0.0, 0.0]

    def until(where: float) -> float:
        inside = float(np.interp(where, cuts, total))
        return inside + min(0.0, where) * ends[0] + max(0.0, where - count) * ends[1]

    smooth = [(until(bend + half) - until(bend - half)) / (2 * half) for bend in bends]
    out = np.empty(count, np.float32)
    for (low, high), (here, there) in zip(pairwise(bends), pairwise(smooth), strict=True):
        power_here = here if here == there else np.linspace(here, there, high - low, endpoint=False)
        out[low:high] = np.sqrt(np.maximum(0.0, power_here))
    return out


def _span(level: np.ndarray) -> tuple[int, int]:
    heard = np.flatnonzero(level > 1e-5)
    return (int(heard[0]), int(heard[-1]) + 1) if len(heard) else (0, 0)


def _endless(layer: Layer, count: int, seed: Seed) -> np.ndarray:
    """`count` samples of a layer; a long one is several takes joined by crossfades."""
    take, seam = round(TAKE * RATE), round(SEAM * RATE)
    if count <= take:
        return layer(count, (seed / 0).rng())
    out = np.zeros((2, count), np.float32)
    rise = np.sin(np.linspace(0.0, np.pi / 2, seam)).astype(np.float32)
    for number, start in enumerate(range(0, count, take - seam)):
        sound = layer(min(take, count - start + seam), (seed / number).rng())
        if start:
            sound[:, :seam] *= rise
        sound[:, -seam:] *= rise[::-1]
        piece = out[:, start : start + sound.shape[1]]
        piece += sound[:, : piece.shape[1]]
    return out
