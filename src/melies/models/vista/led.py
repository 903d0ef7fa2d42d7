"""Leading vista: the clean picture that each step foretells is moved the way that critics push it.

As for checkpoints (the cheap form of "Universal Guidance for Diffusion Models", Bansal et al. 2023): every push is
brought to one size, STEP of a picture's deviation times the noise that is left, so that weights keep their meaning.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.size import Size
from melies.models.vista.layers import span

STEP = 0.25
Push = Callable[[Tensor], Tensor]
Lead = Callable[[Tensor, float], Tensor]


def leading(push: Push, size: Size) -> Lead:
    """What moves foretold layers (B, C, h, w) at a noise level, by a push of pictures (1, 3, H, W) of `size`."""

    def lead(clean: Tensor, level: float) -> Tensor:
        colour = ((clean[:, span("rgb")] + 1) / 2).clamp(0, 1)
        picture = F.interpolate(colour, (size.height, size.width), mode="bilinear", align_corners=False)
        with torch.enable_grad():
            way = push(picture.detach())
        slope = F.interpolate(way, clean.shape[2:], mode="area")
        if not bool(way.isfinite().all()) or not bool(slope.any()):
            return clean
        firm = way[way != 0].square().mean().sqrt()
        felt = slope[slope != 0].square().mean().sqrt().clamp_min(1e-12)
        moved = clean.clone()
        moved[:, span("rgb")] += STEP * (1 - level) * firm * slope / felt
        return moved

    return lead
