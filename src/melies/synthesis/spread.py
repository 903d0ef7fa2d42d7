"""Carrying a change of colour from where it is known into bare pixels of the same surface."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float32
from numba import njit
from numpy import ndarray

from melies.core.image import Mask, Rgb

ALIKE = 0.08  # distance of plain colours at which two pixels hardly belong to one surface
SURE = 0.98  # trust above which a pixel needs nothing from its neighbours
FLOOR = 1e-7  # weight of what is near but unlike: it speaks only where nothing else does
SHRINK, FAR = 8, 24  # the wide search: on a copy this many times smaller, over so many of its pixels
WELL = 0.2  # found nearby from here on, the wide search is not asked


def spread(change: Rgb, trust: Mask, plain: Rgb, reach: int) -> tuple[Rgb, Mask]:
    """Each bare pixel (trust below SURE) takes the mean change of trusted ones within `reach` pixels that look like it.

    A joint bilateral mean (Petschnigg et al. 2004, section 3.1) guided by the plain picture: the two sides of a
    silhouette do not mix. Gives the change (0 where nothing is near) and how much was found, [0, 1].
    """
    step = 1 + reach // 6  # a wide window is sampled on one lattice, not summed
    stride = min(step, 2)  # and asked for on another, then led to the pixels between by their likeness
    change, plain = np.ascontiguousarray(change, np.float32), np.ascontiguousarray(plain, np.float32)
    scales = np.array([0.5 / ALIKE**2, 2.0 / reach**2], np.float32)
    asked = np.argwhere(_asked(trust, stride)).astype(np.uint32)
    out, found = _spread(_known(change, trust, plain, step), asked, plain[::stride, ::stride], reach, step, scales)
    if stride == 1:
        return out, found
    return _between(out, found, change, trust, plain, scales[0])


def spread_far(change: Rgb, trust: Mask, plain: Rgb, reach: int) -> Rgb:
    """As `spread`, and what finds nothing alike nearby takes the change of the like of it from far away.

    So whole patches without paint get at least the colours of their surface; strokes cannot be had this way.
    """
    near, found = spread(change, trust, plain, reach)
    if not _lacking(trust, found):
        return near
    far = _far(change, trust, plain)
    return _prefer(near, found, far)


def _far(change: Rgb, trust: Mask, plain: Rgb) -> Rgb:
    """The wide search on a small copy, every pixel of it asked."""
    import cv2

    height, width = trust.shape
    size = (max(1, width // SHRINK), max(1, height // SHRINK))
    share = cv2.resize(trust, size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(change * trust[..., None], size, interpolation=cv2.INTER_AREA)
    mean = total / np.maximum(share, np.float32(1e-3))[..., None]
    guide = cv2.resize(plain, size, interpolation=cv2.INTER_AREA)
    found, _ = spread(mean, np.minimum(share, np.float32(SURE / 2)), guide, FAR)
    far: Rgb = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR)
    return far


def _known(change: Rgb, trust: Mask, plain: Rgb, step: int) -> Float32[ndarray, "7 h w"]:
    """Every `step`-th pixel as planes: plain colours, weight, change."""
    sure = trust[::step, ::step]
    known = np.empty((7, *sure.shape), np.float32)
    known[:3] = plain[::step, ::step].transpose(2, 0, 1)
    known[3] = np.where(sure < 0.05, 0.0, sure * sure)
    known[4:] = change[::step, ::step].transpose(2, 0, 1)
    return known


@njit(cache=True, nogil=True)
def _lacking(trust: ndarray, found: ndarray) -> bool:
    for row in range(trust.shape[0]):
        for column in range(trust.shape[1]):
            if trust[row, column] < 0.5 and found[row, column] < WELL:
                return True
    return False


@njit(cache=True, nogil=True)
def _prefer(near: ndarray, found: ndarray, far: ndarray) -> ndarray:
    """What was found near, as far as it was found; the rest from afar."""
    for row in range(near.shape[0]):
        for column in range(near.shape[1]):
            lack = np.float32(1.0) - found[row, column] / np.float32(WELL)
            if lack > 0.0:
                for band in range(3):
                    near[row, column, band] += lack * (far[row, column, band] - near[row, column, band])
    return near


@njit(cache=True, nogil=True)
def _asked(trust: ndarray, stride: int) -> ndarray:
    """The points of a lattice that bare pixels will ask, less those that know their own change."""
    height, width = (trust.shape[0] - 1) // stride + 1, (trust.shape[1] - 1) // stride + 1
    asked = np.zeros((height, width), np.bool_)
    for row in range(trust.shape[0]):
        for column in range(trust.shape[1]):
            if trust[row, column] < SURE:
                for r in range(row // stride, min(height, (row + stride - 1) // stride + 1)):
                    for c in range(column // stride, min(width, (column + stride - 1) // stride + 1)):
                        asked[r, c] = trust[r * stride, c * stride] < SURE
    return asked


@njit(cache=True, nogil=True)
def _alike(x: Any) -> Any:
    """exp(-32 x) for x >= 0, down to exp(-24): a short series, squared five times, float32 all through."""
    one = np.float32(1)
    x = min(x, np.float32(0.75))
    e = one - x * (one - x * np.float32(1 / 2) * (one - x * np.float32(1 / 3) * (
        one - x * np.float32(1 / 4) * (one - x * np.float32(1 / 5)))))  # fmt: skip
    e *= e
    e *= e
    e *= e
    e *= e
    return e * e


@njit(cache=True, nogil=True, fastmath=True)
def _spread(
    known: ndarray, asked: ndarray, plain: ndarray, reach: int, step: int, scales: ndarray
) -> tuple[ndarray, ndarray]:
    """The means at the listed points of the lattice that `plain` is given on."""
    height, width = plain.shape[:2]
    out, found = np.zeros((height, width, 3), np.float32), np.zeros((height, width), np.float32)
    stride, one, floor = min(step, 2), np.float32(1.0), np.float32(FLOOR)
    colour_scale, space_scale = scales[0] / np.float32(32), scales[1] / np.float32(32)
    places = (np.arange(known.shape[2]) * step).astype(np.float32)
    for index in range(asked.shape[0]):
        row, column = np.int64(asked[index, 0]) * stride, np.int64(asked[index, 1]) * stride
        p0, p1, p2 = plain[asked[index, 0], asked[index, 1]]
        here, total = np.float32(column), np.float32(0)
        red, green, blue = np.float32(0), np.float32(0), np.float32(0)
        left: Any = np.uint64(max(0, int(column - reach) // step))  # unsigned, or the loop is no vector loop
        right: Any = np.uint64(min(known.shape[2], int(column + reach) // step + 1))
        for r in range(max(0, int(row - reach) // step), min(known.shape[1], int(row + reach) // step + 1)):
            down = np.float32(r * step - row)
            down = space_scale * down * down
            line = np.uint64(r)
            for c in range(left, right):
                a, b, d = known[0, line, c] - p0, known[1, line, c] - p1, known[2, line, c] - p2
                across = places[c] - here
                e = _alike(colour_scale * (a * a + b * b + d * d) + (space_scale * across * across + down))
                w = known[3, line, c] * (e + floor)
                total += w
                red += w * known[4, line, c]
                green += w * known[5, line, c]
                blue += w * known[6, line, c]
        if total > np.float32(1e-6):
            at = out[asked[index, 0], asked[index, 1]]
            at[0], at[1], at[2] = red / total, green / total, blue / total
            found[asked[index, 0], asked[index, 1]] = min(one, total)
    return out, found


@njit(cache=True, nogil=True)
def _between(
    coarse: ndarray, coarsely: ndarray, change: ndarray, trust: ndarray, plain: ndarray, colour_scale: Any
) -> tuple[ndarray, ndarray]:
    """From every second pixel to all: of the (up to four) points around a pixel, the ones that look like it."""
    out, found = np.zeros_like(change), np.zeros_like(trust)
    scale, height, width = colour_scale / np.float32(32), coarsely.shape[0], coarsely.shape[1]
    for row in range(trust.shape[0]):
        for column in range(trust.shape[1]):
            if trust[row, column] >= SURE:
                continue
            total, all_ = np.float32(0), np.float32(0)
            for r in range(row // 2, min(height, (row + 1) // 2 + 1)):
                for c in range(column // 2, min(width, (column + 1) // 2 + 1)):
                    apart = np.float32(0)
                    for band in range(3):
                        away = plain[2 * r, 2 * c, band] - plain[row, column, band]
                        apart += away * away
                    e = _alike(scale * apart) + np.float32(1e-4)
                    sure = trust[2 * r, 2 * c] >= SURE
                    w = e * (np.float32(1) if sure else coarsely[r, c])
                    for band in range(3):
                        out[row, column, band] += w * (change[2 * r, 2 * c, band] if sure else coarse[r, c, band])
                    total += w
                    all_ += e
            if total > np.float32(1e-9):
                for band in range(3):
                    out[row, column, band] /= total
                found[row, column] = total / all_
    return out, found
