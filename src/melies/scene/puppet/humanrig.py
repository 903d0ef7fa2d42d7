"""How people move: attention, things in hand, and every part in its place. A pure function of the moment."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.body import Body, seat
from melies.scene.puppet.gait import under_way
from melies.scene.puppet.hems import HEMS, hem_half_width, hem_height
from melies.scene.puppet.humanposes import HumanPoses, Stand
from melies.scene.puppet.joints import Matrix, Moment, Xy, about, apply, blend, blink, compose, ease, swung, wave

ORDER = (
    "wing_far", "cape", "backpack", "wing", "hair_back", "hood_back", "far_upper", "far_fore", "far_point",
    "far_thigh", "far_foot", "far_shin", "near_thigh", "near_foot", "near_shin", "skirt", "lap", "torso", "scarf_tail",
    "head", "eyes", "lids", "mouth", "beard", "scarf", "near_upper", "prop", "near_fore", "near_point",
)  # fmt: skip
LAP = 0.8  # how far seated the skirt gives way to the lap


@dataclass(frozen=True)
class HumanRig(HumanPoses):
    """Moves the parts of a person."""

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        stand = self.stand(m)
        placed = dict(self._assemble(stand, m))
        return [(name, placed[name]) for name in ORDER if name in placed and name in self.parts]

    def stand(self, m: Moment) -> Stand:
        """The whole posture at a moment, on its way from what was done before."""
        poses = {"walk": self._walk, "run": self._walk, "sit": self._sit, "fly": self._fly, "swim": self._swim}
        now = self._carry(self._attend(poses.get(m.does, self._idle)(m), m), m)
        before = m.passage.before(m.does)
        return blend(now, self.stand(m.former), before) if before else now

    def _attend(self, s: Stand, m: Moment) -> Stand:
        """Look at, point at, wave to."""
        toward = m.toward or ((1.0, 0.25) if m.does in ("point", "look") else None)
        if m.does == "wave":
            s = replace(
                s, far_arm=(2.35 + 0.08 * wave(m.seconds, 0.9), 2.75 + 0.42 * wave(m.seconds, 0.62)), head=s.head + 0.05
            )
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
        bob = 0.5 * (s.hip[1] - b.hip) * (1.0 - s.seat) - 0.08 * s.seat * top
        holds: dict[str, tuple[Xy, float]] = {
            "umbrella": ((0.18 + 0.25 * b.wide, top - 0.125), 0.07 + sway), "lantern": ((0.205, top - 0.16),
                0.12 * wave(m.seconds, 1.5)),
            "sword": ((0.15, 0.30 * top), -0.42 + sway), "book": ((0.155, 0.50 * top), 0.12), "flower": ((0.165,
                0.62 * top), -0.12 + sway),
            "balloon": ((0.145, top - 0.10), 0.10 + 2 * sway), "fishing rod": ((0.14, 0.35 * top), sway),
                "kite": ((0.15, top - 0.1), 0.1 + 2 * sway),
        }  # fmt: skip
        if self.spec.prop == "staff":
            return self._staff(s, m)
        hand, angle = holds.get(self.spec.prop, ((0.16, 0.4 * top), 0.0))
        if m.does == "fly" and self.spec.prop in ("umbrella", "balloon", "kite"):
            return replace(s, hand=(-0.42 * b.wide, top - 0.035 + 0.99 * (b.arm + 1.25 * b.arm_r)), prop=0.02 + sway)
        if not s.whole and self.spec.prop in ("umbrella", "balloon", "kite"):
            angle += 0.5 * s.stream
        return replace(
            s, hand=(hand[0] + 0.7 * top * (b.lean - s.lean) * (s.whole == 0), hand[1] + 0.3 * bob), prop=angle
        )

    def _staff(self, s: Stand, m: Moment) -> Stand:
        """A staff is a third leg: its tip is planted while the hand passes over it."""
        length, ahead, b = 0.52, 0.20, self.body
        if m.does in ("walk", "run"):
            g = replace(self.gait(m.does), ankle=0.0, heel=0.0, ball=0.0, strike=0.0, push=0.0, lift=0.05)
            tip = under_way(g, m).foot(0.5, 0.0)
            reachable = max(-0.25, min(0.25, tip.x))
            return replace(
                s,
                hand=(ahead, math.sqrt(length**2 - reachable**2) + tip.y - s.hip[1]),
                prop=math.asin(reachable / length),
            )
        if m.does in ("fly", "swim"):
            return replace(s, hand=(0.14, 0.05), prop=-1.25)
        if m.does == "sit":
            high = s.hip[1] + 0.85 * (b.shoulder - b.hip)
            return replace(s, hand=(0.24, high - s.hip[1]), grip=high - length, prop=-0.03)
        return replace(s, hand=(ahead, length - s.hip[1]), prop=0.012 * wave(m.seconds, 4.4))

    def _assemble(self, s: Stand, m: Moment) -> Iterable[tuple[str, Matrix]]:
        whole = about(s.hip, s.hip, s.whole)
        for name, matrix in (*self._limbs(s), *self._upper(s, m)):
            yield name, compose(whole, matrix) if s.whole else matrix

    def _limbs(self, s: Stand) -> Iterable[tuple[str, Matrix]]:
        b, torso = self.body, self._torso(s)
        for side in ("near", "far"):
            hip, upper, lower = self._leg_angles(s, side)
            rest = b.near_hip if side == "near" else b.far_hip
            knee = swung(hip, b.thigh * s.stretch, upper)
            ankle = swung(knee, b.shin * s.stretch, lower)
            pitch = (s.near_foot if side == "near" else s.far_foot)[2]
            yield f"{side}_thigh", about(rest, hip, upper, sy=s.stretch)
            yield f"{side}_shin", about((rest[0], rest[1] - b.thigh), knee, lower, sy=s.stretch)
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
        yield ("lap", self._lap(s)) if s.seat > LAP else ("skirt", self._hem(torso, s))
        flip = -1.0 if s.head_back else 1.0
        head = about(b.neck, apply(torso, b.neck), s.head + s.lean * 0.35, sx=flip)
        for name in ("head", "hood_back"):
            yield name, head
        yield from self._face(head, s, m)
        yield from self._loose(torso, head, s, m)

    def _lap(self, s: Stand) -> Matrix:
        """The painted lap, drawn out between the ground and the hips."""
        hip = seat(self.body)[0]
        return about((hip[0], 0.0), (s.hip[0], 0.0), sy=s.hip[1] / hip[1])

    def _hem(self, torso: Matrix, s: Stand) -> Matrix:
        angle, width, length, trail = s.skirt
        waist = (0.0, self.body.waist)
        at = apply(torso, waist)
        if "skirt" not in self.parts:
            return torso
        wide, shear = self._legs_cover(s, at[1])
        if s.seat:
            length = min(length, at[1] / (self.body.waist - hem_height(self.spec, self.body)))  # never into the ground
        return about(waist, at, angle + 0.6 * s.lean, width * wide, length, shear + trail)

    def _legs_cover(self, s: Stand, waist: float) -> tuple[float, float]:
        """Width and shear with which the skirt hides what it should of both legs."""
        b = self.body
        half, hem = hem_half_width(self.spec, b), HEMS[self.spec.costume][0] * b.hip
        low, high = -half, half
        for side in ("near", "far"):
            hip, upper, lower = self._leg_angles(s, side)
            knee = swung(hip, b.thigh * s.stretch, upper)
            foot_at = swung(knee, b.shin * s.stretch, lower)
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
        stream, fast = s.stream, ease((s.stream - 0.16) / 0.16)
        flutter = (wave(m.seconds, 2.7) * (1 - fast) + wave(m.seconds, 0.55) * fast) * (0.05 + 0.12 * stream)
        follow = -0.3 * (s.lean - b.lean)
        nape = apply(b_centre(b), (-0.30 * b.head, 0.05 * b.head))
        yield (
            "hair_back",
            compose(head, about(nape, nape, -0.55 * stream + flutter * 0.6 - s.head * 0.7, shear=0.3 * flutter)),
        )
        chin = apply(b_centre(b), (0.18 * b.head, -0.25 * b.head))
        yield (
            "beard",
            compose(
                head,
                about(
                    chin, chin, -0.35 * stream - s.head * 0.6 + 0.35 * flutter - (0.06 * s.mouth), sy=1 + 0.03 * s.mouth
                ),
            ),
        )
        collar = (-0.2 * w, top)
        sit = 1.0 - 0.50 * s.seat
        yield (
            "cape",
            compose(
                torso,
                about(collar, collar, -stream - s.lean * 0.8 + follow, sy=sit, sx=1 + 0.25 * stream, shear=flutter),
            ),
        )
        yield "scarf", compose(torso, about((0, top), (0, top)))
        knot = (-0.45 * w, top - 0.005)
        yield (
            "scarf_tail",
            compose(torso, about(knot, knot, -0.10 - 2.1 * stream - s.lean + 1.4 * flutter, shear=flutter)),
        )
        root = (-0.3 * w, top - 0.06)
        flap = 0.30 * wave(m.seconds, 0.35 if m.does == "fly" else 2.2)
        yield "wing", compose(torso, about(root, root, 0.1, sx=0.85 + flap))
        yield "wing_far", compose(torso, about(root, root, -0.35, sx=0.8 - flap))


def b_centre(b: Body) -> Matrix:
    """Moves head-centred points to rest units."""
    return about((0.0, 0.0), b.head_centre)
