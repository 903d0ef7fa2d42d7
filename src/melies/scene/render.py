"""The stage seen by a camera at a moment: colour, and exact depth, surfaces, labels and masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Bool, Float32, Float64, Int32, UInt8
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.size import Size
from melies.core.story import Act
from melies.scene import grade
from melies.scene.air import air_vector, mood_of, veils_vector
from melies.scene.assemble import Rows, StandRows, actor_rows, cast_shadows, hung_rows
from melies.scene.kernels import backdrop, cards, floor, particles
from melies.scene.kernels import common as at
from melies.scene.kernels.common import bands
from melies.scene.labels import LABELS
from melies.scene.lamps import lamp_rows, swarm_rows
from melies.scene.mood import Mood, ramp
from melies.scene.world import World

_stands: dict[int, tuple[World, StandRows]] = {}


@dataclass(frozen=True, eq=False)
class Frame:
    """What the stage shows, and which surface every pixel shows.

    rgb: sRGB. depth: metres along the axis, infinity for sky. surface: keys (0 sky, -1 floor, -2 water, rings,
    cards). texel: place on that surface. rows: the cards' rows at this moment, by key.
    """

    rgb: Float32[ndarray, "h w 3"]
    depth: Float32[ndarray, "h w"]
    surface: Int32[ndarray, "h w"]
    texel: Float32[ndarray, "h w 2"]
    labels: UInt8[ndarray, "h w"]
    masks: Float32[ndarray, "cast h w"]
    camera: Camera
    rows: Rows


def stand_rows(world: World) -> StandRows:
    """Cached numbers of a world's stands (kept for the last few worlds)."""
    if id(world) not in _stands:
        if len(_stands) > 8:
            _stands.pop(next(iter(_stands)))
        _stands[id(world)] = (world, StandRows(world))
    return _stands[id(world)][1]


@lru_cache(maxsize=8)
def _grain(width: int, height: int) -> Float32[ndarray, "h w"]:
    """Tooth of the paper, the same on every frame, fine whatever the size."""
    noise = np.random.Generator(np.random.Philox(key=11)).normal(0, 1, (height, width)).astype(np.float32)
    fibre = np.random.Generator(np.random.Philox(key=12)).normal(0, 1, (height, width)).astype(np.float32)
    import cv2

    soft = cv2.GaussianBlur(fibre, (0, 0), 1.1) * 2.6
    return (noise * 0.006 + soft * 0.008).astype(np.float32)


def standing(
    world: World,
    camera: Camera,
    mood: Mood,
    seconds: float,
    atmosphere: Mapping[str, float],
    acts: Sequence[Act],
    hidden: Bool[ndarray, " stands"] | None = None,
) -> tuple[Rows, Rows]:
    """Rows of the sky's cards, and of all others from back to front, at a moment."""
    wind = atmosphere.get("wind", 0.25 + 0.5 * atmosphere.get("storm", 0.0))
    numbers = stand_rows(world)
    stands = numbers.at(camera, seconds, wind)
    kept = np.ones(len(stands), bool) if hidden is None else ~hidden
    puppets, order = actor_rows(world, camera, acts, seconds)
    feet = stands[:, 0:3] + stands[:, 3:6] * numbers.foot_x[:, None] + stands[:, 6:9] * numbers.foot_y[:, None]
    away = np.concatenate((((feet - camera.eye) @ camera.rotation[2])[kept], order))
    rows = np.concatenate((stands[kept], puppets))[np.argsort(-away, kind="stable")]
    return hung_rows(world, camera, mood, seconds), np.ascontiguousarray(rows)


class _Canvas:
    """The buffers of one picture."""

    def __init__(self, height: int, width: int, cast: int) -> None:
        self.hdr = np.zeros((height, width, 3), np.float32)
        self.haze = np.zeros((height, width, 3), np.float32)
        self.depth = np.full((height, width), np.inf, np.float32)
        self.surface = np.zeros((height, width), np.int32)
        self.texel = np.zeros((height, width, 2), np.float32)
        self.labels = np.full((height, width), LABELS["sky"], np.uint8)
        self.masks = np.zeros((cast, height, width), np.float32)


def _ring_rows(world: World) -> Float64[ndarray, "rings columns"]:
    # painters keep far planes apart from the sky: haze grows with distance, but ever more slowly
    clear = [
        max(r.hazeless, min(0.55, (r.radius - 60.0) / 800.0)) for r in sorted(world.rings, key=lambda r: -r.radius)
    ]
    rows = [
        (r.radius, r.card, r.turn, r.per_radian, r.per_metre, r.foot, n + 1, LABELS[r.label], clear[n], r.glow, *r.tint)
        for n, r in enumerate(sorted(world.rings, key=lambda r: -r.radius))
    ]
    return np.array(rows, float).reshape(-1, backdrop.RING_COLUMNS)


def _flip(camera: Camera) -> tuple[ndarray, ndarray]:
    """Rotation and eye of the camera mirrored in the floor."""
    mirror = np.diag((1.0, -1.0, 1.0))
    return np.ascontiguousarray(camera.rotation @ mirror), camera.eye * np.array((1.0, -1.0, 1.0))


def _backdrop(
    c: _Canvas,
    world: World,
    sky: dict[str, ndarray],
    hung: Rows,
    rings: ndarray,
    view: tuple,
    seconds: float,
    floor_seen: bool,
) -> None:  # type: ignore[type-arg]
    rotation, eye, f = view
    a = world.atlas
    far = np.full(c.depth.shape, np.inf, np.float32)

    def job(first: int, last: int) -> None:
        backdrop.draw_sky(
            first,
            last,
            rotation,
            f,
            sky["air"],
            sky["ramp"],
            world.dome,
            sky["veils"],
            seconds,
            world.stars,
            c.hdr,
            c.haze,
        )
        cards.draw_cards(
            first,
            last,
            hung,
            a.pixels,
            a.table,
            rotation,
            eye,
            f,
            sky["clear"],
            sky["dark"],
            c.hdr,
            c.haze,
            far,
            c.depth,
            c.surface,
            c.texel,
            c.labels,
            c.masks,
            True,
        )
        backdrop.draw_rings(
            first,
            last,
            rings,
            a.pixels,
            a.table,
            rotation,
            eye,
            f,
            sky["air"],
            c.hdr,
            c.haze,
            c.depth,
            c.surface,
            c.texel,
            c.labels,
            floor_seen,
        )

    bands(c.hdr.shape[0], job)


def render(
    world: World,
    camera: Camera,
    size: Size,
    seconds: float = 0.0,
    atmosphere: Mapping[str, float] | None = None,
    acts: Sequence[Act] = (),
    hidden: Bool[ndarray, " stands"] | None = None,
) -> Frame:
    """Paint one moment. The bytes depend on the arguments alone."""
    atmosphere = dict(atmosphere or {})
    width, height = size
    mood = mood_of(world, atmosphere)
    sky = {
        "air": air_vector(mood, world, atmosphere),
        "ramp": ramp(mood),
        "veils": veils_vector(mood, world, atmosphere, seconds),
        "lamps": lamp_rows(world, mood, seconds, acts),
        "dark": np.zeros((0, 7), np.float32),
    }
    clear = sky["air"].copy()
    clear[at.AIR_DENSITY] = 0.0009 + 0.25 * clear[at.AIR_DENSITY] * 0.02
    clear[at.MIST_DENSITY] = 0.0
    sky["clear"] = clear
    rotation, eye, f = np.ascontiguousarray(camera.rotation), camera.eye, camera.focal(height)
    rings = _ring_rows(world)
    hung, rows = standing(world, camera, mood, seconds, atmosphere, acts, hidden)
    c = _Canvas(height, width, len(world.actors))
    _backdrop(c, world, sky, hung, rings, (rotation, eye, f), seconds, True)
    mirror = (
        _mirror(world, camera, sky, hung, rings, rows, size, seconds)
        if world.floor.mirrors
        else np.zeros((2, 2, 3), np.float32)
    )
    _stage(c, world, sky, rows, mood, mirror, (rotation, eye, f), seconds, atmosphere)
    rgb = _develop(c, world, sky, mood, (rotation, eye, f), atmosphere)
    return Frame(rgb, c.depth, c.surface, c.texel, c.labels, c.masks, camera, np.concatenate((hung, rows)))


def _mirror(
    world: World,
    camera: Camera,
    sky: dict[str, ndarray],
    hung: Rows,
    rings: ndarray,
    rows: Rows,
    size: Size,
    seconds: float,
) -> ndarray:
    """The stage as the water sees it, at half size."""
    rotation, eye = _flip(camera)
    width, height = max(8, size.width // 2), max(8, size.height // 2)
    f = camera.focal(height)
    c = _Canvas(height, width, 0)
    _backdrop(c, world, sky, hung, rings, (rotation, eye, f), seconds, False)
    base, a = c.depth.copy(), world.atlas
    bands(
        height,
        lambda first, last: cards.draw_cards(
            first,
            last,
            rows,
            a.pixels,
            a.table,
            rotation,
            eye,
            f,
            sky["air"],
            sky["lamps"],
            c.hdr,
            c.haze,
            base,
            c.depth,
            c.surface,
            c.texel,
            c.labels,
            c.masks,
            False,
        ),
    )
    return c.hdr


def _stage(
    c: _Canvas,
    world: World,
    sky: dict[str, ndarray],
    rows: Rows,
    mood: object,
    mirror: ndarray,
    view: tuple,
    seconds: float,
    atmosphere: Mapping[str, float],
) -> None:  # type: ignore[type-arg]
    rotation, eye, f = view
    a, ground = world.atlas, world.floor
    air = sky["air"]
    direction = air[at.LIGHT : at.LIGHT + 3].astype(float)
    throws = rows[(rows[:, cards.GROUNDED] > 0) & (rows[:, cards.FLAT] < 0.5)]
    hard = min(1.0, float(air[at.KEY : at.KEY + 3].max()) / 1.2)
    thrown = cast_shadows(throws, direction, 0.30 + 0.55 * hard)
    shadow = np.zeros(c.depth.shape, np.float32)
    levels, sizes = ground_levels(ground.paint)
    base = c.depth.copy()
    swarms = swarm_rows(world, sky["air"], mood, atmosphere)  # type: ignore[arg-type]

    def job(first: int, last: int) -> None:
        cards.draw_shadows(first, last, thrown, a.pixels, a.table, rotation, eye, f, 1.0, c.surface, shadow)
        floor.draw_floor(
            first,
            last,
            levels,
            sizes,
            ground.extent,
            ground.detail,
            ground.pool,
            rotation,
            eye,
            f,
            air,
            sky["lamps"],
            seconds,
            mirror,
            shadow,
            c.haze,
            c.depth,
            c.surface,
            c.labels,
            LABELS["water"],
            c.hdr,
        )
        cards.draw_cards(
            first,
            last,
            rows,
            a.pixels,
            a.table,
            rotation,
            eye,
            f,
            air,
            sky["lamps"],
            c.hdr,
            c.haze,
            base,
            c.depth,
            c.surface,
            c.texel,
            c.labels,
            c.masks,
            True,
        )
        particles.draw_particles(first, last, swarms, world.dice, seconds, rotation, eye, f, c.depth, c.hdr)

    bands(c.hdr.shape[0], job)


_levels: dict[int, tuple[ndarray, ndarray, ndarray]] = {}


def ground_levels(paint: UInt8[ndarray, "s s 6"]) -> tuple[UInt8[ndarray, n], ndarray]:
    """The floor's pyramid: flat bytes, and (side, offset) of each level; labels take the nearest."""
    if id(paint) not in _levels:
        import cv2

        if len(_levels) > 4:
            _levels.pop(next(iter(_levels)))
        images, level = [paint], paint
        while level.shape[0] > 64:
            side = level.shape[0] // 2
            small = cv2.resize(np.ascontiguousarray(level[..., :4]), (side, side), interpolation=cv2.INTER_AREA)
            shore = cv2.resize(np.ascontiguousarray(level[..., 4]), (side, side), interpolation=cv2.INTER_AREA)
            level = np.ascontiguousarray(np.dstack((small, shore, level[::2, ::2, 5][:side, :side])))
            images.append(level)
        offsets = np.cumsum([0, *(i.size for i in images[:-1])])
        sizes = np.array([(i.shape[0], o) for i, o in zip(images, offsets, strict=True)], np.int64)
        _levels[id(paint)] = (paint, np.concatenate([i.ravel() for i in images]), sizes)
    return _levels[id(paint)][1], _levels[id(paint)][2]


def _develop(
    c: _Canvas, world: World, sky: dict[str, ndarray], mood: object, view: tuple, atmosphere: Mapping[str, float]
) -> ndarray:  # type: ignore[type-arg]
    rotation, eye, f = view
    height, width = c.depth.shape
    hdr = c.hdr
    air = sky["air"]
    disc = rotation @ air[at.DISC : at.DISC + 3].astype(float)
    strength = float(air[at.GLOW_POWER]) * 0.30 * (1 + 1.2 * min(1.0, float(air[at.MIST_DENSITY]) * 12))
    if disc[2] > 0.15 and strength > 0.02:
        source = (f * disc[0] / disc[2] + width / 2, f * disc[1] / disc[2] + height / 2)
        hdr = grade.shafts(hdr, np.isinf(c.depth).astype(np.float32), source, strength)
    hdr = grade.bloom(hdr, 0.35 + 0.45 * atmosphere.get("neon", 0.0))
    return grade.finish(hdr, _grain(width, height))
