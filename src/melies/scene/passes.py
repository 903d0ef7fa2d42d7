"""The passes of one picture, in bands of rows: cards, rings, floor and sky, each under what is nearer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from jaxtyping import Float32, Float64, Int64, UInt8
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.size import Size
from melies.scene import grade
from melies.scene.assemble import Rows, cast_shadows
from melies.scene.canvas import Canvas
from melies.scene.kernels import backdrop, cards, floor, particles
from melies.scene.kernels import common as at
from melies.scene.kernels.common import bands
from melies.scene.labels import LABELS
from melies.scene.world import World

FAR_SHADOWS = 60.0  # metres from the eye beyond which shadows are not thrown
NO_LAMPS = np.zeros((0, 7), np.float32)


@dataclass(frozen=True, eq=False)
class Eye:
    """A pinhole as the kernels take it: world-to-camera rotation, place, focal length in pixels."""

    rotation: Float64[ndarray, "3 3"]
    place: Float64[ndarray, 3]
    f: float

    @classmethod
    def of(cls, camera: Camera, height: int) -> Eye:
        return cls(np.ascontiguousarray(camera.rotation), camera.eye, camera.focal(height))

    @classmethod
    def below(cls, camera: Camera, height: int) -> Eye:
        """The same camera mirrored in the floor."""
        flip = np.array((1.0, -1.0, 1.0))
        return cls(np.ascontiguousarray(camera.rotation * flip), camera.eye * flip, camera.focal(height))


@dataclass(frozen=True, eq=False)
class Scene:
    """All that one moment shows, as rows and vectors (see the kernels for their columns)."""

    world: World
    air: Float32[ndarray, n]
    ramp: Float32[ndarray, "256 3"]
    veils: Float32[ndarray, 10]
    lamps: Float32[ndarray, "n 7"]
    hung: Rows
    rings: Float64[ndarray, "n columns"]
    rows: Rows
    seconds: float

    @property
    def clear_air(self) -> Float32[ndarray, n]:
        """The air before what hangs in the sky: hardly any."""
        air = self.air.copy()
        air[at.AIR_DENSITY] = 0.0009 + 0.005 * air[at.AIR_DENSITY]
        air[at.MIST_DENSITY] = 0.0
        return air


def _cards(scene: Scene, eye: Eye, c: Canvas, rows: Rows, span: tuple[int, int], standing: bool) -> None:
    atlas = scene.world.atlas
    air, lamps = (scene.air, scene.lamps) if standing else (scene.clear_air, NO_LAMPS)
    lens = (eye.rotation, eye.place, eye.f)
    layers = (c.hdr, c.left, c.haze, c.depth, c.surface, c.texel, c.labels, c.masks)
    cards.draw_cards(*span, rows, atlas.pixels, atlas.table, *lens, air, lamps, *layers, standing)


def _behind(scene: Scene, eye: Eye, c: Canvas, span: tuple[int, int], floor_hides: bool) -> None:
    """Rings, what hangs in the sky, and the sky."""
    world = scene.world
    lens = (eye.rotation, eye.place, eye.f)
    layers = (c.hdr, c.left, c.haze, c.depth, c.surface, c.texel, c.labels)
    backdrop.draw_rings(
        *span, scene.rings, world.atlas.pixels, world.atlas.table, *lens, scene.air, *layers, floor_hides
    )
    _cards(scene, eye, c, scene.hung, span, False)
    sky = (scene.air, scene.ramp, world.dome, scene.veils, scene.seconds, world.stars)
    backdrop.draw_sky(*span, eye.rotation, eye.f, *sky, c.hdr, c.left)


def paint(
    scene: Scene, eye: Eye, c: Canvas, mirror: Float32[ndarray, "h w 3"], swarms: Float32[ndarray, "n m"]
) -> None:
    """The whole picture into a fresh canvas."""
    ground = scene.world.floor
    levels, sizes = _levels(scene.world)
    lens = (eye.rotation, eye.place, eye.f)
    shadow = np.zeros(c.size, np.float32)
    thrown = _shadows(scene, eye)
    atlas = scene.world.atlas

    def job(first: int, last: int) -> None:
        span = (first, last)
        backdrop.draw_haze(*span, eye.rotation, eye.f, scene.air, c.haze)
        _cards(scene, eye, c, scene.rows, span, True)
        cards.draw_shadows(*span, thrown, atlas.pixels, atlas.table, *lens, 1.0, c.left, shadow)
        rings = (c.hdr, c.left, c.haze, c.depth, c.surface, c.texel, c.labels)
        backdrop.draw_rings(*span, scene.rings, atlas.pixels, atlas.table, *lens, scene.air, *rings, True)
        floor.draw_floor(
            *span, levels, sizes, ground.extent, ground.detail, ground.pool, *lens, scene.air, scene.lamps,
            scene.seconds, mirror, shadow, c.haze, c.depth, c.surface, c.labels, LABELS["water"], c.hdr, c.left,
        )  # fmt: skip
        _cards(scene, eye, c, scene.hung, span, False)
        sky = (scene.air, scene.ramp, scene.world.dome, scene.veils, scene.seconds, scene.world.stars)
        backdrop.draw_sky(*span, eye.rotation, eye.f, *sky, c.hdr, c.left)
        particles.draw_particles(*span, swarms, scene.world.dice, scene.seconds, *lens, c.depth, c.hdr)

    bands(c.size[0], job)


def _shadows(scene: Scene, eye: Eye) -> Rows:
    """Cards near enough to throw a shadow, thrown."""
    rows = scene.rows
    near = np.hypot(rows[:, 0] - eye.place[0], rows[:, 2] - eye.place[2]) < FAR_SHADOWS
    throws = rows[near & (rows[:, cards.GROUNDED] > 0) & (rows[:, cards.FLAT] < 0.5)]
    hard = min(1.0, float(scene.air[at.KEY : at.KEY + 3].max()) / 1.2)
    return cast_shadows(throws, scene.air[at.LIGHT : at.LIGHT + 3].astype(float), 0.30 + 0.55 * hard)


def mirrored(scene: Scene, camera: Camera, size: Size) -> Float32[ndarray, "h w 3"]:
    """The stage as wet floor sees it: from under the floor, at half size, only the rows the floor can show."""
    width, height = max(8, size.width // 2), max(8, size.height // 2)
    eye = Eye.below(camera, height)
    c = Canvas(height, width, 0)
    corners = np.array([(0.5 * (2 * x - width) / eye.f, 0.0, 1.0) for x in (0, width)])
    level = -(corners @ camera.rotation)[:, 1] / camera.rotation[1, 1]  # picture height at which the view is level
    top = int(np.clip(level.min() * eye.f + 0.5 * height - 0.12 * height, 0, height - 8))

    def job(first: int, last: int) -> None:
        if last <= top:
            return
        span = (first, last)
        backdrop.draw_haze(*span, eye.rotation, eye.f, scene.air, c.haze)
        _cards(scene, eye, c, scene.rows, span, True)
        _behind(scene, eye, c, span, False)

    bands(height, job)
    rough = float(scene.world.floor.pool[7]) * height
    return cv2.GaussianBlur(c.hdr, (0, 0), sigmaX=0.12 * rough, sigmaY=rough) if rough else c.hdr


_known: dict[int, tuple[ndarray, ndarray, ndarray]] = {}


def _levels(world: World) -> tuple[UInt8[ndarray, n], Int64[ndarray, "levels 2"]]:
    """The floor's pyramid: flat bytes, and (side, offset) of each level; labels take the nearest."""
    top = world.floor.paint
    if id(top) not in _known:
        if len(_known) > 4:
            _known.pop(next(iter(_known)))
        images, level = [top], top
        while level.shape[0] > 64:
            side = level.shape[0] // 2
            small = cv2.resize(np.ascontiguousarray(level[..., :4]), (side, side), interpolation=cv2.INTER_AREA)
            shore = cv2.resize(np.ascontiguousarray(level[..., 4]), (side, side), interpolation=cv2.INTER_AREA)
            level = np.ascontiguousarray(np.dstack((small, shore, level[::2, ::2, 5][:side, :side])))
            images.append(level)
        offsets = np.cumsum([0, *(i.size for i in images[:-1])])
        sizes = np.array([(i.shape[0], o) for i, o in zip(images, offsets, strict=True)], np.int64)
        _known[id(top)] = (top, np.concatenate([i.ravel() for i in images]), sizes)
    return _known[id(top)][1], _known[id(top)][2]


def develop(c: Canvas, scene: Scene, eye: Eye, neon: float) -> Float32[ndarray, "h w 3"]:
    """Light to screen: shafts from the light's place, bloom, grade."""
    height, width = c.size
    hdr, air = c.hdr, scene.air
    disc = eye.rotation @ air[at.DISC : at.DISC + 3].astype(float)
    strength = float(air[at.GLOW_POWER]) * 0.30 * (1 + 1.2 * min(1.0, float(air[at.MIST_DENSITY]) * 12))
    if disc[2] > 0.15 and strength > 0.02:
        source = (eye.f * disc[0] / disc[2] + width / 2, eye.f * disc[1] / disc[2] + height / 2)
        hdr = grade.shafts(hdr, np.isinf(c.depth).astype(np.float32), source, strength)
    hdr = grade.bloom(hdr, 0.35 + 0.45 * neon)
    return grade.finish(hdr, _grain(width, height))


@lru_cache(maxsize=8)
def _grain(width: int, height: int) -> Float32[ndarray, "h w"]:
    """Tooth of the paper, the same on every frame, fine whatever the size."""
    noise, fibre = (
        np.random.Generator(np.random.Philox(key=key)).normal(0, 1, (height, width)).astype(np.float32)
        for key in (11, 12)
    )
    soft = cv2.GaussianBlur(fibre, (0, 0), 1.1) * 2.6
    return (noise * 0.006 + soft * 0.008).astype(np.float32)
