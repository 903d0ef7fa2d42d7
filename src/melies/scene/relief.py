"""A picture with depth as a relief that a camera can move in front of: two sheets, what is seen and what it hides.

Behind whatever stands before something farther, a second sheet goes on for a little (a layered depth image, Shade et
al. 1998; "3D Photography using Context-aware Layered Depth Inpainting", Shih et al. 2020, with a soft fill in place of
learnt ones: what is hidden is out of focus anyhow, and patches of the picture strayed farther from the truth). It is
made once a picture, so what a camera uncovers is the same in every frame.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Bool
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.image import Mask, Rgb
from melies.scene.exemplar import softly
from melies.scene.splat import Pushed, Splat, fill_far, inverse, splat

REACH = 0.07  # of the picture's width: how far the second sheet goes on behind what stands before it
STEP = 1.3  # how many times nearer than what is beside it a thing must be to hide something
STEEP = 4.0  # the same for what is above or below it
MARGIN = 0.10  # of each side: how far the picture goes on beyond its edges, mirrored
FINE = 1100  # pixels of width below which the relief is drawn at twice its size
RIM = 5  # pixels by which an edge may be blurred


@dataclass(frozen=True, eq=False)
class Sheet:
    """Colour (H, W, 3) and inverse depth (H, W), 1/m, 0 for sky."""

    rgb: Rgb
    near: Mask


@dataclass(frozen=True, eq=False)
class Relief:
    """What is seen, what lies behind it, both with a margin of so many pixels (x, y) that the picture has not.

    scale: sheets are so many times as large as the picture. middle: inverse depth, 1/m, in the picture's middle.
    """

    front: Sheet
    back: Sheet
    margin: tuple[int, int]
    scale: int
    middle: float


def relief(rgb: Rgb, depth: Mask) -> Relief:
    """A relief of a picture (H, W, 3) and its depth in metres (infinity for sky)."""
    height, width = depth.shape
    scale = 2 if width < FINE else 1
    margin = round(width * MARGIN), round(height * MARGIN)
    near = np.asarray(cv2.medianBlur(inverse(depth), 5), np.float32)
    size = (width * scale, height * scale)
    front = Sheet(
        cv2.resize(rgb, size, interpolation=cv2.INTER_CUBIC), cv2.resize(near, size, interpolation=cv2.INTER_NEAREST)
    )
    front = _wider(front, (margin[0] * scale, margin[1] * scale))
    middle = float(np.median(near[height // 3 : 2 * height // 3 + 1, width // 3 : 2 * width // 3 + 1]))
    return Relief(front, _behind(front, max(3, round(REACH * width * scale))), margin, scale, middle)


def seen(scene: Relief, base: Camera, camera: Camera) -> tuple[Rgb, Mask]:
    """The relief from a camera, `base` being where its picture was taken from: colour, and depth in metres."""
    rgb, near, holes = _pushed(scene.front, scene, base, camera)
    behind, deep, bare = _pushed(scene.back, scene, base, camera)
    rgb = np.ascontiguousarray(np.where(holes[..., None], behind, rgb), np.float32)
    near = np.ascontiguousarray(np.where(holes, deep, near), np.float32)
    holes = holes & bare
    fill_far(rgb, near, holes)
    x, y = (side * scene.scale for side in scene.margin)
    high, wide = near.shape[0] - 2 * y, near.shape[1] - 2 * x
    inner = np.s_[y : y + high, x : x + wide]
    size = (wide // scene.scale, high // scene.scale)
    small = cv2.resize(rgb[inner], size, interpolation=cv2.INTER_AREA)
    flat = cv2.resize(near[inner], size, interpolation=cv2.INTER_NEAREST)
    return np.clip(small, 0, 1).astype(np.float32), _metres(flat)


def motion(near: Mask, base: Camera, camera: Camera, scene: Relief | None = None) -> tuple[ndarray, Mask]:
    """Where every pixel goes from one camera to another: (H, W, 2) pixels, and its inverse depth there, 1/m.

    near: inverse depth as `base` sees it. With a relief, the pixels are those of its sheets, margins and all.
    """
    height, width = near.shape
    x, y = (0, 0) if scene is None else (side * scene.scale for side in scene.margin)
    tall = height - 2 * y
    before, after = base.focal(tall), camera.focal(tall)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32) + np.float32(0.5)
    turn = (camera.rotation @ base.rotation.T).astype(np.float32)
    shift = (camera.rotation @ (base.eye - camera.eye)).astype(np.float32)
    ray = np.stack(((columns - width / 2) / before, (rows - height / 2) / before, np.ones_like(near)), -1)
    point = ray @ turn.T + near[..., None] * shift
    ahead = point[..., 2]
    safe = np.maximum(ahead, 1e-3)
    to = np.stack((point[..., 0] / safe * after + width / 2, point[..., 1] / safe * after + height / 2), -1)
    xy = (to - np.stack((columns, rows), -1)).astype(np.float32)
    xy[ahead <= 1e-3] = 1e6  # behind the camera: out of every picture
    return np.ascontiguousarray(xy), np.ascontiguousarray(near / safe, np.float32)


def _pushed(sheet: Sheet, scene: Relief, base: Camera, camera: Camera) -> Splat:
    xy, away = motion(sheet.near, base, camera, scene)
    return splat(Pushed(np.ascontiguousarray(sheet.rgb, np.float32), away, xy))


def _wider(sheet: Sheet, margin: tuple[int, int]) -> Sheet:
    x, y = margin
    rgb = cv2.copyMakeBorder(sheet.rgb, y, y, x, x, cv2.BORDER_REFLECT_101)
    return Sheet(rgb, cv2.copyMakeBorder(sheet.near, y, y, x, x, cv2.BORDER_REPLICATE))


def _behind(front: Sheet, reach: int) -> Sheet:
    """The sheet behind: where something much nearer stands beside something farther, what is farther goes on."""
    hidden, far = _hidden(front.near, reach)
    before, _ = _hidden(front.near, 2 * reach)  # what stands in front lends no colour to what is behind it
    rgb = np.where(hidden[..., None], softly(front.rgb, ~before), front.rgb)
    near = np.where(hidden, cv2.GaussianBlur(far, (0, 0), max(1.0, reach / 6)), front.near)
    return Sheet(rgb.astype(np.float32), np.minimum(near, front.near).astype(np.float32))


def _hidden(near: Mask, reach: int) -> tuple[Bool[ndarray, "h w"], Mask]:
    """Where something stands before what is to be seen within reach of it, and how near that is.

    Beside it more than above it: a floor that goes away from the camera hides nothing of itself.
    """
    beside = np.asarray(cv2.erode(near, np.ones((1, 2 * reach + 1), np.uint8)), np.float32)
    above = np.asarray(cv2.erode(near, np.ones((2 * reach + 1, 1), np.uint8)), np.float32)
    aside, over = near > STEP * beside + 1e-3, near > STEEP * above + 1e-3
    edge = np.ones((RIM, RIM), np.uint8)
    hidden = cv2.dilate((aside | over).astype(np.uint8), edge) > 0
    far = np.where(aside, beside, np.where(over, above, near))
    return hidden, np.asarray(cv2.erode(far, edge), np.float32)


def _metres(near: Mask) -> Mask:
    with np.errstate(divide="ignore"):
        return np.where(near > 1e-6, 1 / near, np.inf).astype(np.float32)
