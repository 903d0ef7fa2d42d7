"""A sheet of paper measured in metres, and the few strokes everything is painted with.

Metres: x right, y up, (0, 0) is the foot on the ground. Angles are radians, counter-clockwise from +x.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import cv2
import numpy as np
from numpy import ndarray

from melies.scene.card import Card
from melies.scene.paint.kernels import enlarge

Rng = np.random.Generator
_LEFT = np.array([-1.0, 1.0])
_SHIFT = 4

LEAF = np.array([[0, 0], [0.25, 0.2], [0.55, 0.22], [1, 0], [0.55, -0.22], [0.25, -0.2]], np.float64) - [0.5, 0]
ROUND = np.stack([np.cos(np.arange(8) * np.pi / 4), np.sin(np.arange(8) * np.pi / 4)], 1) * 0.5
NEEDLE = np.array([[-0.5, 0.05], [0.5, 0], [-0.5, -0.05]], np.float64)
CHIP = np.array([[-0.5, 0.32], [0.1, 0.42], [0.5, 0.05], [0.3, -0.4], [-0.4, -0.3]], np.float64)


class Sheet:
    """Opaque paint on clear paper, `over` times finer than the card it becomes. Premultiplied RGBA bytes."""

    def __init__(self, left: float, right: float, bottom: float, top: float, scale: float, over: int = 2) -> None:
        self.left, self.top, self.scale, self.over = left, top, scale, over
        wide, high = (int(np.ceil(span * scale)) * over for span in (right - left, top - bottom))
        self.px: ndarray = np.zeros((high, wide, 4), np.uint8)
        self.shine: ndarray | None = None

    def at(self, points: ndarray) -> ndarray:
        """Metres (..., 2) to fixed-point pixels for cv2."""
        fine = self.scale * self.over
        out = (np.asarray(points, np.float64) - [self.left, self.top]) * [fine, -fine] - 0.5
        return np.rint(out * (1 << _SHIFT)).astype(np.int32)

    def _bytes(self, paint: ndarray) -> list[float]:
        return [*(np.clip(np.asarray(paint, np.float64), 0, 1) * 255.0 + 0.5).astype(int).tolist(), 255]

    def fill(self, points: ndarray, paint: ndarray, glow: float = 0.0) -> None:
        """One polygon (n, 2) of one paint (3,); glow says how much of it shines by itself."""
        where = [self.at(points)]
        cv2.fillPoly(self.px, where, self._bytes(paint), cv2.LINE_AA, _SHIFT)
        self._shine(glow)
        if self.shine is not None:
            cv2.fillPoly(self.shine, where, float(glow * 255.0), cv2.LINE_AA, _SHIFT)

    def fills(self, polygons: ndarray, paints: ndarray, glow: float = 0.0) -> None:
        """Many small convex polygons (n, k, 2), each of its own paint (n, 3) or all of one (3,)."""
        where = self.at(polygons)
        paints = np.broadcast_to(paints, (len(where), 3))
        colours = np.full((len(where), 4), 255, int)
        colours[:, :3] = np.clip(paints, 0, 1) * 255.0 + 0.5
        for one, colour in zip(where, colours.tolist(), strict=True):
            cv2.fillConvexPoly(self.px, one, colour, cv2.LINE_8, _SHIFT)
        self._shine(glow)
        if self.shine is not None:
            for one in where:
                cv2.fillConvexPoly(self.shine, one, float(glow * 255.0), cv2.LINE_8, _SHIFT)

    def _shine(self, glow: float) -> None:
        if glow > 0.0 and self.shine is None:
            self.shine = np.zeros(self.px.shape[:2], np.uint8)

    def cut(self, points: ndarray) -> None:
        """Cut a hole through the paper."""
        cv2.fillPoly(self.px, [self.at(points)], (0, 0, 0, 0), cv2.LINE_AA, _SHIFT)
        if self.shine is not None:
            cv2.fillPoly(self.shine, [self.at(points)], 0, cv2.LINE_AA, _SHIFT)

    def stroke(self, points: ndarray, width: float | ndarray, paint: ndarray, glow: float = 0.0) -> None:
        """A ribbon along a line, its width in metres (n,) or one number."""
        self.fill(ribbon(points, width), paint, glow)

    def strokes(self, lines: ndarray, width: float | ndarray, paints: ndarray, glow: float = 0.0) -> None:
        """Many thin ribbons (n, k, 2); one paint or a paint for each."""
        paints = np.broadcast_to(paints, (len(lines), 3))
        widths = np.broadcast_to(width, (len(lines),))
        for line, wide, paint in zip(lines, widths, paints, strict=True):
            self.fill(ribbon(line, np.linspace(wide, wide * 0.3, len(line))), paint, glow)

    def dabs(self, centres: ndarray, size: ndarray | float, turn: ndarray | float, paints: ndarray,
             shape: ndarray = LEAF, glow: float = 0.0) -> None:  # fmt: skip
        """Small brush marks: `shape` (k, 2) scaled by size in metres and turned, at each centre (n, 2)."""
        if len(centres):
            self.fills(stamped(centres, size, turn, shape), paints, glow)

    @contextmanager
    def inside(self, area: ndarray | None = None) -> Iterator[None]:
        """Paint only on what is painted already (or only in `area`, a mask like `alpha`)."""
        before = self.px.copy()
        shone = None if self.shine is None else self.shine.copy()
        yield
        keep: ndarray = before[..., 3] if area is None else np.minimum(area, before[..., 3])
        off = (keep == 0).view(np.uint8)
        cv2.copyTo(before, off, self.px)
        part = np.flatnonzero((keep.ravel() - np.uint8(1)) < 254)
        flat = self.px.reshape(-1, 4)
        flat[part] = (flat[part] * (keep.ravel()[part, None] / 255.0)).astype(np.uint8)
        if self.shine is not None:
            cv2.copyTo(np.zeros_like(self.shine) if shone is None else shone, off, self.shine)

    @property
    def alpha(self) -> ndarray:
        """(H, W) bytes of the fine sheet; a copy."""
        return self.px[..., 3].copy()

    def scatter(self, rng: Rng, count: int, inset: float = 0.0) -> ndarray:
        """Random places (n, 2) in metres that have paint, at least `inset` metres from its edge."""
        mask = self.px[..., 3]
        if inset > 0:
            size = max(1, int(inset * self.scale * self.over)) * 2 + 1
            mask = cv2.erode(mask, np.ones((size, size), np.uint8))
        ys, xs = np.nonzero(mask[::2, ::2] > 200)
        if not len(xs):
            return np.zeros((0, 2))
        pick = rng.integers(0, len(xs), count)
        fine = self.scale * self.over
        return np.stack([xs[pick] * 2 / fine + self.left, self.top - ys[pick] * 2 / fine], 1)

    def card(self, rng: Rng, label: str, *, touch: str = "", grain: float = 1.0, bevel: float = 10.0,
             sway: float = 0.0, light: float = 0.05) -> Card:  # fmt: skip
        """The finished card, cropped to its paint with a clear rim, but for the sides named in `touch` ("tblr")."""
        box = _box(self.px[..., 3], self.over)
        pad = [0 if side in touch else 4 for side in "tblr"]
        paint = _down(self.px, box, pad, self.over)
        foot = ((0 - self.left) * self.scale - box[2] / self.over + pad[2],
                self.top * self.scale - box[0] / self.over + pad[0])  # fmt: skip
        rgba = _paper(rng, straight(paint), grain, light)
        glow = None if self.shine is None else _down(self.shine, box, pad, self.over)
        return Card(rgba, self.scale, (float(foot[0]), float(foot[1])), label, glow, bevel, sway)


def _box(alpha: ndarray, over: int) -> tuple[int, int, int, int]:
    rows, columns = np.nonzero(alpha.max(1))[0], np.nonzero(alpha.max(0))[0]
    top, left = rows[0] // over * over, columns[0] // over * over
    return int(top), int(rows[-1]) // over * over + over, int(left), int(columns[-1]) // over * over + over


def _down(fine: ndarray, box: tuple[int, int, int, int], pad: list[int], over: int) -> ndarray:
    part = fine[box[0] : box[1], box[2] : box[3]]
    size = (part.shape[1] // over, part.shape[0] // over)
    small = cv2.resize(part.astype(np.float32) / np.float32(255), size, interpolation=cv2.INTER_AREA)
    top, bottom, left, right = pad
    return np.asarray(cv2.copyMakeBorder(small, top, bottom, left, right, cv2.BORDER_CONSTANT, value=0))


def straight(premultiplied: ndarray) -> ndarray:
    """Straight alpha, with the paint bled outwards so that sampling finds no dark fringe."""
    alpha = premultiplied[..., 3:]
    high, wide = alpha.shape[:2]
    coarse = cv2.resize(premultiplied, (max(1, wide // 6), max(1, high // 6)), interpolation=cv2.INTER_AREA)
    mean = coarse.reshape(-1, 4).sum(0)
    near = coarse[..., :3] + mean[:3] / max(float(mean[3]), 1e-4) * 1e-3
    near /= coarse[..., 3:] + np.float32(1e-3)
    out = cv2.resize(np.concatenate([near, coarse[..., 3:]], 2), (wide, high), interpolation=cv2.INTER_LINEAR)
    on = (alpha[..., 0] > 0.05).view(np.uint8)
    cv2.copyTo(premultiplied / np.maximum(alpha, np.float32(0.05)), on, out)
    np.clip(out, 0, 1, out=out)
    out[..., 3:] = alpha
    return out


def _paper(rng: Rng, rgba: ndarray, grain: float, light: float) -> ndarray:
    """Pigment that pools, fibre, and a little light from the upper left."""
    high, wide = rgba.shape[:2]
    pool = noise(rng, (high, wide), max(2, high // 90), 3)
    warm = noise(rng, (high, wide), 3, 2)
    fall = np.linspace(1, -1, wide, dtype=np.float32)[None] * 0.5 + np.linspace(1, -1, high, dtype=np.float32)[:, None]
    value = 1.0 + np.float32(grain) * (0.05 * pool + 0.035 * fibre((high, wide), rng)) + np.float32(light * 0.8) * fall
    drift = np.float32(0.03 * grain) * warm * value
    rgba *= cv2.merge([value + drift, value, value - drift, np.ones_like(value)])
    np.clip(rgba, 0.0, 1.0, out=rgba)
    return rgba


@lru_cache(maxsize=1)
def _fibre() -> ndarray:
    rng = np.random.Generator(np.random.Philox(key=20))
    base = rng.normal(0, 1, (512, 512)).astype(np.float32)
    wrap = np.pad(base, 16, mode="wrap")
    long = cv2.GaussianBlur(wrap, (0, 0), sigmaX=3.5, sigmaY=0.7) + cv2.GaussianBlur(wrap, (0, 0), 0.8, sigmaY=2.5)
    long = long[16:-16, 16:-16]
    return np.asarray(np.clip(long / long.std(), -2.5, 2.5) * 0.6)


def fibre(shape: tuple[int, int], rng: Rng) -> ndarray:
    """The paper's fibre (h, w), about [-1.5, 1.5], the same sheet for every card, laid at a random place."""
    dy, dx = rng.integers(0, 512, 2)
    tiles = ((shape[0] + 511 + 512) // 512, (shape[1] + 511 + 512) // 512)
    return np.asarray(np.tile(_fibre(), tiles))[dy : dy + shape[0], dx : dx + shape[1]]


def noise(rng: Rng, shape: tuple[int, int], cells: int, octaves: int = 4, wrap: bool = False) -> ndarray:
    """Cloudy noise (h, w) float32, about [-1, 1]. `cells` along the height; wrap tiles it along the width."""
    high, wide = shape
    fine = max(1, min(4, int(high / (cells * 2 ** (octaves - 1)) / 4)))
    small = (max(8, high // fine), max(8, wide // fine))
    out = np.zeros(small, np.float32)
    for octave in range(octaves):
        rows = cells * 2**octave
        columns = max(2, round(rows * wide / high))
        grid = rng.uniform(-1, 1, (rows + 4, columns)).astype(np.float32)
        out += _enlarged(grid, small, wrap, 2) * np.float32(0.6**octave)
    return out if small == shape else _enlarged(np.pad(out, ((2, 2), (0, 0)), mode="edge"), shape, wrap, 2)


def _enlarged(grid: ndarray, shape: tuple[int, int], wrap: bool, margin: int) -> ndarray:
    """A grid with `margin` spare rows above and below, smoothly enlarged; columns wrap or end."""
    grid = np.pad(grid, ((0, 0), (margin, margin)), mode="wrap" if wrap else "edge")
    return np.asarray(enlarge(grid, *shape, margin))


def stamped(centres: ndarray, size: ndarray | float, turn: ndarray | float, shape: ndarray) -> ndarray:
    """`shape` (k, 2) at every centre (n, 2): scaled by size (n,) or (n, 2), turned; (n, k, 2)."""
    count = len(centres)
    size = np.asarray(size, np.float64)
    scale = size if size.ndim == 2 else np.broadcast_to(size.reshape(-1, 1), (count, 2))
    turn = np.broadcast_to(turn, (count,))
    cos, sin = np.cos(turn)[:, None], np.sin(turn)[:, None]
    x, y = shape[None, :, 0] * scale[:, :1], shape[None, :, 1] * scale[:, 1:]
    return np.asarray(np.stack([x * cos - y * sin, x * sin + y * cos], 2) + np.asarray(centres)[:, None])


def curve(points: ndarray, per: int = 8, closed: bool = False) -> ndarray:
    """A Catmull-Rom curve through points (n, 2), `per` steps between two."""
    p = np.asarray(points, np.float64)
    p = np.concatenate([p[-1:], p, p[:2]]) if closed else np.concatenate([2 * p[:1] - p[1:2], p, 2 * p[-1:] - p[-2:-1]])
    t = (np.arange(per) / per)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None] for i in range(4))
    out = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    out = out.reshape(-1, 2)
    return out if closed else np.concatenate([out, p[-2:-1]])


def ribbon(points: ndarray, width: float | ndarray) -> ndarray:
    """The outline (2n, 2) of a stroke along points (n, 2) with the given full width."""
    p = np.asarray(points, np.float64)
    way = np.concatenate([p[1:2] - p[:1], p[2:] - p[:-2], p[-1:] - p[-2:-1]])
    half = np.asarray(width) * 0.5 / np.maximum(np.sqrt((way * way).sum(1)), 1e-9)
    side = way[:, ::-1] * half[:, None] * _LEFT
    return np.concatenate([p + side, (p - side)[::-1]])


def blob(rng: Rng, x: float, y: float, rx: float, ry: float, rough: float = 0.12, points: int = 10) -> ndarray:
    """A soft hand-cut lump around (x, y)."""
    turn = (np.arange(points) + rng.uniform(-0.25, 0.25, points)) * 2 * np.pi / points
    reach = 1.0 + rng.uniform(-rough, rough, points)
    return curve(np.stack([x + rx * reach * np.cos(turn), y + ry * reach * np.sin(turn)], 1), 6, closed=True)


def box(left: float, right: float, bottom: float, top: float) -> ndarray:
    """A rectangle (4, 2)."""
    return np.array([[left, bottom], [right, bottom], [right, top], [left, top]], np.float64)


def by_hand(rng: Rng, points: ndarray, amount: float, step: float) -> ndarray:
    """A polygon cut by hand: each edge split about every `step` metres and pushed off by up to `amount`."""
    out = []
    for start, end in zip(points, np.roll(points, -1, axis=0), strict=True):
        length = float(np.hypot(*(end - start)))
        parts = max(1, int(length / step))
        t = np.arange(parts)[:, None] / parts
        side = np.array([-(end - start)[1], (end - start)[0]]) / max(length, 1e-9)
        out.append(start + (end - start) * t + side * rng.normal(0, amount, (parts, 1)))
    return np.concatenate(out)


def jag(rng: Rng, points: ndarray, amount: float, times: int = 4, closed: bool = True) -> ndarray:
    """Midpoint displacement: rock edges. `amount` is relative to each edge's length."""
    p = np.asarray(points, np.float64)
    for _ in range(times):
        end = np.roll(p, -1, axis=0) if closed else p[1:]
        start = p if closed else p[:-1]
        side = (end - start)[:, ::-1] * [-1, 1]
        middle = (start + end) / 2 + side * rng.uniform(-amount, amount, (len(start), 1))
        woven = np.stack([start, middle], 1).reshape(-1, 2)
        p = woven if closed else np.concatenate([woven, p[-1:]])
    return p
