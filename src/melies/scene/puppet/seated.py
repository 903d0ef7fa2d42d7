"""Four-legged animals sitting: a trunk, haunch and hind paws painted for the pose, as an illustrator would cut them."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from melies.scene.puppet.beast import Beast
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.limbs import DIM
from melies.scene.puppet.quadlegs import paw_cuts, sock_of, stockinged
from melies.scene.puppet.shapes import Outline, blob, limb, moved, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import shade

TAIL = {"brush": (0.22, 0.02, -0.42), "rope": (0.30, 0.0, -1.0), "puff": (0.2, 0.0, 0.0)}  # drop of each third


@dataclass(frozen=True)
class Seat:
    """Where a sitting animal is: its forepaws stay where they stood, the rump comes under it. haunch: its size."""

    shoulders: Xy
    rump: float
    haunch: float

    @property
    def hips(self) -> Xy:
        return self.rump - 0.05 * self.haunch, 0.55 * self.haunch

    @property
    def tail(self) -> Xy:
        return self.rump - 0.14 * self.haunch, 0.26 * self.haunch


def seat_of(beast: Beast) -> Seat:
    """The seat of a beast with paws."""
    (x, y), length = beast.shoulders, math.dist(beast.hips, beast.shoulders)
    return Seat((x + 0.025, y), x - 0.44 * length - 0.22 * beast.depth, max(0.64 * y, 0.86 * beast.depth))


def seated_pieces(spec: PuppetSpec, beast: Beast, coat: list[Cut]) -> dict[str, Piece]:
    """`seat` (the trunk), `seat_near` (haunch and paw) and `seat_far`; coat: marks of the standing trunk's fur."""
    at = seat_of(beast)
    return {
        "seat": piece("seat", _trunk(spec, beast, at, coat), at.shoulders),
        "seat_near": piece("seat_near", [*_paw(spec, beast, at, 0.0), *_haunch(spec, beast, at)], at.hips),
        "seat_far": piece("seat_far", _paw(spec, beast, at, 0.16 * at.haunch), at.hips, dim=DIM),
    }


def _outline(beast: Beast, at: Seat) -> Outline:
    (x, y), d, h, r = at.shoulders, beast.depth, at.haunch, at.rump
    withers, rear = (x - 0.34 * d, y + 0.42 * d), (r - 0.53 * h, 0.40 * h)
    back = (0.5 * (withers[0] + rear[0]) - 0.10 * d, 0.5 * (withers[1] + rear[1]) + 0.13 * d)
    return blob((x + 0.16 * d, y + 0.52 * d), withers, back, rear, (r - 0.40 * h, 0.0, 1), (r + 0.5 * h, 0.0, 1),
                (r + 0.62 * h, 0.52 * h), (x - 0.34 * d, y - 0.56 * d), (x + 0.20 * d, y - 0.56 * d),
                (x + 0.46 * d, y - 0.06 * d), (x + 0.36 * d, y + 0.36 * d))  # fmt: skip


def _trunk(spec: PuppetSpec, beast: Beast, at: Seat, coat: list[Cut]) -> list[Cut]:
    (x, y), d = at.shoulders, beast.depth
    turn = math.atan2(y - at.hips[1], x - at.hips[0])
    (rx, ry) = beast.shoulders
    tilted = [replace(c, outline=moved(c.outline - (rx, ry), x, y, 0.94, turn)) for c in coat]
    chest = blob((x + 0.7 * d, y + 0.5 * d), (x + 0.26 * d, y + 0.1 * d), (x - 0.02 * d, y - 0.42 * d),
                 (x - 0.5 * d, y - 0.52 * d), (x - 0.5 * d, y - d), (x + 0.7 * d, y - d))  # fmt: skip
    light = mark(chest, spec.belly, 0.85 if spec.kind != "bear" else 0.3, soft=0.05 * d)
    return [Cut(_outline(beast, at), spec.coat, volume=1.0), *tilted, light]


def _haunch(spec: PuppetSpec, beast: Beast, at: Seat) -> list[Cut]:
    """The big round thigh, knee up and forward."""
    h, r, c = at.haunch, at.rump, spec.coat
    thigh = blob((r - 0.46 * h, 0.24 * h), (r - 0.40 * h, 0.60 * h), (r - 0.06 * h, 0.90 * h), (r + 0.38 * h, 0.94 * h),
                 (r + 0.64 * h, 0.72 * h), (r + 0.62 * h, 0.42 * h), (r + 0.46 * h, 0.16 * h), (r + 0.20 * h, 0.04 * h),
                 (r - 0.28 * h, 0.012 * h))  # fmt: skip
    fur = [
        mark(ribbon(path((r + (t + 0.1) * h, 0.62 * h), (r + t * h, 0.5 * h)), 0.002, 0.045 * h, 0.002),
             shade(c, -0.07), 0.5)
        for t in (-0.22, -0.04, 0.14)
    ]  # fmt: skip
    return [Cut(thigh, c, volume=0.9, cast=0.34), *fur]


def _paw(spec: PuppetSpec, beast: Beast, at: Seat, ahead: float) -> list[Cut]:
    """The long hind foot flat on the ground, toes forward."""
    r, sock = beast.leg_r, sock_of(spec)
    toe = at.rump + 0.72 * at.haunch + ahead
    shaft = limb((at.rump, 1.05 * r), 1.0 * r, (toe, 0.95 * r), 0.9 * r)
    return [*stockinged(shaft, sock, r), *paw_cuts((toe, 0.0), beast, sock)]
