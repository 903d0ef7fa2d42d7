"""Proportions of four-legged animals: rest units, 1 = height to the top of the head, looking right."""

from __future__ import annotations

from dataclasses import dataclass

from melies.scene.puppet.joints import Xy


@dataclass(frozen=True)
class Beast:
    """Joints: hips and shoulders (leg roots), neck root, poll (head joint). Lengths and radii of the legs.

    hock, pastern: height of the ankle joint of hind and fore legs above the ground. paw: half length of the foot.
    muzzle: how far the nose lies before the skull, in head units; snub: how deep the muzzle is.
    """

    hips: Xy
    shoulders: Xy
    neck: Xy
    poll: Xy
    depth: float  # of the chest
    head: float
    leg_r: float
    hock: float = 0.17
    pastern: float = 0.085
    paw: float = 0.045
    muzzle: float = 0.42
    snub: float = 0.15
    ears: str = "pointed"
    tail: tuple[float, float] = (0.55, 0.085)  # length, half width
    tail_kind: str = "brush"
    tail_angle: float = -0.35  # of the resting tail, radians above straight back
    hoof: bool = False
    belly: float = 0.75  # waist depth as a share of the chest
    stride: float = 1.0
    ruff: float = 1.0  # thickness of the neck
    nod: float = 0.0  # how far the head is carried below level, radians (negative: nose down)


BEASTS = {
    "fox": Beast((-0.33, 0.475), (0.23, 0.48), (0.25, 0.55), (0.36, 0.72), 0.265, 0.47, 0.030, hock=0.18, pastern=0.085,
        paw=0.044, muzzle=0.46, snub=0.105, tail=(0.68, 0.125), tail_angle=-0.42, belly=0.56, nod=-0.06),
    "wolf": Beast((-0.40, 0.53), (0.27, 0.555), (0.31, 0.63), (0.47, 0.70), 0.34, 0.43, 0.038, hock=0.20, pastern=0.09,
        paw=0.052, muzzle=0.48, snub=0.145, tail=(0.50, 0.085), tail_angle=-1.02, belly=0.60, nod=-0.10,
        ruff=1.5),
    "dog": Beast((-0.29, 0.42), (0.21, 0.43), (0.23, 0.51), (0.30, 0.70), 0.29, 0.50, 0.042, hock=0.15, paw=0.05,
        muzzle=0.33, snub=0.19, ears="floppy", tail=(0.40, 0.042), tail_kind="brush", tail_angle=0.95, belly=0.66),
    "cat": Beast((-0.31, 0.40), (0.20, 0.385), (0.22, 0.45), (0.30, 0.62), 0.24, 0.52, 0.036, hock=0.13, pastern=0.07,
        paw=0.046, muzzle=0.13, snub=0.13, ears="cat", tail=(0.74, 0.034), tail_kind="rope", tail_angle=0.75,
        belly=0.68),
    "rabbit": Beast((-0.26, 0.27), (0.20, 0.24), (0.22, 0.32), (0.29, 0.46), 0.25, 0.40, 0.034, hock=0.10,
        pastern=0.05, paw=0.055, muzzle=0.20, snub=0.16,
                    ears="long", tail=(0.13, 0.065), tail_kind="puff", tail_angle=0.4, belly=1.0),
    "bear": Beast((-0.42, 0.50), (0.27, 0.52), (0.30, 0.63), (0.44, 0.745), 0.42, 0.56, 0.085, hock=0.13,
        pastern=0.10, paw=0.075, muzzle=0.30, snub=0.18,
                  ears="round", tail=(0.10, 0.05), tail_kind="puff", tail_angle=-0.2, belly=0.98),
    "deer": Beast((-0.28, 0.52), (0.20, 0.515), (0.22, 0.59), (0.36, 0.86), 0.20, 0.27, 0.021, hock=0.22,
        pastern=0.14, paw=0.026, muzzle=0.50, snub=0.155,
                  ears="deer", tail=(0.11, 0.032), tail_kind="puff", tail_angle=-0.5, hoof=True, belly=0.66, nod=-0.16),
    "horse": Beast((-0.31, 0.51), (0.21, 0.505), (0.22, 0.59), (0.42, 0.85), 0.28, 0.34, 0.033, hock=0.21,
        pastern=0.14, paw=0.034, muzzle=0.66, snub=0.215,
                   ears="horse", tail=(0.50, 0.070), tail_kind="hair", tail_angle=-1.22, hoof=True, belly=0.74,
                   nod=-0.55, ruff=1.25),
    "dragon": Beast((-0.30, 0.36), (0.14, 0.365), (0.16, 0.44), (0.36, 0.74), 0.31, 0.37, 0.042, hock=0.13,
        pastern=0.085, paw=0.058, muzzle=0.5, snub=0.15,
                    ears="", tail=(0.95, 0.105), tail_kind="dragon", tail_angle=-0.20),
}  # fmt: skip


def bones(beast: Beast, hind: bool) -> tuple[float, float]:
    """Lengths of the upper and lower bone: a little longer together than the standing leg."""
    root = beast.hips[1] if hind else beast.shoulders[1]
    span = root - (beast.hock if hind else beast.pastern)
    return (0.62 * span, 0.60 * span) if hind else (0.515 * span, 0.515 * span)
