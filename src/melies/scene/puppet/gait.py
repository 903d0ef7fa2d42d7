"""Walking and running cycles: where each foot is, driven by the distance travelled so that no foot ever slides.

While a foot is planted it moves backward in the body's frame exactly as fast as the body moves forward. It lands on
the heel, rolls, and leaves from the ball; the rolling turns about the point that touches the ground. Hips are as
high as the planted legs allow, smoothed over the cycle (the inverted pendulum of walking; Kuo 2007).

A way that is known from end to end is walked in a whole number of steps (`Walk`): the first foot leaves the place where
it stood, the last one closes up to the other, and a planted foot stays planted at both ends too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from melies.scene.puppet.joints import Moment, Xy, ease


@dataclass(frozen=True)
class Gait:
    """One foot's cycle in rest units. stride: ground covered in a cycle; duty: share of it on the ground.

    lift: how high the foot swings; heel, ball: contact points behind and ahead of the ankle, which is `ankle` above
    them; strike, push: pitch (radians) on landing (toe up) and on leaving (heel up).
    """

    stride: float
    duty: float
    lift: float
    ankle: float
    heel: float
    ball: float
    strike: float = 0.25
    push: float = 0.7


@dataclass(frozen=True)
class Foot:
    """The ankle relative to the hip's ground point, the foot's pitch (toe up is positive), and contact."""

    x: float
    y: float
    pitch: float
    planted: bool


def _rolled(g: Gait, x: float, pitch: float, contact: float) -> Xy:
    """The ankle when the foot, flat at x, is pitched about a contact point `contact` ahead of the ankle."""
    c, s = math.cos(pitch), math.sin(pitch)
    return x + contact - contact * c - g.ankle * s, -contact * s + g.ankle * c


def _stance(g: Gait, p: float) -> Foot:
    s = p / g.duty
    x = g.stride * (g.duty / 2 - p)
    if s < 0.2:
        pitch = g.strike * (1 - ease(s / 0.2))
        return Foot(*_rolled(g, x, pitch, -g.heel), pitch, True)
    pitch = -g.push * max(0.0, (s - 0.5) / 0.5) ** 2
    return Foot(*_rolled(g, x, pitch, g.ball), pitch, True)


def foot(g: Gait, phase: float) -> Foot:
    """The foot at a phase of its cycle (any real number; the foot lands at whole numbers)."""
    p = phase % 1.0
    if p <= g.duty:
        return _stance(g, p)
    a, b = _stance(g, g.duty), _stance(g, 0.0)
    q, span = (p - g.duty) / (1 - g.duty), 1 - g.duty
    speed = -g.stride * span
    h00, h10, h01, h11 = 2 * q**3 - 3 * q**2 + 1, q**3 - 2 * q**2 + q, 3 * q**2 - 2 * q**3, q**3 - q**2
    x = h00 * a.x + h10 * speed + h01 * b.x + h11 * speed
    y = a.y + (b.y - a.y) * ease(q) + g.lift * math.sin(math.pi * q**0.8) ** 1.5
    pitch = a.pitch * (1 - ease(q / 0.7)) + b.pitch * ease((q - 0.5) / 0.5)
    return Foot(x, y, pitch, False)


@dataclass(frozen=True)
class Walk:
    """A gait on its way: `phase` of the foot with offset 0, and cycles since the first and until the last moment."""

    gait: Gait
    phase: float
    since: float = math.inf
    until: float = math.inf

    @property
    def swing(self) -> float:
        """How much of the full movement there is: 0 in the stand at either end, 1 under way."""
        return ease(min(self.since, self.until) / RAMP)

    def foot(self, offset: float, stand: float) -> Foot:
        """The foot with a phase offset; it stands at x = `stand` (as `Foot.x`) before and after the way."""
        near = min(self.since, self.until)
        if near > 1.0 + RAMP:
            return foot(self.gait, self.phase + offset)
        calm, g = self.swing, self.gait
        quiet = replace(g, strike=g.strike * calm, push=g.push * calm)
        f = foot(quiet, self.phase + offset)
        x, y, planted = f.x, f.y, f.planted
        for away, way in ((self.since, -1), (self.until, 1)):
            if away <= 1.0 + RAMP:
                share, height, lift = _end(g, (self.phase + way * away + offset) % 1.0, way, away)
                flat = foot(replace(g, strike=0.0, push=0.0, lift=0.0), self.phase + way * away + offset).x
                x += share * (stand - flat)
                y = g.ankle + (y - g.ankle) * height + lift
                planted = planted and lift < 1e-9
        return Foot(x, y, f.pitch, planted)


RAMP = 0.30  # cycles in which arms, hips and the rolling of the feet come up to the full gait
STEP = 0.28  # cycles in which a foot steps in between, when it would stay behind too long


def _end(g: Gait, p: float, way: int, away: float) -> tuple[float, float, float]:
    """Near an end: how far the foot is still drawn to its stand, what is left of its height, and height on top.

    p: phase at the end itself; way: -1 for the beginning; away: cycles from the end.
    """
    swinging = p > g.duty
    if swinging:
        span = 1.0 - p if way < 0 else p - g.duty
        return 1.0 - ease(away / span), ease(away / (0.6 * span)), 0.0
    planted = g.duty - p if way < 0 else p  # how long this stance lasts, away from the end
    if planted <= 0.6 * g.duty:
        return 1.0 - ease((away - planted) / (1.0 - g.duty)), 1.0, 0.0
    hop = math.sin(math.pi * min(away / STEP, 1.0))
    return 1.0 - ease(away / STEP), 1.0, 0.6 * g.lift * hop


def under_way(g: Gait, m: Moment) -> Walk:
    """The walk at a moment: steady along `travelled`, or fitted to a way whose length is known."""
    gone, left = m.passage.gone, m.passage.left
    if not math.isfinite(gone + left) or gone + left <= 0.0:
        return Walk(g, m.travelled / g.stride)
    steps = max(1, round(2.0 * (gone + left) / g.stride))
    fitted = replace(g, stride=2.0 * (gone + left) / steps)
    return Walk(fitted, g.duty / 2 + gone / fitted.stride, gone / fitted.stride, left / fitted.stride)


SAMPLES = 96


@lru_cache(maxsize=256)
def _heights(
    g: Gait, offsets: tuple[float, ...], leg: float, most: float, ahead: tuple[float, ...]
) -> Float64[ndarray, n]:
    """How high the hips may be over one cycle, (SAMPLES,), never above what a planted leg can reach."""
    limit = np.full(SAMPLES, most)
    for n in range(SAMPLES):
        for offset in offsets:
            f = foot(g, n / SAMPLES + offset)
            if f.planted:
                far = max(abs(f.x + a) for a in ahead)
                limit[n] = min(limit[n], f.y + math.sqrt(max((0.995 * leg) ** 2 - far**2, 1e-6)))
    width = 9
    rows = np.stack([np.roll(limit, k) for k in range(-width, width + 1)])
    lowest = rows.min(0)
    window = np.hanning(2 * width + 3)[1:-1]
    return np.asarray(np.stack([np.roll(lowest, k) for k in range(-width, width + 1)]).T @ (window / window.sum()))


def hip_height(
    g: Gait, phase: float, offsets: tuple[float, ...], leg: float, most: float, ahead: tuple[float, ...] = (0.0,)
) -> float:
    """The hips' height above the ground at a phase: smooth, and always within reach of planted feet.

    offsets: phases of the feet; ahead: how far the feet's tracks may lie before the hips.
    """
    heights = _heights(g, offsets, leg, most, ahead)
    place = (phase % 1.0) * SAMPLES
    i = int(place)
    t = place - i
    return float(heights[i % SAMPLES] * (1 - t) + heights[(i + 1) % SAMPLES] * t)
