"""Arms, legs, hands and boots of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.shapes import blob, ellipse, limb, moved, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

DIM = 0.17  # limbs on the far side


@dataclass(frozen=True)
class Sleeve:
    """How a costume clothes the limbs: colours, whether arms are bare below the elbow, how wide the cuff is."""

    cloth: Rgb
    cuff: Rgb
    bare: bool = False
    bell: float = 1.0
    leg: Rgb = (0.3, 0.3, 0.4)
    boot: Rgb = (0.4, 0.26, 0.2)
    boot_top: float = 0.45  # how far up the shin the boot reaches
    glove: Rgb | None = None
    stripe: Rgb | None = None


def hand(wrist: Xy, r: float, skin: Rgb, points: bool) -> list[Cut]:
    """A mitten of a hand hanging from the wrist; `points` stretches one finger."""
    x, y = wrist
    thumb = limb((x + 0.25 * r, y - 0.35 * r), 0.42 * r, (x + 1.15 * r, y - 1.35 * r), 0.30 * r)
    palm = blob((x - 0.72 * r, y + 0.2 * r), (x - 0.95 * r, y - 1.0 * r), (x - 0.62 * r, y - 2.2 * r),
                (x + 0.12 * r, y - 2.55 * r), (x + 0.72 * r, y - 1.9 * r), (x + 0.82 * r, y - 0.8 * r),
                (x + 0.62 * r, y + 0.2 * r))  # fmt: skip
    cuts = [Cut(palm, skin, volume=0.8)]
    if points:
        finger = limb((x - 0.1 * r, y - 1.4 * r), 0.40 * r, (x + 0.05 * r, y - 4.1 * r), 0.26 * r)
        curled = ellipse((x + 0.25 * r, y - 1.5 * r), 0.72 * r, 0.85 * r)
        cuts = [Cut(palm, skin, volume=0.8), Cut(finger, skin, volume=0.5, cast=0.1), Cut(curled, skin, volume=0.7)]
    return [*cuts, Cut(thumb, shade(skin, 0.01), volume=0.5, cast=0.16)]


def arm(name: str, shoulder: Xy, body: Body, spec: PuppetSpec, look: Sleeve, dim: float) -> list[Piece]:
    """`name`_upper, `name`_fore and `name`_point (the forearm with a pointing hand)."""
    r = body.arm_r
    elbow = (shoulder[0], shoulder[1] - body.upper_arm)
    wrist = (shoulder[0], elbow[1] - body.fore_arm)
    skin = look.glove or spec.skin
    upper = [Cut(limb(shoulder, 1.22 * r, elbow, 1.0 * r, 0.05 * r), look.cloth)]
    if look.stripe is not None:
        upper.append(mark(ellipse((elbow[0], (shoulder[1] + elbow[1]) / 2), 2 * r, 0.32 * r), look.stripe))
    pieces = [piece(f"{name}_upper", upper, shoulder, dim=dim)]
    for suffix, points in (("fore", False), ("point", True)):
        cuts = hand((wrist[0], wrist[1] + 0.3 * r), 0.88 * r, skin, points) + _forearm(elbow, wrist, r, spec, look)
        pieces.append(piece(f"{name}_{suffix}", cuts, elbow, dim=dim))
    return pieces


def _forearm(elbow: Xy, wrist: Xy, r: float, spec: PuppetSpec, look: Sleeve) -> list[Cut]:
    if look.bare:
        bare = limb(elbow, 0.84 * r, wrist, 0.62 * r)
        cap = limb((elbow[0], elbow[1] + 0.2 * r), 1.0 * r, (elbow[0], elbow[1] - 0.35 * r), 1.05 * r)
        return [Cut(bare, spec.skin), Cut(cap, look.cloth)]
    bell = look.bell * r
    x, y = wrist
    sleeve = blob((x - 0.98 * r, elbow[1] + 0.35 * r), (x - 1.0 * r, elbow[1] - 0.8 * r), (x - 1.0 * bell, y, 1),
                  (x, y - 0.22 * bell), (x + 1.0 * bell, y, 1), (x + 0.98 * r, elbow[1] - 0.6 * r),
                  (x + 0.95 * r, elbow[1] + 0.3 * r), (x, elbow[1] + 1.0 * r))  # fmt: skip
    cuts = [Cut(sleeve, look.cloth)]
    if bell > 1.4 * r:
        cuts.insert(0, Cut(ellipse((x, y), bell * 0.98, 0.34 * bell), shade(look.cloth, -0.14), volume=0))
    band = ribbon(
        ((x - bell * 1.1, y + 0.30 * r), (x, y + 0.30 * r - 0.2 * bell), (x + bell * 1.1, y + 0.30 * r)), 0.55 * r
    )
    return [*cuts, mark(band, look.cuff, 0.95)]


def leg(name: str, hip: Xy, body: Body, look: Sleeve, dim: float) -> list[Piece]:
    """`name`_thigh, `name`_shin and `name`_foot, the leg straight down from the hip."""
    r = body.leg_r
    knee = (hip[0], hip[1] - body.thigh)
    ankle = (hip[0], knee[1] - body.shin)
    thigh = [Cut(limb(hip, 1.25 * r, knee, 0.94 * r, 0.02 * r), look.leg)]
    shin = [Cut(limb(knee, 0.94 * r, (ankle[0], ankle[1] - 0.1 * r), 0.74 * r, 0.1 * r), look.leg)]
    top = ankle[1] + look.boot_top * body.shin
    x = ankle[0]
    shaft = blob((x - 1.06 * r, top, 1), (x, top + 0.18 * r), (x + 1.06 * r, top, 1), (x + 0.92 * r,
        ankle[1] - 0.2 * r),
                 (x, ankle[1] - 0.85 * r), (x - 0.92 * r, ankle[1] - 0.2 * r))  # fmt: skip
    if look.boot_top > 0:
        shin.append(Cut(shaft, look.boot))
        rim = ribbon(((x - 1.2 * r, top - 0.2 * r), (x + 1.2 * r, top - 0.2 * r)), 0.42 * r)
        shin.append(mark(rim, shade(look.boot, 0.09)))
    return [
        piece(f"{name}_thigh", thigh, hip, dim=dim),
        piece(f"{name}_shin", shin, knee, dim=dim),
        piece(f"{name}_foot", boot(ankle, r, body.foot, look.boot), ankle, dim=dim),
    ]


def boot(ankle: Xy, r: float, size: float, colour: Rgb) -> list[Cut]:
    """A sturdy boot under the ankle, sole on the ground y = 0."""
    x, y = ankle
    s = size
    upper = blob((x - 0.96 * r, y + 0.012), (x - 1.05 * r, 0.030), (x - 1.05 * r, 0.006, 1), (x + 0.086 * s, 0.006, 1),
                 (x + 0.088 * s, 0.026 * s), (x + 0.062 * s, 0.046 * s), (x + 0.94 * r, y + 0.006),
                 (x, y + 0.024))  # fmt: skip
    sole = blob((x - 1.1 * r, 0.012, 1), (x - 1.08 * r, 0.0, 1), (x + 0.088 * s, 0.0, 1), (x + 0.097 * s, 0.012, 1))
    shine = moved(ellipse((0.0, 0.0), 0.016 * s, 0.006 * s, -0.4), x + 0.062 * s, 0.034 * s)
    return [
        Cut(upper, colour),
        mark(shine, mix(colour, (1.0, 0.97, 0.9), 0.5), 0.6, soft=0.002),
        Cut(sole, shade(colour, -0.16), volume=0.3, cast=0.1),
    ]


def heel_and_ball(body: Body) -> tuple[float, float]:
    """Distances from the ankle back to the heel and forward to the ball of the foot."""
    return 0.9 * body.leg_r, 0.066 * body.foot


def far_of(colour: Rgb) -> Rgb:
    """The colour of the far side of a thing."""
    return shade(colour, -0.07)


def middle(a: Xy, b: Xy) -> Xy:
    x, y = np.mean((a, b), axis=0)
    return float(x), float(y)
