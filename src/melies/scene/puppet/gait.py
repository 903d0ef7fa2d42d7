"""Walking and running cycles: where each foot is, driven by the distance travelled so that no foot ever slides.

While a foot is planted it moves backward in the body's frame exactly as fast as the body moves forward. It lands on
the heel, rolls, and leaves from the ball; the rolling turns about the point that touches the ground. Hips are as
high as the planted legs allow, smoothed over the cycle (the inverted pendulum of walking; Kuo 2007).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from melies.scene.puppet.joints import Xy, ease


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
