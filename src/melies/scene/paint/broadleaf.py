"""Leaf trees of temperate and dry lands: oak, birch, willow, acacia, banyan, mangrove."""

from __future__ import annotations

import numpy as np

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import LEAF, ROUND, Sheet, curve
from melies.scene.paint.colour import Tint, lch, main_paint, ramp
from melies.scene.paint.foliage import bark_paints, canopy, crowned, grow, heap, spots, trunk, vine, wood
from melies.scene.paint.registry import card


@card("oak", group="tree", label="tree", height=8.0)
def oak(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A broad round crown of big leaf masses with sky between them."""
    rng = seed.rng()
    sheet = Sheet(-6.5, 6.5, -0.6, 10.5, 60)
    wooden = bark_paints(rng, alien)
    limbs = grow(
        rng, (0, -0.2), np.pi / 2 + rng.normal(0, 0.08), 2.9, 0.8, 4, spread=0.62, shrink=0.66, wander=0.13, lift=0.04
    )
    wood(sheet, rng, limbs, wooden)
    paints = ramp(main_paint(rng, (0.52, 0.10, 130), tint, alien), 6, 0.42)
    crown = heap(rng, 8 if ruined else 13, 4.2 * rng.uniform(0.9, 1.1), 2.8, 5.7, 1.4, flat=0.7)
    crown = crowned(rng, crown, limbs, 0.8)
    canopy(
        sheet,
        rng,
        crown,
        paints,
        0.36 if alien else 0.22,
        leaf=ROUND if alien else LEAF,
        hang=0.3,
        body=0.74,
        cover=1.0,
        contrast=1.1,
    )
    if alien:
        spots(sheet, rng, 60, 0.1)
    return sheet.card(rng, "tree", sway=0.12)


@card("birch", group="tree", label="tree", height=9.0)
def birch(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """White stems with dark marks and a light, lacy crown."""
    rng = seed.rng()
    sheet = Sheet(-4, 4, -0.5, 11, 54)
    white = ramp(lch(0.62, 0.09, 300) if alien else lch(0.8, 0.02, 80), 5, 0.34)
    paints = ramp(main_paint(rng, (0.62, 0.115, 115), tint, alien), 6, 0.38)
    clumps = []
    for stem in range(int(rng.integers(1, 4))):
        foot, lean, tall = stem * 0.5 - 0.3, rng.normal(0, 0.5) + (stem - 0.7) * 0.5, rng.uniform(7.4, 9.2)
        line = np.array(
            [[foot, -0.1], [foot + lean * 0.3, tall * 0.4], [foot + lean, tall * 0.75], [foot + lean * 1.2, tall]]
        )
        for k in range(9):
            t = 0.34 + 0.66 * (k + rng.uniform(0, 1)) / 9
            start = curve(line, 8)[int(t * 23)]
            end = start + [rng.choice([-1, 1]) * rng.uniform(0.5, 1.5) * (1.25 - t), rng.uniform(0.2, 0.8)]
            sheet.stroke(np.array([start, (start + end) / 2 + [0, 0.08], end]), np.array([0.09, 0.06, 0.03]), white[1])
            clumps.append((*end, rng.uniform(0.5, 0.9) * (1.3 - 0.6 * t), rng.uniform(0.4, 0.7)))
        trunk(sheet, rng, line, 0.34, 0.07, white, 0.3)
        marks = curve(line, 8)[rng.integers(1, 18, 16)] + np.stack(
            [rng.uniform(-0.12, 0.1, 16), rng.uniform(-0.2, 0.2, 16)], 1
        )
        sheet.dabs(marks, np.stack([rng.uniform(0.06, 0.2, 16), np.full(16, 0.12)], 1), 0.0, lch(0.3, 0.04, 300), LEAF)
    order = np.argsort([-c[1] for c in clumps])
    canopy(sheet, rng, np.array(clumps)[order][:: 2 if ruined else 1], paints, 0.2, hang=0.8, body=0.42, cover=0.62)
    if alien:
        spots(sheet, rng, 50, 0.09)
    return sheet.card(rng, "tree", sway=0.2)


@card("willow", group="tree", label="tree", height=8.0)
def willow(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Curtains of hanging twigs around a short bent trunk."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.6, 9.5, 58)
    wooden = bark_paints(rng, alien)
    paints = ramp(main_paint(rng, (0.56, 0.10, 122), tint, alien), 6, 0.4)
    limbs = grow(rng, (0, -0.2), 1.5, 3.1, 0.85, 2, spread=0.75, shrink=0.62, wander=0.15)
    clumps = heap(rng, 9, 2.9, 1.4, 6.1, 1.25)
    for back in (True, False):
        for _ in range(13 if ruined else 26):
            x = rng.uniform(-3.3, 3.3)
            top = 6.9 - 0.16 * x**2 + rng.normal(0, 0.3)
            end = max(0.35, top - rng.uniform(2.2, 5.4) * (1.0 if abs(x) > 1.2 else 0.62))
            line = curve(
                np.array([[x * 0.8, top], [x + 0.12 * x, (top + end) / 2], [x * 1.16 + rng.normal(0, 0.1), end]]), 8
            )
            spot = line[rng.integers(0, len(line), 44)] + rng.normal(0, 0.12, (44, 2)) * [1, 1.6]
            height = np.clip((spot[:, 1] - end) / (top - end), 0, 1)
            level = np.clip(height * 3 - (1.4 if back else 0.2) - 0.25 * x + rng.normal(0.7, 0.6, 44), 0, 5).astype(int)
            sheet.stroke(line, np.linspace(0.16, 0.02, len(line)), paints[0 if back else 1])
            sheet.dabs(
                spot,
                np.stack([rng.uniform(0.3, 0.5, 44), np.full(44, 0.3)], 1),
                rng.normal(-1.57, 0.2, 44),
                paints[level],
            )
        if back:
            wood(sheet, rng, limbs, wooden)
            canopy(sheet, rng, clumps, paints, 0.32, hang=1.3, body=0.7)
    if alien:
        spots(sheet, rng, 80, 0.08)
    return sheet.card(rng, "tree", sway=0.4)


@card("acacia", group="tree", label="tree", height=7.0)
def acacia(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """The umbrella of the savannah: flat layered crowns on open limbs."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.5, 9, 58)
    wooden = bark_paints(rng, alien, 45, 0.36)
    paints = ramp(main_paint(rng, (0.50, 0.085, 122), tint, alien), 5, 0.38)
    clumps = []
    for fork in (-1.5, -0.3, 1.2) if not ruined else (-1.2, 0.7):
        fork += rng.normal(0, 0.25)
        knee = np.array([fork * 0.75, rng.uniform(2.9, 3.7)])
        arm = curve(np.array([[0.0, 1.5], [fork * 0.3, 2.2], knee]), 6)
        sheet.stroke(arm, np.linspace(0.42, 0.24, len(arm)), wooden[1])
        sheet.stroke(arm + [-0.06, 0.02], np.linspace(0.16, 0.08, len(arm)), wooden[3])
        for _ in range(3):
            end_x = fork * 1.7 + rng.normal(0, 0.95)
            end = np.array([end_x, 5.6 - 0.06 * end_x**2 + rng.normal(0, 0.28)])
            twig = curve(np.array([knee - [0, 0.05], knee * 0.5 + end * 0.5 + [rng.normal(0, 0.15), -0.25], end]), 6)
            sheet.stroke(twig, np.linspace(0.2, 0.05, len(twig)), wooden[1])
            for _ in range(2):
                clumps.append(
                    (
                        end[0] + rng.normal(0, 0.45),
                        end[1] + rng.uniform(0, 0.35),
                        rng.uniform(0.75, 1.35),
                        rng.uniform(0.22, 0.34),
                    )
                )
    trunk(sheet, rng, np.array([[0, -0.1], [0.06, 0.8], [0, 1.9]]), 0.55, 0.44, wooden, 0.5)
    canopy(sheet, rng, np.array(sorted(clumps, key=lambda c: -c[1])), paints, 0.22, hang=-1.2, body=0.8, cover=1.2)
    if alien:
        spots(sheet, rng, 60, 0.09)
    return sheet.card(rng, "tree", sway=0.1)


@card("banyan", group="tree", label="tree", height=10.0)
def banyan(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A grove that is one tree: many root-trunks under a wide roof of leaves."""
    rng = seed.rng()
    sheet = Sheet(-9, 9, -0.6, 12, 48)
    wooden = bark_paints(rng, alien, 55, 0.4)
    for x in np.concatenate([rng.uniform(-5.5, 5.5, 7), rng.normal(0, 0.9, 7)]):
        foot = x * rng.uniform(0.9, 1.2)
        line = curve(
            np.array(
                [[foot, -0.1], [x + rng.normal(0, 0.15), 2.0], [x * 0.72 + rng.normal(0, 0.2), 4.4], [x * 0.5, 6.6]]
            ),
            7,
        )
        wide = rng.uniform(0.1, 0.32) if abs(x) > 1.6 else rng.uniform(0.3, 0.6)
        sheet.stroke(line, np.linspace(wide * 1.3, wide * 0.8, len(line)), wooden[0 if abs(x) > 2.5 else 1])
        sheet.stroke(line - [wide * 0.25, 0], wide * 0.3, wooden[2 if abs(x) > 2.5 else 3])
    limbs = grow(rng, (0, -0.2), 1.57, 4.6, 1.35, 2, spread=0.95, shrink=0.62, forks=(3, 3), wander=0.1)
    wood(sheet, rng, limbs, wooden)
    paints = ramp(main_paint(rng, (0.46, 0.09, 140), tint, alien), 6, 0.42)
    crown = crowned(rng, heap(rng, 12 if ruined else 21, 6.8, 2.3, 7.8, 1.75, flat=0.62), limbs, 1.2, 0.62)
    canopy(sheet, rng, crown, paints, 0.28, hang=0.4, body=0.82, cover=0.8, contrast=1.15)
    for _ in range(14):
        x, top = rng.uniform(-5.5, 5.5), rng.uniform(6.0, 7.4)
        vine(
            sheet,
            rng,
            np.array([x, top]),
            np.array([x + rng.normal(0, 0.2), top - rng.uniform(1.5, 4)]),
            0.0,
            paints[:4],
            0.22,
        )
    if alien:
        spots(sheet, rng, 80, 0.12)
    return sheet.card(rng, "tree", sway=0.1)


@card("mangrove", group="tree", label="tree", height=6.0)
def mangrove(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A low crown on arching stilt roots, to stand in water."""
    rng = seed.rng()
    sheet = Sheet(-5, 5, -0.6, 8, 66)
    wooden = bark_paints(rng, alien, 40, 0.38)
    for foot in np.linspace(-2.4, 2.4, 13) + rng.normal(0, 0.15, 13):
        high = rng.uniform(1.0, 2.2)
        arch = curve(
            np.array([[foot * 0.1, high], [foot * 0.6, high * 0.9], [foot * 0.95, high * 0.4], [foot, -0.25]]), 6
        )
        sheet.stroke(arch, np.linspace(0.2, 0.1, len(arch)), wooden[int(rng.integers(0, 2))])
        sheet.stroke(arch + [-0.03, 0.02], np.linspace(0.07, 0.04, len(arch)), wooden[3])
    limbs = grow(rng, (0, 1.7), 1.57 + rng.normal(0, 0.15), 1.3, 0.42, 3, spread=0.6, shrink=0.85)
    wood(sheet, rng, limbs, wooden)
    paints = ramp(main_paint(rng, (0.48, 0.095, 140), tint, alien), 6, 0.42)
    crown = crowned(rng, heap(rng, 7 if ruined else 12, 2.9, 1.5, 4.5, 1.05, flat=0.7), limbs, 0.6)
    canopy(sheet, rng, crown, paints, 0.2, hang=0.3, body=0.8, cover=0.8, contrast=1.15)
    if alien:
        spots(sheet, rng, 50, 0.09)
    return sheet.card(rng, "tree", sway=0.12)
