"""The stage's exact layers as the pictures that ControlNets were taught with."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Image, Rgb
from melies.scene.labels import PALETTE

NEAR, FAR = 1.5, 120.0  # metres that are shown white and black; the same in every frame, so that nothing pumps
UNKNOWN = "a picture of yours has no {} to lead a ControlNet by; paint over the stage, or leave the control out"
JUMP = 0.06  # share of the distance by which depth must jump between neighbours to be an outline
# ADE20K (Zhou et al. 2017), in the colours that segmentation ControlNets take (Zhang et al. 2023)
ADE20K: dict[str, tuple[int, int, int]] = {
    "sky": (6, 230, 230), "cloud": (6, 230, 230), "sun/moon": (6, 230, 230), "star": (6, 230, 230),
    "mountain": (143, 255, 140), "hill": (255, 102, 0), "ground": (120, 120, 70), "sand": (160, 150, 20),
    "snow": (120, 120, 70), "rock": (255, 41, 10), "grass": (4, 250, 7), "water": (61, 230, 250),
    "tree": (4, 200, 3), "bush": (204, 255, 4), "building": (180, 120, 120), "road": (140, 140, 140),
    "light": (255, 173, 0), "character": (150, 5, 61), "animal": (255, 0, 122), "prop": (0, 255, 20),
    "vehicle": (0, 102, 200),
}  # fmt: skip


def depth(image: Image) -> Rgb:
    """Nearness, white for NEAR metres and nearer, black for FAR and the sky (MiDaS' sense and scale: 1 / distance)."""
    if image.depth is None:
        raise AuthorError(UNKNOWN.format("depth"))
    near = (1.0 / np.maximum(image.depth, NEAR) - 1.0 / FAR) / (1.0 / NEAR - 1.0 / FAR)
    return _grey(np.clip(near, 0.0, 1.0))


def labels(image: Image) -> Rgb:
    """The label map in ADE20K's colours."""
    if image.labels is None:
        raise AuthorError(UNKNOWN.format("labels"))
    table: UInt8[ndarray, "n 3"] = np.array([ADE20K[name] for name in PALETTE], np.uint8)
    return np.asarray(table[image.labels] / np.float32(255), np.float32)


def edges(image: Image) -> Rgb:
    """White outlines on black: where the label, a member of the cast or the distance changes."""
    if image.depth is None or image.labels is None:
        raise AuthorError(UNKNOWN.format("outline"))
    far = np.where(np.isinf(image.depth), FAR * 10, image.depth)
    found = np.zeros(far.shape, bool)
    members = [mask > 0.5 for mask in image.masks.values()]
    for axis in (0, 1):
        step = np.abs(np.diff(far, axis=axis)) > JUMP * np.minimum(*_pairs(far, axis))
        for layer in (image.labels, *members):
            step |= np.diff(layer.astype(np.int16), axis=axis) != 0
        found |= np.pad(step, [(0, 1) if axis == side else (0, 0) for side in (0, 1)])
    return _grey(found.astype(np.float32))


def _pairs(values: Float32[ndarray, "h w"], axis: int) -> tuple[ndarray, ndarray]:
    """Each value and its neighbour along an axis."""
    return np.delete(values, -1, axis), np.delete(values, 0, axis)


def _grey(values: Float32[ndarray, "h w"]) -> Rgb:
    return np.asarray(np.repeat(values[..., None], 3, 2), np.float32)


LAYERS = {"depth": depth, "labels": labels, "edges": edges}
