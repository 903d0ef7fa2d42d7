"""A tiny engine with exact everything: a textured wall, a nearer pillar and a square that walks between them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.image import Flow, Image
from melies.core.option import Option
from melies.core.request import Request
from melies.core.rig import moved
from melies.generators.base import Capabilities, Generator, Step, engines

WALL, PILLAR, SQUARE = 0, 1, 2
DEPTHS = {WALL: 12.0, PILLAR: 6.0, SQUARE: 8.0}


def texture(layer: int, u: np.ndarray, v: np.ndarray) -> np.ndarray:
    """Smooth waves in metres, (..., 3), another tune for every layer."""
    waves = [np.sin(u * (1.3 + k) + 2.1 * layer + k) * np.cos(v * (1.7 + 0.6 * k) - k * layer) for k in range(3)]
    base = np.array([[0.45, 0.5, 0.6], [0.3, 0.42, 0.25], [0.75, 0.35, 0.25]])[layer]
    return np.stack(waves, -1) * 0.16 + base


class Plane(Generator):
    """Ray-casts three fronto-parallel sheets; everything is a formula, so depth, masks and flow are exact."""

    name = "plane"
    capabilities = Capabilities(
        takes_camera=True,
        native=frozenset({"text", "acts"}),
        exact=frozenset({"depth", "masks", "flow"}),
        atmosphere={"light": (-10, 10), "shadow": (-10, 10)},
    )
    options = (Option("speed", 0.8, "how fast the square walks", 0.0, 5.0, "m/s"),)

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        layer, u, v, depth = self._see(request)
        rgb = np.zeros((*layer.shape, 3))
        for sheet in DEPTHS:
            rgb[layer == sheet] = texture(sheet, u[layer == sheet], v[layer == sheet])
        rgb *= request.atmosphere.get("light", 1.0)
        rgb *= (
            1
            - 0.6
            * request.atmosphere.get("shadow", 0.0)
            * _blob(u, v, request.seconds)[..., None]
            * (layer == WALL)[..., None]
        )
        masks = {"square": (layer == SQUARE).astype(np.float32)}
        image = Image(np.clip(rgb, 0, 1).astype(np.float32), depth.astype(np.float32), None, masks)
        yield Step(1, 1, image, {"not_drawn": ()})

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        layer, u, v, depth = self._see(source)
        x = u + np.where(layer == SQUARE, self._walked(target), 0.0)
        points = np.stack((x, v, np.array(list(DEPTHS.values()))[layer]), -1).reshape(-1, 3)
        height, width = layer.shape
        seen = self.camera(target, assets).project(points.astype(float), width, height)
        column, row = seen[:, 0].reshape(layer.shape), seen[:, 1].reshape(layer.shape)
        rows, columns = np.mgrid[0:height, 0:width] + 0.5
        there = self._hit(target, column, row)[0]
        inside = (column >= 0.5) & (column <= width - 0.5) & (row >= 0.5) & (row <= height - 0.5)
        xy = np.stack((column - columns, row - rows), -1).astype(np.float32)
        return Flow(xy, (there == layer) & inside)

    def camera(self, request: Request, assets: Assets) -> Camera:
        return moved(Camera.look((0, -1.6, 0), (0, -1.6, 10)), request.view, (0, -1.6, 8))

    def _walked(self, request: Request) -> float:
        return float(self.settings(request)["speed"]) * request.seconds - 1.5

    def _see(self, request: Request) -> tuple[np.ndarray, ...]:
        rows, columns = np.mgrid[0 : request.size.height, 0 : request.size.width] + 0.5
        return self._hit(request, columns, rows)

    def _hit(self, request: Request, column: np.ndarray, row: np.ndarray) -> tuple[np.ndarray, ...]:
        """Layer, its own coordinates (metres) and depth of what a pixel position sees."""
        camera = self.camera(request, None)  # type: ignore[arg-type]
        width, height = request.size
        f = camera.focal(height)
        rays = np.stack(((column - width / 2) / f, (row - height / 2) / f, np.ones_like(column)), -1) @ camera.rotation
        found = [np.zeros(column.shape, int)] + [np.zeros(column.shape) for _ in range(3)]
        for sheet in (WALL, SQUARE, PILLAR):  # far to near
            reach = (DEPTHS[sheet] - camera.eye[2]) / rays[..., 2]
            x, y = (camera.eye[axis] + reach * rays[..., axis] for axis in (0, 1))
            u = x - (self._walked(request) if sheet == SQUARE else 0.0)
            hit = {
                WALL: np.ones(column.shape, bool),
                SQUARE: (np.abs(u) < 0.9) & (np.abs(y + 1.4) < 0.9),
                PILLAR: (np.abs(u - 1.2) < 0.35) & (y > -2.6),
            }[sheet]
            for kept, new in zip(found, (sheet, u, y, reach), strict=True):
                kept[hit] = new if np.isscalar(new) else new[hit]
        return tuple(found)


def _blob(u: np.ndarray, v: np.ndarray, seconds: float) -> np.ndarray:
    """A shadow that crosses the wall by itself, unknown to the flow."""
    return np.exp(-(((u + 3 - 3 * seconds) / 0.7) ** 2) - ((v + 3.7) / 0.7) ** 2)


if "plane" not in engines:
    engines.add("plane")(Plane)
