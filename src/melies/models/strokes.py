"""Line drawings: where a line is, whichever of paper and ink is dark."""

from __future__ import annotations

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.image import Mask

LINE = 0.5  # of white: darker is a line where the paper is white, lighter where it is black


def strokes(pixels: UInt8[ndarray, "h w 3"]) -> Mask:
    """1 on the lines of a drawing, 0 elsewhere: dark ones on white paper, or white ones on black."""
    light = cv2.cvtColor(np.ascontiguousarray(pixels[..., :3]), cv2.COLOR_RGB2GRAY).astype(np.float32) / 255
    lines = light < LINE if np.median(light) > LINE else light > LINE
    return np.asarray(lines, np.float32)
