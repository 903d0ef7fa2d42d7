"""Paint mixed in OKLab: ramps with colourful darks and warm lights."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.oklab import from_lab, to_lab

Tint = tuple[float, float, float] | None
Lch = tuple[float, float, float]

STRANGE: tuple[Lch, ...] = ((0.44, 0.15, 308), (0.54, 0.11, 192), (0.45, 0.16, 345), (0.48, 0.14, 278))
GLOWING: tuple[Lch, ...] = ((0.88, 0.14, 190), (0.84, 0.15, 340), (0.90, 0.15, 130), (0.87, 0.13, 80))


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
