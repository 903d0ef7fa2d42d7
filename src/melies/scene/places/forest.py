"""A forest: tall trunks in receding rows, ferns, a path, shafts of light."""

from __future__ import annotations

from typing import Any

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import FIREFLIES, MOTES, PLACES, beside, ring, sky_furniture
from melies.scene.world import Floor


@PLACES.add("forest")
def forest(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.34, 0.32, 0.17), (0.45, 0.34, 0.20)), "ground", 6.0)
    side = b.side
    moss = np.clip(smooth_noise(b.seed / "moss", 5.0, 3) + 0.15, 0, 1)
    ground.lay(b.hue((0.32, 0.44, 0.18)), moss * 0.8, "grass")

    def line(z: Any) -> Any:
        return 1.8 * side * np.sin(z * 0.12 + 0.5)

    ground.path(line, 1.4, b.hue((0.58, 0.46, 0.32)), "ground")
    ring(b, "hills", 300, "hill", 4096, 220, stretch=0.7)
    ring(b, "treeline", 130, "tree", 4096, 260, stretch=1.0, seed="far")
    ring(b, "treeline", 80, "tree", 4096, 260, stretch=0.9, seed="near", foot=-1)
    sky_furniture(b, clouds=3, low=9)
    for z0, z1, count, inner, size in ((40, 60, 20, 4.0, 1.3), (24, 36, 13, 4.0, 1.3), (11, 20, 8, 4.6, 1.25)):
        for hand in (-1, 1):
            reach = (inner, inner + 22) if hand > 0 else (-inner - 22, -inner)
            b.scatter(
                ["fir", "pine", "birch", "fir"],
                count,
                reach,
                (z0, z1),
                (0.8 * size, 1.15 * size),
                apart=1.9,
                tag=str(hand),
            )
    b.scatter(
        ["fern", "bush", "fern", "heather"],
        44,
        (-16, 16),
        (3, 34),
        (0.5, 1.0),
        allowed=beside(line, 1.5, 2.2),
        apart=1.0,
    )
    b.scatter(
        ["fern", "grass"],
        34,
        (-7.5, 7.5),
        (-5.6, 4),
        (0.45, 0.8),
        allowed=lambda x, z: abs(x) > 2.6 or z < -3.4,
        apart=0.6,
        shadow=False,
    )
    b.scatter(["boulder", "rock"], 9, (-12, 12), (4, 26), (0.5, 0.9), allowed=lambda x, z: abs(x) > 3.2, apart=2.5)
    dark = (0.48, 0.52, 0.56)
    b.stand(b.card("pine", 1), -6.9 * side, -2.6, 1.25, tint=dark)
    b.stand(b.card("birch", 0), 7.2 * side, -2.2, 1.2, tint=dark)
    b.swarms += [MOTES, FIREFLIES]
    b.fields |= {"play": 0.8, "dapple": 0.62, "look": (0.0, -3.2, 10.0)}
    return ground.done()
