"""Scribble: colours painted roughly where they are wanted."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.critics.base import Critic, Verdict, critics, mean
from melies.guidance.critics.colour import oklab

ROUGH = 1 / 24  # of the height: finer than that a scribble says nothing


@critics.add("scribble")
class Scribble(Critic):
    """Difference of broad colours (OKLab, 0 to about 1) where the scribble is painted.

    drawn: (1, 4, H, W), the scribble with its alpha: where it is clear nothing is asked. AuthorError for an empty one.
    """

    name = "scribble"

    def __init__(self, drawn: Tensor) -> None:
        self.painted = drawn[0, 3]
        if float(self.painted.max()) <= 0 or float(drawn[:, :3].max()) <= 0:
            raise AuthorError("the scribble is empty or black all over; paint colours where they are wanted")
        self.colours = oklab(drawn[:, :3])

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        broad = max(1, int(picture.shape[-2] * ROUGH)) | 1
        ours, theirs = (_blurred(lab, self.painted, broad) for lab in (oklab(picture), self.colours))
        heat = (ours - theirs).square().sum(1)[0].clamp_min(1e-10).sqrt() * self.painted
        mask = self.painted if where is None else torch.minimum(self.painted, where)
        return mean(heat, mask)


def _blurred(lab: Tensor, painted: Tensor, broad: int) -> Tensor:
    """Broad colours of what is painted, without what lies beside it."""
    weight = painted[None, None] + 1e-4
    pad = broad // 2
    return F.avg_pool2d(lab * weight, broad, 1, pad) / F.avg_pool2d(weight, broad, 1, pad)
