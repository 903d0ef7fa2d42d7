"""The loops every painter runs over whole sheets: enlarging noise, picking paints, mixing towards one paint."""

from __future__ import annotations

import math

import numpy as np

from melies.scene.kernels.common import jit

F = np.float32


@jit
def _taps(count: int, cells: int, margin: int, last: int) -> tuple[np.ndarray, np.ndarray]:
    """For each of `count` places along `cells` cells: four neighbours' numbers and their cubic weights."""
    number, weight = np.empty((count, 4), np.int64), np.empty((count, 4), np.float32)
    for k in range(count):
        at = (k + 0.5) * (cells / count) + margin - 0.5
        first = math.floor(at)
        t = at - first
        weight[k, 0] = -0.5 * t * (1 - t) ** 2
        weight[k, 1] = 1 + t * t * (1.5 * t - 2.5)
        weight[k, 2] = t * (0.5 + t * (2 - 1.5 * t))
        weight[k, 3] = 0.5 * t * t * (t - 1)
        for j in range(4):
            number[k, j] = min(last, max(0, int(first) + j - 1))
    return number, weight


@jit
def enlarge(grid: np.ndarray, high: int, wide: int, margin: int) -> np.ndarray:
    """A grid (rows, columns) float32 with `margin` spare cells on each side, by a Catmull-Rom cubic to (high, wide)."""
    rows, columns = grid.shape
    down, down_weight = _taps(high, rows - 2 * margin, margin, rows - 1)
    along, along_weight = _taps(wide, columns - 2 * margin, margin, columns - 1)
    broad = np.empty((rows, wide), np.float32)
    for r in range(rows):
        for x in range(wide):
            total = F(0)
            for j in range(4):
                total += along_weight[x, j] * grid[r, along[x, j]]
            broad[r, x] = total
    out = np.empty((high, wide), np.float32)
    for y in range(high):
        a, b, c, d = down[y, 0], down[y, 1], down[y, 2], down[y, 3]
        wa, wb, wc, wd = down_weight[y, 0], down_weight[y, 1], down_weight[y, 2], down_weight[y, 3]
        for x in range(wide):
            out[y, x] = wa * broad[a, x] + wb * broad[b, x] + wc * broad[c, x] + wd * broad[d, x]
    return out


@jit
def look_up(table: np.ndarray, level: np.ndarray) -> np.ndarray:
    """Rows of a table (n, 3) float32 by level (h, w) in [0, 1], clamped: (h, w, 3)."""
    high, wide = level.shape
    top = F(table.shape[0] - 1)
    out = np.empty((high, wide, 3), np.float32)
    for y in range(high):
        for x in range(wide):
            k = int(min(top, max(F(0), level[y, x] * top)))
            out[y, x, 0], out[y, x, 1], out[y, x, 2] = table[k, 0], table[k, 1], table[k, 2]
    return out


@jit
def lead(rgb: np.ndarray, paint: np.ndarray, share: np.ndarray) -> None:
    """Lead rgb (h, w, 3) in place towards one paint (3,) by a share (h, w)."""
    for y in range(rgb.shape[0]):
        for x in range(rgb.shape[1]):
            for c in range(3):
                rgb[y, x, c] += (paint[c] - rgb[y, x, c]) * share[y, x]


@jit
def lay_over(
    sheet: np.ndarray, alpha: np.ndarray, rgb: np.ndarray, mask: np.ndarray,
    paint: np.ndarray, line: np.ndarray, first_up: int, haze: float, mist: float, reach: float,
) -> None:  # fmt: skip
    """Lay rgb (h, w, 3) where its mask (h, w) says over a sheet, in place; led towards the air's paint by depth.

    line (w,): the layer's crest in pixels above the strip's lower edge; first_up: how far the top row is above it.
    Below the crest the air thickens from `haze` by `mist` over `reach` pixels.
    """
    for y in range(rgb.shape[0]):
        up = F(first_up - y)
        for x in range(rgb.shape[1]):
            cover = mask[y, x]
            if cover > F(0.5) or (cover > F(0) and alpha[y, x] == F(0)):
                deep = min(F(1), max(F(0), (line[x] - up) / F(reach)))
                share = min(F(1), max(F(0), F(haze) + F(mist) * deep))
                for c in range(3):
                    sheet[y, x, c] = rgb[y, x, c] + (paint[c] - rgb[y, x, c]) * share
            alpha[y, x] = max(alpha[y, x], cover)


@jit
def between(flat: np.ndarray, here: np.ndarray, nearer: np.ndarray, part: np.ndarray) -> np.ndarray:
    """A field's values (n,) read between two points for every pixel: `part` 0 is `nearer`, 1 is `here`; (h, w)."""
    out = np.empty(here.shape, np.float32)
    for y in range(here.shape[0]):
        for x in range(here.shape[1]):
            near = flat[nearer[y, x]]
            out[y, x] = near + (flat[here[y, x]] - near) * part[y, x]
    return out


@jit
def crowns(
    label: np.ndarray, owner: np.ndarray, middle_x: np.ndarray, middle_y: np.ndarray, chances: np.ndarray,
    low: float, high: float, reach: float,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:  # fmt: skip
    """What every pixel of label (rows, w) knows of the round top that owns it, row 0 just under `high`; x wraps.

    Gives its top's column, its height above the strip's lower edge, the place on it in x and y (`reach` tops a pixel),
    and the top's chance.
    """
    rows, wide = label.shape
    column, up = np.empty((rows, wide), np.int32), np.empty((rows, wide), np.float32)
    x, y = np.empty((rows, wide), np.float32), np.empty((rows, wide), np.float32)
    chance = np.empty((rows, wide), np.float32)
    half = F(wide) / F(2)
    for r in range(rows):
        for c in range(wide):
            own = owner[label[r, c]]
            column[r, c] = int(middle_x[own]) % wide
            up[r, c] = middle_y[own] + F(low)
            away = F(c) - middle_x[own] + half
            away -= F(wide) * math.floor(away / F(wide))
            x[r, c] = (away - half) * F(reach)
            y[r, c] = (F(high - 1 - r) - up[r, c]) * F(reach)
            chance[r, c] = chances[own]
    return column, up, x, y, chance
