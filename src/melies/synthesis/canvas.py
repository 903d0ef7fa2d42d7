"""The canvas: the last word on every pixel, in output integers."""

from __future__ import annotations

from melies.core.image import Image, from_bytes, to_bytes


def settle(image: Image) -> Image:
    """The picture on the 8-bit grid: what is kept in memory is what a file will say."""
    return image.with_rgb(from_bytes(to_bytes(image.rgb)))
