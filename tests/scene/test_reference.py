"""The fast rasteriser against a slow one: plain ray and plane, card by card, in numpy."""

from __future__ import annotations

import numpy as np
import pytest
from jaxtyping import Float64, Int64
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.seed import Seed
from melies.core.size import Size
from melies.scene.flow import flow
from melies.scene.kernels import cards as col
from melies.scene.places.bare import bare
from melies.scene.puppet.build import build
from melies.scene.puppet.spec import parse
from melies.scene.render import Frame, render
from melies.scene.staging import Staging
from melies.scene.world import World

SIZE = Size(width=160, height=90)


def _world(place: str) -> World:
    builder, floor = bare(Staging(place=place), Seed(3) / "place" / place)
    puppet = build(parse("a red fox", Seed(3))[0])
    builder.actor("fox", puppet, puppet.cards, "animal", (0.0, 1.0))
    return builder.done(floor)


def _rays(camera: Camera) -> Float64[ndarray, "h w 3"]:
    """World directions through the pixels' middles, one metre along the camera's axis."""
    f = camera.focal(SIZE.height)
    x, y = np.meshgrid(np.arange(SIZE.width) + 0.5 - SIZE.width / 2, np.arange(SIZE.height) + 0.5 - SIZE.height / 2)
    return np.stack((x / f, y / f, np.ones_like(x)), -1) @ camera.rotation


def _alpha(world: World, card: int, u: ndarray, v: ndarray) -> ndarray:
    """Alpha of a card's finest copy at texel (u, v), bilinear, nothing outside."""
    offset, w, h = (int(n) for n in world.atlas.table[card, 0])
    alpha = np.zeros((h + 2, w + 2))
    alpha[1:-1, 1:-1] = world.atlas.pixels[offset : offset + w * h * 8].reshape(h, w, 8)[..., 3] / 255
    x, y = np.clip(u + 0.5, 0, w + 0.999), np.clip(v + 0.5, 0, h + 0.999)
    i, j = x.astype(int), y.astype(int)
    fx, fy = x - i, y - j
    top = alpha[j, i] * (1 - fx) + alpha[j, i + 1] * fx
    low = alpha[j + 1, i] * (1 - fx) + alpha[j + 1, i + 1] * fx
    return np.asarray(top * (1 - fy) + low * fy)


def reference(world: World, frame: Frame) -> tuple[Int64[ndarray, "h w"], Float64[ndarray, "h w"]]:
    """Key and depth of the nearest standing card that covers more than half of each pixel; 0 and infinity for none."""
    rays, eye = _rays(frame.camera), np.asarray(frame.camera.eye)
    keys, depth = np.zeros(rays.shape[:2], np.int64), np.full(rays.shape[:2], np.inf)
    for row in frame.rows[::-1]:
        if row[col.KEYNO] < 1000:  # what hangs in the sky
            continue
        plane = np.stack((row[3:6], row[6:9]), -1)
        system = np.concatenate((np.broadcast_to(plane, (*rays.shape[:2], 3, 2)), -rays[..., None]), -1)
        sound = np.abs(np.linalg.det(system)) > 1e-14
        u, v, z = np.moveaxis(
            np.linalg.solve(np.where(sound[..., None, None], system, np.eye(3)), eye - row[0:3]), -1, 0
        )
        up = row[1] + u * row[4] + v * row[7]
        w, h = (int(n) for n in world.atlas.table[int(row[col.CARD]), 0, 1:])
        hit = sound & (z > 1 / 12) & (up <= 0.015) & (u > -1) & (v > -1) & (u < w + 1) & (v < h + 1) & (keys == 0)
        if hit.any():
            hit[hit] = _alpha(world, int(row[col.CARD]), u[hit], v[hit]) * row[col.OPACITY] > 0.5
            keys[hit], depth[hit] = int(row[col.KEYNO]), z[hit]
    return keys, depth


@pytest.mark.parametrize("place", ["desert", "city"])
def test_cards_lie_where_plain_geometry_puts_them(place: str) -> None:
    world = _world(place)
    frame = render(world, Camera.look((0.6, -1.4, -6.0), (0.0, -1.2, 6.0), 40.0), SIZE, 0.7, {"hour": 12.0})
    keys, depth = reference(world, frame)
    cards = (frame.surface >= 1000) | (keys > 0)
    assert cards.mean() > 0.1, "there is something to compare"
    same = cards & (frame.surface == keys)
    assert same.sum() > 0.93 * cards.sum(), "they differ only along edges, where the fast one uses smaller copies"
    assert np.allclose(frame.depth[same], depth[same], rtol=1e-4)
    solid = _inside(keys)
    assert (frame.surface[solid] == keys[solid]).mean() > 0.995
    assert (frame.masks[0][solid & (keys >= 100_000)] > 0.95).all()


def _inside(keys: ndarray) -> ndarray:
    """Pixels whose neighbours all show the same card."""
    inner = keys > 0
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        inner &= np.roll(keys, step, axis) == keys
    return np.asarray(inner)


def test_flow_of_the_floor_and_of_the_sky_is_plain_geometry() -> None:
    """The flow kernel beside pinholes written out: a floor point projected anew, a direction turned."""
    world = _world("lake")
    eye, look = world.eye, world.look
    cameras = [
        Camera.look(eye, look, world.fov),
        Camera.look((eye[0] + 0.6, eye[1] - 0.2, eye[2] + 0.5), (look[0] + 1.5, look[1], look[2]), world.fov - 4),
    ]
    a, b = (render(world, camera, SIZE, 0.0, {"hour": 12.0}) for camera in cameras)
    found = flow(a, b).xy
    rows, columns = np.indices((SIZE.height, SIZE.width))
    pixels = np.stack((columns + 0.5, rows + 0.5), -1).astype(float)
    rays, place = _rays(cameras[0]), cameras[0].eye
    for surface, points in (
        (
            np.isin(a.surface, (-1, -2)),
            place + rays * (-place[1] / np.where(rays[..., 1:2] > 1e-4, rays[..., 1:2], 1.0)),
        ),
        (a.surface == 0, cameras[1].eye + rays * 1e6),
    ):
        seen = cameras[1].project(points[surface], SIZE.width, SIZE.height)
        told = pixels[surface] + found[surface]
        near = seen[:, 2] > 0.1
        assert near.sum() > 200
        assert np.abs(told[near] - seen[near, :2]).max() < 0.05
