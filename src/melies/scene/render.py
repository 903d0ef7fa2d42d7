"""The stage seen by a camera at a moment: colour, and exact depth, surfaces, labels and masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float32, Float64, Int32, UInt8
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.size import Size
from melies.core.story import Act
from melies.scene.air import air_vector, mood_of, veils_vector
from melies.scene.assemble import Rows, StandRows, actor_rows, hung_rows
from melies.scene.canvas import Canvas
from melies.scene.kernels import backdrop
from melies.scene.labels import LABELS
from melies.scene.lamps import lamp_rows, swarm_rows
from melies.scene.mood import Mood, ramp
from melies.scene.passes import Eye, Scene, develop, mirrored, paint
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


def ring_rows(world: World) -> Float64[ndarray, "rings columns"]:
    """The world's rings, nearest first, as rows of `kernels.backdrop`."""
    near_first = sorted(world.rings, key=lambda r: r.radius)
    # painters keep far planes apart from the sky: haze grows with distance, but ever more slowly
    clear = [max(r.hazeless, min(0.55, (r.radius - 60.0) / 800.0)) for r in near_first]
    rows = [
        (r.radius, r.card, r.turn, r.per_radian, r.per_metre, r.foot, n + 1, LABELS[r.label], clear[n], r.glow, *r.tint)
        for n, r in enumerate(near_first)
    ]
    return np.array(rows, float).reshape(-1, backdrop.RING_COLUMNS)


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
    mood = mood_of(world, atmosphere)
    hung, rows = standing(world, camera, mood, seconds, atmosphere, acts, hidden)
    scene = Scene(
        world=world,
        air=air_vector(mood, world, atmosphere),
        ramp=ramp(mood),
        veils=veils_vector(mood, world, atmosphere, seconds),
        lamps=lamp_rows(world, mood, seconds, acts),
        hung=hung,
        rings=ring_rows(world),
        rows=rows,
        seconds=seconds,
    )
    canvas = Canvas(size.height, size.width, len(world.actors))
    eye = Eye.of(camera, size.height)
    reflection = mirrored(scene, camera, size) if world.floor.mirrors else np.zeros((2, 2, 3), np.float32)
    swarms = swarm_rows(world, scene.air, mood, atmosphere)
    paint(scene, eye, canvas, reflection, swarms)
    rgb = develop(canvas, scene, eye, atmosphere.get("neon", 0.0))
    frame = (canvas.depth, canvas.surface, canvas.texel, canvas.labels, canvas.masks)
    return Frame(rgb, *frame, camera, np.concatenate((hung, rows)))
