"""How dragons move: as four-legged animals do, with wings folded on the ground and beating in the air."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.beasthead import on_head_point
from melies.scene.puppet.dragon import SHOULDER, WRIST
from melies.scene.puppet.joints import Matrix, Moment, about, apply, compose, wave
from melies.scene.puppet.quadposes import Stance
from melies.scene.puppet.quadrig import ORDER as BEAST_ORDER
from melies.scene.puppet.quadrig import QuadRig

ORDER = ("wing_out_far", "wing_in_far", *BEAST_ORDER, "jaw", "wing_out", "wing_in")


@dataclass(frozen=True)
class DragonRig(QuadRig):
    """The four-legged rig with wings: folded on the ground, beating in the air."""

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        placed = dict(self._assemble(self.stance(m), m))
        placed |= dict(self._wings(placed["fore"], m))
        jaw = on_head_point((-0.08, -0.14), self.beast)
        gape = 0.22 * max(0.0, wave(m.seconds, 0.5)) if m.does == "talk" else 0.03 + 0.02 * wave(m.seconds, 3.0)
        placed["jaw"] = compose(placed["head"], about(jaw, jaw, -gape))
        return self.laid(placed, ORDER)

    def _leap(self, m: Moment) -> Stance:
        bob = wave(m.seconds, 1.5)
        s = super()._leap(Moment("fly", 0.0, 0.0))
        lift = 0.06 * bob + 0.10
        b = self.beast
        feet = {}
        for name, (_, _, pitch) in s.feet.items():
            root = b.hips if "hind" in name else b.shoulders
            feet[name] = (
                root[0] + (-0.16 if "hind" in name else 0.10) + 0.02 * bob,
                root[1] + 0.28 + lift - 0.20 + 0.02 * wave(m.seconds, 1.5, -0.1),
                pitch,
            )
        tail = tuple(0.16 * wave(m.seconds, 1.5, -0.16 * k - 0.2) for k in range(3))
        return replace(
            s,
            hips=(s.hips[0], s.hips[1] + lift),
            shoulders=(s.shoulders[0], s.shoulders[1] + lift),
            feet=feet,
            neck=-0.45 + 0.05 * bob,
            head=0.42 - 0.05 * bob,
            tail=(tail[0] + 0.05, tail[1], tail[2]),
        )

    def _wings(self, fore: Matrix, m: Moment) -> Iterable[tuple[str, Matrix]]:
        trunk = math.atan2(fore[1, 0], fore[0, 0])
        shoulder = apply(fore, SHOULDER)
        flying = m.does == "fly"
        for suffix, turn in (("", 0.0), ("_far", -0.28)):
            if flying:
                beat = 2 * math.pi * m.seconds / 1.5 + math.pi / 2
                inner, outer = math.cos(beat) * 0.9 + 0.12, math.cos(beat - 0.85) * 0.9 + 0.12
                inner, outer = (math.copysign(max(abs(v), 0.14), v) for v in (inner, outer))
                first, second = turn + trunk - 0.12 * math.sin(beat), turn + trunk - 0.25 * math.sin(beat - 0.6)
            else:
                stir = 0.03 * wave(m.seconds, 3.3) + (0.10 * wave(m.seconds, 0.8) if m.does == "run" else 0.0)
                lifted = 0.5 if m.does in ("wave", "point") and not suffix else 0.0
                inner, outer = 0.78, 0.62
                first, second = (
                    trunk + 0.30 - lifted * 0.2 + stir + 0.5 * turn,
                    trunk + 0.95 - lifted + 1.5 * stir + 0.4 * turn,
                )
            matrix = about(SHOULDER, shoulder, first, sy=inner)
            yield f"wing_in{suffix}", matrix
            yield f"wing_out{suffix}", about(WRIST, apply(matrix, WRIST), second, sx=1.0 if flying else 0.8, sy=outer)
