"""The features that style, content and likeness are measured in: the lens' own network, its first stages."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from melies.guidance.critics.base import resized
from melies.guidance.perceptors.lens import backbone


def seen(picture: Tensor, stages: int) -> list[Tensor]:
    """Features (1, C, h, w) of a picture (1, 3, H, W) at its own size, at strides 2, 4, 8, ..."""
    return backbone()(picture, stages)


def moments(features: Tensor, where: Tensor | None = None) -> tuple[Tensor, Tensor, Tensor]:
    """Mean (C,), deviation (C,) and correlation (C, C) of features over places, or over those under a mask (H, W)."""
    flat = features[0].flatten(1)
    weight = torch.ones_like(flat[0]) if where is None else resized(where, features.shape[-2:]).flatten()
    share = weight / weight.sum().clamp_min(1e-6)
    mean = flat @ share
    apart = flat - mean[:, None]
    cover = (apart * share) @ apart.T
    deviation = cover.diagonal().clamp_min(1e-6).sqrt()
    return mean, deviation, cover / (deviation[:, None] * deviation[None])


def apart(found: Sequence[Tensor], wanted: Sequence[Tensor]) -> Tensor:
    """How far moments are from others: means and deviations in the wanted ones' terms, and correlations; 0 to 3."""
    (mean, deviation, joint), (mean_, deviation_, joint_) = found, wanted
    shift = ((mean - mean_) / (deviation_ + 0.1)).square().clamp_max(9).mean()
    spread = (deviation / (deviation_ + 1e-3)).clamp(1e-2, 1e2).log().square().clamp_max(9).mean()
    return shift + spread + (joint - joint_).square().mean()
