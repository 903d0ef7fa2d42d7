"""Painters that add nothing, or a fault that is known, so that what carries paint can be measured by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.image import Flow, Image
from melies.core.request import Request
from melies.generators.base import Generator, Start, Step, engine, engines, on_stage


def painted(rgb: np.ndarray) -> np.ndarray:
    """Another palette, which no stage has: what must be carried, for nothing gives it back."""
    return np.asarray(rgb[..., [2, 0, 1]] * 0.8 + 0.1, np.float32)


class Once(Generator):
    """Paints another engine's stage in another palette, and never what was carried to it."""

    stage = "diorama"

    def can(self, request: Request):  # type: ignore[no-untyped-def]
        return replace(engine(self.stage).capabilities, stage=self.stage)

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        yield Step(1, 1, stage.with_rgb(self.over(stage.rgb, start)))

    def over(self, stage: np.ndarray, start: Start) -> np.ndarray:
        """New paint where there is none."""
        share = np.float32(1) if start.anew is None else start.anew[..., None]
        return np.asarray(start.rgb * (1 - share) + painted(stage) * share, np.float32)

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        return engine(self.stage).flow(on_stage(source, self.stage), on_stage(target, self.stage), assets)

    def camera(self, request: Request, assets: Assets) -> Camera:
        return engine(self.stage).camera(on_stage(request, self.stage), assets)


class Flat(Once):
    """The same on the plane."""

    stage = "plane"


class Burning(Flat):
    """Yellows whatever it goes over, and gives it more contrast."""

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        rgb = self.over(stage.rgb, start)
        if request.renew or start.anew is None:
            rgb = np.clip((rgb - 0.5) * 1.05 + 0.5 + np.float32([0.03, 0.02, -0.03]), 0, 1).astype(np.float32)
        yield Step(1, 1, stage.with_rgb(rgb))


class Fickle(Flat):
    """Paints what is new to it darker each time."""

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        share = np.float32(1) if start.anew is None else start.anew[..., None]
        fresh = painted(stage.rgb) * np.float32(1 - 0.1 * request.seconds)
        yield Step(1, 1, stage.with_rgb(np.asarray(start.rgb * (1 - share) + fresh * share, np.float32)))


for name, kind in {"once": Once, "once, flat": Flat, "burning": Burning, "fickle": Fickle}.items():
    if name not in engines:
        engines.add(name)(kind)
