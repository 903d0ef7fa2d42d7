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
from numpy import ndarray

from melies.scene.card import Card
from melies.scene.oklab import to_linear

LEVELS = 6


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


def pack_card(card: Card) -> Float32[ndarray, "h w 8"]:
    """One card's channels as floats in [0, 1], before quantising."""
    rgba = card.rgba.astype(np.float32)
    out = np.zeros((*rgba.shape[:2], 8), np.float32)
    alpha = np.clip(rgba[..., 3], 0, 1)
    out[..., :3] = np.sqrt(to_linear(np.clip(rgba[..., :3], 0, 1))) * alpha[..., None]
    out[..., 3] = alpha
    sx, sy = _slopes(alpha, card.bevel)
    out[..., 4], out[..., 5] = sx * 0.5 + 128 / 255, sy * 0.5 + 128 / 255
    if card.glow is not None:
        out[..., 6] = np.clip(card.glow, 0, 1) * alpha
    return out


def _pyramid(top: Float32[ndarray, "h w 8"]) -> list[UInt8[ndarray, "h w 8"]]:
    levels = []
    for _ in range(LEVELS):
        levels.append((np.clip(top, 0, 1) * 255 + 0.5).astype(np.uint8))
        h, w = top.shape[:2]
        halves = [
            cv2.resize(
                np.ascontiguousarray(top[..., part]), (max(1, w // 2), max(1, h // 2)), interpolation=cv2.INTER_AREA
            )
            for part in (slice(0, 4), slice(4, 8))
        ]
        top = np.concatenate([half.reshape(max(1, h // 2), max(1, w // 2), 4) for half in halves], 2)
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
