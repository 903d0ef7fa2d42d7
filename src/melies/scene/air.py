"""The mood of one moment as the numbers the kernels take."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.oklab import from_lab
from melies.scene.kernels import common as at
from melies.scene.mood import Mood, at_hour, colour_of, overcast, screen, tinted, turned
from melies.scene.oklab import Colour
from melies.scene.world import World

LEAN, FOREIGN = 0.3, 0.8  # how far the air leans to a colour that the text tells, here and on other worlds
TURN = 95.0  # degrees that hues turn on other worlds of no told colour
PLACE_TINTS: dict[str, tuple[tuple[float, float, float], float]] = {
    "jungle": ((0.36, 0.62, 0.40), 0.34),
    "forest": ((0.45, 0.60, 0.42), 0.18),
    "desert": ((0.95, 0.62, 0.36), 0.28),
    "snow": ((0.62, 0.74, 0.92), 0.30),
    "coast": ((0.55, 0.78, 0.86), 0.12),
    "city": ((0.50, 0.48, 0.70), 0.16),
}


def mood_of(world: World, atmosphere: Mapping[str, float]) -> Mood:
    """The mood at this moment: hour, then place, weather and other worlds."""
    hour = atmosphere.get("hour", 17.5)
    mood = at_hour(hour)
    mood = replace(mood, rise=atmosphere.get("rise", 0.0))
    dark = mood.lamps
    if world.place in PLACE_TINTS:
        colour, amount = PLACE_TINTS[world.place]
        mood = tinted(mood, colour, amount * (1 - 0.5 * dark))
    neon = atmosphere.get("neon", 0.0)
    if neon > 0:
        mood = tinted(mood, (0.62, 0.16, 0.72), 0.62 * neon * (0.25 + 0.75 * dark))
    accent = cast("Colour | None", world.notes.get("accent"))
    if accent is not None:
        mood = tinted(mood, accent, FOREIGN if world.notes.get("alien") else LEAN)
    elif world.notes.get("alien"):
        mood = turned(mood, TURN, 1.15)
    rain, snow, storm, clouds = (max(0.0, atmosphere.get(name, 0.0)) for name in ("rain", "snow", "storm", "clouds"))
    grey = max(1.05 * math.sqrt(rain), storm, 0.8 * math.sqrt(snow), (clouds - 0.4) * 0.9)
    if grey > 0:
        mood = overcast(mood, min(1.0, grey), min(1.0, 0.8 * storm + 0.4 * rain))
    return mood


def light_direction(mood: Mood) -> Float32[ndarray, 3]:
    """Unit vector toward the light, world axes (y down)."""
    a, e = math.radians(mood.azimuth), math.radians(mood.elevation)
    return np.array((math.sin(a) * math.cos(e), -math.sin(e), math.cos(a) * math.cos(e)), np.float32)


def air_vector(mood: Mood, world: World, atmosphere: Mapping[str, float]) -> Float32[ndarray, 32]:
    """The kernels' vector (offsets in `kernels.common`)."""
    air = np.zeros(at.AIR_LENGTH, np.float32)
    rain, snow = (atmosphere.get(name, 0.0) for name in ("rain", "snow"))
    mist = atmosphere.get("mist", mood.mist)
    storm = atmosphere.get("storm", 0.0)
    flash = atmosphere.get("flash", 0.0)
    air[at.LIGHT : at.LIGHT + 3] = light_direction(mood)
    air[at.DISC : at.DISC + 3] = disc_direction(mood)
    air[at.KEY : at.KEY + 3] = colour_of(mood.key) * mood.key_power
    air[at.UP : at.UP + 3] = colour_of(mood.up) * (mood.up_power + 2.2 * flash)
    air[at.DOWN : at.DOWN + 3] = colour_of(mood.down) * mood.down_power
    haze = screen(from_lab(mood.haze))
    air[at.HAZE : at.HAZE + 3] = haze * (1 + 1.2 * flash)
    air[at.GLOW : at.GLOW + 3] = colour_of(mood.glow)
    air[at.AIR_DENSITY] = (
        0.5 * mood.air * (1 + 3.0 * mist + 1.5 * rain + 2.2 * snow + 1.0 * storm) * atmosphere.get("haze", 1.0)
    )
    air[at.MIST_DENSITY] = 0.042 * mist
    air[at.MIST_HEIGHT] = 2.2 + 2.5 * mist
    air[at.GLOW_POWER] = mood.glow_power
    air[at.GLOW_TIGHT] = 7.0
    air[at.RIM] = 1.5 * mood.rim
    air[at.THROUGH] = 0.30
    air[at.GLOWING] = 0.15 + 3.1 * mood.lamps
    air[at.DAPPLE] = world.dapple * min(1.0, mood.key_power / 1.6)
    return air


def veils_vector(mood: Mood, world: World, atmosphere: Mapping[str, float], seconds: float) -> Float32[ndarray, 10]:
    """Cloud and star numbers for `kernels.backdrop.draw_sky`."""
    amount = atmosphere.get("clouds", world.clouds)
    amount = max(
        amount, atmosphere.get("rain", 0.0) * 0.9, atmosphere.get("storm", 0.0), atmosphere.get("snow", 0.0) * 0.8
    )
    lit = from_lab(mood.sky[1] * 0.25 + mood.glow * 0.75) * (0.92 - 0.35 * mood.lamps)
    belly = from_lab(mood.sky[2] * 0.6 + mood.haze * 0.4)
    out = np.zeros(10, np.float32)
    out[0] = 0.25 + 0.65 * amount if amount > 0.02 else 0.0
    out[1:4], out[4:7] = screen(lit), screen(belly)
    out[7] = seconds * 0.0016 * (1 + 3 * atmosphere.get("wind", 0.2))
    out[8] = atmosphere.get("aurora", 0.0) * (0.25 + 0.75 * mood.lamps) * 1.25
    out[9] = mood.starlight * 0.9
    return out


def disc_direction(mood: Mood) -> Float32[ndarray, 3]:
    """Where the sun or moon is shown: the light's bearing, lowered into the picture as a stage designer would."""
    a = math.radians(max(-24.0, min(24.0, mood.azimuth * 0.55)))
    e = math.radians(min(80.0, 3.0 + mood.elevation * 0.34 + mood.rise))
    return np.array((math.sin(a) * math.cos(e), -math.sin(e), math.cos(a) * math.cos(e)), np.float32)
