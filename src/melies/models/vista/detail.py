"""Detail: what is painted over keeps what is finer in it than vista's own pictures can be, where the paint agrees."""

from __future__ import annotations

import cv2
import numpy as np

from melies.core.image import Mask, Rgb

BROAD = 4.0  # base pixels: colours that change more broadly than this are light, and no other thing
ROUND = 1.0  # base pixels around each, in which the paint is compared
APART = 0.125  # of the range of colours: how far the paint may be from what it went over
BLACK = 0.05  # added to light before it is compared
DIMMER, BRIGHTER = 0.4, 1.4  # least and most that detail is dimmed and brightened with its place


def detailed(made: Rgb, base: Rgb, fine: Rgb, share: float) -> Rgb:
    """The picture `made` of a base picture, with the detail of what it was painted over.

    made, fine: (H, W, 3); base: (h, w, 3), small; all sRGB. share: of the detail that is that of `fine`, [0, 1], where
    the base shows what that does; where it shows another thing, such detail would be the ghost of what is gone.
    """
    small = (base.shape[1], base.shape[0])
    below = cv2.resize(fine, small, interpolation=cv2.INTER_AREA)
    apart = base - below
    apart = np.abs(apart - _blurred(apart, BROAD)).mean(-1)
    alike = np.exp(-((_blurred(apart, ROUND) / APART) ** 2))
    light = _blurred(base + BLACK, ROUND) / np.maximum(_blurred(below + BLACK, ROUND), 1e-3)
    size = (fine.shape[1], fine.shape[0])
    kept = share * np.clip(_up(alike, size), 0, 1)[..., None]
    own = made - _up(base, size)
    given = (fine - _up(below, size)) * np.clip(_up(light, size), DIMMER, BRIGHTER)
    return np.clip(made + kept * (given - own), 0, 1).astype(np.float32)


def _blurred(values: Rgb | Mask, deviation: float) -> Rgb:
    return np.asarray(cv2.GaussianBlur(values, (0, 0), deviation, borderType=cv2.BORDER_REFLECT_101), np.float32)


def _up(values: Rgb | Mask, size: tuple[int, int]) -> Rgb:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_CUBIC), np.float32)
