"""Moods: what hour, weather and place do to light, sky, haze and palette.

Sky and haze colours are given as they should look on the screen and turned to light through the inverse of the
tone curve, so that a painted sky stays the painted colour whatever the exposure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from jaxtyping import Float, Float32
from numpy import ndarray

from melies.core.oklab import from_lab, to_lab
from melies.scene.oklab import Colour, to_linear

WHITE = 4.0


def hex_colour(text: str) -> Colour:
    """`"#ffb27a"` as sRGB in [0, 1]."""
    return tuple(int(text[k : k + 2], 16) / 255 for k in (1, 3, 5))  # type: ignore[return-value]


def screen(srgb: Float[ndarray, "... 3"]) -> Float32[ndarray, "... 3"]:
    """The scene light that the tone curve shows as this sRGB colour (inverse of `grade.tone`)."""
    y = np.minimum(to_linear(np.asarray(srgb)), 0.985)
    w2 = WHITE * WHITE
    return (0.5 * w2 * (-(1 - y) + np.sqrt((1 - y) ** 2 + 4 * y / w2))).astype(np.float32)


@dataclass(frozen=True)
class Mood:
    """Light and air. Colours are OKLab rows (L, a, b) so that moods can be mixed.

    sky: (5, 3) at elevations 0, 0.07, 0.22, 0.55, 1 (sine). azimuth, elevation of the light in degrees
    (azimuth 0 straight ahead, positive right). powers multiply light.
    """

    sky: Float[ndarray, "5 3"]
    key: Float[ndarray, 3]
    up: Float[ndarray, 3]
    down: Float[ndarray, 3]
    haze: Float[ndarray, 3]
    glow: Float[ndarray, 3]
    key_power: float
    up_power: float
    down_power: float
    glow_power: float
    azimuth: float
    elevation: float
    air: float
    starlight: float
    lamps: float
    rim: float
    veil: float = 0.0  # how far cloud hides the disc of sun or moon
    mist: float = 0.0  # what lies over cool ground by itself: a morning's
    rise: float = 0.0  # degrees by which sun and moon are shown higher than usual


def _mood(sky: str, key: str, up: str, down: str, haze: str, glow: str, *numbers: float) -> Mood:
    colours: list[Any] = [to_lab(np.array(hex_colour(c))) for c in (key, up, down, haze, glow)]
    stops = np.array([to_lab(np.array(hex_colour(c))) for c in sky.split()])
    return Mood(stops, *colours, *numbers)


#              sky, horizon to zenith                          key        up         down       haze       glow
#              key up  down glow  azim elev air   stars lamps rim (veil mist)
HOURS: dict[float, Mood] = {
    4.6: _mood("#5f7fae #45639c #304a86 #1e316a #121f4c", "#a9bdf0", "#4a6ab0", "#223050", "#48639a", "#8fa8e0",
               0.85, 0.55, 0.30, 0.22, -30, 24, 0.0050, 0.75, 0.9, 0.9),
    6.2: _mood("#fff1c8 #ffdfb6 #f6c4b8 #a7b9e4 #5a8bcd", "#ffd09a", "#9db4e6", "#6d6272", "#f3d4c2", "#ffe0aa",
               2.5, 0.88, 0.44, 0.50, 34, 9, 0.0050, 0.05, 0.20, 1.3, 0.0, 0.14),
    8.5: _mood("#fff0d2 #d6e6e8 #9ac8e2 #5f9fd3 #3273b6", "#ffeccb", "#a9c8ea", "#7d7660", "#d3e2e2", "#fff0c8",
               2.7, 0.95, 0.50, 0.28, 48, 26, 0.0036, 0.0, 0.0, 0.8),
    12.5: _mood("#e4f3f1 #bbdfee #7fc0ea #4093d8 #2067b5", "#fff8ea", "#b4d4f4", "#8a8468", "#cde5ee", "#ffffff",
                3.0, 1.05, 0.55, 0.14, -64, 56, 0.0030, 0.0, 0.0, 0.6),
    16.5: _mood("#ffebc0 #f5dcb8 #c4cfd0 #7fa9cf #4480b8", "#ffdfa6", "#a8bfe0", "#83725c", "#f0dab4", "#ffe3a6",
                2.8, 0.85, 0.48, 0.36, -42, 22, 0.0040, 0.0, 0.05, 1.0),
    18.0: _mood("#ffd98f #ffb873 #ee9a86 #9c86b4 #4d6aa8", "#ffc276", "#8c96d0", "#6a566a", "#f5b987", "#ffc46a",
                2.8, 0.85, 0.45, 0.50, -30, 11, 0.0042, 0.0, 0.25, 1.4),
    18.9: _mood("#ffb04e #ff7a45 #de4f63 #843f88 #33306f", "#ff9a4e", "#7a68c8", "#5a4168", "#ee8258", "#ffa04a",
                2.5, 0.85, 0.42, 0.62, -26, 6, 0.0050, 0.06, 0.55, 1.6),
    19.9: _mood("#f79a74 #c06890 #71509f #3d3b86 #20245f", "#e08fa8", "#6d66b8", "#46365e", "#96658f", "#ff9a7a",
                1.25, 0.62, 0.34, 0.42, -24, 9, 0.0066, 0.35, 0.9, 1.3),
    20.8: _mood("#5d74b4 #43569d #2e3f84 #1d2a67 #121b49", "#a8b8f4", "#4c62b0", "#27304f", "#40558f", "#8fa2e4",
                1.10, 0.66, 0.34, 0.26, -30, 26, 0.0048, 0.8, 1.0, 1.0),
    23.0: _mood("#2e4a80 #213a6e #172b58 #0e1c42 #08112d", "#b4ccff", "#36549c", "#182440", "#27406e", "#a8c0f4",
                1.25, 0.62, 0.30, 0.30, -32, 32, 0.0046, 1.0, 1.0, 1.0),
}  # fmt: skip


def blend(a: Mood, b: Mood, amount: float) -> Mood:
    """From a to b; angles of the light are mixed as numbers."""
    mixed = {name: getattr(a, name) * (1 - amount) + getattr(b, name) * amount for name in Mood.__dataclass_fields__}
    return Mood(**mixed)


def at_hour(hour: float) -> Mood:
    """The mood of a clear hour, 0 to 24, going round."""
    hours = sorted(HOURS)
    hour = hour % 24.0
    after = next((h for h in hours if h > hour), hours[0])
    before = hours[hours.index(after) - 1]
    span, gone = (after - before) % 24.0, (hour - before) % 24.0
    x = gone / span if span else 0.0
    return blend(HOURS[before], HOURS[after], x * x * (3 - 2 * x))


def tinted(mood: Mood, colour: Colour, amount: float) -> Mood:
    """Lean all air and ambient colours toward a hue, keeping their lightness."""
    target = to_lab(np.array(colour))

    def lean(lab: Float[ndarray, "... 3"], share: float) -> Float[ndarray, "... 3"]:
        out = np.array(lab, copy=True)
        out[..., 1:] = out[..., 1:] * (1 - share) + target[1:] * share
        return out

    return replace(
        mood, sky=lean(mood.sky, amount * 0.8), haze=lean(mood.haze, amount), up=lean(mood.up, amount * 0.7),
        down=lean(mood.down, amount * 0.5), glow=lean(mood.glow, amount * 0.6), key=lean(mood.key, amount * 0.3),
    )  # fmt: skip


def turned(mood: Mood, degrees: float, chroma: float = 1.0) -> Mood:
    """Rotate every hue of sky and air: the skies of other worlds."""
    c, s = math.cos(math.radians(degrees)) * chroma, math.sin(math.radians(degrees)) * chroma
    spin = np.array([[c, -s], [s, c]])

    def turn(lab: Float[ndarray, "... 3"]) -> Float[ndarray, "... 3"]:
        out = np.array(lab, copy=True)
        out[..., 1:] = out[..., 1:] @ spin.T
        return out

    return replace(mood, sky=turn(mood.sky), haze=turn(mood.haze), up=turn(mood.up), glow=turn(mood.glow))


def overcast(mood: Mood, amount: float, dark: float = 0.0) -> Mood:
    """Cloud cover: colours grey toward the haze, the key light fades, ambient takes its place."""
    grey = mood.sky.copy()
    target = mood.haze * 0.55 + mood.sky.mean(0) * 0.45
    pale = 0.55 - 0.35 * dark
    target = target * np.array([1.0, pale, pale])
    target[0] *= 1.0 - 0.45 * dark
    grey = (
        grey * (1 - 0.85 * amount)
        + (target + (mood.sky - mood.sky.mean(0)) * np.array([0.35, 0.4, 0.4])) * 0.85 * amount
    )
    haze = mood.haze * (1 - 0.6 * amount) + target * 0.6 * amount
    return replace(
        mood,
        sky=grey,
        haze=haze,
        glow=mood.glow * (1 - 0.8 * amount) + haze * 0.8 * amount,
        key_power=mood.key_power * (1 - 0.72 * amount),
        starlight=mood.starlight * (1 - amount),
        up_power=mood.up_power * (1 + 0.25 * amount - 0.3 * dark * amount),
        glow_power=mood.glow_power * (1 - 0.75 * amount),
        rim=mood.rim * (1 - 0.45 * amount),
        lamps=max(mood.lamps, 0.6 * amount * dark),
        veil=max(mood.veil, min(1.0, max(0.0, amount - 0.35) / 0.4)),
    )


def colour_of(lab: Float[ndarray, 3]) -> Float32[ndarray, 3]:
    """OKLab to linear light as a lamp would shine it."""
    return to_linear(from_lab(lab)).astype(np.float32)


def ramp(mood: Mood) -> Float32[ndarray, "256 3"]:
    """Sky by elevation: row k is at sine (k / 255)^2."""
    stops = np.sqrt(np.array([0.0, 0.07, 0.22, 0.55, 1.0]))
    at = np.linspace(0, 1, 256)
    lab = np.stack([np.interp(at, stops, mood.sky[:, c]) for c in range(3)], 1)
    kernel = np.hanning(25)
    padded = np.pad(lab, ((12, 12), (0, 0)), mode="edge")
    smooth = np.stack([np.convolve(padded[:, c], kernel / kernel.sum(), "valid") for c in range(3)], 1)
    return np.ascontiguousarray(screen(from_lab(smooth)))
