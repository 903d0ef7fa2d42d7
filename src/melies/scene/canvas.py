"""The buffers one picture is painted into, nearest things first."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, Int32, UInt8
from numpy import ndarray

from melies.scene.labels import LABELS


class Canvas:
    """hdr: linear light so far. left: share of light that still comes through, 1 where nothing is painted yet.

    haze: its colour in each direction. The first surface seen in each pixel gives depth (metres), surface (key),
    texel (place on it) and label; masks hold each cast member's soft coverage.
    """

    def __init__(self, height: int, width: int, cast: int) -> None:
        self.hdr: Float32[ndarray, "h w 3"] = np.zeros((height, width, 3), np.float32)
        self.left: Float32[ndarray, "h w"] = np.ones((height, width), np.float32)
        self.haze: Float32[ndarray, "h w 3"] = np.zeros((height, width, 3), np.float32)
        self.depth: Float32[ndarray, "h w"] = np.full((height, width), np.inf, np.float32)
        self.surface: Int32[ndarray, "h w"] = np.zeros((height, width), np.int32)
        self.texel: Float32[ndarray, "h w 2"] = np.zeros((height, width, 2), np.float32)
        self.labels: UInt8[ndarray, "h w"] = np.full((height, width), LABELS["sky"], np.uint8)
        self.masks: Float32[ndarray, "cast h w"] = np.zeros((cast, height, width), np.float32)

    @property
    def size(self) -> tuple[int, int]:
        """Height and width."""
        return self.left.shape[0], self.left.shape[1]
