"""Exact flow: where every surface point of one picture lies in another."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import jit

FIRST_CARD = 100


@jit
def trace(
    first: int, last: int, depth: np.ndarray, surface: np.ndarray, texel: np.ndarray, f: float,
    keys: np.ndarray, cards: np.ndarray, rays: np.ndarray, shift: np.ndarray, f_b: float,
    depth_b: np.ndarray, surface_b: np.ndarray, xy: np.ndarray, visible: np.ndarray,
) -> None:  # fmt: skip
    """Fill xy (H, W, 2) and visible (H, W) for rows first..last of picture a.

    keys (sorted) and cards (n, 9: corner, step along u, step along v) are picture b's, in camera b's axes. rays and
    shift take a point from camera a's axes to camera b's. A card point moves with its card, anything else stays in
    the world, and sky keeps its direction.
    """
    height, width = depth.shape
    known, n = -1, -1  # neighbours lie on the same card more often than not
    for py in range(first, last):
        y = (py + 0.5 - 0.5 * height) / f
        for px in range(width):
            key, z = surface[py, px], depth[py, px]
            sky = math.isinf(z)
            a, b, c = 0.0, 0.0, 0.0
            if key >= FIRST_CARD:
                if key != known:
                    known, n = key, np.searchsorted(keys, key)
                if n < keys.shape[0] and keys[n] == key:
                    u, v = texel[py, px, 0], texel[py, px, 1]
                    a = cards[n, 0] + u * cards[n, 3] + v * cards[n, 6]
                    b = cards[n, 1] + u * cards[n, 4] + v * cards[n, 7]
                    c = cards[n, 2] + u * cards[n, 5] + v * cards[n, 8]
            else:
                x = (px + 0.5 - 0.5 * width) / f
                a = rays[0, 0] * x + rays[0, 1] * y + rays[0, 2]
                b = rays[1, 0] * x + rays[1, 1] * y + rays[1, 2]
                c = rays[2, 0] * x + rays[2, 1] * y + rays[2, 2]
                if not sky:
                    a, b, c = a * z + shift[0], b * z + shift[1], c * z + shift[2]
            if c < 1e-3:  # behind the eye, or gone
                xy[py, px, 0] = xy[py, px, 1] = 0.0
                visible[py, px] = False
                continue
            bx, by = f_b * a / c + 0.5 * width, f_b * b / c + 0.5 * height
            xy[py, px, 0], xy[py, px, 1] = bx - px - 0.5, by - py - 0.5
            ix, iy = int(math.floor(bx)), int(math.floor(by))
            seen = 0 <= ix < width and 0 <= iy < height
            if seen:
                other, zb = surface_b[iy, ix], depth_b[iy, ix]
                if sky:
                    seen = math.isinf(zb) and (other == key or (other < FIRST_CARD and key < FIRST_CARD))
                elif other != key:
                    # a neighbour of about the same depth is the same stretch of paper, ground or puppet
                    seen = abs(zb - c) < 0.01 * c + 0.02 and (key < FIRST_CARD) == (other < FIRST_CARD)
            visible[py, px] = seen
