"""Country buildings: cottage, house, cabin, barn, church, hut, tent."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy import ndarray

from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.brush import ROUND, Rng, Sheet, blob, by_hand, curve
from melies.scene.paint.colour import Tint, jittered, lch, main_paint, ramp
from melies.scene.paint.foliage import canopy
from melies.scene.paint.masonry import Face, Light, courses, door, ruin, strange, walls, window
from melies.scene.paint.registry import card


@dataclass(frozen=True)
class Shell:
    """A gabled house seen from the corner: gable width, side length, wall height, roof rise, overhang, in metres.

    climb: metres that the side's foot rises in the picture for each metre of its length.
    """

    gable: float
    side: float
    wall: float
    rise: float
    eave: float = 0.35
    climb: float = 0.05

    def front(self) -> Face:
        return Face.of(
            (-self._mid, 0), (self.gable - self._mid, 0), (self.gable - self._mid, self.wall), (-self._mid, self.wall)
        )

    def attic(self) -> Face:
        """The front's own shape once more above it: its lower half or so lies in the gable."""
        return Face.of(*(tuple(corner + [0, self.wall]) for corner in self.front().corners))

    @property
    def _mid(self) -> float:
        return (self.gable + self.side) / 2

    def gable_top(self) -> ndarray:
        left, right = -self._mid, self.gable - self._mid
        return np.array(
            [[left, self.wall - 0.02], [right, self.wall - 0.02], [(left + right) / 2, self.wall + self.rise]]
        )

    def flank(self) -> Face:
        left, lift = self.gable - self._mid, self.side * self.climb
        return Face.of((left, 0), (left + self.side, lift), (left + self.side, self.wall + lift), (left, self.wall))

    def roof(self) -> Face:
        """The right slope, eave to ridge; u runs away from the gable."""
        right, lift, slope = self.gable - self._mid, self.side * self.climb, self.rise / (self.gable / 2)
        low, peak = self.wall - self.eave * slope, (right - self.gable / 2, self.wall + self.rise)
        out = self.eave
        return Face.of((right + out - out * 0.7, low), (right + self.side + out, low + lift),
                       (peak[0] + self.side + out * 0.2, peak[1] + lift), (peak[0] - out * 0.7, peak[1]))  # fmt: skip

    def barge(self) -> ndarray:
        """The left slope's edge, seen as a thick band."""
        left, slope, out = -self._mid, self.rise / (self.gable / 2), self.eave
        peak = np.array([left + self.gable / 2, self.wall + self.rise])
        low = np.array([left - out, self.wall - out * slope])
        return np.array(
            [
                low,
                low + [0.0, 0.3],
                peak + [-out * 0.7 - 0.05, 0.3],
                peak + [-out * 0.7 + 0.12, 0.02],
                peak + [0, -0.18],
            ]
        )


def raise_house(sheet: Sheet, rng: Rng, shell: Shell, wall: ndarray, roof: ndarray, *, laid: str, tiles: int) -> None:
    """Paint walls and roof. laid: how the walls are made (plaster, stone, plank, log, brick)."""
    front, flank, top = shell.front(), shell.flank(), shell.roof()
    sheet.fill(by_hand(rng, flank.corners, 0.012, 0.5), wall[1])
    sheet.fill(by_hand(rng, front.corners, 0.012, 0.5), wall[4])
    sheet.fill(shell.gable_top(), wall[4])
    _laid(sheet, rng, flank, wall, laid, 0.24)
    with sheet.inside():
        _laid(sheet, rng, front, wall, laid, 0.78)
        peak = Face.of(
            tuple(shell.gable_top()[0]),
            tuple(shell.gable_top()[1]),
            (shell.gable_top()[1][0], shell.wall + shell.rise),
            (shell.gable_top()[0][0], shell.wall + shell.rise),
        )
        area = np.zeros(sheet.px.shape[:2], np.uint8)
        cv2.fillPoly(area, [sheet.at(shell.gable_top())], 255, cv2.LINE_8, 4)
        with sheet.inside(area):
            _laid(sheet, rng, peak, wall, laid, 0.74)
    under = flank.at(np.array([0, 1, 1, 0]), np.array([1, 1, 0.86, 0.84]))
    sheet.fill(under, wall[0])
    sheet.fill(by_hand(rng, top.corners, 0.03, 0.6), roof[1])
    courses(sheet, rng, top, roof, tiles, int(tiles * 1.5 * top.size[0] / top.size[1]), tone=0.56, gap=0.05)
    sheet.fill(shell.barge(), roof[3])
    sheet.stroke(np.array([top.corners[3], top.corners[2]]), 0.14, roof[4])
    sheet.stroke(np.array([top.corners[0], top.corners[3]]), 0.16, roof[0])


def _laid(sheet: Sheet, rng: Rng, face: Face, wall: ndarray, laid: str, tone: float) -> None:
    wide, tall = face.size
    if laid == "plaster":
        courses(
            sheet,
            rng,
            face,
            wall,
            max(3, int(tall / 0.3)),
            max(2, int(wide / 0.5)),
            cover=0.14,
            tone=tone,
            rough=0.4,
            gap=0.2,
        )
    elif laid == "stone":
        courses(
            sheet, rng, face, wall, max(3, int(tall / 0.3)), max(2, int(wide / 0.5)), cover=0.85, tone=tone, rough=0.25
        )
    elif laid == "brick":
        courses(sheet, rng, face, wall, max(3, int(tall / 0.2)), max(2, int(wide / 0.42)), cover=0.8, tone=tone)
    elif laid == "plank":
        courses(sheet, rng, face, wall, 1, max(4, int(wide / 0.24)), tone=tone, gap=0.05, shift=0.0, rough=0.05)
    else:
        courses(sheet, rng, face, wall, max(4, int(tall / 0.3)), 1, tone=tone, gap=0.07, shift=0.0, rough=0.0)


def chimney(sheet: Sheet, rng: Rng, x: float, low: float, top: float, paints: ndarray, wide: float = 0.5) -> None:
    """A brick stack with a lit left face."""
    left = Face.of((x, low), (x + wide, low), (x + wide, top), (x, top))
    sheet.fill(left.box(0, 1.5, -0.2, 1), paints[0])
    sheet.fill(left.box(0, 1, -0.2, 1), paints[2])
    courses(sheet, rng, left, paints, 6, 2, tone=0.66)
    sheet.fill(left.box(-0.14, 1.64, 0.92, 1.06), paints[3])


def _garden(sheet: Sheet, rng: Rng, left: float, right: float, alien: bool) -> None:
    paints = ramp(main_paint(rng, (0.47, 0.095, 135), None, alien), 5, 0.4)
    for x in np.array([left, right, right - 0.9]) + rng.normal(0, 0.2, 3):
        canopy(sheet, rng, np.array([[x, 0.28, 0.5, 0.36], [x + 0.4, 0.2, 0.34, 0.26]]), paints, 0.14)
        dots = np.stack([rng.normal(x, 0.35, 7), rng.uniform(0.15, 0.6, 7)], 1)
        sheet.dabs(dots, 0.09, 0.0, jittered(rng, np.tile(lch(0.76, 0.15, rng.uniform(0, 80)), (7, 1))), ROUND)


@card("cottage", group="building", label="building", height=5.5)
def cottage(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A storybook cottage: plaster, steep thatch-brown roof, lit panes, flowers."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.4, 8, 78)
    shell = Shell(rng.uniform(3.4, 4.0), rng.uniform(3.8, 4.8), rng.uniform(2.0, 2.3), rng.uniform(2.5, 3.0), 0.5)
    wall = walls(rng, (0.82, 0.045, 82), tint, alien)
    roof = ramp(lch(0.46, 0.1, 300) if alien else lch(0.5, 0.095, rng.choice([38, 50, 28])), 6, 0.34)
    light, trim = Light.of(rng, alien, ruined, 0.75), lch(0.45, 0.07, 50)
    front, flank = shell.front(), shell.flank()
    chimney(
        sheet,
        rng,
        flank.corners[0, 0] + 0.6,
        shell.wall + 0.8,
        shell.wall + shell.rise + 0.9,
        ramp(lch(0.52, 0.07, 40), 5, 0.36),
    )
    raise_house(sheet, rng, shell, wall, roof, laid="plaster", tiles=12)
    door(sheet, front, 0.3, 0.24, 0.86, main_paint(rng, (0.46, 0.1, 165), None, False, vary=6))
    window(sheet, rng, front, 0.72, 0.55, 0.2, 0.42, light, trim, shutters=lch(0.5, 0.08, 200))
    attic = shell.attic()
    window(sheet, rng, attic, 0.5, 0.35, 0.16, 0.36, light, trim, arched=True, panes=(2, 2))
    for u in (0.3, 0.72):
        window(sheet, rng, flank, u, 0.54, 0.16, 0.4, light, trim)
    if not ruined:
        _garden(sheet, rng, front.corners[0, 0], flank.corners[1, 0], alien)
    else:
        ruin(sheet, rng, 3, 9, 1.2)
    strange(sheet, rng, alien, 0.08)
    return sheet.card(rng, "building")


@card("house", group="building", label="building", height=8.0)
def house(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A tall timbered town house."""
    rng = seed.rng()
    sheet = Sheet(-6.5, 6.5, -0.4, 11, 58)
    shell = Shell(rng.uniform(4.2, 4.8), rng.uniform(3.6, 4.6), 4.9, rng.uniform(2.6, 3.3), 0.45)
    wall = walls(rng, (0.8, 0.05, rng.choice([80, 55, 95, 235])), tint, alien)
    roof = ramp(lch(0.44, 0.1, 290) if alien else lch(0.48, 0.11, 35), 6, 0.34)
    light, trim = Light.of(rng, alien, ruined, 0.6), lch(0.36, 0.06, 45)
    front, flank = shell.front(), shell.flank()
    chimney(
        sheet,
        rng,
        flank.corners[0, 0] + 0.5,
        shell.wall + 1.0,
        shell.wall + shell.rise + 0.8,
        ramp(lch(0.5, 0.07, 40), 5, 0.36),
        0.6,
    )
    raise_house(sheet, rng, shell, wall, roof, laid="plaster", tiles=12)
    for v in (0.0, 0.47, 0.53, 0.985):
        for face, tone in ((front, 1.0), (flank, 0.75)):
            sheet.fill(face.box(0, 1, v, v + 0.025), trim * tone)
    for face, us in ((front, (0.0, 0.33, 0.66, 0.965)), (flank, (0.0, 0.5, 0.965))):
        for u in us:
            sheet.fill(face.box(u, u + 0.035, 0.5, 1), trim * (1.0 if face is front else 0.75))
    for u0, u1 in ((0.03, 0.3), (0.97, 0.7)):
        sheet.stroke(front.at(np.array([u0, u1]), np.array([0.56, 0.98])), 0.13, trim)
    door(sheet, front, 0.5, 0.22, 0.42, lch(0.45, 0.1, rng.uniform(0, 360)))
    for u, v in ((0.18, 0.26), (0.82, 0.26), (0.5, 0.76)):
        window(sheet, rng, front, u, v, 0.16, 0.22, light, trim)
    attic = shell.attic()
    window(sheet, rng, attic, 0.5, 0.2, 0.14, 0.16, light, trim, panes=(2, 2))
    for u in (0.28, 0.74):
        for v in (0.26, 0.76):
            window(sheet, rng, flank, u, v, 0.15, 0.2, light, trim)
    if ruined:
        ruin(sheet, rng, 3, 9, 1.5)
    strange(sheet, rng, alien, 0.1)
    return sheet.card(rng, "building")


@card("cabin", group="building", label="building", height=4.5)
def cabin(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A log cabin with a stone chimney and a porch light."""
    rng = seed.rng()
    sheet = Sheet(-6, 6, -0.4, 7, 78)
    shell = Shell(3.6, rng.uniform(4.2, 5.2), 2.2, rng.uniform(1.7, 2.1), 0.6)
    wall = walls(rng, (0.5, 0.075, 55), tint, alien, 0.36)
    roof = ramp(lch(0.42, 0.08, 280) if alien else lch(0.42, 0.05, rng.choice([160, 45, 250])), 6, 0.34)
    light, trim = Light.of(rng, alien, ruined, 0.85), lch(0.72, 0.06, 70)
    front, flank = shell.front(), shell.flank()
    chimney(
        sheet,
        rng,
        flank.corners[1, 0] - 1.2,
        shell.wall + 0.4,
        shell.wall + shell.rise + 0.9,
        ramp(lch(0.55, 0.03, 60), 5, 0.36),
        0.65,
    )
    raise_house(sheet, rng, shell, wall, roof, laid="log", tiles=8)
    ends = front.at(np.tile([0.0, 1.0], 7), np.repeat((np.arange(7) + 0.5) / 7, 2))
    sheet.dabs(ends, 0.3, 0.0, wall[3], ROUND)
    sheet.dabs(ends, 0.16, 0.0, wall[5], ROUND)
    door(sheet, front, 0.32, 0.24, 0.82, lch(0.4, 0.07, 40), arched=False)
    window(sheet, rng, front, 0.7, 0.55, 0.22, 0.36, light, trim, panes=(2, 2))
    for u in (0.3, 0.7):
        window(sheet, rng, flank, u, 0.55, 0.16, 0.36, light, trim, panes=(2, 2))
    if ruined:
        ruin(sheet, rng, 3, 8, 1.1)
    strange(sheet, rng, alien, 0.08)
    return sheet.card(rng, "building")


@card("barn", group="building", label="building", height=7.5)
def barn(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A red plank barn with white-braced doors."""
    rng = seed.rng()
    sheet = Sheet(-8, 8, -0.4, 10, 52)
    shell = Shell(5.6, rng.uniform(5.6, 7.0), 3.7, rng.uniform(3.0, 3.6), 0.4)
    wall = walls(rng, (0.5, 0.15, 30), tint, alien, 0.3)
    roof = ramp(lch(0.5, 0.04, 290) if alien else lch(0.52, 0.03, 260), 6, 0.3)
    raise_house(sheet, rng, shell, wall, roof, laid="plank", tiles=9)
    front, flank, white = shell.front(), shell.flank(), lch(0.92, 0.02, 85)
    sheet.fill(front.box(0.24, 0.76, 0, 0.78), wall[1])
    for u0, u1 in ((0.26, 0.49), (0.51, 0.74)):
        for line in ((u0, u1, 0.02, 0.75), (u1, u0, 0.02, 0.75)):
            sheet.stroke(front.at(np.array(line[:2]), np.array(line[2:])), 0.12, white)
        edge = front.box(u0, u1, 0.02, 0.75)
        sheet.stroke(np.concatenate([edge, edge[:1]]), 0.14, white)
    attic = shell.attic()
    light = Light.of(rng, alien, ruined, 0.9)
    window(sheet, rng, attic, 0.5, 0.26, 0.2, 0.3, light, white, panes=(2, 2))
    for u in (0.25, 0.55, 0.82):
        window(sheet, rng, flank, u, 0.55, 0.1, 0.24, light, white * 0.85, panes=(2, 2))
    if ruined:
        ruin(sheet, rng, 4, 8, 1.6)
    strange(sheet, rng, alien, 0.1)
    return sheet.card(rng, "building")


@card("church", group="building", label="building", height=15.0)
def church(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A stone village church with a slender spire."""
    rng = seed.rng()
    sheet = Sheet(-8, 8, -0.4, 18, 34)
    wall = walls(rng, (0.74, 0.03, 80), tint, alien)
    roof = ramp(lch(0.44, 0.1, 300) if alien else lch(0.46, 0.05, 255), 6, 0.34)
    light = Light.of(rng, alien, ruined, 0.85)
    shell = Shell(4.6, 6.4, 4.2, 3.0, 0.3)
    raise_house(sheet, rng, shell, wall, roof, laid="stone", tiles=11)
    for u in (0.2, 0.5, 0.8):
        window(sheet, rng, shell.flank(), u, 0.5, 0.11, 0.52, light, wall[4], arched=True, panes=(2, 4))
    x, w, top = -4.7, 2.5, 8.6 * rng.uniform(0.95, 1.1)
    front, side = (
        Face.of((x, 0), (x + w, 0), (x + w, top), (x, top)),
        Face.of((x + w, 0), (x + w + 0.9, 0.1), (x + w + 0.9, top), (x + w, top)),
    )
    sheet.fill(side.corners, wall[1])
    sheet.fill(front.corners, wall[4])
    courses(sheet, rng, front, wall, 26, 6, cover=0.7, tone=0.76, rough=0.25)
    courses(sheet, rng, side, wall, 26, 2, cover=0.7, tone=0.22, rough=0.25)
    peak = [x + w / 2 + 0.25, top + rng.uniform(5.2, 6.6)]
    sheet.fill(np.array([[x - 0.2, top], [x + w + 0.05, top], peak]), roof[3])
    sheet.fill(np.array([[x + w + 0.05, top], [x + w + 1.1, top + 0.1], peak]), roof[1])
    sheet.stroke(np.array([peak, [peak[0], peak[1] + 1.0]]), 0.09, lch(0.8, 0.1, 85))
    sheet.stroke(
        np.array([[peak[0] - 0.28, peak[1] + 0.66], [peak[0] + 0.28, peak[1] + 0.66]]), 0.09, lch(0.8, 0.1, 85)
    )
    window(sheet, rng, front, 0.5, 0.82, 0.32, 0.14, light, wall[5], arched=True, panes=(1, 5))
    window(sheet, rng, front, 0.5, 0.5, 0.22, 0.12, light, wall[5], arched=True, panes=(1, 2))
    door(sheet, front, 0.5, 0.42, 0.26, lch(0.38, 0.07, 45))
    if ruined:
        ruin(sheet, rng, 3, 9, 2.0)
    strange(sheet, rng, alien, 0.16)
    return sheet.card(rng, "building")


@card("hut", group="building", label="building", height=4.2)
def hut(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A round hut under a shaggy thatch."""
    rng = seed.rng()
    sheet = Sheet(-3.6, 3.6, -0.4, 5.6, 90)
    wall = walls(rng, (0.62, 0.07, 65), tint, alien, 0.36)
    straw = ramp(lch(0.5, 0.1, 300) if alien else lch(0.66, 0.09, 82), 6, 0.4)
    drum = Face.of((-1.7, 0), (1.7, 0), (1.7, 2.0), (-1.7, 2.0))
    sheet.fill(
        np.concatenate(
            [drum.corners[2:], np.stack([np.linspace(-1.7, 1.7, 12), -0.18 * np.sin(np.linspace(0, np.pi, 12))], 1)]
        ),
        wall[3],
    )
    canes = np.sin(np.linspace(-1.5, 1.5, 24)) / 2 + 0.5
    for u in canes:
        sheet.fill(drum.box(u - 0.014, u + 0.014, -0.06, 1), wall[int(np.clip(5 - 5.2 * u + rng.normal(0, 0.5), 0, 5))])
    light = Light.of(rng, alien, ruined, 0.9)
    door(sheet, drum, 0.42, 0.24, 0.78, lch(0.3, 0.05, 40))
    window(sheet, rng, drum, 0.74, 0.56, 0.12, 0.24, light, wall[1], panes=(2, 2))
    top = np.array([rng.normal(0, 0.1), 4.3])
    for row in range(8):
        t = row / 7
        y, half = 1.5 + 2.5 * t, 2.35 * (1 - t) ** 0.85 + 0.15
        x = np.linspace(-half, half, max(4, int(half * 16))) + rng.normal(0, 0.03, max(4, int(half * 16)))
        level = np.clip(2.9 - 1.5 * x / (half + 0.3) + rng.normal(0, 0.7, len(x)), 0, 5).astype(int)
        lines = np.stack(
            [
                np.stack([x * 0.72 + top[0] * t, np.full(len(x), y + 0.62)], 1),
                np.stack([x, y - 0.22 * np.cos(x / half * 1.4) + rng.normal(0, 0.07, len(x))], 1),
            ],
            1,
        )
        for line, tone in zip(lines, level, strict=True):
            sheet.stroke(line, np.array([0.2, 0.1]), straw[tone])
    sheet.fill(blob(rng, top[0], top[1] - 0.1, 0.25, 0.28), straw[3])
    if ruined:
        ruin(sheet, rng, 2, 6, 0.9)
    strange(sheet, rng, alien, 0.08)
    return sheet.card(rng, "building", sway=0.0)


@card("tent", group="building", label="prop", height=2.2)
def tent(seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
    """A canvas tent with a lamp inside."""
    rng = seed.rng()
    sheet = Sheet(-2.4, 2.4, -0.2, 3.0, 130)
    cloth = ramp(main_paint(rng, (0.72, 0.1, 65), tint, alien), 6, 0.36)
    light = Light.of(rng, alien, ruined, 1.0)
    peak, far = np.array([-0.35, 2.1]), np.array([1.15, 2.2])
    slope = np.concatenate(
        [
            curve(np.array([peak, [0.3, 2.06], far]), 5),
            curve(np.array([far, [1.5, 1.2], [2.0, 0.12]]), 5),
            [[0.75, -0.03]],
        ]
    )
    sheet.fill(slope, cloth[2])
    sheet.fill(np.array([peak, [0.75, -0.03], [0.35, 0.0]]), cloth[1])
    sheet.fill(
        curve(np.array([peak, [-0.8, 1.05], [-1.5, 0.0], [-0.35, -0.05], [0.75, -0.03], [0.2, 1.0]]), 5, closed=True),
        cloth[4],
    )
    inside = np.array([[-0.34, 1.65], [-0.72, 0.02], [0.18, 0.0]])
    sheet.fill(inside, light.warm if light.share else light.glass, 0.9 if light.share else 0.0)
    sheet.fill(np.array([[-0.34, 1.65], [-0.72, 0.02], [-0.98, 0.3]]), cloth[5])
    sheet.fill(np.array([[-0.34, 1.65], [0.18, 0.0], [0.4, 0.26]]), cloth[3])
    for start, end in ((peak, [-2.0, 0.0]), (far, [2.25, 0.0])):
        sheet.stroke(np.array([start, end]), 0.03, lch(0.7, 0.05, 80))
    for t in (0.3, 0.62):
        sheet.stroke(np.array([peak + (far - peak) * t, [0.75 + 1.2 * t, 0.05]]), 0.02, cloth[1])
    if ruined:
        ruin(sheet, rng, 2, 3, 0.5)
    strange(sheet, rng, alien, 0.06)
    return sheet.card(rng, "prop", sway=0.03)
