"""Joints: placing a part by its pivot, and two bones that reach a point.

Angles are radians, counter-clockwise with y up: a hanging limb swings forward (to +x) with a positive angle.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

Xy = tuple[float, float]
Matrix = Float64[ndarray, "2 3"]
Value = TypeVar("Value")
SETTLE = 0.5  # seconds to sit down, get up, take off or land


@dataclass(frozen=True)
class Passage:
    """Where a moment lies within what is being done, so that it begins and ends smoothly.

    was: what was done before; since: seconds since it changed. gone, left: metres (in a Moment: rest units) travelled
    since this way began and still to travel until it ends. What is unknown is far away, and is not blended.
    """

    was: str = ""
    since: float = math.inf
    gone: float = math.inf
    left: float = math.inf

    def before(self, does: str) -> float:
        """How much of the pose of `was` there still is, 0 to 1. Walks begin and end in the stand by themselves."""
        both = {self.was, does}
        if not self.was or self.was == does or (both <= GROUNDED and both & TRAVEL):
            return 0.0
        return 1.0 - ease(self.since / SETTLE)


GROUNDED = frozenset({"walk", "run", "idle", "talk", "look", "point", "wave"})  # on the feet
TRAVEL = frozenset({"walk", "run"})
STEADY = Passage()


@dataclass(frozen=True)
class Moment:
    """What a rig is asked: lengths in rest units (1 = the puppet's height), seen from its right side.

    toward: direction from the head, (x ahead, y up), or None.
    """

    does: str
    seconds: float
    travelled: float
    toward: Xy | None = None
    passage: Passage = STEADY

    @property
    def former(self) -> Moment:
        """The same moment, if it went on doing what it did before; ways end in the stand."""
        was = self.passage.was
        return replace(self, does="idle" if was in TRAVEL else was, passage=STEADY)


def blend(a: Value, b: Value, t: float) -> Value:
    """From pose a (t = 0) to pose b (t = 1): numbers mix, at any depth; everything else changes over at one half."""
    if t <= 0.0 or t >= 1.0:
        return a if t <= 0.0 else b
    mixed: Any
    if isinstance(a, float) and isinstance(b, float):
        mixed = a + (b - a) * t
    elif isinstance(a, tuple) and isinstance(b, tuple):
        mixed = tuple(blend(x, y, t) for x, y in zip(a, b, strict=True))
    elif isinstance(a, dict) and isinstance(b, dict):
        mixed = {k: blend(a[k], b[k], t) for k in a}
    elif isinstance(a, Posture):
        mixed = replace(a, **{f.name: blend(getattr(a, f.name), getattr(b, f.name), t) for f in fields(a)})
    else:
        mixed = a if t < 0.5 else b
    return mixed


@dataclass(frozen=True)
class Posture:
    """Everything a pose decides before parts are placed: floats (and tuples and dicts of them) that can be mixed."""


def about(pivot: Xy, at: Xy, angle: float = 0.0, sx: float = 1.0, sy: float = 1.0, shear: float = 0.0) -> Matrix:
    """Rest units to plane: the pivot goes to `at`; shear moves points below the pivot forward (x -= shear * y)."""
    c, s = math.cos(angle), math.sin(angle)
    a, b, d, e = c * sx, -c * shear - s * sy, s * sx, c * sy - s * shear
    (x, y), (u, v) = pivot, at
    return np.array(((a, b, u - a * x - b * y), (d, e, v - d * x - e * y)))


def apply(matrix: Matrix, point: Xy) -> Xy:
    """Where a rest point goes."""
    (a, b, c), (d, e, f) = matrix.tolist()
    x, y = point
    return a * x + b * y + c, d * x + e * y + f


def compose(outer: Matrix, inner: Matrix) -> Matrix:
    """First inner, then outer. Written out: numpy takes ten times as long over matrices this small."""
    (a, b, c), (d, e, f) = outer.tolist()
    (g, h, i), (j, k, m) = inner.tolist()
    return np.array(
        ((a * g + b * j, a * h + b * k, a * i + b * m + c), (d * g + e * j, d * h + e * k, d * i + e * m + f))
    )


def swung(origin: Xy, length: float, angle: float) -> Xy:
    """The end of a hanging bone."""
    return origin[0] + length * math.sin(angle), origin[1] - length * math.cos(angle)


def reach(root: Xy, goal: Xy, first: float, second: float, bend: float) -> tuple[float, float]:
    """Angles of two hanging bones from root to goal by the law of cosines; bend +1 puts the joint forward (+x).

    A goal out of reach is approached along its direction.
    """
    dx, dy = goal[0] - root[0], goal[1] - root[1]
    far = min(max(math.hypot(dx, dy), abs(first - second) + 1e-6), (first + second) * 0.99999)
    straight = math.atan2(dx, -dy)
    inner = math.acos(min(1.0, max(-1.0, (first**2 + far**2 - second**2) / (2 * first * far))))
    upper = straight + bend * inner
    knee = swung((0.0, 0.0), first, upper)
    scale = far / max(math.hypot(dx, dy), 1e-9)
    lower = math.atan2(dx * scale - knee[0], -(dy * scale - knee[1]))
    return upper, lower


def ease(t: float) -> float:
    """Smooth step from 0 to 1, clamped."""
    t = min(max(t, 0.0), 1.0)
    return t * t * (3 - 2 * t)


def wave(seconds: float, period: float, phase: float = 0.0) -> float:
    """A sine of a period in seconds."""
    return math.sin(2 * math.pi * (seconds / period + phase))


def blink(seconds: float, salt: float) -> float:
    """How shut the eyes are, 0 to 1: a blink about every three and a half seconds, some of them double."""
    beat = 3.4 + 0.6 * math.sin(salt)
    phase = (seconds + salt * 1.7) % beat
    shut = max(0.0, 1 - abs(phase - 0.12) / 0.10)
    again = int((seconds + salt * 1.7) // beat) % 3 == 2
    return ease(max(shut, max(0.0, 1 - abs(phase - 0.38) / 0.09) if again else 0.0))
