"""The fixed palette of class labels: ids never change, colours are what a label map is drawn with."""

from __future__ import annotations

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import OPEN

PALETTE: dict[str, tuple[int, int, int]] = {
    "sky": (112, 160, 214),
    "cloud": (222, 230, 238),
    "sun/moon": (255, 214, 92),
    "star": (255, 255, 200),
    "mountain": (120, 112, 140),
    "hill": (150, 140, 110),
    "ground": (134, 102, 70),
    "sand": (226, 196, 130),
    "snow": (240, 246, 255),
    "rock": (110, 108, 104),
    "grass": (104, 160, 62),
    "water": (36, 104, 168),
    "tree": (34, 96, 48),
    "bush": (72, 130, 60),
    "building": (160, 92, 80),
    "road": (92, 92, 96),
    "light": (255, 120, 220),
    "character": (230, 50, 50),
    "animal": (240, 140, 30),
    "prop": (150, 60, 200),
    "vehicle": (20, 190, 190),
}
LABELS: dict[str, int] = {name: number for number, name in enumerate(PALETTE)}
MOON = len(PALETTE)  # what is learnt from the stage tells a moon from a sun; the stage itself does not
DRAWN = {**PALETTE, "moon": (236, 232, 200)}  # what a label map may be drawn with, in the order of the numbers
TOLD_BY_PARTS = ("character", "animal", "vehicle", "prop", "light", "sun/moon", "building")
FIGURES = frozenset(LABELS[name] for name in TOLD_BY_PARTS) | {MOON}  # things with an outline of their own, no land
DAY = (5.5, 19.3)  # hours between which the light in the sky is the sun
FOREIGN = 0.15  # share of a map in no label's colour from which it is none; the soft edges of a JPEG are fewer
ALIKE = 24.0  # how far a drawn colour may be from its label's, as a distance in 8-bit sRGB


def colour(labels: UInt8[ndarray, "h w"]) -> UInt8[ndarray, "h w 3"]:
    """A label map (H, W) drawn in the palette's colours."""
    return np.array(list(DRAWN.values()), np.uint8)[labels]


def parted(labels: UInt8[ndarray, "h w"], hour: float) -> UInt8[ndarray, "h w"]:
    """The stage's labels with a moon's own number at hours when the light in the sky is a moon."""
    if DAY[0] < hour % 24 < DAY[1]:
        return labels
    return np.where(labels == LABELS["sun/moon"], np.uint8(MOON), labels)


def folded(labels: UInt8[ndarray, "h w"]) -> UInt8[ndarray, "h w"]:
    """Labels as the stage tells them: a moon's number is that of sun and moon."""
    return np.where(labels == MOON, np.uint8(LABELS["sun/moon"]), labels)


def drawn_map(pixels: UInt8[ndarray, "h w c"], name: str) -> tuple[UInt8[ndarray, "h w"], float]:
    """Like `nearest`, of all that may be drawn. name: of its file. AuthorError where hardly a colour is a label's."""
    found, strange = nearest(pixels, len(DRAWN))
    if strange > FOREIGN:
        raise AuthorError(
            f"{name} is no label map: {strange:.0%} of it is in no colour of the palette; draw it in the colours that "
            "`melies see --palette` writes"
        )
    return found, strange


def nearest(pixels: UInt8[ndarray, "h w c"], known: int = len(PALETTE)) -> tuple[UInt8[ndarray, "h w"], float]:
    """The labels of a drawn map, each pixel the nearest of the first `known` colours; with the share that none is near.

    pixels: (H, W, 3), or (H, W, 4) with labels OPEN where one sees through; the share is that of the others.
    """
    there = pixels[..., 3] >= 128 if pixels.shape[2] == 4 else np.ones(pixels.shape[:2], bool)
    found = np.full(there.shape, OPEN, np.uint8)
    if not there.any():
        return found, 0.0
    colours = np.array(list(DRAWN.values())[:known], np.float32)
    some, where = np.unique(pixels[there][:, :3], axis=0, return_inverse=True)
    away = np.linalg.norm(some[:, None].astype(np.float32) - colours, axis=-1)
    found[there] = away.argmin(1).astype(np.uint8)[where.ravel()]
    return found, float((away.min(1) > ALIKE)[where.ravel()].mean())
