"""Depth: how near each place is against a picture of depth, whatever its scale."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.guidance.critics.base import Critic, Verdict, critics, mean, resized
from melies.models.vista.layers import FARTHEST, NEAREST, span
from melies.models.vista.order import Order
from melies.models.vista.weights import painter

SURE = 0.25  # of the mean deviation: nearer than this to what is wanted, vista's reading says nothing
FLAT = 1e-3  # mean deviation of a depth picture in [0, 1] below which it says nothing


@critics.add("depth")
class Depth(Critic):
    """Distance of the nearness that vista reads in a picture from the one that is wanted, 0 to about 2.

    Both are freed of their shift and scale first (Ranftl et al. 2020, §5: median and mean deviation), so that any
    picture of depth will do. What lies outside of a region is looked at, since it tells how near things are, but
    nothing is asked of it. wanted: (H, W), bright is near. AuthorError where it is all of one depth, also in a region.
    """

    name = "depth"

    def __init__(self, wanted: Tensor) -> None:
        if float((wanted - wanted.median()).abs().mean()) < FLAT:
            raise AuthorError("the picture of depth is all of one grey; bright is near, dark is far")
        self.wanted = wanted
        self.painter = painter()

    def within(self, mask: Tensor) -> Critic:
        inside = self.wanted[resized(mask, (self.wanted.shape[0], self.wanted.shape[1])) > 0.5]
        if inside.numel() and float((inside - inside.median()).abs().mean()) < FLAT:
            raise AuthorError("the picture of depth is all of one grey in its region; leave that wish out")
        return super().within(mask)

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        height, width = picture.shape[-2:]
        cells = Order(Size(width=width, height=height)).cells
        if where is not None:
            picture = where * picture + (1 - where) * picture.detach()
        base = F.interpolate(picture, cells, mode="area") * 2 - 1
        far = (self.painter.foreseen(base)[0, span("depth")][0].clamp(-1, 1) + 1) / 2
        near = torch.exp(-far * math.log(FARTHEST / NEAREST))  # a share of the nearest that is told apart
        mask = None if where is None else resized(where, cells)
        apart = (_freed(near, mask) - _freed(resized(self.wanted, cells), mask)).abs()
        return mean((apart - SURE).clamp_min(0), mask)


def _freed(near: Tensor, mask: Tensor | None) -> Tensor:
    """Nearness without its shift and scale, as they are under a mask."""
    inside = near[mask > 0.5] if mask is not None and bool((mask > 0.5).any()) else near.flatten()
    middle = inside.median()
    return (near - middle) / (inside - middle).abs().mean().clamp_min(FLAT)
