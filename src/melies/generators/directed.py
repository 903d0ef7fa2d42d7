"""What every painter that a stage directs has from it: motion and camera."""

from __future__ import annotations

from jaxtyping import Float32
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.camera import Camera
from melies.core.image import Flow
from melies.core.request import Request
from melies.generators.base import Generator, engine, on_stage


class Directed(Generator):
    """A painter over the engine that its capabilities name as its stage."""

    def flow(self, source: Request, target: Request, assets: Assets) -> Flow:
        """The stage's exact motion."""
        stage = self.capabilities.stage
        return engine(stage).flow(on_stage(source, stage), on_stage(target, stage), assets)

    def drift(self, source: Request, target: Request, assets: Assets) -> Float32[ndarray, "h w 2"]:
        """The stage's exact displacements."""
        stage = self.capabilities.stage
        return engine(stage).drift(on_stage(source, stage), on_stage(target, stage), assets)

    def camera(self, request: Request, assets: Assets) -> Camera:
        """The stage's camera."""
        stage = self.capabilities.stage
        return engine(stage).camera(on_stage(request, stage), assets)
