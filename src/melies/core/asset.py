"""References to pictures, and the protocol that resolves them."""

from __future__ import annotations

import hashlib
from typing import Protocol

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import OurBug
from melies.core.value import Value


class Ref(Value):
    """A picture by the SHA-256 of its pixels: `channels` is 1 (mask), 3 (RGB) or 4 (RGBA)."""

    sha256: str
    width: int
    height: int
    channels: int = 3


class Assets(Protocol):
    """Resolves references; in memory, or a project's store."""

    def get(self, ref: Ref) -> UInt8[ndarray, "h w c"]: ...

    def put(self, pixels: UInt8[ndarray, "h w c"]) -> Ref: ...


class MemoryAssets:
    """Assets kept in a dictionary."""

    def __init__(self) -> None:
        self._pixels: dict[str, UInt8[ndarray, "h w c"]] = {}

    def put(self, pixels: UInt8[ndarray, "h w c"]) -> Ref:
        """Keep 8-bit pixels (H, W, C) and return their reference."""
        if pixels.dtype != np.uint8 or pixels.ndim != 3:
            raise OurBug(f"an asset is uint8 (H, W, C); got {pixels.dtype} {pixels.shape}")
        pixels = np.ascontiguousarray(pixels)
        height, width, channels = pixels.shape
        digest = hashlib.sha256(f"{width}x{height}x{channels}:".encode() + pixels.tobytes()).hexdigest()
        self._pixels[digest] = pixels
        return Ref(sha256=digest, width=width, height=height, channels=channels)

    def get(self, ref: Ref) -> UInt8[ndarray, "h w c"]:
        """The pixels of a reference put here before."""
        if ref.sha256 not in self._pixels:
            raise OurBug(f"no asset {ref.sha256[:12]} is kept here")
        return self._pixels[ref.sha256]

    def drop(self, ref: Ref) -> None:
        """Forget one picture; unknown references are fine."""
        self._pixels.pop(ref.sha256, None)
