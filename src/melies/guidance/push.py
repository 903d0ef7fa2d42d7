"""The push of guides: which way the pixels of a picture should go, each wish by its weight alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count

import torch
from torch import Tensor

from melies.core.asset import Assets
from melies.core.request import Guide
from melies.core.size import Size
from melies.guidance.guides import signed
from melies.guidance.views import Views


def pushing(guides: Sequence[Guide], assets: Assets, size: Size, views: Views = Views()) -> Callable[[Tensor], Tensor]:  # noqa: B008
    """A function of pictures (1, 3, H, W) in [0, 1], to be called once a step: down every critic's slope.

    Each slope is brought to a mean square of 1 where it is not 0 before its weight counts, so that wishes of a small
    region, or of a critic with small numbers, are no weaker. A wish that gives no number does not push.
    """
    parts = [(weight, critic) for weight, critic in signed(guides, assets, size, views) if weight]
    steps = count(1)

    def push(picture: Tensor) -> Tensor:
        step, way = next(steps), torch.zeros_like(picture, device="cpu", dtype=torch.float32)
        for weight, critic in parts:
            leaf = picture.detach().float().cpu().requires_grad_(True)
            energy = critic.at(step).judge(leaf).energy
            if energy.requires_grad:
                way -= weight * _even(torch.autograd.grad(energy, leaf)[0])
        return way.to(picture.device)

    return push


def _even(slope: Tensor) -> Tensor:
    """A slope whose mean square is 1 where it is not 0; nothing for one that is no number."""
    there = slope != 0
    if not bool(torch.isfinite(slope).all()) or not bool(there.any()):
        return torch.zeros_like(slope)
    return slope / slope[there].square().mean().sqrt().clamp_min(1e-20)
