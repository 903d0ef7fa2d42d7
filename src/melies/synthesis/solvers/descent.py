"""Gradient descent on a picture's pixels, from coarse to fine, in colours that do not hang together.

As in Lucid ("Feature Visualization", Olah et al. 2017) colours are decorrelated; in place of its Fourier basis there
is a pyramid of planes, since a region has an edge. What a mask does not hold has no variable, so no bit of it changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.guidance.critics.base import Critic

COLOURS = ((0.26, 0.09, 0.02), (0.27, 0.00, -0.05), (0.27, -0.09, 0.03))  # of natural pictures, as Lucid measured them
LEVELS = 5
FINE = 0.35  # of a coarser plane's step that the next finer one takes


@dataclass(frozen=True)
class Step:
    """The picture (1, 3, H, W) after a step, and its energy before it."""

    picture: Tensor
    energy: float
    index: int
    of: int


def descend(picture: Tensor, critic: Critic, mask: Tensor, steps: int = 60, rate: float = 0.06) -> Iterator[Step]:
    """Bring a picture (1, 3, H, W) nearer to a critic's wish where a mask (H, W) lets it, by Adam; yields every step.

    A step that gives no number (NaN) is left out. rate: how far colours go in a step, in units of COLOURS.
    """
    height, width = picture.shape[-2:]
    sizes = [(max(2, height >> level), max(2, width >> level)) for level in range(LEVELS - 1, -1, -1)]
    planes = [torch.zeros(1, 3, *size, requires_grad=True) for size in sizes]
    groups = [{"params": [plane], "lr": rate * FINE**n} for n, plane in enumerate(planes)]
    optimiser = torch.optim.Adam(groups, betas=(0.9, 0.99))
    colours = torch.tensor(COLOURS)
    for index in range(1, steps + 1):
        now = _picture(picture, planes, colours, mask)
        energy = critic.at(index).judge(now).energy
        optimiser.zero_grad()
        if energy.requires_grad:
            energy.backward()  # type: ignore[no-untyped-call]
        if all(plane.grad is None or bool(torch.isfinite(plane.grad).all()) for plane in planes):
            for group in optimiser.param_groups:
                group["lr"] = group.setdefault("first", group["lr"]) * (1 - 0.9 * index / steps)
            optimiser.step()
        with torch.no_grad():
            yield Step(_picture(picture, planes, colours, mask), float(energy), index, steps)


def _picture(base: Tensor, planes: list[Tensor], colours: Tensor, mask: Tensor) -> Tensor:
    size = base.shape[-2:]
    change = torch.stack([F.interpolate(plane, size, mode="bilinear", align_corners=False) for plane in planes]).sum(0)
    moved = base + torch.einsum("ij,bjhw->bihw", colours, change) * 3 * mask
    return torch.where(mask > 0, moved.clamp(0, 1), base)
