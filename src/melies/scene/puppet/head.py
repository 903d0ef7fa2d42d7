"""Heads and faces of people, drawn in head units: the head is 1 tall, its centre (0, 0), looking right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from melies.scene.puppet.body import Body
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.hair import back_hair, beard, cap_hair
from melies.scene.puppet.hats import hat, hood_back
from melies.scene.puppet.shapes import blob, ellipse, moved, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import Rgb, lightness, mix, shade

INK: Rgb = (0.16, 0.12, 0.15)
NEAR_EYE, FAR_EYE = (0.125, -0.035), (0.345, -0.035)


def placed(cuts: Sequence[Cut], body: Body) -> list[Cut]:
    """Cuts in head units, put on the body."""
    x, y = body.head_centre
    s = body.head
    return [replace(c, outline=moved(c.outline, x, y, s), soft=c.soft * s) for c in cuts]


def head_pieces(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    """The parts of a head by name: head, eyes, lids, mouth, and where there are any hair_back, beard, hood_back."""
    neck = body.neck
    x, y = body.head_centre

    def joint(px: float, py: float) -> tuple[float, float]:
        return x + px * body.head, y + py * body.head

    skull = [*_neck(spec), *face(spec), *cap_hair(spec), *hat(spec)]
    parts = {
        "head": piece("head", placed(skull, body), neck),
        "eyes": piece("eyes", placed(_eyes(spec), body), joint(0.2, -0.035), bevel=0.0),
        "lids": piece("lids", placed(_lids(spec), body), joint(0.2, 0.075), bevel=0.0),
        "mouth": piece("mouth", placed(_open_mouth(spec), body), joint(0.27, -0.27), bevel=0.0),
    }
    behind = back_hair(spec)
    if behind and spec.hat != "hood":
        parts["hair_back"] = piece("hair_back", placed(behind, body), joint(-0.30, 0.05))
    if spec.hat == "hood":
        parts["hood_back"] = piece("hood_back", placed(hood_back(spec), body), neck)
    if spec.beard:
        parts["beard"] = piece("beard", placed(beard(spec), body), joint(0.18, -0.25))
    return parts


def _neck(spec: PuppetSpec) -> list[Cut]:
    neck = blob((-0.20, -0.30), (-0.22, -0.52), (-0.24, -0.68, 1), (0.14, -0.68, 1), (0.12, -0.5), (0.16, -0.36))
    wrapped = spec.costume in ("robe", "raincoat", "spacesuit", "armor")
    return [Cut(neck, shade(spec.cloth, -0.10) if wrapped else shade(spec.skin, -0.09), volume=0.6)]


def _contour(spec: PuppetSpec) -> Cut:
    knots: tuple[tuple[float, float], ...]
    if spec.age == "young":
        knots = ((-0.02, 0.48), (0.26, 0.40), (0.405, 0.20), (0.415, 0.05), (0.468, -0.07), (0.43, -0.135),
                 (0.432, -0.23), (0.36, -0.385), (0.16, -0.49), (-0.10, -0.46), (-0.31, -0.30), (-0.42, -0.05),
                 (-0.43, 0.18), (-0.30, 0.40))  # fmt: skip
    else:
        nose = 0.53 if spec.age == "old" else 0.492
        knots = ((-0.02, 0.48), (0.25, 0.41), (0.385, 0.22), (0.388, 0.06), (nose, -0.115), (0.455, -0.165),
                 (0.385, -0.175), (0.402, -0.25), (0.36, -0.33), (0.352, -0.43), (0.20, -0.50), (-0.02, -0.43),
                 (-0.22, -0.27), (-0.38, -0.05), (-0.42, 0.18), (-0.30, 0.40))  # fmt: skip
    return Cut(blob(*knots), spec.skin, volume=0.75)


def face(spec: PuppetSpec) -> list[Cut]:
    """Skin, ear, cheeks, nose, closed mouth and brows."""
    warm = mix(spec.skin, (0.86, 0.27, 0.25), 0.55)
    dark = shade(spec.skin, -0.16)
    young = spec.age == "young"
    cheek = 0.5 if lightness(spec.skin) > 0.6 else 0.35
    cuts = [
        _contour(spec),
        mark(ellipse((0.10, -0.215), 0.125, 0.088), warm, cheek, soft=0.035),
        mark(ellipse((0.405, -0.20), 0.055, 0.075), warm, cheek * 0.7, soft=0.025),
        mark(ribbon(path((0.418, -0.045), (0.44, -0.125), (0.385, -0.142)), 0.012, 0.026, 0.012), dark, 0.75),
    ]
    if spec.age == "old":
        for dy in (0.0, 0.045):
            crease = path((-0.02, -0.10 - dy), (0.03, -0.125 - dy), (0.07, -0.12 - dy))
            cuts.append(mark(ribbon(crease, 0.004, 0.014, 0.004), dark, 0.55))
    cuts += [*_mouth(spec), *_brows(spec), *_ear(spec)]
    if not young and spec.kind == "woman":
        cuts.append(mark(ribbon(path((0.055, 0.035), (0.12, 0.07), (0.20, 0.03)), 0.01, 0.03, 0.02), INK, 0.9))
    return cuts + _glasses(spec)


def _ear(spec: PuppetSpec) -> list[Cut]:
    return [
        Cut(ellipse((-0.165, -0.07), 0.075, 0.105, 0.2), spec.skin, volume=0.7, cast=0.2),
        mark(ellipse((-0.155, -0.075), 0.036, 0.062, 0.2), shade(spec.skin, -0.12), 0.7, soft=0.006),
    ]


def _mouth(spec: PuppetSpec) -> list[Cut]:
    lip = mix(shade(spec.skin, -0.22), (0.62, 0.16, 0.18), 0.55)
    curve = {"sad": -0.03, "angry": -0.02, "happy": 0.06}.get(spec.mood, 0.036)
    line = path((0.175, -0.275 + 0.4 * curve), (0.265, -0.285 - 0.7 * curve), (0.365, -0.27 + 0.5 * curve))
    return [mark(ribbon(line, 0.012, 0.034, 0.012), lip, 0.95)]


def _brows(spec: PuppetSpec) -> list[Cut]:
    colour = shade(spec.hair, -0.08) if lightness(spec.hair) < 0.75 else shade(spec.hair, -0.03)
    tilt = {"sad": 0.045, "angry": -0.06}.get(spec.mood, 0.0)
    thick = 0.055 if spec.age == "old" else 0.034
    near = path((0.03, 0.115 - tilt), (0.12, 0.145), (0.215, 0.115 + tilt))
    far = path((0.30, 0.115 + tilt), (0.355, 0.14), (0.40, 0.115 - tilt))
    return [mark(ribbon(b, 0.5 * thick, thick, 0.4 * thick), colour, 0.9) for b in (near, far)]


def eye_radius(spec: PuppetSpec) -> float:
    """Half height of an eye in head units."""
    return {"young": 0.094, "old": 0.064}.get(spec.age, 0.077)


def _eyes(spec: PuppetSpec) -> list[Cut]:
    r = eye_radius(spec)
    iris = mix(INK, (0.45, 0.28, 0.16), 0.55) if not spec.glowing else spec.eyes
    cuts = []
    for (x, y), wide in ((NEAR_EYE, 0.70), (FAR_EYE, 0.48)):
        cuts.append(Cut(ellipse((x, y), wide * r, r), spec.eyes if not spec.glowing else shade(spec.eyes, 0.05),
                        volume=0.0, glow=0.9 if spec.glowing else 0.0))  # fmt: skip
        cuts.append(mark(ellipse((x, y - 0.42 * r), 0.5 * wide * r, 0.42 * r), iris, 0.85, soft=0.012))
        cuts.append(
            mark(ellipse((x + 0.24 * r * wide / 0.7, y + 0.36 * r), 0.27 * r * wide / 0.6, 0.29 * r), (1, 1, 0.98))
        )
        cuts.append(mark(ellipse((x - 0.2 * r, y - 0.45 * r), 0.10 * r), (1, 1, 0.98), 0.7))
    return cuts


def _lids(spec: PuppetSpec) -> list[Cut]:
    r = eye_radius(spec)
    cuts = []
    for (x, y), wide in ((NEAR_EYE, 0.74), (FAR_EYE, 0.52)):
        cuts.append(Cut(ellipse((x, y), wide * r * 1.16, 1.14 * r), spec.skin, volume=0.0))
        lash = path((x - wide * r, y - 0.75 * r), (x, y - 1.02 * r), (x + wide * r, y - 0.75 * r))
        cuts.append(mark(ribbon(lash, 0.012, 0.03, 0.012), shade(spec.skin, -0.35)))
    return cuts


def _open_mouth(spec: PuppetSpec) -> list[Cut]:
    lip = mix(shade(spec.skin, -0.22), (0.62, 0.16, 0.18), 0.6)
    rim = blob((0.19, -0.265), (0.275, -0.255), (0.36, -0.265), (0.335, -0.355), (0.27, -0.385), (0.21, -0.355))
    tongue = ellipse((0.275, -0.365), 0.055, 0.035)
    return [Cut(rim, shade(lip, -0.16), volume=0.0), mark(tongue, (0.84, 0.42, 0.40), 0.9, soft=0.004)]


def _glasses(spec: PuppetSpec) -> list[Cut]:
    if not spec.glasses:
        return []
    wire = shade(spec.accent, -0.12)
    cuts = []
    for (x, y), rx in ((NEAR_EYE, 0.118), (FAR_EYE, 0.085)):
        ring = ellipse((x, y), rx, 0.118)
        cuts.append(mark(ring, (1.0, 1.0, 0.96), 0.22))
        cuts.append(mark(ribbon(path(*ring[::3].tolist(), ring[0].tolist()), 0.022), wire))
    arm = path((0.01, -0.02), (-0.09, 0.0), (-0.17, 0.0))
    return [*cuts, mark(ribbon(arm, 0.02), wire), mark(ribbon(path((0.24, -0.02), (0.265, -0.01)), 0.02), wire)]
