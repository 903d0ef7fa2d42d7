"""Leaf masses, limbs, vines and glowing spots: what trees and bushes share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import LEAF, ROUND, Rng, Sheet, blob, curve, ribbon
from melies.scene.paint.colour import glowing, jittered, lch, mixed, ramp


@dataclass(frozen=True, eq=False)
class Limb:
    """A branch: points (n, 2), full widths at both ends, level 0 for the trunk."""

    points: ndarray
    wide: float
    thin: float
    level: int


def lit(normal: ndarray) -> ndarray:
    """How much light from the upper left falls on a round thing at `normal` (n, 2), about [-0.8, 1]."""
    front = np.sqrt(np.maximum(0.0, 1.0 - (normal**2).sum(1)))
    return np.asarray(-0.5 * normal[:, 0] + 0.72 * normal[:, 1] + 0.42 * front)


def canopy(sheet: Sheet, rng: Rng, clumps: ndarray, paints: ndarray, size: float, *, leaf: ndarray = LEAF,
           cover: float = 1.0, hang: float = 0.0, body: float = 0.8, contrast: float = 1.0) -> None:  # fmt: skip
    """Leaf clumps (n, 4: x, y, rx, ry), back to front: dark bodies, then dabs in as many values as `paints` has.

    Each dab takes its value from three round forms at once (crown, clump, tuft), so the light holds together from
    afar. hang turns leaves downwards; body is how solid a clump is (0: lace).
    """
    low, high = (clumps[:, :2] - clumps[:, 2:]).min(0), (clumps[:, :2] + clumps[:, 2:]).max(0)
    middle, half = (low + high) / 2, (high - low) / 2
    for number, (x, y, rx, ry) in enumerate(clumps):
        if body > 0:
            sheet.fill(blob(rng, x, y, rx * body, ry * body, 0.16, 12), paints[0])
        count = int(cover * 11 * rx * ry / size**2) + 6
        turn, reach = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0, 1, count))
        edge = 1 + 0.1 * np.sin(3 * turn + rng.uniform(0, 6)) + 0.1 * np.sin(5 * turn + rng.uniform(0, 6))
        unit = np.stack([np.cos(turn), np.sin(turn)], 1) * (reach * edge)[:, None]
        tuft, away = _tufts(rng, unit)
        where = unit * [rx, ry] + [x, y]
        shade = 0.28 * lit((where - middle) / half) + 0.62 * lit(unit * 1.05) + 0.26 * lit(tuft)
        shade = contrast * (shade - 0.3) + 0.3 + 0.12 * (number / max(1, len(clumps) - 1) - 0.5)
        level = (shade + 0.42) / 1.42 * len(paints) + rng.normal(0, 0.14, count)
        level = np.clip(np.floor(level), 0, len(paints) - 1).astype(int)
        order = np.argsort(level, kind="stable")
        point = np.arctan2(away[:, 1] - hang, away[:, 0]) + rng.normal(0, 0.5, count)
        scale = size * rng.uniform(0.7, 1.25, count) * np.where(reach > 0.85, 0.85, 1.0)
        sheet.dabs(where[order], scale[order], point[order], jittered(rng, paints[level[order]]), leaf)


def _tufts(rng: Rng, unit: ndarray) -> tuple[ndarray, ndarray]:
    """Each dab's place in its nearest tuft, as a normal, and its way out of it."""
    count = 7
    turn, reach = rng.uniform(0, 2 * np.pi, count), np.sqrt(rng.uniform(0.05, 0.6, count))
    centres = np.stack([np.cos(turn), np.sin(turn)], 1) * reach[:, None]
    radius = rng.uniform(0.34, 0.6, count)
    away = unit[:, None] - centres[None]
    near = np.argmin((away**2).sum(2) / radius**2, axis=1)
    out = away[np.arange(len(unit)), near]
    normal = out / radius[near][:, None]
    return normal / np.maximum(1.0, np.linalg.norm(normal, axis=1, keepdims=True)), out


def heap(rng: Rng, count: int, rx: float, ry: float, y: float, biggest: float, *, flat: float = 0.75,
         dome: float = 0.25) -> ndarray:  # fmt: skip
    """Clumps (n, 4) spread in an oval crown around (0, y): few big, more small, far from each other."""
    made: list[tuple[float, float, float]] = []
    for k in range(count):
        r = biggest * (1.0, 0.86, 0.8, 0.7, 0.62, 0.55)[min(5, k * 6 // count)] * rng.uniform(0.9, 1.1)
        best, far = (0.0, 0.0), -1.0
        for _ in range(10):
            turn, reach = rng.uniform(0, 2 * np.pi), np.sqrt(rng.uniform(0, 1))
            spot = (np.cos(turn) * reach * (rx - r), np.sin(turn) * reach * (ry - r * flat))
            if spot[1] < -ry * (1 - dome) * 0.6:
                continue
            gap = min((np.hypot(spot[0] - a, (spot[1] - b) * rx / ry) - 0.9 * c for a, b, c in made), default=9.0)
            if gap > far:
                best, far = spot, gap
        made.append((*best, r))
    clumps = np.array([(a, y + b, r, r * flat) for a, b, r in made])
    return clumps[np.argsort(-clumps[:, 1] + rng.normal(0, ry * 0.35, count), kind="stable")]


def grow(rng: Rng, start: tuple[float, float], angle: float, length: float, width: float, levels: int, *,
         spread: float = 0.55, shrink: float = 0.74, wander: float = 0.18, lift: float = 0.06,
         forks: tuple[int, int] = (2, 3), level: int = 0) -> list[Limb]:  # fmt: skip
    """A tree of limbs, thickest first. lift bends branches to the sky (negative: to the ground)."""
    points, turn = [np.array(start, np.float64)], angle
    for _ in range(6):
        turn += rng.normal(0, wander) + lift * np.sin(np.pi / 2 - turn)
        points.append(points[-1] + length / 6 * np.array([np.cos(turn), np.sin(turn)]))
    line = np.array(points)
    limbs = [Limb(curve(line, 3), width, width * 0.62, level)]
    if levels <= 0:
        return limbs
    count = int(rng.integers(forks[0], forks[1] + 1))
    for k in range(count):
        part = 6 if k < 2 else int(rng.integers(3, 6))
        side = (k - (count - 1) / 2) / max(1, count - 1) * 2
        away = turn + side * spread * rng.uniform(0.7, 1.3) + rng.normal(0, 0.12)
        limbs += grow(rng, (line[part, 0], line[part, 1]), away, length * shrink * rng.uniform(0.8, 1.15),
                      width * (0.62 if k < 2 else 0.45), levels - 1, spread=spread, shrink=shrink, wander=wander,
                      lift=lift, forks=forks, level=level + 1)  # fmt: skip
    return limbs


def crowned(rng: Rng, clumps: ndarray, limbs: list[Limb], size: float, flat: float = 0.75) -> ndarray:
    """Clumps moved over the middle of the limbs' tips, and more of them where a tip would stick out bare."""
    last = max(limb.level for limb in limbs)
    tips = np.array([limb.points[-1] for limb in limbs if limb.level == last])
    clumps = clumps + np.array([0.7 * float(tips[:, 0].mean()), 0, 0, 0])
    more: list[tuple[float, float, float, float]] = []
    for x, y in tips:
        far = np.hypot((clumps[:, 0] - x) / clumps[:, 2], (clumps[:, 1] - y) / clumps[:, 3])
        if far.min() > 0.8 and all(np.hypot(x - a, y - b) > size for a, b, _, _ in more):
            r = size * rng.uniform(0.8, 1.2)
            more.append((x, y, r, r * flat))
    return np.concatenate([np.array(more), clumps]) if more else clumps


def wood(sheet: Sheet, rng: Rng, limbs: list[Limb], paints: ndarray) -> None:
    """Paint limbs: a dark side, a lit left side, and bark strokes on the thick ones. Thin twigs first."""
    for limb in sorted(limbs, key=lambda one: -one.level):
        t = np.linspace(0, 1, len(limb.points))
        width = (limb.wide + (limb.thin - limb.wide) * t) * (1 + 0.7 * np.exp(-t * 9) * (limb.level == 0))
        sheet.stroke(limb.points, width, paints[0 if limb.level > 1 else 1])
        if limb.wide * sheet.scale > 5:
            sheet.stroke(limb.points + [-0.2, 0.05] * width[:, None], width * 0.46, paints[2])
            sheet.stroke(limb.points + [0.3, 0.0] * width[:, None], width * 0.36, paints[0])
        if limb.wide * sheet.scale > 12:
            _bark(sheet, rng, limb.points, width, paints)


def _bark(sheet: Sheet, rng: Rng, points: ndarray, width: ndarray, paints: ndarray) -> None:
    for _ in range(14):
        a = int(rng.integers(0, len(points) - 4))
        part = slice(a, a + int(rng.integers(4, 9)))
        across = rng.uniform(-0.42, 0.42)
        tone = paints[3] if across < -0.12 else paints[int(rng.integers(0, 2))]
        line = points[part] + np.stack([across * width[part], np.zeros(len(points[part]))], 1)
        sheet.stroke(line, np.sin(np.linspace(0.3, np.pi - 0.1, len(line))) * width[part] * 0.1, tone)


def trunk(
    sheet: Sheet, rng: Rng, points: ndarray, wide: float, thin: float, paints: ndarray, flare: float = 0.5
) -> None:
    """A trunk along `points` from the ground up, its foot flared, lit from the left, with bark."""
    line = curve(points, 8)
    t = np.linspace(0, 1, len(line))
    width = (wide + (thin - wide) * t) * (1 + flare * np.exp(-t * 14))
    sheet.fill(ribbon(line, width), paints[1])
    sheet.stroke(line + np.stack([width * 0.3, 0 * t], 1), width * 0.4, paints[0])
    sheet.stroke(line - np.stack([width * 0.22, 0 * t], 1), width * 0.42, paints[2])
    _bark(sheet, rng, line, width, paints)
    _bark(sheet, rng, line, width, paints)


def bark_paints(rng: Rng, alien: bool = False, hue: float = 50.0, light: float = 0.4) -> ndarray:
    """Five browns (or another world's blue-violet wood), dark to light."""
    base = lch(0.36, 0.07, 290 + rng.normal(0, 20)) if alien else lch(light, 0.05, hue + rng.normal(0, 6))
    return ramp(base, 5, 0.4)


def vine(sheet: Sheet, rng: Rng, start: ndarray, end: ndarray, sag: float, paints: ndarray, leaf: float,
         wide: float = 0.05) -> None:  # fmt: skip
    """A hanging vine from start to end with small leaves along it."""
    middle = (start + end) / 2 + [rng.normal(0, 0.05), -sag]
    line = curve(np.array([start, middle, end]), 10)
    sheet.stroke(line, wide, paints[0])
    spots = line[rng.integers(0, len(line), len(line))] + rng.normal(0, leaf * 0.45, (len(line), 2))
    level = rng.integers(1, len(paints), len(spots))
    sheet.dabs(spots, leaf * rng.uniform(0.7, 1.3, len(spots)), rng.normal(-1.57, 0.7, len(spots)), paints[level])


def spots(sheet: Sheet, rng: Rng, count: int, size: float, inset: float = 0.05) -> None:
    """Glowing freckles of another world, strewn over what is painted."""
    paint = glowing(rng)
    where = sheet.scatter(rng, count, inset)
    scale = size * rng.uniform(0.5, 1.4, len(where))
    sheet.dabs(where, scale * 1.9, 0.0, mixed(paint, lch(0.5, 0.14, 250), 0.45), ROUND, 0.4)
    sheet.dabs(where, scale, 0.0, paint, ROUND, 1.0)


def ivy(sheet: Sheet, rng: Rng, count: int, reach: float, leaf: float = 0.16) -> None:
    """Ivy and moss that take a ruin back: clumps that hang down over what is painted."""
    paints = ramp(lch(0.46, 0.1, 135 + rng.normal(0, 8)), 4, 0.3)
    for x, y in sheet.scatter(rng, count, 0.1):
        size = rng.uniform(0.4, 1.0) * reach
        clumps = np.array(
            [[x, y, size * 0.5, size * 0.3], [x + rng.normal(0, 0.2) * size, y - size * 0.35, size * 0.3, size * 0.35]]
        )
        canopy(sheet, rng, clumps, paints, leaf, hang=0.6, body=0.5, cover=0.8)
