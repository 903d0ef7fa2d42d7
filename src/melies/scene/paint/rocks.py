"""Stone: boulders, sea stacks, buttes, arches, cliffs; and drifts of snow."""

from __future__ import annotations

import cv2
import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import Rng, Sheet, box, by_hand, curve, jag
from melies.scene.paint.colour import Lch, Tint, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import canopy, ivy, spots
from melies.scene.paint.registry import card

_STONE: tuple[Lch, ...] = ((0.42, 0.1, 300), (0.45, 0.09, 200), (0.4, 0.1, 340))


def hewn(sheet: Sheet, rng: Rng, outline: ndarray, paints: ndarray, planes: int, size: float) -> None:
    """A rock: its outline in the middle paint, then broken planes lit from the upper left, cracks and moss-grain."""
    sheet.fill(outline, paints[2])
    area = np.zeros(sheet.px.shape[:2], np.uint8)
    cv2.fillPoly(area, [sheet.at(outline)], 255, cv2.LINE_8, 4)
    low, high = outline.min(0), outline.max(0)
    middle, half = (low + high) / 2, (high - low) / 2
    with sheet.inside(area):
        for _ in range(planes):
            spot = rng.uniform(-1, 1, 2)
            out = -0.75 * spot[0] + 0.85 * spot[1] + rng.normal(0, 0.3)
            tone = int(np.clip(np.floor((out + 1.15) / 2.3 * len(paints)), 0, len(paints) - 1))
            lean = rng.normal(0.3, 0.3)
            x, y = middle + spot * half
            rx, ry = size * rng.uniform(0.5, 1.2, 2) * half
            face = np.array(
                [[-rx, -ry * 0.7], [-rx * 0.2, -ry], [rx, -ry * 0.5], [rx * 0.75, ry * 0.6], [-rx * 0.5, ry]]
            )
            face[:, 0] += face[:, 1] * lean
            sheet.fill(jag(rng, face, 0.14, 2) + [x, y], paints[tone])
        for _ in range(max(2, planes // 7)):
            start = middle + rng.uniform(-0.8, 0.8, 2) * half
            way = np.array([rng.normal(0.1, 0.25), -1.0]) * half[1] * rng.uniform(0.3, 0.7)
            line = jag(rng, np.array([start, start + way]), 0.2, 3, closed=False)
            sheet.stroke(line, np.linspace(1, 0.1, len(line)) * half.min() * 0.05, paints[0])


def lump(rng: Rng, wide: float, tall: float, points: int = 9, rough: float = 0.16) -> ndarray:
    """The outline of a stone that sits on the ground."""
    turn = np.linspace(np.pi + 0.12, -0.12, points) + rng.normal(0, 0.06, points)
    reach = 1 + rng.uniform(-rough, rough, points)
    top = np.stack([np.cos(turn) * reach * wide / 2, np.sin(turn) * reach * tall], 1)
    return jag(rng, np.concatenate([top, [[wide * 0.2, -0.06 * tall], [-wide * 0.2, -0.08 * tall]]]), 0.09, 3)


def _stones(rng: Rng, tint: Tint, alien: bool, natural: Lch = (0.5, 0.03, 70), spread: float = 0.42) -> ndarray:
    return ramp(main_paint(rng, natural, tint, alien, _STONE), 6, spread, cool=150.0)


def _moss(sheet: Sheet, rng: Rng, alien: bool, ruined: bool, size: float) -> None:
    if alien:
        spots(sheet, rng, 18, size * 0.05)
    elif ruined or rng.uniform() < 0.5:
        moss = ramp(lch(0.5, 0.1, 125), 4, 0.3)
        with sheet.inside():
            for x, y in sheet.scatter(rng, 8, 0.02):
                canopy(sheet, rng, np.array([[x, y, size * 0.13, size * 0.05]]), moss, size * 0.035, body=0.6)


@card("rock", group="rock", label="rock", height=0.9)
def rock(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A knee-high stone."""
    rng = seed.rng()
    sheet = Sheet(-1.2, 1.2, -0.2, 1.4, 190)
    wide, tall = rng.uniform(1.1, 1.7), rng.uniform(0.6, 0.95)
    hewn(sheet, rng, lump(rng, wide, tall), _stones(rng, tint, alien), 26, 0.42)
    _moss(sheet, rng, alien, ruined, 1.0)
    return sheet.card(rng, "rock", bevel=14)


@card("boulder", group="rock", label="rock", height=2.6)
def boulder(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A stone taller than a person, leaning on smaller ones."""
    rng = seed.rng()
    sheet = Sheet(-3.2, 3.2, -0.4, 3.8, 110)
    paints = _stones(rng, tint, alien)
    hewn(sheet, rng, lump(rng, rng.uniform(2.6, 3.6), rng.uniform(2.2, 2.9)), paints, 40, 0.36)
    for side in (-1, 1):
        outline = lump(rng, rng.uniform(1.0, 1.7), rng.uniform(0.6, 1.1)) + [side * rng.uniform(1.2, 1.8), -0.05]
        hewn(sheet, rng, outline, paints, 20, 0.42)
    _moss(sheet, rng, alien, ruined, 2.4)
    return sheet.card(rng, "rock", bevel=16)


@card("stones", group="rock", label="rock", height=0.35)
def stones(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A handful of pebbles and cobbles."""
    rng = seed.rng()
    sheet = Sheet(-1, 1, -0.15, 0.7, 200)
    paints = _stones(rng, tint, alien)
    for x in rng.permutation(np.linspace(-0.7, 0.7, 6)) + rng.normal(0, 0.05, 6):
        hewn(
            sheet,
            rng,
            lump(rng, rng.uniform(0.25, 0.6), rng.uniform(0.12, 0.34)) + [x, -0.05 * rng.uniform()],
            paints,
            9,
            0.5,
        )
    _moss(sheet, rng, alien, ruined, 0.6)
    return sheet.card(rng, "rock", bevel=6)


@card("sea stack", group="rock", label="rock", height=14.0)
def sea_stack(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A pillar the sea has left, with a cap of grass."""
    rng = seed.rng()
    sheet = Sheet(-8, 8, -1, 17, 34)
    paints = _stones(rng, tint, alien, (0.46, 0.045, 55))
    for x, wide, tall in ((rng.uniform(2.4, 3.6), 3.0, 5.5), (-2.8, 2.4, 3.6), (0.0, 4.6, 13.0)):
        tall *= rng.uniform(0.85, 1.1)
        lean = rng.normal(0, 0.25)
        side = np.array(
            [
                [-0.62, -0.02],
                [-0.46, 0.14],
                [-0.5, 0.4],
                [-0.36, 0.62],
                [-0.4, 0.86],
                [-0.24, 0.98],
                [0.1, 1.0],
                [0.32, 0.92],
                [0.36, 0.7],
                [0.48, 0.45],
                [0.42, 0.16],
                [0.64, -0.02],
            ]
        )
        outline = jag(
            rng,
            side * [wide, tall]
            + rng.normal(0, 0.18, side.shape)
            + np.outer(side[:, 1] * tall * lean * 0.3, [1, 0])
            + [x, 0],
            0.1,
            3,
        )
        hewn(sheet, rng, outline, paints, 46, 0.2)
        if not ruined:
            crown = np.array(
                [
                    [x + tall * lean * 0.3 + k * wide * 0.13, tall * 0.985 - abs(k) * 0.14, wide * 0.17, 0.35]
                    for k in (-1.4, 1.5, 0)
                ]
            )
            canopy(
                sheet,
                rng,
                crown,
                ramp(main_paint(rng, (0.52, 0.1, 125), None, alien), 5, 0.36),
                0.3,
                body=0.7,
                hang=-1.5,
            )
    if alien:
        spots(sheet, rng, 40, 0.16)
    return sheet.card(rng, "rock", bevel=14)


def strata(sheet: Sheet, rng: Rng, bottom: float, top: float, paints: ndarray, area: ndarray) -> None:
    """Bands of stone across `area`, each a little bent, with fluted cliffs lit from the left."""
    left, right = sheet.left, sheet.left + sheet.px.shape[1] / sheet.scale / sheet.over
    with sheet.inside(area):
        y = bottom
        while y < top:
            step = (top - bottom) * rng.uniform(0.025, 0.09)
            xs = np.linspace(left, right, 14)
            low = np.stack([xs, y + rng.normal(0, step * 0.1, 14)], 1)
            sheet.fill(
                np.concatenate([low, [[right, top + 1], [left, top + 1]]]), paints[int(rng.integers(0, len(paints)))]
            )
            y += step


@card("butte", group="rock", label="rock", height=45.0)
def butte(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A desert table mountain: strata, fluted cliffs, a skirt of scree."""
    rng = seed.rng()
    sheet = Sheet(-60, 60, -3, 60, 8.4)
    base = main_paint(rng, (0.55, 0.115, 45), tint, alien, _STONE)
    paints = ramp(base, 6, 0.4, cool=40)
    tall, wide = 45 * rng.uniform(0.85, 1.1), rng.uniform(34, 52)
    steps = [
        (-0.5, 0.36),
        (-0.44, 0.62),
        (-0.36, 0.66),
        (-0.33, 0.93),
        (-0.27, 1.0),
        (0.24, 1.0),
        (0.3, 0.9),
        (0.33, 0.7),
        (0.42, 0.64),
        (0.5, 0.36),
    ]
    cliff = np.array(steps) * [wide, tall] + rng.normal(0, 0.7, (10, 2))
    skirt = np.array(
        [
            [-wide * 0.98, -1.5],
            [-wide * 0.75, tall * 0.07],
            [-wide * 0.58, tall * 0.24],
            [-wide * 0.49, tall * 0.42],
            [wide * 0.49, tall * 0.42],
            [wide * 0.6, tall * 0.22],
            [wide * 0.78, tall * 0.06],
            [wide * 1.0, -1.5],
        ]
    )
    _scree(sheet, rng, jag(rng, skirt, 0.03, 3), paints)
    _fluted(sheet, rng, jag(rng, cliff, 0.05, 4), paints, tall)
    if ruined or rng.uniform() < 0.6:
        x = rng.choice([-1, 1]) * wide * rng.uniform(0.66, 0.8)
        spire = np.array(
            [[-3.4, 0], [-2.6, 0.5 * tall], [-1.4, 0.72 * tall], [0.9, 0.74 * tall], [2.4, 0.52 * tall], [3.6, 0]]
        ) + [x, tall * 0.04]
        _fluted(sheet, rng, jag(rng, spire, 0.05, 4), paints, tall * 0.75)
        _scree(
            sheet,
            rng,
            jag(rng, np.array([[x - 13, -1.5], [x - 3, tall * 0.17], [x + 3, tall * 0.17], [x + 13, -1.5]]), 0.03, 3),
            paints,
        )
    if alien:
        spots(sheet, rng, 40, 0.6)
    return sheet.card(rng, "rock", bevel=10)


def _scree(sheet: Sheet, rng: Rng, outline: ndarray, paints: ndarray) -> None:
    area = np.zeros(sheet.px.shape[:2], np.uint8)
    cv2.fillPoly(area, [sheet.at(outline)], 255, cv2.LINE_8, 4)
    sheet.fill(outline, paints[3])
    low, high = outline.min(0), outline.max(0)
    middle = (low[0] + high[0]) / 2
    with sheet.inside(area):
        for x in rng.uniform(low[0], high[0], 26):
            out = (x - middle) / (high[0] - low[0])
            foot = x + out * (high[0] - low[0]) * 0.35
            w = (high[0] - low[0]) * rng.uniform(0.015, 0.05)
            top = high[1] * rng.uniform(0.5, 1.0)
            tone = paints[int(np.clip(3.2 - 3.4 * out + rng.normal(0, 0.9), 0, 5))]
            sheet.fill(np.array([[x, top], [x + w * 0.4, top], [foot + w, low[1]], [foot - w, low[1]]]), tone)


def _fluted(sheet: Sheet, rng: Rng, outline: ndarray, paints: ndarray, tall: float) -> None:
    area = np.zeros(sheet.px.shape[:2], np.uint8)
    cv2.fillPoly(area, [sheet.at(outline)], 255, cv2.LINE_8, 4)
    sheet.fill(outline, paints[3])
    low, high = outline.min(0), outline.max(0)
    wide = high[0] - low[0]
    strata(
        sheet,
        rng,
        low[1],
        high[1],
        np.array([paints[3], mixed(paints[3], paints[4], 0.6), mixed(paints[2], paints[3], 0.5)]),
        area,
    )
    with sheet.inside(area):
        x = low[0]
        while x < high[0]:
            w = wide * rng.uniform(0.02, 0.075)
            out = (x + w - low[0]) / wide
            top, end = high[1] * rng.uniform(0.86, 1.02), low[1] + (high[1] - low[1]) * rng.uniform(-0.05, 0.4)
            dark = 1 if out < 0.55 else 0
            flute = np.array([[x + w * 0.55, top], [x + w, top * 0.99], [x + w * 1.05, end], [x + w * 0.6, end + w]])
            sheet.fill(jag(rng, flute, 0.05, 2), paints[dark])
            sheet.fill(
                np.array(
                    [[x + w * 0.1, top], [x + w * 0.4, top], [x + w * 0.34, end + 2 * w], [x + w * 0.12, end + w]]
                ),
                paints[5 if out < 0.5 else 4],
            )
            x += w * rng.uniform(1.0, 1.7)
        ledge = by_hand(rng, box(low[0], high[0], high[1] * 0.94, high[1] * 1.1), wide * 0.004, wide * 0.05)
        sheet.fill(ledge, paints[5])
        sheet.stroke(np.array([[low[0], high[1] * 0.925], [high[0], high[1] * 0.93]]), tall * 0.02, paints[1])


@card("arch", group="rock", label="rock", height=16.0)
def arch(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A natural bridge of stone; the hole shows what lies behind."""
    rng = seed.rng()
    sheet = Sheet(-15, 15, -1, 20, 30)
    paints = ramp(main_paint(rng, (0.56, 0.11, 45), tint, alien, _STONE), 6, 0.4, cool=40)
    points = np.array(
        [
            [-11.5, -0.6],
            [-9.8, 4.5],
            [-9.4, 9.5],
            [-6.5, 13.6],
            [-1.5, 15.6],
            [4.2, 14.8],
            [8.2, 11.6],
            [9.2, 7],
            [9.8, 3.5],
            [12.2, -0.6],
        ]
    )
    outline = jag(rng, curve(points + rng.normal(0, 0.5, points.shape), 3), 0.08, 2)
    hewn(sheet, rng, outline, paints, 80, 0.12)
    area = sheet.alpha
    pale = np.array([paints[4], paints[3], paints[5]])
    with sheet.inside(area):
        for y in rng.uniform(0, 15, 7):
            sheet.stroke(
                np.stack([np.linspace(-13, 13, 9), y + rng.normal(0, 0.25, 9)], 1),
                rng.uniform(0.1, 0.35),
                pale[int(rng.integers(3))],
            )
    hole = np.array(
        [[-5.2, -1.2], [-5.9, 3.5], [-4.8, 8.0], [-1.4, 11.2], [2.4, 11.0], [4.6, 8.0], [5.2, 3.2], [6.4, -1.2]]
    )
    if ruined:
        hole[3:5] += [[0.5, 8], [0.2, 8]]
    hole = jag(rng, curve(hole + rng.normal(0, 0.3, hole.shape), 3), 0.06, 2)
    with sheet.inside():
        sheet.fill(hole + [0.9, 0.7], paints[0])
        sheet.fill(hole + [-0.5, 0.5], paints[1])
    sheet.cut(hole)
    if alien:
        spots(sheet, rng, 40, 0.2)
    return sheet.card(rng, "rock", bevel=14)


@card("cliff edge", group="rock", label="rock", height=12.0, touch="l")
def cliff_edge(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A headland that enters from the left with turf on top; mirror it for the right."""
    rng = seed.rng()
    sheet = Sheet(-9, 9, -1, 15, 36)
    paints = _stones(rng, tint, alien, (0.48, 0.05, 60))
    points = np.array(
        [
            [-9, 12.2],
            [-5, 12.0],
            [-0.5, 11.4],
            [3.0, 10.9],
            [4.3, 10.2],
            [3.0, 8.6],
            [3.4, 6.5],
            [1.4, 4.6],
            [1.9, 2.4],
            [0.2, -0.6],
            [-9, -0.6],
        ]
    )
    points[1:-1] += rng.normal(0, 0.25, (9, 2))
    outline = np.concatenate([jag(rng, points[:-1], 0.06, 4, closed=False), points[-1:]])
    hewn(sheet, rng, outline, paints, 90, 0.16)
    turf = ramp(main_paint(rng, (0.54, 0.11, 125), None, alien), 5, 0.36)
    xs = np.linspace(-8.9, 3.9, 24)
    clumps = np.stack(
        [
            xs,
            np.interp(xs, points[:5, 0], points[:5, 1]) + rng.normal(0, 0.1, 24),
            rng.uniform(0.5, 0.9, 24),
            rng.uniform(0.25, 0.5, 24),
        ],
        1,
    )
    canopy(sheet, rng, clumps, turf, 0.28, hang=-1.5, body=0.9)
    if alien:
        spots(sheet, rng, 40, 0.15)
    if ruined:
        ivy(sheet, rng, 6, 1.5, 0.3)
    return sheet.card(rng, "rock", touch="l", bevel=14)


@card("snow drift", group="rock", label="snow", height=0.9)
def snow_drift(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A wave of blown snow with a blue shadow side."""
    rng = seed.rng()
    sheet = Sheet(-2.4, 2.4, -0.2, 1.5, 130)
    paints = ramp(
        main_paint(rng, (0.86, 0.035, 240), tint, alien, ((0.8, 0.07, 320), (0.82, 0.07, 190))),
        5,
        0.26,
        cool=20,
        warm=150,
    )
    xs = np.linspace(-2, 2, 60)
    crest, tall = rng.uniform(-0.5, 0.4), rng.uniform(0.6, 0.95)
    body = tall * np.exp(-(((xs - crest) / np.where(xs < crest, 1.0, 0.62)) ** 2)) + 0.16 * np.exp(
        -(((xs - crest - 1.1) / 0.4) ** 2)
    )
    top = np.stack([xs, body - 0.05], 1)
    sheet.fill(np.concatenate([top, [[2, -0.08], [-2, -0.08]]]), paints[3])
    with sheet.inside():
        shade = curve(
            np.array(
                [[crest + 0.02, tall], [crest + 0.1, tall * 0.6], [crest - 0.15, tall * 0.3], [crest + 0.25, -0.1]]
            ),
            8,
        )
        sheet.fill(np.concatenate([shade, [[2.4, -0.1], [2.4, 1.4]]]), paints[1])
        for k in range(7):
            y = rng.uniform(0, tall * 0.7)
            line = np.array([[crest - 1.6 + 0.2 * k, y * 0.4], [crest - 0.8, y * 0.8], [crest - 0.05, y]])
            sheet.stroke(curve(line, 6), np.sin(np.linspace(0.1, 3.0, 13)) * 0.035, paints[4 if k % 2 else 2])
        sheet.stroke(top[8:], np.where(xs[8:] < crest + 0.15, 0.07, 0.02), paints[4])
    return sheet.card(rng, "snow", bevel=12)
