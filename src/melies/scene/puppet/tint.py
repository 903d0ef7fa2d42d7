"""Colours as a painter mixes them: in OKLab, with cool shadows and warm lights.

OKLab: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from __future__ import annotations

import numpy as np

from melies.core.oklab import from_lab, to_lab

Rgb = tuple[float, float, float]


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
