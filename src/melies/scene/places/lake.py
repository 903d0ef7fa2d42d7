"""An alpine lake: meadow bank in front, two wooded tongues of land, a wall of mountains mirrored in still water."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import FIREFLIES, MOTES, PLACES, ring, sky_furniture
from melies.scene.world import Floor


def _oval(ground: Ground, x: float, z: float, rx: float, rz: float) -> np.ndarray:
    """Signed distance-like field of an oval of land, metres, positive inside."""
    return (1.0 - np.hypot((ground.X - x) / rx, (ground.Z - z) / rz)) * min(rx, rz)


@PLACES.add("lake")
def lake(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.36, 0.47, 0.20), (0.50, 0.49, 0.24)), "grass")
    wobble = smooth_noise(b.seed / "shore", 16.0, 3) * 1.3
    side = b.side
    shore = (
        np.maximum.reduce(
            [
                5.4 - ground.Z + 0.012 * ground.X**2 * np.sign(ground.X * side),
                _oval(ground, -27 * side, 27, 19, 8.5),
                _oval(ground, 34 * side, 56, 25, 8),
            ]
        )
        + wobble
    )
    ground.flood(shore.astype(np.float32), (0.40, 0.36, 0.30), beach=1.0)
    ground.water(0.12, deep=b.hue((0.04, 0.20, 0.26)), ripple=0.020, calm=30.0)
    ground.path(lambda z: -1.2 * side + 1.3 * np.sin(z * 0.35), 0.9, b.hue((0.56, 0.48, 0.36)), "ground")
    ring(b, "alps", 470, "mountain", 4096, 420, stretch=0.80)
    ring(b, "alps", 330, "mountain", 4096, 300, stretch=0.52, seed="front", foot=-6)
    ring(b, "hills", 190, "hill", 4096, 200, stretch=0.75)
    ring(b, "treeline", 118, "tree", 4096, 150, stretch=0.62)
    sky_furniture(b, clouds=5)
    land = b.dry(ground, shore, 0.9)
    conifers = ["fir", "pine", "fir"]
    b.scatter(conifers, 26, *b.span((-42, -11), (20, 34)), size=(0.55, 1.05), allowed=land, apart=1.8)
    b.scatter(conifers, 22, *b.span((15, 54), (49, 63)), size=(0.55, 0.95), allowed=land, apart=2.2)
    b.scatter(["fir", "pine"], 7, *b.span((-17, -7.5), (1, 6)), size=(0.55, 0.95), allowed=land, apart=2.0)
    b.stand(b.card("fir", 1), 7.6 * side, -1.6, 0.92, tint=(0.72, 0.74, 0.8))
    b.stand(b.card("pine", 2), 9.6 * side, 2.4, 0.9)
    b.scatter(["reeds"], 12, (-9, 9), (4.2, 6.4), (0.45, 0.8), apart=0.5)
    b.scatter(["rock", "stones"], 9, (-9, 9), (1.0, 5.6), (0.35, 0.8), allowed=land, apart=1.2)
    b.scatter(
        ["wildflowers", "grass", "grass", "heather"],
        46,
        (-8, 8),
        (-5.4, 4.6),
        (0.5, 0.95),
        allowed=b.off_path(-1.2 * side),
        apart=0.5,
        shadow=False,
    )
    b.swarms += [MOTES, FIREFLIES]
    b.fields |= {"play": 0.8}
    return ground.done()
