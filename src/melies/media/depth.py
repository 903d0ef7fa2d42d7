"""Depth to files: 16-bit PNG in millimetres, as depth cameras write it, and EXR in metres."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.media.atomic import replacing

FARTHEST = 65.535  # metres that 16 bits of millimetres reach
NEEDS = "OpenEXR"


def write_millimetres(path: Path, depth: Mask) -> Path:
    """Metres (H, W) as a 16-bit grey PNG of millimetres; what is farther than 65.5 m, and sky, is 0: not known."""
    near = np.where(depth <= FARTHEST, depth, 0.0)
    with replacing(path) as draft:
        Pillow.fromarray(np.rint(near * 1000).astype(np.uint16)).save(draft, format="PNG")
    return path


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
