"""How people move: a pure function of the moment. Rest units, facing right."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.body import Body, body_of, seat
from melies.scene.puppet.costume import HEMS, hem_half_width
from melies.scene.puppet.gait import Gait, foot, hip_height
from melies.scene.puppet.joints import Matrix, Moment, Xy, about, apply, blink, compose, reach, swung, wave
from melies.scene.puppet.limbs import heel_and_ball
from melies.scene.puppet.spec import PuppetSpec

ORDER = (
    "wing_far", "cape", "backpack", "wing", "hair_back", "hood_back", "far_upper", "far_fore", "far_point",
    "far_thigh", "far_foot", "far_shin", "near_thigh", "near_foot", "near_shin", "skirt", "lap", "torso", "scarf_tail",
    "head", "eyes", "lids", "mouth", "beard", "scarf", "near_upper", "prop", "near_fore", "near_point",
)  # fmt: skip
STREAM = {"walk": 0.16, "run": 0.55, "fly": 0.75, "swim": 0.5}  # how far loose things trail behind, radians
OFFSETS = (0.0, 0.5)


@dataclass(frozen=True)
class Stand:
    """Everything a pose decides before parts are placed. Angles of arms: (upper, fore); feet: (x, y, pitch)."""

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


@dataclass(frozen=True)
class HumanRig:
    """Moves the parts of a person. `parts` are the names there are."""

    spec: PuppetSpec
    parts: frozenset[str]

    @property
    def body(self) -> Body:
        return body_of(self.spec)

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        poses = {"walk": self._walk, "run": self._walk, "sit": self._sit, "fly": self._fly, "swim": self._swim}
        stand = poses.get(m.does, self._idle)(m)
        stand = self._carry(self._attend(stand, m), m)
        placed = dict(self._assemble(stand, m))
        return [(name, placed[name]) for name in ORDER if name in placed and name in self.parts]

    # -- what the body does -------------------------------------------------------------------------------------

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
        b, g, run = self.body, self.gait(m.does), m.does == "run"
        phase = m.travelled / g.stride
        near, far = foot(g, phase), foot(g, phase + 0.5)
        height = hip_height(g, phase, OFFSETS, b.thigh + b.shin, b.hip * (1.02 if run else 0.995))
        beat = math.cos(2 * math.pi * (phase - 0.02))
        swing = (0.95 if run else 0.42) * beat * (0.6 if self.spec.costume == "robe" else 1.0)
        bend = 1.35 if run else 0.28
        sway = math.cos(4 * math.pi * phase)
        lean = b.lean - (0.20 if run else 0.045) + 0.015 * sway
        return Stand(
            hip=(0.0, height), lean=lean, head=-0.35 * lean + 0.02 * math.cos(4 * math.pi * (phase - 0.09)),
            near_foot=(near.x, near.y, near.pitch), far_foot=(far.x, far.y, far.pitch),
            near_arm=(-swing - 0.06, -swing * 0.8 + bend + 0.08), far_arm=(swing + 0.02, swing * 0.8 + bend + 0.14),
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
        """On the ground, knees up, hands on the knees."""
        b = self.body
        breath = wave(m.seconds, 3.8)
        hip, _, ankle = seat(b)
        lean = 0.5 * b.lean + 0.05 + 0.01 * breath
        near, far = (ankle[0] - b.near_hip[0], ankle[1], 0.0), (ankle[0] + 0.05 - b.far_hip[0], ankle[1], 0.0)
        stand = Stand(hip=hip, lean=lean, head=-0.3 * lean + 0.03 * wave(m.seconds, 6.1), near_foot=near, far_foot=far, breath=breath)
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
                near_foot=(0.05 + 0.03 * kick, b.ankle + 0.13, -0.5), far_foot=(-0.06 - 0.03 * kick, b.ankle + 0.16, -0.7),
                near_arm=(2.75, 2.95), far_arm=(0.9 + 0.1 * bob, 1.3), skirt=(0.0, 1.12, 1.0, 0.05 * kick), whole=0.06 * bob,
            )  # fmt: skip
        leg = b.hip - b.ankle
        return Stand(
            hip=(-0.02, 0.42 + 0.02 * bob), lean=0.10, head=0.75 + 0.03 * bob,
            near_foot=(-0.10, 0.42 - 0.97 * leg + 0.04 + 0.03 * kick, -0.9), far_foot=(0.02, 0.42 - 0.95 * leg + 0.06 - 0.03 * kick, -0.9),
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
            hip=(-0.05, 0.16 + 0.012 * math.sin(2 * turn)), lean=0.12, head=0.95 + 0.08 * math.sin(turn),
            near_foot=(-0.03 + kick, 0.16 - 0.96 * leg, -1.1), far_foot=(0.02 - kick, 0.16 - 0.96 * leg, -1.1),
            near_arm=(-turn, -turn + 0.35), far_arm=(-turn + math.pi, -turn + math.pi + 0.35), skirt=(-0.05, 0.85, 1.0, 0.5 * kick),
            whole=-1.32 + 0.04 * math.sin(turn),
        )  # fmt: skip

    # -- attention and things in hand -----------------------------------------------------------------------------

    def _attend(self, s: Stand, m: Moment) -> Stand:
        """Look at, point at, wave to."""
        toward = m.toward or ((1.0, 0.25) if m.does in ("point", "look") else None)
        if m.does == "wave":
            s = replace(s, far_arm=(2.35 + 0.08 * wave(m.seconds, 0.9), 2.75 + 0.42 * wave(m.seconds, 0.62)), head=s.head + 0.05)
        if toward is None:
            return s
        x, y = toward
        back = x < -0.15 * abs(y) and m.does in ("look", "point", "idle", "talk", "sit", "wave")
        raised = math.atan2(y, max(abs(x), 1e-6))
        s = replace(s, head=s.head + max(-0.4, min(0.55, 0.62 * raised)) * (-1 if back else 1), head_back=back)
        if m.does != "point":
            return s
        aim = math.atan2(x, -y) + 0.012 * wave(m.seconds, 2.3)
        if x < 0 and self.spec.prop == "":
            return replace(s, near_arm=(aim - 0.05, aim), near_points=True)
        aim = aim if x >= 0 else math.copysign(math.pi - abs(aim), 1.0)
        return replace(s, far_arm=(aim - 0.10, aim + 0.02), far_points=True, lean=s.lean - 0.03)

    def _carry(self, s: Stand, m: Moment) -> Stand:
        """The near hand holds the thing; where, depends on what it is."""
        if "prop" not in self.parts:
            return s
        b, sway = self.body, wave(m.seconds, 3.1) * 0.03
        top = b.shoulder - b.hip
        bob = 0.5 * (s.hip[1] - b.hip)
        holds: dict[str, tuple[Xy, float]] = {
            "umbrella": ((0.18 + 0.25 * b.wide, top - 0.125), 0.07 + sway), "lantern": ((0.205, top - 0.16), 0.12 * wave(m.seconds, 1.5)),
            "sword": ((0.15, 0.30 * top), -0.42 + sway), "book": ((0.155, 0.50 * top), 0.12), "flower": ((0.165, 0.62 * top), -0.12 + sway),
            "balloon": ((0.145, top - 0.10), 0.10 + 2 * sway), "fishing rod": ((0.14, 0.35 * top), sway), "kite": ((0.15, top - 0.1), 0.1 + 2 * sway),
        }  # fmt: skip
        if self.spec.prop == "staff":
            return self._staff(s, m)
        hand, angle = holds.get(self.spec.prop, ((0.16, 0.4 * top), 0.0))
        if m.does == "fly" and self.spec.prop in ("umbrella", "balloon", "kite"):
            return replace(s, hand=(-0.42 * b.wide, top - 0.035 + 0.99 * (b.arm + 1.25 * b.arm_r)), prop=0.02 + sway)
        if m.does in ("walk", "run") and self.spec.prop in ("umbrella", "balloon", "kite"):
            angle += 0.5 * STREAM[m.does]
        return replace(s, hand=(hand[0] + 0.7 * top * (b.lean - s.lean) * (s.whole == 0), hand[1] + 0.3 * bob), prop=angle)

    def _staff(self, s: Stand, m: Moment) -> Stand:
        """A staff is a third leg: its tip is planted while the hand passes over it."""
        length, ahead, b = 0.52, 0.20, self.body
        if m.does in ("walk", "run"):
            g = replace(self.gait(m.does), ankle=0.0, heel=0.0, ball=0.0, strike=0.0, push=0.0, lift=0.05)
            tip = foot(g, m.travelled / g.stride + 0.5)
            reachable = max(-0.25, min(0.25, tip.x))
            return replace(s, hand=(ahead, math.sqrt(length**2 - reachable**2) + tip.y - s.hip[1]), prop=math.asin(reachable / length))
        if m.does in ("fly", "swim"):
            return replace(s, hand=(0.14, 0.05), prop=-1.25)
        if m.does == "sit":
            high = s.hip[1] + 0.85 * (b.shoulder - b.hip)
            return replace(s, hand=(0.24, high - s.hip[1]), grip=high - length, prop=-0.03)
        return replace(s, hand=(ahead, length - s.hip[1]), prop=0.012 * wave(m.seconds, 4.4))

    # -- geometry -------------------------------------------------------------------------------------------------

    def _torso(self, s: Stand) -> Matrix:
        return about((0.0, self.body.hip), s.hip, s.lean, sx=1 + 0.008 * s.breath, sy=1 + 0.006 * s.breath)

    def _hip(self, s: Stand, side: str) -> Xy:
        rest = self.body.near_hip if side == "near" else self.body.far_hip
        return s.hip[0] + rest[0], s.hip[1] + rest[1] - self.body.hip

    def _leg_angles(self, s: Stand, side: str) -> tuple[Xy, float, float]:
        b, hip = self.body, self._hip(s, side)
        x, y, _ = s.near_foot if side == "near" else s.far_foot
        rest = b.near_hip[0] if side == "near" else b.far_hip[0]
        upper, lower = reach(hip, (x + rest, y), b.thigh, b.shin, 1.0)
        return hip, upper, lower

    def _knee(self, s: Stand, side: str) -> Xy:
        hip, upper, _ = self._leg_angles(s, side)
        return swung(hip, self.body.thigh, upper)

    def _arm_to(self, s: Stand, side: str, goal: Xy) -> tuple[float, float]:
        """Angles that bring the palm to a point; elbows bend backward."""
        b = self.body
        rest = b.near_shoulder if side == "near" else b.far_shoulder
        return reach(apply(self._torso(s), rest), goal, b.upper_arm, b.fore_arm + 1.25 * b.arm_r, -1.0)

    def _assemble(self, s: Stand, m: Moment) -> Iterable[tuple[str, Matrix]]:
        whole = about(s.hip, s.hip, s.whole)
        for name, matrix in (*self._limbs(s), *self._upper(s, m)):
            yield name, compose(whole, matrix) if s.whole else matrix

    def _limbs(self, s: Stand) -> Iterable[tuple[str, Matrix]]:
        b, torso = self.body, self._torso(s)
        for side in ("near", "far"):
            hip, upper, lower = self._leg_angles(s, side)
            rest = b.near_hip if side == "near" else b.far_hip
            knee = swung(hip, b.thigh, upper)
            ankle = swung(knee, b.shin, lower)
            pitch = (s.near_foot if side == "near" else s.far_foot)[2]
            yield f"{side}_thigh", about(rest, hip, upper)
            yield f"{side}_shin", about((rest[0], rest[1] - b.thigh), knee, lower)
            yield f"{side}_foot", about((rest[0], rest[1] - b.thigh - b.shin), ankle, pitch)
        for side in ("near", "far"):
            rest = b.near_shoulder if side == "near" else b.far_shoulder
            angles = s.near_arm if side == "near" else s.far_arm
            shoulder = apply(torso, rest)
            if side == "near" and s.hand is not None:
                goal = (s.hip[0] + s.hand[0], s.hip[1] + s.hand[1])
                angles = self._arm_to(s, side, goal)
            elbow = swung(shoulder, b.upper_arm, angles[0])
            points = s.near_points if side == "near" else s.far_points
            yield f"{side}_upper", about(rest, shoulder, angles[0])
            yield f"{side}_{'point' if points else 'fore'}", about((rest[0], rest[1] - b.upper_arm), elbow, angles[1])
            if side == "near":
                palm = swung(elbow, b.fore_arm + 1.25 * b.arm_r, angles[1])
                yield "prop", about((0.0, s.grip), palm, s.prop - s.whole)

    def _upper(self, s: Stand, m: Moment) -> Iterable[tuple[str, Matrix]]:
        """Torso, head and everything loose that follows them."""
        b, torso = self.body, self._torso(s)
        yield "torso", torso
        yield "backpack", torso
        yield ("lap", about(s.hip, s.hip)) if m.does == "sit" else ("skirt", self._hem(torso, s))
        flip = -1.0 if s.head_back else 1.0
        head = about(b.neck, apply(torso, b.neck), s.head + s.lean * 0.35, sx=flip)
        for name in ("head", "hood_back"):
            yield name, head
        yield from self._face(head, s, m)
        yield from self._loose(torso, head, s, m)

    def _hem(self, torso: Matrix, s: Stand) -> Matrix:
        angle, width, length, trail = s.skirt
        waist = (0.0, self.body.waist)
        at = apply(torso, waist)
        wide, shear = self._legs_cover(s, at[1]) if "skirt" in self.parts else (1.0, 0.0)
        return about(waist, at, angle + 0.6 * s.lean, width * wide, length, shear + trail)

    def _legs_cover(self, s: Stand, waist: float) -> tuple[float, float]:
        """Width and shear with which the skirt hides what it should of both legs."""
        b = self.body
        half, hem = hem_half_width(self.spec, b), HEMS[self.spec.costume][0] * b.hip
        low, high = -half, half
        for side in ("near", "far"):
            hip, upper, lower = self._leg_angles(s, side)
            knee = swung(hip, b.thigh, upper)
            foot_at = swung(knee, b.shin, lower)
            if hem > knee[1]:
                t, a, z = (hip[1] - hem) / max(hip[1] - knee[1], 1e-6), hip, knee
            else:
                t, a, z = (knee[1] - hem) / max(knee[1] - foot_at[1], 1e-6), knee, foot_at
            x = a[0] + (z[0] - a[0]) * min(max(t, 0.0), 1.0)
            share = min(max((waist - knee[1]) / (waist - hem), 0.0), 1.0)
            bulge = knee[0] / (0.35 + 0.65 * share) if share < 1 else 0.0
            low = min(low, min(x, bulge) - 0.9 * b.leg_r)
            high = max(high, max(x, bulge) + 0.9 * b.leg_r)
        return (high - low) / (2 * half), 0.5 * (high + low) / (b.waist - hem)

    def _face(self, head: Matrix, s: Stand, m: Moment) -> Iterable[tuple[str, Matrix]]:
        b = self.body
        x, y = b.head_centre
        glance = 0.012 * wave(m.seconds, 5.7, 0.1) * b.head
        yield "eyes", compose(head, about((0.0, 0.0), (glance, 0.0)))
        lid = (x, y + (0.16 if self.spec.kind == "robot" else 0.075) * b.head)
        shut = max(0.02, blink(m.seconds, sum(map(ord, self.spec.kind + self.spec.costume))))
        yield "lids", compose(head, about(lid, lid, sy=shut))
        if m.does == "talk":
            mouth = (x + 0.27 * b.head, y - 0.262 * b.head)
            yield "mouth", compose(head, about(mouth, mouth, sx=1 - 0.2 * s.mouth, sy=0.15 + 0.85 * min(s.mouth, 1.0)))

    def _loose(self, torso: Matrix, head: Matrix, s: Stand, m: Moment) -> Iterable[tuple[str, Matrix]]:
        b, w, top = self.body, self.body.wide, self.body.shoulder
        stream = STREAM.get(m.does, 0.0) * (0.45 if s.whole else 1.0)
        flutter = wave(m.seconds, 0.55 if stream > 0.3 else 2.7) * (0.05 + 0.12 * stream)
        follow = -0.3 * (s.lean - b.lean)
        nape = apply(b_centre(b), (-0.30 * b.head, 0.05 * b.head))
        yield "hair_back", compose(head, about(nape, nape, -0.55 * stream + flutter * 0.6 - s.head * 0.7, shear=0.3 * flutter))
        chin = apply(b_centre(b), (0.18 * b.head, -0.25 * b.head))
        yield "beard", compose(head, about(chin, chin, -0.35 * stream - s.head * 0.6 + 0.35 * flutter - (0.06 * s.mouth), sy=1 + 0.03 * s.mouth))
        collar = (-0.2 * w, top)
        sit = 0.62 if m.does == "sit" else 1.0
        yield "cape", compose(torso, about(collar, collar, -stream - s.lean * 0.8 + follow, sy=sit, sx=1 + 0.25 * stream, shear=flutter))
        yield "scarf", compose(torso, about((0, top), (0, top)))
        knot = (-0.45 * w, top - 0.005)
        yield "scarf_tail", compose(torso, about(knot, knot, -0.10 - 2.1 * stream - s.lean + 1.4 * flutter, shear=flutter))
        root = (-0.3 * w, top - 0.06)
        flap = 0.30 * wave(m.seconds, 0.35 if m.does == "fly" else 2.2)
        yield "wing", compose(torso, about(root, root, 0.1, sx=0.85 + flap))
        yield "wing_far", compose(torso, about(root, root, -0.35, sx=0.8 - flap))


def b_centre(b: Body) -> Matrix:
    """Moves head-centred points to rest units."""
    return about((0.0, 0.0), b.head_centre)


