"""Trees of the tropics and of other worlds: palm, jungle giant, mushroom tree."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, blob, curve, stamped
from melies.scene.paint.colour import Tint, glowing, jittered, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import bark_paints, canopy, grow, heap, spots, trunk, vine, wood
from melies.scene.paint.registry import card

_BLADE = np.array([[0, 0.0], [0.2, 0.5], [0.6, 0.42], [1, 0], [0.6, -0.3], [0.2, -0.45]], np.float64)


def frond(
    sheet: Sheet, rng: Rng, root: ndarray, angle: float, long: float, paints: ndarray, shade: float, curl: float
) -> None:
    """One feathered palm leaf that leaves at `angle` and bends down; shade in [0, 1] darkens it (behind)."""
    steps = 24
    t = np.linspace(0, 1, steps)
    side_of = 1.0 if np.cos(angle) > 0 else -1.0
    turn = angle - side_of * curl * t**1.5
    way = np.stack([np.cos(turn), np.sin(turn)], 1) * long / steps
    spine = root + np.cumsum(way, 0)
    for side in (-1, 1):
        leaf = long * 0.3 * np.sin(np.pi * np.clip(t * 0.84 + 0.13, 0, 1)) ** 0.6 * rng.uniform(0.8, 1.15, steps)
        out = turn + side * (1.0 - 0.55 * t) + rng.normal(0, 0.09, steps)
        out += 0.3 * np.arctan2(np.sin(-np.pi / 2 - out), np.cos(-np.pi / 2 - out)) * t
        upper = side * side_of > 0
        level = (1 - shade) * 2.4 + (1.5 if upper else 0.2) - 0.5 * side_of + rng.normal(0, 0.25, steps)
        level = np.clip(level, 0, len(paints) - 1).astype(int)
        both = np.stack([leaf, np.full(steps, 0.058 * long)], 1)
        sheet.fills(stamped(spine, both, out, _BLADE)[2:], jittered(rng, paints[level])[2:])
    sheet.stroke(spine, np.linspace(0.09, 0.025, steps), paints[4 if shade < 0.5 else 2])


@card("palm", group="tree", label="tree", height=8.0)
def palm(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A leaning ringed trunk and a fountain of feathered fronds."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.5, 10.5, 58)
    paints = ramp(main_paint(rng, (0.52, 0.105, 135), tint, alien), 6, 0.42)
    wooden = bark_paints(rng, alien, 60, 0.48)
    lean, tall = rng.uniform(0.3, 1.6) * rng.choice([-1, 1]), 6.6 * rng.uniform(0.85, 1.12)
    line = np.array([[0, -0.15], [lean * 0.18, tall * 0.3], [lean * 0.55, tall * 0.68], [lean, tall]])
    root = line[-1]
    trunk(sheet, rng, line, 0.42, 0.25, wooden, 0.7)
    rings = curve(line, 12)[2:]
    ring = np.stack([np.linspace(0.4, 0.26, len(rings)), np.full(len(rings), 0.13)], 1)
    sheet.dabs(rings[::2], ring[::2], 0.0, wooden[0], np.array([[-0.5, 0.2], [0, -0.2], [0.5, 0.2], [0, -0.6]]))
    count = 6 if ruined else int(rng.integers(11, 15))
    angles = np.linspace(-0.45, np.pi + 0.45, count) + rng.normal(0, 0.1, count)
    for k in rng.permutation(count):
        a, back = float(angles[k]), bool(rng.uniform() < 0.45)
        bend = rng.uniform(0.9, 1.6) * (2.2 if alien else 1.0)
        frond(sheet, rng, root + rng.normal(0, 0.06, 2), a, rng.uniform(2.5, 3.3), paints, 0.85 if back else 0.25, bend)
    nuts = root + rng.normal(0, 0.16, (5, 2)) - [0, 0.18]
    shine = glowing(rng) if alien else lch(0.42, 0.08, 55)
    sheet.dabs(nuts, 0.3, 0.0, jittered(rng, np.tile(shine, (5, 1))), ROUND, 1.0 if alien else 0.0)
    if alien:
        spots(sheet, rng, 40, 0.09, 0.02)
    return sheet.card(rng, "tree", sway=0.35)


@card("jungle tree", group="tree", label="tree", height=16.0)
def jungle_tree(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A giant on buttress roots, hung with vines, under a wide roof of leaves."""
    rng = seed.rng()
    sheet = Sheet(-11.5, 11.5, -0.8, 17.5, 36)
    wooden = bark_paints(rng, alien, 75, 0.44)
    paints = ramp(main_paint(rng, (0.46, 0.095, 145), tint, alien), 6, 0.44)
    back = heap(rng, 9, 7.6, 1.9, 13.4, 1.9, flat=0.55)
    canopy(sheet, rng, back, paints[:4], 0.34, hang=0.3, body=0.84, cover=0.6, contrast=0.7)
    wood(sheet, rng, grow(rng, (0, 9.5), 1.57, 2.2, 0.85, 2, spread=0.9, shrink=0.72, forks=(3, 4)), wooden)
    for foot in sorted(rng.uniform(-2.6, 2.6, 8), key=abs, reverse=True):
        root = curve(
            np.array([[foot * 0.22, 4.6 - abs(foot) * 0.7], [foot * 0.34, 1.9], [foot * 0.62, 0.55], [foot, -0.2]]), 7
        )
        sheet.fill(np.concatenate([root, [[foot * 0.55, -0.25], [0, 0.0], [0, 4.4]]]), wooden[2 if foot < 0 else 1])
        sheet.stroke(root, np.linspace(0.1, 0.22, len(root)), wooden[3 if foot < 0 else 0])
    trunk(sheet, rng, np.array([[0, -0.2], [0.1, 4], [-0.05, 8], [0, 11.6]]), 1.1, 0.7, wooden, 0.9)
    for y in rng.uniform(3.0, 9.5, 0 if ruined else 4):
        canopy(sheet, rng, np.array([[rng.normal(0, 0.35), y, 0.6, 0.35]]), paints, 0.34, hang=0.8, body=0.5)
    front = heap(rng, 9 if ruined else 16, 9.0, 2.5, 13.2, 2.0, flat=0.55)
    canopy(sheet, rng, front, paints, 0.32, hang=0.3, body=0.76, cover=1.0, contrast=1.1)
    for _ in range(14):
        x, top = rng.uniform(-7.5, 7.5), rng.uniform(11.6, 13.0)
        end = np.array([x + rng.normal(0, 0.5), top - rng.uniform(2, 7)])
        vine(sheet, rng, np.array([x, top]), end, 0.0, paints[:5], 0.3, 0.09)
    vine(sheet, rng, np.array([-0.3, 9.0]), np.array([-5.0, 12.4]), 3.0, paints[:4], 0.26, 0.1)
    vine(sheet, rng, np.array([0.3, 8.2]), np.array([5.2, 12.3]), 3.4, paints[:4], 0.26, 0.1)
    if alien:
        spots(sheet, rng, 90, 0.16)
    return sheet.card(rng, "tree", sway=0.1)


def _cap(sheet: Sheet, rng: Rng, x: float, y: float, rx: float, ry: float, paints: ndarray, shine: ndarray) -> None:
    """A mushroom's cap with glowing gills beneath and pale freckles above."""
    turn = np.linspace(np.pi, 0, 24)
    dome = np.stack([x + rx * np.cos(turn), y + ry * np.sin(turn) ** 0.8], 1)
    brim = np.stack([x + rx * np.cos(turn[::-1]) * 0.98, y - ry * 0.22 * np.sin(turn)], 1)
    sheet.fill(np.concatenate([dome, brim]), mixed(paints[1], shine, 0.4), 0.5)
    ribs = np.linspace(-0.9, 0.9, 15)
    lines = np.array(
        [[[x + rx * r, y - ry * 0.2 * np.sqrt(1 - r * r)], [x + rx * r * 0.12, y + ry * 0.12]] for r in ribs]
    )
    sheet.strokes(lines, rx * 0.05, shine, 1.0)
    hem = np.stack([x + rx * np.cos(turn[::-1]), y + ry * 0.16 * np.sin(turn)], 1)
    sheet.fill(np.concatenate([dome, hem]), paints[2])
    for k, (dx, size) in enumerate(((-0.12, 0.8), (-0.24, 0.55), (-0.32, 0.3))):
        lump = blob(rng, x + dx * rx, y + ry * (0.58 + 0.06 * k), rx * size * 0.9, ry * size * 0.42, 0.06)
        sheet.fill(lump, mixed(paints[2], paints[4], 0.3 + 0.2 * k))
    turn = rng.uniform(0.3, 2.8, 9)
    reach = rng.uniform(0.35, 0.88, 9)
    spot = np.stack([x + rx * reach * np.cos(turn), y + ry * (0.14 + 0.78 * reach * np.sin(turn) ** 0.9)], 1)
    flat = np.stack([rng.uniform(0.08, 0.2, 9) * rx, rng.uniform(0.05, 0.12, 9) * rx], 1)
    sheet.dabs(spot, flat, 0.0, shine, ROUND, 0.9)


@card("mushroom tree", group="tree", label="tree", height=8.0)
def mushroom_tree(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A tree-high toadstool whose gills shine."""
    rng = seed.rng()
    sheet = Sheet(-5, 5, -0.5, 10, 60)
    paints = ramp(main_paint(rng, (0.52, 0.15, 25), tint, alien), 5, 0.4)
    stem = ramp(lch(0.74, 0.05, 320 if alien else 80), 5, 0.34)
    shine = glowing(rng)
    crowd = [(0.0, 6.6, 2.9, 2.0, 0.75), (2.3, 3.6, 1.4, 1.0, 0.36), (-2.2, 2.5, 1.1, 0.8, 0.3)]
    for foot, high, rx, ry, wide in crowd[: 2 if ruined else 3][::-1]:
        high *= rng.uniform(0.85, 1.12)
        bend = rng.normal(0, 0.4)
        trunk(
            sheet,
            rng,
            np.array([[foot, -0.15], [foot + bend * 0.7, high * 0.45], [foot + bend * 0.3, high]]),
            wide,
            wide * 0.6,
            stem,
            0.8,
        )
        _cap(sheet, rng, foot + bend * 0.3, high - 0.1, rx * rng.uniform(0.85, 1.1), ry, paints, shine)
    return sheet.card(rng, "tree", sway=0.08)
