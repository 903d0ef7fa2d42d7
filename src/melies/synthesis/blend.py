"""Blending carried anchors and fresh paint into one picture without ghosts, seams or softening."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float32, UInt8
from numba import njit
from numpy import ndarray

from melies.core.image import Mask, Rgb, from_bytes, to_bytes
from melies.synthesis.spread import SURE, spread, spread_far

EDGE = (0.08, 0.22)  # masks below are not shown, above are wholly
EVEN, CHANGED = 0.05, 0.16  # change of the plain picture: below it light may follow, above it the anchor is wrong
UNLIKE = 0.5  # how unlike two paintings of one place by a style network are
DABS = np.float32(0.7)  # how far bare detail is gathered into dabs


@dataclass(frozen=True, eq=False)
class Anchor:
    """A painted picture brought to this frame, where it is visible, its plain self, and its weight in time."""

    picture: UInt8[ndarray, "h w 3"]
    mask: UInt8[ndarray, "h w"]
    plain: UInt8[ndarray, "h w 3"] | None
    weight: float


def cover(plain: Rgb, anchors: Sequence[Anchor], unlike: float = UNLIKE) -> tuple[Rgb, Mask]:
    """The anchors blended, and how far they can be trusted per pixel, [0, 1].

    unlike: how far strokes of two anchors at one place in the world differ, 0 where one goes on from the other.

    Where the plain picture differs from an anchor's brought here, light or shadow moved: a small change is added to
    its paint, a large one means that the anchor shows something else (a ghost) and loses it its say.
    """
    height, width = plain.shape[:2]
    blended = np.zeros((height, width, 3), np.float32)
    total, energy, trust = np.zeros((3, height, width), np.float32)
    small, says, shows = _halved(plain), *_mask_tables()
    for anchor in anchors:
        change = _change(small, anchor, plain)
        says_now = np.float32(anchor.weight) * says
        _add(anchor.picture, anchor.mask, change, says_now, shows, blended, total, energy, trust)
    gain = _divide(blended, total, energy, plain, np.float32(unlike))
    return _crisp(blended, gain), trust


def _halved(picture: ndarray) -> Float32[ndarray, "h w 3"]:
    """A quarter of the pixels, as float32 in [0, 1]."""
    import cv2

    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(1, width // 2), max(1, height // 2)), interpolation=cv2.INTER_AREA)
    return from_bytes(small) if small.dtype == np.uint8 else small


def _change(small: Rgb, anchor: Anchor, plain: Rgb) -> Float32[ndarray, "h w 3"]:
    """How this frame's broad light differs from the anchor's; the finest detail is left out."""
    import cv2

    if anchor.plain is None:
        return np.zeros_like(plain)
    height, width = plain.shape[:2]
    change = small - _halved(anchor.plain)
    change = cv2.GaussianBlur(change, (0, 0), max(0.6, height / 400), borderType=cv2.BORDER_REFLECT_101)
    broad: Float32[ndarray, "h w 3"] = cv2.resize(change, (width, height), interpolation=cv2.INTER_LINEAR)
    return broad


def _mask_tables() -> tuple[Float32[ndarray, 256], Float32[ndarray, 256]]:
    """For each byte of a mask: its say (loudest far from edges), and how far it is shown."""
    share = np.arange(256, dtype=np.float32) / np.float32(255)
    u = np.clip((share - EDGE[0]) / (EDGE[1] - EDGE[0]), 0.0, 1.0)
    return share**3, (u * u * (3.0 - 2.0 * u)).astype(np.float32)


@njit(cache=True, nogil=True)
def _add(
    picture: ndarray, mask: ndarray, change: ndarray, says: ndarray, shows: ndarray, blended: ndarray, total: ndarray,
    energy: ndarray, trust: ndarray,
) -> None:  # fmt: skip
    """One anchor added to the sums: by time, by light, and loudest far from edges."""
    zero, one, byte = np.float32(0), np.float32(1), np.float32(1 / 255)
    even, span = np.float32(EVEN), np.float32(1 / (CHANGED - EVEN))
    for row in range(mask.shape[0]):
        for column in range(mask.shape[1]):
            share = mask[row, column]
            if share == 0:
                continue
            red, green, blue = change[row, column, 0], change[row, column, 1], change[row, column, 2]
            u = min(one, max(zero, (max(abs(red), abs(green), abs(blue)) - even) * span))
            right = one - u * u * (np.float32(3) - np.float32(2) * u)
            w = says[share] * right
            blended[row, column, 0] += w * (picture[row, column, 0] * byte + red * right)
            blended[row, column, 1] += w * (picture[row, column, 1] * byte + green * right)
            blended[row, column, 2] += w * (picture[row, column, 2] * byte + blue * right)
            total[row, column] += w
            energy[row, column] += w * w
            trust[row, column] = max(trust[row, column], right * shows[share])


@njit(cache=True, nogil=True)
def _divide(blended: ndarray, total: ndarray, energy: ndarray, plain: ndarray, unlike: np.float32) -> ndarray:
    """Turn the sums into means, in place; gives the contrast to be returned (see `_crisp`)."""
    gain = np.zeros(total.shape, np.float32)
    one, half = np.float32(1), np.float32(0.5)
    for row in range(total.shape[0]):
        for column in range(total.shape[1]):
            sum_ = total[row, column]
            if sum_ < np.float32(1e-9):
                for band in range(3):
                    blended[row, column, band] = plain[row, column, band]
                continue
            share = one / sum_
            for band in range(3):
                blended[row, column, band] *= share
            kept = min(one, max(half, energy[row, column] * share * share))
            gain[row, column] = unlike * (one / np.sqrt(kept) - one)
    return gain


def _crisp(picture: Rgb, gain: Mask) -> Rgb:
    """Give back the contrast that averaging two paintings takes.

    Two unlike strokes averaged by w and 1 - w keep only w² + (1 - w)² of their variance (Heitz and Neyret 2018,
    "High-Performance By-Example Noise using a Histogram-Preserving Blending Operator", section 3). Strokes at one
    place in the world are alike to a good part, so only so much of the loss is returned as they are unlike.
    """
    import cv2

    broad = cv2.GaussianBlur(picture, (0, 0), 2.0, borderType=cv2.BORDER_REFLECT_101)
    _sharpen(picture, broad, gain)
    return picture


@njit(cache=True, nogil=True)
def _sharpen(picture: ndarray, broad: ndarray, gain: ndarray) -> None:
    for row in range(gain.shape[0]):
        for column in range(gain.shape[1]):
            g = gain[row, column]
            for band in range(3):
                picture[row, column, band] += g * (picture[row, column, band] - broad[row, column, band])


def thick(trust: Mask) -> float:
    """The share of the picture left bare in patches wider than slivers, [0, 1]."""
    import cv2

    radius = max(5, round(trust.shape[0] / 60))  # rims of silhouettes are slivers at any size
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return float(cv2.erode((trust < 0.5).astype(np.uint8), kernel).mean())


def join(plain: Rgb, fresh: Rgb, blended: Rgb, trust: Mask, cast: Mask | None = None) -> Rgb:
    """Fresh paint where trust ends, its colours led over to the anchors' so that no seam shows."""
    lead, found = spread(blended - fresh, trust, _guide(plain, cast), max(3, trust.shape[0] // 40))
    return _mix(fresh, lead, found, blended, trust)


def fill(plain: Rgb, blended: Rgb, trust: Mask, cast: Mask | None = None) -> Rgb:
    """What has no paint: the plain picture with the change of colour that the same surface got elsewhere.

    Off the cast (a mask in [0, 1]) its fine detail is gathered into dabs, as paint would, lest leaves turn crisp
    between anchors.
    """
    lead = spread_far(blended - plain, trust, _guide(plain, cast), max(3, trust.shape[0] // 40))
    return _mix(_dabs(plain, cast), lead, np.ones_like(trust), blended, trust)


def _guide(plain: Rgb, cast: Mask | None) -> Rgb:
    """Colours for telling surfaces apart: the cast's are moved so that none of theirs is like the ground's."""
    return plain if cast is None else plain + cast[..., None]


def _dabs(plain: Rgb, cast: Mask | None) -> Rgb:
    """The picture as a brush of about a ninetieth of its height would leave it; the cast untouched."""
    import cv2

    dabs = cv2.medianBlur(to_bytes(plain), 2 * max(1, round(plain.shape[0] / 180)) + 1)
    rgb: Rgb = _gather(plain, dabs, np.zeros(plain.shape[:2], np.float32) if cast is None else cast)
    return rgb


@njit(cache=True, nogil=True)
def _gather(plain: ndarray, dabs: ndarray, cast: ndarray) -> ndarray:
    gathered = np.empty(plain.shape, np.float32)
    for row in range(cast.shape[0]):
        for column in range(cast.shape[1]):
            share = DABS * (np.float32(1) - cast[row, column])
            for band in range(3):
                own = plain[row, column, band]
                gathered[row, column, band] = own + share * (dabs[row, column, band] * np.float32(1 / 255) - own)
    return gathered


@njit(cache=True, nogil=True)
def _mix(under: ndarray, lead: ndarray, found: ndarray, over: ndarray, share: ndarray) -> ndarray:
    """`over` by its share; below it `under`, led by as much as was found. Clipped to [0, 1]."""
    mixed = np.empty(over.shape, np.float32)
    zero, one, sure = np.float32(0), np.float32(1), np.float32(1 / SURE)
    for row in range(share.shape[0]):
        for column in range(share.shape[1]):
            s, f = min(one, share[row, column] * sure), found[row, column]
            for band in range(3):
                low = under[row, column, band] + f * lead[row, column, band]
                mixed[row, column, band] = min(one, max(zero, low + s * (over[row, column, band] - low)))
    return mixed
