"""Figures: what one of the cast is known by again in another picture, by numpy alone; `likeness` has it with slopes.

Where it stands, how large it is, how it holds itself and how it is lit should count little. So half of the colour of
its surroundings is taken for the light's (von Kries' adaptation, incomplete as in CIECAM02), and figures are compared
as clouds of colours, by the sliced Wasserstein distance (Rabin et al. 2011).
"""

from __future__ import annotations

import cv2
import numpy as np
from jaxtyping import Bool, Float32, UInt8
from numpy import ndarray

from melies.core.image import Mask, from_bytes
from melies.core.oklab import to_oklab

ADAPTED = np.array((0.8, 0.5, 0.5), np.float32)  # of the light round a figure that is taken for its own
COUNTED = np.array((0.3, 1.0, 1.0), np.float32)  # how much lightness counts beside colour
SURE = 0.6  # of a mask that is surely the figure
RIM, FEWEST = 3, 40  # pixels of the window that takes a rim away, and of what must be left
POINTS, QUANTILES, TURNS = 4096, np.linspace(0.02, 0.98, 64, dtype=np.float32), 24
GOLDEN = np.pi * (3 - 5**0.5)

Figure = Float32[ndarray, "quantiles ways"]


def ways() -> Float32[ndarray, "ways 3"]:
    """Directions in the space of colour, evenly strewn over half a ball (a Fibonacci lattice)."""
    number = np.arange(TURNS)
    height = 1 - (number + 0.5) / TURNS
    wide = np.sqrt(1 - height**2)
    return np.stack([wide * np.cos(GOLDEN * number), wide * np.sin(GOLDEN * number), height], 1).astype(np.float32)


def figure(pixels: UInt8[ndarray, "h w 3"], mask: Mask) -> Figure:
    """What somebody is known by: quantiles of the colours under a mask in fixed directions, as if in an even light."""
    lab = to_oklab(from_bytes(pixels))
    inside, around = sure(mask), mask < 1 - SURE
    light = lab[around].mean(0) if around.any() else lab.mean((0, 1))
    colours = (lab[inside] - light * ADAPTED) * COUNTED
    colours = colours[:: max(1, len(colours) // POINTS)]
    return np.quantile(colours @ ways().T, QUANTILES, axis=0).astype(np.float32)


def unlike(one: Figure, other: Figure) -> float:
    """How far apart two figures are, in OKLab: about 0.01 for the same one in another light, 0.03 for somebody else."""
    return float(np.abs(one - other).mean())


def sure(mask: Mask) -> Bool[ndarray, "h w"]:
    """Where a figure surely is: without its rim, where enough of it is left. Everywhere for an empty mask."""
    inside = mask > SURE
    core = cv2.erode(inside.astype(np.uint8), np.ones((RIM, RIM), np.uint8), borderValue=1) > 0
    if np.count_nonzero(core) >= FEWEST:
        return np.asarray(core)
    return inside if inside.any() else np.ones_like(inside)
