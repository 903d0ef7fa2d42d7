"""Fish and whales: one painting cut into segments that follow a travelling wave."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Matrix, Moment, Xy, about, compose, wave
from melies.scene.puppet.shapes import blob, ellipse, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import mix, shade

JOINTS = {  # where the segments meet, front to back, on the middle line
    "fish": ((0.30, 0.5), (0.02, 0.5), (-0.26, 0.5), (-0.54, 0.5), (-0.76, 0.5)),
    "whale": ((0.55, 0.46), (0.10, 0.47), (-0.32, 0.48), (-0.72, 0.50), (-1.08, 0.53)),
}
FIN: dict[str, Xy] = {"fish": (0.18, 0.36), "whale": (0.44, 0.24)}


def fish_pieces(spec: PuppetSpec) -> dict[str, Piece]:
    """segment_0 (the head) to segment_4 (the tail fin), fin and fin_far."""
    cuts = _whale(spec) if spec.kind == "whale" else _fish(spec)
    joints = JOINTS[spec.kind]
    pieces = {}
    for n in range(5):
        front = joints[0][0] + 3 if n == 0 else joints[n][0] + 0.10
        back = joints[n + 1][0] - 0.05 if n < 4 else -3.0
        pieces[f"segment_{n}"] = piece(
            f"segment_{n}",
            cuts,
            joints[n],
            trim=blob((front, -2, 1), (front, 3, 1), (back, 3, 1), (back, -2, 1)),
            fade=0.012,
        )
    fin = _fins(spec)
    x, y = FIN[spec.kind]
    pieces["fin"] = piece("fin", fin, (x, y))
    pieces["fin_far"] = piece("fin_far", fin, (x, y), dim=0.18)
    return pieces


def _fish(spec: PuppetSpec) -> list[Cut]:
    c, light, dark = spec.coat, spec.belly, spec.accent
    fin = mix(c, dark, 0.55)
    tail = blob(
        (-0.62, 0.52),
        (-0.84, 0.74),
        (-1.10, 0.92, 1),
        (-1.00, 0.66),
        (-0.95, 0.50),
        (-1.00, 0.34),
        (-1.10, 0.08, 1),
        (-0.84, 0.28),
        (-0.62, 0.48),
    )
    dorsal = blob(
        (0.30, 0.78), (0.16, 0.96), (-0.06, 1.02, 1), (-0.18, 0.90), (-0.36, 0.90, 1), (-0.44, 0.66), (0.0, 0.72)
    )
    anal = blob((-0.10, 0.29), (-0.30, 0.12), (-0.50, 0.06, 1), (-0.46, 0.24), (-0.48, 0.40), (-0.28, 0.35))
    body = blob(
        (0.82, 0.52),
        (0.70, 0.68),
        (0.42, 0.82),
        (0.05, 0.82),
        (-0.34, 0.68),
        (-0.70, 0.56),
        (-0.72, 0.46),
        (-0.34, 0.32),
        (0.05, 0.20),
        (0.42, 0.22),
        (0.70, 0.36),
    )
    belly = blob((0.90, 0.46), (0.50, 0.44), (0.0, 0.40), (-0.7, 0.46), (-0.5, 0.1), (0.3, 0.05))
    rays = [
        mark(
            ribbon(path((-0.66, 0.5), (-0.84, 0.5 + 0.6 * dy), (-1.04, 0.5 + dy)), 0.006, 0.014, 0.004),
            shade(fin, 0.08),
            0.7,
        )
        for dy in (-0.34, -0.20, -0.06, 0.08, 0.22, 0.34)
    ]
    rays += [
        mark(ribbon(path((0.2 - 0.12 * k, 0.72), (0.06 - 0.12 * k, 0.96)), 0.012, 0.004), shade(fin, 0.08), 0.7)
        for k in range(5)
    ]
    scales = []
    for row in range(6):
        for k in range(9):
            x, y = 0.32 - 0.11 * k - 0.055 * (row % 2), 0.30 + 0.085 * row
            arc = path((x, y + 0.045), (x - 0.042, y), (x, y - 0.045))
            scales.append(mark(ribbon(arc, 0.004, 0.012, 0.004), shade(c, -0.08), 0.55))
    bands = (
        [
            mark(
                blob((x, 0.9), (x - 0.13, 0.9), (x - 0.10, 0.5), (x - 0.12, 0.1), (x, 0.1), (x + 0.03, 0.5)),
                (0.98, 0.95, 0.90),
                0.95,
            )
            for x in (0.36, -0.12)
        ]
        if spec.pattern == "stripes"
        else []
    )
    gill = path((0.42, 0.72), (0.34, 0.52), (0.42, 0.32))
    mouth = path((0.82, 0.48), (0.74, 0.44), (0.68, 0.46))
    return [
        Cut(tail, fin, volume=0.6), Cut(dorsal, fin, volume=0.6), *rays, Cut(body, c,
            volume=1.1), *scales,
        mark(belly, light, 0.8, soft=0.03), *bands, mark(blob((0.95, 0.6), (0.6, 0.76), (0.40, 0.74), (0.34, 0.52),
            (0.42, 0.30), (0.95, 0.3)), shade(c, 0.03), 0.7, soft=0.006),
        Cut(anal, fin, volume=0.6, cast=0.1),
        mark(ribbon(gill, 0.006, 0.022, 0.006), shade(c, -0.12), 0.9), mark(ribbon(mouth, 0.008, 0.02, 0.006),
            shade(c, -0.20)),
        mark(ellipse((0.60, 0.56), 0.085), (0.98, 0.96, 0.90)), mark(ellipse((0.615, 0.56), 0.058), (0.13, 0.11,
            0.14)), mark(ellipse((0.635, 0.585), 0.019), (1, 1, 1)),
    ]  # fmt: skip


def _whale(spec: PuppetSpec) -> list[Cut]:
    c, light = spec.coat, spec.belly
    body = blob(
        (1.12, 0.42),
        (1.10, 0.64),
        (0.88, 0.86),
        (0.40, 0.95),
        (-0.20, 0.84),
        (-0.70, 0.62),
        (-1.12, 0.57),
        (-1.14, 0.49),
        (-0.70, 0.40),
        (-0.25, 0.22),
        (0.30, 0.09),
        (0.80, 0.12),
        (1.04, 0.26),
    )
    belly = blob(
        (1.25, 0.40), (0.84, 0.36), (0.50, 0.38), (0.10, 0.34), (-0.4, 0.36), (-1.0, 0.48), (-0.3, -0.1), (0.9, -0.1)
    )
    fluke = blob(
        (-1.02, 0.55),
        (-1.22, 0.66),
        (-1.36, 0.88),
        (-1.62, 0.94, 1),
        (-1.54, 0.72),
        (-1.40, 0.58),
        (-1.52, 0.48),
        (-1.60, 0.30, 1),
        (-1.34, 0.38),
        (-1.18, 0.50),
    )
    hump = blob((-0.42, 0.74), (-0.62, 0.86), (-0.78, 0.84, 1), (-0.74, 0.62))
    grooves = [
        mark(
            ribbon(
                path((1.06, 0.30 - 0.045 * k), (0.7, 0.26 - 0.045 * k), (0.16, 0.28 - 0.05 * k)), 0.003, 0.010, 0.003
            ),
            shade(light, -0.12),
            0.8,
        )
        for k in range(4)
    ]
    mouth = path((1.12, 0.44), (0.95, 0.41), (0.78, 0.42), (0.70, 0.47))
    spots = [
        mark(ellipse((x, y), r), shade(c, 0.07), 0.6)
        for x, y, r in (
            (0.2, 0.78, 0.02),
            (0.05, 0.72, 0.014),
            (-0.15, 0.70, 0.02),
            (0.35, 0.84, 0.013),
            (-0.4, 0.6, 0.014),
            (0.0, 0.62, 0.012),
        )
    ]
    return [
        Cut(fluke, shade(c, -0.02), volume=0.8), Cut(hump, c), Cut(body, c, volume=1.2), mark(belly, light, 0.95,
            soft=0.008), *grooves, *spots,
        mark(ribbon(mouth, 0.008, 0.018, 0.008), shade(c, -0.14)), mark(ellipse((0.70, 0.54), 0.034), (0.12, 0.11,
            0.15)), mark(ellipse((0.712, 0.553), 0.011), (1, 1, 1)),
        mark(ribbon(path((0.65, 0.59), (0.70, 0.60), (0.75, 0.58)), 0.004, 0.012, 0.004), shade(c, -0.12)),
            mark(ellipse((0.52, 0.94), 0.03, 0.008), shade(c, -0.16)),
    ]  # fmt: skip


def _fins(spec: PuppetSpec) -> list[Cut]:
    x, y = FIN[spec.kind]
    if spec.kind == "whale":
        return [
            Cut(
                blob(
                    (x + 0.12, y + 0.02),
                    (x - 0.02, y - 0.16),
                    (x - 0.24, y - 0.28, 1),
                    (x - 0.22, y - 0.12),
                    (x - 0.10, y + 0.03),
                ),
                shade(spec.coat, -0.03),
            )
        ]
    c = mix(spec.coat, spec.accent, 0.55)
    fin = blob(
        (x + 0.05, y + 0.04), (x - 0.10, y - 0.02), (x - 0.26, y - 0.14, 1), (x - 0.14, y - 0.17), (x + 0.02, y - 0.08)
    )
    return [
        Cut(fin, c, cast=0.3),
        *(
            mark(ribbon(path((x, y), (x - 0.12 - 0.04 * k, y - 0.12 + 0.03 * k)), 0.010, 0.003), shade(c, 0.09), 0.7)
            for k in range(3)
        ),
    ]


@dataclass(frozen=True)
class FishRig:
    """Moves the segments of a fish or whale; whatever it does, it swims."""

    spec: PuppetSpec
    parts: frozenset[str]

    def place(self, m: Moment) -> list[tuple[str, Matrix]]:
        """Names and rest-to-plane matrices, back to front."""
        placed = dict(self._assemble(m))
        order = ("fin_far", "segment_4", "segment_3", "segment_2", "segment_1", "segment_0", "fin")
        return [(name, placed[name]) for name in order]

    def _assemble(self, m: Moment) -> Iterable[tuple[str, Matrix]]:
        whale = self.spec.kind == "whale"
        quick = m.does in ("run", "fly")
        period = (3.4 if whale else 0.95) * (
            0.6 if quick else 1.7 if m.does in ("idle", "sit", "look", "talk", "point") else 1.0
        )
        strength = (0.11 if whale else 0.085) * (1.4 if quick else 0.6 if m.does in ("idle", "sit") else 1.0)
        aim = (
            0.0 if m.toward is None else max(-0.4, min(0.4, 0.5 * math.atan2(m.toward[1], max(abs(m.toward[0]), 1e-6))))
        )
        joints = JOINTS[self.spec.kind]
        heave = 0.03 * wave(m.seconds, 2 * period)
        head = about(
            joints[0],
            (joints[0][0], joints[0][1] + 0.06 + heave),
            aim + 0.4 * strength * wave(m.seconds, period),
            sx=1.0,
        )
        matrix = head
        yield "segment_0", head
        for n in range(1, 5):
            bend = strength * (0.5 + 0.45 * n) * wave(m.seconds, period, -0.17 * n) - aim * 0.2
            narrow = (
                1.0 if whale or n < 4 else 0.80 + 0.20 * wave(m.seconds, period, 0.1)
            )  # the tail fin beats towards us
            matrix = compose(matrix, about(joints[n], joints[n], bend, sx=narrow))
            yield f"segment_{n}", matrix
        root = FIN[self.spec.kind]
        flap = 0.30 * wave(m.seconds, 0.8 * period)
        yield "fin", compose(head, about(root, root, flap))
        yield "fin_far", compose(head, about(root, (root[0] + 0.06, root[1] + 0.02), 0.25 - flap))
