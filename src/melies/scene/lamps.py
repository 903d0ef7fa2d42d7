"""Lamps and swarms of a world at a moment, as rows for the kernels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.story import Act
from melies.scene.kernels import common as at
from melies.scene.kernels.particles import SWARM_COLUMNS
from melies.scene.mood import Mood
from melies.scene.oklab import light
from melies.scene.track import moment
from melies.scene.world import Lamp, Swarm, World

RAIN = Swarm("rain", 1400, (16, 9, 16), (0.8, 9.0, 0.3), 0.0, 0.0, 0.012, 0.04, (0.80, 0.86, 1.0), 0.55, when="rain")
SNOW = Swarm("snow", 1500, (18, 9, 18), (0.35, 0.9, 0.1), 0.30, 0.35, 0.026, 0.0, (0.95, 0.97, 1.0), 0.85, when="snow")
WEATHER_SWARMS = (RAIN, SNOW)


def carried_lamps(world: World, acts: Sequence[Act], seconds: float) -> list[Lamp]:
    """Light that goes with whoever carries a lantern or glows."""
    lamps = []
    for actor in world.actors:
        if actor.glows and actor.shown:
            now = moment(world, actor, acts, seconds)
            lift = now.lift + 0.45 * actor.puppet.height
            lamps.append(Lamp(now.x + 0.3 * now.facing, -lift, now.z - 0.35, 1.7, (1.0, 0.76, 0.42), 2.2, 0.12))
    return lamps


def lamp_rows(world: World, mood: Mood, seconds: float, acts: Sequence[Act] = ()) -> Float32[ndarray, "n 7"]:
    """(x, y, z, radius, r, g, b) of the lamps that burn at this hour."""
    rows = []
    for number, lamp in enumerate((*world.lamps, *carried_lamps(world, acts, seconds))):
        burn = 1.0 if lamp.always else mood.lamps
        if burn <= 0.02:
            continue
        beat = 1.0 + lamp.flicker * 0.35 * (
            math.sin(11.0 * seconds + number) * 0.6 + math.sin(23.0 * seconds + 2 * number) * 0.4
        )
        rows.append((lamp.x, lamp.y, lamp.z, lamp.radius, *(light(lamp.colour) * lamp.power * burn * beat)))
    return np.array(rows, np.float32).reshape(-1, 7)


def swarm_rows(
    world: World, air: Float32[ndarray, n], mood: Mood, atmosphere: Mapping[str, float]
) -> Float32[ndarray, "n columns"]:
    """The swarms that are out now, coloured by the light they are in."""
    rows = []
    ambient = air[at.UP : at.UP + 3] * 0.8 + air[at.KEY : at.KEY + 3] * 0.25 + air[at.HAZE : at.HAZE + 3] * 0.5
    for swarm in (*world.swarms, *WEATHER_SWARMS):
        amount = 1.0
        if swarm.when == "night":
            amount = mood.lamps
        elif swarm.when == "day":
            amount = 1.0 - mood.lamps
        elif swarm.when != "always":
            amount = max(
                atmosphere.get(swarm.when, 0.0), 0.9 * atmosphere.get("storm", 0.0) if swarm.when == "rain" else 0.0
            )
        count = min(len(world.dice), round(swarm.count * min(1.0, amount)))
        if count <= 0:
            continue
        colour = light(swarm.colour) * (ambient if swarm.lit else 1.0)
        wind = atmosphere.get("wind", 0.2)
        velocity = (swarm.velocity[0] * (1 + 3 * wind), swarm.velocity[1], swarm.velocity[2])
        rows.append((count, *swarm.box, *velocity, swarm.sway, swarm.sway_hz, swarm.size, swarm.streak, *colour,
                     swarm.alpha * min(1.0, 0.4 + amount), swarm.flicker, swarm.low))  # fmt: skip
    return np.array(rows, np.float32).reshape(-1, SWARM_COLUMNS)
