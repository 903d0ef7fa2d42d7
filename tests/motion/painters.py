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


class Over(Generator):
    """Paints over another engine's stage: gives back what it starts from, `fault` added wherever it paints."""

    stage, fault = "plane", 0.0

    def can(self, request: Request):  # type: ignore[no-untyped-def]
        return replace(engine(self.stage).capabilities, stage=self.stage)

    def paint(self, request: Request, stage: Image, start: Start, assets: Assets) -> Iterator[Step]:
        everywhere = start.anew is None or request.renew
        where = 1.0 if everywhere else np.asarray(start.anew)[..., None]
        yield Step(1, 1, stage.with_rgb(np.clip(start.rgb + np.float32(self.fault) * where, 0, 1).astype(np.float32)))

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        return engine(self.stage).flow(on_stage(source, self.stage), on_stage(target, self.stage), assets)

    def camera(self, request: Request, assets: Assets) -> Camera:
        return engine(self.stage).camera(on_stage(request, self.stage), assets)


class Same(Over):
    stage = "diorama"


class Yellowing(Over):
    fault = 0.04


for name, kind in {"same on plane": Over, "same": Same, "yellowing": Yellowing}.items():
    if name not in engines:
        engines.add(name)(kind)
