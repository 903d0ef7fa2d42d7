"""Carrying a change of colour from where it is known into bare pixels of the same surface."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy import ndarray

from melies.core.image import Mask, Rgb

ALIKE = 0.08  # distance of plain colours at which two pixels hardly belong to one surface


def spread(change: Rgb, trust: Mask, plain: Rgb, reach: int) -> tuple[Rgb, Mask]:
    """Each bare pixel (trust below 1) takes the mean change of trusted ones within `reach` pixels that look like it.

    A joint bilateral mean (Petschnigg et al. 2004, section 3.1) guided by the plain picture: the two sides of a
    silhouette do not mix. Gives the change (0 where nothing is near) and how much was found, [0, 1].
    """
    return _spread(
        np.ascontiguousarray(change, np.float32),
        np.ascontiguousarray(trust, np.float32),
        np.ascontiguousarray(plain, np.float32),
        reach,
        -0.5 / ALIKE**2,
        -2.0 / reach**2,
    )


@njit(cache=True, nogil=True)
def _spread(
    change: ndarray, trust: ndarray, plain: ndarray, reach: int, colour_scale: float, space_scale: float
) -> tuple[ndarray, ndarray]:
    height, width = trust.shape
    step = 1 + reach // 6  # a wide window is sampled on one lattice, not summed
    out, found = np.zeros_like(change), np.zeros_like(trust)
    for row in range(height):
        for column in range(width):
            if trust[row, column] >= 0.999:
                continue
            total = 0.0
            red, green, blue = 0.0, 0.0, 0.0
            for r in range(max(0, (row - reach) // step * step), min(height, row + reach + 1), step):
                for c in range(max(0, (column - reach) // step * step), min(width, column + reach + 1), step):
                    sure = trust[r, c]
                    if sure < 0.05:
                        continue
                    apart = 0.0
                    for band in range(3):
                        apart += (plain[r, c, band] - plain[row, column, band]) ** 2
                    near = (r - row) ** 2 + (c - column) ** 2
                    w = sure * sure * math.exp(colour_scale * apart + space_scale * near) + 1e-7 * sure
                    total += w
                    red += w * change[r, c, 0]
                    green += w * change[r, c, 1]
                    blue += w * change[r, c, 2]
            if total > 1e-6:
                out[row, column, 0] = red / total
                out[row, column, 1] = green / total
                out[row, column, 2] = blue / total
                found[row, column] = min(1.0, total)
    return out, found
