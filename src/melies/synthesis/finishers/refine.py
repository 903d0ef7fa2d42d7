"""Refining: a picture brought nearer to its guides by descent on its pixels, where the guides hold."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import Image, to_bytes
from melies.core.request import Guide, Request
from melies.generators.base import engine
from melies.guidance.views import Views
from melies.synthesis.finishers.base import Finisher, finishers

STEPS = 60
INSTALL = "pip install 'melies[hand]'"


@finishers.add("refine")
class RefineFinisher(Finisher):
    """Every guide within its own region; a picture without guides is not touched, nor any place without one."""

    name: ClassVar[str] = "refine"
    order: ClassVar[int] = 80
    composed: ClassVar[bool] = True

    def wanted(self, request: Request) -> bool:
        guided = engine(request.engine).can(request).guided  # whoever heeds guides while it paints has met them
        return any(guide.weight for guide in request.guides) and not guided

    def finish(self, image: Image, request: Request, assets: Assets) -> tuple[Image, Mapping[str, Any]]:
        need_torch()
        import torch

        from melies.guidance.guides import planes, total
        from melies.synthesis.solvers.descent import descend

        picture = planes(to_bytes(image.rgb))
        critic = total(request.guides, assets, request.size, views(request))
        mask = torch.from_numpy(_where(request.guides, assets, image))
        first = last = None
        for step in descend(picture, critic, mask, STEPS):
            first, last = first if first is not None else step.energy, step
        assert last is not None
        rgb = last.picture[0].permute(1, 2, 0).numpy().astype(np.float32)
        kept = mask.numpy()[..., None] > 0
        return image.with_rgb(np.where(kept, rgb, image.rgb)), {"energy": [first, last.energy]}


def need_torch() -> None:
    """AuthorError where torch is missing, which every critic needs."""
    if importlib.util.find_spec("torch") is None:
        raise AuthorError(f"losses are met with torch, which is not installed; run: {INSTALL}")


def views(request: Request) -> Views:
    """The views that critics of a request are shown."""
    return Views(count=6, chunk=6, seed=abs(request.seed))


def _where(guides: tuple[Guide, ...], assets: Assets, image: Image) -> np.ndarray:
    """Where any guide with a weight holds."""
    mask = np.zeros(image.rgb.shape[:2], np.float32)
    for guide in guides:
        if guide.weight:
            own = 1.0 if guide.mask is None else assets.get(guide.mask)[..., 0].astype(np.float32) / 255
            mask = np.maximum(mask, own)
    return mask
