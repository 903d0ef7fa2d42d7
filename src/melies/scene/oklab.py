"""Colours of the stage: sRGB as files have it, linear light for compositing, and mixing by eye."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from melies.core.oklab import from_lab, to_lab

Colour = tuple[float, float, float]


def to_linear(srgb: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """sRGB in [0, 1] to linear light (IEC 61966-2-1)."""
    srgb = np.asarray(srgb)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0.0) + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(linear: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """Linear light to sRGB."""
    linear = np.maximum(np.asarray(linear), 0.0)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


def mix(a: Colour, b: Colour, amount: float) -> Colour:
    """From `a` to `b` through OKLab, all sRGB."""
    lab = to_lab(np.array(a)) * (1 - amount) + to_lab(np.array(b)) * amount
    return tuple(from_lab(lab).tolist())


def light(colour: Colour, power: float = 1.0) -> Float[ndarray, 3]:
    """An sRGB colour as linear light times `power`, float32."""
    return (to_linear(np.array(colour)) * power).astype(np.float32)
