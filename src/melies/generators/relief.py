"""Any picture as a shot: vista reads how far things are, and a camera moves before them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import ClassVar

import cv2
import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.errors import AuthorError
from melies.core.image import Flow, Image, Mask, Rgb, from_bytes
from melies.core.option import Option
from melies.core.request import Request
from melies.core.rig import moved
from melies.generators.base import Capabilities, Generator, Step, engines
from melies.models.vista import weights
from melies.scene import relief as sheets
from melies.scene.splat import inverse

FARTHEST = 60.0  # metres of what a camera orbits
FOV = 40.0  # vertical degrees that a picture is taken to have been seen with
KEPT, FRAMES = 2, 4  # reliefs and frames in memory
SAME = 0.06  # share by which inverse depths may differ where two pictures show one surface


@engines.add("relief")
class ReliefEngine(Generator):
    """The structure, moved by the view. What stands near hides what is far, and uncovers it."""

    name: ClassVar[str] = "relief"
    capabilities: ClassVar[Capabilities] = Capabilities(
        takes_camera=True, native=frozenset({"structure", "fill"}), exact=frozenset({"depth", "flow"})
    )
    needs: ClassVar[tuple[str, ...]] = ("torch",)
    options: ClassVar[tuple[Option, ...]] = (
        Option("depth", 1.0, "how strongly near and far move against each other; 1 is as read", low=0.05, high=20),
        weights.OPTION,
    )

    def __init__(self) -> None:
        self._scenes: OrderedDict[str, sheets.Relief] = OrderedDict()
        self._frames: OrderedDict[str, tuple[Rgb, Mask]] = OrderedDict()

    def weights(self, request: Request) -> dict[str, str]:
        """The hash of what reads the depth."""
        return {"weights": weights.sha256(str(self.settings(request)["weights"]))}

    def prepare(self, request: Request) -> None:
        """Refuse weights that are not there."""
        weights.ready(str(self.settings(request)["weights"]))

    def make(self, request: Request, assets: Assets) -> Iterator[Step]:
        """One step: the picture as the view sees it."""
        rgb, depth = self._frame(request, assets)
        yield Step(1, 1, Image(rgb, depth))

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The camera of a view; it orbits what is in the middle of the picture."""
        deep = float(self.settings(request)["depth"])
        pivot = min(FARTHEST, deep / max(self._scene(request, assets).middle, 1e-3))
        view = request.view.model_copy(update={"framing": "wide", "subject": None})
        return moved(base(), view, (0.0, 0.0, pivot))

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """Motion of what the source shows; visible where the target shows it too."""
        xy, away = self._motion(source, target, assets)
        near = inverse(self._frame(target, assets)[1])
        height, width = near.shape
        rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
        x, y = columns + xy[..., 0], rows + xy[..., 1]
        there = cv2.remap(near, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=-1)
        inside = (x >= 0) & (x <= width - 1) & (y >= 0) & (y <= height - 1)
        return Flow(xy, inside & (there - away <= SAME * np.maximum(there, away) + 1e-4))

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """Where every pixel of the source goes."""
        return self._motion(source, target, assets)[0]

    def _motion(self, source: Request, target: Request, assets: Assets) -> tuple[ndarray, Mask]:
        near = inverse(self._frame(source, assets)[1])
        return sheets.motion(near, self.camera(source, assets), self.camera(target, assets))

    def _frame(self, request: Request, assets: Assets) -> tuple[Rgb, Mask]:
        key = repr((self._key(request), request.view))
        if key not in self._frames:
            self._frames[key] = sheets.seen(self._scene(request, assets), base(), self.camera(request, assets))
            while len(self._frames) > FRAMES:
                self._frames.popitem(last=False)
        self._frames.move_to_end(key)
        return self._frames[key]

    def _scene(self, request: Request, assets: Assets) -> sheets.Relief:
        key = self._key(request)
        if key not in self._scenes:
            if request.structure is None:
                raise AuthorError("engine 'relief' shows a picture of yours; give a shot of a story `picture: FILE`")
            settings = self.settings(request)
            rgb = from_bytes(_covering(_opaque(assets.get(request.structure)), request))
            read = weights.painter(str(settings["weights"])).read(rgb)
            self._scenes[key] = sheets.relief(rgb, read.depth / np.float32(settings["depth"]))
            while len(self._scenes) > KEPT:
                self._scenes.popitem(last=False)
        self._scenes.move_to_end(key)
        return self._scenes[key]

    def _key(self, request: Request) -> str:
        ref = request.structure
        return repr((ref and ref.sha256, str(request.size), sorted(self.settings(request).items())))


def base() -> Camera:
    """Where a picture is taken to have been seen from."""
    return Camera.look((0.0, 0.0, 0.0), (0.0, 0.0, 10.0), FOV)


def _covering(pixels: ndarray, request: Request) -> ndarray:
    """A picture cut to the request's shape around its middle, and resized."""
    high, wide = pixels.shape[:2]
    width, height = request.size
    scale = min(wide / width, high / height)
    w, h = min(wide, round(width * scale)), min(high, round(height * scale))
    x, y = (wide - w) // 2, (high - h) // 2
    cut = np.ascontiguousarray(pixels[y : y + h, x : x + w])
    how = cv2.INTER_AREA if scale > 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, (width, height), interpolation=how))


def _opaque(pixels: ndarray) -> ndarray:
    """A picture without transparency, on white paper."""
    if pixels.shape[2] == 3:
        return pixels
    alpha = pixels[..., 3:].astype(np.float32) / 255
    return np.asarray(pixels[..., :3] * alpha + 255 * (1 - alpha) + 0.5, np.uint8)
