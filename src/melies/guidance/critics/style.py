"""Style: how far the texture and colours of a picture are from those of another, at several scales."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics, resized
from melies.guidance.critics.features import apart, moments, seen

STAGES = 4


@critics.add("style")
class Style(Critic):
    """Statistics of features at strides 2 to 16 (Gatys et al. 2016 used Gram matrices; here moments with correlations).

    like: (1, 3, h, w), the picture whose style is wanted, best about as tall as the judged one.
    """

    name = "style"

    def __init__(self, like: Tensor) -> None:
        with torch.no_grad():
            self.wanted = [moments(features) for features in seen(like, STAGES)]

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        found = seen(picture, STAGES)
        scores = [apart(moments(f, where), wanted) for f, wanted in zip(found, self.wanted, strict=True)]
        return Verdict(torch.stack(scores).mean(), lambda: self._heat(found, picture, where))

    def _heat(self, found: list[Tensor], picture: Tensor, where: Tensor | None) -> Tensor:
        """Where features are unlike any of the wanted style."""
        total = picture.new_zeros(picture.shape[-2:])
        for features, (mean, deviation, _) in zip(found, self.wanted, strict=True):
            unlike = ((features[0] - mean[:, None, None]) / (deviation[:, None, None] + 0.1)).square().mean(0)
            total = total + resized(unlike.clamp_max(9), total.shape) / len(found)
        return total if where is None else total * resized(where, total.shape)
