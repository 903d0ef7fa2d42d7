"""A desert: layered mesas and buttes over dunes, cactus near, heat and dust in the light."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import PLACES, ring, sky_furniture
from melies.scene.world import Floor, Swarm

DUST = Swarm(
    "dust", 220, (16, 4, 16), (0.9, -0.02, 0.1), 0.3, 0.1, 0.010, 0.0, (1.0, 0.85, 0.6), 0.22, 0.0, 0.1, True, "always"
)


@PLACES.add("desert")
def desert(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.84, 0.56, 0.33), (0.74, 0.45, 0.28)), "sand", 14.0)
    side = b.side
    ripples = np.sin(ground.Z * 5.2 + 1.6 * np.sin(ground.X * 0.35) + smooth_noise(b.seed / "ripples", 7.0, 2) * 3.0)
    ground.lab[..., 0] += (0.018 * ripples).astype(np.float32)
    ground.lay(b.hue((0.93, 0.70, 0.45)), np.clip(smooth_noise(b.seed / "bright", 18.0, 2), 0, 1) * 0.6)
    ground.path(lambda z: 1.5 * side + 2.2 * np.sin(z * 0.09), 1.5, b.hue((0.90, 0.68, 0.47)), "ground")
    ring(b, "mesas", 520, "mountain", 4096, 330, stretch=0.72)
    ring(b, "mesas", 300, "mountain", 4096, 240, stretch=0.42, seed="near")
    ring(b, "dunes", 150, "sand", 4096, 200, stretch=0.50)
    sky_furniture(b, clouds=4, low=7, big=0.8)
    b.stand(b.card("butte", 0), -34 * side, 108, 0.72, hazeless=0.1)
    b.stand(b.card("butte", 1), 52 * side, 128, 0.66, flip=True)
    b.stand(b.card("arch", 0), 27 * side, 62, 0.85, flip=side < 0)
    b.scatter(["cactus", "joshua tree"], 9, (-30, 30), (12, 50), (0.6, 1.1), allowed=lambda x, z: abs(x) > 5, apart=5)
    b.stand(b.card("cactus", 1), -6.4 * side, 4.6, 0.92)
    b.stand(b.card("cactus", 2), 7.9 * side, 1.0, 0.95, tint=(0.75, 0.75, 0.8))
    b.scatter(
        ["agave", "heather", "bush"], 20, (-16, 16), (2, 30), (0.4, 0.8), allowed=lambda x, z: abs(x) > 4, apart=2
    )
    b.scatter(
        ["rock", "stones", "boulder"],
        22,
        (-20, 20),
        (-2, 34),
        (0.35, 0.85),
        allowed=lambda x, z: abs(x) > 3.4,
        apart=1.6,
    )
    b.scatter(["agave", "stones", "grass"], 14, (-7, 7), (-5.6, -1.5), (0.45, 0.8), apart=0.8)
    b.swarms.append(DUST)
    b.fields |= {"play": 0.8, "look": (0.0, -3.1, 10.0)}
    return ground.done()
