"""A style picture of our own: a neon jungle in gouache, drawn from numbers, to learn a look from.

Three passes: a cut-paper composition (leaf shapes in planes from haze to near black, one glow behind them), its
repainting in thousands of bristled strokes that follow the leaves, and neon touches on top.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.seed import Seed

Picture = Float32[ndarray, "h w 3"]
Colour = Float32[ndarray, "3"]

INDIGO, TEAL, VIOLET = (0.045, 0.035, 0.16), (0.02, 0.26, 0.30), (0.30, 0.09, 0.46)
MAGENTA, CYAN, AMBER, ROSE = (1.0, 0.12, 0.58), (0.08, 0.93, 0.92), (1.0, 0.66, 0.16), (1.0, 0.45, 0.55)
PLANES = (  # nearness, colour, leaves, their size
    (0.0, VIOLET, 24, 0.85),
    (0.3, (0.06, 0.22, 0.42), 26, 1.0),
    (0.6, TEAL, 26, 1.15),
    (1.0, INDIGO, 22, 1.5),
)
NEON = np.array((MAGENTA, CYAN, AMBER, MAGENTA, CYAN, ROSE), np.float32)


def _vector(values: tuple[Any, ...]) -> Colour:
    return np.array(values, np.float32)


def style_picture(width: int = 720, height: int = 520, seed: int = 7) -> Picture:
    """The painting, sRGB float32 (H, W, 3) in [0, 1]; the same bytes for the same arguments."""
    rng = (Seed(seed) / "neon jungle").rng()
    flat, angles = _composition(width, height, rng)
    painted = flat
    for length, thickness, count in ((60, 16, 900), (44, 9, 2600), (26, 5, 9000)):
        painted = _strokes(painted, flat, angles, rng, length, thickness, count)
    painted = painted * 0.6 + flat * 0.4  # the cut edges show through the paint
    return np.asarray(np.clip(_sparks(painted, rng), 0, 1), np.float32)


def _composition(width: int, height: int, rng: np.random.Generator) -> tuple[Picture, Float32[ndarray, "h w"]]:
    """Flat shapes plane by plane, and the direction (radians) a brush would take at each pixel."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    v = (y / height)[..., None]
    picture = _vector(INDIGO) * (1 - v) + _vector(VIOLET) * v
    glow = np.exp(-(((x - width * 0.62) / (width * 0.28)) ** 2 + ((y - height * 0.58) / (height * 0.34)) ** 2))
    picture = picture + glow[..., None] * _vector((0.80, 0.12, 0.42)) * 0.9
    core = np.exp(-(((x - width * 0.62) / (width * 0.12)) ** 2 + ((y - height * 0.62) / (height * 0.16)) ** 2))
    picture = picture + core[..., None] * _vector((0.55, 0.5, 0.1))
    angles = np.arctan2(y - height * 0.6, x - width * 0.62) + np.float32(np.pi / 2)
    for near, colour, count, scale in PLANES:
        for _ in range(count):
            root, heading, length = _root(width, height, near, scale, rng)
            _leaf(picture, angles, root, heading, length, np.array(colour, np.float32), rng)
        haze = (1 - near) * 0.16 * glow[..., None]
        picture = picture * (1 - haze) + _vector((0.7, 0.2, 0.6)) * haze
    return np.clip(picture, 0, 1).astype(np.float32), angles


def _root(
    width: int, height: int, near: float, scale: float, rng: np.random.Generator
) -> tuple[tuple[float, float], float, float]:
    """Where a leaf springs from, its heading (radians) and length: far ones inside, near ones from the border."""
    length = float(rng.uniform(70, 170)) * scale
    side = rng.integers(4)
    if near < 0.9 and rng.random() < 0.5:
        x, y = rng.uniform(0, width), rng.uniform(height * 0.35, height * 1.0)
        return (float(x), float(y)), float(rng.uniform(-2.6, -0.5)), length
    x = (rng.uniform(0, width), -10, width + 10, rng.uniform(0, width))[side]
    y = (height + 10, rng.uniform(0, height), rng.uniform(0, height), -10)[side]
    heading = np.arctan2(height * 0.5 - y, width * 0.55 - x) + rng.normal() * 0.55
    return (float(x), float(y)), float(heading), length


def _leaf(
    picture: Picture, angles: Float32[ndarray, "h w"], root: tuple[float, float], heading: float, length: float,
    colour: Colour, rng: np.random.Generator,
) -> None:  # fmt: skip
    """One leaf cut out of paper: a shadow under it, a graded fill, a lit edge and a rib."""
    import cv2

    outlines, spine = _shape(root, heading, length, rng)
    size = (picture.shape[1], picture.shape[0])
    mask, rib = np.zeros(size[::-1], np.uint8), np.zeros(size[::-1], np.uint8)
    for outline in outlines:
        cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    thick = max(1, int(length / 70))
    cv2.polylines(rib, [np.round(spine * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, shift=4)
    solid = mask[..., None].astype(np.float32) / 255
    shadow = cv2.GaussianBlur(np.roll(solid[..., 0], (4, 3), (0, 1)), (0, 0), 4)[..., None]
    picture *= 1 - 0.45 * shadow * (1 - solid)
    light = NEON[rng.integers(len(NEON))]
    y, x = np.mgrid[: size[1], : size[0]].astype(np.float32)
    along = np.clip(((x - root[0]) * np.cos(heading) + (y - root[1]) * np.sin(heading)) / length, 0, 1)[..., None]
    tint = np.clip(colour * rng.uniform(0.7, 1.35) + rng.normal(0, 0.025, 3), 0, 1).astype(np.float32)
    fill = tint + (light * 0.55 + tint * 0.45 - tint) * along**1.6 * rng.uniform(0.15, 0.75)
    edge = np.clip(solid - np.roll(solid, (3, -2), (0, 1)), 0, 1) * rng.uniform(0.25, 0.95)
    fill = fill + (light - fill) * np.clip(edge + 0.5 * rib[..., None].astype(np.float32) / 255, 0, 1)
    picture[:] = picture * (1 - solid) + fill * solid
    turn = heading + 0.5 * np.sign((x - root[0]) * np.sin(heading) - (y - root[1]) * np.cos(heading))
    angles[mask > 127] = turn[mask > 127]


def _shape(
    root: tuple[float, float], heading: float, length: float, rng: np.random.Generator
) -> tuple[list[Float32[ndarray, "n 2"]], Float32[ndarray, "n 2"]]:
    """Outlines and spine of a random blade, banana leaf, palm frond or split leaf."""
    t = np.linspace(0, 1, 24, dtype=np.float32)
    bend = heading + rng.normal(0, 0.7) * t
    steps = np.stack((np.cos(bend), np.sin(bend)), 1) * length / 24
    spine = _vector(root) + np.cumsum(steps, 0).astype(np.float32)
    across = np.stack((-np.sin(bend), np.cos(bend)), 1).astype(np.float32)
    kind = rng.integers(4)
    if kind < 2:
        width = length * (0.07 if kind == 0 else 0.2) * np.clip(np.sin(np.pi * t**0.8), 0, 1)[:, None] ** 0.8
        return [np.concatenate((spine + across * width, (spine - across * width)[::-1]))], spine
    outlines = []
    for i in range(3, 23, 2 if kind == 2 else 3):
        reach = length * (0.42 if kind == 2 else 0.36) * np.sin(np.pi * (0.15 + 0.8 * t[i]))
        thick = length * (0.018 if kind == 2 else 0.05)
        for sign in (-1, 1):
            way = bend[i] + sign * (1.0 if kind == 2 else 1.15)
            out = _vector((np.cos(way), np.sin(way)))
            side = _vector((-out[1], out[0])) * thick
            tip = spine[i] + out * reach + _vector((0, reach * 0.15))
            middle = spine[i] + out * reach * 0.5
            outlines.append(np.stack((spine[i] - side * 0.6, middle - side, tip, middle + side, spine[i] + side * 0.6)))
    return outlines, spine


def _strokes(
    canvas: Picture, flat: Picture, angles: Float32[ndarray, "h w"], rng: np.random.Generator,
    length: float, thickness: float, count: int,
) -> Picture:  # fmt: skip
    """Lay `count` bristled strokes in the colours of `flat`, along `angles`; small ones only where detail asks."""
    import cv2

    height, width = flat.shape[:2]
    blurred = cv2.GaussianBlur(flat, (0, 0), thickness / 3)
    detail = np.abs(flat - cv2.GaussianBlur(flat, (0, 0), thickness * 2)).sum(-1)
    canvas = canvas.copy() if thickness < 10 else blurred.copy()
    for _ in range(count):
        x, y = int(rng.integers(width)), int(rng.integers(height))
        if thickness < 6 and detail[y, x] < rng.uniform(0, 0.4):
            continue
        angle = float(angles[y, x] + rng.normal(0, 0.08))
        long, thick = length * rng.uniform(0.6, 1.3), thickness * rng.uniform(0.7, 1.2)
        _stroke(canvas, blurred[y, x], x, y, angle, long, thick, rng)
    return canvas


def _stroke(
    canvas: Picture, colour: Colour, x: int, y: int, angle: float, length: float, thickness: float,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """One dab: bristle lines along it, thin at both ends, paint running dry towards one."""
    height, width = canvas.shape[:2]
    reach = int(length / 2 + thickness) + 1
    x0, x1, y0, y1 = max(0, x - reach), min(width, x + reach), max(0, y - reach), min(height, y + reach)
    yy, xx = np.mgrid[y0:y1, x0:x1].astype(np.float32)
    along = ((xx - x) * np.cos(angle) + (yy - y) * np.sin(angle)) / (length / 2)
    across = (-(xx - x) * np.sin(angle) + (yy - y) * np.cos(angle)) / (thickness / 2) + 0.25 * along**2 * rng.normal()
    bristles = rng.uniform(0.45, 1.0, 9).astype(np.float32)
    line = np.interp(across, np.linspace(-1.2, 1.2, 9), bristles).astype(np.float32)
    dry = np.clip((line + 0.55 - np.clip(along, 0, 1) * 0.9) * 3, 0, 1)
    cover = np.clip((1 - np.abs(across)) * thickness / 2, 0, 1) * np.clip((1 - np.abs(along)) * 4, 0, 1) * dry
    tone = colour * (1 + (line - 0.7)[..., None] * 0.28) + rng.normal(0, 0.022, 3).astype(np.float32)
    cover = cover[..., None] * 0.93
    canvas[y0:y1, x0:x1] = canvas[y0:y1, x0:x1] * (1 - cover) + np.clip(tone, 0, 1) * cover


def _sparks(picture: Picture, rng: np.random.Generator) -> Picture:
    """Blossoms and fireflies with a hot core and a glow of their own."""
    import cv2

    height, width = picture.shape[:2]
    light = np.zeros_like(picture)
    for _ in range(70):
        x, y = rng.uniform(0, width), rng.uniform(height * 0.1, height)
        r = rng.choice((2.0, 3.0, 5.0, 9.0), p=(0.4, 0.3, 0.2, 0.1))
        hue = NEON[rng.integers(len(NEON))]
        petals = 1 if r < 4 else 6
        for k in range(petals):
            turn = 2 * np.pi * k / petals + x
            centre = (x + np.cos(turn) * r * (petals > 1), y + np.sin(turn) * r * (petals > 1))
            place = (round(centre[0] * 16), round(centre[1] * 16))
            cv2.circle(light, place, round(r * (1 if petals == 1 else 0.75) * 16), hue.tolist(), -1, cv2.LINE_AA, 4)
            cv2.circle(light, place, round(r * 0.4 * 16), (hue * 0.4 + 0.6).tolist(), -1, cv2.LINE_AA, 4)
    solid = light.max(-1, keepdims=True)
    halo = cv2.GaussianBlur(light, (0, 0), 9) * 0.9 + cv2.GaussianBlur(light, (0, 0), 26) * 1.2
    picture = picture * (1 - solid) + light
    return 1 - (1 - picture) * (1 - np.clip(halo, 0, 1) * 0.8)
