"""What people's bodies do: walk, run, stand, sit, fly, swim, as joints and angles. Rest units, facing right."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

from melies.scene.puppet.body import Body, body_of, seat, seated_stretch
from melies.scene.puppet.gait import Gait, Walk, hip_height, under_way
from melies.scene.puppet.joints import Matrix, Moment, Posture, Xy, about, apply, blend, reach, swung, wave
from melies.scene.puppet.limbs import heel_and_ball
from melies.scene.puppet.spec import PuppetSpec

OFFSETS = (0.0, 0.5)


@dataclass(frozen=True)
class Stand(Posture):
    """A person's posture. Angles of arms: (upper, fore); feet: (x, y, pitch); slouch, stretch: of trunk and legs."""

    hip: Xy
    lean: float = 0.0
    head: float = 0.0
    near_foot: tuple[float, float, float] = (0.0, 0.0, 0.0)
    far_foot: tuple[float, float, float] = (0.0, 0.0, 0.0)
    near_arm: tuple[float, float] = (-0.08, 0.12)
    far_arm: tuple[float, float] = (0.12, 0.30)
    breath: float = 0.0
    mouth: float = 0.0
    near_points: bool = False
    far_points: bool = False
    head_back: bool = False
    hand: Xy | None = None  # where a carried thing is held, relative to the hips at rest
    prop: float = 0.0
    grip: float = 0.0  # where on the thing it is held, above its middle
    skirt: tuple[float, float, float, float] = (0.0, 1.0, 1.0, 0.0)  # angle, width, length, shear
    whole: float = 0.0  # turn of the whole figure about the hips
    seat: float = 0.0  # 1 is on the ground, with the lap instead of the skirt
    stream: float = 0.0  # how far loose things trail behind, radians
    slouch: float = 1.0
    stretch: float = 1.0


@dataclass(frozen=True)
class HumanPoses:
    """What the body of a person does, before anything is held or looked at. `parts` are the names there are."""

    spec: PuppetSpec
    parts: frozenset[str]

    @cached_property
    def body(self) -> Body:
        """The proportions, worked out once."""
        return body_of(self.spec)

    def gait(self, does: str) -> Gait:
        """The cycle of a walk or run for these legs."""
        b = self.body
        leg = b.hip - b.ankle
        heel, ball = heel_and_ball(b)
        slow = 0.82 if self.spec.age == "old" else 0.9 if self.spec.kind == "robot" else 1.0
        if does == "run":
            return Gait(2.35 * leg * slow, 0.36, 0.34 * leg, b.ankle, heel, ball, 0.10, 0.95)
        long_skirt = 0.86 if self.spec.costume in ("robe", "gown") else 1.0
        return Gait(1.30 * leg * slow * long_skirt, 0.60, 0.13 * leg, b.ankle, heel, ball, 0.28, 0.62)

    def _walk(self, m: Moment) -> Stand:
        """Under way; at either end of it, coming from the stand and back."""
        walk, idle = under_way(self.gait(m.does), m), self._idle(m)
        near, far = walk.foot(OFFSETS[0], idle.near_foot[0]), walk.foot(OFFSETS[1], idle.far_foot[0])
        stand = blend(idle, self._stride(m, walk), walk.swing)
        return replace(stand, near_foot=(near.x, near.y, near.pitch), far_foot=(far.x, far.y, far.pitch))

    def _stride(self, m: Moment, walk: Walk) -> Stand:
        """What hips, trunk and arms do in a full stride."""
        b, phase, run = self.body, walk.phase, m.does == "run"
        height = hip_height(walk.gait, phase, OFFSETS, b.thigh + b.shin, b.hip * (1.02 if run else 0.995))
        beat = math.cos(2 * math.pi * (phase - 0.02))
        swing = (0.95 if run else 0.42) * beat * (0.6 if self.spec.costume == "robe" else 1.0)
        bend = 1.35 if run else 0.28
        sway = math.cos(4 * math.pi * phase)
        lean = b.lean - (0.20 if run else 0.045) + 0.015 * sway
        return Stand(
            hip=(0.0, height), lean=lean, head=-0.35 * lean + 0.02 * math.cos(4 * math.pi * (phase - 0.09)),
            near_arm=(-swing - 0.06, -swing * 0.8 + bend + 0.08), far_arm=(swing + 0.02, swing * 0.8 + bend + 0.14),
            stream=0.55 if run else 0.16,
            skirt=(0.0, 1.0, 1.0, (-0.15 if run else -0.02) + 0.03 * math.sin(2 * math.pi * phase)),
        )  # fmt: skip

    def _idle(self, m: Moment) -> Stand:
        b = self.body
        breath = wave(m.seconds, 3.6)
        shift = 0.008 * wave(m.seconds, 7.3, 0.2)
        talk = m.does == "talk"
        chatter = max(0.0, wave(m.seconds, 0.31) * 0.6 + 0.5 * wave(m.seconds, 0.47, 0.3)) if talk else 0.0
        gesture = (0.35 + 0.25 * wave(m.seconds, 1.9), 1.25 + 0.35 * wave(m.seconds, 1.3, 0.1)) if talk else None
        return Stand(
            hip=(shift, b.hip * 0.985 + 0.002 * breath), lean=b.lean + 0.012 * breath, breath=breath,
            head=-0.4 * b.lean + 0.03 * wave(m.seconds, 5.1) + (0.05 * wave(m.seconds, 0.9) if talk else 0.0),
            near_foot=(-0.016, b.ankle, 0.0), far_foot=(0.022, b.ankle, 0.0),
            near_arm=(-0.10 + 0.02 * breath, 0.10 + 0.035 * breath),
            far_arm=gesture or (0.10 - 0.02 * breath, 0.30 - 0.02 * breath), mouth=chatter,
            skirt=(0.0, 1.0, 1.0, 0.012 * wave(m.seconds, 4.1)),
        )  # fmt: skip

    def _sit(self, m: Moment) -> Stand:
        """On the ground, knees drawn up, hands on the knees."""
        b = self.body
        breath = wave(m.seconds, 3.8)
        hip, _, ankle = seat(b)
        lean = 0.6 * b.lean - 0.06 + 0.01 * breath
        stand = Stand(
            hip=hip,
            lean=lean,
            head=-0.4 * lean + 0.03 * wave(m.seconds, 6.1),
            near_foot=(ankle[0] - b.near_hip[0], ankle[1], 0.0),
            far_foot=(ankle[0] + 0.05 - b.far_hip[0], ankle[1], 0.0),
            breath=breath,
            seat=1.0,
            slouch=0.88,
            stretch=seated_stretch(b),
        )
        knees = [self._knee(stand, side) for side in ("near", "far")]
        goals = [(x + 0.01, y + 0.7 * b.leg_r) for x, y in knees]
        near_arm, far_arm = (self._arm_to(stand, side, goal) for side, goal in zip(("near", "far"), goals, strict=True))
        return replace(stand, near_arm=near_arm, far_arm=far_arm)

    def _fly(self, m: Moment) -> Stand:
        """Carried by a balloon or umbrella: upright and dangling. Otherwise stretched out, arms ahead."""
        b = self.body
        bob = wave(m.seconds, 2.6)
        kick = wave(m.seconds, 1.7)
        if self.spec.prop in ("balloon", "umbrella", "kite"):
            return Stand(
                hip=(0.0, b.hip + 0.10 + 0.02 * bob), lean=0.05 * kick, head=0.12,
                near_foot=(0.05 + 0.03 * kick, b.ankle + 0.13, -0.5), far_foot=(-0.06 - 0.03 * kick, b.ankle + 0.16,
                    -0.7),
                stream=0.75, near_arm=(2.75, 2.95), far_arm=(0.9 + 0.1 * bob, 1.3), skirt=(0.0, 1.12, 1.0, 0.05 * kick),
                    whole=0.06 * bob,
            )  # fmt: skip
        leg = b.hip - b.ankle
        return Stand(
            hip=(-0.02, 0.42 + 0.02 * bob), stream=0.34, lean=0.10, head=0.75 + 0.03 * bob,
            near_foot=(-0.10, 0.42 - 0.97 * leg + 0.04 + 0.03 * kick, -0.9), far_foot=(0.02,
                0.42 - 0.95 * leg + 0.06 - 0.03 * kick, -0.9),
            near_arm=(-0.45 + 0.05 * kick, -0.25), far_arm=(2.55 + 0.06 * bob, 2.75 + 0.06 * bob),
            skirt=(-0.10, 0.95, 1.0, 0.06 * kick), whole=-1.12 + 0.05 * bob,
        )  # fmt: skip

    def _swim(self, m: Moment) -> Stand:
        """A crawl at the surface: arms wheel, feet flutter."""
        b = self.body
        turn = 2 * math.pi * m.seconds / 1.6
        leg = b.hip - b.ankle
        kick = 0.05 * math.sin(3 * turn)
        return Stand(
            hip=(-0.05, 0.16 + 0.012 * math.sin(2 * turn)), stream=0.22, lean=0.12, head=0.95 + 0.08 * math.sin(turn),
            near_foot=(-0.03 + kick, 0.16 - 0.96 * leg, -1.1), far_foot=(0.02 - kick, 0.16 - 0.96 * leg, -1.1),
            near_arm=(-turn, -turn + 0.35), far_arm=(-turn + math.pi, -turn + math.pi + 0.35), skirt=(-0.05, 0.85,
                1.0, 0.5 * kick),
            whole=-1.32 + 0.04 * math.sin(turn),
        )  # fmt: skip

    def _torso(self, s: Stand) -> Matrix:
        return about((0.0, self.body.hip), s.hip, s.lean, sx=1 + 0.008 * s.breath, sy=s.slouch + 0.006 * s.breath)

    def _hip(self, s: Stand, side: str) -> Xy:
        rest = self.body.near_hip if side == "near" else self.body.far_hip
        return s.hip[0] + rest[0], s.hip[1] + rest[1] - self.body.hip

    def _leg_angles(self, s: Stand, side: str) -> tuple[Xy, float, float]:
        b, hip = self.body, self._hip(s, side)
        x, y, _ = s.near_foot if side == "near" else s.far_foot
        rest = b.near_hip[0] if side == "near" else b.far_hip[0]
        upper, lower = reach(hip, (x + rest, y), b.thigh * s.stretch, b.shin * s.stretch, 1.0)
        return hip, upper, lower

    def _knee(self, s: Stand, side: str) -> Xy:
        hip, upper, _ = self._leg_angles(s, side)
        return swung(hip, self.body.thigh * s.stretch, upper)

    def _arm_to(self, s: Stand, side: str, goal: Xy) -> tuple[float, float]:
        """Angles that bring the palm to a point; elbows bend backward."""
        b = self.body
        rest = b.near_shoulder if side == "near" else b.far_shoulder
        return reach(apply(self._torso(s), rest), goal, b.upper_arm, b.fore_arm + 1.25 * b.arm_r, -1.0)
