"""Buildings one remembers: lighthouse, windmill, castle, temple, watchtower, columns, torii."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, box, jag
from melies.scene.paint.colour import Tint, glowing, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import ivy
from melies.scene.paint.masonry import Face, Light, courses, door, ruin, strange, walls, window
from melies.scene.paint.registry import card
from melies.scene.paint.rocks import hewn, lump


def drum(
    sheet: Sheet,
    rng: Rng,
    x: float,
    low: float,
    top: float,
    wide: float,
    thin: float,
    paints: ndarray,
    *,
    laid: float = 0.6,
    row: float = 0.5,
) -> Face:
    """A round tower: vertical bands of value from the lit left to the dark right, with courses of stone."""
    face = Face.of((x - wide / 2, low), (x + wide / 2, low), (x + thin / 2, top), (x - thin / 2, top))
    edge = (np.sin(np.linspace(-np.pi / 2, np.pi / 2, 11)) + 1) / 2
    tone = np.array([4, 5, 5, 4, 4, 3, 3, 2, 1, 0])
    for k in range(10):
        sheet.fill(face.box(edge[k] - (0.004 if k else 0), edge[k + 1], 0, 1), paints[min(len(paints) - 1, tone[k])])
    if laid > 0:
        rows = max(3, int((top - low) / row))
        for r in range(rows):
            us = (np.sin(np.sort(rng.uniform(-1.5, 1.5, 7))) + 1) / 2
            for u0, u1 in zip(us[:-1], us[1:], strict=True):
                if rng.uniform() < laid * 0.5:
                    level = int(np.clip(tone[min(9, int(u0 * 10))] + rng.choice([-1, 1]), 0, len(paints) - 1))
                    sheet.fill(face.box(u0, u1 - 0.01, (r + 0.08) / rows, (r + 0.92) / rows), paints[level])
    return face


def cone(sheet: Sheet, x: float, low: float, tall: float, wide: float, paints: ndarray) -> None:
    """A pointed roof in four values."""
    edge = (np.sin(np.linspace(-np.pi / 2, np.pi / 2, 6)) + 1) / 2
    for k, tone in enumerate((4, 4, 3, 2, 1)):
        a, b = x - wide / 2 + wide * edge[k], x - wide / 2 + wide * edge[k + 1]
        dip = [0.08 * wide * np.sin(np.pi * e) for e in (edge[k], edge[k + 1])]
        sheet.fill(
            np.array([[a, low - dip[0]], [b + 0.01, low - dip[1]], [x + 0.03 * wide, low + tall], [x, low + tall]]),
            paints[tone],
        )


@card("lighthouse", group="building", label="building", height=18.0)
def lighthouse(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A banded tower on its rock, the lantern alight."""
    rng = seed.rng()
    sheet = Sheet(-7, 7, -0.6, 21, 28)
    white = walls(rng, (0.88, 0.02, 85), None, alien, 0.34)
    red = walls(rng, (0.54, 0.17, 28), tint, alien, 0.34)
    light = Light.of(rng, alien, ruined, 1.0)
    tall, foot, head = 14.5 * rng.uniform(0.92, 1.08), rng.uniform(4.2, 4.8), 2.5
    hewn(
        sheet,
        rng,
        lump(rng, 11.0, 1.8),
        ramp(main_paint(rng, (0.47, 0.035, 60), None, alien), 6, 0.4, cool=90),
        30,
        0.3,
    )
    bands = 5
    for k in range(bands):
        t0, t1 = k / bands, (k + 1) / bands
        width = (foot + (head - foot) * t0**0.7, foot + (head - foot) * t1**0.7)
        drum(sheet, rng, 0, 0.9 + tall * t0, 0.9 + tall * t1, *width, red if k % 2 else white, laid=0.12, row=0.6)
    body = Face.of((-foot / 2, 0.9), (foot / 2, 0.9), (head / 2, 0.9 + tall), (-head / 2, 0.9 + tall))
    door(sheet, body, 0.46, 0.2, 0.14, lch(0.36, 0.06, 200))
    for v in (0.32, 0.56, 0.8):
        window(sheet, rng, body, 0.48, v, 0.12, 0.05, light, white[5], panes=(1, 2), arched=True)
    y, iron = 0.9 + tall, ramp(lch(0.34, 0.05, 250), 5, 0.3)
    sheet.fill(np.array([[-1.25, y], [1.25, y], [1.9, y + 0.55], [-1.9, y + 0.55]]), iron[2])
    glow = 0.0 if ruined else 1.0
    sheet.fill(box(-1.05, 1.05, y + 0.55, y + 2.6), light.warm if glow else light.glass, glow)
    sheet.dabs(np.array([[0.0, y + 1.6]]), np.array([[1.1, 1.5]]), 0.0, lch(0.985, 0.04, 95), ROUND, glow)
    for x in np.linspace(-1.05, 1.05, 5):
        sheet.stroke(np.array([[x, y + 0.5], [x, y + 2.65]]), 0.1, iron[1])
    for v in (0.95, 1.4):
        sheet.stroke(np.array([[-1.9, y + v], [1.9, y + v]]), 0.07, iron[1])
    for x in np.linspace(-1.88, 1.88, 9):
        sheet.stroke(np.array([[x, y + 0.5], [x, y + 1.4]]), 0.06, iron[1])
    cone(sheet, 0, y + 2.55, 1.6, 3.0, red)
    sheet.dabs(np.array([[0.0, y + 4.3]]), 0.4, 0.0, iron[3], ROUND)
    if ruined:
        ruin(sheet, rng, 2, 8, 1.8)
    strange(sheet, rng, alien, 0.2)
    return sheet.card(rng, "building")


@card("windmill", group="building", label="building", height=14.0)
def windmill(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A tower mill with four latticed sails."""
    rng = seed.rng()
    sheet = Sheet(-8.5, 8.5, -0.4, 17.5, 32)
    wall = walls(rng, (0.8, 0.035, 75), tint, alien, 0.36)
    cap = ramp(lch(0.45, 0.1, 300) if alien else lch(0.47, 0.1, 38), 6, 0.34)
    light = Light.of(rng, alien, ruined, 0.8)
    body = drum(sheet, rng, 0, 0, 9.0, 6.0, 3.9, wall, laid=0.4, row=0.5)
    cone(sheet, 0, 8.9, 2.9, 4.8, cap)
    door(sheet, body, 0.44, 0.2, 0.28, lch(0.4, 0.08, 40))
    for u, v in ((0.36, 0.52), (0.6, 0.72)):
        window(sheet, rng, body, u, v, 0.11, 0.1, light, wall[5])
    hub, turn, wood = np.array([-0.2, 9.6]), rng.uniform(0.2, 1.2), lch(0.38, 0.05, 45)
    canvas = ramp(lch(0.88, 0.03, 85), 4, 0.2)
    for k in range(3 if ruined else 4):
        way = np.array([np.cos(turn + k * np.pi / 2), np.sin(turn + k * np.pi / 2)])
        side = np.array([-way[1], way[0]])
        a, b = hub + way * 1.3, hub + way * 6.4
        sheet.fill(np.array([a, b, b + side * 1.35, a + side * 1.35]), canvas[2 if side[0] < 0 else 1])
        for t in np.linspace(0, 1, 9):
            at = a + (b - a) * t
            sheet.stroke(np.array([at - side * 0.1, at + side * 1.4]), 0.09, wood)
        for off in (0.7, 1.36):
            sheet.stroke(np.array([a + side * off, b + side * off]), 0.09, wood)
        sheet.stroke(np.array([hub, b]), np.array([0.34, 0.18]), wood)
    sheet.dabs(hub[None], 0.8, 0.0, cap[2], ROUND)
    if ruined:
        ruin(sheet, rng, 2, 7, 1.4)
    strange(sheet, rng, alien, 0.14)
    return sheet.card(rng, "building")


def _crenels(sheet: Sheet, left: float, right: float, y: float, size: float, paints: ndarray) -> None:
    for x in np.arange(left, right - size * 0.6, size * 1.8):
        sheet.fill(box(x, min(right, x + size), y - 0.05, y + size), paints[4 if x < (left + right) / 2 else 2])


@card("castle", group="building", label="building", height=30.0)
def castle(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Towers of many heights with pointed roofs, a wall and a gate."""
    rng = seed.rng()
    sheet = Sheet(-20, 20, -0.8, 40, 16)
    wall = walls(rng, (0.72, 0.035, 75), None, alien, 0.36)
    roof = ramp(main_paint(rng, (0.47, 0.1, rng.choice([255, 25, 190])), tint, alien), 6, 0.34)
    light = Light.of(rng, alien, ruined, 0.6)
    plan = [
        (-5.0, 25, 4.2),
        (4.6, 21, 3.8),
        (0.0, 30, 5.0),
        (-10.5, 15, 4.6),
        (10.8, 16.5, 4.4),
        (7.2, 13, 3.4),
        (-7.6, 12, 3.6),
    ]
    for k, (x, tall, wide) in enumerate(plan):
        x, tall = x + rng.normal(0, 0.4), tall * rng.uniform(0.88, 1.1)
        face = drum(sheet, rng, x, 0, tall, wide, wide * 0.94, wall, laid=0.4, row=1.1)
        drum(sheet, rng, x, tall - 0.2, tall + 1.1, wide * 1.16, wide * 1.2, wall, laid=0.0)
        cone(sheet, x, tall + 1.1, wide * rng.uniform(1.6, 2.2), wide * 1.34, roof)
        for v in rng.uniform(0.4, 0.92, 3):
            window(
                sheet,
                rng,
                face,
                rng.uniform(0.34, 0.66),
                v,
                0.14,
                1.5 / tall,
                light,
                wall[5],
                panes=(1, 1),
                arched=True,
            )
        if k in (2, 4, 3) and not ruined:
            top = np.array([x, tall + 1.1 + wide * 1.9])
            sheet.stroke(np.array([top, top + [0, 2.6]]), 0.16, wall[1])
            sheet.fill(np.array([top + [0, 2.6], top + [2.4, 2.1], top + [0, 1.5]]), lch(0.6, 0.18, 30))
    for left, right, high in ((-12.0, 12.0, 8.0), (-3.4, 3.4, 11.0)):
        front = Face.of((left, -0.3), (right, -0.3), (right, high), (left, high))
        sheet.fill(front.corners, wall[3])
        courses(sheet, rng, front, wall, int(high / 0.9), int((right - left) / 1.6), cover=0.5, tone=0.6, rough=0.3)
        _crenels(sheet, left, right, high, 0.9, wall)
    gate = Face.of((-1.9, -0.2), (1.9, -0.2), (1.9, 6.0), (-1.9, 6.0))
    door(sheet, gate, 0.5, 0.9, 0.98, lch(0.32, 0.06, 45))
    for x in (-8.6, -5.6, 5.8, 8.8):
        window(
            sheet, rng, Face(box(x - 2, x + 2, 3, 7)), 0.5, 0.5, 0.16, 0.4, light, wall[5], panes=(1, 1), arched=True
        )
    if ruined:
        ruin(sheet, rng, 5, 12, 2.6)
    strange(sheet, rng, alien, 0.35)
    return sheet.card(rng, "building", bevel=8)


@card("temple", group="building", label="building", height=16.0)
def temple(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A pagoda: storeys under roofs with lifted corners."""
    rng = seed.rng()
    sheet = Sheet(-9, 9, -0.5, 21, 28)
    wall = walls(rng, (0.56, 0.15, 32), tint, alien, 0.32)
    roof = ramp(lch(0.42, 0.1, 300) if alien else lch(0.42, 0.06, 185), 6, 0.36)
    light, pale = Light.of(rng, alien, ruined, 0.9), lch(0.84, 0.04, 80)
    base = Face.of((-6.4, -0.2), (6.4, -0.2), (5.9, 1.2), (-5.9, 1.2))
    sheet.fill(base.corners, pale * 0.86)
    courses(sheet, rng, base, ramp(pale * 0.86, 5, 0.2), 3, 12, tone=0.5)
    y, storeys = 1.2, 3 if ruined else int(rng.integers(4, 6))
    for k in range(storeys):
        half, tall = 4.2 * 0.82**k, 2.1 * 0.92**k
        front = Face.of((-half, y), (half, y), (half * 0.97, y + tall), (-half * 0.97, y + tall))
        sheet.fill(front.corners, wall[2])
        for u0 in (0.04, 0.28, 0.52, 0.76):
            lit = rng.uniform() < light.share
            sheet.fill(front.box(u0, u0 + 0.2, 0.1, 0.78), light.warm if lit else light.glass, 0.85 if lit else 0.0)
            for t in (0.07, 0.135):
                sheet.fill(front.box(u0 + t - 0.006, u0 + t + 0.006, 0.1, 0.78), wall[1])
            sheet.fill(front.box(u0, u0 + 0.2, 0.42, 0.46), wall[1])
        for u in (0.0, 0.255, 0.5, 0.74, 0.96):
            sheet.fill(front.box(u, u + 0.04, 0, 1), wall[4 if u < 0.5 else 1])
        _lifted_roof(sheet, y + tall, half * 1.62, 1.5 * 0.9**k, half * 0.8, roof, pale)
        y += tall + 1.0 * 0.9**k
    top = np.array([[0, y + 0.3], [0, y + 3.0]])
    sheet.stroke(top, np.array([0.3, 0.1]), lch(0.75, 0.12, 82))
    for v in (0.9, 1.4, 1.9):
        sheet.stroke(np.array([[-0.5 + v * 0.14, y + v], [0.5 - v * 0.14, y + v]]), 0.16, lch(0.75, 0.12, 82))
    if ruined:
        ruin(sheet, rng, 3, 9, 1.7)
    strange(sheet, rng, alien, 0.2)
    return sheet.card(rng, "building", bevel=8)


def _lifted_roof(sheet: Sheet, y: float, half: float, tall: float, top: float, paints: ndarray, trim: ndarray) -> None:
    t = np.linspace(-1, 1, 25)
    hem = np.stack([t * half, y - 0.35 + 0.75 * np.abs(t) ** 3.2], 1)
    crown = np.stack([t * top, np.full(25, y + tall)], 1)
    sheet.fill(np.concatenate([hem, crown[::-1]]), paints[2])
    for k in range(24):
        mid = (hem[k] + crown[k]) / 2 * [0.94, 1] - [0, 0.16]
        nxt = (hem[k + 1] + crown[k + 1]) / 2 * [0.94, 1] - [0, 0.16]
        tone = 4 if t[k] < -0.45 else 3 if t[k] < 0.1 else 2 if t[k] < 0.5 else 1
        sheet.fill(
            np.array(
                [
                    hem[k],
                    hem[k] * 0.35 + hem[k + 1] * 0.65,
                    nxt * 0.65 + mid * 0.35,
                    crown[k] * 0.35 + crown[k + 1] * 0.65,
                    crown[k],
                    mid,
                ]
            ),
            paints[tone],
        )
    sheet.stroke(hem, 0.2, trim * 0.9)
    sheet.stroke(hem - [0, 0.2], 0.2, paints[0])
    sheet.stroke(crown, 0.22, paints[4])


@card("watchtower", group="building", label="building", height=9.0)
def watchtower(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A timber lookout on braced legs."""
    rng = seed.rng()
    sheet = Sheet(-3.6, 3.6, -0.3, 11, 52)
    wood = ramp(main_paint(rng, (0.48, 0.07, 55), tint, alien), 6, 0.38)
    roof = ramp(lch(0.46, 0.1, 300) if alien else lch(0.5, 0.09, 60), 6, 0.34)
    light = Light.of(rng, alien, ruined, 1.0)
    for low, top in ((0.0, 2.0), (2.0, 4.0), (4.0, 5.8)):
        a, b = 1.9 - low * 0.13, 1.9 - top * 0.13
        for start, end in (([-a, low], [b, top]), ([a, low], [-b, top]), ([-b, top], [b, top])):
            sheet.stroke(np.array([start, end], float), 0.16, wood[2])
    for side, tone in ((-1, 4), (1, 1)):
        sheet.stroke(np.array([[side * 1.95, -0.15], [side * 1.1, 6.0]]), 0.3, wood[tone])
    for y in np.arange(0.5, 5.6, 0.4):
        sheet.stroke(np.array([[-0.3, y], [0.3, y]]), 0.08, wood[4])
    for x in (-0.3, 0.3):
        sheet.stroke(np.array([[x, 0], [x, 5.8]]), 0.09, wood[3])
    room = Face.of((-1.7, 5.8), (1.7, 5.8), (1.7, 7.9), (-1.7, 7.9))
    sheet.fill(room.box(0.05, 0.95, 0, 1), light.warm * 0.8 if light.share else light.glass, 0.75 * light.share)
    courses(sheet, rng, Face(room.box(0, 1, 0, 0.5)), wood, 1, 11, tone=0.6, gap=0.06, shift=0, rough=0.05)
    for u in (0.0, 0.47, 0.93):
        sheet.fill(room.box(u, u + 0.07, 0, 1), wood[4 if u < 0.5 else 1])
    sheet.fill(box(-2.0, 2.0, 5.6, 5.85), wood[5])
    cone(sheet, 0, 7.85, 1.7, 4.6, roof)
    if ruined:
        ruin(sheet, rng, 2, 6, 0.9)
    strange(sheet, rng, alien, 0.09)
    return sheet.card(rng, "building")


@card("columns", group="building", label="building", height=8.0)
def columns(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = True) -> Card:
    """What is left of a temple: fluted columns, some broken, part of a beam."""
    rng = seed.rng()
    sheet = Sheet(-7, 7, -0.4, 10, 56)
    stone = walls(rng, (0.8, 0.03, 80), tint, alien, 0.4)
    for y, half in ((0.0, 6.2), (0.4, 5.7)):
        step = Face(box(-half, half, y - 0.2, y + 0.4))
        sheet.fill(step.corners, stone[2])
        courses(sheet, rng, step, stone, 1, 9, tone=0.66, gap=0.02)
    whole = rng.permutation(5)[:3]
    for k, x in enumerate(np.linspace(-4.8, 4.8, 5)):
        high = 6.2 if k in whole else rng.uniform(1.6, 4.6)
        shaft = drum(sheet, rng, x, 0.8, 0.8 + high, 1.15, 1.0, stone, laid=0.0)
        for u in (np.sin(np.linspace(-1.3, 1.3, 7)) + 1) / 2:
            sheet.fill(shaft.box(u - 0.02, u + 0.02, 0, 1), stone[int(np.clip(3 - 3.4 * u, 0, 3))])
        sheet.fill(box(x - 0.75, x + 0.75, 0.75, 1.05), stone[4])
        if k in whole:
            sheet.fill(
                np.array(
                    [[x - 0.55, 0.8 + high], [x + 0.55, 0.8 + high], [x + 0.85, 1.3 + high], [x - 0.85, 1.3 + high]]
                ),
                stone[4],
            )
        else:
            top = np.array(
                [
                    [x - 0.8, 0.9 + high],
                    [x - 0.3, 0.5 + high],
                    [x + 0.05, 0.75 + high],
                    [x + 0.4, 0.35 + high],
                    [x + 0.9, 0.8 + high],
                    [x + 0.9, 1.6 + high],
                    [x - 0.8, 1.6 + high],
                ]
            )
            sheet.cut(jag(rng, top, 0.12, 2))
    pair = [k for k in range(4) if k in whole and k + 1 in whole]
    if pair:
        x0, x1 = np.linspace(-4.8, 4.8, 5)[[pair[0], pair[0] + 1]]
        beam = jag(
            rng,
            np.array(
                [[x0 - 1.0, 7.5], [x1 + 1.0, 7.5], [x1 + 1.1, 8.2], [x1 + 0.6, 8.7], [x0 - 0.5, 8.6], [x0 - 1.1, 8.1]]
            ),
            0.03,
            2,
        )
        sheet.fill(beam, stone[3])
        sheet.fill(box(x0 - 0.9, x1 + 0.9, 8.0, 8.2), stone[5])
    ivy(sheet, rng, 7, 1.1, 0.18)
    strange(sheet, rng, alien, 0.12)
    return sheet.card(rng, "building")


@card("torii", group="building", label="building", height=6.0)
def torii(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A red gate with a curved lintel."""
    rng = seed.rng()
    sheet = Sheet(-5, 5, -0.3, 7.6, 70)
    red = walls(rng, (0.57, 0.18, 33), tint, alien, 0.36)
    for side in (-1, 1):
        drum(sheet, rng, side * 2.35, -0.1, 5.4, 0.62, 0.5, red, laid=0.0)
        sheet.fill(box(side * 2.35 - 0.46, side * 2.35 + 0.46, -0.15, 0.45), lch(0.32, 0.04, 270))
    sheet.fill(box(-3.1, 3.1, 4.1, 4.55), red[3])
    sheet.fill(box(-3.1, 3.1, 4.42, 4.55), red[5])
    sheet.fill(box(-0.3, 0.3, 4.5, 5.5), red[2])
    t = np.linspace(-1, 1, 21)
    for y, thick, paint, half in ((5.45, 0.36, red[3], 3.5), (5.82, 0.34, lch(0.32, 0.045, 270), 3.9)):
        if ruined:
            t = np.linspace(-1, 0.45, 18)
        lower = np.stack([t * half, y + 0.42 * np.abs(t) ** 2.6], 1)
        sheet.fill(np.concatenate([lower, (lower + [0, thick])[::-1]]), paint)
        sheet.stroke(lower + [0, thick * 0.85], 0.07, mixed(paint, lch(0.9, 0.06, 80), 0.4))
    if alien:
        sheet.stroke(np.array([[-3.0, 4.32], [3.0, 4.32]]), 0.1, glowing(rng), 1.0)
    if ruined:
        ivy(sheet, rng, 5, 0.8, 0.14)
    return sheet.card(rng, "building", bevel=8)
