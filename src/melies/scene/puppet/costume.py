"""Garments of people: the coat, dress or robe as one painting, cut at the waist so that its skirt can swing."""

from __future__ import annotations

import numpy as np

from melies.core.seed import Seed
from melies.scene.puppet.body import Body, seat
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.decor import CREAM, decorated
from melies.scene.puppet.hems import HEMS, hem_half_width, hem_height
from melies.scene.puppet.limbs import Sleeve
from melies.scene.puppet.shapes import Outline, blob, box, ellipse, path, ribbon, star
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import mix, shade


def sleeve_of(spec: PuppetSpec) -> Sleeve:
    """How the costume clothes arms and legs."""
    c, leg, boot = spec.cloth, spec.under, spec.shoes
    bare = Sleeve(c, shade(c, -0.08), True, leg=mix(spec.skin, (0.97, 0.93, 0.88), 0.25), boot=boot, boot_top=0.30)
    sleeves = {
        "raincoat": Sleeve(c, shade(c, 0.08), bell=1.35, leg=leg, boot=boot, boot_top=0.62),
        "coat": Sleeve(c, shade(c, -0.09), bell=1.18, leg=leg, boot=boot, boot_top=0.45),
        "dress": bare, "gown": Sleeve(c, spec.accent, bell=1.2, leg=leg, boot=boot, boot_top=0.2),
        "robe": Sleeve(c, spec.accent, bell=2.1, leg=leg, boot=boot, boot_top=0.3),
        "overalls": Sleeve(spec.accent, shade(spec.accent, 0.08), bell=1.0, leg=c, boot=boot, boot_top=0.35),
        "armor": Sleeve(c, shade(c, -0.12), bell=1.3, leg=shade(c, -0.10), boot=shade(c, -0.04), boot_top=0.85,
                        glove=shade(c, -0.08), stripe=shade(c, -0.12)),
        "spacesuit": Sleeve(c, spec.accent, bell=1.15, leg=c, boot=shade(c, -0.16), boot_top=0.42, glove=shade(c,
            -0.14),
                            stripe=spec.accent),
        "suit": Sleeve(c, CREAM, bell=1.08, leg=shade(c, -0.02), boot=boot, boot_top=0.0),
        "jacket": Sleeve(c, shade(c, -0.09), bell=1.15, leg=leg, boot=boot, boot_top=0.3),
    }  # fmt: skip
    return sleeves.get(spec.costume, Sleeve(c, shade(c, 0.07), bell=1.1, leg=leg, boot=boot, boot_top=0.22))


def garment_pieces(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    """`torso` and, for what hangs below the hips, `skirt`; turning about the hip and the waist."""
    outline = _outline(spec, body)
    cuts = [Cut(outline, spec.cloth), *_pattern(spec, outline), *decorated(spec, body)]
    if spec.costume not in HEMS:
        return {"torso": piece("torso", cuts, (0.0, body.hip))}
    seam = body.waist
    upper, lower = box(-2, seam - 0.012, 2, 2), box(-2, -1, 2, seam + 0.03)
    return {
        "torso": piece("torso", cuts, (0.0, body.hip), trim=upper),
        "skirt": piece("skirt", cuts, (0.0, seam), trim=lower),
        "lap": piece("lap", _lap(spec, body), seat(body)[0]),
    }


def _lap(spec: PuppetSpec, body: Body) -> list[Cut]:
    """The skirt of someone sitting, drawn where it lies (see body.seat): over the thighs, down from the knee."""
    (hx, hy), (kx, ky), (ax, _) = seat(body)
    w, waist, r = body.wide, hy + body.waist - body.hip, body.leg_r
    long = HEMS[spec.costume][0] < 0.3
    front = (ax + 0.4 * r, 0.055) if long else (kx + 1.9 * r, ky - 1.9 * r)
    back = (ax - 2.6 * r, 0.006) if long else (kx - 0.7 * r, ky - 2.6 * r)
    under = (0.5 * (hx + back[0]), 0.0) if long else (hx + 0.9 * w, 0.012)
    outline = blob((hx - 0.90 * w, waist + 0.02), (hx - 1.06 * w, 0.5 * waist), (hx - 1.15 * w, 0.004, 1),
        (*under, 1), (*back, 1), (*front, 1), (kx + 1.5 * r, ky + 0.2 * r), (kx + 0.3 * r, ky + 1.4 * r),
                   (0.5 * (hx + kx) + 0.25 * w, 0.62 * (waist + ky) - 0.4 * r), (hx + 0.86 * w, waist + 0.035),
                   (hx, waist + 0.04))  # fmt: skip
    dark = shade(spec.cloth, -0.09)
    folds = [
        path((hx + d * w, waist), (0.45 * (hx + kx) + d * w, 0.5 * ky), (back[0] - e, 0.03))
        for d, e in ((0.5, 0.0), (-0.1, 0.10))
    ]
    fold_cuts = [mark(ribbon(f, 0.003, 0.013, 0.02), dark, 0.6) for f in folds]
    hem = mark(
        ribbon((back, front), 0.04),
        spec.accent if spec.costume in ("robe", "gown", "dress") else shade(spec.cloth, 0.06),
    )
    return [Cut(outline, spec.cloth), *_pattern(spec, outline), *fold_cuts, hem]


def _outline(spec: PuppetSpec, body: Body) -> Outline:
    w, top, hip, waist = body.wide, body.shoulder, body.hip, body.waist
    slim = {"child": 0.98, "woman": 0.76, "man": 0.86, "elder": 1.06, "wizard": 0.92, "astronaut": 0.98}.get(
        spec.kind, 0.9
    )
    if spec.costume in ("raincoat", "robe"):
        slim = min(slim + 0.12, 1.1)
    shoulders = [
        (-0.34 * w, top + 0.022),
        (-0.80 * w, top - 0.006),
        (-0.98 * w, top - 0.06),
        (-0.90 * slim * w - 0.04 * w, top - 0.15),
    ]
    front = [
        (0.98 * slim * w, waist + 0.03),
        (0.99 * w, top - 0.10),
        (0.90 * w, top - 0.035),
        (0.66 * w, top + 0.004),
        (0.28 * w, top + 0.022),
    ]
    if spec.costume not in HEMS:
        low = hip - 0.42 * body.leg_r
        base = [
            (-0.90 * slim * w, waist),
            (-0.88 * w, hip),
            (-0.80 * w, low, 1),
            (0, low - 0.012),
            (0.84 * w, low, 1),
            (0.92 * w, hip),
        ]
        return blob(*shoulders, *base, *front)
    hem, half = hem_height(spec, body), hem_half_width(spec, body)
    base = [(-0.92 * slim * w, waist), (-0.6 * half - 0.42 * w, 0.5 * (waist + hem)), (-half, hem, 1), (-0.5 * half,
        hem - 0.012), (0, hem - 0.016),
            (0.5 * half, hem - 0.012), (0.98 * half, hem, 1), (0.55 * half + 0.44 * w,
            0.5 * (waist + hem))]  # fmt: skip
    return blob(*shoulders, *base, *front)


def _pattern(spec: PuppetSpec, outline: Outline) -> list[Cut]:
    """Painted cloth: stripes, dots, stars, checks or patches all over."""
    (x0, y0), (x1, y1) = outline.min(0), outline.max(0)
    c, step = spec.accent, 0.062
    rows = np.arange(y0 + 0.03, y1, step)
    if spec.pattern in ("stripes", "checks"):
        bands = [mark(ribbon(path((x0, y), ((x0 + x1) / 2, y - 0.012), (x1, y)), 0.020), c, 0.85) for y in rows]
        if spec.pattern == "checks":
            bands += [mark(ribbon(((x, y0), (x * 0.8, y1)), 0.014), c, 0.5) for x in np.arange(x0, x1, step)]
        return bands
    rng = (Seed(0) / "cloth").rng()
    marks = []
    for n, y in enumerate(rows):
        for x in np.arange(x0 + (0.5 * step if n % 2 else 0.0), x1, step):
            at = (float(x + rng.uniform(-0.008, 0.008)), float(y + rng.uniform(-0.008, 0.008)))
            if spec.pattern == "dots":
                marks.append(mark(ellipse(at, 0.0125), c, 0.95))
            elif spec.pattern == "stars" and rng.random() < 0.6:
                marks.append(mark(star(at, float(rng.uniform(0.007, 0.019)), turn=float(rng.uniform(0, 6))), c, 0.9))
            elif spec.pattern == "patches" and rng.random() < 0.25:
                tone = mix(spec.cloth, c, float(rng.uniform(0.3, 0.9)))
                marks.append(mark(box(at[0] - 0.03, at[1] - 0.026, at[0] + 0.03, at[1] + 0.026, 0.006), tone))
    return marks
