"""Depth to files: 16-bit PNG in millimetres, as depth cameras write it, and EXR in metres; and back as nearness."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from PIL import Image as Pillow
from PIL import PngImagePlugin

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.media.atomic import replacing
from melies.media.picture import read_info, read_rgb

FARTHEST = 65.535  # metres that 16 bits of millimetres reach
NEEDS = "OpenEXR"
UNIT, MILLIMETRE = "unit", "mm"  # what such a PNG says of itself


def write_millimetres(path: Path, depth: Mask) -> Path:
    """Metres (H, W) as a 16-bit grey PNG of millimetres; what is farther than 65.5 m, and sky, is 0: not known."""
    near = np.where(depth <= FARTHEST, depth, 0.0)
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text(UNIT, MILLIMETRE)
    with replacing(path) as draft:
        Pillow.fromarray(np.rint(near * 1000).astype(np.uint16)).save(draft, format="PNG", pnginfo=chunks)
    return path


def read_near(path: Path) -> UInt8[ndarray, "h w 3"]:
    """A picture of depth as nearness, bright is near (MiDaS, ControlNet); one in millimetres becomes so.

    AuthorError like `read`.
    """
    pixels = read_rgb(path, (0, 0, 0))
    if read_info(path).get(UNIT) != MILLIMETRE:
        return pixels
    with Pillow.open(path) as picture:
        metres = np.asarray(picture).astype(np.float32) / 1000
    known = metres > 0
    near = np.where(known, metres[known].min(initial=FARTHEST) / np.where(known, metres, 1), 0)
    return np.rint(near * 255).astype(np.uint8)[..., None].repeat(3, 2)


def exr() -> bool:
    """Whether EXR files can be written here."""
    return importlib.util.find_spec(NEEDS) is not None


def write_exr(path: Path, depth: Mask) -> Path:
    """Metres (H, W) as channel Z of an EXR, infinity for sky. AuthorError without the package that writes it."""
    if not exr():
        raise AuthorError("writing EXR needs OpenEXR; run: pip install OpenEXR==3.5.3")
    import OpenEXR

    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with replacing(path) as draft:
        OpenEXR.File(header, {"Z": np.ascontiguousarray(depth, np.float32)}).write(str(draft))
    return path
