"""A picture's own main colour exchanged for another: "a red bus" from a yellow one."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.scene.staging import Rgb

SPREAD = 0.09  # of the hue circle: how far from the main hue paint still counts as the main colour
GREY = 0.08  # mean saturation under which a picture has no main hue and is tinted as a whole
BINS = 36
GLASS = (0.48, 0.58)  # hues of painted window glass: a bus is not called blue after its windows


def recoloured(rgba: Float32[ndarray, "h w 4"], colour: Rgb) -> Float32[ndarray, "h w 4"]:
    """The picture with its main hue made `colour`; light and dark within it stay, other hues stay."""
    paint, alpha = rgba[..., :3], rgba[..., 3]
    high, low = paint.max(-1), paint.min(-1)
    chroma = high - low
    weight = chroma * alpha
    hue = _hue(paint, high, chroma)
    if weight.sum() < GREY * max(float(alpha.sum()), 1e-6):
        share = np.clip(1.2 * alpha, 0, 1)
    else:
        apart = np.abs((hue - _main(hue, weight) + 0.5) % 1 - 0.5)
        share = np.clip(2 - apart / SPREAD, 0, 1) * np.clip(chroma / 0.12, 0, 1)
    shade = _shaded(paint, share * alpha, np.asarray(colour, np.float32))
    mixed = paint + (shade - paint) * share[..., None]
    return np.concatenate([mixed.clip(0, 1), rgba[..., 3:]], -1).astype(np.float32)


def _hue(paint: ndarray, high: ndarray, chroma: ndarray) -> ndarray:
    """Hue as a share of the circle, 0 red."""
    red, green, blue = (paint[..., channel] for channel in range(3))
    safe = np.maximum(chroma, 1e-6)
    turn = np.where(
        high == red, (green - blue) / safe, np.where(high == green, 2 + (blue - red) / safe, 4 + (red - green) / safe)
    )
    return np.asarray((turn / 6) % 1)


def _main(hue: ndarray, weight: ndarray) -> float:
    """The hue most of the coloured paint has: the middle of the fullest bin of the smoothed circle."""
    glass = (hue > GLASS[0]) & (hue < GLASS[1])
    counts, _ = np.histogram(hue, bins=BINS, range=(0, 1), weights=np.where(glass, 0.35, 1) * weight)
    smooth = counts + 0.7 * (np.roll(counts, 1) + np.roll(counts, -1))
    return (int(np.argmax(smooth)) + 0.5) / BINS


def _shaded(paint: ndarray, weight: ndarray, colour: ndarray) -> ndarray:
    """`colour` in the light and shade of the paint: its mean light becomes the colour's own."""
    light = paint @ np.array([0.3, 0.59, 0.11], np.float32)
    mean = float((light * weight).sum() / max(float(weight.sum()), 1e-6))
    ratio = (light / max(mean, 0.08))[..., None]
    darker = colour * np.minimum(ratio, 1)
    lighter = np.clip(ratio - 1, 0, 1) * 0.8
    return np.asarray(darker + (1 - darker) * lighter)
