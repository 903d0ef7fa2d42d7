"""The last pass: tone curve, grade, vignette and grain in one sweep."""

from __future__ import annotations

import numpy as np

from melies.scene.kernels.common import jit


@jit
def develop(
    first: int, last: int, hdr: np.ndarray, curve: np.ndarray, grain: np.ndarray, numbers: np.ndarray, out: np.ndarray
) -> None:
    """Rows first..last of scene light `hdr` to sRGB in [0, 1].

    curve: sRGB transfer by 4096 steps. numbers: white, saturation, contrast, vignette, cool r g b, warm r g b.
    """
    height, width = grain.shape
    white2 = numbers[0] * numbers[0]
    saturation, contrast, vignette = numbers[1], numbers[2], numbers[3]
    shown = np.empty(3, np.float32)
    for py in range(first, last):
        y = 2.0 * py / (height - 1) - 1.0
        for px in range(width):
            x = 2.0 * px / (width - 1) - 1.0
            for c in range(3):
                light = max(0.0, hdr[py, px, c])
                place = min(4095.0, light * (1.0 + light / white2) / (1.0 + light) * 4095.0)
                low = int(place)
                part = place - low
                shown[c] = curve[low] * (1.0 - part) + curve[min(4095, low + 1)] * part
            luma = 0.2126 * shown[0] + 0.7152 * shown[1] + 0.0722 * shown[2]
            fall = 1.0 - vignette * min(2.0, max(0.0, 0.75 * (x * x + y * y) - 0.25))
            tooth = grain[py, px] * (0.35 + 0.65 * (1.0 - abs(2.0 * luma - 1.0)))
            for c in range(3):
                value = luma + (shown[c] - luma) * saturation
                value *= numbers[4 + c] * (1.0 - luma) + numbers[7 + c] * luma
                value = (0.45 + (value - 0.45) * contrast) * fall + tooth
                out[py, px, c] = min(1.0, max(0.0, value))
