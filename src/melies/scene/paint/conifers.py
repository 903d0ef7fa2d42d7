"""Needle trees: pine, fir, cypress, and the pine the wind has bent."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import NEEDLE, Rng, Sheet, curve
from melies.scene.paint.colour import Tint, jittered, main_paint, ramp
from melies.scene.paint.foliage import bark_paints, canopy, grow, spots, trunk, wood
from melies.scene.paint.registry import card


def bough(sheet: Sheet, rng: Rng, root: tuple[float, float], reach: float, drop: float, deep: float, curl: float,
          paints: ndarray) -> None:  # fmt: skip
    """One bough from the trunk out by `reach` (negative: to the left): needles hang `deep`, light lies on top."""
    t = np.linspace(0, 1, 13)
    spine = np.stack([root[0] + reach * t, root[1] - drop * t**1.3 + curl * t**3], 1)
    teeth = np.where(np.arange(13) % 2 == 0, 0.35, 1.0) * rng.uniform(0.7, 1.2, 13)
    hem = spine - np.stack([-0.25 * reach * (1 - t) / 6, deep * teeth * (1 - 0.75 * t) * np.minimum(1, 0.5 + 2 * t)], 1)
    rise = np.stack([np.zeros(13), deep * 0.3 * (1 - t) * rng.uniform(0.5, 1.2, 13)], 1)
    left = reach < 0
    sheet.fill(np.concatenate([spine + rise, hem[::-1]]), paints[0])
    sheet.fill(np.concatenate([spine + rise, (spine * 0.45 + hem * 0.55)[::-1]]), paints[2 if left else 1])
    top = spine * 0.8 + hem * 0.2
    sheet.fill(np.concatenate([spine + rise, top[::-1]]), paints[3 if left else 2])
    count = 12
    at = rng.uniform(0.1, 1, count)
    spot = np.stack(
        [root[0] + reach * at, root[1] - drop * at**1.3 + curl * at**3 - deep * (1 - at) * rng.uniform(0, 0.7, count)],
        1,
    )
    tone = rng.integers(1, 5 if left else 4, count)
    turn = rng.normal(-1.4, 0.3, count) + (-0.5 if left else 0.5)
    sheet.dabs(
        spot,
        np.stack([np.full(count, deep * 0.55), np.full(count, deep * 1.6)], 1),
        turn,
        jittered(rng, paints[tone]),
        NEEDLE,
    )


def spire(sheet: Sheet, rng: Rng, paints: ndarray, tall: float, base: float, wide: float, tiers: int, *, droop: float,
          curl: float, ragged: float, gap: float, power: float = 0.9, lean: float = 0.0) -> None:  # fmt: skip
    """Tiers of boughs from `base` up to the tip at `tall`; the widest reaches `wide` from the trunk."""
    rise = np.linspace(0, 1, tiers)
    for k, t in enumerate(rise):
        y = base + (tall - base) * (1 - (1 - t) ** 1.12) * 0.985
        half = wide * ((1 - t) ** power + 0.035) * (1 + rng.normal(0, ragged))
        deep = (tall - base) / tiers * (1.5 - 0.5 * t) * (1 - gap) + half * 0.1
        middle = lean * y
        for side in (1, -1):
            far = half * side * rng.uniform(0.82, 1.12)
            bough(sheet, rng, (middle, y), far, abs(far) * droop, deep, abs(far) * curl, paints)
        for _ in range(3 if k < tiers - 3 else 1):
            far = half * rng.uniform(-0.62, 0.55)
            bough(
                sheet,
                rng,
                (middle + far * 0.1, y - deep * 0.25),
                far,
                abs(far) * droop * 1.5 + deep * 0.4,
                deep,
                0.0,
                paints,
            )
    tip = curve(np.array([[lean * tall * 0.93, tall * 0.93], [lean * tall, tall * 1.03]]), 4)
    sheet.stroke(tip, np.linspace(0.1, 0.015, len(tip)) * tall * 0.12, paints[2])


@card("fir", group="tree", label="tree", height=11.0)
def fir(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A slender dense spire."""
    rng = seed.rng()
    tall = 11.0 * rng.uniform(0.92, 1.06)
    sheet = Sheet(-4, 4, -0.5, 13, 46)
    paints = ramp(main_paint(rng, (0.40, 0.062, 165), tint, alien), 5, 0.36)
    trunk(sheet, rng, np.array([[0, -0.15], [0.02, tall * 0.4], [0, tall * 0.9]]), 0.42, 0.08, bark_paints(rng, alien))
    curl = 0.7 if alien else 0.16
    spire(sheet, rng, paints, tall, 1.0, 1.9 * rng.uniform(0.85, 1.15), 9 if ruined else 17, droop=0.42, curl=curl,
          ragged=0.3 if ruined else 0.09, gap=0.35 if ruined else 0.05)  # fmt: skip
    if alien:
        spots(sheet, rng, 60, 0.09)
    return sheet.card(rng, "tree", sway=0.12)


@card("pine", group="tree", label="tree", height=9.0)
def pine(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """The conifer of storybooks: broad irregular tiers with air between them."""
    rng = seed.rng()
    tall = 9.0 * rng.uniform(0.9, 1.08)
    sheet = Sheet(-4.5, 4.5, -0.5, 11, 56)
    paints = ramp(main_paint(rng, (0.42, 0.07, 155), tint, alien), 5, 0.36)
    lean = rng.normal(0, 0.012) + (0.1 if ruined else 0)
    line = np.array([[0, -0.15], [lean * tall * 0.4 + rng.normal(0, 0.05), tall * 0.4], [lean * tall, tall * 0.95]])
    trunk(sheet, rng, line, 0.5, 0.09, bark_paints(rng, alien))
    curl = 0.8 if alien else 0.3
    spire(sheet, rng, paints, tall * (0.8 if ruined else 1), rng.uniform(1.3, 1.9), 2.5 * rng.uniform(0.85, 1.15),
          6 if ruined else int(rng.integers(8, 11)), droop=0.5, curl=curl, ragged=0.16, gap=0.3 if ruined else 0.16,
          power=0.8, lean=lean)  # fmt: skip
    if alien:
        spots(sheet, rng, 50, 0.1)
    return sheet.card(rng, "tree", sway=0.1)


@card("cypress", group="tree", label="tree", height=9.0)
def cypress(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A dark flame of leaves, as in Van Gogh's orchards."""
    rng = seed.rng()
    sheet = Sheet(-2, 2, -0.5, 11, 54)
    tall, wide = 9.0 * rng.uniform(0.92, 1.1), 1.0 * rng.uniform(0.8, 1.1)
    paints = ramp(main_paint(rng, (0.39, 0.065, 148), tint, alien), 5, 0.36)
    trunk(sheet, rng, np.array([[0, -0.1], [0, tall * 0.3], [0, tall * 0.7]]), 0.34, 0.1, bark_paints(rng, alien))
    count = 12 if ruined else 20
    t = np.sort(rng.uniform(0, 1, count)) ** 0.9
    half = wide * np.sin(np.pi * np.clip(0.16 + 0.84 * t, 0, 1)) ** 0.72 * (1 - 0.35 * t)
    bend = 0.25 * np.sin(t * 5 + rng.uniform(0, 6)) * (3.0 if alien else 1.0)
    clumps = np.stack([bend * wide + rng.uniform(-0.42, 0.42, count) * half, 0.7 + (tall - 1.2) * t, half * 0.62 + 0.08,
                       np.full(count, tall * 0.085)], 1)  # fmt: skip
    canopy(sheet, rng, clumps[::-1] if alien else clumps, paints, 0.34, hang=-2.2, body=0.85, cover=1.6)
    if alien:
        spots(sheet, rng, 40, 0.1)
    return sheet.card(rng, "tree", sway=0.25)


@card("windswept", group="tree", label="tree", height=6.0)
def windswept(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A cliff pine like an old bonsai: a twisting trunk, flat clouds of needles on one side."""
    rng = seed.rng()
    sheet = Sheet(-5, 7, -0.6, 8, 72)
    side = 1.0 if rng.uniform() < 0.6 else -1.0
    line = np.array([[0, -0.2], [0.35, 0.9], [-0.35, 1.9], [0.5, 3.0], [1.5, 3.9], [2.6, 4.9]]) * [side, 1]
    line[1:] += rng.normal(0, 0.14, (5, 2))
    wooden = bark_paints(rng, alien, 40, 0.38)
    for root in (0.5, -0.45, 0.2):
        sheet.stroke(
            curve(np.array([[0, 0.35], [root * 0.6, 0.1], [root * 1.6, -0.12]]), 4),
            np.linspace(0.4, 0.08, 9),
            wooden[1],
        )
    trunk(sheet, rng, line, 0.62, 0.2, wooden, 0.3)
    pads = []
    for k, (x, y) in enumerate(line[2:]):
        for _ in range(1 if ruined else 2):
            far = rng.uniform(0.9, 2.3) * side * (1 if rng.uniform() < 0.72 else -0.7)
            end = (x + far, y + rng.uniform(0.2, 0.8))
            arm = curve(np.array([[x, y], [x + far * 0.5, y + 0.05], end]), 6)
            sheet.stroke(arm, np.linspace(0.2, 0.06, len(arm)), wooden[1])
            pads.append((*end, rng.uniform(0.7, 1.25) * (0.8 + 0.1 * k), rng.uniform(0.26, 0.4)))
    pads.append((line[-1, 0] + 0.2 * side, line[-1, 1] + 0.4, 1.3, 0.5))
    tiers = [
        p for x, y, a, b in pads for p in ((x, y, a, b), (x + rng.normal(0, 0.3) * a, y + b * 0.7, a * 0.62, b * 0.8))
    ]
    paints = ramp(main_paint(rng, (0.43, 0.075, 150), tint, alien), 5, 0.38)
    canopy(
        sheet,
        rng,
        np.array(sorted(tiers, key=lambda c: -c[1])),
        paints,
        0.3,
        leaf=NEEDLE * [1, 3.2],
        hang=-1.2,
        body=0.85,
        cover=1.7,
    )
    if alien:
        spots(sheet, rng, 40, 0.1)
    return sheet.card(rng, "tree", sway=0.12)


@card("dead tree", group="tree", label="tree", height=7.0)
def dead_tree(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A bare crooked tree: all silhouette."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.6, 10, 60)
    paints = ramp(
        main_paint(rng, (0.40, 0.04, 40), tint, alien, strange=((0.34, 0.09, 300), (0.36, 0.07, 250))), 5, 0.4
    )
    limbs = grow(rng, (0, -0.2), np.pi / 2 + rng.normal(0, 0.14), 2.7, 0.62, 3 if ruined else 5, spread=0.6, shrink=0.7,
                 wander=0.22, lift=0.03)  # fmt: skip
    for root in (0.6, -0.55, 0.25):
        sheet.stroke(
            curve(np.array([[0, 0.5], [root * 0.5, 0.15], [root * 1.7, -0.12]]), 4),
            np.linspace(0.4, 0.05, 9),
            paints[1],
        )
    wood(sheet, rng, limbs, paints)
    if alien:
        spots(sheet, rng, 60, 0.08, 0.01)
    return sheet.card(rng, "tree", bevel=6, sway=0.05)
