"""Smoothness and saturation: calm planes, and colours neither pale nor glaring."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics, mean
from melies.guidance.critics.colour import oklab


@critics.add("smooth")
class Smooth(Critic):
    """Total variation of lightness and colour (OKLab steps between neighbours), 0 to about 1."""

    name = "smooth"

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        lab = oklab(picture)
        down = torch.nn.functional.pad(lab.diff(dim=2), (0, 0, 0, 1))
        across = torch.nn.functional.pad(lab.diff(dim=3), (0, 1))
        return mean((down.square() + across.square()).sum(1)[0].clamp_min(1e-12).sqrt(), where)


@critics.add("saturation")
class Saturation(Critic):
    """How far the mean fullness of colour (OKLab chroma, 0 to about 0.3) is from what is wanted."""

    name = "saturation"

    def __init__(self, wanted: float = 0.08) -> None:
        self.wanted = wanted

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        full = oklab(picture)[0, 1:].square().sum(0).clamp_min(1e-12).sqrt()
        found = mean(full, where)
        return Verdict((found.energy - self.wanted).abs(), mean((full - self.wanted).abs(), where).drawn)
