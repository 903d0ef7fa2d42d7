"""What four-legged animals do: a four-beat walk, a bounding run, sitting, lying, leaping, looking about."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from melies.scene.puppet.beast import BEASTS, Beast, bones
from melies.scene.puppet.gait import Gait, Walk, hip_height, under_way
from melies.scene.puppet.joints import Moment, Posture, Xy, blend, swung, wave
from melies.scene.puppet.seated import TAIL, seat_of
from melies.scene.puppet.spec import PuppetSpec

PHASES = {  # near hind, near fore, far hind, far fore: when each lands
    "walk": {"near_hind": 0.0, "near_fore": 0.75, "far_hind": 0.5, "far_fore": 0.25},
    "run": {"near_hind": 0.08, "near_fore": 0.62, "far_hind": 0.0, "far_fore": 0.52},
}
Feet = dict[str, tuple[float, float, float]]  # ankle x, y and pitch, in the plane


@dataclass(frozen=True)
class Stance(Posture):
    """hips and shoulders in the plane; angles of neck and head beyond the trunk; the spine's arch (up is positive).

    tail: how far each third is raised beyond its rest. seat: 0 on the legs to 1 on the ground, as `seated` paints it.
    """

    hips: Xy
    shoulders: Xy
    feet: Feet
    arch: float = 0.0
    neck: float = 0.0
    head: float = 0.0
    tail: tuple[float, float, float] = (0.0, 0.0, 0.0)
    ear: float = 0.0
    squeeze: float = 1.0
    seat: float = 0.0
    fold: float = -1.0  # the way the forelegs bend: -1 standing, 1 folded under


@dataclass(frozen=True)
class QuadPoses:
    """The stances of a four-legged animal. `parts` are the names there are."""

    spec: PuppetSpec
    parts: frozenset[str]

    @property
    def beast(self) -> Beast:
        return BEASTS[self.spec.kind]

    def stance(self, m: Moment) -> Stance:
        """The whole stance at a moment, on its way from what was done before."""
        poses = {
            "walk": self._travel,
            "run": self._travel,
            "sit": self._sit if "seat" in self.parts else self._lie,
            "swim": self._paddle,
            "fly": self._leap,
        }
        now = self._attend(poses.get(m.does, self._idle)(m), m)
        before = m.passage.before(m.does)
        return blend(now, self.stance(m.former), before) if before else now

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

    def _phases(self, does: str) -> dict[str, float]:
        return PHASES["run" if self.spec.kind == "rabbit" else does]

    def _travel(self, m: Moment) -> Stance:
        """Under way; at either end of it, coming from the stand and back."""
        walk = under_way(self.gait(m.does, True), m)
        full = self._stride(m, walk)
        return replace(blend(self._idle(m), full, walk.swing), feet=full.feet)

    def _feet(self, does: str, walk: Walk) -> Feet:
        b, feet, stand = self.beast, {}, self._standing()
        for name, offset in self._phases(does).items():
            g = replace(self.gait(does, "hind" in name), stride=walk.gait.stride)
            track = (b.hips if "hind" in name else b.shoulders)[0] + self._rest_shift(name)
            f = replace(walk, gait=g).foot(offset, stand[name][0] - track)
            feet[name] = (f.x + track, f.y, f.pitch)
        return feet

    def _heights(self, does: str, walk: Walk) -> tuple[float, float]:
        """How high hips and shoulders are."""
        b, heights = self.beast, []
        for pair, root in (("hind", b.hips), ("fore", b.shoulders)):
            offsets = tuple(v for k, v in self._phases(does).items() if pair in k)
            g = replace(self.gait(does, pair == "hind"), stride=walk.gait.stride)
            drawn = 0.11 * root[0] if does == "run" else 0.0  # how far the spine, drawn together, pulls this inward
            ahead = tuple(self._rest_shift(f"{side}_{pair}") + d for side in ("near", "far") for d in (0.0, drawn))
            leg, most = 0.99 * sum(bones(b, pair == "hind")), root[1] * (1.06 if does == "run" else 1.0)
            heights.append(hip_height(g, walk.phase, offsets, leg, most, ahead))
        return heights[0], heights[1]

    def _stride(self, m: Moment, walk: Walk) -> Stance:
        b, run = self.beast, m.does == "run"
        high = self._heights(m.does, walk)
        turn = 2 * math.pi * walk.phase
        flex = math.sin(turn - 0.6) if run else 0.0
        squeeze = 1 - 0.055 * (1 + math.sin(turn + 0.2)) if run else 1.0
        nod = math.cos(2 * turn + 0.6) * 0.035 if not run else 0.10 * math.sin(turn + 0.4)
        stream = 0.55 if run else 0.0
        sway = [0.16 * math.sin((1 if run else 2) * turn - 0.9 * k) for k in range(3)]
        return Stance(
            hips=(b.hips[0] * squeeze, high[0]),
            shoulders=(b.shoulders[0] * squeeze, high[1]),
            feet=self._feet(m.does, walk),
            arch=0.028 * flex + (0.008 if run else 0.0),
            neck=nod - (0.22 if run else 0.03),
            head=-1.2 * nod + (0.16 if run else 0.02),
            tail=(0.6 * stream + sway[0] - 0.1, sway[1] - 0.1 * stream, sway[2] - 0.15 * stream),
            ear=0.5 * stream + 0.5 * nod,
            squeeze=squeeze,
        )

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
        """On the haunches: forepaws where they stood, chest up, tail along the ground."""
        b, at, breath = self.beast, seat_of(self.beast), wave(m.seconds, 3.3)
        feet = {k: v for k, v in self._standing().items() if "fore" in k}
        for name, ahead in (("near_hind", 0.0), ("far_hind", 0.16 * at.haunch)):
            feet[name] = (at.rump + 0.2 * at.haunch + ahead, b.hock, 0.0)
        stir, bend = 0.06 * wave(m.seconds, 2.9), tail_bend(b)
        first, second, third = TAIL[b.tail_kind]
        return Stance(
            hips=at.hips,
            shoulders=(at.shoulders[0], at.shoulders[1] * (1 + 0.004 * breath)),
            feet=feet,
            neck=0.14 + 0.01 * breath,
            head=-0.20 + 0.03 * wave(m.seconds, 5.3),
            tail=(-b.tail_angle - first, first - bend - second + stir, second + 1.2 * bend - third + stir),
            seat=1.0,
        )

    def _lie(self, m: Moment) -> Stance:
        """Hoofed animals (and dragons) fold their legs under them."""
        b, breath = self.beast, wave(m.seconds, 3.6)
        y = 0.60 * b.depth + 0.005
        feet = {}
        for name in PHASES["walk"]:
            hind = "hind" in name
            x = b.hips[0] + 0.02 if hind else b.shoulders[0] + 0.04
            pitch, tall = (1.45, b.hock) if hind else (-1.35, b.pastern)
            edge = 1.05 * b.leg_r if hind else max(1.5 * b.leg_r, 1.45 * b.paw)  # heel or toes lie on the ground
            sole = tall * math.cos(pitch) + edge * abs(math.sin(pitch))
            feet[name] = (x + (0.05 if "far" in name else 0.0), sole, pitch)
        return Stance(
            (b.hips[0], y),
            (b.shoulders[0], y + 0.02 + 0.004 * breath),
            feet,
            arch=0.004 * breath,
            neck=0.06 + 0.02 * wave(m.seconds, 5.0),
            tail=(0.35, -0.1, -0.1),
            fold=1.0,
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


def tail_bend(beast: Beast) -> float:
    """The rest curve of the tail between its thirds."""
    return 0.10 if beast.tail_angle < 0 else -0.30
