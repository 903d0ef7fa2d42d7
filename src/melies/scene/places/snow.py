"""A snowfield: blue shadows, dark firs, a frozen tarn, great white mountains."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import PLACES, ring, sky_furniture
from melies.scene.world import Floor


@PLACES.add("snow")
def snow(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.90, 0.93, 0.97), (0.82, 0.87, 0.95)), "snow", 15.0)
    side = b.side
    drift = np.sin(ground.Z * 1.1 + 2.4 * smooth_noise(b.seed / "drift", 9.0, 2) + ground.X * 0.22)
    ground.lab[..., 0] += (0.016 * drift).astype(np.float32)
    tarn = np.hypot((ground.X - 9 * side) / 13, (ground.Z - 22) / 7)
    shore = (tarn - 1.0) * 7 + smooth_noise(b.seed / "shore", 7.0, 3) * 0.6
    ground.flood(shore.astype(np.float32), (0.72, 0.80, 0.90), beach=0.8, wetness=0.92)
    ground.water(0.0, deep=b.hue((0.30, 0.45, 0.58)), ripple=0.004, mirror=0.62, calm=40.0)
    ground.path(lambda z: -1.4 * side + 1.2 * np.sin(z * 0.2), 0.7, (0.70, 0.77, 0.90), "snow")
    ring(b, "alps", 520, "mountain", 4096, 430, stretch=0.85)
    ring(b, "alps", 300, "snow", 4096, 260, stretch=0.42, seed="front", tint=(1.25, 1.25, 1.3))
    ring(b, "treeline", 120, "tree", 4096, 170, stretch=0.7)
    sky_furniture(b, clouds=5)
    frost = (1.35, 1.5, 1.75)
    land = b.dry(ground, shore, 0.8)
    b.scatter(
        ["fir", "pine"], 34, (-60, 60), (28, 84), (0.55, 1.0), allowed=lambda x, z: land(x, z) and abs(x) > 4, apart=2.4
    )
    b.scatter(["fir"], 9, *b.span((-16, -6.5), (5, 18)), size=(0.6, 1.0), allowed=land, apart=2.0)
    b.stand(b.card("fir", 1), 8.2 * side, -0.6, 1.0, tint=(0.8, 0.86, 0.98))
    b.scatter(
        ["snow drift"], 16, (-16, 16), (1, 30), (0.6, 1.3), allowed=lambda x, z: land(x, z) and abs(x) > 2.6, apart=2.0
    )
    b.scatter(
        ["rock", "dead tree", "heather"],
        9,
        (-14, 14),
        (3, 26),
        (0.35, 0.6),
        allowed=lambda x, z: land(x, z) and abs(x) > 3.6,
        apart=2.4,
        tint_by=frost,
    )
    b.scatter(["snow drift", "heather"], 14, (-7, 7), (-5.6, 0), (0.5, 0.8), apart=1.1, shadow=False)
    b.fields |= {"play": 0.8}
    return ground.done()
