"""How far down garments reach."""

from __future__ import annotations

from melies.scene.puppet.body import Body
from melies.scene.puppet.spec import PuppetSpec

HEMS = {  # share of the hip's height, half width in body widths
    "coat": (0.56, 1.22), "raincoat": (0.54, 1.42), "dress": (0.55, 1.55), "gown": (0.13, 2.0), "robe": (0.12, 1.62),
    "armor": (0.72, 1.18),
}  # fmt: skip


def hem_half_width(spec: PuppetSpec, body: Body) -> float:
    """Half the width of the hem in rest units, 0 without a skirt."""
    return HEMS[spec.costume][1] * body.wide if spec.costume in HEMS else 0.0


def hem_height(spec: PuppetSpec, body: Body) -> float:
    return HEMS[spec.costume][0] * body.hip
