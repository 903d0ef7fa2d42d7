"""The fixed palette of class labels: ids never change, colours are what a label map is drawn with."""

from __future__ import annotations

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

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


def colour(labels: UInt8[ndarray, "h w"]) -> UInt8[ndarray, "h w 3"]:
    """A label map (H, W) drawn in the palette's colours."""
    return np.array(list(PALETTE.values()), np.uint8)[labels]
