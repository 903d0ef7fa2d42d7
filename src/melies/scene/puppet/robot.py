"""A robot out of tin and rivets: the same joints as a person, other paper."""

from __future__ import annotations

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.head import placed
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.limbs import DIM
from melies.scene.puppet.shapes import blob, box, ellipse, limb, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

RUST: Rgb = (0.60, 0.31, 0.17)


def robot_pieces(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    """torso, head, eyes, lids, mouth and the limbs."""
    x, y = body.head_centre
    parts = {
        "torso": piece("torso", _torso(spec, body), (0.0, body.hip)),
        "head": piece("head", placed(_head(spec), body), body.neck),
        "eyes": piece("eyes", placed(_eyes(spec), body), (x, y), bevel=0.0),
        "lids": piece("lids", placed(_lids(spec), body), (x + 0.2 * body.head, y + 0.16 * body.head), bevel=0.0),
        "mouth": piece("mouth", placed(_mouth(spec), body), (x + 0.22 * body.head, y - 0.24 * body.head), bevel=0.0),
    }
    for side, dim in (("near", 0.0), ("far", DIM)):
        shoulder = body.near_shoulder if side == "near" else body.far_shoulder
        hip = body.near_hip if side == "near" else body.far_hip
        parts |= {p.name: p for p in (*_arm(side, shoulder, body, spec, dim), *_leg(side, hip, body, spec, dim))}
    return parts


def _patina(spots: list[tuple[float, float, float]], opacity: float = 0.5) -> list[Cut]:
    """Soft blooms of rust."""
    return [mark(ellipse((x, y), r, 0.7 * r, 0.4), RUST, opacity, soft=0.25 * r) for x, y, r in spots]


def _rivets(places: list[Xy], colour: Rgb, r: float = 0.008) -> list[Cut]:
    return [c for p in places for c in (
        mark(ellipse((p[0] - 0.1 * r, p[1] - 0.35 * r), r), shade(colour, -0.16)), mark(ellipse(p, 0.8 * r),
            shade(colour, 0.10)))]  # fmt: skip


def _torso(spec: PuppetSpec, body: Body) -> list[Cut]:
    c, w, top, hip = spec.coat, body.wide, body.shoulder, body.hip
    tin = blob((-0.55 * w, top + 0.015), (-0.95 * w, top - 0.03), (-1.08 * w, top - 0.14), (-0.98 * w, hip + 0.06),
        (-0.80 * w, hip - 0.01),
               (0.0, hip - 0.025), (0.84 * w, hip - 0.01), (1.02 * w, hip + 0.06), (1.08 * w, top - 0.14), (0.95 * w,
               top - 0.03), (0.55 * w, top + 0.015))  # fmt: skip
    plate = box(-0.42 * w, body.waist - 0.005, 0.84 * w, top - 0.055, 0.022)
    dial = (0.10 * w, body.waist + 0.105)
    needle = ribbon((dial, (dial[0] + 0.022, dial[1] + 0.02)), 0.007)
    lamps = [
        mark(ellipse((x * w, body.waist + 0.035), 0.0135), tone, glow=0.7)
        for x, tone in ((-0.12, (0.95, 0.42, 0.30)), (0.2, (0.98, 0.80, 0.36)), (0.52, (0.45, 0.85, 0.62)))
    ]
    band = ribbon(path((-1.1 * w, hip + 0.05), (0, hip + 0.035), (1.1 * w, hip + 0.05)), 0.03)
    neck = box(-0.26 * w, top - 0.01, 0.30 * w, top + 0.085)
    ribs = [mark(box(-0.3 * w, top + y, 0.33 * w, top + y + 0.006), shade(c, -0.22)) for y in (0.012, 0.026)]
    places = [(-0.78 * w, y) for y in (top - 0.07, top - 0.15, hip + 0.10)] + [
        (0.94 * w, y) for y in (top - 0.10, top - 0.18)
    ]
    return [
        Cut(neck, shade(c, -0.12)), *ribs, Cut(tin, c, volume=1.2), *_patina([(-0.7 * w, hip + 0.07, 0.05), (0.85 * w,
            top - 0.06, 0.035), (-0.3 * w, top - 0.02, 0.03)]),
        Cut(plate, spec.belly, volume=0.8, cast=0.4), mark(band, shade(c, -0.09)), Cut(ellipse(dial, 0.042), shade(c,
            -0.26), volume=0.5),
        mark(ellipse(dial, 0.033), (0.96, 0.93, 0.84)), mark(needle, spec.accent), mark(ellipse(dial, 0.007), (0.2,
            0.18, 0.2)), *lamps,
        *_rivets(places, c), *_rivets([(-0.32 * w, top - 0.075), (0.74 * w, top - 0.075), (0.74 * w,
            body.waist + 0.015), (-0.32 * w, body.waist + 0.015)], spec.belly, 0.006),
    ]  # fmt: skip


def _head(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    can = blob(
        (-0.42, -0.40, 1),
        (-0.47, -0.1),
        (-0.46, 0.22),
        (-0.34, 0.42),
        (0.0, 0.49),
        (0.34, 0.42),
        (0.48, 0.22),
        (0.49, -0.1),
        (0.44, -0.40, 1),
        (0.0, -0.44),
    )
    face = box(-0.16, -0.19, 0.475, 0.235, 0.13)
    rod = ribbon(path((-0.10, 0.42), (-0.11, 0.60), (-0.15, 0.76)), 0.035, 0.022)
    jaw = box(-0.02, -0.34, 0.42, -0.235, 0.03)
    slots = [mark(box(x, -0.325, x + 0.022, -0.25), shade(c, -0.30)) for x in (0.05, 0.12, 0.19, 0.26, 0.33)]
    ear = [
        Cut(ellipse((-0.30, 0.02), 0.115), shade(c, -0.06), cast=0.4),
        Cut(ellipse((-0.30, 0.02), 0.065), spec.accent, volume=0.8),
    ]
    seam = ribbon(path((-0.46, 0.27), (0.0, 0.325), (0.47, 0.27)), 0.022)
    return [
        Cut(rod, shade(c, -0.12)), Cut(ellipse((-0.155, 0.80), 0.075), mix(spec.accent, (1.0, 0.75, 0.45), 0.3),
            volume=0.8, glow=0.6),
        Cut(can, c, volume=1.2), *_patina([(-0.38, -0.26, 0.14), (0.30, 0.38, 0.10), (-0.12, 0.36, 0.07)]), mark(seam,
            shade(c, -0.14)),
        *_rivets([(x, 0.37 - 0.12 * abs(x)) for x in (-0.3, -0.1, 0.1, 0.3)], c, 0.026), Cut(face, (0.16, 0.17, 0.22),
            volume=0.4, cast=0.0),
        Cut(jaw, shade(c, -0.08), volume=0.6), *slots, *ear,
    ]  # fmt: skip


def _eyes(spec: PuppetSpec) -> list[Cut]:
    cuts = []
    for x, r in ((0.055, 0.115), (0.325, 0.095)):
        cuts.append(Cut(ellipse((x, 0.025), r, r * 1.05), shade(spec.eyes, -0.14), volume=0.0, glow=0.7))
        cuts.append(mark(ellipse((x, 0.025), 0.74 * r), spec.eyes, soft=0.012, glow=1.0))
        cuts.append(mark(ellipse((x + 0.02, 0.055), 0.30 * r), (1.0, 1.0, 0.97), soft=0.006, glow=1.0))
    return cuts


def _lids(spec: PuppetSpec) -> list[Cut]:
    return [
        Cut(box(x - r, -0.115, x + r, 0.16, 0.03), shade(spec.coat, -0.10), volume=0.4)
        for x, r in ((0.055, 0.135), (0.325, 0.11))
    ]


def _mouth(spec: PuppetSpec) -> list[Cut]:
    return [Cut(box(0.04, -0.335, 0.40, -0.24, 0.02), spec.eyes, volume=0.0, glow=0.9)]


def _segmented(a: Xy, b: Xy, r: float, c: Rgb, rings: int) -> list[Cut]:
    tube = limb(a, r, b, 0.9 * r)
    marks = []
    for n in range(1, rings + 1):
        t = n / (rings + 1)
        x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
        marks.append(
            mark(
                ribbon(path((x - 1.3 * r, y + 0.15 * r), (x, y - 0.15 * r), (x + 1.3 * r, y + 0.15 * r)), 0.3 * r),
                shade(c, -0.15),
                0.85,
            )
        )
    return [Cut(tube, c), *marks]


def _arm(side: str, shoulder: Xy, body: Body, spec: PuppetSpec, dim: float) -> list[Piece]:
    r, c = body.arm_r, spec.coat
    elbow = (shoulder[0], shoulder[1] - body.upper_arm)
    wrist = (shoulder[0], elbow[1] - body.fore_arm)
    upper = [
        *_segmented(shoulder, elbow, 0.78 * r, shade(c, -0.07), 4),
        Cut(ellipse(shoulder, 1.45 * r), c),
        *_rivets([shoulder], c, 0.010),
    ]
    parts = [piece(f"{side}_upper", upper, shoulder, dim=dim)]
    for suffix, spread in (("fore", 0.35), ("point", 0.12)):
        x, y = wrist
        claws = [
            ribbon(
                path(
                    (x + s * 0.4 * r, y - 0.4 * r),
                    (x + s * (1.0 + spread) * r, y - 1.6 * r),
                    (x + s * spread * 1.6 * r, y - 2.7 * r),
                ),
                0.85 * r,
                0.7 * r,
                0.35 * r,
            )
            for s in (-1, 1)
        ]
        cuff = box(x - 1.15 * r, y - 0.55 * r, x + 1.15 * r, y + 0.55 * r, 0.3 * r)
        fore = [
            *(Cut(k, shade(c, 0.03)) for k in claws),
            *_segmented(elbow, wrist, 0.85 * r, c, 3),
            Cut(ellipse(elbow, 1.02 * r), shade(c, -0.10)),
            Cut(cuff, spec.accent),
        ]
        parts.append(piece(f"{side}_{suffix}", fore, elbow, dim=dim))
    return parts


def _leg(side: str, hip: Xy, body: Body, spec: PuppetSpec, dim: float) -> list[Piece]:
    r, c = body.leg_r, spec.coat
    knee = (hip[0], hip[1] - body.thigh)
    ankle = (hip[0], knee[1] - body.shin)
    x, y = ankle
    foot = blob(
        (x - 1.9 * r, 0.0, 1),
        (x - 1.75 * r, 0.55 * y),
        (x - 0.9 * r, 1.25 * y),
        (x + 0.9 * r, 1.25 * y),
        (x + 0.075 * body.foot, 0.75 * y),
        (x + 0.094 * body.foot, 0.0, 1),
    )
    toe = box(x - 0.2, -0.01, x + 0.2, 0.012)
    shin = [
        *_segmented(knee, ankle, 0.85 * r, c, 3),
        Cut(ellipse(knee, 1.12 * r), shade(c, 0.02), cast=0.35),
        *_rivets([knee], c, 0.009),
    ]
    return [
        piece(f"{side}_thigh", _segmented(hip, knee, 0.8 * r, shade(c, -0.08), 3), hip, dim=dim),
        piece(f"{side}_shin", shin, knee, dim=dim),
        piece(f"{side}_foot", [Cut(foot, c, volume=1.1), mark(toe, shade(c, -0.20)), *_patina([(x - 0.02, 0.03,
            0.02)], 0.6)], ankle, dim=dim),
    ]  # fmt: skip
