"""What is painted on garments: collars, buttons, belts, hems, pockets, crests."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, mark
from melies.scene.puppet.hems import hem_half_width, hem_height
from melies.scene.puppet.shapes import Outline, blob, box, ellipse, path, ribbon, star
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, mix, shade

CREAM: Rgb = (0.96, 0.92, 0.84)


def decorated(spec: PuppetSpec, body: Body) -> list[Cut]:
    """The ornaments of the spec's costume."""
    return _DECOR.get(spec.costume, _shirt)(spec, body)


def _line(points: list[tuple[float, float]], colour: Rgb, width: float = 0.007, opacity: float = 0.75) -> Cut:
    return mark(ribbon(path(*points), 0.4 * width, width, 0.5 * width), colour, opacity)


def _hem_band(spec: PuppetSpec, body: Body, colour: Rgb, width: float, rise: float = 0.018) -> Cut:
    hem, half = hem_height(spec, body), hem_half_width(spec, body) + 0.03
    line = path(
        (-half, hem + rise),
        (-0.5 * half, hem + rise - 0.012),
        (0, hem + rise - 0.016),
        (0.5 * half, hem + rise - 0.012),
        (half, hem + rise),
    )
    return mark(ribbon(line, width), colour)


def _folds(spec: PuppetSpec, body: Body, places: tuple[float, ...] = (-0.62, -0.25, 0.3, 0.68)) -> list[Cut]:
    hem, half, c = hem_height(spec, body), hem_half_width(spec, body), shade(spec.cloth, -0.09)
    top = body.waist - 0.02
    return [
        mark(
            ribbon(
                path((0.55 * p * body.wide, top), (0.8 * p * half, 0.5 * (top + hem)), (p * half, hem - 0.01)),
                0.002,
                0.010,
                0.020,
            ),
            c,
            0.55,
        )
        for p in places
    ]


def _collar(spec: PuppetSpec, body: Body, colour: Rgb, drop: float = 0.045) -> list[Cut]:
    w, top = body.wide, body.shoulder
    near = blob((-0.36 * w, top + 0.026), (0.10 * w, top + 0.004), (0.34 * w, top - 0.01, 1), (0.12 * w, top - drop, 1),
                (-0.34 * w, top - 0.5 * drop), (-0.5 * w, top + 0.01))  # fmt: skip
    far = blob(
        (0.34 * w, top - 0.008, 1),
        (0.42 * w, top + 0.018),
        (0.62 * w, top + 0.002),
        (0.62 * w, top - 0.7 * drop, 1),
        (0.45 * w, top - 0.5 * drop),
    )
    return [Cut(far, shade(colour, -0.05), volume=0.5), Cut(near, colour, volume=0.6, cast=0.3)]


def _buttons(body: Body, colour: Rgb, low: float, count: int, r: float = 0.0115) -> list[Cut]:
    x, top = 0.30 * body.wide, body.shoulder - 0.075
    return [
        Cut(ellipse((x + 0.008 * n, y), r), colour, volume=0.6, cast=0.4)
        for n, y in enumerate(np.linspace(top, low, count).tolist())
    ]


def _opening(spec: PuppetSpec, body: Body, line: tuple[float, float, float], folds: tuple[float, ...]) -> list[Cut]:
    """Folds, and the edge of the front: its x at shoulder, waist and hem, in body widths."""
    heights = (body.shoulder - 0.02, body.waist, hem_height(spec, body) - 0.02)
    edge = [(x * body.wide, y) for x, y in zip(line, heights, strict=True)]
    return [*_folds(spec, body, folds), _line(edge, shade(spec.cloth, -0.13), 0.009)]


def _flap(body: Body, left: float, right: float, y: float, drop: float) -> Outline:
    """A pocket or its flap hanging from y, between two x in body widths."""
    w = body.wide
    return blob(
        (left * w, y, 1),
        (right * w, y - 0.006, 1),
        ((right + 0.01) * w, y - 0.82 * drop),
        (0.5 * (left + right) * w, y - drop),
        (left * w, y - 0.78 * drop),
    )


def _coat(spec: PuppetSpec, body: Body) -> list[Cut]:
    hem, w, c = hem_height(spec, body), body.wide, spec.cloth
    y = body.waist - 0.34 * (body.waist - hem)
    belt = ribbon(path((-1.2 * w, body.waist), (0, body.waist - 0.01), (1.2 * w, body.waist)), 0.030)
    return [
        *_opening(spec, body, (0.40, 0.46, 0.56), (-0.7, 0.15, 0.75)),
        mark(belt, shade(c, -0.10), 0.9),
        Cut(_flap(body, -0.62, -0.02, y, 0.044), shade(c, 0.015), volume=0.5, cast=0.3),
        _hem_band(spec, body, shade(c, -0.07), 0.02, 0.008),
        *_collar(spec, body, shade(c, 0.06), 0.055),
        *_buttons(body, spec.accent, hem + 0.08, 4),
    ]


def _raincoat(spec: PuppetSpec, body: Body) -> list[Cut]:
    hem, w, c = hem_height(spec, body), body.wide, spec.cloth
    y = body.waist - 0.25 * (body.waist - hem)
    toggles = []
    for ty in np.linspace(body.shoulder - 0.07, hem + 0.085, 3).tolist():
        toggles.append(mark(ribbon(((0.12 * w, ty), (0.80 * w, ty - 0.004)), 0.0085), shade(c, -0.16), 0.9))
        toggles.append(Cut(ribbon(((0.26 * w, ty), (0.50 * w, ty - 0.002)), 0.019), spec.shoes, volume=0.6, cast=0.35))
    return [
        *_opening(spec, body, (0.36, 0.44, 0.62), (-0.75, 0.1, 0.78)),
        Cut(_flap(body, -0.79, -0.09, y, 0.085), shade(c, -0.015), volume=0.5),
        Cut(_flap(body, -0.82, -0.06, y + 0.004, 0.038), shade(c, 0.03), volume=0.5, cast=0.35),
        _hem_band(spec, body, shade(c, 0.07), 0.018, 0.012),
        *toggles,
    ]


def _dress(spec: PuppetSpec, body: Body) -> list[Cut]:
    w = body.wide
    sash = ribbon(path((-1.1 * w, body.waist + 0.004), (0, body.waist - 0.008), (1.1 * w, body.waist + 0.004)), 0.028)
    return [
        *_folds(spec, body), mark(sash, spec.accent), _hem_band(spec, body, spec.accent, 0.014, 0.026),
        *_collar(spec, body, CREAM, 0.05), Cut(ellipse((0.33 * w, body.shoulder - 0.045), 0.012), spec.accent,
            volume=0.6),
    ]  # fmt: skip


def _gown(spec: PuppetSpec, body: Body) -> list[Cut]:
    hem, half, w = hem_height(spec, body), hem_half_width(spec, body), body.wide
    sash = ribbon(path((-1.1 * w, body.waist), (0, body.waist - 0.012), (1.1 * w, body.waist)), 0.026)
    leaves = [
        mark(
            ellipse((x, hem + 0.048 - 0.018 * (1 - abs(x) / half)), 0.018, 0.0075, 0.7 if n % 2 else -0.7),
            spec.accent,
            0.95,
        )
        for n, x in enumerate(np.linspace(-half, half, 15).tolist())
    ]
    neck = blob((-0.30 * w, body.shoulder + 0.03), (0.30 * w, body.shoulder + 0.03), (0.48 * w, body.shoulder - 0.01),
                (0.24 * w, body.shoulder - 0.045), (-0.1 * w, body.shoulder - 0.02))  # fmt: skip
    return [
        *_folds(spec, body, (-0.8, -0.5, -0.15, 0.25, 0.55, 0.85)), mark(sash, spec.accent), *leaves,
        _hem_band(spec, body, shade(spec.accent, -0.02), 0.014, 0.014), mark(neck, spec.skin),
        _line([(-0.34 * w, body.shoulder + 0.01), (0.2 * w, body.shoulder - 0.046), (0.5 * w, body.shoulder)],
            spec.accent, 0.012, 1.0),
    ]  # fmt: skip


def _robe(spec: PuppetSpec, body: Body) -> list[Cut]:
    hem, half, w, top = hem_height(spec, body), hem_half_width(spec, body), body.wide, body.shoulder
    panel = blob(
        (0.16 * w, top, 1),
        (0.50 * w, top, 1),
        (0.62 * w, body.waist),
        (0.66 * half, hem - 0.03, 1),
        (0.14 * half, hem - 0.03, 1),
        (0.22 * w, body.waist),
    )
    rope = ribbon(path((-1.2 * w, body.waist), (0, body.waist - 0.014), (1.2 * w, body.waist + 0.004)), 0.022)
    end = ribbon(
        path((0.30 * w, body.waist), (0.26 * w, body.waist - 0.07), (0.34 * w, body.waist - 0.13)), 0.013, 0.013, 0.024
    )
    trim = [
        _line([(x0 * w, top), (x1 * w, body.waist), (x2 * half, hem)], spec.accent, 0.009, 0.95)
        for x0, x1, x2 in ((0.16, 0.22, 0.14), (0.50, 0.62, 0.66))
    ]
    return [
        *_folds(spec, body, (-0.8, -0.5, -0.2, 0.85)), mark(panel, shade(spec.cloth, -0.085)), *trim,
        _hem_band(spec, body, spec.accent, 0.017, 0.020), *_collar(spec, body, shade(spec.cloth, -0.05), 0.06),
            mark(rope, shade(spec.accent, -0.04)), Cut(end, shade(spec.accent, -0.02), volume=0.5),
    ]  # fmt: skip


def _shirt(spec: PuppetSpec, body: Body) -> list[Cut]:
    low = body.hip
    belt = box(-0.3, low - 0.5 * body.leg_r - 0.01, 0.3, low - 0.5 * body.leg_r + 0.016)
    return [_line([(0.34 * body.wide, body.shoulder), (0.42 * body.wide, low)], shade(spec.cloth, -0.11)), mark(belt,
        shade(spec.under, -0.12)),
            *_collar(spec, body, shade(spec.cloth, 0.08)), *_buttons(body, CREAM, low + 0.05, 4, 0.008)]  # fmt: skip


def _jacket(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top, low = body.wide, body.shoulder, body.hip - 0.03
    inner = CREAM if spec.costume == "suit" else mix(spec.accent, CREAM, 0.15)
    front = blob(
        (0.05 * w, top + 0.03),
        (0.46 * w, top + 0.02),
        (0.70 * w, body.waist),
        (0.72 * w, low, 1),
        (0.30 * w, low, 1),
        (0.34 * w, body.waist),
    )
    tie = blob(
        (0.34 * w, top - 0.03, 1),
        (0.44 * w, top - 0.03, 1),
        (0.56 * w, body.waist),
        (0.50 * w, body.waist - 0.035, 1),
        (0.42 * w, body.waist),
    )
    cuts = [
        mark(front, inner),
        _line([(0.04 * w, top), (0.33 * w, body.waist), (0.28 * w, low)], shade(spec.cloth, -0.14), 0.01),
    ]
    if spec.costume == "suit":
        cuts.append(mark(tie, spec.accent))
    pocket = box(-0.62 * w, body.waist - 0.05, -0.08 * w, body.waist - 0.012, 0.006)
    return [
        *cuts,
        Cut(pocket, shade(spec.cloth, 0.02), volume=0.5),
        *_collar(spec, body, shade(spec.cloth, 0.05), 0.06),
    ]


def _sweater(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top = body.wide, body.shoulder
    y = body.waist + 0.45 * (top - body.waist)
    bands = [mark(ribbon(path((-1.1 * w, y + d), (0, y + d - 0.014), (1.1 * w, y + d)), h), c) for d, h, c in (
        (0.0, 0.030, spec.accent), (-0.045, 0.012, shade(spec.cloth, 0.12)), (0.04, 0.010, shade(spec.cloth,
        0.12)))]  # fmt: skip
    rib = ribbon(path((-1.0 * w, body.hip - 0.004), (0, body.hip - 0.014), (1.0 * w, body.hip - 0.004)), 0.030)
    neck = ribbon(path((-0.36 * w, top + 0.016), (0.05 * w, top - 0.002), (0.40 * w, top + 0.012)), 0.034)
    return [
        *(bands if not spec.pattern else []),
        mark(rib, shade(spec.cloth, -0.08)),
        Cut(neck, shade(spec.cloth, 0.05), volume=0.6),
    ]


def _overalls(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top, low = body.wide, body.shoulder, body.hip - 0.06
    shirt = box(-1.2 * w, body.waist - 0.015, 1.2 * w, top + 0.05)
    bib = blob(
        (-0.30 * w, top - 0.075, 1),
        (0.68 * w, top - 0.075, 1),
        (0.92 * w, body.waist),
        (1.1 * w, low, 1),
        (-1.1 * w, low, 1),
        (-0.75 * w, body.waist),
    )
    straps = [mark(ribbon(path(a, b), 0.028), shade(spec.cloth, 0.03)) for a, b in (
        ((-0.34 * w, top + 0.03), (-0.18 * w, top - 0.08)), ((0.42 * w, top + 0.02), (0.56 * w,
        top - 0.08)))]  # fmt: skip
    knobs = [
        Cut(ellipse(p, 0.010), (0.93, 0.78, 0.40), volume=0.5)
        for p in ((-0.16 * w, top - 0.09), (0.54 * w, top - 0.09))
    ]
    pocket = box(-0.02 * w, body.waist + 0.01, 0.48 * w, body.waist + 0.05, 0.006)
    return [
        mark(shirt, spec.accent),
        Cut(bib, spec.cloth, volume=0.6),
        *straps,
        *knobs,
        Cut(pocket, shade(spec.cloth, 0.04), volume=0.4),
    ]


def _armor(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top, hem = body.wide, body.shoulder, hem_height(spec, body)
    tabard = blob(
        (-0.36 * w, top - 0.03, 1),
        (0.66 * w, top - 0.03, 1),
        (0.70 * w, body.waist),
        (0.86 * w, hem - 0.01, 1),
        (-0.55 * w, hem - 0.01, 1),
        (-0.40 * w, body.waist),
    )
    crest = star((0.16 * w, body.waist + 0.10), 0.042, 4, 0.36)
    belt = ribbon(path((-1.2 * w, body.waist - 0.01), (0, body.waist - 0.02), (1.2 * w, body.waist - 0.01)), 0.026)
    gorget = ribbon(path((-0.5 * w, top + 0.012), (0.05 * w, top - 0.006), (0.5 * w, top + 0.01)), 0.04)
    return [
        mark(tabard, spec.accent),
        mark(crest, (0.95, 0.82, 0.45)),
        mark(belt, (0.42, 0.27, 0.18)),
        Cut(gorget, shade(spec.cloth, 0.05), volume=0.8),
    ]


def _spacesuit(spec: PuppetSpec, body: Body) -> list[Cut]:
    w, top, c = body.wide, body.shoulder, spec.cloth
    pack = box(-0.16 * w, body.waist - 0.01, 0.72 * w, body.waist + 0.105, 0.014)
    lights = [mark(ellipse((x * w, body.waist + y), 0.0125), tone, glow=0.5) for x, y, tone in (
        (0.04, 0.075, (0.90, 0.30, 0.25)), (0.28, 0.075, (0.98, 0.80, 0.32)), (0.52, 0.075, (0.36, 0.76,
        0.62)))]  # fmt: skip
    slots = [
        mark(box(0.0, body.waist + y, 0.56 * w, body.waist + y + 0.009, 0.003), shade(c, -0.24)) for y in (0.018, 0.038)
    ]
    ring = ribbon(path((-0.62 * w, top + 0.012), (0.02 * w, top - 0.018), (0.66 * w, top + 0.012)), 0.052)
    belt = ribbon(path((-1.2 * w, body.hip + 0.01), (0, body.hip - 0.006), (1.2 * w, body.hip + 0.01)), 0.036)
    stripe = path((-0.62 * w, top - 0.03), (-0.60 * w, body.waist), (-0.64 * w, body.hip))
    return [mark(ribbon(stripe, 0.022), spec.accent), mark(belt, shade(c, -0.14)), Cut(pack, shade(c, -0.09),
        volume=0.7, cast=0.4), *slots, *lights,
            Cut(ring, shade(c, -0.12), volume=0.9, cast=0.4)]  # fmt: skip


_DECOR: dict[str, Callable[[PuppetSpec, Body], list[Cut]]] = {
    "coat": _coat, "raincoat": _raincoat, "dress": _dress, "gown": _gown, "robe": _robe, "shirt": _shirt,
        "jacket": _jacket,
    "suit": _jacket, "sweater": _sweater, "overalls": _overalls, "armor": _armor, "spacesuit": _spacesuit,
}  # fmt: skip
