"""Paint mixed in OKLab: ramps with colourful darks and warm lights."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

Tint = tuple[float, float, float] | None
Lch = tuple[float, float, float]

_TO_LMS = np.array([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
                    [0.0883024619, 0.2817188376, 0.6299787005]])  # fmt: skip
_TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099],
                    [0.0259040371, 0.7827717662, -0.8086757660]])  # fmt: skip
_FROM_LAB, _FROM_LMS = np.linalg.inv(_TO_LAB), np.linalg.inv(_TO_LMS)

STRANGE: tuple[Lch, ...] = ((0.44, 0.15, 308), (0.54, 0.11, 192), (0.45, 0.16, 345), (0.48, 0.14, 278))
GLOWING: tuple[Lch, ...] = ((0.88, 0.14, 190), (0.84, 0.15, 340), (0.90, 0.15, 130), (0.87, 0.13, 80))


def to_lab(rgb: ndarray) -> ndarray:
    """sRGB (..., 3) in [0, 1] to OKLab (Ottosson 2020)."""
    rgb = np.asarray(rgb, np.float64)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _TO_LMS.T) @ _TO_LAB.T)


def from_lab(lab: ndarray) -> ndarray:
    """OKLab (..., 3) to sRGB, clipped to [0, 1]."""
    linear = np.clip(((np.asarray(lab, np.float64) @ _FROM_LAB.T) ** 3) @ _FROM_LMS.T, 0.0, 1.0)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def lch(lightness: float, chroma: float, hue: float) -> ndarray:
    """One sRGB paint from OKLab lightness [0, 1], chroma [0, ~0.3] and hue in degrees."""
    turn = np.deg2rad(hue)
    return from_lab(np.array([lightness, chroma * np.cos(turn), chroma * np.sin(turn)]))


def as_lch(rgb: ndarray) -> Lch:
    """The OKLab lightness, chroma and hue (degrees) of one sRGB paint."""
    light, a, b = (float(v) for v in to_lab(rgb))
    return light, float(np.hypot(a, b)), float(np.rad2deg(np.arctan2(b, a)))


def toward(hue: float, goal: float, degrees: float) -> float:
    """`hue` turned by at most `degrees` the short way to `goal`."""
    gap = (goal - hue + 180.0) % 360.0 - 180.0
    return hue + float(np.clip(gap, -degrees, degrees))


def ramp(base: ndarray, steps: int = 5, spread: float = 0.34, cool: float = 22.0, warm: float = 16.0) -> ndarray:
    """(steps, 3) sRGB paints from dark to light around `base`: darks turn to violet, lights to yellow."""
    light, chroma, hue = as_lch(base)
    out = []
    for t in np.linspace(-0.55, 0.45, steps):
        turned = toward(hue, 285.0, cool * -2 * t) if t < 0 else toward(hue, 95.0, warm * 2 * t)
        out.append(lch(float(np.clip(light + spread * t, 0.12, 0.96)), chroma * (1.0 - 0.25 * abs(t)) + 0.008, turned))
    return np.array(out)


def mixed(one: ndarray, two: ndarray, amount: float) -> ndarray:
    """Two paints mixed in OKLab; 0 gives the first."""
    return from_lab(to_lab(one) * (1.0 - amount) + to_lab(two) * amount)


def main_paint(rng: np.random.Generator, natural: Lch, tint: Tint, alien: bool,
               strange: tuple[Lch, ...] = STRANGE, vary: float = 1.0) -> ndarray:  # fmt: skip
    """The chief paint of a card: the author's tint, another world's, or nature's with a little chance."""
    pick = strange[int(rng.integers(len(strange)))]
    hue, light = rng.normal(0.0, 6.0 * vary), rng.normal(0.0, 0.015 * vary)
    if tint is not None:
        told = as_lch(np.asarray(tint))
        return lch(float(np.clip(told[0], 0.25, 0.85)), min(told[1], 0.2), told[2] + 0.3 * hue)
    base = pick if alien else natural
    return lch(base[0] + light, base[1], base[2] + hue)


def glowing(rng: np.random.Generator) -> ndarray:
    """A paint that shines in the dark of another world."""
    return lch(*GLOWING[int(rng.integers(len(GLOWING)))])


def jittered(rng: np.random.Generator, rgb: ndarray, light: float = 0.016, hue: float = 0.008) -> ndarray:
    """Paints (n, 3) each a little off, as from a real brush."""
    lab = to_lab(rgb)
    noise = rng.normal(0.0, 1.0, lab.shape) * np.array([light, hue, hue])
    return from_lab(lab + noise)
