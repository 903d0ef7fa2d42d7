"""The main colours of a picture."""

from __future__ import annotations

import cv2
import numpy as np
from jaxtyping import Float32
from numpy import ndarray


def palette(picture: Float32[ndarray, "h w 3"], colours: int = 6) -> tuple[str, ...]:
    """The main colours as `#rrggbb`, largest first (k-means, fixed seed). picture: sRGB in [0, 1]."""
    step = max(1, min(picture.shape[:2]) // 120)
    pixels = np.ascontiguousarray(picture[::step, ::step].reshape(-1, 3))
    cv2.setRNGSeed(1)
    _, labels, centres = cv2.kmeans(pixels, colours, None, (3, 40, 1e-4), 2, cv2.KMEANS_PP_CENTERS)  # type: ignore[call-overload]
    order = np.argsort(-np.bincount(labels.ravel(), minlength=colours))
    return tuple(dict.fromkeys("#" + "".join(f"{int(v * 255 + 0.5):02x}" for v in centres[i]) for i in order))
