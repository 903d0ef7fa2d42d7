"""A meadow: a path through flowers toward hills, one great oak, mountains as a thought in the distance."""

from __future__ import annotations

from typing import Any

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import FIREFLIES, MOTES, PLACES, beside, ring, sky_furniture
from melies.scene.world import Floor


@PLACES.add("meadow")
def meadow(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.40, 0.54, 0.20), (0.60, 0.60, 0.27)), "grass", 13.0)
    side = b.side
    bloom = np.clip(smooth_noise(b.seed / "bloom", 6.0, 4) - 0.25, 0, 1)
    ground.lay(b.hue((0.86, 0.66, 0.34)), bloom * 0.35)

    def line(z: Any) -> Any:
        return 0.6 * side + 2.6 * side * np.sin(z * 0.10 - 0.3)

    ground.path(line, 1.3, b.hue((0.72, 0.60, 0.42)), "road")
    ring(b, "alps", 620, "mountain", 4096, 300, stretch=0.48)
    ring(b, "hills", 300, "hill", 4096, 230, stretch=0.62, seed="far")
    ring(b, "hills", 140, "hill", 4096, 200, stretch=0.42, seed="near")
    sky_furniture(b, clouds=7, low=5, high=16, big=1.2)
    b.stand(b.card("oak", 1), 7.4 * side, 12.5, 1.12)
    b.scatter(["oak", "birch", "oak"], 15, (-60, 60), (34, 80), (0.55, 0.95), allowed=lambda x, z: abs(x) > 7, apart=4)
    b.scatter(["birch"], 4, *b.span((-13, -8), (9, 16)), size=(0.7, 0.95), apart=1.6)
    b.scatter(
        ["bush", "bush", "heather"],
        22,
        (-30, 30),
        (7, 40),
        (0.5, 1.0),
        allowed=beside(line, 2.2, 3),
        apart=2,
    )
    clear = beside(line, 1.0)
    b.scatter(
        ["wildflowers", "grass", "wildflowers", "grass"],
        90,
        (-9, 9),
        (-5.6, 9),
        (0.5, 1.0),
        allowed=clear,
        apart=0.45,
        shadow=False,
    )
    b.scatter(["grass", "wildflowers"], 50, (-18, 18), (9, 26), (0.7, 1.2), allowed=clear, apart=1.0, shadow=False)
    b.stand(b.card("oak", 2), -9.2 * side, -1.0, 0.9, tint=(0.66, 0.7, 0.74))
    b.swarms += [MOTES, FIREFLIES]
    b.fields |= {"play": 0.8, "look": (0.0, -3.0, 10.0)}
    return ground.done()
