"""OKLab (Ottosson 2020) for tensors, with gradients: `core.oklab` is the slow reference."""

from __future__ import annotations

import torch
from torch import Tensor

_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
LEAST = 1e-4  # of light: below it the cube root is too steep for gradients


def oklab(pictures: Tensor) -> Tensor:
    """(B, 3, H, W) sRGB in [0, 1] to lightness and two axes of colour."""
    low, high = pictures / 12.92, ((pictures.clamp_min(0.0031) + 0.055) / 1.055) ** 2.4
    light = torch.where(pictures <= 0.04045, low, high)
    roots = torch.einsum("ij,bjhw->bihw", pictures.new_tensor(_LMS), light).clamp_min(LEAST) ** (1 / 3)
    return torch.einsum("ij,bjhw->bihw", pictures.new_tensor(_LAB), roots)
