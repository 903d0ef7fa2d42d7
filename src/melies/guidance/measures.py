"""What can be measured of a part of a picture without any network: contrast, edges, colour, bytes."""

from __future__ import annotations

import cv2
import numpy as np
from jaxtyping import Bool, UInt8
from numpy import ndarray

from melies.core.image import Mask, from_bytes
from melies.core.oklab import to_oklab

Pixels = UInt8[ndarray, "h w 3"]
STEEPEST = 0.12  # of the pixels that count as edges: the steepest ones, however steep


def contrast(pixels: Pixels, mask: Mask) -> float:
    """RMS contrast of lightness (OKLab) under a mask, about 0 to 0.4."""
    light, weight = to_oklab(from_bytes(pixels))[..., 0].astype(np.float64), mask.astype(np.float64)
    total = max(float(weight.sum()), 1e-9)
    middle = (light * weight).sum() / total
    return float(np.sqrt(((light - middle) ** 2 * weight).sum() / total))


def edges(pixels: Pixels, mask: Mask) -> Bool[ndarray, "h w"]:
    """The steepest pixels under a mask: where its edges are, whatever their strength."""
    light = cv2.GaussianBlur(to_oklab(from_bytes(pixels))[..., 0], (0, 0), 1.0)
    across, down = (cv2.Sobel(light, cv2.CV_32F, *axis) for axis in ((1, 0), (0, 1)))
    steep, inside = np.hypot(across, down), mask >= 0.5
    if not inside.any():
        return np.zeros(mask.shape, bool)
    return np.asarray(inside & (steep >= np.quantile(steep[inside], 1 - STEEPEST)))


def same_edges(before: Pixels, after: Pixels, mask: Mask) -> float:
    """Intersection over union of the edges of two pictures under a mask, a pixel's breadth forgiven."""
    a, b = edges(before, mask), edges(after, mask)
    wide_a, wide_b = (cv2.dilate(e.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool) for e in (a, b))
    met = (a & wide_b).sum() + (b & wide_a).sum()
    return float(met / max(1, a.sum() + b.sum()))


def differing(before: Pixels, after: Pixels, mask: Mask) -> int:
    """How many bytes differ under a mask (anything above 0 counts)."""
    return int(((before != after) & (mask > 0)[..., None]).sum())
