"""The city: towers in four styles, shopfronts, street lamps."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, box, curve
from melies.scene.paint.colour import Lch, Tint, glowing, lch, main_paint, mixed, ramp
from melies.scene.paint.masonry import Face, courses, ruin, strange
from melies.scene.paint.registry import card

_NEON: tuple[Lch, ...] = ((0.72, 0.24, 350), (0.84, 0.14, 200), (0.75, 0.19, 45), (0.66, 0.22, 300), (0.86, 0.2, 140))


def neon(rng: Rng) -> ndarray:
    """The paint of a tube of light."""
    return lch(*_NEON[int(rng.integers(len(_NEON)))])


def slab(left: float, wide: float, deep: float, low: float, top: float) -> tuple[Face, Face]:
    """A box seen from its left front: the front face and the narrow right one."""
    front = Face.of((left, low), (left + wide, low), (left + wide, top), (left, top))
    climb = deep * 0.08
    side = Face.of(
        (left + wide, low),
        (left + wide + deep, low + (climb if low > 1 else 0)),
        (left + wide + deep, top - climb),
        (left + wide, top),
    )
    return front, side


def grid(
    sheet: Sheet,
    rng: Rng,
    face: Face,
    rows: int,
    columns: int,
    dark: ndarray,
    lit: float,
    *,
    warm: ndarray,
    cold: ndarray,
    gap: tuple[float, float] = (0.22, 0.26),
    skip: float = 0.0,
) -> None:
    """Windows by the hundred: dark glass, and lamps behind some; whole floors burn late."""
    row, column = (part.ravel() for part in np.mgrid[0:rows, 0:columns])
    keep = rng.uniform(0, 1, row.shape) >= skip
    row, column = row[keep], column[keep]
    quads = face.quads(
        (column + gap[0]) / columns, (column + 1 - gap[0]) / columns, (row + gap[1]) / rows, (row + 1 - gap[1]) / rows
    )
    late = rng.uniform(0, 1, rows)[row] < 0.14
    quarter = rng.uniform(0, 1, ((rows + 3) // 4 + 1, (columns + 2) // 3 + 1))[row // 4, column // 3]
    on = rng.uniform(0, 1, len(row)) < lit * (0.35 + 1.3 * quarter) + 0.4 * late * (lit > 0)
    shade = dark * (0.9 + 0.25 * rng.uniform(0, 1, (len(row), 1)))
    sheet.fills(quads[~on], shade[~on])
    tone = rng.uniform(0, 1, len(row))
    for chosen, paint, glow in (
        (on & (tone < 0.6), warm, 0.9),
        (on & (tone >= 0.6) & (tone < 0.85), mixed(warm, lch(0.68, 0.13, 50), 0.6), 0.65),
        (on & (tone >= 0.85), cold, 0.9),
    ):
        sheet.fills(quads[chosen], paint, glow)


def _lamps(rng: Rng, alien: bool, ruined: bool, share: float) -> tuple[float, ndarray, ndarray]:
    warm = glowing(rng) if alien else lch(0.88, 0.115, 80)
    return (0.0 if ruined else share), warm, lch(0.87, 0.08, 205)


def _walls(sheet: Sheet, front: Face, side: Face, paints: ndarray) -> None:
    sheet.fill(side.corners, paints[1])
    sheet.fill(front.corners, paints[3])


@card("glass tower", group="building", label="building", height=70.0)
def glass_tower(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A slab of blue glass that mirrors the sky in slanted bands."""
    rng = seed.rng()
    tall, wide = 70 * rng.uniform(0.85, 1.1), rng.uniform(15, 20)
    sheet = Sheet(-18, 18, -1, 90, 7.2)
    paints = ramp(main_paint(rng, (0.58, 0.075, 235), tint, alien), 6, 0.36)
    share, warm, cold = _lamps(rng, alien, ruined, 0.3)
    front, side = slab(-wide * 0.68, wide, wide * 0.42, 0, tall)
    if rng.uniform() < 0.6:
        front.corners[3, 1] += wide * 0.5
        side.corners[2, 1] -= wide * 0.12
    _walls(sheet, front, side, paints)
    with sheet.inside():
        for v in rng.uniform(0, 0.9, 3):
            sheet.fill(front.at(np.array([0, 1, 1, 0]), np.array([v, v + 0.12, v + 0.3, v + 0.14])), paints[4])
        for v in rng.uniform(0, 0.9, 2):
            sheet.fill(side.at(np.array([0, 1, 1, 0]), np.array([v + 0.1, v, v + 0.14, v + 0.3])), paints[2])
    grid(sheet, rng, front, 34, 9, paints[2], share, warm=warm, cold=cold, gap=(0.08, 0.2), skip=0.45)
    grid(sheet, rng, side, 34, 4, paints[0], share * 0.8, warm=warm * 0.92, cold=cold * 0.9, gap=(0.1, 0.2), skip=0.4)
    for u in np.linspace(0, 1, 10):
        sheet.fill(front.box(u - 0.008, u + 0.008, 0, 1), paints[5] if u < 0.1 else paints[2])
    sheet.stroke(np.array([front.corners[3], front.corners[2]]), 0.7, paints[5])
    if ruined:
        ruin(sheet, rng, 4, 12, 7.0)
    strange(sheet, rng, alien, 0.9)
    return sheet.card(rng, "building", bevel=6)


@card("brick tower", group="building", label="building", height=55.0)
def brick_tower(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A stepped tower of the thirties with a crown and a water tank's company."""
    rng = seed.rng()
    sheet = Sheet(-20, 20, -1, 78, 7.6)
    paints = ramp(main_paint(rng, (0.54, 0.075, rng.choice([35, 55, 20])), tint, alien), 6, 0.36, cool=60)
    share, warm, cold = _lamps(rng, alien, ruined, 0.32)
    low, wide = 0.0, rng.uniform(20, 24)
    for k, top in enumerate(np.array([26.0, 40.0, 50.0, 57.0]) * rng.uniform(0.9, 1.1)):
        w = wide * (1.0, 0.72, 0.48, 0.26)[k]
        front, side = slab(-w * 0.62, w, w * 0.36, low, top)
        _walls(sheet, front, side, paints)
        courses(sheet, rng, front, paints, int((top - low) / 1.1), int(w / 2.2), cover=0.35, tone=0.66, rough=0.4)
        rows, columns = max(2, int((top - low) / 3.1)), max(2, int(w / 2.5))
        grid(sheet, rng, front, rows, columns, lch(0.33, 0.05, 265), share, warm=warm, cold=cold, gap=(0.28, 0.22))
        grid(
            sheet,
            rng,
            side,
            rows,
            max(1, columns // 2 - 1),
            lch(0.28, 0.05, 275),
            share,
            warm=warm * 0.92,
            cold=cold,
            gap=(0.28, 0.22),
        )
        for u in np.arange(columns + 1) / columns:
            sheet.fill(front.box(u - 0.012, u + 0.012, 0, 1.02), paints[4])
        sheet.stroke(np.array([front.corners[3] - [0.4, 0], front.corners[2] + [0.2, 0]]), 1.0, paints[5])
        sheet.stroke(np.array([side.corners[3], side.corners[2] + [0.3, 0]]), 1.0, paints[2])
        low = top
    sheet.fill(np.array([[-3.0, low], [1.6, low], [-0.4, low + 7]]), paints[4])
    sheet.fill(np.array([[1.6, low], [3.2, low - 0.1], [-0.4, low + 7]]), paints[1])
    sheet.stroke(np.array([[-0.4, low + 6], [-0.4, low + 14]]), np.array([0.6, 0.2]), paints[2])
    if ruined:
        ruin(sheet, rng, 4, 12, 6.0)
    strange(sheet, rng, alien, 0.8)
    return sheet.card(rng, "building", bevel=6)


def sign(sheet: Sheet, rng: Rng, area: Face, paint: ndarray, marks: int, glow: float = 1.0) -> None:
    """A neon sign: a dark board, a tube round it, and strokes like the letters of no language."""
    sheet.fill(area.corners, lch(0.24, 0.06, 290))
    edge = np.concatenate([area.box(0.06, 0.94, 0.03, 0.97), area.box(0.06, 0.94, 0.03, 0.97)[:1]])
    thin = min(area.size) * 0.09
    sheet.stroke(edge, thin, paint, glow)
    upright = area.size[1] > area.size[0]
    bright = mixed(paint, lch(0.97, 0.02, 90), 0.45)
    for k in range(marks):
        a, b = 0.1 + 0.8 * k / marks, 0.1 + 0.8 * (k + 0.78) / marks
        for _ in range(int(rng.integers(2, 4))):
            along = np.sort(rng.choice([0.0, 0.5, 1.0], 2, replace=False)) * (b - a) + a
            across = rng.choice([0.25, 0.5, 0.75], 2)
            u, v = (across, along) if upright else (along, across)
            sheet.stroke(area.at(u, v), thin * 0.9, bright, glow)


@card("neon tower", group="building", label="building", height=48.0)
def neon_tower(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A crowded block hung with signs, balconies and ducts."""
    rng = seed.rng()
    tall, wide = 48 * rng.uniform(0.85, 1.1), rng.uniform(13, 17)
    sheet = Sheet(-16, 16, -1, 62, 9)
    paints = ramp(main_paint(rng, (0.44, 0.07, 285), tint, alien), 6, 0.34)
    share, warm, cold = _lamps(rng, alien, ruined, 0.5)
    front, side = slab(-wide * 0.66, wide, wide * 0.4, 0, tall)
    _walls(sheet, front, side, paints)
    grid(sheet, rng, front, 17, 6, paints[1], share, warm=warm, cold=cold, gap=(0.16, 0.24))
    grid(sheet, rng, side, 17, 3, paints[0], share, warm=warm * 0.92, cold=cold, gap=(0.18, 0.24))
    for v in np.arange(1, 17) / 17:
        sheet.fill(front.box(-0.02, 1.01, v - 0.006, v + 0.005), paints[5 if v % 0.2 < 0.1 else 4])
        sheet.fill(side.box(0, 1.02, v - 0.006, v + 0.005), paints[2])
    for top in (tall + 4, tall + 2.2):
        x = front.corners[0, 0] + rng.uniform(0.1, 0.6) * wide
        sheet.fill(box(x, x + 3.4, tall - 0.2, top), paints[3])
        sheet.fill(box(x + 3.4, x + 4.6, tall - 0.2, top), paints[1])
    glow = 0.0 if ruined else 1.0
    left = front.corners[0, 0]
    for k in range(4):
        y, high = tall * rng.uniform(0.12, 0.6), tall * rng.uniform(0.16, 0.34)
        x = left + wide * (0.08, 0.42, 0.7, 1.06)[k] + rng.uniform(0, 0.5)
        sign(sheet, rng, Face(box(x, x + 2.1, y, y + high)), neon(rng), int(rng.integers(4, 7)), glow)
    y = tall * 0.88
    sign(sheet, rng, Face(box(left + wide * 0.06, left + wide * 0.94, y, y + 3.6)), neon(rng), 6, glow)
    sheet.stroke(np.array([front.corners[3], front.corners[2]]), 0.4, neon(rng), glow)
    sheet.fill(front.box(0, 1, 0, 0.05), mixed(warm, neon(rng), 0.5), 0.8 * glow)
    if ruined:
        ruin(sheet, rng, 4, 12, 5.0)
    strange(sheet, rng, alien, 0.7)
    return sheet.card(rng, "building", bevel=6)


@card("antenna tower", group="building", label="building", height=95.0)
def antenna_tower(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A tapering needle with set-back shoulders, a lit crown and a mast."""
    rng = seed.rng()
    sheet = Sheet(-18, 18, -1, 112, 5.6)
    paints = ramp(main_paint(rng, (0.5, 0.055, 265), tint, alien), 6, 0.36)
    share, warm, cold = _lamps(rng, alien, ruined, 0.3)
    low, half = 0.0, rng.uniform(10, 12)
    for k, top in enumerate((30.0, 52.0, 66.0, 75.0)):
        w = half * (1.0, 0.78, 0.56, 0.36)[k]
        narrow = half * (0.94, 0.7, 0.48, 0.26)[k]
        front = Face.of((-w, low), (w * 0.4, low), (narrow * 0.4, top), (-narrow, top))
        side = Face.of((w * 0.4, low), (w, low), (narrow, top), (narrow * 0.4, top))
        _walls(sheet, front, side, paints)
        rows, gap = int((top - low) / 2.2), (0.26, 0.16)
        grid(sheet, rng, front, rows, max(3, int(w * 0.9)), paints[1], share, warm=warm, cold=cold, gap=gap)
        grid(sheet, rng, side, rows, max(2, int(w * 0.36)), paints[0], share, warm=warm, cold=cold, gap=gap)
        ledge = np.array([[-narrow - 0.5, -0.6], [narrow + 0.5, -0.6], [narrow + 0.3, 0.5], [-narrow - 0.3, 0.5]])
        sheet.fill(ledge + [0, top], paints[4])
        low = top
    sheet.fill(box(-2.6, 2.6, low, low + 2.4), mixed(warm, neon(rng), 0.4), 0.0 if ruined else 0.9)
    crown = np.array([[-2.8, 2.4], [-1.3, 5.5], [-0.35, 11], [0.35, 11], [1.3, 5.5], [2.8, 2.4]]) + [0, low]
    crown = curve(crown, 5)
    sheet.fill(crown, paints[3])
    sheet.fill(np.concatenate([crown[len(crown) // 2 :], [[0.4, low + 2.4]]]), paints[1])
    sheet.stroke(np.array([[0, low + 10], [0, low + 30]]), np.array([0.9, 0.3]), paints[2])
    for y in (low + 18, low + 29.5):
        sheet.dabs(np.array([[0.0, y]]), 1.3, 0.0, lch(0.68, 0.22, 25), ROUND, 0.0 if ruined else 1.0)
    if ruined:
        ruin(sheet, rng, 4, 12, 7.0)
    strange(sheet, rng, alien, 1.0)
    return sheet.card(rng, "building", bevel=5)


@card("shopfront", group="building", label="building", height=9.0)
def shopfront(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A little shop at night: bright panes, an awning, signs, a flat above."""
    rng = seed.rng()
    sheet = Sheet(-5.5, 5.5, -0.2, 11, 56)
    paints = ramp(main_paint(rng, (0.5, 0.075, rng.choice([30, 285, 200])), tint, alien), 6, 0.36)
    share, warm, cold = _lamps(rng, alien, ruined, 0.6)
    glow = 0.0 if ruined else 1.0
    front, side = slab(-4.4, 7.2, 1.5, 0, 8.6)
    _walls(sheet, front, side, paints)
    courses(sheet, rng, front, paints, 34, 15, cover=0.6, tone=0.62)
    courses(sheet, rng, side, paints, 34, 3, cover=0.6, tone=0.2)
    grid(
        sheet,
        rng,
        Face(front.box(0.06, 0.94, 0.5, 0.94)),
        2,
        3,
        lch(0.33, 0.05, 260),
        share,
        warm=warm,
        cold=cold,
        gap=(0.2, 0.14),
    )
    for u in (0.06, 0.5):
        sheet.fill(front.box(u, u + 0.36, 0.03, 0.3), warm if glow else lch(0.3, 0.05, 255), 0.95 * glow)
        sheet.fill(front.box(u, u + 0.36, 0.03, 0.11), mixed(warm, lch(0.55, 0.12, 45), 0.6), 0.6 * glow)
        goods = front.at(rng.uniform(u + 0.03, u + 0.33, 9), rng.uniform(0.07, 0.2, 9))
        sheet.dabs(
            goods,
            rng.uniform(0.2, 0.5, 9),
            0.0,
            np.array([mixed(neon(rng), lch(0.4, 0.06, 60), 0.45) for _ in range(9)]),
            ROUND,
            0.35 * glow,
        )
        sheet.fill(front.box(u + 0.17, u + 0.185, 0.03, 0.3), paints[0])
    stripe, pale = neon(rng), lch(0.92, 0.02, 85)
    for k in range(12):
        u = 0.03 + 0.94 * k / 12
        flap = front.at(np.array([u, u + 0.078, u + 0.086, u - 0.008]), np.array([0.4, 0.4, 0.3, 0.3])) + np.array(
            [[0, 0], [0, 0], [0.05, 0], [0.05, 0]]
        )
        sheet.fill(flap, mixed(stripe, lch(0.45, 0.1, 20), 0.35) if k % 2 else pale, 0.15 * glow)
    sign(sheet, rng, Face(front.box(0.08, 0.92, 0.41, 0.5)), stripe, 8, glow)
    x = front.corners[0, 0] - 0.9
    sign(sheet, rng, Face(box(x, x + 0.85, 4.4, 7.8)), neon(rng), 4, glow)
    sheet.fill(front.box(-0.02, 1.02, 0.97, 1.02), paints[5])
    if ruined:
        ruin(sheet, rng, 3, 9, 1.5)
    strange(sheet, rng, alien, 0.12)
    return sheet.card(rng, "building", bevel=6)


@card("street lamp", group="prop", label="light", height=4.6)
def street_lamp(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """An iron lamp with a lantern head."""
    rng = seed.rng()
    sheet = Sheet(-1.4, 1.4, -0.1, 5.6, 88)
    iron = ramp(main_paint(rng, (0.34, 0.045, 240), tint, alien), 5, 0.3)
    warm = glowing(rng) if alien else lch(0.92, 0.1, 82)
    lean = 0.25 if ruined else 0.0
    pole = curve(np.array([[0, 0], [lean * 0.3, 1.4], [lean, 3.6]]), 8)
    width = np.interp(np.linspace(0, 1, len(pole)), [0, 0.08, 0.12, 0.4, 1], [0.36, 0.3, 0.16, 0.12, 0.09])
    sheet.stroke(pole, width, iron[1])
    sheet.stroke(pole - np.stack([width * 0.2, 0 * width], 1), width * 0.3, iron[4])
    at = pole[-1]
    sheet.fill(np.array([[-0.2, 0.0], [0.2, 0.0], [0.3, 0.62], [-0.3, 0.62]]) + at, warm, 0.0 if ruined else 1.0)
    sheet.dabs(
        (at + [0, 0.3])[None], np.array([[0.26, 0.42]]), 0.0, lch(0.985, 0.03, 95), ROUND, 0.0 if ruined else 1.0
    )
    for dx in (-1, 0, 1):
        sheet.stroke(np.array([[dx * 0.2, 0.0], [dx * 0.3, 0.62]]) + at, 0.045, iron[1])
    sheet.fill(np.array([[-0.4, 0.6], [0.4, 0.6], [0.1, 0.92], [0, 1.08], [-0.1, 0.92]]) + at, iron[2])
    sheet.fill(box(-0.26, 0.26, -0.06, 0.03) + at, iron[2])
    sheet.stroke(np.array([[-0.45, -0.35], [0.45, -0.35]]) + at, 0.05, iron[1])
    return sheet.card(rng, "light", bevel=4)
