"""The stage's exact layers as the pictures that ControlNets were taught with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from jaxtyping import Float32, Int16, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Image, Mask, Rgb, to_bytes
from melies.core.story import Framing
from melies.scene.labels import LABELS, PALETTE

NEAR, FAR = 1.5, 120.0  # metres that are shown white and black; the same all through a shot, so that nothing pumps
NEARS: dict[Framing, float] = {"wide": 5.0, "medium": 3.0, "close": NEAR}  # about where the ground begins in each
UNKNOWN = "a picture of yours has no {} to lead a ControlNet by; paint over the stage, or leave the control out"
JUMP = 0.06  # share of nearness (1 / distance) by which neighbours must differ to be outlined
CANNY = 100, 200  # thresholds that ControlNet's own canny was taught with (Zhang et al. 2023)
MEMBER, LABEL, FAINT = 1.0, 0.6, 0.5  # how clear a soft outline is: of the cast, of a label, of the smallest JUMP
AIR = [LABELS[name] for name in ("sky", "cloud", "sun/moon", "star")]
LEVELS = 4  # clearnesses that soft outlines are drawn in
SOFT = 512.0  # side of a picture whose clearest soft outline falls off by one standard deviation in WIDE pixels,
WIDE = 2.5  # about as in the holistically nested edges (Xie and Tu 2015) that such ControlNets were taught with
CROWD = 0.16  # share of outline in a neighbourhood from which outlines are texture, and grow fainter
CONTRAST = 0.3  # step of lightness, [0, 1], that is a clear outline in a picture
SCALES = 1.0, 2.0, 4.0  # standard deviations in which an outline must be seen not to be texture, in pixels of SOFT
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
    """Nearness, black for FAR metres and the sky (MiDaS' sense and scale: 1 / distance).

    White is for what is as near as `info["near"]` metres, NEAR if that is left out, and nearer.
    """
    if image.depth is None:
        raise AuthorError(UNKNOWN.format("depth"))
    white = float(image.info.get("near", NEAR))
    near = (1.0 / np.maximum(image.depth, white) - 1.0 / FAR) / (1.0 / white - 1.0 / FAR)
    return _grey(np.clip(near, 0.0, 1.0))


def labels(image: Image) -> Rgb:
    """The label map in ADE20K's colours."""
    if image.labels is None:
        raise AuthorError(UNKNOWN.format("labels"))
    table: UInt8[ndarray, "n 3"] = np.array([ADE20K[name] for name in PALETTE], np.uint8)
    return np.asarray(table[image.labels] / np.float32(255), np.float32)


def edges(image: Image) -> Rgb:
    """Thin white outlines on black: where the label, a member of the cast or the distance changes.

    In a picture that has no layers they are Canny's (1986).
    """
    if image.depth is None or image.labels is None:
        import cv2

        return _grey(np.asarray(cv2.Canny(to_bytes(image.rgb), *CANNY) / 255.0, np.float32))
    return _grey((outlines(image) > 0).astype(np.float32))


def softedge(image: Image) -> Rgb:
    """Soft outlines, wider and clearer where more changes; in a picture that has no layers, where colours do."""
    if image.depth is None or image.labels is None:
        return _grey(contours(image.rgb))
    return _grey(softened(outlines(image)))


def outlines(image: Image) -> Mask:
    """How clearly each pixel lies on an outline, [0, 1]; of two neighbours it is the nearer one that does."""
    assert image.depth is not None and image.labels is not None
    near = 1.0 / np.maximum(image.depth, 1e-3)  # linear along every plane, and 0 in the sky
    near[np.isin(image.labels, AIR)] = 0.0
    members = [(MEMBER, (mask > 0.5).astype(np.int16)) for mask in image.masks.values()]
    layers, found = [(LABEL, image.labels.astype(np.int16)), *members], np.zeros(near.shape, np.float32)
    for axis in (0, 1):
        clear = _clear(near, layers, axis)
        first, second = _pairs(near, axis)
        for side, there in ((0, first >= second), (1, first < second)):
            around = [(0, 0), (0, 0)]
            around[axis] = (side, 1 - side)
            np.maximum(found, np.pad(np.where(there, clear, 0.0), around), out=found)
    return found


def softened(lines: Mask) -> Mask:
    """Outlines that fall off softly to both sides; where many crowd together they are texture, and fainter."""
    import cv2

    unit = min(lines.shape) / SOFT
    side = 2 * round(8 * unit) + 1
    crowd = cv2.blur((lines > 0).astype(np.float32), (side, side))
    lines = lines * np.minimum(1.0, CROWD / np.maximum(crowd, CROWD))
    found = np.zeros(lines.shape, np.float32)
    for level in np.arange(1, LEVELS + 1) / LEVELS:
        apart = cv2.distanceTransform(
            (lines < level - 0.5 / LEVELS).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE
        )
        wide = max(0.7, WIDE * unit * np.sqrt(level))
        found = np.maximum(found, np.float32(level) * np.exp(-0.5 * np.minimum(apart / wide, 9.0) ** 2))
    return np.asarray(found, np.float32)


def contours(rgb: Rgb) -> Mask:
    """How clearly colours change at each pixel of a picture in all SCALES alike, [0, 1]."""
    import cv2

    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB) / np.float32(100 * CONTRAST)
    unit, found = min(rgb.shape[:2]) / SOFT, np.ones(rgb.shape[:2], np.float32)
    for scale in SCALES:
        sigma = max(0.7, scale * unit)
        blurred = cv2.GaussianBlur(lab, (0, 0), sigma)
        slope = sum(
            np.square(cv2.Sobel(blurred, cv2.CV_32F, *way, ksize=3, scale=1 / 8)).sum(2) for way in ((1, 0), (0, 1))
        )
        found *= np.sqrt(slope) * np.float32(sigma * np.sqrt(2 * np.pi))  # a step of CONTRAST gives 1 in every scale
    clear = np.clip(np.cbrt(found), 0.0, 1.0)
    return np.asarray(clear * clear * (3.0 - 2.0 * clear), np.float32)  # what is faint is texture, and fainter


def _clear(near: Mask, layers: Iterable[tuple[float, Int16[ndarray, "h w"]]], axis: int) -> Mask:
    """How clear the outline between each pixel and its neighbour along an axis is, 0 where there is none.

    layers: numbers that outlines of a clearness part.
    """
    step, around = np.diff(near, axis=axis), [(0, 0), (0, 0)]
    around[axis] = (1, 1)
    wide = np.pad(step, around, "reflect")
    before, after = np.delete(wide, (-2, -1), axis), np.delete(wide, (0, 1), axis)
    rough = np.minimum(np.abs(step - before), np.abs(step - after))  # 0 where a plane goes on to either side
    jump = rough / np.maximum(np.maximum(*_pairs(near, axis)), 1e-9)
    found = np.where(jump > JUMP, np.minimum(FAINT + (1 - FAINT) * jump, 1.0), 0.0)
    for clear, layer in layers:
        found = np.maximum(found, np.where(np.diff(layer, axis=axis) != 0, clear, 0.0))
    return np.asarray(found, np.float32)


def _pairs(values: Float32[ndarray, "h w"], axis: int) -> tuple[ndarray, ndarray]:
    """Each value and its neighbour along an axis."""
    return np.delete(values, -1, axis), np.delete(values, 0, axis)


def _grey(values: Float32[ndarray, "h w"]) -> Rgb:
    return np.asarray(np.repeat(values[..., None], 3, 2), np.float32)


LAYERS = {"depth": depth, "labels": labels, "edges": edges, "softedge": softedge}
