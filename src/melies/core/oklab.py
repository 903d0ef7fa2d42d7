"""OKLab (Ottosson 2020): colours as the eye mixes them, for pictures.

Plain arithmetic on planes, so the bytes depend on no thread count.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float, Float32, Float64
from numpy import ndarray

LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
_FROM_LMS = tuple(map(tuple, np.linalg.inv(LMS)))
_FROM_LAB = tuple(map(tuple, np.linalg.inv(LAB)))
_STEPS = 16384


def linear_light(srgb: Float[ndarray, "*n"]) -> Float[ndarray, "*n"]:
    """sRGB in [0, 1] to linear light (IEC 61966-2-1), in the precision it comes in."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((np.maximum(srgb, 0) + 0.055) / 1.055) ** 2.4)


_TABLE = linear_light(np.linspace(0, 1, _STEPS + 1)).astype(np.float32)


def to_lab(rgb: Float[ndarray, "*n 3"] | tuple[float, ...]) -> Float64[ndarray, "*n 3"]:
    """A few colours, sRGB (..., 3), to OKLab, exactly."""
    linear = linear_light(np.asarray(rgb, np.float64))
    return np.asarray(np.cbrt(linear @ np.transpose(LMS)) @ np.transpose(LAB))


def from_lab(lab: Float[ndarray, "*n 3"]) -> Float64[ndarray, "*n 3"]:
    """A few colours, OKLab (..., 3), to sRGB clipped to [0, 1], exactly."""
    roots = np.asarray(lab, np.float64) @ np.transpose(_FROM_LAB)
    linear = np.clip(roots**3 @ np.transpose(_FROM_LMS), 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def to_oklab(srgb: Float32[ndarray, "h w 3"]) -> Float32[ndarray, "h w 3"]:
    """sRGB in [0, 1] to OKLab: L in [0, 1], a and b about -0.4 to 0.4. The curve is a table of 16385 entries."""
    place = (srgb * np.float32(_STEPS) + np.float32(0.5)).astype(np.int32)
    return _times(LAB, np.cbrt(_times(LMS, _TABLE.take(place, mode="clip"))))


def from_oklab(lab: Float32[ndarray, "h w 3"]) -> Float32[ndarray, "h w 3"]:
    """OKLab to sRGB, clipped to [0, 1]."""
    roots = _times(_FROM_LAB, lab)
    linear = np.clip(_times(_FROM_LMS, roots * roots * roots), 0, 1)
    curve = np.float32(1.055) * np.power(linear, np.float32(1 / 2.4)) - np.float32(0.055)
    return np.asarray(np.where(linear <= 0.0031308, linear * np.float32(12.92), curve), np.float32)


def _times(matrix: tuple[tuple[float, ...], ...], picture: Float32[ndarray, "h w 3"]) -> Float32[ndarray, "h w 3"]:
    result = np.empty(picture.shape, np.float32)
    for row, (x, y, z) in enumerate(matrix):
        plane = picture[..., 0] * np.float32(x)
        plane += picture[..., 1] * np.float32(y)
        plane += picture[..., 2] * np.float32(z)
        result[..., row] = plane
    return result
