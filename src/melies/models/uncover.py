"""A picture as if those who are masked were not there: what is round them runs in, coarse to fine.

The pull-push of Gortler et al., "The Lumigraph" (1996), section 3.4.2.
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

HARDLY = 0.02  # of a pixel that is masked: less is not worth mending


def uncovered(rgb: Float32[ndarray, "h w 3"], mask: Float32[ndarray, "h w"]) -> Float32[ndarray, "h w 3"]:
    """The picture with every pixel of `mask` (soft, [0, 1]) replaced by a smooth run between its neighbours.

    A picture that is masked all over comes back as it is.
    """
    import cv2

    seen = (mask < HARDLY).astype(np.float32)
    if not seen.any():
        return rgb
    levels = [np.dstack((rgb * seen[..., None], seen))]
    while min(levels[-1].shape[:2]) > 2 and levels[-1][..., 3].min() < 1.0:
        height, width = levels[-1].shape[:2]
        half = (-(-width // 2), -(-height // 2))
        levels.append(_sure(cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA)))
    total = levels[-1].reshape(-1, 4).sum(0)
    filled = levels[-1] + (1.0 - levels[-1][..., 3:]) * (total / total[3])
    for level in reversed(levels[:-1]):
        coarse = cv2.resize(filled, level.shape[1::-1], interpolation=cv2.INTER_LINEAR)
        filled = level + (1.0 - level[..., 3:]) * coarse
    return np.where(seen[..., None] > 0, rgb, np.clip(filled[..., :3], 0.0, 1.0)).astype(np.float32)


def _sure(level: Float32[ndarray, "h w 4"]) -> Float32[ndarray, "h w 4"]:
    """Premultiplied colours with their weight raised: a pixel of which a quarter is known is known."""
    weight = level[..., 3:]
    raised = np.minimum(1.0, weight * 4.0)
    return np.asarray(level * (raised / np.maximum(weight, 1e-6)), np.float32)
