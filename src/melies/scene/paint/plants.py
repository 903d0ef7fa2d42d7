"""Small plants: bushes, ferns, broad leaves, reeds, grass, flowers, heather, lily pads, vines."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import LEAF, ROUND, Rng, Sheet, blob, curve, ribbon, stamped
from melies.scene.paint.colour import Tint, glowing, jittered, lch, main_paint, mixed, ramp
from melies.scene.paint.foliage import canopy, heap, spots, vine
from melies.scene.paint.registry import card


def blades(sheet: Sheet, rng: Rng, count: int, wide: float, tall: float, paints: ndarray, thick: float,
           lean: float = 0.5) -> ndarray:  # fmt: skip
    """Grass blades fanning from the ground, back ones darker; gives their tips (n, 2)."""
    foot = np.sort(rng.normal(0, wide * 0.28, count))[rng.permutation(count)]
    high = tall * rng.uniform(0.45, 1.0, count) * np.exp(-((foot / wide) ** 2) * 1.2)
    over = foot / wide * lean * tall + rng.normal(0, 0.22, count) * tall * lean
    tips = np.stack([foot + over, high], 1)
    for k in range(count):
        middle = [foot[k] + over[k] * 0.22, high[k] * 0.62]
        line = curve(np.array([[foot[k], -0.02 * tall], middle, tips[k]]), 5)
        level = min(len(paints) - 1, int(k / count * len(paints) * 0.9 + rng.uniform(0, 1.2)))
        sheet.fill(ribbon(line, np.linspace(thick, thick * 0.12, len(line)) * rng.uniform(0.7, 1.2)), paints[level])
    return tips


def broad_leaf(sheet: Sheet, rng: Rng, root: ndarray, angle: float, long: float, wide: float, paints: ndarray,
               shade: int, split: bool) -> None:  # fmt: skip
    """A big leaf on a bent rib: one half lit, one in shade, veins; split cuts it in like a monstera or torn banana."""
    t = np.linspace(0, 1, 15)
    turn = angle - np.sign(np.cos(angle)) * rng.uniform(0.5, 1.0) * t**1.6
    rib = root + np.cumsum(np.stack([np.cos(turn), np.sin(turn)], 1) * long / 15, 0)
    side = np.stack([-np.sin(turn), np.cos(turn)], 1)
    half = wide * np.sin(np.pi * np.clip(t, 0.02, 1) ** 0.8) ** 0.75
    upper = 1 if np.cos(angle) > 0 else -1
    for which, tone in ((upper, 3), (-upper, 1)):
        edge = rib + side * (half * which * rng.uniform(0.92, 1.06, 15))[:, None]
        if split:
            edge = _slashed(rib, edge, rng)
        sheet.fill(np.concatenate([rib, edge[::-1]]), paints[max(0, tone - shade)])
        veins = np.stack(
            [
                rib[2:-2:2],
                (
                    rib
                    + 0.86 * (rib + side * half[:, None] * which - rib)
                    + 0.05 * long * np.stack([np.cos(turn), np.sin(turn)], 1)
                )[2:-2:2],
            ],
            1,
        )
        sheet.strokes(
            veins, wide * 0.05, paints[max(0, tone - 1 - shade) if which == upper else max(0, tone + 1 - shade)]
        )
    sheet.stroke(rib, np.linspace(0.09, 0.02, 15) * wide * 1.6, paints[max(0, 4 - shade)])


def _slashed(rib: ndarray, edge: ndarray, rng: Rng) -> ndarray:
    out = []
    for k in range(len(edge) - 1):
        out += [edge[k], edge[k] * 0.4 + edge[k + 1] * 0.6]
        if k % 3 == 2 and 2 < k < len(edge) - 3:
            out.append(edge[k + 1] + (rib[k] - edge[k + 1]) * rng.uniform(0.4, 0.68))
    return np.array([*out, edge[-1]])


@card("bush", group="bush", label="bush", height=1.6)
def bush(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A low round mass of leaves."""
    rng = seed.rng()
    sheet = Sheet(-2.2, 2.2, -0.3, 2.6, 150)
    paints = ramp(main_paint(rng, (0.48, 0.095, 135), tint, alien), 6, 0.42)
    clumps = heap(rng, 5 if ruined else 9, 1.35 * rng.uniform(0.8, 1.15), 0.75, 0.78, 0.58, flat=0.8, dome=0.9)
    clumps[:, 1] = np.maximum(clumps[:, 1], clumps[:, 3] * 0.75)
    canopy(
        sheet, rng, clumps, paints, 0.13, leaf=ROUND if alien else LEAF, hang=-0.5, body=0.76, cover=1.35, contrast=1.1
    )
    if rng.uniform() < 0.4 and not alien:
        sheet.dabs(
            sheet.scatter(rng, 30, 0.06), rng.uniform(0.04, 0.08, 30), 0.0, lch(0.78, 0.14, rng.uniform(0, 90)), ROUND
        )
    if alien:
        spots(sheet, rng, 30, 0.05)
    return sheet.card(rng, "bush", sway=0.05)


@card("heather", group="bush", label="bush", height=0.6)
def heather(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A cushion of flowering spikes."""
    rng = seed.rng()
    sheet = Sheet(-0.9, 0.9, -0.1, 1.0, 220)
    stems = ramp(lch(0.42, 0.07, 140), 4, 0.3)
    bloom = ramp(main_paint(rng, (0.58, 0.13, 340), tint, alien), 5, 0.4)
    tips = blades(sheet, rng, 110, 0.75, 0.6, stems, 0.02, 0.35)
    for x, y in tips[np.argsort(-tips[:, 1])]:
        spike = np.stack([x + rng.normal(0, 0.018, 9), y - np.linspace(0, 0.2, 9)], 1)
        level = np.clip(2.6 - x * 1.2 + rng.normal(0, 1, 9), 0, 4).astype(int)
        sheet.dabs(
            spike,
            rng.uniform(0.018, 0.036, 9),
            0.0,
            bloom[level],
            ROUND,
            0.6 if alien and rng.uniform() < 0.15 else 0.0,
        )
    return sheet.card(rng, "bush", bevel=4, sway=0.05)


@card("fern", group="plant", label="bush", height=1.2)
def fern(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A fountain of fronds with small leaves on both sides of each rib."""
    rng = seed.rng()
    sheet = Sheet(-1.6, 1.6, -0.2, 1.7, 190)
    paints = ramp(main_paint(rng, (0.52, 0.11, 135), tint, alien), 6, 0.44)
    count = 8 if ruined else 13
    angles = np.linspace(0.15, np.pi - 0.15, count) + rng.normal(0, 0.08, count)
    for rank, k in enumerate(rng.permutation(count)):
        t = np.linspace(0, 1, 24)
        right = np.sign(np.cos(angles[k]))
        turn = (
            angles[k] * 0.45
            + 0.55 * np.pi / 2
            - right * rng.uniform(1.3, 2.0) * (3.0 if alien else 1.0) * t ** (2.4 if alien else 1.5)
        )
        long = rng.uniform(1.0, 1.4)
        rib = np.cumsum(np.stack([np.cos(turn), np.sin(turn)], 1) * long / 24, 0)
        leaf = long * 0.26 * np.sin(np.pi * (0.12 + 0.86 * t)) ** 0.8
        tone = 1.0 + 2.4 * rank / count
        sheet.stroke(rib, np.linspace(0.03, 0.008, 24), paints[1])
        for side in (-1, 1):
            level = np.clip(tone + (1.1 if side * right > 0 else -0.3) + rng.normal(0, 0.25, 22), 0, 5).astype(int)
            both = np.stack([leaf[2:], np.maximum(leaf[2:] * 0.24, 0.03)], 1)
            out = turn[2:] + side * 1.15
            sheet.fills(
                stamped(rib[2:] + 0.45 * leaf[2:, None] * np.stack([np.cos(out), np.sin(out)], 1), both, out, LEAF),
                jittered(rng, paints[level]),
            )
    if alien:
        spots(sheet, rng, 26, 0.035, 0.0)
    return sheet.card(rng, "bush", bevel=5, sway=0.1)


@card("broad leaves", group="plant", label="bush", height=2.6)
def broad_leaves(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A cluster of monstera or banana leaves: a dark frame for the front of a jungle."""
    rng = seed.rng()
    sheet = Sheet(-3.2, 3.2, -0.3, 4.0, 130)
    paints = ramp(main_paint(rng, (0.47, 0.105, 142), tint, alien), 6, 0.42)
    split, count = bool(rng.uniform() < 0.6), 6 if ruined else 12
    angles = np.linspace(0.25, np.pi - 0.25, count) + rng.normal(0, 0.1, count)
    for rank, k in enumerate(rng.permutation(count)):
        a = float(angles[k])
        stalk = rng.uniform(0.5, 1.5)
        root = np.array([np.cos(a) * stalk * 0.6, np.sin(a) * stalk])
        sheet.stroke(
            curve(np.array([[0.05 * np.cos(a), -0.1], root * [0.6, 0.5], root]), 5),
            np.linspace(0.1, 0.06, 11),
            paints[2],
        )
        broad_leaf(
            sheet,
            rng,
            root,
            a,
            rng.uniform(1.3, 2.0),
            rng.uniform(0.34, 0.52),
            paints,
            1 if rank < count // 2 else 0,
            split,
        )
    if alien:
        spots(sheet, rng, 40, 0.06)
    return sheet.card(rng, "bush", sway=0.12)


@card("reeds", group="plant", label="bush", height=2.0)
def reeds(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Cat-tails and long blades at a bank."""
    rng = seed.rng()
    sheet = Sheet(-1.4, 1.4, -0.1, 2.7, 150)
    paints = ramp(main_paint(rng, (0.52, 0.085, 120), tint, alien), 5, 0.38)
    blades(sheet, rng, 34 if ruined else 54, 0.75, 1.75, paints, 0.06, 0.3)
    brown = glowing(rng) if alien else lch(0.4, 0.075, 50)
    for _ in range(7):
        x, tall = rng.normal(0, 0.42), rng.uniform(1.5, 2.2)
        tip = np.array([x * 1.3 + rng.normal(0, 0.06), tall])
        sheet.stroke(curve(np.array([[x, 0], [x * 1.1, tall * 0.6], tip]), 5), 0.025, paints[3])
        head = np.array([tip - [0, 0.42], tip - [0, 0.3], tip - [0, 0.12], tip - [0, 0.02]])
        sheet.stroke(head, np.array([0.05, 0.09, 0.09, 0.05]), brown, 0.7 if alien else 0.0)
        sheet.stroke(head - [0.015, 0], 0.02, mixed(brown, lch(0.75, 0.08, 75), 0.4), 0.7 if alien else 0.0)
    return sheet.card(rng, "bush", bevel=4, sway=0.15)


@card("grass", group="plant", label="grass", height=0.7)
def grass(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A tuft of tall grass."""
    rng = seed.rng()
    sheet = Sheet(-0.9, 0.9, -0.05, 1.0, 240)
    base = main_paint(rng, (0.60, 0.115, 122), tint, alien)
    blades(sheet, rng, 46 if ruined else 70, 0.6, 0.78, ramp(base, 5, 0.4), 0.035, 0.55)
    if alien:
        spots(sheet, rng, 12, 0.02, 0.0)
    return sheet.card(rng, "grass", bevel=3, sway=0.08)


@card("wildflowers", group="plant", label="grass", height=0.6)
def wildflowers(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Grass with poppies, daisies or cornflowers."""
    rng = seed.rng()
    sheet = Sheet(-0.9, 0.9, -0.05, 1.05, 240)
    blades(sheet, rng, 46, 0.6, 0.52, ramp(main_paint(rng, (0.56, 0.11, 128), None, alien), 5, 0.38), 0.03, 0.5)
    kinds = (lch(0.62, 0.2, 28), lch(0.93, 0.03, 95), lch(0.6, 0.15, 285), lch(0.82, 0.15, 90), lch(0.7, 0.16, 350))
    chosen = [kinds[int(k)] for k in rng.permutation(5)[:2]]
    chosen = [np.asarray(tint)] if tint is not None else [glowing(rng)] if alien else chosen
    for k in range(6 if ruined else 13):
        x, y = rng.normal(0, 0.36), rng.uniform(0.34, 0.74)
        head = np.array([x * 1.25, y])
        sheet.stroke(np.array([[x, 0], [x * 1.1, y * 0.6], head]), 0.014, lch(0.46, 0.09, 132))
        _flower(sheet, rng, head, rng.uniform(0.05, 0.085), chosen[k % len(chosen)], 0.8 if alien else 0.0)
    return sheet.card(rng, "grass", bevel=3, sway=0.08)


def _flower(sheet: Sheet, rng: Rng, at: ndarray, r: float, paint: ndarray, glow: float) -> None:
    shades = ramp(paint, 4, 0.22, cool=8, warm=8)
    turn = np.arange(6) * np.pi / 3 + rng.uniform(0, 1)
    flat = np.array([1.0, rng.uniform(0.55, 0.95)])
    where = at + np.stack([np.cos(turn), np.sin(turn)], 1) * r * 0.6 * flat
    level = np.clip(1.6 - np.cos(turn) + np.sin(turn), 0, 3).astype(int)
    sheet.dabs(
        where,
        np.tile([r * 1.2, r * 1.0], (6, 1)),
        np.arctan2(np.sin(turn) * flat[1], np.cos(turn)),
        shades[level],
        ROUND,
        glow,
    )
    sheet.dabs(at[None], r * 0.6, 0.0, lch(0.78, 0.15, 80) if glow == 0 else lch(0.97, 0.03, 100), ROUND, glow)


@card("vines", group="plant", label="bush", height=3.0, touch="t", hangs=True)
def vines(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A hanging curtain of leaves and vines that frames a picture from above; its foot is at the top."""
    rng = seed.rng()
    sheet = Sheet(-3.2, 3.2, -3.6, 0.0, 120)
    paints = ramp(main_paint(rng, (0.44, 0.1, 142), tint, alien), 5, 0.42)
    for x in rng.uniform(-2.4, 2.4, 8 if ruined else 16):
        end = np.array([x + rng.normal(0, 0.25), -rng.uniform(0.8, 3.2)])
        vine(sheet, rng, np.array([x, 0.1]), end, 0.0, paints, 0.19, 0.045)
    for _ in range(3):
        x = rng.uniform(-2.4, 0.6)
        vine(
            sheet,
            rng,
            np.array([x, 0.1]),
            np.array([x + rng.uniform(1.2, 2.0), 0.1]),
            rng.uniform(0.7, 1.8),
            paints,
            0.17,
            0.05,
        )
    xs = np.linspace(-2.5, 2.5, 9) + rng.normal(0, 0.15, 9)
    clumps = np.stack([xs, rng.uniform(-0.3, 0.1, 9), rng.uniform(0.35, 0.7, 9), rng.uniform(0.25, 0.55, 9)], 1)
    canopy(sheet, rng, clumps, paints, 0.24, hang=1.0, body=0.85)
    if alien:
        spots(sheet, rng, 40, 0.06, 0.02)
    return sheet.card(rng, "bush", touch="t", sway=0.2)


@card("lily pads", group="plant", label="bush", height=0.7)
def lily_pads(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """Floating leaves seen from low, and a few flowers."""
    rng = seed.rng()
    sheet = Sheet(-1.8, 1.8, -0.5, 0.7, 140)
    paints = ramp(main_paint(rng, (0.52, 0.095, 145), tint, alien), 5, 0.36)
    bloom = glowing(rng) if alien else lch(0.84, 0.1, 350)
    for y in sorted(rng.uniform(-0.22, 0.22, 6 if ruined else 12), reverse=True):
        x, r = rng.uniform(-1.3, 1.3), rng.uniform(0.2, 0.36)
        notch = rng.uniform(0, 6.28)
        turn = notch + np.linspace(0.18, 6.1, 22)
        pad = np.concatenate([[[x, y]], np.stack([x + r * np.cos(turn), y + r * 0.26 * np.sin(turn)], 1)])
        sheet.fill(pad - [0, 0.025], paints[0])
        sheet.fill(pad, paints[int(rng.integers(1, 4))])
        sheet.fill((pad - [x, y]) * 0.8 + [x - r * 0.1, y + 0.015], paints[int(rng.integers(2, 5))])
        if rng.uniform() < 0.35:
            for level, spread in ((0.75, 1.3), (1.0, 0.8)):
                turn = np.linspace(np.pi / 2 - spread, np.pi / 2 + spread, 5)
                where = np.array([x, y + 0.06]) + np.stack([np.cos(turn), np.sin(turn)], 1) * 0.09
                sheet.dabs(
                    where,
                    np.tile([0.2, 0.13], (5, 1)),
                    turn,
                    mixed(lch(0.6, 0.14, 340), bloom, level),
                    LEAF,
                    0.9 if alien else 0.0,
                )
    return sheet.card(rng, "bush", bevel=3)


@card("glowing mushrooms", group="plant", label="bush", height=0.7)
def glowing_mushrooms(seed: Seed, *, tint: Tint = None, alien: bool = True, ruined: bool = False) -> Card:
    """A ring of small toadstools that shine."""
    rng = seed.rng()
    sheet = Sheet(-0.9, 0.9, -0.1, 1.0, 240)
    shine = glowing(rng) if tint is None else np.asarray(tint)
    caps = ramp(mixed(shine, lch(0.5, 0.14, 290), 0.45), 5, 0.4)
    for x in sorted(rng.uniform(-0.6, 0.6, 9), key=lambda v: -abs(v)):
        tall, r = rng.uniform(0.15, 0.62) * (1.1 - abs(x)), rng.uniform(0.07, 0.17)
        top = np.array([x * 1.15 + rng.normal(0, 0.03), tall])
        stalk = curve(np.array([[x, -0.02], [x + 0.03, tall * 0.5], top]), 5)
        sheet.stroke(stalk, np.linspace(0.05, 0.03, len(stalk)), mixed(shine, lch(0.9, 0.02, 200), 0.6), 0.45)
        turn = np.linspace(np.pi, 0, 16)
        dome = np.stack([top[0] + r * np.cos(turn), top[1] + r * 0.9 * np.sin(turn)], 1)
        under = np.stack([top[0] + r * np.cos(turn[::-1]), top[1] - r * 0.25 * np.sin(turn)], 1)
        sheet.fill(np.concatenate([dome, under]), shine, 1.0)
        sheet.fill(
            np.concatenate([dome, [[top[0] + r, top[1]], [top[0], top[1] + r * 0.2], [top[0] - r, top[1]]]]),
            caps[2],
            0.35,
        )
        sheet.fill(blob(rng, top[0] - r * 0.2, top[1] + r * 0.55, r * 0.5, r * 0.22), caps[4], 0.5)
    blades(sheet, rng, 26, 0.6, 0.16, ramp(lch(0.38, 0.08, 190), 4, 0.3), 0.025)
    return sheet.card(rng, "bush", bevel=4)


@card("coral plant", group="plant", label="bush", height=1.8)
def coral_plant(seed: Seed, *, tint: Tint = None, alien: bool = True, ruined: bool = False) -> Card:
    """A branching coral-like growth of another world, its tips alight."""
    rng = seed.rng()
    sheet = Sheet(-1.8, 1.8, -0.2, 2.6, 150)
    paints = ramp(main_paint(rng, (0.56, 0.16, 15), tint, alien), 5, 0.4)
    shine, ends = glowing(rng), []

    def fork(at: ndarray, turn: float, long: float, wide: float, left: int) -> None:
        end = at + long * np.array([np.cos(turn), np.sin(turn)])
        bend = (at + end) / 2 + rng.normal(0, long * 0.12, 2)
        line = curve(np.array([at, bend, end]), 5)
        tone = 1 if left < 2 else 2
        sheet.stroke(line, np.linspace(wide, wide * 0.75, len(line)), paints[tone])
        sheet.stroke(line - [wide * 0.18, 0], wide * 0.25, paints[tone + 2])
        if left == 0:
            ends.append((end, wide))
        for side in (-1, 1) if left else ():
            fork(end, turn + side * rng.uniform(0.25, 0.55), long * 0.78, wide * 0.74, left - 1)

    for angle in np.linspace(0.8, 2.35, 2 if ruined else 4) + rng.normal(0, 0.1, 2 if ruined else 4):
        fork(np.array([np.cos(angle) * 0.1, -0.05]), float(angle), rng.uniform(0.4, 0.6), 0.16, 3)
    tips = np.array([e for e, _ in ends])
    sheet.dabs(tips, 0.15, 0.0, mixed(shine, paints[2], 0.5), ROUND, 0.5)
    sheet.dabs(tips, 0.09, 0.0, shine, ROUND, 1.0)
    return sheet.card(rng, "bush", bevel=6, sway=0.08)


@card("spiral plant", group="plant", label="bush", height=2.2)
def spiral_plant(seed: Seed, *, tint: Tint = None, alien: bool = True, ruined: bool = False) -> Card:
    """Curled tendrils with shining bulbs in their hearts."""
    rng = seed.rng()
    sheet = Sheet(-2, 2, -0.2, 3.0, 140)
    paints = ramp(main_paint(rng, (0.5, 0.13, 290), tint, alien), 5, 0.4)
    shine = glowing(rng)
    for k, x in enumerate(np.linspace(-1, 1, 3 if ruined else 6)):
        side, tall = (1 if x > 0 else -1), rng.uniform(0.9, 2.0) * (1.15 - 0.4 * abs(x))
        r0 = tall * 0.24
        t = np.linspace(0, 1, 40)
        turn = (0 if side > 0 else np.pi) + side * (np.pi - 4.6 * np.pi * t * 0.8)
        coil = np.stack([r0 * (1 - 0.85 * t) * np.cos(turn), r0 * (1 - 0.85 * t) * np.sin(turn)], 1)
        heart = np.array([x * 1.1 + side * r0, tall])
        stem = curve(np.array([[x * 0.2, -0.05], [x * 0.45, tall * 0.5], heart + coil[0]]), 8)
        line = np.concatenate([stem, heart + coil])
        wide = np.concatenate([np.linspace(0.15, 0.1, len(stem)), np.linspace(0.1, 0.03, 40)])
        sheet.stroke(line, wide, paints[1 + k % 2])
        sheet.stroke(line - np.stack([wide * 0.2, 0 * wide], 1), wide * 0.3, paints[4])
        sheet.dabs(heart[None], r0 * 0.7, 0.0, mixed(shine, paints[1], 0.5), ROUND, 0.5)
        sheet.dabs(heart[None], r0 * 0.45, 0.0, shine, ROUND, 1.0)
    return sheet.card(rng, "bush", bevel=5, sway=0.12)
