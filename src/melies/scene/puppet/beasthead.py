"""Heads of four-legged animals, in head units: the skull's centre is (0, 0), about 0.7 tall, looking right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from melies.scene.puppet.beast import Beast
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.shapes import blob, ellipse, moved, path, ribbon, tufted
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

NOSE: Rgb = (0.15, 0.11, 0.13)
ROOT: Xy = (-0.20, -0.10)  # the head joint, in head units


def on_head(cuts: Sequence[Cut], beast: Beast) -> list[Cut]:
    """Cuts in head units, put where the head is at rest."""
    s = beast.head
    x, y = beast.poll[0] - ROOT[0] * s, beast.poll[1] - ROOT[1] * s
    return [replace(c, outline=moved(c.outline, x, y, s), soft=c.soft * s) for c in cuts]


def on_head_point(point: Xy, beast: Beast) -> Xy:
    s = beast.head
    return beast.poll[0] + (point[0] - ROOT[0]) * s, beast.poll[1] + (point[1] - ROOT[1]) * s


def eye_at(beast: Beast) -> Xy:
    """Centre of the near eye, head units."""
    return (0.14, 0.07) if beast.muzzle > 0.25 else (0.16, 0.02)


def head_pieces(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    """head, ear (the near one, which twitches), ear_far, lids, and antlers."""
    ear, root = _ear(spec, beast)
    parts = {
        "ear_far": piece(
            "ear_far",
            on_head([replace(c, outline=c.outline + (0.17, 0.0)) for c in ear], beast),
            on_head_point((root[0] + 0.17, root[1]), beast),
            dim=0.16,
        ),
        "head": piece("head", on_head(_skull(spec, beast), beast), beast.poll),
        "ear": piece("ear", on_head(ear, beast), on_head_point(root, beast)),
        "lids": piece("lids", on_head(_lid(spec, beast), beast), on_head_point(eye_at(beast), beast), bevel=0.0),
    }
    if spec.antlers and spec.kind == "deer":
        for name, dx, dim in (("antler_far", 0.13, 0.2), ("antler", 0.0, 0.0)):
            cuts = [replace(c, outline=c.outline + (dx, 0.0)) for c in _antler()]
            parts[name] = piece(name, on_head(cuts, beast), beast.poll, dim=dim)
    if spec.horn:
        parts["antler"] = piece("antler", on_head(_horn(), beast), beast.poll)
    return parts


def _skull(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    m, d, c = beast.muzzle, beast.snub, spec.coat
    nose, drop = 0.24 + m, -0.02 - 0.22 * m
    fluffy = spec.kind in ("fox", "wolf", "cat")
    ruff = tufted(((0.12, -0.31), (-0.08, -0.37), (-0.26, -0.27), (-0.36, -0.12)), 0.07 if fluffy else 0.0, 3, 0.7)
    outline = blob((-0.36, 0.05), (-0.24, 0.27), (-0.02, 0.345), (0.16, 0.29), (0.27, 0.16), (0.25 + 0.55 * m,
        drop + 0.75 * d), (nose, drop + 0.55 * d),
                   (nose + 0.045, drop + 0.1 * d), (nose - 0.01, drop - 0.75 * d), (0.22 + 0.4 * m, drop - 1.05 * d),
                   *[k if fluffy else k[:2] for k in ruff])  # fmt: skip
    cuts = [Cut(outline, c, volume=0.9)]
    cuts += _markings(spec, beast, nose, drop)
    big = 1.25 if m < 0.25 or spec.kind == "bear" else 1.0
    tip = blob(
        (nose - 0.07 * big, drop + 0.62 * d),
        (nose + 0.02, drop + 0.66 * d),
        (nose + 0.06, drop + 0.25 * d),
        (nose + 0.01, drop - 0.12 * d),
        (nose - 0.05 * big, drop + 0.2 * d),
    )
    mouth = path(
        (nose - 0.005, drop - 0.05 * d),
        (nose - 0.06, drop - 0.42 * d),
        (nose - 0.20 - 0.15 * m, drop - 0.50 * d),
        (0.16 + 0.25 * m, drop - 0.20 * d),
    )
    if spec.kind == "cat":
        tip = blob((nose - 0.05, drop + 0.5 * d), (nose + 0.045, drop + 0.5 * d), (nose + 0.01, drop + 0.05 * d))
        cuts += [
            mark(
                ribbon(path((nose - 0.12, drop - 0.1 - 0.04 * k), (nose - 0.28, drop - 0.08 - 0.07 * k)), 0.008, 0.004),
                (1, 1, 0.96),
                0.8,
            )
            for k in range(2)
        ]
    if not beast.hoof:
        cuts.append(
            mark(tip, mix(spec.accent, NOSE, 0.85) if spec.kind not in ("cat", "rabbit") else (0.86, 0.50, 0.50))
        )
        if spec.kind not in ("cat", "rabbit"):
            cuts.append(mark(ellipse((nose + 0.005, drop + 0.5 * d), 0.018, 0.010), (1, 1, 1), 0.7))
    else:
        cuts.append(mark(ellipse((nose - 0.015, drop + 0.05 * d), 0.026, 0.032, 0.5), shade(c, -0.24), 0.9))
    cuts.append(
        mark(
            ribbon(mouth, 0.012, 0.016, 0.006),
            shade(spec.accent, -0.05) if spec.kind != "cat" else shade(c, -0.25),
            0.85,
        )
    )
    return [*cuts, *_eye(spec, beast)]


def _markings(spec: PuppetSpec, beast: Beast, nose: float, drop: float) -> list[Cut]:
    """The light lower face, dark mask or blaze of each kind."""
    light, c, kind, d = spec.belly, spec.coat, spec.kind, beast.snub
    if kind in ("fox", "wolf", "cat", "dog", "rabbit"):
        low = blob(
            (nose + 0.1, drop - 0.02),
            (0.30, drop + 0.02 * d),
            (0.10, -0.10),
            (-0.14, -0.15),
            (-0.40, -0.22),
            (-0.2, -0.5),
            (0.3, -0.5),
            (nose + 0.1, -0.4),
        )
        cuts = [mark(low, light, 0.97)]
        if kind == "wolf":
            cuts.append(
                mark(
                    blob(
                        (0.10, 0.36),
                        (0.30, 0.18),
                        (nose - 0.05, drop + 0.9 * d),
                        (0.34, 0.06),
                        (0.14, 0.17),
                        (-0.2, 0.22),
                        (-0.2, 0.4),
                    ),
                    shade(c, -0.10),
                    0.75,
                    soft=0.02,
                )
            )
            cuts.append(mark(ellipse((0.10, 0.19), 0.07, 0.035, 0.3), light, 0.9, soft=0.008))
        if kind == "dog":
            cuts.append(
                mark(
                    blob((-0.05, 0.40), (0.02, 0.10), (0.16, -0.06), (0.28, 0.05), (0.24, 0.25), (0.1, 0.4)),
                    spec.accent,
                    0.85,
                )
            )
        if spec.pattern == "stripes":
            cuts += [
                mark(ribbon(path((x, 0.36), (x + 0.03, 0.2)), 0.035, 0.01), spec.accent, 0.9)
                for x in (-0.14, -0.03, 0.08)
            ]
            cuts += [
                mark(ribbon(path((-0.34, y), (-0.16, y + 0.03)), 0.03, 0.008), spec.accent, 0.85) for y in (0.06, -0.04)
            ]
        return cuts
    if kind == "bear":
        return [mark(ellipse((nose - 0.10, drop - 0.1 * d), 0.20, 0.17), light, 0.95)]
    if kind == "deer":
        return [mark(ellipse((nose - 0.02, drop - 0.7 * d), 0.20, 0.09, -0.2), light, 0.95),
            mark(ellipse(eye_at(beast), 0.11, 0.085), light, 0.55, soft=0.02),
                mark(ellipse((nose + 0.03, drop + 0.25 * d), 0.055, 0.07), shade(spec.accent, -0.06),
                    0.95)]  # fmt: skip
    blaze = path((0.16, 0.29), (0.34, 0.14), (0.2 + beast.muzzle, drop + 0.62 * d))
    return [
        mark(ribbon(blaze, 0.03, 0.07, 0.05), (0.96, 0.93, 0.88), 0.95),
        mark(ellipse((nose, drop - 0.2 * d), 0.13, 0.15), shade(c, -0.12), 0.8, soft=0.03),
    ]


def _eye(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    x, y = eye_at(beast)
    r = 0.072 if beast.muzzle > 0.25 else 0.085
    r = r * 0.75 if spec.kind == "bear" else r
    glow = 0.9 if spec.glowing else 0.0
    iris = (
        spec.eyes
        if sum(spec.eyes) > 0.7
        else {"fox": (0.62, 0.36, 0.12), "wolf": (0.82, 0.66, 0.28), "cat": (0.45, 0.66, 0.34)}.get(
            spec.kind, (0.36, 0.21, 0.13)
        )
    )
    rim = mark(ellipse((x, y), 0.92 * r, 1.06 * r, -0.2), NOSE, glow=glow)
    inner = mark(ellipse((x + 0.005, y - 0.005), 0.70 * r, 0.84 * r, -0.2), iris, soft=0.004, glow=glow)
    pupil = mark(ellipse((x + 0.014, y), (0.30 if spec.kind == "cat" else 0.46) * r, 0.66 * r), NOSE)
    shine = mark(ellipse((x + 0.026, y + 0.38 * r), 0.27 * r), (1, 1, 0.98))
    corner = mark(
        ribbon(path((x - 0.7 * r, y + 0.6 * r), (x, y + 1.08 * r), (x + 0.9 * r, y + 0.4 * r)), 0.01, 0.028, 0.01), NOSE
    )
    return [rim, inner, pupil, shine, corner]


def _lid(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    x, y = eye_at(beast)
    lash = path((x - 0.08, y - 0.055), (x, y - 0.082), (x + 0.08, y - 0.05))
    return [
        Cut(ellipse((x, y), 0.094, 0.10), shade(spec.coat, -0.02), volume=0.0),
        mark(ribbon(lash, 0.01, 0.03, 0.01), NOSE),
    ]


def _ear(spec: PuppetSpec, beast: Beast) -> tuple[list[Cut], Xy]:
    """The near ear and where it turns."""
    c, inner, dark = spec.coat, mix(spec.belly, (0.86, 0.55, 0.50), 0.45), spec.accent
    if beast.ears == "floppy":
        flap = blob(
            (-0.02, 0.28), (-0.18, 0.34), (-0.36, 0.18), (-0.46, -0.14), (-0.38, -0.42), (-0.22, -0.38), (-0.10, 0.0)
        )
        return [Cut(flap, dark, cast=0.4)], (-0.12, 0.24)
    if beast.ears == "round":
        return [
            Cut(ellipse((-0.20, 0.31), 0.125), c),
            mark(ellipse((-0.19, 0.30), 0.07), spec.belly, 0.8, soft=0.01),
        ], (-0.18, 0.24)
    if beast.ears == "long":
        outer = blob(
            (-0.06, 0.24), (-0.10, 0.55), (-0.20, 0.90), (-0.30, 1.02), (-0.36, 0.86), (-0.32, 0.50), (-0.20, 0.22)
        )
        pink = blob((-0.12, 0.34), (-0.16, 0.60), (-0.25, 0.90), (-0.30, 0.82), (-0.26, 0.52))
        return [Cut(outer, c), mark(pink, inner, 0.9)], (-0.14, 0.26)
    if beast.ears == "deer":
        leaf = blob((-0.10, 0.24), (-0.22, 0.42), (-0.44, 0.58), (-0.62, 0.60, 1), (-0.52, 0.38), (-0.30, 0.20))
        return [
            Cut(leaf, c),
            mark(blob((-0.20, 0.29), (-0.36, 0.46), (-0.54, 0.54), (-0.40, 0.34)), spec.belly, 0.85),
        ], (-0.16, 0.24)
    if beast.ears == "horse":
        leaf = blob((-0.06, 0.26), (-0.04, 0.42), (-0.10, 0.60, 1), (-0.22, 0.46), (-0.22, 0.26))
        return [Cut(leaf, c), mark(blob((-0.09, 0.30), (-0.08, 0.42), (-0.11, 0.52), (-0.16, 0.40)), dark, 0.6)], (
            -0.14,
            0.26,
        )
    tall = {"fox": 0.78, "cat": 0.62}.get(spec.kind, 0.64)
    outer = blob(
        (0.02, 0.29, 1), (-0.03, 0.64 * tall), (-0.13, tall, 1), (-0.28, 0.59 * tall), (-0.34, 0.17, 1), (-0.15, 0.2)
    )
    cuts = [Cut(outer, c)]
    if spec.kind == "fox":
        cuts.append(mark(blob((-0.13, tall + 0.04), (-0.24, 0.54), (-0.10, 0.56), (-0.04, 0.56)), dark, 0.95))
    return [
        *cuts,
        mark(
            blob((-0.04, 0.33), (-0.08, 0.48), (-0.14, 0.60 * tall + 0.22), (-0.23, 0.42), (-0.20, 0.28)), inner, 0.85
        ),
    ], (-0.15, 0.26)


def _antler() -> list[Cut]:
    bone: Rgb = (0.62, 0.48, 0.34)
    beam = path((-0.14, 0.28), (-0.30, 0.62), (-0.34, 1.0), (-0.12, 1.34), (0.06, 1.42))
    tines = [
        path((-0.24, 0.50), (-0.04, 0.66), (0.10, 0.86)),
        path((-0.34, 0.86), (-0.52, 1.08), (-0.56, 1.32)),
        path((-0.31, 1.06), (-0.10, 1.10), (0.06, 1.12)),
    ]
    return [
        *(Cut(ribbon(t, 0.07, 0.05, 0.02), bone, volume=0.6, cast=0.1) for t in tines),
        Cut(ribbon(beam, 0.09, 0.065, 0.02), bone, volume=0.7, cast=0.1),
    ]


def _horn() -> list[Cut]:
    horn = blob((0.08, 0.28), (0.42, 0.92, 1), (0.20, 0.24))
    rings = [
        mark(
            ribbon(path((0.08 + 0.07 * k, 0.40 + 0.12 * k), (0.26 + 0.045 * k, 0.36 + 0.12 * k)), 0.02),
            (0.80, 0.62, 0.35),
            0.8,
        )
        for k in range(4)
    ]
    return [Cut(horn, (0.98, 0.90, 0.68), glow=0.35), *rings]
