"""Birds: painted level, tilted up when they stand; wings of two parts that flap by foreshortening."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.gait import Gait, foot, hip_height
from melies.scene.puppet.joints import Matrix, Moment, Xy, about, apply, blink, compose, reach, swung, wave
from melies.scene.puppet.shapes import Outline, blob, ellipse, limb, path, ribbon, tufted
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

NECK: Xy = (0.24, 0.64)
HIP: Xy = (0.02, 0.36)
SHOULDER: Xy = (0.12, 0.62)
WRIST: Xy = (0.04, 1.02)
TAIL: Xy = (-0.36, 0.47)
BONE, ANKLE = 0.175, 0.045
BEAK: Rgb = (0.95, 0.66, 0.22)
ORDER = (
    "wing_out_far", "wing_in_far", "far_upper", "far_lower", "far_foot", "tail", "body", "near_upper", "near_lower", "near_foot",
    "folded", "wing_out", "wing_in", "head", "lids",
)  # fmt: skip


def bird_pieces(spec: PuppetSpec) -> dict[str, Piece]:
    """Every part of a bird or owl, by name."""
    parts = {
        "tail": piece("tail", _tail(spec), TAIL),
        "body": piece("body", _body(spec), HIP),
        "head": piece("head", _owl_head(spec) if spec.kind == "owl" else _head(spec), NECK),
        "lids": piece("lids", _lids(spec), (0.40, 0.88), bevel=0.0),
        "folded": piece("folded", _folded(spec), SHOULDER),
        "wing_in": piece("wing_in", _wing_in(spec), SHOULDER),
        "wing_out": piece("wing_out", _wing_out(spec), WRIST),
        "wing_in_far": piece("wing_in_far", _wing_in(spec), SHOULDER, dim=0.18),
        "wing_out_far": piece("wing_out_far", _wing_out(spec), WRIST, dim=0.18),
    }
    for side, dim in (("near", 0.0), ("far", 0.15)):
        parts |= {p.name: p for p in _leg(side, dim)}
    return parts


def _body(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    if spec.kind == "owl":
        outline = blob((0.36, 0.78), (0.46, 0.60), (0.42, 0.36), (0.24, 0.20), (0.0, 0.20), (-0.26, 0.32), (-0.44, 0.48), (-0.36, 0.66), (-0.12, 0.82), (0.16, 0.90))
    else:
        outline = blob((0.34, 0.74), (0.45, 0.58), (0.42, 0.40), (0.26, 0.27), (0.02, 0.24), (-0.24, 0.33), (-0.46, 0.45), (-0.42, 0.54), (-0.18, 0.68), (0.10, 0.78))
    breast = blob((0.60, 0.80), (0.28, 0.68), (0.14, 0.48), (-0.06, 0.38), (-0.38, 0.38), (-0.3, 0.1), (0.5, 0.1))
    flecks = []
    for n in range(14 if spec.kind == "owl" else 7):
        x, y = 0.06 + 0.085 * (n % 4) + 0.03 * (n // 4 % 2), 0.32 + 0.085 * (n // 4)
        flecks.append(mark(blob((x - 0.022, y + 0.02), (x, y - 0.018, 1), (x + 0.022, y + 0.02)), shade(spec.belly, -0.11), 0.8))
    return [Cut(outline, c, volume=1.1), mark(breast, spec.belly, 0.97), *flecks]


def _head(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    skull = blob((0.20, 0.58), (0.16, 0.76), (0.22, 0.92), (0.37, 0.99), (0.52, 0.93), (0.565, 0.80), (0.52, 0.66), (0.42, 0.56))
    bib = blob((0.62, 0.78), (0.50, 0.76), (0.40, 0.70), (0.33, 0.56), (0.40, 0.45), (0.7, 0.5))
    cheek = blob((0.30, 0.80), (0.40, 0.755), (0.50, 0.76), (0.44, 0.70), (0.32, 0.70))
    crest = tufted([(0.40, 0.985), (0.30, 0.97), (0.21, 0.90)], -0.055, 2, 0.4)
    upper = blob((0.545, 0.845), (0.66, 0.815), (0.735, 0.765, 1), (0.62, 0.765), (0.545, 0.765))
    lower = blob((0.545, 0.775), (0.62, 0.765), (0.69, 0.76, 1), (0.62, 0.735), (0.545, 0.735))
    dark = mix(spec.accent, c, 0.2)
    return [
        Cut(blob(*crest, (0.25, 0.85)), c), Cut(lower, shade(BEAK, -0.10), volume=0.5), Cut(skull, c, volume=0.9), mark(bib, spec.belly, 0.97),
        mark(cheek, mix(spec.belly, (1, 1, 1), 0.35), 0.75, soft=0.008), Cut(upper, BEAK, volume=0.7, cast=0.2), *_eye((0.435, 0.835), 0.052, dark),
    ]  # fmt: skip


def _eye(at: Xy, r: float, ring: Rgb) -> list[Cut]:
    x, y = at
    return [mark(ellipse(at, 1.28 * r), ring, 0.8), mark(ellipse(at, r), (0.12, 0.10, 0.12)), mark(ellipse((x + 0.3 * r, y + 0.36 * r), 0.32 * r), (1, 1, 0.98))]


def _owl_head(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    skull = blob((0.02, 0.62), (-0.06, 0.80), (-0.06, 1.04, 1), (0.10, 0.97), (0.32, 0.96), (0.50, 1.03, 1), (0.54, 0.82), (0.48, 0.62), (0.26, 0.53))
    cuts = [Cut(skull, c, volume=0.9, cast=0.3)]
    for (x, y), r in (((0.15, 0.76), 0.155), ((0.40, 0.76), 0.135)):
        disc = tufted([(x + r * math.cos(t), y + r * math.sin(t)) for t in [k * math.tau / 10 for k in range(11)]], -0.02, 12, 0.0)
        cuts += [mark(blob(*disc), spec.belly, 0.97), mark(ellipse((x, y), 0.60 * r), (0.98, 0.74, 0.24), glow=0.15), mark(ellipse((x + 0.012, y), 0.38 * r), (0.12, 0.10, 0.12)),
                 mark(ellipse((x + 0.04, y + 0.04), 0.14 * r), (1, 1, 0.98))]  # fmt: skip
    brow = path((-0.04, 0.99), (0.14, 0.88), (0.28, 0.80), (0.38, 0.88), (0.49, 0.98))
    beak = blob((0.25, 0.77), (0.33, 0.77), (0.31, 0.69), (0.285, 0.645, 1), (0.26, 0.69))
    return [*cuts, mark(ribbon(brow, 0.02, 0.05, 0.075, 0.05, 0.02), shade(c, -0.10)), Cut(beak, BEAK, volume=0.8, cast=0.3)]


def _lids(spec: PuppetSpec) -> list[Cut]:
    if spec.kind == "owl":
        return [Cut(ellipse(at, r), mix(spec.coat, spec.belly, 0.35), volume=0.2) for at, r in (((0.15, 0.76), 0.105), ((0.40, 0.76), 0.09))]
    return [Cut(ellipse((0.435, 0.835), 0.066), spec.coat, volume=0.2)]


def _tail(spec: PuppetSpec) -> list[Cut]:
    x, y = TAIL
    long = 0.34 if spec.kind == "owl" else 0.56
    feathers = []
    for n, angle in enumerate((0.16, 0.04, -0.08)):
        tip = (x - long * math.cos(angle), y + long * math.sin(angle))
        line = path((x + 0.06, y), ((x + tip[0]) / 2, (y + tip[1]) / 2), tip)
        feathers.append(Cut(ribbon(line, 0.12, 0.11, 0.09), shade(spec.coat if n != 1 else spec.accent, -0.02 * n), volume=0.6, cast=0.25))
    return feathers


def _feathers(root: Xy, tips: list[Xy], width: float, colour: Rgb, tip_colour: Rgb) -> list[Cut]:
    cuts = []
    for n, tip in enumerate(tips):
        tone = shade(mix(colour, tip_colour, n / max(len(tips) - 1, 1)), -0.012 * (n % 2))
        bend = (0.5 * (root[0] + tip[0]) + 0.03, 0.5 * (root[1] + tip[1]))
        cuts.append(Cut(ribbon(path(root, bend, tip), 0.9 * width, width, 0.45 * width), tone, volume=0.5, cast=0.22))
    return cuts


def _folded(spec: PuppetSpec) -> list[Cut]:
    """The wing at rest, along the flank."""
    c = spec.coat
    primaries = _feathers((-0.05, 0.56), [(-0.60, 0.40), (-0.54, 0.36), (-0.46, 0.33)], 0.12, spec.accent, spec.accent)
    cover = blob((0.22, 0.64), (0.10, 0.72), (-0.14, 0.66), (-0.40, 0.48), (-0.46, 0.39, 1), (-0.20, 0.38), (0.06, 0.40), (0.20, 0.50))
    small = blob((0.22, 0.64), (0.10, 0.71), (-0.10, 0.64), (-0.20, 0.54, 1), (-0.08, 0.52), (0.0, 0.47, 1), (0.10, 0.50), (0.20, 0.54))
    bar = path((-0.34, 0.43), (-0.12, 0.45), (0.08, 0.43))
    return [*primaries, Cut(cover, shade(c, -0.04), cast=0.35), mark(ribbon(bar, 0.01, 0.03, 0.01), mix(spec.belly, (1, 1, 1), 0.4), 0.8), Cut(small, shade(c, 0.03), cast=0.25)]


def _wing_in(spec: PuppetSpec) -> list[Cut]:
    """From shoulder to wrist, pointing up."""
    c = spec.coat
    second = _feathers((0.06, 0.84), [(-0.40, 0.98), (-0.40, 0.88), (-0.38, 0.78), (-0.32, 0.68)], 0.15, shade(spec.accent, 0.04), c)
    cover = blob((0.24, 0.60), (0.20, 0.84), (0.12, 1.06), (0.0, 1.08), (-0.18, 1.00), (-0.20, 0.80), (-0.10, 0.62), (0.08, 0.54))
    return [*second, Cut(cover, c, cast=0.3), mark(ribbon(path((-0.10, 0.98), (-0.08, 0.80), (0.0, 0.64)), 0.01, 0.035, 0.01), mix(spec.belly, (1, 1, 1), 0.4), 0.7)]


def _wing_out(spec: PuppetSpec) -> list[Cut]:
    """From wrist to tip: the long feathers."""
    tips = [(-0.44, 1.12), (-0.42, 1.26), (-0.36, 1.40), (-0.26, 1.52), (-0.14, 1.62), (-0.02, 1.66)]
    primaries = _feathers((0.05, 1.02), tips, 0.13, shade(spec.accent, 0.03), spec.accent)
    cover = blob((0.13, 0.96), (0.10, 1.20), (0.02, 1.36), (-0.12, 1.24), (-0.20, 1.06), (-0.06, 0.96))
    return [*primaries, Cut(cover, spec.coat, cast=0.3)]


def _leg(side: str, dim: float) -> list[Piece]:
    x, y = HIP
    tint: Rgb = (0.80, 0.52, 0.24)
    knee, ankle = (x, y - BONE), (x, y - 2 * BONE)
    ground = ankle[1] - ANKLE
    toes: list[Outline] = [ribbon(path((x, ground + 0.03), (x + dx * 0.6, ground + 0.022), (x + dx, ground + 0.006)), 0.034, 0.026, 0.016) for dx in (0.13, 0.09, -0.07)]
    return [
        piece(f"{side}_upper", [Cut(limb((x, y + 0.02), 0.075, knee, 0.026), tint)], HIP, dim=dim),
        piece(f"{side}_lower", [Cut(limb(knee, 0.022, ankle, 0.019), tint)], knee, dim=dim),
        piece(f"{side}_foot", [Cut(limb(ankle, 0.019, (x, ground + 0.02), 0.02), tint), *(Cut(t, tint, volume=0.4, cast=0) for t in toes)], ankle, dim=dim),
    ]


@dataclass(frozen=True)
class BirdStance:
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
        poses = {"fly": self._fly, "walk": self._step, "run": self._step, "swim": self._float, "sit": self._perch}
        stance = self._attend(poses.get(m.does, self._idle)(m), m)
        placed = dict(self._assemble(stance, m))
        return [(name, placed[name]) for name in ORDER if name in placed]

    def gait(self, does: str) -> Gait:
        return Gait(0.52 if does == "walk" else 0.85, 0.60 if does == "walk" else 0.42, 0.09, ANKLE, 0.03, 0.06, 0.1, 0.6)

    @property
    def _stand_tilt(self) -> float:
        return 0.62 if self.spec.kind == "owl" else 0.30

    def _idle(self, m: Moment) -> BirdStance:
        breath = wave(m.seconds, 2.2)
        tick = round(2.2 * wave(m.seconds, 2.9)) / 2.2  # birds look about in jerks
        feet = ((-0.02, ANKLE, 0.0), (0.06, ANKLE, 0.0))
        nod = 0.10 * wave(m.seconds, 0.35) if m.does == "talk" else 0.0
        return BirdStance((0.0, 0.345 + 0.004 * breath), self._stand_tilt, feet, head=0.05 * tick + nod, tail=0.10 * max(0.0, wave(m.seconds, 1.7) - 0.6) - (0.16 if self.spec.kind == "owl" else 0.0))

    def _perch(self, m: Moment) -> BirdStance:
        s = self._idle(m)
        return replace(s, hip=(0.0, 0.245 + 0.004 * wave(m.seconds, 2.2)), tilt=self._stand_tilt - 0.04, tail=s.tail - 0.22)

    def _step(self, m: Moment) -> BirdStance:
        g = self.gait(m.does)
        phase = m.travelled / g.stride
        near, far = foot(g, phase), foot(g, phase + 0.5)
        height = hip_height(g, phase, (0.0, 0.5), 1.96 * BONE, 0.34)
        thrust = 0.045 * math.sin(4 * math.pi * phase)
        feet = ((near.x, near.y, near.pitch), (far.x + 0.04, far.y, far.pitch))
        return BirdStance((0.0, height), self._stand_tilt - 0.12, feet, shift=(thrust, 0.0), tail=0.05 * math.sin(4 * math.pi * phase), )

    def _fly(self, m: Moment) -> BirdStance:
        period = 0.95 if self.spec.kind == "owl" else 0.52
        beat = m.seconds / period
        bob = 0.05 * math.sin(2 * math.pi * beat)
        feet = ((-0.14, 0.44 + bob, -0.9), (-0.10, 0.44 + bob, -0.9))
        return BirdStance((-0.02, 0.55 + bob), 0.06, feet, head=0.02, tail=-0.06 * math.sin(2 * math.pi * beat), flap=beat)

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
            inner, outer = (math.copysign(max(abs(v), 0.13), v) * s.wide for v in (inner * 0.92 + 0.06, outer * 0.9 + 0.08))
            sweep = -0.10 * math.sin(beat) + turn
            first = compose(body, about(SHOULDER, SHOULDER, sweep, sx=1.0, sy=inner))
            yield f"wing_in{suffix}", first
            wrist = apply(first, WRIST)
            yield f"wing_out{suffix}", about(WRIST, wrist, s.tilt + sweep - 0.18 * math.sin(beat - 0.6), sx=1.0, sy=outer)
