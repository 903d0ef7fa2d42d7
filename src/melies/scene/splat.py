"""Forward splatting: rendered pictures pushed along their motion, nearest surface in front, holes known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.image import Mask, Rgb
from melies.scene.kernels.common import inline, jit

SHARP = 60.0  # how strongly a nearer surface outweighs one behind it, per relative step in inverse depth
F = np.float32
FAINT = np.float32(0.05)  # a pixel with less than this much paint is a hole
Motion = Float32[ndarray, "h w 2"]
Splat = tuple[Rgb, Mask, Bool[ndarray, "h w"]]


@dataclass(frozen=True, eq=False)
class Pushed:
    """A picture to push. near: inverse depth (1/m; 0 for sky). xy: motion in pixels. weight: its say, above 0."""

    rgb: Rgb
    near: Mask
    xy: Motion
    weight: float = 1.0


def inverse(depth: Mask | None) -> Mask:
    """1 / depth, 1/m; 0 for sky."""
    if depth is None:
        raise OurBug("a splat needs a picture with depth")
    return np.where(np.isfinite(depth), 1.0 / np.maximum(depth, 1e-3), 0.0).astype(np.float32)


def splat(*pushed: Pushed) -> Splat:
    """Push every pixel of every picture by its motion and blend bilinearly what lands together, nearest first.

    Each picture is put together by itself, then they are mixed by weight where both have paint. Gives the picture,
    its inverse depth, and where nothing landed (True). After Niklaus and Liu 2020 ("Softmax Splatting for Video Frame
    Interpolation"), with a z-buffer before the soft weights instead of a learnt importance. `splat_reference` is the
    slow twin.
    """
    height, width = pushed[0].near.shape
    total = np.zeros((height, width, 5), np.float32)
    for one in pushed:
        paint = np.zeros((height + 2, width + 2, 5), np.float32)
        _gather(one.rgb, one.near, one.xy, _front(one.near, one.xy), paint)
        _mix(paint[1:-1, 1:-1], one.weight, total)
    return _normalised(total)


def splat_reference(rgb: Rgb, near: Mask, xy: Motion) -> Splat:
    """One picture splatted in plain numpy: the four corners one after another."""
    height, width = near.shape
    rows, columns = np.mgrid[0:height, 0:width]
    x, y = columns + xy[..., 0].astype(np.float64), rows + xy[..., 1].astype(np.float64)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    front = np.zeros((height, width), np.float32)
    paint = np.zeros((height, width, 5))
    own = np.dstack((rgb, near, np.ones_like(near)))
    for passing in range(2):
        for dy, dx in ((0, 0), (0, 1), (1, 0), (1, 1)):
            share = (1 - np.abs(x - left - dx)) * (1 - np.abs(y - top - dy))
            r, c = top + dy, left + dx
            lands = (r >= 0) & (r < height) & (c >= 0) & (c < width)
            at = (r[lands], c[lands])
            if passing == 0:
                solid = share[lands] > FAINT
                np.maximum.at(front, (at[0][solid], at[1][solid]), near[lands][solid])
                continue
            ahead = front[at].astype(np.float64)
            behind = np.where(ahead > 0, 1 - near[lands] / np.where(ahead > 0, ahead, 1), 0.0)
            w = share[lands] * np.clip(1 - SHARP / 8 * behind, 0.0, 1.0) ** 8
            np.add.at(paint, at, w[:, None] * own[lands])
    holes = paint[..., 4] < FAINT
    shown = np.where(holes[..., None], 0.0, paint / np.where(holes, 1.0, paint[..., 4])[..., None])
    return shown[..., :3].astype(np.float32), shown[..., 3].astype(np.float32), holes


@inline
def _fade(own: np.float32, ahead: np.float32) -> np.float32:
    """What is left of a surface behind the front: (1 - t/8)^8, which is near exp(-t), with t in `SHARP`s."""
    left = F(1) - F(SHARP / 8) * (F(1) - own / ahead) if ahead > 0 else F(1)
    left = min(max(left, F(0)), F(1))
    left *= left
    left *= left
    return left * left


@jit
def _front(near: ndarray, xy: ndarray) -> ndarray:
    """The nearest inverse depth that lands on each pixel, within a margin of one pixel all round."""
    height, width = near.shape
    front = np.zeros((height + 2, width + 2), np.float32)
    for row in range(height):
        for column in range(width):
            x, y = F(column + 1) + xy[row, column, 0], F(row + 1) + xy[row, column, 1]
            if not (0 <= x < width + 1 and 0 <= y < height + 1):
                continue
            left, top = int(x), int(y)
            own = near[row, column]
            for dy in range(2):
                high = y - F(top) if dy else F(top + 1) - y
                for dx in range(2):
                    wide = x - F(left) if dx else F(left + 1) - x
                    if high * wide > FAINT and own > front[top + dy, left + dx]:
                        front[top + dy, left + dx] = own
    return front


@jit
def _gather(rgb: ndarray, near: ndarray, xy: ndarray, front: ndarray, paint: ndarray) -> None:
    """Add weighted colour, inverse depth and weight; surfaces behind the front fade. `paint` has the margin too."""
    height, width = near.shape
    for row in range(height):
        for column in range(width):
            x, y = F(column + 1) + xy[row, column, 0], F(row + 1) + xy[row, column, 1]
            if not (0 <= x < width + 1 and 0 <= y < height + 1):
                continue
            left, top = int(x), int(y)
            own = near[row, column]
            red, green, blue = rgb[row, column, 0], rgb[row, column, 1], rgb[row, column, 2]
            for dy in range(2):
                high = y - F(top) if dy else F(top + 1) - y
                for dx in range(2):
                    r, c = top + dy, left + dx
                    w = high * (x - F(left) if dx else F(left + 1) - x) * _fade(own, front[r, c])
                    if w > 0:
                        paint[r, c, 0] += w * red
                        paint[r, c, 1] += w * green
                        paint[r, c, 2] += w * blue
                        paint[r, c, 3] += w * own
                        paint[r, c, 4] += w


@jit
def _mix(paint: ndarray, weight: float, total: ndarray) -> None:
    """Add one picture's paint to the total, levelled so that wherever it has any, it counts by its weight."""
    height, width = paint.shape[:2]
    for row in range(height):
        for column in range(width):
            if paint[row, column, 4] >= FAINT:
                share = np.float32(weight) / paint[row, column, 4]
                for band in range(5):
                    total[row, column, band] += share * paint[row, column, band]


@jit
def _normalised(total: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    height, width = total.shape[:2]
    rgb, near = np.zeros((height, width, 3), np.float32), np.zeros((height, width), np.float32)
    holes = np.ones((height, width), np.bool_)
    for row in range(height):
        for column in range(width):
            if total[row, column, 4] > 0:
                share = np.float32(1) / total[row, column, 4]
                for band in range(3):
                    rgb[row, column, band] = share * total[row, column, band]
                near[row, column] = share * total[row, column, 3]
                holes[row, column] = False
    return rgb, near, holes


@jit
def fill_far(rgb: ndarray, near: ndarray, holes: ndarray) -> None:
    """Fill holes in place from the farther of the two sides of each row: what was uncovered is background.

    A row without any paint takes the row above it.
    """
    height, width = near.shape
    for row in range(height):
        column = 0
        while column < width:
            if not holes[row, column]:
                column += 1
                continue
            end = column
            while end < width and holes[row, end]:
                end += 1
            source = column - 1
            if source < 0 or (end < width and near[row, end] < near[row, source]):
                source = end
            for hole in range(column, end):
                if source < width and source >= 0:
                    rgb[row, hole], near[row, hole] = rgb[row, source], near[row, source]
                elif row > 0:
                    rgb[row, hole], near[row, hole] = rgb[row - 1, hole], near[row - 1, hole]
            column = end
