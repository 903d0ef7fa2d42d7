"""Colours of the stage: sRGB as files have it, linear light for compositing, and mixing by eye."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from melies.core.oklab import from_lab, linear_light, to_lab

Colour = tuple[float, float, float]


def to_linear(srgb: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """sRGB in [0, 1] to linear light, float32."""
    return linear_light(np.asarray(srgb)).astype(np.float32)


def mix(a: Colour, b: Colour, amount: float) -> Colour:
    """From `a` to `b` through OKLab, all sRGB."""
    lab = to_lab(np.array(a)) * (1 - amount) + to_lab(np.array(b)) * amount
    return tuple(from_lab(lab).tolist())


def light(colour: Colour, power: float = 1.0) -> Float[ndarray, 3]:
    """An sRGB colour as linear light times `power`, float32."""
    return (to_linear(np.array(colour)) * power).astype(np.float32)
