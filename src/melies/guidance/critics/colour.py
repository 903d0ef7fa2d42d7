"""OKLab (Ottosson 2020) for tensors, with gradients: `core.oklab` is the slow reference."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.core.oklab import LAB, LMS

LEAST = 1e-4  # of light: below it the cube root is too steep for gradients


def oklab(pictures: Tensor) -> Tensor:
    """(B, 3, H, W) sRGB in [0, 1] to lightness and two axes of colour."""
    low, high = pictures / 12.92, ((pictures.clamp_min(0.0031) + 0.055) / 1.055) ** 2.4
    light = torch.where(pictures <= 0.04045, low, high)
    roots = torch.einsum("ij,bjhw->bihw", pictures.new_tensor(LMS), light).clamp_min(LEAST) ** (1 / 3)
    return torch.einsum("ij,bjhw->bihw", pictures.new_tensor(LAB), roots)
