"""A coast: sand, surf running up the beach, sea stacks and a lighthouse on its headland."""

from __future__ import annotations

import numpy as np

from melies.scene.build import Builder
from melies.scene.ground import Ground, smooth_noise
from melies.scene.places.base import MOTES, PLACES, ring, sky_furniture
from melies.scene.world import Floor, Lamp


@PLACES.add("coast")
def coast(b: Builder) -> Floor:
    ground = Ground(b.seed / "ground", b.soil((0.86, 0.75, 0.55), (0.80, 0.66, 0.46)), "sand", 12.0)
    side = b.side
    tufts = np.clip(smooth_noise(b.seed / "dune grass", 9.0, 3) * 0.9 - (ground.Z + 1.5) * 0.25, 0, 1)
    ground.lay(b.hue((0.52, 0.56, 0.30)), tufts * 0.8, "grass")
    head = (1.0 - np.hypot((ground.X + 40 * side) / 24, (ground.Z - 52) / 17)) * 17
    shore = np.maximum(6.2 - ground.Z - 0.10 * ground.X * side, head) + smooth_noise(b.seed / "shore", 22.0, 2) * 0.8
    ground.lay(b.hue((0.42, 0.47, 0.28)), np.clip(head * 0.5, 0, 1), "grass")
    ground.flood(shore.astype(np.float32), (0.60, 0.50, 0.38), beach=2.6)
    ground.water(0.85, deep=b.hue((0.02, 0.26, 0.32)), ripple=0.042, mirror=0.78, calm=18.0)
    ring(b, "islands", 640, "mountain", 4096, 220, stretch=0.8)
    sky_furniture(b, clouds=7, low=4, high=15, big=1.25)
    b.stand(b.card("lighthouse"), -25 * side, 50, 1.05, hazeless=0.2)
    b.lamps.append(Lamp(-25 * side, -13, 49, 5.0, (1.0, 0.86, 0.55), 3.0))
    b.scatter(["cliff edge"], 3, *b.span((-46, -30), (40, 48)), size=(0.8, 1.1), apart=6)
    b.scatter(["boulder", "rock"], 12, *b.span((-34, -15), (32, 42)), size=(0.7, 1.5), apart=1.5)
    for n, (x, z, size) in enumerate(((17, 58, 0.95), (24, 74, 1.15), (11.5, 84, 0.7), (40, 66, 0.9))):
        b.stand(b.card("sea stack", n % 3), x * side, z, size, flip=n % 2 == 1)
    b.scatter(["rock", "stones"], 10, (-10, 10), (2.5, 7.5), (0.4, 0.9), apart=1.3)
    b.scatter(["grass", "heather", "grass"], 40, (-9, 9), (-5.6, 0.6), (0.6, 1.15), apart=0.45, shadow=False)
    b.stand(b.card("windswept", 1), 8.0 * side, 1.2, 1.05, tint=(0.8, 0.8, 0.86), flip=side < 0)
    b.swarms.append(MOTES)
    b.fields |= {"play": 0.8, "look": (0.0, -2.7, 10.0)}
    return ground.done()
