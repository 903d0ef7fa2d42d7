"""Four-legged animals: trunk in two halves, neck, tail in three, and four legs of three bones."""

from __future__ import annotations

import numpy as np

from melies.core.seed import Seed
from melies.scene.puppet.beast import BEASTS, Beast
from melies.scene.puppet.beasthead import head_pieces
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.joints import Xy
from melies.scene.puppet.limbs import DIM
from melies.scene.puppet.quadlegs import leg_pieces
from melies.scene.puppet.seated import seated_pieces
from melies.scene.puppet.shapes import Outline, blob, ellipse, path, ribbon, tufted
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tails import tail_pieces
from melies.scene.puppet.tint import mix, shade


def quadruped_pieces(spec: PuppetSpec) -> dict[str, Piece]:
    """Every part of a four-legged animal, by name."""
    beast = BEASTS[spec.kind]
    parts = head_pieces(spec, beast) | _trunk(spec, beast) | tail_pieces(spec, beast)
    parts["neck"] = piece("neck", _neck(spec, beast), beast.neck)
    if not beast.hoof:
        parts |= seated_pieces(spec, beast, _coat_marks(spec, beast))
    if spec.mane:
        parts["mane"] = piece("mane", _mane(spec, beast), beast.neck)
    for side, dim in (("near", 0.0), ("far", DIM)):
        parts |= {p.name: p for hind in (True, False) for p in leg_pieces(side, hind, spec, beast, dim)}
    return parts


def middle(beast: Beast) -> Xy:
    """The joint of the spine, halfway between hips and shoulders."""
    return (beast.hips[0] + beast.shoulders[0]) / 2, (beast.hips[1] + beast.shoulders[1]) / 2 + 0.22 * beast.depth


def trunk_outline(beast: Beast) -> Outline:
    (hx, hy), (sx, sy), d = beast.hips, beast.shoulders, beast.depth
    back = 0.44 * d
    return blob((hx - 0.36 * d, hy + 0.10 * d), (hx - 0.16 * d, hy + back), (hx + 0.4 * d, hy + back + 0.03 * d),
        (0.5 * (hx + sx), hy + back - 0.06 * d),
                (sx - 0.1 * d, sy + back + 0.10 * d), (sx + 0.30 * d, sy + 0.40 * d), (sx + 0.46 * d, sy + 0.02 * d),
                (sx + 0.22 * d, sy - 0.48 * d),
                (sx - 0.25 * d, sy - 0.60 * d), (0.5 * (hx + sx), sy - (beast.belly - 0.28) * d), (hx + 0.3 * d,
                hy - (beast.belly - 0.36) * d),
                (hx - 0.15 * d, hy - 0.36 * d))  # fmt: skip


def _trunk(spec: PuppetSpec, beast: Beast) -> dict[str, Piece]:
    (hx, hy), (sx, sy), d = beast.hips, beast.shoulders, beast.depth
    outline = trunk_outline(beast)
    line = beast.belly - 0.28  # how far the belly lies below the joints
    belly = blob(
        (sx + 0.6 * d, sy + 0.06 * d),
        (sx + 0.16 * d, sy - 0.30 * d),
        (0.5 * (hx + sx), sy - (line - 0.10) * d),
        (hx + 0.34 * d, hy - (line - 0.16) * d),
        (hx + 0.1 * d, hy - 0.9 * d),
        (sx + 0.6 * d, sy - 0.9 * d),
    )
    cuts = [
        Cut(outline, spec.coat, volume=1.1),
        mark(belly, spec.belly, 0.75 if spec.kind != "horse" else 0.4, soft=0.035 * d),
        *_coat_marks(spec, beast),
    ]
    return halves(cuts, beast)


def halves(cuts: list[Cut], beast: Beast) -> dict[str, Piece]:
    """A trunk cut in two at the spine's joint: little overlap above it, where bending would show, much below."""
    (x, y), d = middle(beast), beast.depth
    reach = 0.20 * (beast.shoulders[0] - beast.hips[0])
    parts = {}
    for name, side in (("hind", 1.0), ("fore", -1.0)):
        edge = (
            (x + side * 0.05 * d, 3.0),
            (x + side * 0.05 * d, y),
            (x + side * reach, y - 0.45 * d),
            (x + side * reach, -3.0),
            (-3.0 * side, -3.0),
            (-3.0 * side, 3.0),
        )
        parts[name] = piece(name, cuts, (x, y), trim=np.array(edge), fade=0.02 * d)
    return parts


def _coat_marks(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    """Tufts of fur, and stripes or spots."""
    (hx, hy), (sx, sy), d = beast.hips, beast.shoulders, beast.depth
    rng = (Seed(0) / "coat" / spec.kind).rng()
    cuts = []
    if spec.pattern == "stripes":
        for x in np.linspace(hx - 0.1 * d, sx + 0.1 * d, 8).tolist():
            line = path((x, hy + 0.6 * d), (x + 0.05 * d, hy + 0.2 * d), (x + 0.01, hy - 0.10 * d))
            cuts.append(mark(ribbon(line, 0.10 * d, 0.09 * d, 0.01), spec.accent, 0.85))
        return cuts
    if spec.kind == "deer" or spec.pattern == "dots":
        for _ in range(26):
            at = (float(rng.uniform(hx - 0.2 * d, sx - 0.1 * d)), float(rng.uniform(hy + 0.02 * d, hy + 0.40 * d)))
            cuts.append(mark(ellipse(at, 0.035 * d, 0.028 * d), mix(spec.coat, (1, 0.97, 0.9), 0.7), 0.85))
        return cuts
    if spec.kind == "wolf":
        saddle = blob(
            (hx - 0.5 * d, hy + 0.7 * d),
            (sx + 0.5 * d, sy + 0.7 * d),
            (sx + 0.2 * d, sy + 0.22 * d),
            (0, hy + 0.22 * d),
            (hx, hy + 0.16 * d),
        )
        cuts.append(mark(saddle, spec.accent, 0.55, soft=0.06 * d))
    for _ in range(30 if not beast.hoof else 0):
        x, y = float(rng.uniform(hx - 0.2 * d, sx + 0.3 * d)), float(rng.uniform(hy - 0.3 * d, hy + 0.40 * d))
        tone = shade(spec.coat, -0.07 if rng.random() < 0.6 else 0.06)
        cuts.append(
            mark(
                ribbon(
                    path((x + 0.05 * d, y + 0.02 * d), (x, y), (x - 0.07 * d, y - 0.05 * d)), 0.003, 0.035 * d, 0.002
                ),
                tone,
                0.5,
            )
        )
    return cuts


def _neck(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    (nx, ny), (px, py), d, s = beast.neck, beast.poll, beast.depth, beast.head
    fluffy = spec.kind in ("fox", "wolf", "dog", "cat", "bear")
    chest = [
        (px + 0.16 * s, py - 0.16 * s * beast.ruff),
        (nx + 0.44 * d * beast.ruff, ny - 0.08 * d),
        (nx + 0.42 * d, ny - 0.48 * d),
        (nx + 0.14 * d, ny - 0.72 * d),
    ]
    front = tufted(chest[::-1], -0.075 * d, 4, -0.4)[::-1] if fluffy else chest
    outline = blob((px - 0.10 * s, py + 0.10 * s), (px + 0.10 * s, py + 0.14 * s), *front, (nx - 0.34 * d,
        ny - 0.42 * d), (nx - 0.58 * d, ny + 0.0 * d),
                   (0.5 * (nx + px) - 0.26 * beast.ruff * d - 0.03 * s, 0.5 * (ny + py) + 0.02 * d))  # fmt: skip
    bib = blob(
        (px + 0.4 * s, py - 0.08 * s),
        (px + 0.08 * s, py - 0.18 * s),
        (nx + 0.20 * d, ny - 0.05 * d),
        (nx + 0.16 * d, ny - 0.5 * d),
        (nx + 0.2 * d, ny - d),
        (nx + d, ny - d),
        (nx + d, py),
    )
    cuts = [Cut(outline, spec.coat, volume=0.7, cast=0.15)]
    if spec.kind not in ("horse", "bear"):
        cuts.append(mark(bib, spec.belly, 0.95 if fluffy else 0.6, soft=0.0 if fluffy else 0.02))
    if spec.pattern == "stripes":
        cuts += [
            mark(
                ribbon(path((nx - 0.5 * d + t, ny + 0.1 + t), (nx - 0.1 * d + t, ny - 0.02 + t)), 0.02, 0.006),
                spec.accent,
                0.8,
            )
            for t in (0.0, 0.05)
        ]
    return cuts


def _mane(spec: PuppetSpec, beast: Beast) -> list[Cut]:
    """A hanging mane along the crest; a lion's is all round."""
    (nx, ny), (px, py), d, s = beast.neck, beast.poll, beast.depth, beast.head
    if spec.kind == "cat":
        ring = tufted(
            [(px + s * 0.55 * np.cos(t), py + s * 0.06 + s * 0.62 * np.sin(t)) for t in np.linspace(0, 2 * np.pi, 13)],
            -0.07 * s,
            12,
            0.3,
        )
        return [Cut(blob(*ring), spec.accent)]
    crest = [
        (px + 0.06 * s, py + 0.36 * s),
        (px - 0.24 * s, py + 0.30 * s),
        (0.5 * (nx + px) - 0.40 * d, 0.5 * (ny + py) + 0.05),
        (nx - 0.62 * d, ny + 0.04 * d),
    ]
    fall = tufted(
        [
            (nx - 0.40 * d, ny - 0.20 * d),
            (0.5 * (nx + px) - 0.02 * d, 0.5 * (ny + py) - 0.10 * d),
            (px + 0.02 * s, py - 0.02 * s),
        ],
        -0.10 * d,
        5,
        -0.6,
    )
    lines = [
        path((a[0], a[1]), (a[0] + 0.10 * d, a[1] - 0.22 * d), (a[0] + 0.08 * d, a[1] - 0.40 * d))
        for a in path(*crest)[3::5].tolist()
    ]
    return [
        Cut(blob(*crest, *fall), spec.accent),
        *(mark(ribbon(n, 0.004, 0.012, 0.003), shade(spec.accent, 0.09), 0.6) for n in lines),
    ]
