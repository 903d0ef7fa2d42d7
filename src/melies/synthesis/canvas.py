"""The canvas: the last word on every pixel, in output integers."""

from __future__ import annotations

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.image import Image, from_bytes, to_bytes


def settle(image: Image, base: Image | None = None, fill: UInt8[ndarray, "h w"] | None = None) -> Image:
    """The picture on the 8-bit grid: what is kept in memory is what a file will say.

    With a mask of what was painted anew, everything else is the base's own bytes: all of them where the mask is 0,
    a mix in whole numbers where it is soft.
    """
    painted = to_bytes(image.rgb)
    if base is not None and fill is not None:
        kept, share = to_bytes(base.rgb).astype(np.uint16), fill[..., None].astype(np.uint16)
        painted = ((kept * (255 - share) + painted.astype(np.uint16) * share + 127) // 255).astype(np.uint8)
    return image.with_rgb(from_bytes(painted))
