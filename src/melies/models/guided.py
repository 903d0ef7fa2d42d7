"""The guided filter: smoothing that stops where the guide has edges.

He, Sun and Tang, "Guided Image Filtering" (2013), section 3.4 (colour guide), computed on a smaller copy as in
He and Sun, "Fast Guided Filter" (2015).
"""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray


def smooth(
    values: Float32[ndarray, "h w c"], guide: Float32[ndarray, "h w 3"], radius: int, softness: float = 0.02
) -> Float32[ndarray, "h w c"]:
    """Means of `values` over windows of `radius` pixels that keep the edges of `guide`.

    softness: contrast of the guide (its own units) below which an edge is smoothed over.
    """
    import cv2

    height, width = guide.shape[:2]
    shrink = max(1, min(6, radius // 3, height // 32, width // 32))
    small = (max(1, width // shrink), max(1, height // shrink))
    v = cv2.resize(values, small, interpolation=cv2.INTER_AREA).reshape(small[1], small[0], -1)
    g = cv2.resize(guide, small, interpolation=cv2.INTER_AREA)
    slopes, offsets = _fit(v, g, max(1, radius // shrink), softness)
    full = np.empty((height, width, v.shape[2]), np.float32)
    planes = [np.ascontiguousarray(guide[..., i]) for i in range(3)]
    for c in range(v.shape[2]):
        line = np.concatenate((slopes[..., c, :], offsets[..., c, None]), -1)
        line = cv2.resize(line, (width, height), interpolation=cv2.INTER_LINEAR)
        total = line[..., 3].copy()
        for i, plane in enumerate(planes):
            total += line[..., i] * plane
        full[..., c] = total
    return full


def blur(picture: Float32[ndarray, "h w c"], sigma: float) -> Float32[ndarray, "h w c"]:
    """A wide Gaussian blur of `sigma` pixels, on a smaller copy where that cannot be seen."""
    import cv2

    height, width = picture.shape[:2]
    shrink = max(1, min(int(sigma / 2), height // 8, width // 8))
    small = cv2.resize(picture, (width // shrink, height // shrink), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / shrink, borderType=cv2.BORDER_REFLECT)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _fit(
    v: Float32[ndarray, "h w c"], g: Float32[ndarray, "h w 3"], radius: int, softness: float
) -> tuple[Float32[ndarray, "h w c 3"], Float32[ndarray, "h w c"]]:
    """For each window the linear map from guide to values, averaged over the windows that hold a pixel."""
    g_mean, v_mean = _mean(g, radius), _mean(v, radius)
    outer = (g[..., :, None] * g[..., None, :]).reshape(*g.shape[:2], 9)
    spread = _mean(outer, radius).reshape(*g.shape[:2], 3, 3) - g_mean[..., :, None] * g_mean[..., None, :]
    spread += np.eye(3, dtype=np.float32) * np.float32(softness**2)
    cross = (v[..., :, None] * g[..., None, :]).reshape(*g.shape[:2], -1)
    together = _mean(cross, radius).reshape(*v.shape, 3) - v_mean[..., :, None] * g_mean[..., None, :]
    slopes = (_inverse(spread)[..., None, :, :] * together[..., None, :]).sum(-1)
    offsets = v_mean - (slopes * g_mean[..., None, :]).sum(-1)
    averaged = _mean(slopes.reshape(*g.shape[:2], -1), radius).reshape(slopes.shape)
    return averaged, _mean(offsets, radius)


def _mean(planes: Float32[ndarray, "h w c"], radius: int) -> Float32[ndarray, "h w c"]:
    import cv2

    kernel = (2 * radius + 1, 2 * radius + 1)
    parts = [
        cv2.blur(np.ascontiguousarray(planes[..., c]), kernel, borderType=cv2.BORDER_REFLECT)
        for c in range(planes.shape[2])
    ]
    return np.stack(parts, -1)


def _inverse(m: Float32[ndarray, "h w 3 3"]) -> Float32[ndarray, "h w 3 3"]:
    """Symmetric 3x3 matrices inverted by cofactors: no library call whose sums depend on threads."""
    a, b, c, d, e, f = m[..., 0, 0], m[..., 0, 1], m[..., 0, 2], m[..., 1, 1], m[..., 1, 2], m[..., 2, 2]
    p, q, r = d * f - e * e, c * e - b * f, b * e - c * d
    s, t, u = a * f - c * c, b * c - a * e, a * d - b * b
    whole = np.stack((p, q, r, q, s, t, r, t, u), -1).reshape(m.shape)
    return np.asarray(whole / (a * p + b * q + c * r)[..., None, None], np.float32)
