"""Weaving layers over the film: each place sounds for its shots and hands over without a seam."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.media.audio import RATE, Samples
from melies.sound.ambience.layer import layers

CROSSFADE = 0.5  # seconds, centred on the boundary
LOOP, SEAM = 48.0, 2.0  # a layer longer than LOOP repeats with a SEAM-long crossfade

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
            out[:, first:last] += sound * level[first:last]
    return np.ascontiguousarray(out.T)


def _levels(parts: Sequence[Placed], count: int) -> np.ndarray:
    """The level of one layer for every sample: steps, smoothed to equal-power crossfades."""
    power = np.zeros(count + 1, np.float32)
    for name, start, end, level in parts:
        if not (np.isfinite([start, end, level]).all() and 0.0 <= level <= 4.0):
            raise AuthorError(
                f"the ambience {name!r} needs a start, an end and a level of 0 to 4; got {start}, {end}, {level}"
            )
        first, last = (int(np.clip(round(moment * RATE), 0, count)) for moment in (start, end))
        power[first:last] = np.maximum(power[first:last], level**2)
    half = round(CROSSFADE * RATE / 2)
    padded = np.pad(power[:-1].astype(np.float64), half, mode="edge")
    total = np.concatenate(([0.0], np.cumsum(padded)))
    smooth = (total[2 * half :] - total[: -2 * half]) / (2 * half)
    return np.sqrt(np.maximum(smooth[:count], 0.0)).astype(np.float32)


def _span(level: np.ndarray) -> tuple[int, int]:
    heard = np.flatnonzero(level > 1e-5)
    return (int(heard[0]), int(heard[-1]) + 1) if len(heard) else (0, 0)


def _endless(layer, count: int, seed: Seed) -> np.ndarray:  # type: ignore[no-untyped-def]
    """`count` samples of a layer; long ones are takes of LOOP seconds joined by crossfades, to bound memory."""
    take, seam = round(LOOP * RATE), round(SEAM * RATE)
    if count <= take:
        return np.asarray(layer(count, (seed / 0).rng()), np.float32)
    out = np.zeros((2, count), np.float32)
    rise = np.sin(np.linspace(0.0, np.pi / 2, seam)).astype(np.float32)
    for number, start in enumerate(range(0, count, take - seam)):
        sound = layer(take, (seed / number).rng())
        if start:
            sound[:, :seam] *= rise
        sound[:, -seam:] *= rise[::-1]
        piece = out[:, start : start + take]
        piece += sound[:, : piece.shape[1]]
    return out
