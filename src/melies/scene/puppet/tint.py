"""Colours as a painter mixes them: in OKLab, with cool shadows and warm lights.

OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

Rgb = tuple[float, float, float]

_LMS = np.array(
    (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
)
_LAB = np.array(
    (
        (0.2104542553, 0.7936177850, -0.0040720468),
        (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660),
    )
)
_FROM_LMS, _FROM_LAB = np.linalg.inv(_LMS), np.linalg.inv(_LAB)


def to_lab(rgb: Rgb | Float[ndarray, "*n 3"]) -> Float[ndarray, "*n 3"]:
    """sRGB in [0, 1] to OKLab."""
    c = np.asarray(rgb, float)
    linear = np.where(c <= 0.04045, c / 12.92, ((np.maximum(c, 0) + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _LMS.T) @ _LAB.T)


def from_lab(lab: Float[ndarray, "*n 3"]) -> Float[ndarray, "*n 3"]:
    """OKLab to sRGB, clipped to [0, 1]."""
    linear = np.clip((lab @ _FROM_LAB.T) ** 3 @ _FROM_LMS.T, 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def mix(a: Rgb, b: Rgb, t: float) -> Rgb:
    """Between a (t=0) and b (t=1)."""
    r, g, blue = from_lab(to_lab(a) * (1 - t) + to_lab(b) * t).tolist()
    return r, g, blue


def shade(colour: Rgb, amount: float) -> Rgb:
    """Lighter and warmer (amount > 0), darker and cooler (amount < 0); 0.1 is one clear step."""
    lab = to_lab(colour)
    lab[0] = np.clip(lab[0] + amount, 0.06, 0.98)
    lab[2] += 0.10 * amount
    if amount < 0:
        lab[1:] *= 1.0 + 0.25 * amount
    r, g, b = from_lab(lab).tolist()
    return r, g, b


def muted(colour: Rgb, amount: float) -> Rgb:
    """Less colourful by `amount` in [0, 1]."""
    lab = to_lab(colour)
    lab[1:] *= 1.0 - amount
    r, g, b = from_lab(lab).tolist()
    return r, g, b


def lightness(colour: Rgb) -> float:
    """OKLab L in [0, 1]."""
    return float(to_lab(colour)[0])


def painted(colour: Rgb) -> Rgb:
    """A named colour as pigment on paper: never pure white or black, never neon."""
    lab = to_lab(colour)
    lab[0] = 0.20 + 0.74 * (lab[0] - 0.08) / 0.92 if lab[0] < 0.3 else np.clip(lab[0], 0.2, 0.94)
    chroma = float(np.hypot(*lab[1:]))
    lab[1:] *= min(1.0, 0.19 / max(chroma, 1e-6))
    r, g, b = from_lab(lab).tolist()
    return r, g, b


def far_apart(a: Rgb, b: Rgb) -> float:
    """Distance of two colours in OKLab: 0.05 is hard to tell apart, 0.2 is plain."""
    return float(np.linalg.norm(to_lab(a) - to_lab(b)))
