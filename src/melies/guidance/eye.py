"""What a perceptor tells of pictures as numpy arrays: where words are in one, and how far one is from words."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np
import torch
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.guidance.critics.text import Text
from melies.guidance.guides import planes
from melies.guidance.perceptors.lens import lens
from melies.guidance.views import Views

Pixels = UInt8[ndarray, "h w 3"]
LEAST = 0.002  # of the picture: what covers less was not found
VIEWS = Views(count=8, chunk=8)


def seen(words: str, pixels: Pixels) -> Mask:
    """Where a picture shows what words say, from its pixels alone: the lens' belief, refined to the picture's edges.

    AuthorError where it is nowhere.
    """
    with torch.no_grad():
        belief = lens().likely(planes(pixels), words).numpy()
    mask = (refined(belief, pixels) > 0.5).astype(np.float32)
    if mask.mean() < LEAST:
        raise AuthorError(f"{words!r} was not found in the picture; name it otherwise, or draw where it is")
    return mask


def refined(belief: Float32[ndarray, "h w"], pixels: Pixels) -> Mask:
    """A coarse map brought to a picture's size and edges: the guided filter (He, Sun and Tang 2010), grey guide."""
    height, width = pixels.shape[:2]
    wide = cv2.resize(belief, (width, height), interpolation=cv2.INTER_LINEAR)
    guide = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)[..., 0] / 255
    radius = max(2, round(max(height / belief.shape[0], width / belief.shape[1]) * 1.5))
    box = (2 * radius + 1, 2 * radius + 1)

    def mean(values: ndarray) -> ndarray:
        return np.asarray(cv2.boxFilter(values, cv2.CV_32F, box, borderType=cv2.BORDER_REFLECT_101))

    middle, believed = mean(guide), mean(wide)
    slope = (mean(guide * wide) - middle * believed) / (mean(guide * guide) - middle**2 + 1e-3)
    offset = believed - slope * middle
    return np.clip(mean(slope) * guide + mean(offset), 0, 1).astype(np.float32)


def told(pixels: Pixels, words: str, mask: Mask | None = None) -> tuple[float, Float32[ndarray, "h w"]]:
    """How far a picture, or a part of it, is from words (spherical distance), and where it is far, (H, W) in [0, 1]."""
    picture = planes(pixels)
    where = None if mask is None else torch.from_numpy(np.ascontiguousarray(mask, np.float32))
    with torch.no_grad():
        verdict = _critic(words).judge(picture, where)
    heat = cv2.resize(verdict.heat.numpy(), (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR)
    return float(verdict.energy), np.asarray(heat, np.float32)


@lru_cache(maxsize=64)
def _critic(words: str) -> Text:
    return Text(lens(), words, views=VIEWS)
