"""Blending carried anchors and fresh paint into one picture without ghosts, seams or softening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt8
from numba import njit
from numpy import ndarray

from melies.core.image import Mask, Rgb, from_bytes
from melies.synthesis.spread import spread

EDGE = (0.08, 0.22)  # masks below are not shown, above are wholly
EVEN, CHANGED = 0.05, 0.16  # change of the plain picture: below it light may follow, above it the anchor is wrong


@dataclass(frozen=True, eq=False)
class Anchor:
    """A painted picture brought to this frame, where it is visible, its plain self, and its weight in time."""

    picture: UInt8[ndarray, "h w 3"]
    mask: UInt8[ndarray, "h w"]
    plain: UInt8[ndarray, "h w 3"] | None
    weight: float


def cover(plain: Rgb, anchors: Sequence[Anchor]) -> tuple[Rgb, Mask]:
    """The anchors blended, and how far they can be trusted per pixel, [0, 1].

    Where the plain picture differs from an anchor's brought here, light or shadow moved: a small change is added to
    its paint, a large one means that the anchor shows something else (a ghost) and loses it its say.
    """
    height, width = plain.shape[:2]
    blended = np.zeros((height, width, 3), np.float32)
    total, energy, trust = np.zeros((3, height, width), np.float32)
    for anchor in anchors:
        _add(anchor.picture, anchor.mask, _change(plain, anchor), anchor.weight, blended, total, energy, trust)
    gain = _divide(blended, total, energy, plain)
    return _crisp(blended, gain), trust


def _change(plain: Rgb, anchor: Anchor) -> Float32[ndarray, "h w 3"]:
    """How this frame's broad light differs from the anchor's; the finest detail is left out."""
    import cv2

    if anchor.plain is None:
        return np.zeros_like(plain)
    height, width = plain.shape[:2]
    small = (max(1, width // 2), max(1, height // 2))
    change = cv2.resize(plain - from_bytes(anchor.plain), small, interpolation=cv2.INTER_AREA)
    change = cv2.GaussianBlur(change, (0, 0), max(0.6, height / 400), borderType=cv2.BORDER_REFLECT_101)
    broad: Float32[ndarray, "h w 3"] = cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR)
    return broad


@njit(cache=True, nogil=True)
def _smoothstep(u: float) -> float:
    u = min(1.0, max(0.0, u))
    return u * u * (3.0 - 2.0 * u)


@njit(cache=True, nogil=True)
def _add(
    picture: ndarray, mask: ndarray, change: ndarray, weight: float, blended: ndarray, total: ndarray, energy: ndarray,
    trust: ndarray,
) -> None:  # fmt: skip
    """One anchor added to the sums: by time, by light, and loudest far from edges."""
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            share = mask[row, column] / 255.0
            if share == 0.0:
                continue
            red, green, blue = change[row, column, 0], change[row, column, 1], change[row, column, 2]
            size = max(abs(red), abs(green), abs(blue))
            right = 1.0 - _smoothstep((size - EVEN) / (CHANGED - EVEN))
            w = weight * share * share * share * right
            blended[row, column, 0] += w * (picture[row, column, 0] / 255.0 + red * right)
            blended[row, column, 1] += w * (picture[row, column, 1] / 255.0 + green * right)
            blended[row, column, 2] += w * (picture[row, column, 2] / 255.0 + blue * right)
            total[row, column] += w
            energy[row, column] += w * w
            shown = right * _smoothstep((share - EDGE[0]) / (EDGE[1] - EDGE[0]))
            trust[row, column] = max(trust[row, column], shown)


@njit(cache=True, nogil=True)
def _divide(blended: ndarray, total: ndarray, energy: ndarray, plain: ndarray) -> ndarray:
    """Turn the sums into means, in place; gives the contrast to be returned (see `_crisp`)."""
    gain = np.zeros(total.shape, np.float32)
    for row in range(total.shape[0]):
        for column in range(total.shape[1]):
            sum_ = total[row, column]
            if sum_ < 1e-9:
                blended[row, column] = plain[row, column]
                continue
            blended[row, column] /= sum_
            kept = min(1.0, max(0.5, energy[row, column] / (sum_ * sum_)))
            gain[row, column] = 0.5 * (1.0 / np.sqrt(kept) - 1.0)
    return gain


def _crisp(picture: Rgb, gain: Mask) -> Rgb:
    """Give back the contrast that averaging two paintings takes.

    Two unlike strokes averaged by w and 1 - w keep only w² + (1 - w)² of their variance (Heitz and Neyret 2018,
    "High-Performance By-Example Noise using a Histogram-Preserving Blending Operator", section 3). Strokes at one
    place in the world are alike to a good part, so only half of the loss is returned.
    """
    import cv2

    broad = cv2.GaussianBlur(picture, (0, 0), 2.0, borderType=cv2.BORDER_REFLECT_101)
    crisp: Rgb = picture + gain[..., None] * (picture - broad)
    return crisp


def thick(trust: Mask) -> float:
    """The share of the picture left bare in patches wider than slivers, [0, 1]."""
    import cv2

    radius = max(5, round(trust.shape[0] / 60))  # rims of silhouettes are slivers at any size
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return float(cv2.erode((trust < 0.5).astype(np.uint8), kernel).mean())


def join(plain: Rgb, fresh: Rgb, blended: Rgb, trust: Mask) -> Rgb:
    """Fresh paint where trust ends, its colours led over to the anchors' so that no seam shows."""
    lead, found = spread(blended - fresh, trust, plain, max(3, trust.shape[0] // 40))
    return _mix(fresh + lead * found[..., None], blended, trust)


def fill(plain: Rgb, blended: Rgb, trust: Mask) -> Rgb:
    """Slivers without paint: the plain picture with the change of colour that the same surface got beside them."""
    lead, _ = spread(blended - plain, trust, plain, max(3, trust.shape[0] // 40))
    return _mix(plain + lead, blended, trust)


def _mix(under: Rgb, over: Rgb, share: Mask) -> Rgb:
    mixed: Rgb = np.clip(under + share[..., None] * (over - under), 0.0, 1.0, dtype=np.float32)
    return mixed
