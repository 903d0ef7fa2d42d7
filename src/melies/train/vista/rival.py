"""The enlarger's rival: tells its pictures from true ones by what a frozen network sees, so that haze is found out.

Small heads on features of an ImageNet network, after "Projected GANs Converge Faster" (Sauer et al. 2021), that are
told what each place is to show; hinge losses (Lim and Ye 2017). Errors against one true picture reward the mean of all
that could be there; a rival rewards any one of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from melies.guidance.perceptors.lite import CHANNELS
from melies.models.vista.spec import LAYERS

STAGES = 3  # of the network that it looks through, strides 2 to 8
INNER = 48
RATE = 4e-4


class Rival(nn.Module):
    """A head for each stage: how true every place looks, given its label."""

    def __init__(self) -> None:
        super().__init__()
        self.heads = nn.ModuleList(_head(CHANNELS[stage] + LAYERS["labels"]) for stage in range(STAGES))

    def forward(self, found: Sequence[Tensor], labels: Tensor) -> list[Tensor]:
        """found: features of each stage, of unit size; labels: (B, 16, H, W) in signs. Above 0 is true."""
        said = [F.adaptive_avg_pool2d(labels, (some.shape[-2], some.shape[-1])) for some in found]
        return [head(torch.cat([some, told], 1)) for head, some, told in zip(self.heads, found, said, strict=True)]


def fooled(true: Sequence[Tensor], made: Sequence[Tensor]) -> Tensor:
    """What the rival owes: true places not above 1, made ones not below -1."""
    pairs = zip(true, made, strict=True)
    return torch.stack([F.relu(1 - a).mean() + F.relu(1 + b).mean() for a, b in pairs]).mean()


def disbelief(made: Sequence[Tensor]) -> Tensor:
    """What the maker owes: how little the rival believes."""
    return -torch.stack([some.mean() for some in made]).mean()


def sized(found: Sequence[Tensor], like: Sequence[Tensor]) -> list[Tensor]:
    """Features over the size that those of true pictures have, stage by stage."""
    return [some / one.square().mean().sqrt().clamp_min(1e-6) for some, one in zip(found, like, strict=True)]


def _head(channels: int) -> nn.Sequential:
    convolutions = (nn.Conv2d(channels, INNER, 1), nn.Conv2d(INNER, INNER, 3, padding=1), nn.Conv2d(INNER, 1, 1))
    first, second, last = (spectral_norm(one) for one in convolutions)
    return nn.Sequential(first, nn.LeakyReLU(0.2), second, nn.LeakyReLU(0.2), last)
