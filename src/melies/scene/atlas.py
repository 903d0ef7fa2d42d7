"""Cards packed for the renderer: 8 bytes a pixel, with bevels and a pyramid of smaller copies.

Channels: 0-2 square-root-coded linear colour times alpha, 3 alpha, 4-5 slope of the bevelled edge (x right, y down;
128 is flat), 6 glow, 7 unused. Square-root coding keeps dark paint smooth in 8 bits and decodes by one product.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float32, Int64, UInt8
from numba import njit
from numpy import ndarray

from melies.scene.card import Card
from melies.scene.oklab import to_linear

LEVELS = 6
FLAT = np.float32(128 / 255)
ROOTS = np.sqrt(to_linear(np.linspace(0, 1, 2049, dtype=np.float32))).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Atlas:
    """pixels: flat bytes. table: (cards, LEVELS, 3) of offset, width, height for each card and pyramid level."""

    pixels: UInt8[ndarray, n]
    table: Int64[ndarray, "cards levels 3"]


def _slopes(alpha: Float32[ndarray, "h w"], bevel: float) -> tuple[ndarray, ndarray]:
    """Slope of paper whose edge is rounded over `bevel` pixels: pillow shading from the distance to the edge."""
    if bevel <= 0:
        return np.zeros_like(alpha), np.zeros_like(alpha)
    solid = np.pad((alpha > 0.5).astype(np.uint8), 2)
    near = cv2.distanceTransform(solid, cv2.DIST_L2, 3)[2:-2, 2:-2]
    height = np.sqrt(np.clip(1.0 - (1.0 - np.clip(near / bevel, 0, 1)) ** 2, 0, 1)).astype(np.float32)
    height = cv2.GaussianBlur(height, (0, 0), max(0.8, bevel * 0.22))
    gx = cv2.Sobel(height, cv2.CV_32F, 1, 0, ksize=3) * (bevel / 8)
    gy = cv2.Sobel(height, cv2.CV_32F, 0, 1, ksize=3) * (bevel / 8)
    norm = np.sqrt(gx * gx + gy * gy + 1.0)
    return -gx / norm, -gy / norm


def pack_card(card: Card) -> tuple[Float32[ndarray, "h w 4"], Float32[ndarray, "h w 4"]]:
    """One card's channels 0-3 and 4-7 as floats in [0, 1], before quantising."""
    alpha = np.clip(card.rgba[..., 3], 0, 1).astype(np.float32)
    paint = _coded(np.ascontiguousarray(card.rgba, np.float32))
    shape = np.zeros((*alpha.shape, 4), np.float32)
    sx, sy = _slopes(alpha, card.bevel)
    shape[..., 0], shape[..., 1] = sx * np.float32(0.5) + FLAT, sy * np.float32(0.5) + FLAT
    if card.glow is not None:
        shape[..., 2] = np.clip(card.glow, 0, 1) * alpha
    return paint, shape


@njit(cache=True, nogil=True)
def _coded(rgba: ndarray) -> ndarray:
    """Straight sRGB and alpha as the atlas keeps them: roots of linear light times alpha, by a fine table."""
    out = np.empty(rgba.shape, np.float32)
    for row in range(rgba.shape[0]):
        for column in range(rgba.shape[1]):
            alpha = min(max(rgba[row, column, 3], np.float32(0)), np.float32(1))
            out[row, column, 3] = alpha
            for band in range(3):
                value = min(max(rgba[row, column, band], np.float32(0)), np.float32(1)) * (ROOTS.size - 1)
                low = min(int(value), ROOTS.size - 2)
                root = ROOTS[low] + (value - low) * (ROOTS[low + 1] - ROOTS[low])
                out[row, column, band] = root * alpha
    return out


def _pyramid(parts: tuple[Float32[ndarray, "h w 4"], ...]) -> list[UInt8[ndarray, "h w 8"]]:
    levels = []
    for _ in range(LEVELS):
        height, width = parts[0].shape[:2]
        level = np.empty((height, width, 2), np.uint32)  # four bytes at a time
        for number, part in enumerate(parts):
            level[..., number] = cv2.convertScaleAbs(part, alpha=255).reshape(height, width, 4).view(np.uint32)[..., 0]
        levels.append(level.view(np.uint8))
        half = (max(1, width // 2), max(1, height // 2))
        parts = tuple(
            cv2.resize(part, half, interpolation=cv2.INTER_AREA).reshape(half[1], half[0], 4) for part in parts
        )
    return levels


def pack(cards: Sequence[Card]) -> Atlas:
    """All cards in one flat array."""
    table = np.zeros((max(1, len(cards)), LEVELS, 3), np.int64)
    chunks, offset = [], 0
    for number, card in enumerate(cards):
        for level, image in enumerate(_pyramid(pack_card(card))):
            table[number, level] = offset, image.shape[1], image.shape[0]
            chunks.append(image.ravel())
            offset += image.size
    return Atlas(np.concatenate(chunks) if chunks else np.zeros(8, np.uint8), table)


def join(atlases: Sequence[Atlas]) -> Atlas:
    """Several atlases as one; card numbers follow in order."""
    tables, offset = [], 0
    for atlas in atlases:
        table = atlas.table.copy()
        table[..., 0] += offset
        tables.append(table)
        offset += atlas.pixels.size
    return Atlas(np.concatenate([atlas.pixels for atlas in atlases]), np.concatenate(tables))
