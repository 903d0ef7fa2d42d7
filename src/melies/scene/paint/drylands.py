"""Desert plants: saguaro, agave, joshua tree."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, curve, ribbon
from melies.scene.paint.colour import Tint, glowing, lch, main_paint, ramp
from melies.scene.paint.foliage import bark_paints, grow, spots, wood
from melies.scene.paint.registry import card


def _column(sheet: Sheet, rng: Rng, line: ndarray, wide: float, paints: ndarray) -> None:
    """A ribbed cactus limb with a round end, lit on the left."""
    line = curve(line, 8)
    t = np.linspace(0, 1, len(line))
    width = (
        wide * (0.82 + 0.3 * np.sin(np.pi * np.minimum(t * 1.15, 1)) ** 0.6) * np.sqrt(np.clip((1.02 - t) / 0.1, 0, 1))
    )
    sheet.fill(ribbon(line, width), paints[1])
    way = np.gradient(line, axis=0)
    side = np.stack([-way[:, 1], way[:, 0]], 1) / np.maximum(np.linalg.norm(way, axis=1), 1e-9)[:, None]
    for across, tone, thick in ((0.36, 0, 0.1), (0.16, 2, 0.16), (-0.04, 3, 0.16), (-0.22, 4, 0.17), (-0.38, 3, 0.1)):
        facing = np.where(side[:, :1] < 0, 1.0, -1.0)
        sheet.stroke(line - side * facing * (-across * width)[:, None], width * thick, paints[tone])
    spines = rng.integers(0, len(line), 40)
    where = line[spines] + side[spines] * (rng.uniform(-0.5, 0.5, 40) * width[spines])[:, None]
    ticks = np.stack([where, where + rng.normal(0, 0.06, (40, 2)) + [0, 0.03]], 1)
    sheet.strokes(ticks, 0.02, lch(0.82, 0.06, 90))


@card("cactus", group="tree", label="tree", height=5.0)
def cactus(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A saguaro with raised arms."""
    rng = seed.rng()
    sheet = Sheet(-2.6, 2.6, -0.3, 6.4, 84)
    paints = ramp(main_paint(rng, (0.47, 0.09, 148), tint, alien), 5, 0.4)
    tall = 5.0 * rng.uniform(0.85, 1.1)
    arms = rng.permutation([-1, 1, -1, 1])[: 1 if ruined else int(rng.integers(2, 4))]
    for k, side in enumerate(arms):
        y, far = tall * rng.uniform(0.3, 0.55) + 0.25 * k, rng.uniform(0.75, 1.15)
        up = y + rng.uniform(0.9, 1.9)
        arm = np.array(
            [
                [side * 0.1, y - 0.05],
                [side * far * 0.75, y + 0.02],
                [side * far, y + 0.4],
                [side * far * 1.02, (y + up) / 2 + 0.2],
                [side * far, up],
            ]
        )
        _column(sheet, rng, arm, 0.42, paints)
    _column(sheet, rng, np.array([[0, -0.2], [0.03, tall * 0.4], [-0.02, tall * 0.75], [0, tall]]), 0.62, paints)
    bloom = glowing(rng) if alien else lch(0.72, 0.18, 5)
    if alien or rng.uniform() < 0.5:
        sheet.dabs(
            np.stack([rng.normal(0, 0.16, 5), tall - rng.uniform(0, 0.14, 5)], 1),
            0.16,
            0.0,
            bloom,
            ROUND,
            1.0 if alien else 0.0,
        )
    if alien:
        spots(sheet, rng, 26, 0.08)
    return sheet.card(rng, "tree", bevel=8)


def rosette(sheet: Sheet, rng: Rng, x: float, y: float, reach: float, thick: float, count: int, paints: ndarray,
            low: float = -0.1) -> None:  # fmt: skip
    """A burst of stiff blades, the front ones lower and lighter."""
    turns = np.linspace(low, np.pi - low, count) + rng.normal(0, 0.06, count)
    for rank, k in enumerate(np.argsort(-np.sin(turns) + rng.normal(0, 0.25, count))):
        a, long = turns[k], reach * rng.uniform(0.8, 1.1) * (0.82 + 0.18 * np.sin(turns[k]))
        tip = np.array([x + np.cos(a) * long, y + np.sin(a) * long - 0.06 * reach])
        middle = np.array([x + np.cos(a) * long * 0.5, y + np.sin(a) * long * 0.5 + 0.05 * reach])
        line = curve(np.array([[x, y], middle, tip]), 4)
        width = thick * np.sin(np.pi * np.linspace(0.3, 0.99, len(line)))
        tone = int(np.clip(1.2 + 1.6 * rank / count - 0.9 * np.cos(a), 0, 3))
        sheet.fill(ribbon(line, width), paints[tone])
        sheet.stroke(line, width * 0.3, paints[tone + 1])


@card("agave", group="bush", label="bush", height=1.3)
def agave(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A rosette of blue-green swords."""
    rng = seed.rng()
    sheet = Sheet(-1.7, 1.7, -0.3, 2.0, 160)
    paints = ramp(main_paint(rng, (0.56, 0.065, 175), tint, alien), 5, 0.4)
    rosette(sheet, rng, 0, 0.05, 1.2, 0.2, 12 if ruined else 22, paints, 0.0)
    if alien:
        spots(sheet, rng, 20, 0.05, 0.01)
    return sheet.card(rng, "bush", bevel=5)


@card("joshua tree", group="tree", label="tree", height=5.5)
def joshua_tree(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Crooked limbs, each ending in a burst of spikes."""
    rng = seed.rng()
    sheet = Sheet(-4.5, 4.5, -0.4, 8, 68)
    wooden = bark_paints(rng, alien, 50, 0.42)
    paints = ramp(main_paint(rng, (0.52, 0.08, 130), tint, alien), 5, 0.4)
    limbs = grow(
        rng,
        (0, -0.15),
        1.57 + rng.normal(0, 0.1),
        2.1,
        0.55,
        1 if ruined else 3,
        spread=0.7,
        shrink=0.62,
        wander=0.16,
        lift=0.14,
        forks=(2, 3),
    )
    wood(sheet, rng, limbs, wooden)
    for limb in limbs:
        if limb.level == 1:
            rosette(sheet, rng, limb.points[-3, 0], limb.points[-3, 1], 0.42, 0.1, 12, wooden[:5], -0.9)
    for limb in sorted(limbs, key=lambda one: -one.points[-1, 1]):
        if limb.level == max(one.level for one in limbs):
            rosette(sheet, rng, limb.points[-1, 0], limb.points[-1, 1], 0.72, 0.13, 16, paints, -0.8)
    if alien:
        spots(sheet, rng, 30, 0.09, 0.01)
    return sheet.card(rng, "tree", bevel=6)
