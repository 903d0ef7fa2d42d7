"""Forward splatting: a rendered picture pushed along its motion, nearest surface in front, holes known."""

from __future__ import annotations

import math

import numpy as np
from jaxtyping import Bool, Float32
from numba import njit
from numpy import ndarray

from melies.core.image import Mask, Rgb

SHARP = 60.0  # how strongly a nearer surface outweighs one behind it, per relative step in inverse depth
FAINT = 0.05  # a pixel with less than this much paint is a hole


def splat(rgb: Rgb, near: Mask, xy: Float32[ndarray, "h w 2"]) -> tuple[Rgb, Mask, Bool[ndarray, "h w"]]:
    """Push every pixel by `xy` (pixels) and blend bilinearly what lands together, nearest first.

    near: inverse depth (1/m; 0 for sky). Gives the picture, its inverse depth, and where nothing landed (True).
    After Niklaus and Liu 2020 ("Softmax Splatting for Video Frame Interpolation"), with a z-buffer before the
    soft weights instead of a learnt importance. `splat_reference` is the slow twin.
    """
    front = _front(near, xy)
    colour, weight, depth = _gather(rgb, near, xy, front)
    return _normalised(colour, weight, depth)


def splat_reference(rgb: Rgb, near: Mask, xy: Float32[ndarray, "h w 2"]) -> tuple[Rgb, Mask, Bool[ndarray, "h w"]]:
    """The same in plain numpy: the four corners one after another."""
    height, width = near.shape
    rows, columns = np.mgrid[0:height, 0:width]
    x, y = columns + xy[..., 0].astype(np.float64), rows + xy[..., 1].astype(np.float64)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    front = np.zeros((height, width), np.float32)
    colour, weight = np.zeros((height, width, 3)), np.zeros((height, width))
    depth = np.zeros((height, width))
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
            w = share[lands] * np.exp(-SHARP * np.maximum(behind, 0.0))
            np.add.at(colour, at, w[:, None] * rgb[lands])
            np.add.at(weight, at, w)
            np.add.at(depth, at, w * near[lands])
    return _normalised(colour, weight, depth)


def _normalised(colour: ndarray, weight: ndarray, depth: ndarray) -> tuple[Rgb, Mask, Bool[ndarray, "h w"]]:
    holes = weight < FAINT
    safe = np.where(holes, 1.0, weight)
    picture = np.where(holes[..., None], 0.0, colour / safe[..., None])
    return picture.astype(np.float32), np.where(holes, 0.0, depth / safe).astype(np.float32), holes


@njit(cache=True, nogil=True)
def _front(near: ndarray, xy: ndarray) -> ndarray:
    """The nearest inverse depth that lands on each pixel."""
    height, width = near.shape
    front = np.zeros((height, width), np.float32)
    for row in range(height):
        for column in range(width):
            x, y = column + np.float64(xy[row, column, 0]), row + np.float64(xy[row, column, 1])
            left, top = math.floor(x), math.floor(y)
            for dy in range(2):
                for dx in range(2):
                    r, c = int(top) + dy, int(left) + dx
                    share = (1 - abs(x - left - dx)) * (1 - abs(y - top - dy))
                    if 0 <= r < height and 0 <= c < width and share > FAINT and near[row, column] > front[r, c]:
                        front[r, c] = near[row, column]
    return front


@njit(cache=True, nogil=True)
def _gather(rgb: ndarray, near: ndarray, xy: ndarray, front: ndarray) -> tuple[ndarray, ndarray, ndarray]:
    """Weighted sums of colour and inverse depth; surfaces behind the front fade exponentially."""
    height, width = near.shape
    colour = np.zeros((height, width, 3), np.float64)
    weight = np.zeros((height, width), np.float64)
    depth = np.zeros((height, width), np.float64)
    for row in range(height):
        for column in range(width):
            x, y = column + np.float64(xy[row, column, 0]), row + np.float64(xy[row, column, 1])
            left, top = math.floor(x), math.floor(y)
            for dy in range(2):
                for dx in range(2):
                    r, c = int(top) + dy, int(left) + dx
                    if not (0 <= r < height and 0 <= c < width):
                        continue
                    w = (1 - abs(x - left - dx)) * (1 - abs(y - top - dy))
                    ahead = np.float64(front[r, c])
                    behind = 1 - near[row, column] / ahead if ahead > 0 else 0.0
                    if behind > 0:
                        w *= math.exp(-SHARP * behind)
                    weight[r, c] += w
                    depth[r, c] += w * near[row, column]
                    for band in range(3):
                        colour[r, c, band] += w * rgb[row, column, band]
    return colour, weight, depth


@njit(cache=True, nogil=True)
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
