"""Proportions of people, storybook fashion: rest units, 1 = height from the ground to the crown."""

from __future__ import annotations

from dataclasses import dataclass, replace

from melies.scene.puppet.joints import Xy, reach, swung
from melies.scene.puppet.spec import PuppetSpec


@dataclass(frozen=True)
class Body:
    """Head height, heights of the joints above the ground, half widths and radii of the limbs."""

    head: float
    shoulder: float
    hip: float
    wide: float
    arm: float
    arm_r: float
    leg_r: float
    foot: float
    ankle: float = 0.045
    lean: float = 0.0

    @property
    def head_centre(self) -> Xy:
        return (0.012 + 0.03 * self.head, 1.0 - self.head / 2)

    @property
    def neck(self) -> Xy:
        return (0.0, self.shoulder + 0.005)

    @property
    def near_shoulder(self) -> Xy:
        return (-0.50 * self.wide, self.shoulder - 0.035)

    @property
    def far_shoulder(self) -> Xy:
        return (0.62 * self.wide, self.shoulder - 0.03)

    @property
    def near_hip(self) -> Xy:
        return (-0.26 * self.wide, self.hip)

    @property
    def far_hip(self) -> Xy:
        return (0.30 * self.wide, self.hip + 0.005)

    @property
    def thigh(self) -> float:
        return (self.hip - self.ankle) * 0.515

    @property
    def shin(self) -> float:
        return (self.hip - self.ankle) * 0.495

    @property
    def waist(self) -> float:
        return self.hip + 0.30 * (self.shoulder - self.hip)

    @property
    def upper_arm(self) -> float:
        return 0.52 * self.arm

    @property
    def fore_arm(self) -> float:
        return 0.48 * self.arm


SEATED_LEG = 0.44  # least length of a leg in sitting: storybook legs are too short to draw up


def seated_stretch(body: Body) -> float:
    """How much longer the legs are drawn when sitting, so that knees stand out before the trunk; thick legs less."""
    return min(max(1.0, SEATED_LEG / (body.thigh + body.shin)), 1.0 + 0.016 / body.leg_r)


def seat(body: Body) -> tuple[Xy, Xy, Xy]:
    """Hip, knee and ankle of someone sitting on the ground with the knees drawn up."""
    stretch = seated_stretch(body)
    leg = (body.thigh + body.shin) * stretch
    hip = -0.42 * leg, 1.25 * body.leg_r * (1.0 + 0.5 * (stretch - 1.0)) + 0.004
    ankle = 0.34 * leg, body.ankle
    upper, _ = reach(hip, ankle, body.thigh * stretch, body.shin * stretch, 1.0)
    return hip, swung(hip, body.thigh * stretch, upper), ankle


_BODIES = {
    "child": Body(0.292, 0.690, 0.315, 0.098, 0.285, 0.027, 0.034, 0.92),
    "woman": Body(0.222, 0.762, 0.440, 0.085, 0.345, 0.022, 0.034, 0.80),
    "man": Body(0.215, 0.768, 0.430, 0.108, 0.365, 0.028, 0.040, 0.95),
    "elder": Body(0.238, 0.742, 0.395, 0.100, 0.335, 0.026, 0.036, 0.90, lean=-0.13),
    "wizard": Body(0.228, 0.752, 0.410, 0.102, 0.345, 0.029, 0.036, 0.95, lean=-0.05),
    "astronaut": Body(0.255, 0.735, 0.350, 0.130, 0.330, 0.046, 0.058, 1.18, ankle=0.05),
    "robot": Body(0.300, 0.672, 0.305, 0.135, 0.330, 0.030, 0.034, 1.05, ankle=0.05),
}


def body_of(spec: PuppetSpec) -> Body:
    """The body of a person; `build` widens it."""
    body = _BODIES[spec.kind]
    return replace(
        body,
        wide=body.wide * spec.build,
        arm_r=body.arm_r * (0.5 + 0.5 * spec.build),
        leg_r=body.leg_r * (0.5 + 0.5 * spec.build),
    )
