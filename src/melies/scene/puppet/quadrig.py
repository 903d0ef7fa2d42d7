"""How four-legged animals move: a four-beat walk, a bounding run, sitting, lying, looking about."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.beast import BEASTS, Beast, bones
from melies.scene.puppet.beasthead import eye_at, on_head_point
from melies.scene.puppet.gait import Gait, foot, hip_height
from melies.scene.puppet.joints import Matrix, Moment, Xy, about, apply, blink, compose, ease, reach, swung, wave
from melies.scene.puppet.quadruped import middle
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tails import tail_root

_LEG = ("upper", "foot", "lower")
ORDER = (
    *(f"far_hind_{n}" for n in _LEG), *(f"far_fore_{n}" for n in _LEG), "tail_2", "tail_1", "tail_0", "hind", "fore",
    *(f"near_hind_{n}" for n in ("foot", "lower", "upper")), "near_fore_foot", "near_fore_lower", "near_fore_upper",
    "antler_far", "ear_far", "neck", "mane", "antler", "head", "lids", "ear",
)  # fmt: skip
PHASES = {  # near hind, near fore, far hind, far fore: when each lands
    "walk": {"near_hind": 0.0, "near_fore": 0.75, "far_hind": 0.5, "far_fore": 0.25},
    "run": {"near_hind": 0.08, "near_fore": 0.62, "far_hind": 0.0, "far_fore": 0.52},
}
Feet = dict[str, tuple[float, float, float]]  # ankle x, y and pitch, in the plane


@dataclass(frozen=True)
class Stance:
    """hips and shoulders in the plane; angles of neck and head beyond the trunk; the spine's arch (up is positive)."""

    hips: Xy
    shoulders: Xy
    feet: Feet
    arch: float = 0.0
    neck: float = 0.0
    head: float = 0.0
    tail: tuple[float, float, float] = (0.0, 0.0, 0.0)
    ear: float = 0.0
    squeeze: float = 1.0


@dataclass(frozen=True)
class QuadRig:
    """Moves the parts of a four-legged animal."""

    spec: PuppetSpec
    parts: frozenset[str]

    @property
    def beast(self) -> Beast:
        return BEASTS[self.spec.kind]

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        poses = {"walk": self._travel, "run": self._travel, "sit": self._sit, "swim": self._paddle, "fly": self._leap}
        stance = self._attend(poses.get(m.does, self._idle)(m), m)
        placed = dict(self._assemble(stance, m))
        return [(name, placed[name]) for name in ORDER if name in placed and name in self.parts]

    def gait(self, does: str, hind: bool) -> Gait:
        """The cycle of one pair of legs; both pairs share the stride."""
        b = self.beast
        ankle = b.hock if hind else b.pastern
        leg = min(b.hips[1], b.shoulders[1])
        lift = 0.10 if does == "walk" else 0.24
        stride, duty = (1.18 * leg, 0.66) if does == "walk" else (2.7 * leg, 0.30)
        return Gait(
            stride * b.stride, duty, lift * leg, ankle, 0.3 * b.paw, 0.8 * b.paw, 0.10, 0.55 if does == "walk" else 0.8
        )

    def _travel(self, m: Moment) -> Stance:
        b, phases = self.beast, PHASES["run" if self.spec.kind == "rabbit" else m.does]
        run = m.does == "run"
        hind, fore = self.gait(m.does, True), self.gait(m.does, False)
        phase = m.travelled / hind.stride
        feet = {}
        for name, offset in phases.items():
            f = foot(hind if "hind" in name else fore, phase + offset)
            feet[name] = (f.x + (b.hips if "hind" in name else b.shoulders)[0] + self._rest_shift(name), f.y, f.pitch)
        heights = []
        for pair, root in (("hind", b.hips), ("fore", b.shoulders)):
            offsets = tuple(v for k, v in phases.items() if pair in k)
            g = hind if pair == "hind" else fore
            drawn = 0.11 * root[0] if run else 0.0  # how far the spine, drawn together, pulls this joint inward
            ahead = tuple(self._rest_shift(f"{side}_{pair}") + d for side in ("near", "far") for d in (0.0, drawn))
            leg = 0.99 * sum(bones(b, pair == "hind"))
            heights.append(hip_height(g, phase, offsets, leg, root[1] * (1.06 if run else 1.0), ahead))
        turn = 2 * math.pi * phase
        flex = math.sin(turn - 0.6) if run else 0.0
        squeeze = 1 - 0.055 * (1 + math.sin(turn + 0.2)) if run else 1.0
        nod = math.cos(2 * turn + 0.6) * 0.035 if not run else 0.10 * math.sin(turn + 0.4)
        stream = 0.55 if run else 0.0
        sway = [0.16 * math.sin((1 if run else 2) * turn - 0.9 * k) for k in range(3)]
        return Stance(
            hips=(b.hips[0] * squeeze, heights[0]), shoulders=(b.shoulders[0] * squeeze, heights[1]), feet=feet,
            arch=0.028 * flex + (0.008 if run else 0.0), neck=nod - (0.22 if run else 0.03),
                head=-1.2 * nod + (0.16 if run else 0.02),
            tail=(0.6 * stream + sway[0] - 0.1, sway[1] - 0.1 * stream, sway[2] - 0.15 * stream),
                ear=0.5 * stream + 0.5 * nod, squeeze=squeeze,
        )  # fmt: skip

    def _rest_shift(self, name: str) -> float:
        """The far legs stand a little ahead; hind paws a little behind the hips."""
        b = self.beast
        return (0.035 if name.startswith("far") else 0.0) + (-0.15 * b.hips[1] if "hind" in name else 0.02)

    def _standing(self) -> Feet:
        b = self.beast
        return {
            name: (
                (b.hips if "hind" in name else b.shoulders)[0] + self._rest_shift(name) + nudge,
                b.hock if "hind" in name else b.pastern,
                0.0,
            )
            for name, nudge in (("near_hind", -0.03), ("near_fore", 0.0), ("far_hind", 0.03), ("far_fore", 0.015))
        }

    def _idle(self, m: Moment) -> Stance:
        b, breath = self.beast, wave(m.seconds, 3.1)
        wag = self.spec.kind == "dog"
        tail = [(0.22 if wag else 0.09) * wave(m.seconds, 0.6 if wag else 3.7, -0.12 * k) for k in range(3)]
        twitch = max(0.0, wave(m.seconds, 4.3) - 0.86) * 2.6
        talk = 0.05 * wave(m.seconds, 0.4) if m.does == "talk" else 0.0
        return Stance(
            hips=(b.hips[0], 0.985 * b.hips[1]), shoulders=(b.shoulders[0],
                b.shoulders[1] * (0.985 + 0.006 * breath)), feet=self._standing(),
            arch=0.004 * breath, neck=0.03 * wave(m.seconds, 5.9), head=-0.02 * wave(m.seconds, 5.9, 0.1) + talk,
                tail=(tail[0], tail[1], tail[2]), ear=twitch,
        )  # fmt: skip

    def _sit(self, m: Moment) -> Stance:
        b = self.beast
        if b.hoof:
            return self._lie(m)
        breath = wave(m.seconds, 3.3)
        length = 0.90 * math.dist(b.hips, b.shoulders)
        low = 0.30 * b.depth + 0.6 * b.hock
        high = 0.985 * b.shoulders[1] + 0.03
        run = math.sqrt(max(length**2 - (high - low) ** 2, 0.04))
        hips = (-0.5 * run, low)
        shoulders = (0.5 * run, high * (1 + 0.004 * breath))
        planted = b.hock * math.cos(0.3) + 0.95 * b.leg_r * math.sin(0.3)
        feet = {
            name: (hips[0] + 0.16 * b.hips[1] + dx, planted, 0.3)
            for name, dx in (("near_hind", 0.0), ("far_hind", 0.04))
        }
        feet |= {
            name: (shoulders[0] - 0.01 + dx, b.pastern, 0.0) for name, dx in (("near_fore", 0.0), ("far_fore", 0.05))
        }
        slope = math.atan2(shoulders[1] - hips[1], run)
        tail = 0.10 * wave(m.seconds, 2.9)
        curl = 0.62 if b.tail_kind == "rope" else 0.25
        return Stance(
            hips=hips, shoulders=shoulders, feet=feet, arch=0.03, neck=-0.30 * slope + 0.02 * breath,
                head=-0.65 * slope + 0.03 * wave(m.seconds, 5.3),
            tail=(slope - b.tail_angle - 0.15, -curl * 0.3 + tail, -curl * 0.6 + tail), squeeze=0.90,
        )  # fmt: skip

    def _lie(self, m: Moment) -> Stance:
        """Hoofed animals fold their legs under them."""
        b, breath = self.beast, wave(m.seconds, 3.6)
        y = 0.66 * b.depth + 0.02
        feet = {}
        for name in PHASES["walk"]:
            hind = "hind" in name
            x = (b.hips[0] + 0.26 * b.hips[1]) if hind else (b.shoulders[0] + 0.10)
            feet[name] = (x + (0.04 if "far" in name else 0.0), 1.3 * b.leg_r, 1.35 if hind else -1.45)
        return Stance(
            (b.hips[0], y),
            (b.shoulders[0], y + 0.02 + 0.004 * breath),
            feet,
            arch=0.004 * breath,
            neck=0.06 + 0.02 * wave(m.seconds, 5.0),
            tail=(0.35, -0.1, -0.1),
        )

    def _paddle(self, m: Moment) -> Stance:
        """Swimming: body level and low, legs wheeling under water."""
        s = self._travel(Moment("walk", m.seconds, 0.75 * m.seconds * self.gait("walk", True).stride))
        drop = 0.10 * self.beast.hips[1] - 0.01 * wave(m.seconds, 1.3)
        feet = {k: (x, y + 0.12 - drop, p - 0.5) for k, (x, y, p) in s.feet.items()}
        return replace(
            s,
            hips=(s.hips[0], s.hips[1] - drop),
            shoulders=(s.shoulders[0], s.shoulders[1] - drop),
            feet=feet,
            neck=0.18,
            head=-0.05,
        )

    def _leap(self, m: Moment) -> Stance:
        """Through the air: stretched out, hovering."""
        b, bob = self.beast, wave(m.seconds, 2.4)
        up = 0.28 + 0.02 * bob
        feet = {}
        for name in PHASES["walk"]:
            root, hind = (b.hips if "hind" in name else b.shoulders), "hind" in name
            leg = sum(bones(b, hind)) * (0.86 if hind else 0.74)
            angle = (-0.95 if hind else 1.0) + (0.18 if "far" in name else 0.0) + 0.06 * bob
            x, y = swung((root[0], root[1] + up), leg, angle)
            feet[name] = (x, y, -1.0 if hind else -0.2)
        tilt = 0.05
        return Stance(
            (b.hips[0], b.hips[1] + up - tilt),
            (b.shoulders[0], b.shoulders[1] + up + tilt),
            feet,
            arch=-0.01,
            neck=-0.10,
            head=0.12,
            tail=(0.35, -0.1 + 0.1 * bob, 0.15 * bob),
            ear=0.35,
        )

    def _attend(self, s: Stance, m: Moment) -> Stance:
        toward = m.toward or ((1.0, 0.35) if m.does in ("point", "look", "wave") else None)
        if toward is None:
            return s
        raised = math.atan2(toward[1], max(abs(toward[0]), 1e-6))
        s = replace(
            s,
            neck=s.neck + max(-0.5, min(0.35, 0.45 * raised)),
            head=s.head + max(-0.4, min(0.4, 0.4 * raised)),
            ear=s.ear - 0.1,
        )
        if m.does in ("point", "wave"):  # a raised forepaw
            b = self.beast
            paw = wave(m.seconds, 0.7) * 0.05 if m.does == "wave" else 0.0
            lifted = (
                s.shoulders[0] + 0.42 * b.shoulders[1],
                0.50 * b.shoulders[1] + paw,
                0.6 if m.does == "wave" else -0.5,
            )
            return replace(s, feet=s.feet | {"near_fore": lifted})
        return s

    def _assemble(self, s: Stance, m: Moment) -> Iterable[tuple[str, Matrix]]:
        yield from self._legs(s)
        hind, fore = self._trunk(s)
        yield "hind", hind
        yield "fore", fore
        yield from self._tail(hind, s)
        yield from self._head(fore, s, m)

    def _legs(self, s: Stance) -> Iterable[tuple[str, Matrix]]:
        b = self.beast
        for name, (x, y, pitch) in s.feet.items():
            hind = "hind" in name
            rest, root = (b.hips, s.hips) if hind else (b.shoulders, s.shoulders)
            root = (root[0] + (0.03 if name.startswith("far") else 0.0), root[1])
            first, second = bones(b, hind)
            upper, lower = reach(root, (x, y), first, second, 1.0 if hind else -1.0)
            knee = swung(root, first, upper)
            yield f"{name}_upper", about(rest, root, upper)
            yield f"{name}_lower", about((rest[0], rest[1] - first), knee, lower)
            yield f"{name}_foot", about((rest[0], rest[1] - first - second), swung(knee, second, lower), pitch)

    def _trunk(self, s: Stance) -> tuple[Matrix, Matrix]:
        """The two halves meet at the spine's joint, raised or lowered by the arch."""
        b, mid = self.beast, middle(self.beast)
        offset = mid[1] - (b.hips[1] + b.shoulders[1]) / 2
        slope = math.atan2(s.shoulders[1] - s.hips[1], s.shoulders[0] - s.hips[0])
        centre = (
            (s.hips[0] + s.shoulders[0]) / 2 - math.sin(slope) * (offset + s.arch),
            (s.hips[1] + s.shoulders[1]) / 2 + math.cos(slope) * (offset + s.arch),
        )
        result = []
        for rest, now in ((b.hips, s.hips), (b.shoulders, s.shoulders)):
            angle = math.atan2(now[1] - centre[1], now[0] - centre[0]) - math.atan2(rest[1] - mid[1], rest[0] - mid[0])
            stretch = math.dist(now, centre) / math.dist(rest, mid)
            result.append(about(rest, now, angle, sx=min(max(stretch, 0.8), 1.15)))
        return result[0], result[1]

    def _tail(self, hind: Matrix, s: Stance) -> Iterable[tuple[str, Matrix]]:
        b = self.beast
        root, third = tail_root(b), b.tail[0] / 3
        angle = math.atan2(hind[1, 0], hind[0, 0]) - b.tail_angle - s.tail[0]
        start = apply(hind, root)
        bend = 0.10 if b.tail_angle < 0 else -0.30
        for n in range(3):
            if n:
                angle += bend * (-1 if n == 1 else 1.2) - s.tail[n]
            lowest = (start[1] - (0.85, 1.0, 0.45)[n] * b.tail[1]) / third  # tails lie on the ground, not in it
            angle = math.asin(max(-1.0, min(lowest, 1.0))) if math.sin(angle) > lowest else angle
            yield f"tail_{n}", about((root[0] - n * third, root[1]), start, angle)
            start = (start[0] - third * math.cos(angle), start[1] - third * math.sin(angle))

    def _head(self, fore: Matrix, s: Stance, m: Moment) -> Iterable[tuple[str, Matrix]]:
        b = self.beast
        neck = about(b.neck, apply(fore, b.neck), s.neck + 0.5 * math.atan2(fore[1, 0], fore[0, 0]))
        head = compose(neck, about(b.poll, b.poll, s.head + b.nod))
        yield "neck", neck
        yield "mane", neck if self.spec.kind != "cat" else head
        for name in ("head", "antler", "antler_far"):
            yield name, head
        ear = on_head_point((-0.14, 0.25), b)
        back = s.ear * (0.4 if b.ears in ("round", "deer") else 0.8)
        yield "ear", compose(head, about(ear, ear, back))
        yield (
            "ear_far",
            compose(head, about((ear[0] + 0.17 * b.head, ear[1]), (ear[0] + 0.17 * b.head, ear[1]), back * 0.7)),
        )
        x, y = on_head_point(eye_at(b), b)
        top = (x, y + 0.09 * b.head)
        yield "lids", compose(head, about(top, top, sy=max(0.02, ease(blink(m.seconds, 2.3 + b.head)))))
