"""Things that carry: boats, car, train carriage, balloon, airship, rocket, saucer."""

from __future__ import annotations

import cv2
import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, blob, box, curve
from melies.scene.paint.colour import Tint, glowing, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import ivy, spots
from melies.scene.paint.props import beam, timber
from melies.scene.paint.registry import card

_HUES = (28, 60, 145, 200, 255, 330)


def body_paint(rng: Rng, tint: Tint, alien: bool, light: float = 0.6, chroma: float = 0.13) -> ndarray:
    """Six paints of a lacquered body in a hue of chance."""
    return ramp(main_paint(rng, (light, chroma, float(rng.choice(_HUES))), tint, alien), 6, 0.42, cool=30)


def lamp(rng: Rng, alien: bool) -> ndarray:
    """The paint of a burning lamp."""
    return glowing(rng) if alien else lch(0.9, 0.11, 82)


def finish(
    sheet: Sheet, rng: Rng, label: str, alien: bool, ruined: bool, size: float, sway: float = 0.0, bevel: float = 10.0
) -> Card:
    """Freckles or ivy as the world asks, then the card."""
    if alien:
        spots(sheet, rng, 16, size * 0.02)
    if ruined:
        ivy(sheet, rng, 4, size * 0.16, size * 0.025)
    return sheet.card(rng, label, sway=sway, bevel=bevel)


@card("rowing boat", group="vehicle", label="vehicle", height=1.0)
def rowing_boat(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A small clinker boat with oars; its foot is at the waterline."""
    rng = seed.rng()
    sheet = Sheet(-2.6, 2.6, -0.5, 1.6, 130)
    hull, wood = body_paint(rng, tint, alien), timber(rng, None, alien)
    rim = curve(np.array([[-2.1, 0.92], [-1.2, 0.56], [0, 0.46], [1.2, 0.54], [2.2, 0.86]]), 8)
    back = curve(np.array([[-2.1, 0.92], [-1.1, 0.74], [0, 0.68], [1.1, 0.73], [2.2, 0.86]]), 8)
    sheet.fill(np.concatenate([rim, back[::-1]]), wood[0])
    for x in (-0.8, 0.1, 1.0):
        sheet.fill(np.array([[x - 0.14, 0.52], [x + 0.14, 0.52], [x + 0.2, 0.68], [x - 0.08, 0.68]]), wood[4])
    keel = curve(
        np.array([[-2.1, 0.92], [-1.7, 0.1], [-1.0, -0.24], [0, -0.3], [1.2, -0.24], [1.9, 0.05], [2.2, 0.86]]), 8
    )
    sheet.fill(np.concatenate([keel, rim[::-1]]), hull[2])
    with sheet.inside():
        for k, t in enumerate((0.2, 0.45, 0.7)):
            strake = rim * (1 - t) + np.stack([rim[:, 0], np.interp(rim[:, 0], keel[:, 0], keel[:, 1])], 1) * t
            sheet.stroke(strake, 0.16, hull[(4, 3, 2)[k]])
            sheet.stroke(strake - [0, 0.08], 0.025, hull[0])
    sheet.stroke(rim, 0.07, hull[5])
    sheet.stroke(back, 0.045, wood[5])
    if not ruined:
        beam(sheet, rng, (-0.3, 0.68), (-1.6, 1.22), 0.055, wood, 4)
        beam(sheet, rng, (0.5, 0.62), (2.0, 1.16), 0.055, wood, 4)
    return finish(sheet, rng, "vehicle", alien, ruined, 2.0, bevel=7)


def _sail(sheet: Sheet, points: ndarray, cloth: ndarray, folds: int) -> None:
    outline = curve(points, 6, closed=True)
    sheet.fill(outline, cloth[3])
    area = np.zeros(sheet.px.shape[:2], np.uint8)
    cv2_fill(area, sheet.at(outline))
    low, high = outline.min(0), outline.max(0)
    with sheet.inside(area):
        for k in range(folds):
            x = low[0] + (high[0] - low[0]) * (k + 0.6) / folds
            w = (high[0] - low[0]) / folds
            line = np.array([[x + w * 0.8, high[1]], [x, (low[1] + high[1]) / 2], [x + w * 0.5, low[1]]])
            sheet.stroke(curve(line, 6), w * 0.4, cloth[4 if k < folds / 2 else 2])
        sheet.stroke(np.array([[low[0], low[1] + 0.1], [high[0], low[1]]]), (high[1] - low[1]) * 0.08, cloth[1])


def cv2_fill(area: ndarray, points: ndarray) -> None:
    """A mask of one fixed-point polygon."""
    cv2.fillPoly(area, [points], 255, cv2.LINE_8, 4)


@card("sailboat", group="vehicle", label="vehicle", height=8.0)
def sailboat(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A small yacht under main and jib; its foot is at the waterline."""
    rng = seed.rng()
    sheet = Sheet(-4, 4, -0.7, 9, 60)
    hull, cloth = ramp(lch(0.5, 0.09, 250), 6, 0.4), ramp(main_paint(rng, (0.9, 0.035, 82), tint, alien), 6, 0.3)
    sheet.stroke(np.array([[0.3, 0.6], [0.3, 8.6]]), np.array([0.16, 0.08]), lch(0.4, 0.06, 50))
    if not ruined:
        _sail(sheet, np.array([[0.42, 1.3], [0.46, 4.5], [0.4, 8.2], [1.7, 5.0], [3.1, 1.5], [1.6, 1.2]]), cloth, 4)
    _sail(
        sheet,
        np.array([[0.1, 1.3], [0.15, 4.2], [0.2, 7.4], [-1.4, 3.8], [-2.7, 1.1], [-1.2, 1.35]]),
        mixed_rows(cloth, lch(0.62, 0.17, 30), 0.55),
        3,
    )
    deck = curve(np.array([[-2.9, 1.0], [-1, 0.72], [1, 0.7], [2.8, 0.86]]), 6)
    keel = curve(np.array([[-2.9, 1.0], [-2.3, 0.1], [-1.2, -0.32], [1.4, -0.3], [2.6, 0.0], [2.8, 0.86]]), 6)
    sheet.fill(np.concatenate([deck, keel[::-1]]), hull[2])
    with sheet.inside():
        sheet.stroke(deck - [0, 0.24], 0.16, lch(0.9, 0.03, 85))
        sheet.stroke(deck - [0, 0.7], 0.5, hull[1])
    sheet.stroke(deck, 0.12, lch(0.62, 0.08, 60))
    sheet.fill(box(-0.6, 1.3, 0.75, 1.15), lch(0.86, 0.03, 80))
    for x in (-0.2, 0.35, 0.9):
        sheet.dabs(np.array([[x, 0.95]]), 0.2, 0.0, lamp(rng, alien), ROUND, 0.0 if ruined else 0.8)
    return finish(sheet, rng, "vehicle", alien, ruined, 6.0, sway=0.1, bevel=7)


def mixed_rows(paints: ndarray, other: ndarray, amount: float) -> ndarray:
    """Every paint of a ramp mixed with another, keeping its values apart."""
    return np.array([mixed(one, other * (0.62 + 0.1 * k), amount) for k, one in enumerate(paints)])


@card("ship", group="vehicle", label="vehicle", height=26.0)
def ship(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A three-masted sailing ship with a lit stern; its foot is at the waterline."""
    rng = seed.rng()
    sheet = Sheet(-18, 18, -2, 30, 18)
    wood, cloth = timber(rng, None, alien), ramp(main_paint(rng, (0.88, 0.04, 82), tint, alien), 6, 0.32)
    dark = lch(0.3, 0.05, 45)
    sheet.stroke(np.array([[-12, 5.4], [-17.2, 8.6]]), np.array([0.5, 0.2]), dark)
    for mast, tall in ((-7.5, 22.0), (0.0, 27.0), (7.4, 20.0)):
        sheet.stroke(np.array([[mast, 3], [mast, tall]]), np.array([0.6, 0.25]), dark)
        for k in range(3 if not ruined else 1):
            w, y, h = 4.6 - 0.9 * k - (0.6 if mast != 0 else 0), 6.6 + (tall - 8) * 0.3 * k, (tall - 8) * 0.27
            left, right = mast - w * 1.1, mast + w * 0.86
            _sail(
                sheet,
                np.array(
                    [
                        [left + 0.7, y + h],
                        [mast, y + h * 1.02],
                        [right - 0.3, y + h],
                        [right + 0.3, y + h * 0.4],
                        [right, y],
                        [mast, y + h * 0.14],
                        [left, y - 0.1],
                        [left - 0.3, y + h * 0.5],
                    ]
                ),
                cloth,
                4,
            )
            sheet.stroke(np.array([[left + 0.4, y + h], [right - 0.1, y + h]]), 0.24, dark)
        sheet.fill(np.array([[mast, tall], [mast + 2.4, tall - 0.5], [mast, tall - 1.1]]), lch(0.6, 0.18, 28))
    if not ruined:
        _sail(sheet, np.array([[-8.4, 17.0], [-10.2, 11.0], [-9.4, 6.4], [-16.2, 8.0], [-12.6, 11.5]]), cloth, 3)
    deck = curve(np.array([[-13.2, 5.8], [-10, 4.0], [-2, 3.2], [5.5, 3.5], [8, 6.0], [13, 7.0]]), 6)
    keel = curve(np.array([[-13.2, 5.8], [-12, 2.0], [-9.6, -0.9], [0, -1.4], [10, -1.0], [12, 2.6], [13, 7.0]]), 6)
    sheet.fill(np.concatenate([deck, keel[::-1]]), wood[2])
    with sheet.inside():
        for k, y in enumerate((0.5, 1.3, 2.1, 2.9)):
            sheet.stroke(deck - [0, y], 0.5, wood[(4, 3, 3, 2)[k]])
        sheet.stroke(deck - [0, 4.6], 1.8, wood[0])
    sheet.stroke(deck + [0, 0.1], 0.4, lch(0.76, 0.12, 82))
    ports = np.stack([np.linspace(-8.5, 5.0, 7), np.interp(np.linspace(-8.5, 5, 7), deck[:, 0], deck[:, 1]) - 1.7], 1)
    sheet.dabs(ports, 0.8, 0.0, dark, ROUND)
    for x in (8.7, 10.1, 11.5):
        sheet.fill(box(x, x + 0.9, 3.6, 5.0), lamp(rng, alien), 0.0 if ruined else 0.9)
    for mast, tall in ((-7.5, 22.0), (0.0, 27.0), (7.4, 20.0)):
        sheet.stroke(np.array([[mast + 3.2, 3.6], [mast, tall * 0.86]]), 0.1, dark)
        sheet.stroke(np.array([[mast - 3.2, 3.8], [mast, tall * 0.86]]), 0.1, dark)
    return finish(sheet, rng, "vehicle", alien, ruined, 20.0, sway=0.15, bevel=7)


def _wheel(sheet: Sheet, x: float, y: float, r: float, rim: ndarray) -> None:
    at = np.array([[x, y]])
    sheet.dabs(at, r * 2, 0.2, lch(0.26, 0.035, 285), ROUND_FINE)
    sheet.dabs(at, r * 1.3, 0.2, rim, ROUND_FINE)
    sheet.dabs(at, r * 0.9, 0.2, rim * 0.78, ROUND_FINE)
    sheet.dabs(at, r * 0.4, 0.2, rim, ROUND)


ROUND_FINE = np.stack([np.cos(np.arange(28) * np.pi / 14), np.sin(np.arange(28) * np.pi / 14)], 1) * 0.5


@card("car", group="vehicle", label="vehicle", height=1.5)
def car(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A round little car seen from its side, facing left."""
    rng = seed.rng()
    sheet = Sheet(-2.6, 2.6, -0.2, 2.0, 130)
    paint = body_paint(rng, tint, alien, 0.62, 0.14)
    glass = lch(0.3, 0.05, 250) if ruined else lch(0.46, 0.06, 230)
    shell = np.array(
        [
            [-2.2, 0.42],
            [-2.18, 0.78],
            [-1.75, 0.95],
            [-1.1, 1.02],
            [-0.62, 1.5],
            [0.3, 1.6],
            [1.05, 1.42],
            [1.55, 1.02],
            [2.05, 0.9],
            [2.2, 0.42],
        ]
    )
    body = np.concatenate([curve(shell, 7), [[2.1, 0.3], [-2.1, 0.3]]])
    sheet.fill(body, paint[3])
    with sheet.inside():
        sheet.fill(
            curve(
                np.array([[-2.4, 0.86], [-1, 0.96], [0.5, 0.98], [2.4, 0.84], [2.4, 0.7], [0, 0.78], [-2.4, 0.72]]),
                6,
                closed=True,
            ),
            paint[5],
        )
        sheet.fill(box(-2.4, 2.4, 0.2, 0.52), paint[1])
        sheet.fill(box(1.3, 2.6, 0.5, 1.2), paint[2])
    for pane in (
        [[-0.98, 1.04], [-0.56, 1.42], [-0.02, 1.48], [-0.02, 1.04]],
        [[0.1, 1.04], [0.1, 1.48], [0.9, 1.36], [1.3, 1.04]],
    ):
        sheet.fill(np.array(pane), glass)
        p = np.array(pane)
        sheet.fill(
            np.array(
                [p[0] * 0.7 + p[3] * 0.3, p[1] * 0.8 + p[2] * 0.2, p[1] * 0.55 + p[2] * 0.45, p[0] * 0.45 + p[3] * 0.55]
            ),
            mixed(glass, lch(0.85, 0.04, 220), 0.5),
        )
    for x in (0.04, 1.35, -1.05):
        sheet.stroke(np.array([[x, 0.45], [x, 1.02]]), 0.025, paint[1])
    sheet.stroke(np.array([[0.2, 0.84], [0.45, 0.84]]), 0.05, lch(0.85, 0.02, 230))
    for x in (-1.35, 1.35):
        sheet.dabs(np.array([[x, 0.36]]), 0.92, 0.0, paint[0], ROUND_FINE)
        _wheel(sheet, x, 0.33, 0.37, lch(0.82, 0.02, 240))
    glow = 0.0 if ruined else 1.0
    sheet.dabs(np.array([[-2.08, 0.72]]), np.array([[0.24, 0.28]]), 0.0, lamp(rng, alien), ROUND, glow)
    sheet.dabs(np.array([[2.12, 0.72]]), np.array([[0.16, 0.24]]), 0.0, lch(0.6, 0.22, 25), ROUND, 0.8 * glow)
    return finish(sheet, rng, "vehicle", alien, ruined, 2.4, bevel=8)


@card("train carriage", group="vehicle", label="vehicle", height=3.8)
def train_carriage(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """An old railway carriage with a row of lit windows."""
    rng = seed.rng()
    sheet = Sheet(-9, 9, -0.2, 4.6, 42)
    paint, cream = body_paint(rng, tint, alien, 0.46, 0.12), lch(0.86, 0.06, 88)
    sheet.fill(box(-8, 8, 0.7, 1.05), lch(0.28, 0.035, 285))
    sheet.fill(box(-8.2, 8.2, 1.0, 3.3), paint[3])
    sheet.fill(box(-8.2, 8.2, 2.0, 3.2), cream)
    sheet.fill(box(-8.2, 8.2, 1.0, 1.3), paint[1])
    roof = curve(np.array([[-8.5, 3.25], [-8.2, 3.7], [-6.5, 3.9], [6.5, 3.9], [8.2, 3.7], [8.5, 3.25]]), 6)
    sheet.fill(roof, lch(0.4, 0.04, 270))
    sheet.stroke(roof[4:-4] - [0, 0.08], 0.14, lch(0.62, 0.04, 250))
    for x in np.linspace(-6.9, 6.9, 9):
        lit = not ruined and rng.uniform() < 0.85
        pane = np.concatenate(
            [
                box(x - 0.5, x + 0.5, 2.1, 2.9)[:2],
                curve(np.array([[x + 0.5, 2.75], [x + 0.35, 3.05], [x - 0.35, 3.05], [x - 0.5, 2.75]]), 4),
            ]
        )
        sheet.fill((pane - [x, 2.55]) * 1.16 + [x, 2.55], paint[1])
        sheet.fill(pane, lamp(rng, alien) if lit else lch(0.36, 0.05, 250), 0.9 if lit else 0.0)
        if lit:
            sheet.fill(box(x - 0.5, x - 0.32, 2.1, 3.0), lch(0.6, 0.15, 30), 0.5)
    for y in (1.95, 1.4):
        sheet.stroke(np.array([[-8.2, y], [8.2, y]]), 0.08, lch(0.78, 0.12, 85))
    for x in (-6.6, -4.9, 4.9, 6.6):
        _wheel(sheet, x, 0.52, 0.55, lch(0.5, 0.05, 30))
    return finish(sheet, rng, "vehicle", alien, ruined, 6.0, bevel=8)


@card("balloon", group="vehicle", label="vehicle", height=18.0)
def balloon(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A striped hot-air balloon with a wicker basket; its foot is under the basket."""
    rng = seed.rng()
    sheet = Sheet(-7.5, 7.5, -0.3, 19, 30)
    one = body_paint(rng, tint, alien, 0.66, 0.16)
    two = ramp(lch(0.88, 0.08, 85) if not alien else glowing(rng), 6, 0.42, cool=30)
    t = np.linspace(0, 1, 30)
    half = 6.2 * np.sin(np.pi * t**0.75) ** 0.8 + 0.75 * (1 - t)
    y = 4.6 + 13.6 * t
    edge = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 11))
    for k in range(10):
        left, right = np.stack([half * edge[k], y], 1), np.stack([half * edge[k + 1] + 0.02, y], 1)
        tone = (4, 5, 5, 4, 4, 3, 3, 2, 1, 1)[k]
        sheet.fill(np.concatenate([left, right[::-1]]), (one if k % 2 else two)[tone], 0.3)
    belt = (y > 9.2) & (y < 10.8)
    for k in range(10):
        left, right = np.stack([half * edge[k], y], 1)[belt], np.stack([half * edge[k + 1] + 0.02, y], 1)[belt]
        sheet.fill(
            np.concatenate([left, right[::-1]]),
            ramp(lch(0.5, 0.12, 275), 6, 0.4)[(4, 5, 5, 4, 4, 3, 3, 2, 1, 1)[k]],
            0.3,
        )
    for x in (-0.7, -0.25, 0.25, 0.7):
        sheet.stroke(np.array([[x * 1.1, 4.7], [x, 1.5]]), 0.07, lch(0.4, 0.05, 50))
    sheet.fill(
        np.array([[-0.3, 2.4], [0.3, 2.4], [0.12, 3.9], [0, 4.3], [-0.12, 3.9]]),
        lch(0.88, 0.15, 75),
        0.0 if ruined else 1.0,
    )
    wood = timber(rng, None, alien)
    sheet.fill(np.array([[-0.85, 1.5], [0.85, 1.5], [0.7, 0], [-0.7, 0]]), wood[2])
    for k in range(5):
        sheet.stroke(
            np.array([[-0.82 + 0.03 * k, 1.3 - 0.28 * k], [0.82 - 0.03 * k, 1.3 - 0.28 * k]]), 0.13, wood[3 + k % 2]
        )
    sheet.stroke(np.array([[-0.92, 1.5], [0.92, 1.5]]), 0.22, wood[4])
    return finish(sheet, rng, "vehicle", alien, ruined, 8.0, sway=0.1, bevel=14)


@card("airship", group="vehicle", label="vehicle", height=14.0)
def airship(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A ribbed cigar with a gondola and fins, facing left."""
    rng = seed.rng()
    sheet = Sheet(-19, 19, -0.5, 15, 17)
    paint, trim = body_paint(rng, tint, alien, 0.68, 0.09), ramp(lch(0.48, 0.12, 30), 6, 0.36)
    for fin in ([[11, 8.8], [17.5, 13.6], [18, 9.4]], [[11, 7.6], [17.2, 2.8], [17.8, 7.0]]):
        sheet.fill(curve(np.array(fin), 4, closed=True), trim[3 if fin[1][1] > 8 else 1])
    t = np.linspace(-1, 1, 60)
    half = 4.6 * np.sqrt(np.clip(1 - np.abs(t) ** 2.3, 0, 1))
    for k, tone in enumerate((1, 2, 2, 3, 4, 5, 4, 4)):
        a, b = -np.cos(np.pi * k / 8), -np.cos(np.pi * (k + 1) / 8)
        low, high = np.stack([t * 17, 8.4 + half * a], 1), np.stack([t * 17, 8.4 + half * b + 0.03], 1)
        sheet.fill(np.concatenate([low, high[::-1]]), paint[tone])
    for at in np.linspace(-0.8, 0.8, 7):
        h = 4.6 * np.sqrt(1 - abs(at) ** 2.3)
        turn = np.linspace(-np.pi / 2, np.pi / 2, 13)
        sheet.stroke(np.stack([at * 17 - 0.7 * np.cos(turn), 8.4 + h * np.sin(turn)], 1), 0.14, paint[2])
    sheet.fill(curve(np.array([[-6, 3.6], [-5.4, 1.6], [-3.5, 0.9], [3.5, 0.9], [5, 1.8], [5.6, 3.7]]), 6), trim[2])
    sheet.stroke(np.array([[-5.6, 2.0], [5.0, 2.0]]), 0.3, trim[4])
    for x in np.linspace(-4.4, 4.0, 7):
        sheet.fill(box(x, x + 0.75, 2.3, 3.2), lamp(rng, alien), 0.0 if ruined else 0.9)
    for x in (-5.0, 5.0):
        sheet.stroke(np.array([[x, 3.4], [x * 1.1, 5.0]]), 0.2, trim[1])
    return finish(sheet, rng, "vehicle", alien, ruined, 14.0, sway=0.1, bevel=14)


@card("rocket", group="vehicle", label="vehicle", height=14.0)
def rocket(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A silver-age rocket standing on its fins."""
    rng = seed.rng()
    sheet = Sheet(-4.5, 4.5, -0.3, 15.5, 36)
    body = ramp(lch(0.82, 0.03, 240) if not alien else main_paint(rng, (0.7, 0.1, 200), None, True), 6, 0.42, cool=30)
    red = ramp(main_paint(rng, (0.58, 0.19, 28), tint, False), 6, 0.38)
    for side, tone in ((-1, 4), (1, 1)):
        fin = np.array([[side * 1.2, 5.2], [side * 2.9, 2.6], [side * 3.2, 0.0], [side * 2.5, 0.5], [side * 1.3, 1.4]])
        sheet.fill(curve(fin, 5), red[tone])
    t = np.linspace(0, 1, 40)
    half = 1.9 * np.sin(np.pi * (0.2 + 0.8 * t)) ** 0.75
    y = 1.0 + 13.2 * t
    edge = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 9))
    for k, tone in enumerate((4, 5, 5, 4, 3, 2, 1, 0)):
        left, right = np.stack([half * edge[k], y], 1), np.stack([half * edge[k + 1] + 0.01, y], 1)
        sheet.fill(np.concatenate([left, right[::-1]]), body[tone])
        nose = t > 0.76
        sheet.fill(np.concatenate([left[nose], right[nose][::-1]]), red[min(5, tone)])
        belt = (t > 0.16) & (t < 0.22)
        sheet.fill(np.concatenate([left[belt], right[belt][::-1]]), red[min(5, tone)])
    for yy in (9.4, 6.9):
        at = np.array([[-0.1, yy]])
        sheet.dabs(at, 1.5, 0.0, red[1], ROUND_FINE)
        sheet.dabs(
            at, 1.12, 0.0, lamp(rng, alien) if not ruined else lch(0.34, 0.05, 250), ROUND_FINE, 0.0 if ruined else 0.9
        )
    sheet.fill(np.array([[-0.9, 1.1], [0.9, 1.1], [0.65, 0.3], [-0.65, 0.3]]), body[0])
    sheet.fill(
        curve(np.array([[-0.16, 4.4], [-0.4, 2.0], [-0.25, 0.0], [0.25, 0.0], [0.4, 2.0], [0.16, 4.4]]), 5), red[3]
    )
    return finish(sheet, rng, "vehicle", alien, ruined, 7.0, bevel=12)


@card("saucer", group="vehicle", label="vehicle", height=5.0)
def saucer(seed: Seed, *, tint: Tint = None, alien: bool = True, ruined: bool = False) -> Card:
    """A flying saucer with a dome and running lights; its foot is under the hull."""
    rng = seed.rng()
    sheet = Sheet(-7.5, 7.5, -0.6, 6, 40)
    paint = ramp(main_paint(rng, (0.66, 0.05, 265), tint, False), 6, 0.44, cool=30)
    shine = glowing(rng)
    turn = np.linspace(0, np.pi, 30)
    dome = np.stack([2.4 * np.cos(turn), 3.0 + 2.1 * np.sin(turn)], 1)
    sheet.fill(dome, mixed(shine, lch(0.5, 0.1, 240), 0.45), 0.0 if ruined else 0.6)
    sheet.fill(blob(rng, -0.8, 4.1, 0.55, 0.7, 0.05), mixed(shine, lch(0.98, 0.02, 100), 0.6), 0.0 if ruined else 0.8)
    for ry, y, half, tones in ((1.15, 2.5, 6.6, (4, 3)), (1.5, 2.2, 6.4, (1, 0))):
        upper = np.stack([half * np.cos(turn), y + ry * np.sin(turn)], 1)
        lower = np.stack([half * np.cos(turn), y - ry * np.sin(turn)], 1)
        sheet.fill(upper if tones[0] > 2 else lower, paint[tones[0]])
        with sheet.inside():
            sheet.fill((upper if tones[0] > 2 else lower) * [0.7, 1.0] + [1.6, -0.1], paint[tones[1]])
    sheet.fill(np.array([[-6.6, 2.35], [6.6, 2.35], [6.5, 2.6], [-6.5, 2.6]]), paint[5])
    bulbs = np.stack([np.sin(np.linspace(-1.35, 1.35, 9)) * 5.9, 1.75 + 0.0 * np.linspace(0, 1, 9)], 1)
    bulbs[:, 1] -= 0.35 * np.cos(np.linspace(-1.35, 1.35, 9))
    sheet.dabs(bulbs, 0.75, 0.0, paint[0], ROUND_FINE)
    sheet.dabs(bulbs, 0.52, 0.0, shine, ROUND_FINE, 0.0 if ruined else 1.0)
    sheet.fill(
        np.array([[-1.5, 0.85], [1.5, 0.85], [0.9, 0.3], [-0.9, 0.3]]),
        mixed(shine, lch(0.98, 0.02, 100), 0.5),
        0.0 if ruined else 1.0,
    )
    if ruined:
        ivy(sheet, rng, 4, 1.2, 0.2)
    return sheet.card(rng, "vehicle", bevel=12)
