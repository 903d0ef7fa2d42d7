"""Pictures at every hop, and what an exact engine knows about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from jaxtyping import Bool, Float32, UInt8
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.size import Size

Rgb = Float32[ndarray, "h w 3"]
Mask = Float32[ndarray, "h w"]
OPEN = 255  # in a label map: nobody says what is there


@dataclass(frozen=True)
class Image:
    """One picture: sRGB float32 in [0, 1], and, where the engine knows them, its exact layers.

    depth: metric z in metres along the camera's axis, infinity for sky. labels: ids of `scene.labels`.
    masks: soft mask per cast member, [0, 1]. info: JSON-able facts (caption, notes, what was not drawn).
    """

    rgb: Rgb
    depth: Mask | None = None
    labels: UInt8[ndarray, "h w"] | None = None
    masks: Mapping[str, Mask] = field(default_factory=dict)
    info: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.dtype != np.float32:
            raise OurBug(f"an Image is float32 (H, W, 3); got {self.rgb.dtype} {self.rgb.shape}")

    @property
    def size(self) -> Size:
        return Size(width=self.rgb.shape[1], height=self.rgb.shape[0])

    def with_rgb(self, rgb: Rgb) -> Image:
        """The same layers under another painting of the same size."""
        return replace(self, rgb=rgb)


@dataclass(frozen=True)
class Flow:
    """Exact motion from one picture to another: where each pixel's surface lies in the other.

    xy: (H, W, 2) float32, displacement in pixels (x right, y down). visible: (H, W) bool, True where
    the same surface point is seen in the other picture.
    """

    xy: Float32[ndarray, "h w 2"]
    visible: Bool[ndarray, "h w"]


def to_bytes(rgb: Rgb) -> UInt8[ndarray, "h w 3"]:
    """Quantise [0, 1] floats to 8 bits, rounding half up: the one rule used everywhere."""
    return (np.clip(rgb, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)


def mask_bytes(mask: Mask) -> UInt8[ndarray, "h w 1"]:
    """A mask in whole numbers, as assets keep it."""
    return (np.clip(mask, 0, 1) * np.float32(255) + np.float32(0.5)).astype(np.uint8)[..., None]


def from_bytes(rgb: UInt8[ndarray, "h w 3"]) -> Rgb:
    """8-bit picture to float32 in [0, 1]."""
    return rgb.astype(np.float32) / np.float32(255.0)
