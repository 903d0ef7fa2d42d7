"""Content: how far the things in a picture are from those at the same places of another."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics, mean
from melies.guidance.critics.features import seen

STAGES = (3, 4)  # how many of the network's stages: the last of them is compared, strides 8 and 16


@critics.add("content")
class Content(Critic):
    """Squared difference of features at strides 8 and 16, in the wanted ones' own deviations. like: (1, 3, H, W)."""

    name = "content"

    def __init__(self, like: Tensor) -> None:
        with torch.no_grad():
            found = seen(like, max(STAGES))
            self.wanted = [found[stage - 1] for stage in STAGES]

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        found = seen(picture, max(STAGES))
        verdicts = []
        for stage, wanted in zip(STAGES, self.wanted, strict=True):
            spread = wanted.var((0, 2, 3), keepdim=True) + 1e-3
            verdicts.append(mean(((found[stage - 1] - wanted).square() / spread).mean(1)[0], where))
        return Verdict(torch.stack([verdict.energy for verdict in verdicts]).mean(), verdicts[0].drawn)
