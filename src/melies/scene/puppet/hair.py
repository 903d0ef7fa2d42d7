"""Hair and beards, in head units."""

from __future__ import annotations

import math

from melies.core.seed import Seed
from melies.scene.puppet.brush import Cut, mark
from melies.scene.puppet.shapes import blob, ellipse, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, lightness, shade

HOODED = 0.46  # of the head's height from its middle: curls further out would grow through a hood


def _strands(lines: list[list[tuple[float, float]]], colour: Rgb, width: float = 0.022) -> list[Cut]:
    """Painted locks: alternately lighter and darker than the hair."""
    step = 0.085 if lightness(colour) < 0.8 else 0.05
    return [
        mark(ribbon(path(*line), 0.2 * width, width, 0.2 * width), shade(colour, step if n % 2 else -step), 0.65)
        for n, line in enumerate(lines)
    ]


def cap_hair(spec: PuppetSpec) -> list[Cut]:
    """The hair on top of the head; under a closed hat only what shows below it."""
    if spec.hat in ("visor", "helmet"):
        return []
    if spec.hair_style == "bald":
        return _bald(spec)
    if spec.hair_style == "curly":
        return _curly(spec)
    return {"bob": _bob, "long": _long, "braid": _long, "bun": _bun, "ponytail": _bun}.get(spec.hair_style, _short)(
        spec
    )


def _short(spec: PuppetSpec) -> list[Cut]:
    outline = blob((0.40, 0.13, 1), (0.30, 0.235), (0.25, 0.155, 1), (0.16, 0.25), (0.08, 0.165, 1), (-0.02, 0.19),
                   (-0.075, 0.03), (-0.10, -0.10, 1), (-0.20, 0.03), (-0.26, -0.16), (-0.33, -0.29, 1), (-0.45, -0.12),
                   (-0.50, 0.10), (-0.53, 0.20, 1), (-0.46, 0.36), (-0.36, 0.50, 1), (-0.22, 0.52), (-0.06, 0.605, 1),
                   (0.10, 0.535), (0.27, 0.52), (0.41, 0.40), (0.455, 0.26))  # fmt: skip
    lines = [[(-0.05, 0.52), (0.18, 0.42), (0.33, 0.24)], [(-0.15, 0.48), (0.06, 0.38), (0.15, 0.26)],
             [(-0.25, 0.44), (-0.12, 0.32), (-0.06, 0.18)], [(-0.36, 0.36), (-0.33, 0.1), (-0.36, -0.15)],
             [(-0.44, 0.25), (-0.42, 0.08), (-0.42, -0.08)]]  # fmt: skip
    return [Cut(outline, spec.hair), *_strands(lines, spec.hair)]


def _bob(spec: PuppetSpec) -> list[Cut]:
    outline = blob((0.415, 0.09, 1), (0.33, 0.165), (0.26, 0.125, 1), (0.17, 0.19), (0.06, 0.125, 1), (0.005, 0.05),
                   (-0.01, -0.16), (0.03, -0.36, 1), (-0.10, -0.47), (-0.30, -0.46), (-0.46, -0.36, 1), (-0.53, -0.12),
                   (-0.52, 0.16), (-0.42, 0.40), (-0.20, 0.545), (0.08, 0.565), (0.31, 0.48), (0.44, 0.31))  # fmt: skip
    lines = [[(-0.02, 0.50), (0.20, 0.40), (0.34, 0.20)], [(-0.08, 0.48), (0.08, 0.36), (0.16, 0.20)],
             [(-0.16, 0.45), (-0.10, 0.1), (-0.05, -0.30)], [(-0.26, 0.42), (-0.26, 0.05), (-0.20, -0.40)],
             [(-0.38, 0.32), (-0.42, 0.0), (-0.36, -0.38)], [(-0.1, 0.40), (-0.02, 0.24), (0.02, 0.10)]]  # fmt: skip
    return [Cut(outline, spec.hair), *_strands(lines, spec.hair, 0.026)]


def _long(spec: PuppetSpec) -> list[Cut]:
    outline = blob((0.425, 0.06, 1), (0.36, 0.24), (0.20, 0.33), (0.10, 0.25), (0.035, 0.08), (-0.02, -0.14),
                   (-0.045, -0.42), (-0.06, -0.62, 1), (-0.20, -0.50), (-0.34, -0.58, 1), (-0.47, -0.30), (-0.52,
                   -0.02),
                   (-0.50, 0.20), (-0.40, 0.41), (-0.18, 0.545), (0.09, 0.56), (0.31, 0.47), (0.43, 0.29))  # fmt: skip
    lines = [[(0.12, 0.50), (0.28, 0.40), (0.38, 0.22)], [(0.02, 0.50), (-0.02, 0.2), (-0.07, -0.45)],
             [(-0.10, 0.47), (-0.16, 0.1), (-0.17, -0.45)], [(-0.22, 0.42), (-0.30, 0.05), (-0.28, -0.42)],
             [(-0.34, 0.34), (-0.42, 0.05), (-0.38, -0.35)]]  # fmt: skip
    return [Cut(outline, spec.hair), *_strands(lines, spec.hair, 0.028)]


def _bun(spec: PuppetSpec) -> list[Cut]:
    outline = blob((0.42, 0.08, 1), (0.34, 0.25), (0.20, 0.32), (0.06, 0.24), (-0.03, 0.06), (-0.10, -0.06),
                   (-0.20, -0.10), (-0.30, -0.28), (-0.42, -0.12), (-0.49, 0.12), (-0.42, 0.38), (-0.20, 0.535),
                   (0.08, 0.555), (0.31, 0.46), (0.43, 0.28))  # fmt: skip
    lines = [[(0.38, 0.22), (0.1, 0.42), (-0.25, 0.44)], [(0.22, 0.32), (-0.05, 0.36), (-0.35, 0.34)],
             [(0.02, 0.2), (-0.18, 0.22), (-0.40, 0.22)], [(-0.14, -0.02), (-0.28, 0.05), (-0.44, 0.12)]]  # fmt: skip
    cuts = [Cut(outline, spec.hair), *_strands(lines, spec.hair, 0.024)]
    if spec.hair_style == "ponytail" or spec.hat:
        return cuts
    knot = ellipse((-0.36, 0.50), 0.20, 0.185, 0.4)
    swirl = [[(-0.48, 0.46), (-0.38, 0.60), (-0.25, 0.54), (-0.28, 0.44), (-0.38, 0.44)]]
    return [Cut(knot, spec.hair), *cuts, *_strands(swirl, spec.hair, 0.03)]


def _curly(spec: PuppetSpec) -> list[Cut]:
    rng = (Seed(0) / "curls").rng()
    spots = [(0.36, 0.27), (0.24, 0.36), (0.36, 0.42), (0.18, 0.53), (-0.02, 0.60), (-0.22, 0.57), (-0.40, 0.46),
        (-0.52, 0.30),
             (-0.57, 0.10), (-0.54, -0.10), (-0.46, -0.28), (-0.34, -0.34), (0.10, 0.36), (-0.05, 0.40), (-0.06, 0.22),
             (-0.20, 0.36), (-0.32, 0.20), (-0.36, 0.0), (-0.30, -0.16), (-0.40, 0.26), (-0.16, 0.12)]  # fmt: skip
    base = blob((0.30, 0.33), (0.1, 0.30), (-0.06, 0.15), (-0.14, -0.05), (-0.30, -0.28), (-0.48, -0.1), (-0.5, 0.2),
                (-0.3, 0.5), (0.0, 0.55), (0.25, 0.48))  # fmt: skip
    cuts = [Cut(base, shade(spec.hair, -0.03))]
    for x, y in spots if spec.hat != "hood" else [spot for spot in spots if math.hypot(*spot) < HOODED]:
        r = float(rng.uniform(0.115, 0.145))
        tone = shade(spec.hair, float(rng.uniform(-0.02, 0.03)))
        cuts.append(Cut(ellipse((x, y), r), tone, volume=0.6, cast=0.2))
        arc = [(x + 0.55 * r * math.cos(t), y + 0.55 * r * math.sin(t)) for t in (0.3, 1.4, 2.6)]
        cuts.append(mark(ribbon(path(*arc), 0.006, 0.024, 0.006), shade(tone, 0.09), 0.6))
    return cuts


def _bald(spec: PuppetSpec) -> list[Cut]:
    if spec.age != "old":
        return []
    tuft = blob((-0.10, 0.02), (-0.08, -0.10), (-0.18, -0.20), (-0.34, -0.29, 1), (-0.44, -0.20), (-0.56, -0.10, 1),
                (-0.50, 0.06), (-0.53, 0.17, 1), (-0.38, 0.19), (-0.22, 0.10))  # fmt: skip
    return [Cut(tuft, spec.hair), *_strands([[(-0.2, 0.05), (-0.35, -0.05), (-0.45, -0.1)]], spec.hair)]


def back_hair(spec: PuppetSpec) -> list[Cut]:
    """What hangs behind the shoulders and swings by itself."""
    if spec.hat in ("visor", "helmet"):
        return []
    if spec.hair_style == "long":
        length = 0.35 if spec.age == "old" else 0.6
        outline = blob((-0.05, 0.1), (-0.10, -0.4), (-0.08, -0.80 - 0.5 * length), (-0.18, -1.0 - length, 1),
                       (-0.30, -0.9 - length), (-0.42, -1.0 - 0.9 * length, 1), (-0.56, -0.7 - 0.5 * length), (-0.56,
                       -0.4),
                       (-0.52, 0.1), (-0.3, 0.3))  # fmt: skip
        lines = [[(x, 0.0), (x - 0.03, -0.6), (x + 0.02, -0.85 - length)] for x in (-0.18, -0.28, -0.38, -0.47)]
        return [Cut(outline, shade(spec.hair, -0.05)), *_strands(lines, shade(spec.hair, -0.05), 0.035)]
    if spec.hair_style == "braid":
        return _plait(spec)
    if spec.hair_style == "ponytail":
        tail = blob((-0.34, 0.26), (-0.30, 0.0), (-0.36, -0.4), (-0.42, -0.75), (-0.60, -0.98, 1), (-0.66, -0.6),
            (-0.70, -0.2),
                    (-0.62, 0.15), (-0.46, 0.30))  # fmt: skip
        lines = [[(-0.42, 0.2), (-0.44, -0.2), (-0.52, -0.8)], [(-0.52, 0.2), (-0.56, -0.2), (-0.58, -0.75)]]
        tie = ellipse((-0.40, 0.22), 0.085, 0.06, 0.6)
        return [Cut(tail, spec.hair), *_strands(lines, spec.hair, 0.035), Cut(tie, spec.accent)]
    return []


def _plait(spec: PuppetSpec) -> list[Cut]:
    cuts = []
    tip = blob((-0.52, -1.02), (-0.42, -1.0), (-0.45, -1.28, 1), (-0.52, -1.22), (-0.56, -1.3, 1))
    cuts.append(Cut(tip, spec.hair))
    for n in range(6):
        y, x = -0.16 - 0.15 * n, -0.40 - 0.015 * n
        side = 0.045 if n % 2 else -0.045
        cuts.append(Cut(ellipse((x + side, y), 0.125 - 0.008 * n, 0.10, 0.6 if n % 2 else -0.6), spec.hair, volume=0.8))
    return [*cuts, Cut(ellipse((-0.49, -1.03), 0.085, 0.055), spec.accent, volume=0.6)]


def beard(spec: PuppetSpec) -> list[Cut]:
    """A beard with its moustache: short, or down to the belt."""
    if spec.beard == "short":
        outline = blob((-0.13, -0.08, 1), (-0.05, -0.26), (0.10, -0.33), (0.19, -0.25), (0.28, -0.20), (0.38, -0.22),
            (0.43, -0.24),
                       (0.44, -0.38), (0.40, -0.56), (0.22, -0.66), (0.02, -0.57), (-0.12, -0.38))  # fmt: skip
        lines = [[(0.0, -0.32), (0.08, -0.45), (0.16, -0.58)], [(0.33, -0.34), (0.33, -0.45), (0.28, -0.60)],
                 [(0.15, -0.38), (0.18, -0.48), (0.22, -0.6)]]  # fmt: skip
    else:
        outline = blob((-0.15, -0.06, 1), (-0.06, -0.25), (0.09, -0.30), (0.19, -0.235), (0.28, -0.185), (0.39, -0.215),
                       (0.46, -0.25), (0.48, -0.50), (0.46, -0.85), (0.36, -1.2), (0.30, -1.62, 1), (0.21, -1.36),
                       (0.12, -1.48, 1), (0.06, -1.1), (-0.06, -0.80), (-0.14, -0.45))  # fmt: skip
        lines = [[(0.0, -0.35), (0.06, -0.7), (0.14, -1.2)], [(0.12, -0.4), (0.18, -0.8), (0.20, -1.25)],
                 [(0.28, -0.38), (0.30, -0.8), (0.27, -1.35)], [(0.38, -0.4), (0.40, -0.7), (0.34, -1.1)]]  # fmt: skip
    lip = blob((0.16, -0.27), (0.255, -0.335), (0.36, -0.275), (0.30, -0.30), (0.25, -0.295))
    whiskers = blob((0.04, -0.31, 1), (0.14, -0.20), (0.27, -0.175), (0.40, -0.195), (0.50, -0.30, 1), (0.38, -0.265),
                    (0.275, -0.245), (0.15, -0.28))  # fmt: skip
    return [
        Cut(outline, spec.hair), *_strands(lines, spec.hair, 0.03),
        mark(lip, (0.55, 0.24, 0.22), 0.8), Cut(whiskers, shade(spec.hair, 0.03), volume=0.8, cast=0.35),
    ]  # fmt: skip
