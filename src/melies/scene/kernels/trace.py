"""Exact flow: where every surface point of one picture lies in another."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import jit

FIRST_CARD = 100


@jit
def trace(
    first: int, last: int, depth: np.ndarray, surface: np.ndarray, texel: np.ndarray,
    rotation: np.ndarray, eye: np.ndarray, f: float,
    keys: np.ndarray, rows: np.ndarray, rotation_b: np.ndarray, eye_b: np.ndarray, f_b: float,
    depth_b: np.ndarray, surface_b: np.ndarray, xy: np.ndarray, visible: np.ndarray,
) -> None:  # fmt: skip
    """Fill xy (H, W, 2) and visible (H, W) for rows first..last of picture a.

    keys (sorted) and rows are picture b's cards; a card point moves with its card, anything else stays in
    the world, and sky keeps its direction.
    """
    height, width = depth.shape
    p = np.empty(3)
    for py in range(first, last):
        for px in range(width):
            key, z = surface[py, px], depth[py, px]
            x, y = (px + 0.5 - 0.5 * width) / f, (py + 0.5 - 0.5 * height) / f
            sky = math.isinf(z)
            found = True
            if key >= FIRST_CARD:
                n = np.searchsorted(keys, key)
                found = n < keys.shape[0] and keys[n] == key
                if found:
                    u, v = texel[py, px, 0], texel[py, px, 1]
                    for k in range(3):
                        p[k] = rows[n, k] + u * rows[n, 3 + k] + v * rows[n, 6 + k] - eye_b[k]
            else:
                reach = 1.0 if sky else z
                for k in range(3):
                    p[k] = (rotation[0, k] * x + rotation[1, k] * y + rotation[2, k]) * reach
                    if not sky:
                        p[k] += eye[k] - eye_b[k]
            if not found:
                xy[py, px, 0] = xy[py, px, 1] = 0.0
                visible[py, px] = False
                continue
            a = rotation_b[0, 0] * p[0] + rotation_b[0, 1] * p[1] + rotation_b[0, 2] * p[2]
            b = rotation_b[1, 0] * p[0] + rotation_b[1, 1] * p[1] + rotation_b[1, 2] * p[2]
            c = rotation_b[2, 0] * p[0] + rotation_b[2, 1] * p[1] + rotation_b[2, 2] * p[2]
            if c < 1e-3:
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
