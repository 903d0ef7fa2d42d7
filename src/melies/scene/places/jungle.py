"""A jungle clearing with a dark stream: leaves close to the eye, trunks in three depths, light through the gap."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder, Where
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import FIREFLIES, MOTES, PLACES, ring, sky_furniture
from melies.scene.world import Floor, Lamp


@PLACES.add("jungle")
def jungle(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.31, 0.42, 0.18), (0.44, 0.39, 0.21)), "ground", 5.0)
    side = b.side
    moss = np.clip(smooth_noise(b.seed / "moss", 4.0, 3) + 0.1, 0, 1)
    ground.lay(b.hue((0.33, 0.50, 0.19)), moss * 0.7, "grass")
    bend = 3.6 * side + 3.2 * side * np.sin(ground.Z * 0.11 + 0.4)
    shore = np.abs(ground.X - bend) - (2.6 + 0.05 * ground.Z) + smooth_noise(b.seed / "shore", 6.0, 3) * 0.6
    shore = np.where(ground.Z < 5.0, shore + (5.0 - ground.Z) * 0.8, shore)
    ground.flood(shore.astype(np.float32), b.hue((0.20, 0.18, 0.11)), beach=0.9)
    ground.water(0.05, deep=b.hue((0.02, 0.14, 0.12)), ripple=0.016, mirror=0.95, calm=16.0)
    ring(b, "jungle", 300, "hill", 4096, 260, stretch=0.85)
    ring(b, "jungle", 150, "tree", 4096, 260, stretch=0.72, seed="near")
    ring(b, "jungle", 84, "tree", 4096, 260, stretch=0.62, seed="nearest", foot=-1)
    sky_furniture(b, clouds=3, low=8)
    land = b.dry(ground, shore, 0.7)
    _trees(b, land)
    _near(b, land)
    b.swarms += [MOTES, FIREFLIES]
    b.fields |= {"play": 0.8, "dapple": 0.72, "look": (0.0, -3.1, 10.0)}
    return ground.done()


def _trees(b: Builder, land: Where) -> None:
    """Three depths of trunks on both sides of a gap where the light comes in."""
    gap = 7.0
    for z0, z1, count, inner, size in ((34, 52, 12, gap + 3, 1.0), (20, 30, 8, gap + 1.0, 0.95), (9, 15, 5, gap, 0.9)):
        for hand in (-1, 1):
            reach = (inner, inner + 20) if hand > 0 else (-inner - 20, -inner)
            trees, low = ["jungle tree", "banyan", "palm", "jungle tree"], ["broad leaves", "fern", "bush", "fern"]
            b.scatter(trees, count, reach, (z0, z1), (0.75 * size, 1.15 * size), allowed=land, apart=2.6, tag=str(hand))
            b.scatter(low, count * 2, reach, (z0 - 2, z1), (0.8, 1.5), allowed=land, apart=1.1, tag=f"under {hand}")


def _near(b: Builder, land: Where) -> None:
    """Undergrowth, leaves close to the eye, vines overhead, and what glows by night."""

    def beside(room: float) -> Where:
        return lambda x, z: land(x, z) and abs(x) > room

    side, dark = b.side, (0.42, 0.50, 0.50)
    b.scatter(["fern", "broad leaves", "bush"], 16, (-12, 12), (7, 20), (0.6, 1.1), allowed=beside(3.4), apart=1.3)
    b.scatter(
        ["fern", "grass", "fern"], 22, (-8, 8), (-3.5, 6), (0.45, 0.75), apart=0.7,
        allowed=lambda x, z: land(x, z) and (abs(x) > 4.4 or z < -2),
    )  # fmt: skip
    b.scatter(["grass", "fern", "grass"], 26, (-8, 8), (1.7, 9), (0.2, 0.4), allowed=land, apart=0.7, tag="tufts")
    b.scatter(["glowing mushrooms"], 9, (-9, 9), (0, 14), (0.6, 1.0), allowed=beside(3.2), apart=1.6, shadow=False)
    for x, z, size, variant in (
        (-4.7, -5.6, 1.05, 0),
        (5.0, -5.2, 1.15, 1),
        (-6.3, -3.4, 1.3, 2),
        (6.9, -3.0, 1.25, 0),
    ):
        b.stand(b.card("broad leaves", variant), x, z, size * 0.8, tint=dark, shadow=False)
    hanging = (
        (-4.6, -1.5, 6.3),
        (-2.9, 3.0, 8.3),
        (5.2, -0.5, 6.6),
        (3.8, 6.0, 9.4),
        (-6.6, 7.0, 10.2),
        (7.5, 9.0, 10.8),
    )
    for n, (x, z, lift) in enumerate(hanging):
        shade = {"tint": (0.55, 0.62, 0.6), "shadow": False, "grounded": 0.0}
        b.stand(b.card("vines", n % 3), x * side, z, 1.0 + 0.12 * n, lift=lift, **shade)
    for x, z in ((-4.2, 7.0), (5.4, 10.0), (-7.5, 16.0), (8.0, 22.0)):
        b.lamps.append(Lamp(x * side, -0.4, z, 1.6, b.hue((0.35, 1.0, 0.8)), 0.8, flicker=0.3))
