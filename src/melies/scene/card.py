"""A card: one piece of painted paper, the material everything on the stage is cut from."""

from __future__ import annotations

from dataclasses import dataclass

from jaxtyping import Float32
from numpy import ndarray


@dataclass(frozen=True, eq=False)
class Card:
    """Painted paper.

    rgba: (h, w, 4) float32, straight alpha, sRGB in [0, 1]: the paint under flat white light, without any shadow,
    haze or rim light; the stage lights it. scale: pixels per metre. foot: the pixel (x, y down) that stands on the
    ground, or the pivot of a puppet's part. label: a name in `scene.labels.PALETTE`. glow: (h, w) in [0, 1], how much
    of the paint shines by itself (lit windows, lamps, eyes), or None. bevel: pixels over which the edge is rounded by
    light (0: flat paper). sway: how far the top moves in wind, metres.
    """

    rgba: Float32[ndarray, "h w 4"]
    scale: float
    foot: tuple[float, float]
    label: str
    glow: Float32[ndarray, "h w"] | None = None
    bevel: float = 10.0
    sway: float = 0.0

    @property
    def metres(self) -> tuple[float, float]:
        """Width and height in the world."""
        return self.rgba.shape[1] / self.scale, self.rgba.shape[0] / self.scale


@dataclass(frozen=True)
class Part:
    """One card of a posed puppet: `to_plane` (2, 3) maps card pixels (x, y down) to the puppet's plane.

    The plane is in metres, x right as the audience sees it, y up, (0, 0) on the ground under the puppet.
    """

    card: int
    to_plane: Float32[ndarray, "2 3"]
