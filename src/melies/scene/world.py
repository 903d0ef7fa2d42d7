"""A world: everything that stands, lies, hangs or flies in one place, before light and camera."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.scene.atlas import Atlas
from melies.scene.card import Part
from melies.scene.puppet.joints import STEADY, Passage
from melies.scene.staging import Thing


class Poseable(Protocol):
    """A puppet as the stage needs it (see `scene.puppet`)."""

    @property
    def height(self) -> float: ...

    def stature(self, does: str) -> float: ...

    def pose(
        self, does: str, seconds: float, travelled: float = 0.0, facing: int = 1,
        toward: tuple[float, float] | None = None, turn: float = 0.0,
        passage: Passage = STEADY,
    ) -> tuple[Part, ...]: ...  # fmt: skip


@dataclass(frozen=True)
class Stand:
    """One card standing on the floor (or hanging, if `lift` is set), turned to the audience.

    x, z: where its foot stands, metres. size: 1 is as painted. lift: metres above the floor. tint: linear multiplier.
    cast: number of the member it is, -1 for nobody. sway, bob: metres it moves in the wind and on water. thing:
    what the author's words put there.
    """

    card: int
    x: float = 0.0
    z: float = 0.0
    size: float = 1.0
    lift: float = 0.0
    flip: bool = False
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    glow: float = 1.0
    shadow: bool = True
    grounded: float = 0.5
    sway: float = 0.0
    cast: int = -1
    hazeless: float = 0.0
    flat: float = 0.0
    opacity: float = 1.0
    bob: float = 0.0
    thing: Thing | None = None


@dataclass(frozen=True)
class Hung:
    """One card in the sky: azimuth and elevation in degrees, `width` in degrees; drift in degrees per second."""

    card: int
    azimuth: float
    elevation: float
    width: float
    drift: float = 0.0
    flat: float = 0.0
    hazeless: float = 0.5
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    opacity: float = 1.0
    flip: bool = False
    light: bool = False  # this is the body the key light comes from: it moves with the hour
    rises: bool = False  # a sun or moon of the author's, which a schedule may raise
    glow: float = 1.0
    thing: Thing | None = None


@dataclass(frozen=True)
class Ring:
    """One painted cylinder round the world. per_metre and per_radian: texels; foot: texel row of the floor."""

    card: int
    radius: float
    per_metre: float
    per_radian: float
    foot: float
    label: str
    turn: float = 0.0
    hazeless: float = 0.0
    glow: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True)
class Lamp:
    """A light that shines on what is near: radius in metres, sRGB colour, power; flicker 0-1."""

    x: float
    y: float
    z: float
    radius: float
    colour: tuple[float, float, float]
    power: float
    flicker: float = 0.0
    always: bool = False


@dataclass(frozen=True)
class Swarm:
    """Particles: see `kernels.particles` for the columns."""

    name: str
    count: int
    box: tuple[float, float, float]
    velocity: tuple[float, float, float]
    sway: float
    sway_hz: float
    size: float
    streak: float
    colour: tuple[float, float, float]
    alpha: float
    flicker: float = 0.0
    low: float = 0.0
    lit: bool = True  # takes the colour of ambient light
    when: str = "always"  # or "night", "rain", "snow", ...


@dataclass(frozen=True, eq=False)
class Floor:
    """The painted floor: (side, side, 6) bytes over a square of +-extent metres (see `kernels.floor`)."""

    paint: UInt8[ndarray, "s s 6"]
    extent: float
    detail: Float32[ndarray, "d d"]
    pool: Float32[ndarray, 8]
    mirrors: bool


@dataclass(frozen=True)
class Actor:
    """One cast member on this stage: its puppet, where its cards begin in the atlas, and its number among the cast."""

    name: str
    puppet: Poseable
    first_card: int
    number: int
    label: str
    home: tuple[float, float]
    lift: float = 0.0
    flies: bool = False
    does: str = "idle"
    facing: int = 1
    glows: bool = False
    thing: Thing | None = None  # whom the text mentions beside the cast
    shown: bool = True
    extra: bool = False  # put there afterwards: camera and stagehands take no notice


@dataclass(frozen=True, eq=False)
class World:
    """A staged place. eye and look are the staged camera of a wide view; depth: where the cast plays (metres)."""

    atlas: Atlas
    floor: Floor
    stands: tuple[Stand, ...]
    hung: tuple[Hung, ...]
    rings: tuple[Ring, ...]
    actors: tuple[Actor, ...]
    lamps: tuple[Lamp, ...]
    swarms: tuple[Swarm, ...]
    stars: Float32[ndarray, "n 5"]
    dome: Float32[ndarray, "h w"]
    dice: Float32[ndarray, "n 4"]
    labels: tuple[str, ...]  # label of every card in the atlas
    kinds: tuple[str, ...]  # its painter's name, "" where it has none
    feet: Float32[ndarray, "cards 5"]  # width, height, foot x, foot y, scale of every card
    sways: Float32[ndarray, cards]
    eye: tuple[float, float, float] = (0.0, -1.6, -9.0)
    look: tuple[float, float, float] = (0.0, -2.0, 20.0)
    fov: float = 36.0
    play: float = 0.0
    half_width: float = 4.0
    dapple: float = 0.0
    clouds: float = 0.25
    place: str = "meadow"
    notes: dict[str, object] = field(default_factory=dict)

    @property
    def cast(self) -> tuple[str, ...]:
        return tuple(actor.name for actor in self.actors)

    @property
    def players(self) -> tuple[Actor, ...]:
        """Whom the camera minds."""
        return tuple(actor for actor in self.actors if not actor.extra)


def stars(rng: np.random.Generator, count: int = 900) -> Float32[ndarray, "n 5"]:
    """Fixed stars: direction (x, y, z), brightness, warmth; most are faint, some gather in a band."""
    azimuth = rng.uniform(-np.pi, np.pi, count)
    rise = rng.uniform(0.02, 1.0, count) ** 0.8
    band = rng.random(count) < 0.45
    rise = np.where(
        band, np.clip(0.42 + 0.25 * np.sin(azimuth * 1.0 + 0.6) + rng.normal(0, 0.07, count), 0.02, 0.99), rise
    )
    flat = np.sqrt(1 - rise**2)
    bright = rng.random(count) ** 5
    return np.stack((np.sin(azimuth) * flat, -rise, np.cos(azimuth) * flat, bright, rng.random(count)), 1).astype(
        np.float32
    )


def high_cloud(rng: np.random.Generator, side: int = 512) -> Float32[ndarray, "h w"]:
    """A tile of streaked high cloud, 0-1, that wraps both ways (spectral noise, steeper across the wind)."""
    fy, fx = np.meshgrid(np.fft.fftfreq(side) * side, np.fft.rfftfreq(side) * side, indexing="ij")
    reach = np.sqrt((fx * 1.2) ** 2 + (fy * 0.75) ** 2) + 1e-3
    power = np.where(reach < 1.5, 0.0, reach**-1.75) * np.exp(-((reach / 110) ** 2))
    phase = rng.uniform(0, 2 * np.pi, power.shape)
    field_ = np.fft.irfft2(power * np.exp(1j * phase), s=(side, side))
    ranks = np.argsort(np.argsort(field_.ravel())).reshape(side, side) / (side * side)
    return ranks.astype(np.float32)
