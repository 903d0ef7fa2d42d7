"""Colour in three forms: sRGB (files), linear light (compositing), OKLab (mixing by eye)."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

Colour = tuple[float, float, float]

_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                 [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                 [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip
_LMS_BACK, _LAB_BACK = np.linalg.inv(_LMS), np.linalg.inv(_LAB)


def to_linear(srgb: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """sRGB in [0, 1] to linear light (IEC 61966-2-1)."""
    srgb = np.asarray(srgb)
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0.0) + 0.055) / 1.055) ** 2.4).astype(np.float32)


def to_srgb(linear: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """Linear light to sRGB."""
    linear = np.maximum(np.asarray(linear), 0.0)
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055).astype(np.float32)


def to_oklab(srgb: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """sRGB to OKLab (Ottosson 2020): L in [0, 1], a and b about -0.4 to 0.4."""
    return np.cbrt(to_linear(srgb) @ _LMS.T) @ _LAB.T


def from_oklab(lab: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
    """OKLab to sRGB, clipped to [0, 1]."""
    return np.clip(to_srgb(np.maximum(((np.asarray(lab) @ _LAB_BACK.T) ** 3) @ _LMS_BACK.T, 0.0)), 0.0, 1.0)


def mix(a: Colour, b: Colour, amount: float) -> Colour:
    """From `a` to `b` through OKLab, all sRGB."""
    lab = to_oklab(np.array(a)) * (1 - amount) + to_oklab(np.array(b)) * amount
    return tuple(from_oklab(lab).tolist())


def light(colour: Colour, power: float = 1.0) -> Float[ndarray, 3]:
    """An sRGB colour as linear light times `power`, float32."""
    return (to_linear(np.array(colour)) * power).astype(np.float32)
