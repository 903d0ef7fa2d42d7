"""What every place shares: the registry, and the sky's furniture."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from melies.core.registry import Registry
from melies.core.seed import Seed
from melies.scene.build import Builder, Where
from melies.scene.card import Card
from melies.scene.paint.ridge import ridge
from melies.scene.world import Floor, Hung, Swarm

Place = Callable[[Builder], Floor]
PLACES: Registry[Place] = Registry("place", "melies.scene.places")

FIREFLIES = Swarm(
    "fireflies",
    70,
    (22, 2.6, 20),
    (0.05, 0.03, 0.04),
    0.7,
    0.11,
    0.022,
    0.0,
    (0.85, 1.0, 0.45),
    1.6,
    0.31,
    0.3,
    False,
    "night",
)
MOTES = Swarm(
    "motes",
    160,
    (14, 5, 14),
    (0.10, -0.03, 0.02),
    0.35,
    0.07,
    0.008,
    0.0,
    (1.0, 0.95, 0.8),
    0.30,
    0.0,
    0.2,
    True,
    "day",
)


def sky_furniture(b: Builder, *, clouds: int = 5, low: float = 5.0, high: float = 17.0, big: float = 1.0) -> None:
    """Sun and moon where the light comes from, and cumulus in rows that get smaller toward the horizon."""
    b.hung.append(Hung(b.card("sun"), 0, 0, 3.4, flat=1.0, hazeless=0.75, light=True, glow=2.0, tint=(5.0, 4.6, 4.0)))
    b.hung.append(Hung(b.card("moon"), 0, 0, 4.2, flat=0.92, hazeless=0.9, light=True, tint=(1.5, 1.5, 1.45)))
    rng = (b.seed / "clouds").rng()
    for n in range(clouds):
        rise = float(rng.uniform(low, high))
        azimuth = -34 + 68 * (n + float(rng.uniform(0.1, 0.9))) / max(1, clouds)
        width = float(rng.uniform(9, 17)) * (0.35 + 0.65 * rise / high) * big
        kind = "cumulus" if rng.random() < 0.72 else "stratus"
        b.hung.append(
            Hung(
                b.card(kind, n % 3),
                azimuth,
                rise,
                width * (1.5 if kind == "stratus" else 1.0),
                drift=0.05 + 0.012 * rise,
                flip=bool(rng.random() < 0.5),
                opacity=0.92,
                hazeless=0.35,
            )
        )
    for n in range(clouds):  # the rest of the sky, for cameras that look round
        azimuth = 45 + 270 * (n + float(rng.random())) / max(1, clouds)
        b.hung.append(
            Hung(
                b.card("cumulus", n % 3),
                azimuth,
                float(rng.uniform(low, high)),
                13.0,
                drift=0.1,
                opacity=0.9,
                hazeless=0.35,
            )
        )


def beside(line: Callable[[float], float], room: float, middle: float = 0.0) -> Where:
    """At least `room` metres from the path along x = line(z), and `middle` metres from x = 0."""
    return lambda x, z: abs(x - line(z)) > room and abs(x) >= middle


def ring(
    b: Builder,
    kind: str,
    radius: float,
    label: str,
    width: int,
    height: int,
    *,
    seed: str = "",
    stretch: float = 1.0,
    **more: Any,
) -> None:
    """A painted strip of `kind` round the world, other worlds' and ruins' variants included."""
    strip = _strip(b.seed / "ring" / kind / seed, kind, label, width, height, b.staging.alien, b.staging.ruined)
    b.ring(strip, radius, stretch=stretch, **more)


@lru_cache(maxsize=24)
def _strip(seed: Seed, kind: str, label: str, width: int, height: int, alien: bool, ruined: bool) -> Card:
    """A ring's paper, painted once; its scale waits for the ring's radius."""
    strip = ridge(seed, kind, width, height, alien=alien, ruined=ruined, mist=0.10)
    return Card(strip.rgba, 1.0, (width / 2, height), label, glow=strip.glow, bevel=0.0)
