"""A neon city: a wet street that mirrors its signs, canyon walls of lit windows, a far skyline in violet haze."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import PLACES, ring, sky_furniture
from melies.scene.world import Floor, Lamp

NEON = ((1.0, 0.18, 0.62), (0.10, 0.85, 1.0), (1.0, 0.62, 0.16), (0.55, 0.25, 1.0), (0.25, 1.0, 0.62))
TOWERS = ("glass tower", "brick tower", "neon tower", "antenna tower")


@PLACES.add("city")
def city(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.24, 0.24, 0.29), (0.30, 0.29, 0.33)), "road", 6.0)
    walk = np.clip((np.abs(ground.X) - 4.6) / 0.1, 0, 1)
    ground.lay(b.hue((0.40, 0.38, 0.41)), walk * 0.9, "ground")
    seams = (np.abs((ground.Z * 0.5) % 1.0 - 0.5) < 0.03) * walk
    ground.lab[..., 0] -= (0.05 * seams).astype(np.float32)
    dashes = (np.abs(ground.X) < 0.09) * (((ground.Z * 0.28) % 1.0) < 0.5)
    ground.lay((0.86, 0.80, 0.60), dashes * 0.7)
    damp = smooth_noise(b.seed / "damp", 4.0, 3)
    ground.wet = np.clip(0.30 + 0.42 * damp + 0.10 * (np.abs(ground.X) < 4.6), 0.06, 0.80).astype(np.float32)
    ground.water(0.0, deep=(0.03, 0.03, 0.06), ripple=0.008, mirror=1.0, calm=30.0, rough=0.05)
    ring(b, "city", 420, "building", 4096, 330, stretch=0.92, seed="far", glow=0.35)
    ring(b, "city", 230, "building", 4096, 300, stretch=0.62, seed="near", turn=1.3, glow=0.5)
    sky_furniture(b, clouds=3, low=10)
    _canyon(b)
    _street(b)
    b.fields |= {"play": 0.8, "look": (0.0, -3.0, 10.0), "clouds": 0.35}
    return ground.done()


def _canyon(b: Builder) -> None:
    """Two walls of towers that rise toward the distance, so that each shows the next and the sky stays open."""
    rng = (b.seed / "canyon").rng()
    for hand in (-1, 1):
        z = 13.0 + 3.0 * (hand > 0)
        while z < 110:
            name = TOWERS[int(rng.integers(len(TOWERS)))]
            card, shade = b.card(name, int(rng.integers(3))), float(rng.uniform(0.8, 1.05))
            wide, tall = b.cards[card].metres
            size = float(rng.uniform(9.0, 15.0) + 0.28 * z) / tall
            x = hand * (8.2 + wide * size * 0.5 + float(rng.uniform(0.0, 1.5)) + 0.05 * z)
            b.stand(card, x, z, size, flip=bool(rng.random() < 0.5), tint=(shade, shade, shade),
                    glow=float(rng.uniform(0.7, 1.2)), grounded=1.5, hazeless=0.1)  # fmt: skip
            z += 3.0 + 0.10 * z


def _street(b: Builder) -> None:
    """Shop fronts, lamps and signs close to the street, and the light they throw."""
    rng = (b.seed / "street").rng()
    for n in range(9):
        hand = -1 if n % 2 else 1
        z = 5.0 + 4.3 * n
        card = b.card("shopfront", n % 3)
        wide, tall = b.cards[card].metres
        size = (3.9 + 0.3 * (n % 3)) / tall
        b.stand(card, hand * (7.4 + 0.12 * n + 0.5 * wide * size - 2.0), z + 2.0, size, glow=0.9, grounded=0.6)
        colour = b.hue(NEON[int(rng.integers(len(NEON)))])
        b.lamps.append(Lamp(hand * 6.6, -2.2, z - 0.8, 3.4, colour, 1.7, flicker=0.12 if n % 4 == 1 else 0.0))
    for n in range(7):
        hand = 1 if n % 2 else -1
        z = 1.5 + 7.5 * n
        b.stand(b.card("street lamp", 0), hand * 5.1, z, 1.0, flip=hand > 0, glow=1.4)
        b.lamps.append(Lamp(hand * 4.6, -3.6, z, 2.6, (1.0, 0.80, 0.50), 1.3))
