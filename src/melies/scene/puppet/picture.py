"""The author's own drawing as a paper doll on a stick: it hops, rocks and leans, and stands on the ground."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from jaxtyping import Float, Float32, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.scene.card import Card
from melies.scene.puppet.build import Puppet
from melies.scene.puppet.joints import Matrix, Moment, about, ease, wave
from melies.scene.puppet.spec import PuppetSpec

LARGEST = 900  # pixels on the longer side of a kept card
TOLERANCE = 0.075  # how far (per channel) a background may stray from its corners
STRIDE = 0.34  # ground covered by one hop, in heights


def from_picture(
    rgba: UInt8[ndarray, "h w c"] | Float[ndarray, "h w c"], height: float, label: str = "character"
) -> Puppet:
    """A puppet from a drawing (H, W, 3 or 4; uint8, or floats in [0, 1]).

    A drawing without transparency is cut from its plain background. `height` is metres of what is left after
    trimming. Raises AuthorError when nothing can be cut out.
    """
    picture = _as_float(rgba)
    alpha = picture[..., 3] if picture.shape[2] == 4 and picture[..., 3].min() < 0.98 else _cut_out(picture[..., :3])
    picture = _trimmed(np.dstack((picture[..., :3], alpha)).astype(np.float32))
    tall, wide = picture.shape[:2]
    foot = _contact(picture[..., 3])
    scale = tall / height
    card = Card(picture, scale, (foot, float(tall)), label, bevel=5.0)
    corner = (-foot / tall, 1.0)
    rig = DollRig(wide / tall)
    return Puppet(PuppetSpec(kind="child", height=height), (card,), height, ("doll",), (corner,), rig, pixels=tall)


def _as_float(rgba: ndarray) -> Float32[ndarray, "h w c"]:
    if rgba.ndim != 3 or rgba.shape[2] not in (3, 4) or min(rgba.shape[:2]) < 2:
        size = "x".join(str(side) for side in rgba.shape[1::-1])
        raise AuthorError(f"a character's picture is in colour and at least 2x2 pixels; this one is {size}")
    return (
        rgba.astype(np.float32) / np.float32(255) if rgba.dtype == np.uint8 else np.clip(rgba, 0, 1).astype(np.float32)
    )


def _cut_out(rgb: Float32[ndarray, "h w 3"]) -> Float32[ndarray, "h w"]:
    """1 on the drawing, 0 on the plain background that reaches the picture's edge; feathered by a pixel."""
    h, w = rgb.shape[:2]
    bytes_ = np.ascontiguousarray((rgb * 255 + 0.5).astype(np.uint8))
    mask = np.zeros((h + 2, w + 2), np.uint8)
    step = int(255 * TOLERANCE)
    flags = 8 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
    for x, y in ((0, 0), (w - 1, 0), (0, h - 1), (w - 1, h - 1), (w // 2, 0), (0, h // 2), (w - 1, h // 2)):
        corner = bytes_[0, 0].astype(int)
        if not mask[y + 1, x + 1] and np.abs(bytes_[y, x].astype(int) - corner).max() <= 2 * step:
            cv2.floodFill(bytes_, mask, (x, y), 0, (step,) * 3, (step,) * 3, flags)
    drawing = (mask[1:-1, 1:-1] == 0).astype(np.uint8)
    drawing = cv2.morphologyEx(drawing, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    share = float(drawing.mean())
    if share < 0.002:
        raise AuthorError(
            "a character's picture shows a figure on a plain background; this one is all background, "
            "give a drawing that stands out"
        )
    if share > 0.995:
        raise AuthorError(
            "a character's picture needs a transparent or plain background to be cut from; this one has none, "
            "erase what is behind the figure"
        )
    feather = cv2.GaussianBlur(cv2.erode(drawing, np.ones((3, 3), np.uint8)).astype(np.float32), (0, 0), 0.9)
    return np.asarray(np.clip(feather * 1.35, 0, 1), np.float32)


def _trimmed(picture: Float32[ndarray, "h w 4"]) -> Float32[ndarray, "h w 4"]:
    """Cropped to the figure with a margin above and beside it, and shrunk to a sensible size."""
    ys, xs = np.nonzero(picture[..., 3] > 0.06)
    if len(xs) < 12:
        raise AuthorError(
            "a character's picture has something visible in it; this one is empty (all transparent), check the file"
        )
    pad = 3
    y0, x0 = max(int(ys.min()) - pad, 0), max(int(xs.min()) - pad, 0)
    picture = picture[y0 : int(ys.max()) + 1, x0 : int(xs.max()) + 1 + pad]
    small = LARGEST / max(picture.shape[:2])
    if small < 1:
        size = (max(round(picture.shape[1] * small), 2), max(round(picture.shape[0] * small), 2))
        pre = np.dstack((picture[..., :3] * picture[..., 3:], picture[..., 3]))
        pre = cv2.resize(pre, size, interpolation=cv2.INTER_AREA)
        picture = np.dstack((pre[..., :3] / np.maximum(pre[..., 3:], 1e-4), pre[..., 3]))
    return _bled(np.clip(picture, 0, 1).astype(np.float32))


def _bled(picture: Float32[ndarray, "h w 4"]) -> Float32[ndarray, "h w 4"]:
    """The figure's colours carried out over its edge, so that no background shines through."""
    solid = (picture[..., 3] > 0.9).astype(np.float32)
    weight = cv2.GaussianBlur(solid, (0, 0), 3.0)[..., None]
    spread = cv2.GaussianBlur(picture[..., :3] * solid[..., None], (0, 0), 3.0) / np.maximum(weight, 1e-5)
    keep = np.maximum(solid[..., None], (weight < 1e-4).astype(np.float32))
    return np.dstack((picture[..., :3] * keep + spread * (1 - keep), picture[..., 3])).astype(np.float32)


def _contact(alpha: Float32[ndarray, "h w"]) -> float:
    """The column the figure stands on: the middle of what touches the ground."""
    low = alpha[-max(2, alpha.shape[0] // 20) :].sum(0)
    return float((low * np.arange(len(low))).sum() / max(low.sum(), 1e-6))


@dataclass(frozen=True)
class DollRig:
    """One card that rocks about its foot and hops along; `aspect` is its width over its height."""

    aspect: float

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """The one part. Between hops the foot stays where it is on the ground."""
        foot = (0.0, 0.0)
        breath = 1 + 0.010 * wave(m.seconds, 3.0)
        if m.does in ("walk", "run"):
            return [("doll", self._hop(m))]
        if m.does in ("fly", "swim"):
            bob = wave(m.seconds, 2.4)
            return [("doll", about(foot, (0.0, 0.14 + 0.03 * bob), -0.16 + 0.05 * wave(m.seconds, 2.4, 0.2)))]
        if m.does == "sit":
            return [("doll", about(foot, foot, 0.02 * wave(m.seconds, 4.0), sx=1.05, sy=0.84 * breath))]
        lean = {
            "point": -0.13,
            "look": -0.06,
            "wave": 0.13 * wave(m.seconds, 0.7),
            "talk": 0.035 * wave(m.seconds, 0.55),
        }
        tilt = lean.get(m.does, 0.012 * wave(m.seconds, 4.6))
        if m.toward is not None and m.does in ("look", "point"):
            tilt += max(-0.12, min(0.12, 0.12 * m.toward[1]))
        return [("doll", about(foot, foot, tilt, sx=2 - breath, sy=breath))]

    def _hop(self, m: Moment) -> Matrix:
        """Half of each hop stands (the card slides back under the body as the ground does), half flies."""
        run = m.does == "run"
        stride = STRIDE * (1.6 if run else 1.0)
        beat = m.travelled / stride
        phase, duty = beat % 1.0, 0.35 if run else 0.5
        side = 1.0 if int(math.floor(beat)) % 2 == 0 else -1.0
        if phase < duty:
            t = phase / duty
            x, y, squash = stride * (duty / 2 - phase), 0.0, 1 - 0.05 * math.sin(math.pi * t)
        else:
            t = (phase - duty) / (1 - duty)
            x, y, squash = (
                stride * duty * (ease(t) - 0.5),
                (0.16 if run else 0.075) * math.sin(math.pi * t),
                1 + 0.03 * math.sin(math.pi * t),
            )
        rock = 0.085 * side * math.cos(math.pi * (phase - duty / 2))
        return about((0.0, 0.0), (x, y), rock - (0.12 if run else 0.02), sx=2 - squash, sy=squash)
