"""Ridges that are alive: hills with fields and woods, jungle canopies, tree lines, and skylines of towers."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import Rng, noise
from melies.scene.paint.colour import Tint, glowing, lch, main_paint, mixed, ramp
from melies.scene.paint.kernels import crowns, lay_over
from melies.scene.paint.registry import RIDGES, Strip
from melies.scene.paint.relief import pick, rows_up, wave


@dataclass(frozen=True, eq=False)
class Tops:
    """Round tree tops packed over part of a strip: for each pixel its top's column, its height above the lower edge
    (both of the top's middle), the place on it in [-1, 1] (x right, y up), and a number of chance per top."""

    column: ndarray
    up: ndarray
    x: ndarray
    y: ndarray
    chance: ndarray

    def lit(self) -> ndarray:
        """Light from the upper left, about [-0.8, 1]."""
        r = np.minimum(self.x**2 + self.y**2, 1.0)
        return np.asarray(-0.5 * self.x + 0.72 * self.y + 0.4 * np.sqrt(1 - r))


def tops(rng: Rng, low: int, high: int, wide: int, apart: float, flat: float = 0.8) -> Tops:
    """Tops about `apart` pixels from each other over rows `low` to `high` above the lower edge; wraps along x."""
    rows, step_y = high - low, apart * flat
    lines, count = int(rows / step_y) + 2, max(3, round(wide / apart))
    k, n = (part.ravel() for part in np.mgrid[0:lines, 0:count])
    cx = ((n + 0.5 * (k % 2) + rng.uniform(-0.34, 0.34, k.shape)) * wide / count) % wide
    cy = (k + rng.uniform(-0.34, 0.34, k.shape)) * step_y
    pad = int(apart * 2) + 2
    ink = np.full((rows, wide + 2 * pad), 255, np.uint8)
    number = np.zeros(ink.shape, np.int32)
    for shift in (-wide, 0, wide):
        x, y = np.floor(cx + pad + shift).astype(int), rows - 1 - np.floor(cy).astype(int)
        ok = (x >= 0) & (x < ink.shape[1]) & (y >= 0) & (y < rows)
        ink[y[ok], x[ok]], number[y[ok], x[ok]] = 0, np.flatnonzero(ok)
    _, label = cv2.distanceTransformWithLabels(ink, cv2.DIST_L2, 3, labelType=cv2.DIST_LABEL_PIXEL)
    owner = np.zeros(int(label.max()) + 1, np.int32)
    owner[label[ink == 0]] = number[ink == 0]
    chance = rng.uniform(0, 1, len(cx)).astype(np.float32)
    middles = (cx.astype(np.float32), cy.astype(np.float32))
    return Tops(*crowns(label[:, pad : pad + wide], owner, *middles, chance, low, high, 1 / (apart * 0.62)))


class _Layers:
    """Paper layers from far to near: opaque rgb, alpha, and the air that pales the far ones."""

    def __init__(self, wide: int, high: int, air: ndarray, lines: list[ndarray]) -> None:
        self.rgb, self.alpha = np.zeros((high, wide, 3), np.float32), np.zeros((high, wide), np.float32)
        self.wide, self.high, self.air, self.lines = wide, high, air.astype(np.float32), lines

    def span(self, k: int, above: float) -> tuple[int, int]:
        """Rows above the lower edge between which layer k can be seen."""
        hidden = np.max(self.lines[k + 1 :], axis=0).min() - self.high / 8 if k + 1 < len(self.lines) else 0
        return max(0, int(hidden)), min(self.high, int(self.lines[k].max() + above))

    def lay(self, k: int, rgb: ndarray, mask: ndarray, span: tuple[int, int], haze: float, mist: float) -> None:
        """Lay rgb (rows, w, 3) over the rows of `span`; its foot drowns in mist."""
        rows = slice(self.high - span[1], self.high - span[0])
        air = (self.air, self.lines[k], span[1] - 1, haze, mist, 0.34 * self.high)
        lay_over(self.rgb[rows], self.alpha[rows], rgb, mask.astype(np.float32, copy=False), *air)
        self.alpha[self.high - span[0] :] = 1.0


def _crest(rng: Rng, wide: int, high: int, level: float, swell: float, length: float, octaves: int = 2) -> ndarray:
    return np.asarray(np.clip(high * (level + swell * wave(rng, wide, length, octaves)), 4, high * 0.88), np.float32)


@RIDGES.add("hills")
def hills(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Rolling land in layers: meadows and fields, woods along the crests."""
    unit, count = high / 384, 6
    depth = np.arange(count) / (count - 1)
    lines = [_crest(rng, wide, high, 0.58 - 0.46 * t, 0.14 - 0.08 * t, (620 + 300 * t) * unit) for t in depth]
    out = _Layers(wide, high, lch(0.82, 0.045, 235 if not alien else 310), lines)
    green = ramp(main_paint(rng, (0.66, 0.105, 122), tint, alien), 7, 0.4, cool=34)
    dark = ramp(main_paint(rng, (0.45, 0.08, 145), tint, alien), 6, 0.36)
    cloud = noise(rng, (high, wide), 2, 3, True)
    for k, (t, line) in enumerate(zip(depth, lines, strict=True)):
        span = out.span(k, 30 * unit)
        up = rows_up(high)[high - span[1] : high - span[0]]
        below = line[None] - up
        slope = (np.roll(line, -6) - np.roll(line, 6)) / 12
        patch = noise(rng, below.shape, 2, 2, True)
        level = (
            0.58
            + 0.6 * slope[None]
            + 0.07 * (patch > 0.22)
            - 0.08 * (patch < -0.3)
            - 0.22 * np.clip(below / (120 * unit), 0, 1)
        )
        meadow = pick(green, level, 0.3)
        leaf = tops(rng, *span, wide, (7 + 9 * t) * unit + 1, 0.62)
        grove = 0.8 * wave(rng, wide, 420 * unit, 3)[leaf.column] + 0.9 * cloud[high - span[1] : high - span[0]]
        down = line[leaf.column] - leaf.up
        wood = (grove > (0.35 if not ruined else 1.0)) & (down > -2) & (down < (26 + 44 * t) * unit)
        wood |= (leaf.chance > 0.985) & (down > 0)
        shade = pick(dark, 0.36 + 0.42 * leaf.lit() + 0.16 * (leaf.chance - 0.5))
        cv2.copyTo(shade, wood.view(np.uint8), meadow)
        out.lay(k, meadow, np.maximum(np.clip(below, 0, 1), wood), span, 0.62 * (1 - t) ** 1.2, 0.3)
    return Strip(out.rgb, skyline(out.alpha), None, out.alpha)


@RIDGES.add("jungle")
def jungle(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Billowing canopies in layers with mist between them and palms that stand out."""
    unit, count = high / 384, 5
    depth = np.arange(count) / (count - 1)
    lines = [_crest(rng, wide, high, 0.64 - 0.5 * t, 0.17 - 0.1 * t, (560 + 200 * t) * unit, 3) for t in depth]
    out = _Layers(wide, high, lch(0.78, 0.06, 190 if not alien else 305), lines)
    green = ramp(main_paint(rng, (0.46, 0.095, 150), tint, alien), 7, 0.46)
    tuft = tops(rng, 0, high, wide, 9 * unit + 2, 0.7)
    fine = 0.34 * tuft.lit() + 0.2 * (tuft.chance - 0.5)
    for k, (t, line) in enumerate(zip(depth, lines, strict=True)):
        span = out.span(k, 60 * unit)
        rows = slice(high - span[1], high - span[0])
        crown = tops(rng, *span, wide, (20 + 26 * t) * unit, 0.7)
        mask = (crown.up < line[crown.column] + 10 * unit * (crown.chance - 0.3)).astype(np.float32)
        deep = np.clip((line[None] - rows_up(high)[rows]) / np.float32(110 * unit), 0, 1)
        level = 0.42 + 0.34 * crown.lit() + fine[rows] * (0.6 + 0.5 * t) + 0.16 * (crown.chance - 0.5) - 0.16 * deep
        rgb = pick(green, level, 0.5)
        if 0 < k < 4:
            shade = green[3 if k == 1 else 2].astype(np.float32)
            _palms(rng, rgb, mask, line - span[0], shade, (0.75 + 0.35 * t) * unit, 1.4)
        out.lay(k, rgb, mask, span, 0.66 * (1 - t) ** 1.3, 0.42)
    line = skyline(out.alpha)
    glow = sparks(rng, out.rgb, line) if alien else None
    return Strip(out.rgb, line, glow, out.alpha)


def under(line: ndarray, high: int) -> ndarray:
    """Alpha (high, w) of all that lies under a heightline."""
    rows = np.arange(high, dtype=np.float32)[::-1, None]
    return np.asarray(np.clip(line[None] - rows, 0.0, 1.0), np.float32)


def skyline(alpha: ndarray) -> ndarray:
    """The heightline (w,) of an alpha (high, w)."""
    high = len(alpha)
    return np.where(alpha.max(0) > 0.5, high - np.argmax(alpha > 0.5, axis=0), 0).astype(np.float32)


def sparks(rng: Rng, rgb: ndarray, line: ndarray, share: float = 0.06) -> ndarray:
    """Glowing freckles on a strip (painted in place); gives the glow map."""
    high, wide = rgb.shape[:2]
    glow, paint = np.zeros((high, wide), np.float32), glowing(rng)
    for x in rng.integers(6, wide - 6, int(wide * share)):
        y = int(high - line[x] * rng.uniform(0.25, 0.97))
        r = float(rng.uniform(0.8, 2.6)) * high / 384
        cv2.circle(glow, (int(x), y), max(1, round(r)), 1.0, -1)
    soft = np.maximum(glow, 0.5 * cv2.GaussianBlur(glow, (0, 0), 3 * high / 384))
    rgb[:] = rgb * (1 - soft[..., None]) + paint.astype(np.float32) * soft[..., None]
    return np.asarray(soft)


def _palms(rng: Rng, rgb: ndarray, mask: ndarray, line: ndarray, paint: ndarray, unit: float, share: float) -> None:
    """Palm heads that poke out of a canopy, painted in place into rgb (rows, w, 3) and its mask."""
    rows, wide = mask.shape
    ink = np.zeros((rows, wide), np.uint8)
    for x in rng.uniform(60 * unit, wide - 60 * unit, max(3, round(wide / (384 * unit) * share))):
        ground = rows - line[int(x)]
        y, reach = ground - rng.uniform(14, 34) * unit, rng.uniform(18, 30) * unit
        for turn in np.linspace(-0.5, np.pi + 0.5, 9) + rng.normal(0, 0.1, 9):
            t = np.linspace(0, 1, 7)
            spine = np.stack(
                [x + np.cos(turn) * reach * t, y - np.sin(turn) * reach * t * 0.8 + 0.5 * reach * t**2.2], 1
            )
            half = np.stack([0 * t, 2.4 * unit * np.sin(np.pi * (0.15 + 0.84 * t)) + 0.4], 1)
            _poly(ink, np.concatenate([spine - half, (spine + half)[::-1]]))
        stem = np.array([[-1.6, y], [1.6, y], [2.6, ground + 30], [-2.6, ground + 30]])
        _poly(ink, stem * [unit, 1] + [x, 0])
    on = ink > 100
    rgb[on] = paint
    mask[on] = 1.0


def _poly(mask: ndarray, points: ndarray) -> None:
    cv2.fillPoly(mask, [np.rint(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)


@RIDGES.add("treeline")
def treeline(rng: Rng, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip:
    """Three ranks of conifers, the far ones paler."""
    unit = high / 384
    base = main_paint(rng, (0.4, 0.06, 165), tint, alien)
    air = lch(0.72, 0.05, 225 if not alien else 310)
    canvas = np.zeros((high, wide, 4), np.uint8)
    for rank in range(3):
        floor = (0.42 - 0.15 * rank) * high * (1 + 0.4 * wave(rng, wide, 900 * unit, 2))
        paints = np.array([mixed(one, air, 0.55 - 0.25 * rank) for one in ramp(base, 4, 0.3)])
        x = 0.0
        grove = wave(rng, wide, 300 * unit, 2)
        while x < wide:
            tall = (
                (56 + 18 * rank) * unit * rng.uniform(0.5, 1.0) * (1.0 + 0.5 * grove[int(x)]) * (0.6 if ruined else 1)
            )
            for shift in (-wide, 0, wide):
                if -80 * unit < x + shift < wide + 80 * unit:
                    _conifer(canvas, x + shift, high - floor[int(x)], tall, paints, int(x))
            x += rng.uniform(0.1, 0.42) * tall
        ys = np.arange(high)[:, None] > high - floor[None] - 4 * unit
        canvas[ys] = [*(paints[1] * 255).astype(int), 255]
    rgb, alpha = canvas[..., :3].astype(np.float32) / 255, canvas[..., 3].astype(np.float32) / 255
    rgb = rgb / np.maximum(alpha[..., None], 1e-3) * (1 + 0.05 * noise(rng, (high, wide), 10, 3, True)[..., None])
    line = skyline(alpha)
    glow = sparks(rng, rgb, line, 0.03) if alien else None
    return Strip(rgb, line, glow, alpha)


def _conifer(canvas: ndarray, x: float, foot: float, tall: float, paints: ndarray, chance: int) -> None:
    tiers = 6 + chance % 3
    t = np.linspace(0, 1, tiers * 2 + 1)
    width = tall * 0.2 * t**0.9 * np.where(np.arange(len(t)) % 2, 1.0, 0.55)
    y = foot - tall * (1 - t) + 6
    wobble = 1 + 0.2 * np.sin(np.arange(len(t)) * 2.4 + chance)
    left, right = np.stack([x - width * wobble, y], 1), np.stack([x + width * wobble[::-1], y], 1)
    spine = np.stack([np.full(len(t), x + tall * 0.015), y], 1)
    for outline, tone in (
        (np.concatenate([left, right[::-1]]), 1),
        (np.concatenate([left, spine[::-1]]), 2 + chance % 2),
    ):
        cv2.fillPoly(
            canvas,
            [np.rint(outline * 16).astype(np.int32)],
            [*(paints[tone] * 255).astype(int).tolist(), 255],
            cv2.LINE_AA,
            4,
        )
