"""Pictures, depth, labels and outlines to channels in [-1, 1] and back, all at the size of a base picture."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from jaxtyping import Bool, Float32, UInt8
from numpy import ndarray

from melies.core.image import OPEN, Mask, Rgb
from melies.models.vista.spec import LAYERS

NEAREST, FARTHEST = 1.5, 600.0  # metres between which depth is told apart, evenly in its logarithm
SKY = 500.0  # metres from which depth is read as sky
BROAD = 0.7  # pixels of a base picture that a drawn line is broad
STEEP = 0.16  # of depth's logarithm between neighbours, from which there is an outline
LOUD = 0.7  # labels are sixteen channels that say the same: so much of each
Channels = Float32[ndarray, "h w c"]
Labels = UInt8[ndarray, "h w"]


@cache
def codes() -> Float32[ndarray, "32 16"]:
    """A word of sixteen signs for each label, any two of which differ in eight or all of them.

    First-order Reed-Muller code (Muller 1954) in place of plain analog bits (Chen et al. 2022), so that a noisy word is
    still nearest to its own label.
    """
    rows = np.array([[1.0]], np.float32)
    for _ in range(4):
        rows = np.block([[rows, rows], [rows, -rows]])
    return np.concatenate([rows, -rows]).astype(np.float32)


def of_rgb(rgb: Rgb) -> Channels:
    """sRGB in [0, 1] to [-1, 1]."""
    return np.asarray(rgb * 2 - 1, np.float32)


def to_rgb(channels: Channels) -> Rgb:
    """And back, clipped."""
    return np.clip((channels + 1) / 2, 0, 1).astype(np.float32)


def of_depth(depth: Mask) -> Channels:
    """Metres to [-1, 1], near to far; sky is 1."""
    far = np.log(np.clip(depth, NEAREST, FARTHEST) / NEAREST) / np.log(FARTHEST / NEAREST)
    return np.asarray(far * 2 - 1, np.float32)[..., None]


def to_depth(channels: Channels) -> Mask:
    """And back to metres, infinity for sky."""
    far = np.clip((channels[..., 0] + 1) / 2, 0, 1)
    metres = NEAREST * np.exp(far * np.log(FARTHEST / NEAREST))
    return np.where(metres >= SKY, np.inf, metres).astype(np.float32)


def of_labels(labels: Labels) -> Channels:
    """Label numbers (0 to 31) to words of signs; what is open to words of nothing."""
    return _spoken()[labels]


@cache
def _spoken() -> Float32[ndarray, "256 16"]:
    """Every label's word as loud as it is said; of numbers that are no label, nothing."""
    return np.concatenate([codes() * np.float32(LOUD), np.zeros((OPEN + 1 - len(codes()), 16), np.float32)])


def to_labels(channels: Channels, known: int) -> Labels:
    """The nearest of the first `known` labels at every pixel."""
    return np.asarray((channels @ codes()[:known].T).argmax(-1), np.uint8)


def of_outline(lines: Mask, size: tuple[int, int]) -> Channels:
    """Lines (H, W), 1 where one is drawn, at any size, to channels of another `size` (width, height).

    A line counts by how near its middle is, however broad it was drawn.
    """
    width, height = size
    if not (lines >= 0.5).any():
        return np.full((height, width, 1), -1, np.float32)
    away = _away(~_middles(lines >= 0.5))
    away = away * np.float32(height / lines.shape[0])
    near = np.exp(-((away / BROAD) ** 2)).astype(np.float32)
    return (cv2.resize(near, size, interpolation=cv2.INTER_AREA) * 2 - 1)[..., None]


def _away(there: Bool[ndarray, "h w"]) -> Mask:
    """How many pixels each one that is there is from the nearest that is not."""
    return np.asarray(cv2.distanceTransform(there.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE))


def _middles(lines: Bool[ndarray, "h w"]) -> Bool[ndarray, "h w"]:
    """The pixels of strokes that are as far from paper as any beside them."""
    deep = _away(lines)
    return lines & (deep >= cv2.dilate(deep, np.ones((3, 3), np.uint8)) - 0.4)


def edges(labels: Labels, depth: Mask) -> Mask:
    """The outline of a known world: 1 where labels change or depth jumps."""
    lines = np.zeros(labels.shape, np.float32)
    far = np.log(np.clip(depth, NEAREST, FARTHEST))
    for axis in (0, 1):
        other, deeper = np.roll(labels, -1, axis), np.roll(far, -1, axis)
        step = (labels != other) | (np.abs(deeper - far) > STEEP)
        step[(-1, slice(None)) if axis == 0 else (slice(None), -1)] = False
        lines[step] = 1
    return lines


def shrunk(channels: Channels, size: tuple[int, int]) -> Channels:
    """Channels at a smaller size (width, height)."""
    if channels.shape[1::-1] == size:
        return channels
    some = range(0, channels.shape[2], 4)  # OpenCV takes no more channels at once
    parts = [cv2.resize(channels[..., n : n + 4], size, interpolation=cv2.INTER_AREA) for n in some]
    return np.concatenate([part.reshape(size[1], size[0], -1) for part in parts], -1)


def fewer(labels: Labels, size: tuple[int, int]) -> Labels:
    """Labels at a smaller size (width, height): the most frequent, never mixed; open where most of it is open."""
    if labels.shape[::-1] == size:
        return labels
    small = to_labels(shrunk(of_labels(labels), size), len(codes()))
    said = cv2.resize((labels != OPEN).astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.where(said >= 0.5, small, np.uint8(OPEN))


def span(name: str) -> slice:
    """Which of all channels are a layer's."""
    names = list(LAYERS)
    first = sum(LAYERS[other] for other in names[: names.index(name)])
    return slice(first, first + LAYERS[name])
