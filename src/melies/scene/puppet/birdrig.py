"""How birds move: flight, a bobbing step, perching, floating."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.bird import ANKLE, BONE, HIP, NECK, SHOULDER, TAIL, WRIST
from melies.scene.puppet.gait import Gait, hip_height, under_way
from melies.scene.puppet.joints import (
    Matrix,
    Moment,
    Posture,
    Xy,
    about,
    apply,
    blend,
    blink,
    compose,
    reach,
    swung,
    wave,
)
from melies.scene.puppet.spec import PuppetSpec

ORDER = (
    "wing_out_far", "wing_in_far", "far_upper", "far_lower", "far_foot", "tail", "body", "near_upper", "near_lower",
        "near_foot",
    "folded", "wing_out", "wing_in", "head", "lids",
)  # fmt: skip


@dataclass(frozen=True)
class BirdStance(Posture):
    """Hips and tilt of the body, feet (x, y, pitch), and what the head, tail and wings do."""

    hip: Xy
    tilt: float
    feet: tuple[tuple[float, float, float], tuple[float, float, float]]
    head: float = 0.0
    shift: Xy = (0.0, 0.0)
    tail: float = 0.0
    flap: float | None = None  # phase of the wings in turns; None: folded
    wide: float = 1.0


@dataclass(frozen=True)
class BirdRig:
    """Moves the parts of a bird: it flies, steps with a bobbing head, perches."""

    spec: PuppetSpec
    parts: frozenset[str]

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        placed = dict(self._assemble(self.stance(m), m))
        return [(name, placed[name]) for name in ORDER if name in placed]

    def stance(self, m: Moment) -> BirdStance:
        """The whole stance at a moment, on its way from what was done before."""
        poses = {"fly": self._fly, "walk": self._step, "run": self._step, "swim": self._float, "sit": self._perch}
        now = self._attend(poses.get(m.does, self._idle)(m), m)
        before = m.passage.before(m.does)
        return blend(now, self.stance(m.former), before) if before else now

    def gait(self, does: str) -> Gait:
        return Gait(
            0.52 if does == "walk" else 0.85, 0.60 if does == "walk" else 0.42, 0.09, ANKLE, 0.03, 0.06, 0.1, 0.6
        )

    @property
    def _stand_tilt(self) -> float:
        return 0.62 if self.spec.kind == "owl" else 0.30

    def _idle(self, m: Moment) -> BirdStance:
        breath = wave(m.seconds, 2.2)
        tick = round(2.2 * wave(m.seconds, 2.9)) / 2.2  # birds look about in jerks
        feet = ((-0.02, ANKLE, 0.0), (0.06, ANKLE, 0.0))
        nod = 0.10 * wave(m.seconds, 0.35) if m.does == "talk" else 0.0
        return BirdStance(
            (0.0, 0.345 + 0.004 * breath),
            self._stand_tilt,
            feet,
            head=0.05 * tick + nod,
            tail=0.10 * max(0.0, wave(m.seconds, 1.7) - 0.6) - (0.16 if self.spec.kind == "owl" else 0.0),
        )

    def _perch(self, m: Moment) -> BirdStance:
        s = self._idle(m)
        owl = self.spec.kind == "owl"
        hip = (0.0, (0.29 if owl else 0.245) + 0.004 * wave(m.seconds, 2.2))
        return replace(s, hip=hip, tilt=self._stand_tilt - (0.16 if owl else 0.04), tail=s.tail - 0.22)

    def _step(self, m: Moment) -> BirdStance:
        walk, idle = under_way(self.gait(m.does), m), self._idle(m)
        phase = walk.phase
        near, far = walk.foot(0.0, idle.feet[0][0]), walk.foot(0.5, idle.feet[1][0] - 0.04)
        height = hip_height(walk.gait, phase, (0.0, 0.5), 1.96 * BONE, 0.34)
        stride = BirdStance(
            (0.0, height),
            self._stand_tilt - 0.12,
            idle.feet,
            shift=(0.045 * math.sin(4 * math.pi * phase), 0.0),
            tail=0.05 * math.sin(4 * math.pi * phase),
        )
        feet = ((near.x, near.y, near.pitch), (far.x + 0.04, far.y, far.pitch))
        return replace(blend(idle, stride, walk.swing), feet=feet)

    def _fly(self, m: Moment) -> BirdStance:
        period = 0.95 if self.spec.kind == "owl" else 0.52
        beat = m.seconds / period
        bob = 0.05 * math.sin(2 * math.pi * beat)
        feet = ((-0.14, 0.44 + bob, -0.9), (-0.10, 0.44 + bob, -0.9))
        return BirdStance(
            (-0.02, 0.55 + bob), 0.06, feet, head=0.02, tail=-0.06 * math.sin(2 * math.pi * beat), flap=beat
        )

    def _float(self, m: Moment) -> BirdStance:
        bob = 0.012 * wave(m.seconds, 1.9)
        feet = ((0.0, 0.0 + bob, -0.4), (0.05, 0.0 + bob, -0.4))
        return BirdStance((0.0, 0.16 + bob), 0.10 + 0.5 * bob, feet, tail=0.05)

    def _attend(self, s: BirdStance, m: Moment) -> BirdStance:
        if m.does in ("wave", "point"):
            s = replace(s, flap=0.12 + 0.06 * wave(m.seconds, 0.5), wide=0.8)
        toward = m.toward or ((1.0, 0.4) if m.does in ("look", "point") else None)
        if toward is not None:
            raised = math.atan2(toward[1], max(abs(toward[0]), 1e-6))
            s = replace(s, head=s.head + max(-0.5, min(0.5, 0.6 * raised)))
        return s

    def _assemble(self, s: BirdStance, m: Moment) -> Iterable[tuple[str, Matrix]]:
        body = about(HIP, s.hip, s.tilt)
        yield "body", body
        yield "tail", compose(body, about(TAIL, TAIL, s.tail))
        neck = apply(body, NECK)
        head = about(NECK, (neck[0] + s.shift[0], neck[1] + s.shift[1]), s.head + 0.12 * s.tilt)
        yield "head", head
        top = (0.435, 0.89) if self.spec.kind != "owl" else (0.28, 0.86)
        yield "lids", compose(head, about(top, top, sy=max(0.02, blink(m.seconds, 1.1))))
        for side, (x, y, pitch) in zip(("near", "far"), s.feet, strict=True):
            upper, lower = reach(s.hip, (x, y), BONE, BONE, -1.0)
            knee = swung(s.hip, BONE, upper)
            yield f"{side}_upper", about(HIP, s.hip, upper)
            yield f"{side}_lower", about((HIP[0], HIP[1] - BONE), knee, lower)
            yield f"{side}_foot", about((HIP[0], HIP[1] - 2 * BONE), swung(knee, BONE, lower), pitch)
        if s.flap is None:
            yield "folded", body
        else:
            yield from self._wings(body, s)

    def _wings(self, body: Matrix, s: BirdStance) -> Iterable[tuple[str, Matrix]]:
        """A wing beat seen from the side: up, spread, down; the tip follows the wrist."""
        for suffix, lag, turn in (("", 0.0, 0.0), ("_far", 0.02, -0.30)):
            beat = 2 * math.pi * ((s.flap or 0.0) - lag)
            inner, outer = math.cos(beat), math.cos(beat - 0.75)
            inner, outer = (
                math.copysign(max(abs(v), 0.13), v) * s.wide for v in (inner * 0.92 + 0.06, outer * 0.9 + 0.08)
            )
            sweep = -0.10 * math.sin(beat) + turn
            first = compose(body, about(SHOULDER, SHOULDER, sweep, sx=1.0, sy=inner))
            yield f"wing_in{suffix}", first
            wrist = apply(first, WRIST)
            yield (
                f"wing_out{suffix}",
                about(WRIST, wrist, s.tilt + sweep - 0.18 * math.sin(beat - 0.6), sx=1.0, sy=outer),
            )
