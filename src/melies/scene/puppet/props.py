"""Things in the hand, drawn upright about their grip."""

from __future__ import annotations

import math
from collections.abc import Callable

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.shapes import blob, box, ellipse, moved, path, ribbon, star
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

WOOD: Rgb = (0.46, 0.30, 0.19)


def prop_piece(spec: PuppetSpec, body: Body) -> Piece | None:
    """The thing in the hand, upright, its grip at the origin."""
    draw = _PROPS.get(spec.prop)
    return piece(f"prop {spec.prop}", draw(spec, body), (0.0, 0.0)) if draw else None


def _staff(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    pole = ribbon(path((0.0, -0.508), (0.006, -0.1), (-0.004, 0.3), (0.0, 0.50)), 0.022, 0.026, 0.032)
    if spec.kind != "wizard":
        knob = ellipse((0.0, 0.51), 0.026, 0.03)
        return [Cut(pole, c), Cut(knob, shade(c, -0.04))]
    crook = path((0.0, 0.46), (-0.05, 0.54), (-0.035, 0.63), (0.04, 0.645), (0.075, 0.58), (0.045, 0.535))
    gem = blob((0.018, 0.555), (0.042, 0.59), (0.018, 0.625), (-0.008, 0.59))
    lines = [
        mark(ribbon(path((0.002, y), (0.008, y + 0.05), (0.0, y + 0.1)), 0.002, 0.005, 0.002), shade(c, -0.14))
        for y in (-0.4, -0.2, 0.0, 0.2)
    ]
    gem_colour: Rgb = (0.62, 0.95, 1.0)
    return [
        Cut(pole, c),
        Cut(ribbon(crook, 0.034, 0.026, 0.014), c),
        *lines,
        Cut(gem, gem_colour, fade=(0.30, 0.62, 0.95), volume=0.4, glow=1.0),
    ]


def _umbrella(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    r, y = 0.33, 0.47
    pole = ribbon(path((0.0, -0.10), (0.0, y + 0.2)), 0.013)
    crook = ribbon(path((0.0, -0.09), (0.0, -0.13), (0.018, -0.15), (0.036, -0.13)), 0.017)
    rim: list[tuple[float, ...]] = []
    for n in range(4):
        x0, x1 = -r + n * r / 2, -r + (n + 1) * r / 2
        rim += [((x0 + x1) / 2, y + 0.022), (x1, y, 1)]
    dome = blob(
        (-r, y, 1),
        *rim,
        (0.92 * r, y + 0.09),
        (0.62 * r, y + 0.185),
        (0.0, y + 0.235),
        (-0.62 * r, y + 0.185),
        (-0.92 * r, y + 0.09),
    )
    ribs = [
        mark(ribbon(path((0, y + 0.235), (x * 0.62, y + 0.16), (x, y)), 0.004, 0.007), shade(c, -0.11), 0.8)
        for x in (-r / 2, 0.0, r / 2)
    ]
    panels = [mark(blob((0, y + 0.24, 1), (x0 * 0.66, y + 0.16), (x0, y + 0.004, 1), ((x0 + x1) / 2, y + 0.024), (x1,
        y + 0.004, 1), (x1 * 0.66, y + 0.16)), shade(c, t), 0.8)
              for x0, x1, t in ((-r, -r / 2, -0.055), (0.0, r / 2, 0.05), (r / 2, r, -0.01))]  # fmt: skip
    inside = blob((-r, y + 0.004, 1), (0, y - 0.018), (r, y + 0.004, 1), (0, y + 0.06))
    tip = ribbon(((0.0, y + 0.22), (0.0, y + 0.275)), 0.016, 0.008)
    return [
        Cut(inside, shade(c, -0.17), volume=0.2),
        Cut(pole, WOOD, volume=0.5),
        Cut(crook, WOOD),
        Cut(tip, WOOD),
        Cut(dome, c),
        *panels,
        *ribs,
    ]


def _lantern(spec: PuppetSpec, body: Body) -> list[Cut]:
    metal: Rgb = (0.27, 0.22, 0.24)
    bail = path((-0.035, -0.075), (-0.028, -0.02), (0.0, 0.0), (0.028, -0.02), (0.035, -0.075))
    glass = blob((-0.036, -0.085), (-0.046, -0.13), (-0.036, -0.175), (0.036, -0.175), (0.046, -0.13), (0.036, -0.085))
    flame = blob((0.0, -0.098, 1), (0.017, -0.135), (0.0, -0.165), (-0.017, -0.135))
    roof = blob((-0.052, -0.092, 1), (-0.03, -0.07), (0.0, -0.058), (0.03, -0.07), (0.052, -0.092, 1))
    base = box(-0.048, -0.196, 0.048, -0.170, 0.006)
    bars = [mark(ribbon(path((x, -0.08), (1.28 * x, -0.13), (x, -0.175)), 0.006), metal) for x in (-0.034, 0.034)]
    warm = mix(spec.prop_colour, (1.0, 0.80, 0.36), 0.6)
    return [
        Cut(ribbon(bail, 0.008), metal, volume=0.4), Cut(glass, warm, fade=mix(warm, (0.95, 0.5, 0.2), 0.4),
            volume=0.0, glow=0.95),
        mark(flame, (1.0, 0.98, 0.86), soft=0.006, glow=1.0), *bars, Cut(roof, metal), Cut(base, metal),
    ]  # fmt: skip


def _sword(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    blade = blob((-0.017, 0.035, 1), (-0.015, 0.40), (0.0, 0.455, 1), (0.015, 0.40), (0.017, 0.035, 1))
    guard = ribbon(path((-0.065, 0.036), (0.0, 0.026), (0.065, 0.036)), 0.014, 0.022, 0.014)
    grip = ribbon(((0.0, 0.025), (0.0, -0.05)), 0.02)
    return [Cut(blade, c), mark(ribbon(((0.004, 0.05), (0.002, 0.42)), 0.008), shade(c, 0.14)), Cut(grip, WOOD),
            Cut(guard, (0.85, 0.66, 0.28)), Cut(ellipse((0.0, -0.06), 0.016), (0.85, 0.66, 0.28))]  # fmt: skip


def _book(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    cover = blob(
        (-0.085, -0.015, 1), (-0.085, 0.085, 1), (0.0, 0.068), (0.085, 0.085, 1), (0.085, -0.015, 1), (0.0, -0.03)
    )
    pages = blob(
        (-0.076, -0.002, 1),
        (-0.076, 0.092, 1),
        (-0.035, 0.098),
        (0.0, 0.076, 1),
        (0.035, 0.098),
        (0.076, 0.092, 1),
        (0.076, -0.002, 1),
        (0.0, -0.016),
    )
    lines = [
        mark(ribbon(path((x - 0.022, y), (x + 0.022, y + 0.002)), 0.004), (0.55, 0.50, 0.46), 0.7)
        for x in (-0.04, 0.04)
        for y in (0.02, 0.04, 0.06)
    ]
    return [
        Cut(cover, c),
        Cut(pages, (0.97, 0.94, 0.86), volume=0.6),
        *lines,
        mark(ribbon(path((0, -0.02), (0, 0.075)), 0.006), (0.7, 0.64, 0.56)),
    ]


def _flower(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    stem = ribbon(path((0.0, -0.08), (0.012, 0.05), (0.0, 0.16)), 0.011)
    leaf = blob((0.008, 0.03, 1), (0.05, 0.06), (0.075, 0.05, 1), (0.045, 0.025))
    petals = [
        Cut(
            moved(ellipse((0.036, 0.0), 0.034, 0.024), 0.0, 0.185, turn=n * math.tau / 6),
            shade(c, 0.02 * (n % 2)),
            volume=0.5,
            cast=0.2,
        )
        for n in range(6)
    ]
    return [
        Cut(stem, (0.33, 0.52, 0.27)),
        Cut(leaf, (0.38, 0.60, 0.30)),
        *petals,
        Cut(ellipse((0.0, 0.185), 0.024), (0.97, 0.80, 0.32), volume=0.7),
    ]


def _balloon(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    string = ribbon(path((0.0, 0.0), (0.02, 0.14), (-0.012, 0.28), (0.0, 0.42)), 0.009)
    skin = blob(
        (0.0, 0.42),
        (-0.10, 0.49),
        (-0.135, 0.60),
        (-0.085, 0.71),
        (0.0, 0.74),
        (0.085, 0.71),
        (0.135, 0.60),
        (0.10, 0.49),
    )
    knot = blob((0.0, 0.43, 1), (-0.02, 0.405, 1), (0.02, 0.405, 1))
    return [Cut(string, (0.92, 0.90, 0.84), volume=0.0), Cut(knot, shade(c, -0.05)), Cut(skin, c, volume=1.1),
            mark(ellipse((0.05, 0.66), 0.022, 0.040, 0.5), (1, 1, 1), 0.55, soft=0.008)]  # fmt: skip


def _rod(spec: PuppetSpec, body: Body) -> list[Cut]:
    pole = ribbon(path((-0.06, -0.10), (0.16, 0.24), (0.42, 0.50)), 0.016, 0.011, 0.006)
    line = ribbon(path((0.42, 0.50), (0.46, 0.1), (0.455, -0.34)), 0.005)
    return [Cut(line, (0.90, 0.90, 0.86), volume=0.0), Cut(pole, spec.prop_colour), Cut(ellipse((0.03, 0.02), 0.022),
        (0.40, 0.42, 0.48)),
            Cut(ellipse((0.455, -0.33), 0.016, 0.020), (0.85, 0.25, 0.2), volume=0.7)]  # fmt: skip


def _kite(spec: PuppetSpec, body: Body) -> list[Cut]:
    c = spec.prop_colour
    x, y = -0.34, 0.62
    string = ribbon(path((0.0, 0.0), (-0.10, 0.30), (x, y)), 0.005)
    sail = blob((x, y + 0.19, 1), (x + 0.12, y + 0.03, 1), (x, y - 0.17, 1), (x - 0.12, y + 0.03, 1))
    half = blob((x, y + 0.19, 1), (x + 0.12, y + 0.03, 1), (x, y + 0.03, 1))
    tail = path((x, y - 0.17), (x - 0.05, y - 0.26), (x + 0.0, y - 0.34), (x - 0.06, y - 0.42))
    bows = [Cut(star(p, 0.028, 2, 0.3, 0.3), spec.accent, volume=0.3) for p in ((x - 0.05, y - 0.25), (x, y - 0.335))]
    return [
        Cut(string, (0.92, 0.90, 0.84), volume=0.0),
        Cut(ribbon(tail, 0.006), c, volume=0),
        *bows,
        Cut(sail, c),
        mark(half, shade(c, 0.10)),
    ]


_PROPS: dict[str, Callable[[PuppetSpec, Body], list[Cut]]] = {
    "staff": _staff, "umbrella": _umbrella, "lantern": _lantern, "sword": _sword, "book": _book, "flower": _flower,
    "balloon": _balloon, "fishing rod": _rod, "kite": _kite,
}  # fmt: skip
