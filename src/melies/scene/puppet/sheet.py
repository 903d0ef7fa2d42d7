"""Pose sheets: a slow plain rasteriser for tests, docs and judging puppets by eye."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.scene.card import Card, Part
from melies.scene.puppet.build import Puppet

Rgba = Float32[ndarray, "h w 4"]


def draw(
    cards: Sequence[Card], parts: Sequence[Part], pixels: float, width: int, height: int, foot: tuple[float, float]
) -> Rgba:
    """Parts composited over nothing, premultiplied (H, W, 4): `pixels` per metre, plane (0, 0) at pixel `foot`."""
    out = np.zeros((height, width, 4), np.float32)
    to_screen = np.array(((pixels, 0.0, foot[0]), (0.0, -pixels, foot[1])))
    for part in parts:
        rgba = cards[part.card].rgba
        to_plane = part.to_plane.astype(float)
        matrix = np.column_stack(
            (to_screen[:, :2] @ to_plane[:, :2], to_screen[:, :2] @ to_plane[:, 2] + to_screen[:, 2])
        )
        pre = np.dstack((rgba[..., :3] * rgba[..., 3:], rgba[..., 3]))
        pre, matrix = _shrunk(pre, matrix)
        layer = cv2.warpAffine(pre, matrix.astype(np.float32), (width, height), flags=cv2.INTER_LINEAR)
        out = layer + out * (1 - layer[..., 3:])
    return out


def _shrunk(pre: Rgba, matrix: ndarray) -> tuple[Rgba, ndarray]:
    """A card averaged down by a whole factor when it is drawn much smaller than painted."""
    factor = int(1.15 / max(float(np.sqrt(abs(np.linalg.det(matrix[:, :2])))), 0.02))
    if factor < 2:
        return pre, matrix
    h, w = (-(-side // factor) * factor for side in pre.shape[:2])
    padded = cv2.copyMakeBorder(pre, 0, h - pre.shape[0], 0, w - pre.shape[1], cv2.BORDER_CONSTANT)
    small = cv2.resize(padded, (w // factor, h // factor), interpolation=cv2.INTER_AREA)
    shift = matrix[:, :2] @ np.full(2, (factor - 1) / 2)
    return small, np.column_stack((matrix[:, :2] * factor, matrix[:, 2] + shift))


def lit(rgba: Rgba, backdrop: ndarray) -> Float32[ndarray, "h w 3"]:
    """A puppet over a backdrop in soft key light from the upper right, with a rim, roughly as on the stage."""
    alpha = rgba[..., 3]
    soft = cv2.GaussianBlur(alpha, (0, 0), 2.5)
    gy, gx = np.gradient(soft)
    rim = np.clip(gy * 0.8 - gx * 0.9, 0, None)[..., None] * alpha[..., None]
    colour = rgba[..., :3] + rim * np.array((1.26, 1.12, 0.84), np.float32)
    return np.asarray(np.clip(colour + backdrop * (1 - alpha[..., None]), 0, 1), np.float32)


def sheet(
    puppets: Sequence[Puppet],
    does: Sequence[tuple[str, float, float]],
    cell: tuple[int, int] = (220, 260),
    pixels_tall: float = 180.0,
    black: bool = False,
    facing: int = 1,
) -> Float32[ndarray, "h w 3"]:
    """A row for each puppet, a column for each (does, seconds, share of a height travelled)."""
    width, height = cell
    rows = []
    for puppet in puppets:
        row = []
        for action, seconds, travelled in does:
            parts = puppet.pose(action, seconds, travelled * puppet.height, facing)
            scale = pixels_tall / puppet.height
            rgba = draw(puppet.cards, parts, scale, width, height, (0.5 * width, height - 24.0))
            row.append(np.repeat(1 - rgba[..., 3:], 3, 2) if black else lit(rgba, _backdrop(width, height)))
        rows.append(np.concatenate(row, 1))
    return np.concatenate(rows, 0)


def _backdrop(width: int, height: int) -> Float32[ndarray, "h w 3"]:
    t = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    sky = np.array((0.56, 0.68, 0.76), np.float32) * (1 - t) + np.array((0.93, 0.86, 0.76), np.float32) * t
    picture = np.repeat(sky, width, 1)
    picture[height - 24 :] = (0.60, 0.56, 0.47)
    return picture
