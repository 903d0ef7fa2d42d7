"""Dragons: a four-legged body with a horned head, plates, spikes, a long tail and leather wings."""

from __future__ import annotations

import math

from melies.scene.puppet.beast import BEASTS, Beast
from melies.scene.puppet.beasthead import eye_at, on_head, on_head_point
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.limbs import DIM
from melies.scene.puppet.quadlegs import leg_pieces
from melies.scene.puppet.quadruped import halves, trunk_outline
from melies.scene.puppet.shapes import Outline, blob, box, ellipse, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tails import tail_root
from melies.scene.puppet.tint import Rgb, mix, shade

SHOULDER: Xy = (0.02, 0.50)
WRIST: Xy = (-0.06, 0.96)
HORN: Rgb = (0.90, 0.82, 0.66)


def dragon_pieces(spec: PuppetSpec) -> dict[str, Piece]:
    """The parts of a dragon, by the names of the four-legged rig, with wing_in, wing_out (and _far)."""
    beast = BEASTS["dragon"]
    parts = _trunk(spec, beast) | _tail(spec, beast) | _head(spec, beast)
    parts["neck"] = piece("neck", _neck(spec, beast), beast.neck)
    for side, dim in (("near", 0.0), ("far", DIM)):
        parts |= {p.name: p for hind in (True, False) for p in leg_pieces(side, hind, spec, beast, dim)}
    for suffix, dim in (("", 0.0), ("_far", 0.2)):
        parts[f"wing_in{suffix}"] = piece(f"wing_in{suffix}", _wing_in(spec), SHOULDER, dim=dim)
        parts[f"wing_out{suffix}"] = piece(f"wing_out{suffix}", _wing_out(spec), WRIST, dim=dim)
    return parts


def _spikes(line: list[Xy], size: float, count: int, colour: Rgb) -> list[Cut]:
    """A row of plates standing on a line, pointing to its left."""
    points = path(*line, steps=16)
    cuts = []
    for n in range(count):
        i = min(int((n + 0.5) / count * (len(points) - 1)), len(points) - 2)
        (x, y), (ax, ay) = points[i], points[i + 1] - points[i]
        norm = math.hypot(ax, ay)
        ax, ay = ax / norm, ay / norm
        s = size * (0.75 + 0.25 * math.sin(math.pi * (n + 0.5) / count))
        tip = (x - ay * s - ax * 0.35 * s, y + ax * s - ay * 0.35 * s, 1)
        cuts.append(
            Cut(
                blob(
                    (x - 0.5 * s * ax, y - 0.5 * s * ay, 1),
                    tip,
                    (x + 0.5 * s * ax, y + 0.5 * s * ay, 1),
                    (x + 0.3 * s * ay, y - 0.3 * s * ax),
                ),
                colour,
                volume=0.7,
                cast=0.1,
            )
        )
    return cuts


def _scales(x0: float, x1: float, y0: float, y1: float, colour: Rgb, size: float = 0.032) -> list[Cut]:
    cuts = []
    rows, columns = int((y1 - y0) / size), int((x1 - x0) / (1.5 * size))
    for row in range(rows):
        for k in range(columns):
            x, y = x0 + 1.5 * size * (k + 0.5 * (row % 2)), y0 + size * row
            if (row * 7 + k * 5) % 3:
                cuts.append(
                    mark(
                        ribbon(
                            path((x - 0.5 * size, y), (x, y - 0.42 * size), (x + 0.5 * size, y)), 0.002, 0.006, 0.002
                        ),
                        colour,
                        0.5,
                    )
                )
    return cuts


def _trunk(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    (hx, hy), (sx, sy), d = beast.hips, beast.shoulders, beast.depth
    plates = blob(
        (sx + 0.7 * d, sy + 0.1 * d),
        (sx + 0.24 * d, sy - 0.16 * d),
        (0.5 * (hx + sx), sy - 0.20 * d),
        (hx, hy - 0.20 * d),
        (hx, hy - d),
        (sx + 0.7 * d, sy - d),
    )
    lines = [
        mark(
            ribbon(path((x, sy - 0.05), (x + 0.02, sy - 0.14), (x - 0.01, sy - 0.3)), 0.007),
            shade(spec.belly, -0.12),
            0.8,
        )
        for x in [hx + 0.05 + 0.05 * k for k in range(11)]
    ]
    back = [
        (hx - 0.3 * d, hy + 0.30 * d),
        (hx + 0.2 * d, hy + 0.44 * d),
        (0.5 * (hx + sx), hy + 0.40 * d),
        (sx + 0.1 * d, sy + 0.46 * d),
    ]
    cuts = [
        *_spikes(back, 0.075, 8, spec.accent),
        Cut(trunk_outline(beast), spec.coat, volume=1.1),
        *_scales(hx - 0.1, sx + 0.1, hy - 0.02, hy + 0.15, shade(spec.coat, -0.08)),
        mark(plates, spec.belly, 0.97),
        *lines,
    ]
    return halves(cuts, beast)


def _neck(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    (nx, ny), (px, py), s = beast.neck, beast.poll, beast.head
    line = path(
        (nx - 0.06, ny - 0.06),
        (nx + 0.10, ny + 0.08),
        (nx + 0.06, ny + 0.22),
        (px - 0.03, py + 0.01),
        (px + 0.05, py + 0.02),
        steps=8,
    )
    front = path(
        (nx + 0.06, ny - 0.13), (nx + 0.175, ny + 0.05), (nx + 0.13, ny + 0.20), (px + 0.01, py - 0.07), steps=8
    )
    rungs = [
        mark(ribbon(path((x - 0.05, y - 0.002), (x + 0.04, y - 0.018)), 0.007), shade(spec.belly, -0.12), 0.85)
        for x, y in front[1::3].tolist()
    ]
    crest = [(px - 0.06, py + 0.10), (nx - 0.03, ny + 0.25), (nx + 0.0, ny + 0.12), (nx - 0.10, ny + 0.04)]
    skin = ribbon(line, 0.34 * 0.75, 0.20, 0.155, 0.13, 0.5 * s * 0.7)
    return [*_spikes(crest[::-1], 0.055, 6, spec.accent), Cut(skin, spec.coat, volume=0.9, cast=0.15),
        *_scales(nx - 0.05, nx + 0.12, ny - 0.02, ny + 0.22, shade(spec.coat, -0.08), 0.03),
            mark(ribbon(front, 0.09, 0.075, 0.06), spec.belly, 0.97), *rungs]  # fmt: skip


def _head(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    c, dark = spec.coat, shade(spec.coat, -0.16)
    skull = blob(
        (-0.36, -0.02),
        (-0.26, 0.22),
        (-0.04, 0.30),
        (0.14, 0.28),
        (0.28, 0.17),
        (0.52, 0.12),
        (0.70, 0.16),
        (0.80, 0.06),
        (0.76, -0.09),
        (0.50, -0.12),
        (0.20, -0.14),
        (-0.10, -0.28),
    )
    jaw = blob(
        (-0.16, -0.12),
        (0.20, -0.11),
        (0.50, -0.10),
        (0.72, -0.10),
        (0.68, -0.19),
        (0.40, -0.24),
        (0.05, -0.30),
        (-0.18, -0.28),
    )
    horns = [
        Cut(
            ribbon(path((-0.10, 0.22), (-0.28, 0.40), (-0.46, 0.46), (-0.62, 0.62)), 0.13, 0.10, 0.02), HORN, volume=0.8
        ),
        Cut(ribbon(path((-0.24, 0.02), (-0.40, 0.06), (-0.54, 0.16)), 0.09, 0.02), HORN, volume=0.7),
    ]
    frill = blob(
        (-0.22, -0.06),
        (-0.44, -0.04),
        (-0.60, -0.14, 1),
        (-0.46, -0.18),
        (-0.50, -0.32, 1),
        (-0.30, -0.26),
        (-0.12, -0.24),
    )
    x, y = eye_at(beast)
    glow = 0.9 if spec.glowing else 0.25
    iris: Rgb = spec.eyes if sum(spec.eyes) > 0.7 else (0.99, 0.78, 0.22)
    eye = [mark(ellipse((x, y), 0.10, 0.088, -0.25), dark), mark(ellipse((x, y), 0.08, 0.07, -0.25), iris, glow=glow),
        mark(ellipse((x + 0.012, y), 0.018, 0.062, -0.1), (0.1, 0.08, 0.1)),
           mark(ellipse((x + 0.03, y + 0.025), 0.017), (1, 1, 1)), mark(ribbon(path((x - 0.12, y + 0.06), (x,
               y + 0.105), (x + 0.14, y + 0.04)), 0.02, 0.06, 0.02), dark)]  # fmt: skip
    teeth = [
        mark(blob((t, -0.115, 1), (t + 0.022, -0.175, 1), (t + 0.045, -0.115, 1)), (0.98, 0.96, 0.90))
        for t in (0.34, 0.46, 0.58)
    ]
    nostril = mark(ellipse((0.715, 0.085), 0.026, 0.018, 0.5), dark)
    smile = mark(ribbon(path((0.76, -0.10), (0.44, -0.115), (0.16, -0.13), (0.02, -0.06)), 0.008, 0.016, 0.006), dark)
    mane = _spikes([(-0.30, 0.12), (-0.12, 0.29), (0.10, 0.30)], 0.13, 3, spec.accent)
    lid = [Cut(ellipse((x, y), 0.11, 0.10), shade(c, -0.03), volume=0.2)]
    return {
        "head": piece(
            "head",
            on_head(
                [
                    *horns[:1],
                    Cut(frill, spec.accent, volume=0.7),
                    *mane,
                    Cut(skull, c, volume=1.0),
                    *eye,
                    nostril,
                    smile,
                    horns[1],
                ],
                beast,
            ),
            beast.poll,
        ),
        "jaw": piece("jaw", on_head([*_lower_jaw(jaw, c, spec), *teeth], beast), on_head_point((-0.08, -0.14), beast)),
        "lids": piece("lids", on_head(lid, beast), on_head_point((x, y), beast), bevel=0.0),
    }


def _lower_jaw(outline: Outline, colour: Rgb, spec: PuppetSpec) -> list[Cut]:
    """The lower jaw with its light underside."""
    light = box(-0.3, -0.5, 0.9, -0.205)
    return [Cut(outline, shade(colour, -0.03), volume=0.7), mark(light, spec.belly, 0.9, soft=0.012)]


def _tail(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    (x, y), (length, half) = tail_root(beast), beast.tail
    outline = blob((x + 0.08, y + 0.95 * half), (x - 0.25 * length, y + 0.66 * half), (x - 0.6 * length,
        y + 0.40 * half), (x - 0.92 * length, y + 0.14 * half), (x - 0.92 * length, y - 0.12 * half),
                   (x - 0.6 * length, y - 0.42 * half), (x - 0.25 * length, y - 0.75 * half), (x + 0.08,
                   y - 1.15 * half))  # fmt: skip
    dart = blob(
        (x - 0.88 * length, y),
        (x - 0.92 * length, y + 0.75 * half, 1),
        (x - 1.08 * length, y, 1),
        (x - 0.92 * length, y - 0.75 * half, 1),
    )
    under = blob(
        (x + 0.1, y - 0.5 * half),
        (x - 0.4 * length, y - 0.2 * half),
        (x - 0.9 * length, y),
        (x - 0.5 * length, y - half),
        (x + 0.1, y - 1.5 * half),
    )
    ridge = [(x - 0.88 * length, y + 0.15 * half), (x - 0.5 * length, y + 0.46 * half), (x + 0.02, y + 0.9 * half)]
    cuts = [
        *_spikes(ridge, 0.06, 10, spec.accent),
        Cut(dart, spec.accent),
        Cut(outline, spec.coat),
        mark(under, spec.belly, 0.85, soft=0.006),
        *_scales(x - 0.7 * length, x, y - 0.02, y + 0.06, shade(spec.coat, -0.08), 0.03),
    ]
    pieces = {}
    for n in range(3):
        a, b = x - n * length / 3, x - (n + 1) * length / 3
        back = b - 0.25 * half if n < 2 else b - length
        front = a + 0.35 * half if n else a + 1.0
        pieces[f"tail_{n}"] = piece(f"tail_{n}", cuts, (a, y), trim=box(back, y - 1, front, y + 1), fade=0.008)
    return pieces


def _wing_in(spec: PuppetSpec) -> list[Cut]:
    """Arm of the wing, shoulder to wrist, with the inner skin."""
    skin = mix(spec.accent, spec.belly, 0.25)
    web = blob(
        (0.06, 0.47),
        (0.02, 0.72),
        (-0.05, 0.97, 1),
        (-0.26, 0.86),
        (-0.44, 0.84, 1),
        (-0.36, 0.66),
        (-0.34, 0.48, 1),
        (-0.16, 0.52),
    )
    veins = [
        mark(ribbon(path((-0.05, 0.95), (-0.22, 0.80), (x, y)), 0.016, 0.010), shade(skin, -0.10), 0.9)
        for x, y in ((-0.43, 0.83), (-0.33, 0.50))
    ]
    arm = ribbon(path((0.02, 0.48), (0.07, 0.68), (0.01, 0.84), (-0.05, 0.98)), 0.085, 0.06, 0.045, 0.035)
    return [
        Cut(web, skin, volume=0.7),
        *veins,
        Cut(arm, spec.coat, cast=0.3),
        Cut(ellipse((-0.05, 0.985), 0.026), spec.coat),
    ]


def _wing_out(spec: PuppetSpec) -> list[Cut]:
    """Fingers of the wing and the skin between them."""
    skin = mix(spec.accent, spec.belly, 0.25)
    tips: list[Xy] = [(-0.10, 1.52), (-0.42, 1.38), (-0.62, 1.14), (-0.60, 0.86)]
    web = blob(
        (-0.04, 0.94, 1),
        (-0.01, 1.24),
        (*tips[0], 1),
        (-0.22, 1.36),
        (*tips[1], 1),
        (-0.46, 1.20),
        (*tips[2], 1),
        (-0.52, 0.99),
        (*tips[3], 1),
        (-0.36, 0.88),
        (-0.20, 0.84, 1),
    )
    fingers = [
        Cut(
            ribbon(
                path(WRIST, (0.5 * (WRIST[0] + x) + 0.05, 0.5 * (WRIST[1] + y) + 0.035), (x, y)), 0.034, 0.024, 0.010
            ),
            spec.coat,
            volume=0.6,
            cast=0.2,
        )
        for x, y in tips
    ]
    claw = blob((-0.06, 0.99), (-0.02, 1.05), (0.03, 1.06, 1), (-0.01, 1.00))
    patches = [mark(ellipse((-0.25, 1.08), 0.16, 0.11, 0.6), shade(skin, 0.06), 0.5, soft=0.03)]
    return [Cut(web, skin, volume=0.6), *patches, *fingers, Cut(claw, HORN)]
