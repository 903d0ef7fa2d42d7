"""Birds: painted level, tilted up when they stand, with wings of two parts, folded and open."""

from __future__ import annotations

import math

from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
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
        outline = blob(
            (0.36, 0.78),
            (0.46, 0.60),
            (0.42, 0.36),
            (0.24, 0.20),
            (0.0, 0.20),
            (-0.26, 0.32),
            (-0.44, 0.48),
            (-0.36, 0.66),
            (-0.12, 0.82),
            (0.16, 0.90),
        )
    else:
        outline = blob(
            (0.34, 0.74),
            (0.45, 0.58),
            (0.42, 0.40),
            (0.26, 0.27),
            (0.02, 0.24),
            (-0.24, 0.33),
            (-0.46, 0.45),
            (-0.42, 0.54),
            (-0.18, 0.68),
            (0.10, 0.78),
        )
    breast = blob((0.60, 0.80), (0.28, 0.68), (0.14, 0.48), (-0.06, 0.38), (-0.38, 0.38), (-0.3, 0.1), (0.5, 0.1))
    flecks = []
    for n in range(14 if spec.kind == "owl" else 7):
        x, y = 0.06 + 0.085 * (n % 4) + 0.03 * (n // 4 % 2), 0.32 + 0.085 * (n // 4)
        flecks.append(
            mark(blob((x - 0.022, y + 0.02), (x, y - 0.018, 1), (x + 0.022, y + 0.02)), shade(spec.belly, -0.11), 0.8)
        )
    return [Cut(outline, c, volume=1.1), mark(breast, spec.belly, 0.97), *flecks]


def _head(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    skull = blob(
        (0.20, 0.58), (0.16, 0.76), (0.22, 0.92), (0.37, 0.99), (0.52, 0.93), (0.565, 0.80), (0.52, 0.66), (0.42, 0.56)
    )
    bib = blob((0.62, 0.78), (0.50, 0.76), (0.40, 0.70), (0.33, 0.56), (0.40, 0.45), (0.7, 0.5))
    cheek = blob((0.30, 0.80), (0.40, 0.755), (0.50, 0.76), (0.44, 0.70), (0.32, 0.70))
    crest = tufted([(0.40, 0.985), (0.30, 0.97), (0.21, 0.90)], -0.055, 2, 0.4)
    upper = blob((0.545, 0.845), (0.66, 0.815), (0.735, 0.765, 1), (0.62, 0.765), (0.545, 0.765))
    lower = blob((0.545, 0.775), (0.62, 0.765), (0.69, 0.76, 1), (0.62, 0.735), (0.545, 0.735))
    dark = mix(spec.accent, c, 0.2)
    return [
        Cut(blob(*crest, (0.25, 0.85)), c), Cut(lower, shade(BEAK, -0.10), volume=0.5), Cut(skull, c, volume=0.9),
            mark(bib, spec.belly, 0.97),
        mark(cheek, mix(spec.belly, (1, 1, 1), 0.35), 0.75, soft=0.008), Cut(upper, BEAK, volume=0.7, cast=0.2),
            *_eye((0.435, 0.835), 0.052, dark),
    ]  # fmt: skip


def _eye(at: Xy, r: float, ring: Rgb) -> list[Cut]:
    x, y = at
    return [
        mark(ellipse(at, 1.28 * r), ring, 0.8),
        mark(ellipse(at, r), (0.12, 0.10, 0.12)),
        mark(ellipse((x + 0.3 * r, y + 0.36 * r), 0.32 * r), (1, 1, 0.98)),
    ]


def _owl_head(spec: PuppetSpec) -> list[Cut]:
    c = spec.coat
    skull = blob(
        (0.02, 0.62),
        (-0.06, 0.80),
        (-0.06, 1.04, 1),
        (0.10, 0.97),
        (0.32, 0.96),
        (0.50, 1.03, 1),
        (0.54, 0.82),
        (0.48, 0.62),
        (0.26, 0.53),
    )
    cuts = [Cut(skull, c, volume=0.9, cast=0.3)]
    for (x, y), r in (((0.15, 0.76), 0.155), ((0.40, 0.76), 0.135)):
        disc = tufted(
            [(x + r * math.cos(t), y + r * math.sin(t)) for t in [k * math.tau / 10 for k in range(11)]], -0.02, 12, 0.0
        )
        cuts += [mark(blob(*disc), spec.belly, 0.97), mark(ellipse((x, y), 0.60 * r), (0.98, 0.74, 0.24), glow=0.15),
            mark(ellipse((x + 0.012, y), 0.38 * r), (0.12, 0.10, 0.12)),
                 mark(ellipse((x + 0.04, y + 0.04), 0.14 * r), (1, 1, 0.98))]  # fmt: skip
    brow = path((-0.04, 0.99), (0.14, 0.88), (0.28, 0.80), (0.38, 0.88), (0.49, 0.98))
    beak = blob((0.25, 0.77), (0.33, 0.77), (0.31, 0.69), (0.285, 0.645, 1), (0.26, 0.69))
    return [
        *cuts,
        mark(ribbon(brow, 0.02, 0.05, 0.075, 0.05, 0.02), shade(c, -0.10)),
        Cut(beak, BEAK, volume=0.8, cast=0.3),
    ]


def _lids(spec: PuppetSpec) -> list[Cut]:
    if spec.kind == "owl":
        return [
            Cut(ellipse(at, r), mix(spec.coat, spec.belly, 0.35), volume=0.2)
            for at, r in (((0.15, 0.76), 0.105), ((0.40, 0.76), 0.09))
        ]
    return [Cut(ellipse((0.435, 0.835), 0.066), spec.coat, volume=0.2)]


def _tail(spec: PuppetSpec) -> list[Cut]:
    x, y = TAIL
    long = 0.34 if spec.kind == "owl" else 0.56
    feathers = []
    for n, angle in enumerate((0.16, 0.04, -0.08)):
        tip = (x - long * math.cos(angle), y + long * math.sin(angle))
        line = path((x + 0.06, y), ((x + tip[0]) / 2, (y + tip[1]) / 2), tip)
        feathers.append(
            Cut(
                ribbon(line, 0.12, 0.11, 0.09),
                shade(spec.coat if n != 1 else spec.accent, -0.02 * n),
                volume=0.6,
                cast=0.25,
            )
        )
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
    cover = blob(
        (0.22, 0.64),
        (0.10, 0.72),
        (-0.14, 0.66),
        (-0.40, 0.48),
        (-0.46, 0.39, 1),
        (-0.20, 0.38),
        (0.06, 0.40),
        (0.20, 0.50),
    )
    small = blob(
        (0.22, 0.64),
        (0.10, 0.71),
        (-0.10, 0.64),
        (-0.20, 0.54, 1),
        (-0.08, 0.52),
        (0.0, 0.47, 1),
        (0.10, 0.50),
        (0.20, 0.54),
    )
    bar = path((-0.34, 0.43), (-0.12, 0.45), (0.08, 0.43))
    return [
        *primaries,
        Cut(cover, shade(c, -0.04), cast=0.35),
        mark(ribbon(bar, 0.01, 0.03, 0.01), mix(spec.belly, (1, 1, 1), 0.4), 0.8),
        Cut(small, shade(c, 0.03), cast=0.25),
    ]


def _wing_in(spec: PuppetSpec) -> list[Cut]:
    """From shoulder to wrist, pointing up."""
    c = spec.coat
    second = _feathers(
        (0.06, 0.84), [(-0.40, 0.98), (-0.40, 0.88), (-0.38, 0.78), (-0.32, 0.68)], 0.15, shade(spec.accent, 0.04), c
    )
    cover = blob(
        (0.24, 0.60), (0.20, 0.84), (0.12, 1.06), (0.0, 1.08), (-0.18, 1.00), (-0.20, 0.80), (-0.10, 0.62), (0.08, 0.54)
    )
    return [
        *second,
        Cut(cover, c, cast=0.3),
        mark(
            ribbon(path((-0.10, 0.98), (-0.08, 0.80), (0.0, 0.64)), 0.01, 0.035, 0.01),
            mix(spec.belly, (1, 1, 1), 0.4),
            0.7,
        ),
    ]


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
    toes: list[Outline] = [
        ribbon(path((x, ground + 0.03), (x + dx * 0.6, ground + 0.022), (x + dx, ground + 0.006)), 0.034, 0.026, 0.016)
        for dx in (0.13, 0.09, -0.07)
    ]
    return [
        piece(f"{side}_upper", [Cut(limb((x, y + 0.02), 0.075, knee, 0.026), tint)], HIP, dim=dim),
        piece(f"{side}_lower", [Cut(limb(knee, 0.022, ankle, 0.019), tint)], knee, dim=dim),
        piece(
            f"{side}_foot",
            [
                Cut(limb(ankle, 0.019, (x, ground + 0.02), 0.02), tint),
                *(Cut(t, tint, volume=0.4, cast=0) for t in toes),
            ],
            ankle,
            dim=dim,
        ),
    ]
