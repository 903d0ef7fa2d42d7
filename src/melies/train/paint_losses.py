"""What makes paint look like the painting, and what keeps it calm: losses on pictures (B, 3, H, W) in [0, 1].

`style` and `content` are those of Gatys, Ecker and Bethge (2016); `palette` is the sliced Wasserstein distance of
colours (Rabin et al. 2011); `steady` asks for the same paint on a shifted, noisy copy (after Ruder, Dosovitskiy and
Brox 2016); `blotches` and `grid` are ours, against stains in clear skies and the network's four-pixel lattice.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor


def gram(features: Tensor) -> Tensor:
    """Means of products of channels: (B, C, C)."""
    flat = features.flatten(2)
    return flat @ flat.transpose(1, 2) / flat.shape[2]


def style(found: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """Squared difference of Gram matrices, relative to the wanted ones, summed over blocks."""
    pairs = zip(found, wanted, strict=True)
    return torch.stack([(gram(f) - w).square().sum() / (len(f) * w.square().sum()) for f, w in pairs]).sum()


def content(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared difference of features, relative to the wanted ones."""
    return (found - wanted).square().mean() / wanted.square().mean()


def palette(painted: Tensor, colours: Tensor, directions: Tensor) -> Tensor:
    """Distance of two clouds of colours along `directions` (N, 3); `colours` is (M, 3)."""
    own = painted.permute(0, 2, 3, 1).reshape(-1, 3)
    own = own[:: max(1, len(own) // len(colours))][: len(colours)]
    ours, theirs = (own @ directions.T).sort(0).values, (colours[: len(own)] @ directions.T).sort(0).values
    return (ours - theirs).square().mean()


def steady(painted: Tensor, again: Tensor, shift: tuple[int, int], margin: int = 8) -> Tensor:
    """Difference between a painting and the painting of the picture moved by `shift` pixels (down, right)."""
    moved = torch.roll(painted, shift, (2, 3))
    return (moved - again)[:, :, margin:-margin, margin:-margin].square().mean()


def blotches(painted: Tensor, picture: Tensor, cell: int = 8) -> Tensor:
    """Steps between neighbouring cells of the painting where the picture has none."""
    p, x = F.avg_pool2d(painted, cell), F.avg_pool2d(picture, cell)
    total = painted.new_zeros(())
    for axis in (2, 3):
        seen = x.diff(dim=axis).abs().sum(1, keepdim=True)
        total = total + (p.diff(dim=axis).square() * torch.exp(-seen * 25)).mean()
    return total


def grid(painted: Tensor, period: int = 4, patch: int = 8) -> Tensor:
    """Energy of whatever repeats with `period` pixels in patches of `patch` periods: no brush does that."""
    fine = painted - F.avg_pool2d(painted, period + 1, 1, period // 2, count_include_pad=False)
    phases = F.pixel_unshuffle(fine, period)
    return F.avg_pool2d(phases, patch, max(1, patch // 2)).square().mean()


def variation(painted: Tensor, picture: Tensor) -> Tensor:
    """Squared differences of neighbours, counted where the picture (smoothed over 9 pixels) is flat."""
    with torch.no_grad():
        smooth = F.avg_pool2d(picture, 5, 1, 2, count_include_pad=False)
        steps = smooth.diff(dim=2)[..., :-1].abs() + smooth.diff(dim=3)[:, :, :-1].abs()
        flat = torch.exp(-40 * F.max_pool2d(steps.sum(1, keepdim=True), 9, 1, 4))
    down, across = painted.diff(dim=2)[..., :-1], painted.diff(dim=3)[:, :, :-1]
    return (flat * (down.square() + across.square())).mean()
