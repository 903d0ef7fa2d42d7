"""What people wear on top: capes, scarves and packs on the back."""

from __future__ import annotations

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.shapes import blob, box, ellipse, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

LEATHER: Rgb = (0.46, 0.30, 0.19)


def worn(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    """cape, scarf (the wrap), scarf_tail and backpack, those the spec has."""
    pieces = {}
    w, top = body.wide, body.shoulder
    if spec.cape is not None:
        pieces["cape"] = piece("cape", _cape(spec.cape, body), (-0.2 * w, top))
    if spec.scarf is not None:
        wrap = blob((-0.62 * w, top + 0.016), (-0.2 * w, top + 0.040), (0.3 * w, top + 0.038), (0.66 * w,
            top + 0.006), (0.6 * w, top - 0.034),
                    (0.0, top - 0.044), (-0.55 * w, top - 0.028))  # fmt: skip
        crease = path((-0.5 * w, top + 0.004), (0.0, top - 0.012), (0.55 * w, top - 0.002))
        cuts = [
            Cut(wrap, spec.scarf, cast=0.4),
            mark(ribbon(crease, 0.003, 0.009, 0.003), shade(spec.scarf, -0.12), 0.8),
        ]
        pieces["scarf"] = piece("scarf", cuts, (0.0, top))
        pieces["scarf_tail"] = piece("scarf_tail", _tail(spec.scarf, body), (-0.45 * w, top - 0.005))
    if spec.backpack is not None or spec.kind == "astronaut":
        cuts = _life_support(spec, body) if spec.kind == "astronaut" else _backpack(spec.backpack or LEATHER, body)
        pieces["backpack"] = piece("backpack", cuts, (0.0, body.hip))
    return pieces


def _cape(c: Rgb, body: Body) -> list[Cut]:
    w, top, low = body.wide, body.shoulder, 0.30 * body.hip
    outline = blob((0.5 * w, top + 0.02), (-0.5 * w, top + 0.026), (-1.05 * w, top - 0.06), (-1.45 * w,
        0.55 * top + 0.45 * low), (-2.1 * w, low, 1),
                   (-1.5 * w, low - 0.022), (-1.0 * w, low + 0.012), (-0.4 * w, low - 0.016), (0.2 * w, low + 0.012),
                   (0.7 * w, low, 1), (0.6 * w, top - 0.1))  # fmt: skip
    folds = [
        path((x0 * w, top - 0.06), (x1 * w, 0.5 * (top + low)), (x2 * w, low))
        for x0, x1, x2 in ((-0.7, -1.1, -1.5), (-0.4, -0.6, -1.0), (0, -0.2, -0.4))
    ]
    return [Cut(outline, c), *(mark(ribbon(f, 0.003, 0.016, 0.03), shade(c, -0.10), 0.6) for f in folds)]


def _tail(c: Rgb, body: Body) -> list[Cut]:
    w, top = body.wide, body.shoulder
    x, length = -0.45 * w, 0.30 * top
    band = blob(
        (x - 0.026, top),
        (x + 0.026, top),
        (x + 0.030, top - 0.5 * length),
        (x + 0.036, top - length, 1),
        (x - 0.036, top - length, 1),
        (x - 0.03, top - 0.5 * length),
    )
    stripes = [
        mark(box(x - 0.05, top - t * length - 0.008, x + 0.05, top - t * length + 0.008), shade(c, 0.14), 0.9)
        for t in (0.66, 0.80)
    ]
    fringe = [
        Cut(ribbon(((x + d, top - length + 0.006), (x + 1.15 * d, top - length - 0.026)), 0.009), c, volume=0.4, cast=0)
        for d in (-0.03, -0.015, 0, 0.015, 0.03)
    ]
    return [*fringe, Cut(band, c), *stripes]


def _backpack(c: Rgb, body: Body) -> list[Cut]:
    w, top, waist = body.wide, body.shoulder, body.waist
    h = top - waist
    bag = blob(
        (-0.5 * w, top - 0.02),
        (-1.2 * w, top - 0.0),
        (-1.75 * w, top - 0.05),
        (-1.9 * w, waist + 0.3 * h),
        (-1.75 * w, waist - 0.06),
        (-1.2 * w, waist - 0.075),
        (-0.5 * w, waist - 0.06),
    )
    flap = blob(
        (-0.5 * w, top - 0.005),
        (-1.2 * w, top + 0.012),
        (-1.8 * w, top - 0.04),
        (-1.86 * w, top - 0.115),
        (-1.2 * w, top - 0.135),
        (-0.5 * w, top - 0.11),
    )
    roll = ribbon(((-1.75 * w, top + 0.028), (-0.5 * w, top + 0.034)), 0.062)
    strap = [mark(box(x * w - 0.008, top - 0.16, x * w + 0.008, top + 0.02), shade(c, -0.16)) for x in (-1.45, -0.95)]
    return [Cut(bag, c), Cut(flap, shade(c, 0.05), cast=0.4), *strap, Cut(roll, mix(c, (0.45, 0.56, 0.45), 0.7))]


def _life_support(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top, waist, c = body.wide, body.shoulder, body.waist, shade(spec.cloth, -0.06)
    pack = box(-1.62 * w, waist - 0.075, -0.3 * w, top + 0.045, 0.035)
    panel = box(-1.52 * w, waist - 0.045, -1.08 * w, waist + 0.05, 0.01)
    return [Cut(pack, c), Cut(panel, shade(c, -0.10), volume=0.5), mark(box(-1.6 * w, top - 0.05, -0.3 * w,
        top - 0.025), spec.accent),
            mark(ellipse((-1.30 * w, waist + 0.005), 0.014), (0.35, 0.80, 0.70), glow=0.6)]  # fmt: skip
