"""Small made things: bridge, pier, fence, signpost, campfire, lantern, bench, crate."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import CHIP, LEAF, ROUND, Rng, Sheet, box, by_hand, curve
from melies.scene.paint.colour import Tint, glowing, jittered, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import ivy, spots
from melies.scene.paint.masonry import Face, courses, ruin, walls
from melies.scene.paint.registry import card


def timber(rng: Rng, tint: Tint, alien: bool) -> ndarray:
    """Six paints of weathered wood."""
    return ramp(main_paint(rng, (0.52, 0.065, 60), tint, alien), 6, 0.38, cool=40)


def beam(
    sheet: Sheet,
    rng: Rng,
    start: tuple[float, float],
    end: tuple[float, float],
    wide: float,
    paints: ndarray,
    tone: int,
) -> None:
    """A hand-cut beam: a body, a lit upper edge, a streak of grain."""
    a, b = np.array(start), np.array(end)
    line = a + (b - a) * np.linspace(0, 1, 6)[:, None] + rng.normal(0, wide * 0.05, (6, 2))
    sheet.stroke(line, wide, paints[tone])
    side = np.array([-(b - a)[1], (b - a)[0]]) / max(1e-9, float(np.hypot(*(b - a)))) * wide
    side = side if side[1] - side[0] > 0 else -side
    sheet.stroke(line + side * 0.36, wide * 0.22, paints[min(5, tone + 1)])
    sheet.stroke(line[1:-1] - side * 0.12, wide * 0.1, paints[max(0, tone - 1)])


@card("bridge", group="building", label="building", height=5.0)
def bridge(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A humped stone bridge with round arches."""
    rng = seed.rng()
    sheet = Sheet(-11, 11, -0.6, 6.5, 36)
    stone = walls(rng, (0.62, 0.035, 70), tint, alien, 0.4)
    x = np.linspace(-10, 10, 41)
    road = 1.6 + 2.2 * np.cos(x / 10 * np.pi / 2) ** 1.3
    body = np.concatenate([np.stack([x, road], 1), [[10, -0.3], [-10, -0.3]]])
    sheet.fill(body, stone[3])
    area = sheet.alpha
    with sheet.inside(area):
        courses(sheet, rng, Face(box(-10, 10, -0.3, 4.2)), stone, 12, 28, cover=0.75, tone=0.6, rough=0.3)
    for middle, half, high in ((0.0, 2.7, 2.75), (-6.2, 1.7, 1.55), (6.2, 1.7, 1.55)):
        turn = np.linspace(np.pi, 0, 19)
        ring = np.stack([middle + half * np.cos(turn), high * np.sin(turn) - 0.1], 1)
        for k in range(18):
            out = (ring[k : k + 2] - [middle, -0.1]) * 1.17 + [middle, -0.1]
            sheet.fill(
                np.array([ring[k], ring[k + 1], out[1], out[0]]),
                stone[int(np.clip(4.6 - 2.4 * k / 18 + rng.normal(0, 0.5), 1, 5))],
            )
        hole = np.concatenate([ring, [[middle + half, -0.5], [middle - half, -0.5]]])
        with sheet.inside():
            sheet.fill(hole, stone[0])
            sheet.fill(hole + [-0.35, 0], stone[0] * 0.85)
        sheet.cut((hole - [middle, 0]) * [0.9, 0.94] + [middle + 0.2, -0.06])
    top = np.stack([x, road + 0.05], 1)
    sheet.fill(np.concatenate([top, (top + [0, 0.62])[::-1]]), stone[4])
    courses_x = np.arange(-9.8, 9.8, 0.8)
    for at in courses_x:
        y = np.interp(at, x, road)
        sheet.stroke(np.array([[at, y + 0.05], [at, y + 0.6]]), 0.05, stone[2])
    sheet.stroke(top + [0, 0.66], 0.22, stone[5])
    sheet.stroke(top, 0.12, stone[1])
    if ruined:
        ruin(sheet, rng, 2, 9, 1.0)
    elif not alien:
        ivy(sheet, rng, 3, 0.8, 0.16)
    if alien:
        spots(sheet, rng, 30, 0.14)
    return sheet.card(rng, "building", bevel=8)


@card("pier", group="building", label="building", height=2.0)
def pier(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A plank jetty on posts, a lamp at its end; its foot is at the waterline."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.9, 2.6, 80)
    wood = timber(rng, tint, alien)
    for x in np.linspace(-5.0, 5.0, 7) + rng.normal(0, 0.1, 7):
        beam(sheet, rng, (x + 0.3, -0.5), (x + 0.3, 1.0), 0.18, wood, 1)
    for x in np.linspace(-5.2, 5.2, 7) + rng.normal(0, 0.08, 7):
        beam(sheet, rng, (x, -0.7), (x, 1.5 + rng.normal(0, 0.07)), 0.26, wood, 3)
    left = -5.5
    while left < 5.4:
        right = min(5.6, left + rng.uniform(0.24, 0.34))
        if not (ruined and rng.uniform() < 0.3):
            sheet.fill(
                np.array([[left, 0.88], [right - 0.03, 0.88], [right + 0.16, 1.08], [left + 0.19, 1.08]]),
                wood[int(rng.integers(3, 6))],
            )
            sheet.fill(box(left, right - 0.03, 0.74, 0.88), wood[int(rng.integers(1, 3))])
        left = right
    shine = glowing(rng) if alien else lch(0.9, 0.12, 80)
    sheet.stroke(np.array([[5.2, 1.3], [5.2, 2.2]]), 0.1, wood[1])
    sheet.fill(box(5.04, 5.36, 1.95, 2.3), shine, 0.0 if ruined else 1.0)
    sheet.fill(np.array([[4.96, 2.3], [5.44, 2.3], [5.2, 2.46]]), wood[0])
    return sheet.card(rng, "building", bevel=5)


@card("fence", group="prop", label="prop", height=1.2)
def fence(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A split-rail country fence, a few metres long."""
    rng = seed.rng()
    sheet = Sheet(-3.4, 3.4, -0.2, 1.7, 110)
    wood = timber(rng, tint, alien)
    posts = np.linspace(-2.9, 2.9, 4) + rng.normal(0, 0.06, 4)
    for y in (0.42, 0.8):
        for a, b in zip(posts[:-1], posts[1:], strict=True):
            drop = rng.uniform(-0.5, 0.0) if ruined and rng.uniform() < 0.6 else 0.0
            beam(
                sheet,
                rng,
                (a - 0.12, y + rng.normal(0, 0.03)),
                (b + 0.12, max(0.02, y + rng.normal(0, 0.03) + drop)),
                0.13,
                wood,
                3,
            )
    for x in posts:
        lean = rng.normal(0, 0.16 if ruined else 0.02)
        beam(sheet, rng, (x, -0.08), (x + lean, 1.2 + rng.normal(0, 0.04)), 0.19, wood, 3)
    blades = np.stack([rng.uniform(-3, 3, 60), rng.uniform(0.0, 0.12, 60)], 1)
    sheet.dabs(
        blades,
        np.stack([rng.uniform(0.16, 0.34, 60), np.full(60, 0.1)], 1),
        rng.normal(1.57, 0.3, 60),
        ramp(lch(0.55, 0.1, 128), 4, 0.3)[rng.integers(0, 4, 60)],
        LEAF,
    )
    if alien:
        spots(sheet, rng, 14, 0.04, 0.01)
    return sheet.card(rng, "prop", bevel=5)


@card("signpost", group="prop", label="prop", height=2.2)
def signpost(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A crossroads post with arrow boards."""
    rng = seed.rng()
    sheet = Sheet(-1.5, 1.5, -0.2, 2.8, 130)
    wood = timber(rng, tint, alien)
    lean = 0.25 if ruined else rng.normal(0, 0.04)
    beam(sheet, rng, (0, -0.1), (lean, 2.3), 0.16, wood, 2)
    for k, y in enumerate((1.85, 1.45, 1.08)[: 2 if ruined else 3]):
        side, tilt = (1 if k % 2 == 0 else -1), rng.normal(0, 0.06)
        board = np.array([[-0.25, -0.15], [0.75, -0.15], [1.02, 0], [0.75, 0.15], [-0.25, 0.15]]) * [side, 1]
        board[:, 1] += board[:, 0] * tilt
        at = np.array([lean * y / 2.3, y])
        sheet.fill(by_hand(rng, board + at, 0.008, 0.2), wood[4])
        sheet.fill((board * [0.96, 0.3] + [0, 0.09 + 0.0 * k]) + at, wood[5])
        for t in np.linspace(0, 0.6, 5):
            sheet.stroke(
                at + np.array([[side * t, -0.05], [side * (t + 0.09), -0.05 + 0.04 * (-1) ** k]]), 0.035, wood[0]
            )
    if alien:
        spots(sheet, rng, 12, 0.05, 0.01)
    return sheet.card(rng, "prop", bevel=5)


@card("campfire", group="prop", label="light", height=1.1)
def campfire(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Burning logs in a ring of stones."""
    rng = seed.rng()
    sheet = Sheet(-1.1, 1.1, -0.2, 1.8, 190)
    wood = timber(rng, None, alien)
    core = np.asarray(tint) if tint is not None else glowing(rng) if alien else lch(0.72, 0.19, 48)
    flames = np.array(
        [mixed(core, lch(0.5, 0.19, 28), 0.5), core, mixed(core, lch(0.88, 0.15, 88), 0.7), lch(0.97, 0.07, 100)]
    )
    for k, (high, wide) in enumerate(((1.25, 0.5), (0.98, 0.38), (0.66, 0.26), (0.36, 0.15)) if not ruined else ()):
        for x in rng.normal(0, 0.2 * (1 - 0.2 * k), 3):
            tall = high * rng.uniform(0.62, 1.0)
            tip = np.array([x * 0.4 + rng.normal(0, 0.08), tall])
            tongue = np.array(
                [
                    [x - wide * 0.42, 0.1],
                    [x - wide * 0.55, tall * 0.35],
                    [x - wide * 0.1, tall * 0.66],
                    tip,
                    [x + wide * 0.22, tall * 0.6],
                    [x + wide * 0.52, tall * 0.28],
                    [x + wide * 0.36, 0.1],
                ]
            )
            sheet.fill(curve(tongue, 5), flames[k], (0.85, 0.95, 1.0, 1.0)[k])
    for x0, x1, tone in ((-0.62, 0.42, 2), (0.66, -0.4, 1), (-0.2, 0.55, 3)):
        beam(sheet, rng, (x0, 0.05), (x1, 0.24), 0.15, wood, tone)
        sheet.dabs(np.array([[x0, 0.05]]), 0.15, 0.0, wood[5], ROUND)
    stones = np.stack(
        [np.linspace(-0.8, 0.8, 9) + rng.normal(0, 0.03, 9), -0.02 - 0.06 * np.cos(np.linspace(-1.5, 1.5, 9))], 1
    )
    size = np.stack([rng.uniform(0.2, 0.28, 9), rng.uniform(0.15, 0.2, 9)], 1)
    grey = ramp(lch(0.45, 0.04, 300), 5, 0.36)
    sheet.dabs(stones, size, 0.0, grey[1], ROUND)
    sheet.dabs(stones + [-0.01, 0.03], size * 0.7, 0.0, mixed(grey[3], core, 0.25), ROUND, 0.2)
    return sheet.card(rng, "light", bevel=4, sway=0.05)


@card("lantern", group="prop", label="light", height=0.5)
def lantern(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A paper lantern with ribs, on a short cord; it may stand or hang."""
    rng = seed.rng()
    sheet = Sheet(-0.4, 0.4, -0.05, 0.8, 300)
    paper = ramp(main_paint(rng, (0.68, 0.19, 38), tint, alien), 6, 0.4)
    glow = 0.0 if ruined else 1.0
    t = np.linspace(0, np.pi, 17)
    for share, paint, shine in (
        (1.0, paper[2], 0.7),
        (0.8, paper[4], 0.85),
        (0.5, mixed(paper[5], lch(0.96, 0.06, 95), 0.6), 1.0),
    ):
        left = np.stack([-0.25 * share * np.sin(t) ** 0.7 - 0.02 * (1 - share), 0.05 + 0.42 * (1 - np.cos(t)) / 2], 1)
        sheet.fill(np.concatenate([left, (left * [-1, 1])[::-1]]), paint, shine * glow)
    for y in np.linspace(0.1, 0.42, 6):
        half = 0.25 * np.sin(np.arccos(np.clip(1 - 2 * (y - 0.05) / 0.42, -1, 1))) ** 0.7
        xs = np.linspace(-half, half, 9)
        sheet.stroke(np.stack([xs, y - 0.02 * np.cos(xs / half * 1.57)], 1), 0.008, paper[1], 0.4 * glow)
    dark = lch(0.28, 0.05, 30)
    sheet.fill(box(-0.1, 0.1, 0.0, 0.06), dark)
    sheet.fill(box(-0.1, 0.1, 0.46, 0.52), dark)
    sheet.stroke(curve(np.array([[0, 0.52], [0.01, 0.6], [0, 0.7]]), 5), 0.014, dark)
    return sheet.card(rng, "light", bevel=4, sway=0.04)


@card("bench", group="prop", label="prop", height=0.9)
def bench(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A slatted park bench."""
    rng = seed.rng()
    sheet = Sheet(-1.2, 1.2, -0.1, 1.2, 210)
    wood, iron = timber(rng, tint, alien), ramp(lch(0.34, 0.045, 250), 5, 0.3)
    for x in (-0.8, 0.8):
        leg = curve(np.array([[x - 0.05, 0], [x, 0.2], [x + 0.02, 0.44], [x + 0.08, 0.7], [x + 0.14, 0.95]]), 5)
        sheet.stroke(leg, 0.06, iron[1])
        sheet.stroke(np.array([[x + 0.22, 0], [x + 0.16, 0.25], [x, 0.42]]), 0.05, iron[2])
    for y in (0.6, 0.74, 0.88)[: 2 if ruined else 3]:
        beam(sheet, rng, (-0.88, y), (1.06, y), 0.09, wood, 3)
    for k, y in enumerate((0.5, 0.46, 0.42)):
        beam(sheet, rng, (-0.9 - 0.03 * k, y), (0.98 - 0.03 * k, y), 0.055, wood, 4 if k < 2 else 2)
    if alien:
        spots(sheet, rng, 10, 0.03, 0.01)
    return sheet.card(rng, "prop", bevel=4)


@card("crate", group="prop", label="prop", height=0.9)
def crate(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A braced wooden box seen from its corner."""
    rng = seed.rng()
    sheet = Sheet(-0.8, 0.9, -0.1, 1.2, 230)
    wood = timber(rng, tint, alien)
    front, side = (
        Face.of((-0.6, 0), (0.2, -0.04), (0.2, 0.82), (-0.6, 0.84)),
        Face.of((0.2, -0.04), (0.68, 0.06), (0.68, 0.84), (0.2, 0.82)),
    )
    lid = Face.of((-0.6, 0.84), (0.2, 0.82), (0.68, 0.84), (-0.1, 0.93))
    for face, tone in ((side, 0.16), (front, 0.66), (lid, 0.9)):
        sheet.fill(face.corners, wood[1])
        courses(sheet, rng, face, wood, 5, 1, tone=tone, gap=0.03, shift=0.0, rough=0.0, cover=0.75 if ruined else 1.0)
    for face, tone in ((front, 4), (side, 2)):
        for box_of in ((0, 0.12, 0, 1), (0.88, 1, 0, 1), (0, 1, 0, 0.12), (0, 1, 0.88, 1)):
            sheet.fill(face.box(*box_of), wood[tone])
        sheet.stroke(face.at(np.array([0.08, 0.92]), np.array([0.1, 0.9])), 0.09, wood[tone])
    nails = front.at(np.array([0.06, 0.94, 0.06, 0.94]), np.array([0.06, 0.06, 0.94, 0.94]))
    sheet.dabs(nails, 0.03, 0.0, jittered(rng, np.tile(wood[0], (4, 1))), CHIP)
    if alien:
        spots(sheet, rng, 12, 0.04)
    return sheet.card(rng, "prop", bevel=6)
