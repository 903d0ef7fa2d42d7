"""From scene light to the screen: bloom, shafts of light, tone curve, grade, vignette and paper grain."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.scene.kernels.common import bands
from melies.scene.kernels.develop import develop
from melies.scene.mood import WHITE


def _curve() -> Float32[ndarray, 4096]:
    x = np.linspace(0, 1, 4096)
    return np.where(x <= 0.0031308, x * 12.92, 1.055 * x ** (1 / 2.4) - 0.055).astype(np.float32)


_CURVE = _curve()


def bloom(hdr: Float32[ndarray, "h w 3"], amount: float) -> Float32[ndarray, "h w 3"]:
    """Light that spills from bright parts, over three widths; energy is moved, not made."""
    height, width = hdr.shape[:2]
    small = cv2.resize(hdr, (max(4, width // 4), max(4, height // 4)), interpolation=cv2.INTER_AREA)
    bright = np.maximum(small - 0.75, 0.0)
    bright = bright / (1.0 + 0.15 * bright)
    spill = sum(
        cv2.GaussianBlur(bright, (0, 0), small.shape[0] * part) * weight
        for part, weight in ((0.012, 0.5), (0.04, 0.35), (0.12, 0.35))
    )
    return hdr + amount * cv2.resize(np.asarray(spill, np.float32), (width, height), interpolation=cv2.INTER_LINEAR)


def shafts(
    hdr: Float32[ndarray, "h w 3"], open_sky: Float32[ndarray, "h w"], source: tuple[float, float], amount: float
) -> Float32[ndarray, "h w 3"]:
    """Shafts of light: bright open sky smeared away from the light's place on the picture (Mitchell 2007, GPU Gems 3).

    open_sky: 1 where the sky is seen. source: pixel of the light, may lie outside.
    """
    height, width = hdr.shape[:2]
    w, h = max(8, width // 4), max(8, height // 4)
    mask = cv2.resize(open_sky, (w, h), interpolation=cv2.INTER_AREA)
    seen = np.maximum(cv2.resize(hdr, (w, h), interpolation=cv2.INTER_AREA) - 0.35, 0.0) * mask[..., None]
    sx, sy = source[0] * w / width, source[1] * h / height
    for step in (0.965, 0.93, 0.865, 0.75):
        matrix = np.array([[step, 0, sx * (1 - step)], [0, step, sy * (1 - step)]], np.float32)
        # each pass averages the picture with itself enlarged about the source: 2^4 samples along the ray
        seen = 0.5 * seen + 0.5 * cv2.warpAffine(seen, matrix, (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return hdr + amount * cv2.resize(seen, (width, height), interpolation=cv2.INTER_LINEAR)


@dataclass(frozen=True)
class Grade:
    """saturation and contrast: 1 changes nothing. vignette: 0 to 1. cool, warm: tints of shadows and of lights."""

    saturation: float = 1.08
    contrast: float = 1.06
    vignette: float = 0.16
    cool: tuple[float, float, float] = (0.985, 0.99, 1.02)
    warm: tuple[float, float, float] = (1.015, 1.0, 0.98)


def finish(
    hdr: Float32[ndarray, "h w 3"],
    grain: Float32[ndarray, "h w"],
    grade: Grade = Grade(),  # noqa: B008
) -> Float32[ndarray, "h w 3"]:
    """Tone (extended Reinhard with white at 4: Reinhard et al. 2002, eq. 4), grade, vignette, tooth of the paper."""
    numbers = np.array((WHITE, grade.saturation, grade.contrast, grade.vignette, *grade.cool, *grade.warm), np.float32)
    out = np.empty_like(hdr)
    bands(hdr.shape[0], lambda first, last: develop(first, last, hdr, _CURVE, grain, numbers, out))
    return out
