"""Difference: how far a picture has gone from another, pixel by pixel."""

from __future__ import annotations

from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics, mean
from melies.guidance.critics.colour import oklab


@critics.add("difference")
class Difference(Critic):
    """Distance of colours in OKLab, 0 to about 1. like: (1, 3, H, W)."""

    name = "difference"

    def __init__(self, like: Tensor) -> None:
        self.like = oklab(like)

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        return mean((oklab(picture) - self.like).square().sum(1)[0].clamp_min(1e-12).sqrt(), where)
