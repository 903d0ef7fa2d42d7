"""How four-legged animals move: legs, trunk, tail and head put where the stance wants them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from melies.scene.puppet.beast import bones
from melies.scene.puppet.beasthead import eye_at, on_head_point
from melies.scene.puppet.joints import Matrix, Moment, about, apply, blend, blink, compose, ease, reach, swung
from melies.scene.puppet.quadposes import QuadPoses, Stance, tail_bend
from melies.scene.puppet.quadruped import middle
from melies.scene.puppet.seated import seat_of
from melies.scene.puppet.tails import tail_root

_LEG = ("upper", "foot", "lower")
ORDER = (
    *(f"far_hind_{n}" for n in _LEG), "seat_far", *(f"far_fore_{n}" for n in _LEG),
    *(f"tail_{n}" for n in reversed(range(6))), "seat", "hind", "fore",
    *(f"near_hind_{n}" for n in ("foot", "lower", "upper")), "seat_near", "antler_far", "ear_far", "neck",
    *(f"near_fore_{n}" for n in ("foot", "lower", "upper")), "mane", "antler", "head", "lids", "ear",
)  # fmt: skip
SITTING = 0.30  # how far the shoulders turn up in sitting, radians


@dataclass(frozen=True)
class QuadRig(QuadPoses):
    """Moves the parts of a four-legged animal."""

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        return self.laid(dict(self._assemble(self.stance(m), m)), ORDER)

    def laid(self, placed: dict[str, Matrix], order: tuple[str, ...]) -> list[tuple[str, Matrix]]:
        """What there is of the parts, in order."""
        return [(name, placed[name]) for name in order if name in placed and name in self.parts]

    def _assemble(self, s: Stance, m: Moment) -> Iterable[tuple[str, Matrix]]:
        seated = s.seat >= 0.5
        yield from (leg for leg in self._legs(s) if not (seated and "hind" in leg[0]))
        hind, fore = self._trunk(s)
        yield from self._tail(hind, s)
        if seated:
            seat, fore = self._seated(s)
            yield from ((name, seat) for name in ("seat", "seat_near", "seat_far"))
        else:
            yield from (("hind", hind), ("fore", fore))
        yield from self._head(fore, s, m)

    def _legs(self, s: Stance) -> Iterable[tuple[str, Matrix]]:
        b = self.beast
        for name, (x, y, pitch) in s.feet.items():
            hind = "hind" in name
            rest, root = (b.hips, s.hips) if hind else (b.shoulders, s.shoulders)
            root = (root[0] + (0.03 if name.startswith("far") else 0.0), root[1])
            first, second = bones(b, hind)
            upper, lower = reach(root, (x, y), first, second, 1.0 if hind else s.fold)
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

    def _seated(self, s: Stance) -> tuple[Matrix, Matrix]:
        """The painted seat under the shoulders, its foot on the ground, and where the neck goes on."""
        at = seat_of(self.beast).shoulders
        seat = about((at[0], 0.0), (s.shoulders[0], 0.0), sy=s.shoulders[1] / at[1])
        return seat, about(self.beast.shoulders, s.shoulders, SITTING * s.seat)

    def _tail(self, hind: Matrix, s: Stance) -> Iterable[tuple[str, Matrix]]:
        b = self.beast
        root, bend = tail_root(b), tail_bend(b)
        first = (1.0 - s.seat) * math.atan2(hind[1, 0], hind[0, 0]) - b.tail_angle - s.tail[0]
        second = first - bend - s.tail[1]
        angles = (first, second, second + 1.2 * bend - s.tail[2])
        count = max(3, sum(name.startswith("tail_") for name in self.parts))
        start, step = blend(apply(hind, root), seat_of(b).tail, s.seat), b.tail[0] / count
        thick = (0.9, 1.1, 1.0) if b.tail_kind == "hair" else (0.85, 1.0, 0.45)
        for n in range(count):
            along = 3 * (n + 0.5) / count - 0.5  # thirds bend, segments between them follow
            angle = float(np.interp(along, (0, 1, 2), angles))
            lowest = (start[1] - float(np.interp(along, (0, 1, 2), thick)) * b.tail[1]) / step
            angle = math.asin(max(-1.0, min(lowest, 1.0))) if math.sin(angle) > lowest else angle  # not in the ground
            yield f"tail_{n}", about((root[0] - n * step, root[1]), start, angle)
            start = (start[0] - step * math.cos(angle), start[1] - step * math.sin(angle))

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
