"""What buildings are made of: faces in slight perspective, courses of stone and tile, windows, doors, decay."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy import ndarray

from melies.scene.paint.brush import Rng, Sheet, curve, jag
from melies.scene.paint.colour import Lch, Tint, glowing, jittered, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import ivy, spots


@dataclass(frozen=True, eq=False)
class Face:
    """A flat side of a building: corners (4, 2) in metres, from lower left round by lower right and upper right."""

    corners: ndarray

    @classmethod
    def of(cls, *corners: tuple[float, float]) -> Face:
        return cls(np.array(corners, np.float64))

    def at(self, u: ndarray | float, v: ndarray | float) -> ndarray:
        """Places (..., 2) by fractions u to the right and v up."""
        u, v = np.asarray(u, np.float64)[..., None], np.asarray(v, np.float64)[..., None]
        a, b, c, d = self.corners
        return np.asarray((a * (1 - u) + b * u) * (1 - v) + (d * (1 - u) + c * u) * v)

    def quads(self, u0: ndarray, u1: ndarray, v0: ndarray, v1: ndarray) -> ndarray:
        """Quads (n, 4, 2) from fractions (n,)."""
        return np.stack([self.at(u0, v0), self.at(u1, v0), self.at(u1, v1), self.at(u0, v1)], 1)

    def box(self, u0: float, u1: float, v0: float, v1: float) -> ndarray:
        """One quad (4, 2)."""
        return self.at(np.array([u0, u1, u1, u0]), np.array([v0, v0, v1, v1]))

    @property
    def size(self) -> tuple[float, float]:
        """Metres along the lower and the left edge."""
        a, b, _, d = self.corners
        return float(np.hypot(*(b - a))), float(np.hypot(*(d - a)))


@dataclass(frozen=True, eq=False)
class Light:
    """How a building's windows burn: the share that is lit, their paint, the glass of the others."""

    share: float
    warm: ndarray
    glass: ndarray

    @classmethod
    def of(cls, rng: Rng, alien: bool, ruined: bool, share: float = 0.7) -> Light:
        warm = glowing(rng) if alien else lch(0.87, 0.125, 78)
        return cls(0.0 if ruined else share, warm, lch(0.3 if ruined else 0.42, 0.05, 250))


def courses(sheet: Sheet, rng: Rng, face: Face, paints: ndarray, rows: int, columns: int, *, gap: float = 0.08,
            shift: float = 0.5, cover: float = 1.0, tone: float = 0.5, rough: float = 0.12) -> None:  # fmt: skip
    """Rows of bricks, shingles, stones or planks laid on a face, each a little different."""
    row, column = (part.ravel() for part in np.mgrid[0:rows, 0 : columns + 1])
    off = (row % 2) * shift - 0.5 * shift + rng.uniform(-rough, rough, row.shape)
    keep = rng.uniform(0, 1, row.shape) < cover
    u0 = np.clip((column + off - 0.5 + gap) / columns, 0, 1)[keep]
    u1 = np.clip((column + off + 0.5 - gap) / columns, 0, 1)[keep]
    v0, v1 = (row[keep] + gap) / rows, (row[keep] + 1 - gap * 0.3) / rows
    wide = u1 > u0 + 1e-4
    level = np.clip((len(paints) - 1) * tone + rng.normal(0, 0.75, wide.sum()), 0, len(paints) - 1).astype(int)
    sheet.fills(face.quads(u0[wide], u1[wide], v0[wide], v1[wide]), jittered(rng, paints[level], 0.01, 0.004))


def window(
    sheet: Sheet,
    rng: Rng,
    face: Face,
    u: float,
    v: float,
    wide: float,
    tall: float,
    light: Light,
    frame: ndarray,
    *,
    panes: tuple[int, int] = (2, 3),
    arched: bool = False,
    shutters: ndarray | None = None,
) -> None:
    """A window centred at (u, v), sizes in fractions of the face; lit or not by chance."""
    lit = rng.uniform() < light.share
    rim_u, rim_v = wide * 0.14, tall * 0.09
    if shutters is not None:
        for side in (-1, 1):
            u0 = u + side * (wide * 0.5 + rim_u) + (0 if side > 0 else -wide * 0.42)
            sheet.fill(face.box(u0, u0 + wide * 0.42, v - tall * 0.52, v + tall * 0.52), shutters)
            sheet.fill(face.box(u0 + wide * 0.06, u0 + wide * 0.36, v - tall * 0.45, v + tall * 0.45), shutters * 0.86)
    sheet.fill(_opening(face, u, v, wide / 2 + rim_u, tall / 2 + rim_v, arched), frame)
    glass = _opening(face, u, v, wide / 2, tall / 2, arched)
    sheet.fill(glass, light.warm if lit else light.glass, 0.95 if lit else 0.0)
    if lit:
        sheet.fill(
            face.box(u - wide / 2, u + wide / 2, v - tall / 2, v - tall * 0.1),
            mixed(light.warm, lch(0.7, 0.14, 55), 0.45),
            0.8,
        )
    else:
        sheet.fill(
            face.at(
                np.array([u - wide * 0.5, u - wide * 0.1, u + wide * 0.3, u - wide * 0.5]),
                np.array([v + tall * 0.1, v + tall * 0.5, v + tall * 0.5, v - tall * 0.3]),
            ),
            mixed(light.glass, lch(0.75, 0.05, 230), 0.35),
        )
    for k in range(1, panes[0]):
        at = u - wide / 2 + wide * k / panes[0]
        sheet.fill(face.box(at - wide * 0.04, at + wide * 0.04, v - tall / 2, v + tall / 2), frame)
    for k in range(1, panes[1]):
        at = v - tall / 2 + tall * k / panes[1]
        sheet.fill(face.box(u - wide / 2, u + wide / 2, at - tall * 0.025, at + tall * 0.025), frame)
    sheet.fill(face.box(u - wide * 0.68, u + wide * 0.68, v - tall * 0.64, v - tall * 0.54), frame * 0.88)


def _opening(face: Face, u: float, v: float, half_u: float, half_v: float, arched: bool) -> ndarray:
    if not arched:
        return face.box(u - half_u, u + half_u, v - half_v, v + half_v)
    turn = np.linspace(0, np.pi, 12)
    us = np.concatenate([[u - half_u, u + half_u], u + half_u * np.cos(turn)])
    vs = np.concatenate([[v - half_v, v - half_v], v + half_v * (0.35 + 0.65 * np.sin(turn))])
    return face.at(us, vs)


def door(sheet: Sheet, face: Face, u: float, wide: float, tall: float, paint: ndarray, *, arched: bool = True) -> None:
    """A plank door with a frame, standing on the ground."""
    sheet.fill(_opening(face, u, tall / 2, wide * 0.62, tall * 0.56, arched), mixed(paint, lch(0.85, 0.03, 80), 0.6))
    sheet.fill(_opening(face, u, tall / 2, wide * 0.5, tall * 0.5, arched), paint)
    for k in range(1, 4):
        at = u - wide / 2 + wide * k / 4
        sheet.fill(face.box(at - wide * 0.03, at + wide * 0.01, 0, tall * 0.8), paint * 0.72)
    sheet.fill(face.box(u + wide * 0.26, u + wide * 0.38, tall * 0.4, tall * 0.46), lch(0.8, 0.11, 85))


def walls(rng: Rng, natural: Lch, tint: Tint, alien: bool, spread: float = 0.3) -> ndarray:
    """Six wall paints, dark to light; shadows lean to violet."""
    return ramp(main_paint(rng, natural, tint, alien), 6, spread, cool=42)


def ruin(sheet: Sheet, rng: Rng, bites: int = 3, green: int = 7, reach: float = 1.2) -> None:
    """Break a finished building: jagged bites from the top, a hole or two, ivy."""
    rows, columns = np.nonzero(sheet.px[..., 3])
    fine = sheet.scale * sheet.over
    left, right = columns.min() / fine + sheet.left, columns.max() / fine + sheet.left
    top, low = sheet.top - rows.min() / fine, sheet.top - rows.max() / fine
    wide, tall = right - left, top - low
    for k in range(bites):
        x = left + wide * rng.uniform(0.05, 0.95)
        w, deep = wide * rng.uniform(0.14, 0.34), tall * rng.uniform(0.12, 0.34)
        notch = np.array(
            [
                [x - w, top + 1],
                [x - w * 0.6, top - deep * 0.5],
                [x - w * 0.1, top - deep],
                [x + w * 0.4, top - deep * 0.7],
                [x + w, top + 1],
            ]
        )
        sheet.cut(jag(rng, notch, 0.16, 3))
        if k == 0:
            hole = np.array([x, low + tall * rng.uniform(0.35, 0.6)]) + curve(
                rng.normal(0, 0.05, (6, 2)) * tall
                + np.stack([np.cos(np.arange(6)), np.sin(np.arange(6))], 1) * wide * 0.07,
                4,
                closed=True,
            )
            sheet.cut(hole)
    _drop_crumbs(sheet)
    ivy(sheet, rng, green, reach, max(0.12, reach * 0.14))


def _drop_crumbs(sheet: Sheet) -> None:
    """Take away pieces that no longer hang together with the building."""
    _, label, stats, _ = cv2.connectedComponentsWithStats((sheet.px[..., 3] > 60).view(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < 0.2 * stats[1:, cv2.CC_STAT_AREA].max()
    small[0] = False
    crumbs = small[label]
    sheet.px[crumbs] = 0
    if sheet.shine is not None:
        sheet.shine[crumbs] = 0


def strange(sheet: Sheet, rng: Rng, alien: bool, size: float, count: int = 26) -> None:
    """Glowing freckles on the buildings of another world."""
    if alien:
        spots(sheet, rng, count, size)
