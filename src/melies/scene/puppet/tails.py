"""Tails of four-legged animals: painted straight back from the root, then cut into segments."""

from __future__ import annotations

import numpy as np

from melies.scene.puppet.beast import Beast
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.shapes import blob, box, path, ribbon, tufted
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import shade

SEGMENTS = {"rope": 6}  # of a tail; others are cut into three


def tail_root(beast: Beast) -> Xy:
    return beast.hips[0] - 0.26 * beast.depth, beast.hips[1] + 0.30 * beast.depth


def tail_pieces(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    """Painted straight back from its root, then cut into segments."""
    (x, y), (length, half) = tail_root(beast), beast.tail
    cuts = _TAILS[beast.tail_kind](spec, x, y, length, half)
    if beast.tail_kind == "puff":
        return {"tail_0": piece("tail_0", cuts, (x, y))}
    pieces, count = {}, SEGMENTS.get(beast.tail_kind, 3)
    for n in range(count):
        a, b, last = x - n * length / count, x - (n + 1) * length / count, n == count - 1
        back = b - length if last else b - 0.35 * half
        trim = blob((a + 0.5 * half, y), (a + 0.1 * half, y + 2 * half, 1), (back, y + 2 * half, 1),
                    (b - (length if last else 0.6 * half), y), (back, y - 2 * half, 1),
                    (a + 0.1 * half, y - 2 * half, 1))  # fmt: skip
        pieces[f"tail_{n}"] = piece(f"tail_{n}", cuts, (a, y), trim=trim)
    return pieces


def _brush_tail(spec: PuppetSpec, x: float, y: float, length: float, half: float) -> list[Cut]:
    top = [
        (x + 0.03, y + 0.28 * half),
        (x - 0.2 * length, y + 0.48 * half),
        (x - 0.60 * length, y + half),
        (x - 0.86 * length, y + 0.6 * half),
    ]
    low = tufted(
        [
            (x - 0.84 * length, y - 0.55 * half),
            (x - 0.58 * length, y - half),
            (x - 0.22 * length, y - 0.46 * half),
            (x + 0.02, y - 0.28 * half),
        ],
        -0.12 * half,
        5,
        -0.8,
    )
    outline = blob(*top, (x - length, y, 1), *low)
    tip = blob(
        (x - 1.1 * length, y),
        (x - 0.8 * length, y + 1.4 * half),
        *tufted(
            [(x - 0.70 * length, y + 1.2 * half), (x - 0.76 * length, y), (x - 0.70 * length, y - 1.2 * half)],
            0.32 * half,
            3,
            0.0,
        ),
        (x - 0.8 * length, y - 1.4 * half),
    )
    under = blob(
        (x, y - 0.3 * half),
        (x - 0.4 * length, y - 0.45 * half),
        (x - 0.8 * length, y - 0.2 * half),
        (x - 0.8 * length, y - 1.5 * half),
        (x - 0.3 * length, y - 1.2 * half),
    )
    colour = spec.belly if spec.kind in ("fox", "dog") else spec.accent
    return [
        Cut(outline, spec.coat, volume=0.9),
        mark(under, shade(spec.coat, -0.07), 0.5, soft=0.02),
        mark(tip, colour, 0.97),
    ]


def _rope_tail(spec: PuppetSpec, x: float, y: float, length: float, half: float) -> list[Cut]:
    outline = ribbon(path((x + 0.02, y), (x - 0.5 * length, y), (x - length, y)), 2.1 * half, 2 * half, 1.7 * half)
    bands = [
        mark(box(x - t * length - 0.012, y - 0.2, x - t * length + 0.012, y + 0.2), spec.accent, 0.85)
        for t in (0.3, 0.45, 0.6, 0.75)
    ]
    tip = box(x - 1.2 * length, y - 0.2, x - 0.87 * length, y + 0.2)
    return [Cut(outline, spec.coat), *(bands if spec.pattern == "stripes" else []), mark(tip, spec.accent, 0.9)]


def _hair_tail(spec: PuppetSpec, x: float, y: float, length: float, half: float) -> list[Cut]:
    c = spec.accent
    ends = tufted(
        [(x - 0.92 * length, y - 0.9 * half), (x - 1.0 * length, y), (x - 0.92 * length, y + 0.9 * half)],
        -0.5 * half,
        4,
        0.0,
    )
    outline = blob((x + 0.03, y + 0.26 * half), (x + 0.03, y - 0.26 * half), (x - 0.3 * length, y - 0.85 * half),
        (x - 0.7 * length, y - 1.05 * half), *ends,
                   (x - 0.7 * length, y + 1.05 * half), (x - 0.3 * length, y + 0.85 * half))  # fmt: skip
    lines = [
        path((x, y + 0.2 * t * half), (x - 0.5 * length, y + 0.9 * t * half), (x - 0.92 * length, y + 0.8 * t * half))
        for t in (-0.8, -0.4, 0.0, 0.4, 0.8)
    ]
    return [
        Cut(outline, c),
        *(mark(ribbon(n, 0.003, 0.011, 0.003), shade(c, 0.09 if k % 2 else -0.06), 0.6) for k, n in enumerate(lines)),
    ]


def _puff_tail(spec: PuppetSpec, x: float, y: float, length: float, half: float) -> list[Cut]:
    ring = [(x - 0.5 * length + 0.62 * length * np.cos(t), y + half * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 11)]
    return [Cut(blob(*tufted(ring, -0.18 * half, 9, 0.2)), spec.belly if spec.kind != "bear" else spec.coat)]


_TAILS = {"brush": _brush_tail, "rope": _rope_tail, "hair": _hair_tail, "puff": _puff_tail}
