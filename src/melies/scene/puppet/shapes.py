"""Shapes to cut from paper: closed outlines (n, 2) in units of the figure, x right, y up."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

Outline = Float64[ndarray, "n 2"]
Xy = tuple[float, float]
Knot = Sequence[float]  # x, y, and a third number for a sharp corner


def _spline(knots: ndarray, steps: int) -> Outline:
    """Uniform Catmull-Rom through knots (n, 2) with one guard at each end, sampled `steps` a span."""
    before, a, b, after = knots[:-3], knots[1:-2], knots[2:-1], knots[3:]
    long = np.abs(b - a).sum(1) > 1e-9  # the span inside a doubled corner has no length
    before, a, b, after = before[long], a[long], b[long], after[long]
    t = np.linspace(0.0, 1.0, steps, endpoint=False)[None, :, None]
    before, a, b, after = (k[:, None] for k in (before, a, b, after))
    m0, m1 = (b - before) / 2, (after - a) / 2
    points = a * (2 * t**3 - 3 * t**2 + 1) + m0 * (t**3 - 2 * t**2 + t) + b * (3 * t**2 - 2 * t**3)
    return np.asarray((points + m1 * (t**3 - t**2)).reshape(-1, 2))


def _with_corners(knots: Sequence[Knot]) -> ndarray:
    """Knots with every corner doubled, which makes the spline turn sharply there."""
    return np.array([k[:2] for knot in knots for k in ([knot, knot] if len(knot) > 2 else [knot])], float)


def blob(*knots: Knot, steps: int = 10) -> Outline:
    """A smooth closed curve through the knots; a knot with a third number is a corner."""
    k = _with_corners(knots)
    return _spline(np.concatenate((k[-1:], k, k[:2])), steps)


def path(*knots: Knot, steps: int = 10) -> Outline:
    """A smooth open curve through the knots."""
    k = _with_corners(knots)
    guarded = np.concatenate((2 * k[:1] - k[1:2], k, 2 * k[-1:] - k[-2:-1]))
    return np.concatenate((_spline(guarded, steps), k[-1:]))


def ribbon(line: Outline | Sequence[Knot], *widths: float, round_ends: bool = True) -> Outline:
    """A band along a line; widths (whole, in units) are spread evenly along it."""
    points = np.asarray(line, float)
    if len(points) < 8:
        points = path(*points.tolist())
    ahead = np.gradient(points, axis=0)
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-9)
    side = ahead[:, ::-1] * (-1.0, 1.0)
    t = np.linspace(0.0, 1.0, len(points))
    half = np.interp(t, np.linspace(0.0, 1.0, len(widths)), widths)[:, None] / 2
    left, right = points + side * half, (points - side * half)[::-1]
    if not round_ends:
        return np.concatenate((left, right))
    return np.concatenate((left, _cap(points[-1], left[-1]), right, _cap(points[0], right[-1])))


def _cap(centre: ndarray, start: ndarray) -> Outline:
    """A half circle from `start` clockwise about `centre`."""
    x, y = start - centre
    turn = -np.linspace(0.0, math.pi, 8)[1:-1]
    return np.asarray(centre + np.stack((x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)), 1))


def ellipse(centre: Xy, rx: float, ry: float | None = None, turn: float = 0.0) -> Outline:
    """An ellipse with radii in units, turned by radians."""
    t = np.linspace(0.0, 2 * math.pi, 40, endpoint=False)
    x, y = rx * np.cos(t), (rx if ry is None else ry) * np.sin(t)
    c, s = math.cos(turn), math.sin(turn)
    return np.stack((centre[0] + x * c - y * s, centre[1] + x * s + y * c), 1)


def limb(a: Xy, ra: float, b: Xy, rb: float, swell: float = 0.0) -> Outline:
    """A tapered capsule from a to b; swell widens the upper middle (a calf, a sleeve)."""
    mid = (ra + rb) / 2 + swell
    return ribbon(path(a, _between(a, b, 0.36), _between(a, b, 0.7), b, steps=8), 2 * ra, 2 * mid, 2 * rb)


def _between(a: Xy, b: Xy, t: float) -> Xy:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def box(x0: float, y0: float, x1: float, y1: float, r: float = 0.0) -> Outline:
    """A rectangle with rounded corners of radius r."""
    if r <= 0:
        return np.array(((x0, y0), (x1, y0), (x1, y1), (x0, y1)))
    t = np.linspace(0.0, math.pi / 2, 7)
    corners = ((x1 - r, y1 - r, 0), (x0 + r, y1 - r, 1), (x0 + r, y0 + r, 2), (x1 - r, y0 + r, 3))
    return np.concatenate(
        [np.stack((cx + r * np.cos(t + q * math.pi / 2), cy + r * np.sin(t + q * math.pi / 2)), 1)
         for cx, cy, q in corners]
    )  # fmt: skip


def star(centre: Xy, r: float, points: int = 5, inner: float = 0.45, turn: float = math.pi / 2) -> Outline:
    """A star with its first point at `turn` radians."""
    t = turn + np.arange(2 * points) * math.pi / points
    radius = np.where(np.arange(2 * points) % 2 == 0, r, r * inner)
    return np.stack((centre[0] + radius * np.cos(t), centre[1] + radius * np.sin(t)), 1)


def tufted(line: Sequence[Knot], size: float, count: int, lean: float = 0.5) -> list[tuple[float, float, int]]:
    """Knots of a row of fur tips along a line, pointing to its left; `lean` tilts tips along it."""
    points = path(*line)
    places = np.linspace(0, len(points) - 1, 2 * count + 1)
    knots = []
    for n, place in enumerate(places):
        i = min(int(place), len(points) - 2)
        here, ahead = points[round(place)], points[i + 1] - points[i]
        ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
        if n % 2:
            here = here + size * (np.array((-ahead[1], ahead[0])) + lean * ahead)
        knots.append((float(here[0]), float(here[1]), 1))
    return knots


def moved(outline: Outline, x: float = 0.0, y: float = 0.0, scale: float = 1.0, turn: float = 0.0) -> Outline:
    """The outline scaled and turned about the origin, then moved."""
    c, s = math.cos(turn) * scale, math.sin(turn) * scale
    return np.asarray(outline @ np.array(((c, s), (-s, c))) + (x, y))


def inset(outline: Outline, by: float) -> Outline:
    """A roundish outline drawn in by about `by` on every side."""
    low, high = outline.min(0), outline.max(0)
    middle, size = (low + high) / 2, np.maximum(high - low, 1e-9)
    return np.asarray(middle + (outline - middle) * np.maximum(1 - 2 * by / size, 0.1))
