"""What every kernel needs: a jit that releases the GIL, texture lookup, haze and light.

`air` is a float32 vector, filled by `scene.air.air_vector`; its layout is the offsets below.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numba
import numpy as np

FAST = {"reassoc", "contract", "arcp", "nsz", "afn"}
jit: Callable[..., Any] = numba.njit(nogil=True, cache=True, fastmath=FAST, error_model="numpy")
inline: Callable[..., Any] = numba.njit(nogil=True, cache=True, fastmath=FAST, error_model="numpy", inline="always")

# offsets into the `air` vector
LIGHT, KEY, UP, DOWN, HAZE, GLOW = 0, 3, 6, 9, 12, 15
CLEAR = 0.004  # light that still comes through below this share is none
AIR_DENSITY, MIST_DENSITY, MIST_HEIGHT, GLOW_POWER, RIM, THROUGH, GLOWING, DAPPLE, GLOW_TIGHT = (
    18,
    19,
    20,
    21,
    22,
    23,
    24,
    25,
    26,
)
DISC = 27  # direction of the visible body, which composition may lower into the picture
AIR_LENGTH = 32

BAND = 16
_pool: ThreadPoolExecutor | None = None
_threads = 2


def set_threads(count: int) -> None:
    """How many threads fill bands (1 to 64); changes speed, never bytes."""
    global _pool, _threads
    _threads, _pool = max(1, min(64, count)), None


def bands(height: int, job: Callable[[int, int], None]) -> None:
    """Call `job(first_row, last_row)` over all rows, in parallel bands."""
    global _pool
    spans = [(top, min(height, top + BAND)) for top in range(0, height, BAND)]
    if _threads == 1:
        for span in spans:
            job(*span)
        return
    if _pool is None:
        _pool = ThreadPoolExecutor(_threads, thread_name_prefix="stage")
    list(_pool.map(lambda span: job(*span), spans))


@inline
def fetch(pixels: np.ndarray, offset: int, w: int, h: int, u: float, v: float, out: np.ndarray) -> None:
    """Bilinear sample at texel coordinates (centres at .5), clear outside; fills out[0:7] in [0, 1]."""
    x, y = u - 0.5, v - 0.5
    x0, y0 = int(math.floor(x)), int(math.floor(y))
    fx, fy = x - x0, y - y0
    for c in range(7):
        out[c] = 0.0
    for j in range(2):
        yy = y0 + j
        if 0 <= yy < h:
            wy = fy if j else 1.0 - fy
            for i in range(2):
                xx = x0 + i
                if 0 <= xx < w:
                    weight = wy * (fx if i else 1.0 - fx) * (1.0 / 255.0)
                    base = offset + (yy * w + xx) * 8
                    for c in range(7):
                        out[c] += weight * pixels[base + c]


@inline
def fetch_alpha(pixels: np.ndarray, offset: int, w: int, h: int, u: float, v: float) -> float:
    """The alpha of `fetch` alone: most of a tree's card is air, and costs no more than this."""
    x, y = u - 0.5, v - 0.5
    x0, y0 = int(math.floor(x)), int(math.floor(y))
    fx, fy = x - x0, y - y0
    total = 0.0
    for j in range(2):
        yy = y0 + j
        if 0 <= yy < h:
            wy = fy if j else 1.0 - fy
            for i in range(2):
                xx = x0 + i
                if 0 <= xx < w:
                    total += wy * (fx if i else 1.0 - fx) * pixels[offset + (yy * w + xx) * 8 + 3]
    return total * (1.0 / 255.0)


@inline
def fetch_wrapped(pixels: np.ndarray, offset: int, w: int, h: int, u: float, v: float, out: np.ndarray) -> None:
    """As `fetch`, but the picture goes round in x."""
    x, y = u - 0.5, v - 0.5
    x0, y0 = int(math.floor(x)), int(math.floor(y))
    fx, fy = x - x0, y - y0
    for c in range(7):
        out[c] = 0.0
    for j in range(2):
        yy = min(h - 1, y0 + j)
        if yy >= 0:
            wy = fy if j else 1.0 - fy
            for i in range(2):
                xx = (x0 + i) % w
                weight = wy * (fx if i else 1.0 - fx) * (1.0 / 255.0)
                base = offset + (yy * w + xx) * 8
                for c in range(7):
                    out[c] += weight * pixels[base + c]


@inline
def veil(air: np.ndarray, dist: float, eye_height: float, height: float) -> float:
    """How much haze lies over a point (0-1): even air plus mist that thins upward, integrated along the ray."""
    tau = air[AIR_DENSITY] * dist
    mist = air[MIST_DENSITY]
    if mist > 0.0:
        thick = air[MIST_HEIGHT]
        a, b = math.exp(-max(eye_height, 0.0) / thick), math.exp(-max(height, 0.0) / thick)
        rise = max(height, 0.0) - max(eye_height, 0.0)
        if abs(rise) < 0.05:
            tau += mist * dist * 0.5 * (a + b)
        else:
            tau += mist * dist * thick * (a - b) / rise
    return 1.0 - math.exp(-tau)


@inline
def lamps(points: np.ndarray, near: np.ndarray, count: int, x: float, y: float, z: float, out: np.ndarray) -> None:
    """Light of the first `count` lamps listed in `near` at a point: rows of (x, y, z, radius, r, g, b); out[0:3]."""
    out[0] = out[1] = out[2] = 0.0
    for n in range(count):
        k = near[n]
        dx, dy, dz = points[k, 0] - x, points[k, 1] - y, points[k, 2] - z
        radius2 = points[k, 3] * points[k, 3]
        d2 = dx * dx + dy * dy + dz * dz
        if d2 < 36.0 * radius2:
            fall = radius2 / (radius2 + d2)
            fall *= fall
            out[0] += points[k, 4] * fall
            out[1] += points[k, 5] * fall
            out[2] += points[k, 6] * fall
