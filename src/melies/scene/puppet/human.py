"""A person, all parts together: who wears what, back to front."""

from __future__ import annotations

from melies.scene.puppet.body import Body, body_of
from melies.scene.puppet.brush import Cut, Piece, mark, piece
from melies.scene.puppet.costume import garment_pieces, sleeve_of
from melies.scene.puppet.head import head_pieces
from melies.scene.puppet.limbs import DIM, arm, leg
from melies.scene.puppet.props import prop_piece
from melies.scene.puppet.robot import robot_pieces
from melies.scene.puppet.shapes import blob, path, ribbon
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.tint import mix, shade
from melies.scene.puppet.worn import worn


def human_pieces(spec: PuppetSpec) -> dict[str, Piece]:
    """Every part of a person, wizard, astronaut or robot, by name."""
    body = body_of(spec)
    parts = robot_pieces(spec, body) if spec.kind == "robot" else _dressed(spec, body)
    parts |= worn(spec, body)
    held = prop_piece(spec, body)
    if held is not None:
        parts["prop"] = held
    if spec.wings:
        parts |= _wings(spec, body)
    return parts


def _dressed(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    look = sleeve_of(spec)
    parts = garment_pieces(spec, body) | head_pieces(spec, body)
    for side, dim in (("near", 0.0), ("far", DIM)):
        shoulder = body.near_shoulder if side == "near" else body.far_shoulder
        hip = body.near_hip if side == "near" else body.far_hip
        parts |= {p.name: p for p in (*arm(side, shoulder, body, spec, look, dim), *leg(side, hip, body, look, dim))}
    if spec.hat == "visor":
        parts = {k: v for k, v in parts.items() if k not in ("eyes", "lids", "mouth", "hair_back", "beard")}
    return parts


def _wings(spec: PuppetSpec, body: Body) -> dict[str, Piece]:
    """A fairy's gauzy wings, behind the back."""
    x, y = -0.3 * body.wide, body.shoulder - 0.06
    c = mix(spec.accent, (0.92, 0.97, 1.0), 0.6)
    upper = blob(
        (x, y),
        (x - 0.12, y + 0.16),
        (x - 0.32, y + 0.25),
        (x - 0.40, y + 0.14),
        (x - 0.30, y - 0.01),
        (x - 0.1, y - 0.05),
    )
    lower = blob((x, y - 0.02), (x - 0.14, y - 0.02), (x - 0.30, y - 0.12), (x - 0.27, y - 0.23), (x - 0.12, y - 0.16))
    veins = [path((x, y), (x - 0.18, y + dy * 0.7), (x - 0.34, y + dy)) for dy in (0.20, 0.12, 0.04, -0.10, -0.17)]
    cuts = [Cut(lower, shade(c, -0.04), opacity=0.85, glow=0.1), Cut(upper, c, opacity=0.85, glow=0.1)]
    cuts += [mark(ribbon(v, 0.006, 0.003), shade(c, 0.12), 0.8) for v in veins]
    return {"wing": piece("wing", cuts, (x, y)), "wing_far": piece("wing_far", cuts, (x, y), dim=0.12)}
