"""The style network in torch, for learning: the same weights and arithmetic as the shipped graph.

The weights are read out of `assets/style/network.onnx`, so there is one copy of them. Parity with onnxruntime is
held by a test.
"""

from __future__ import annotations

import functools

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.models.style import HOME, LAYERS, STRIDES, spans

EPSILON = 1e-5


@functools.cache
def kernels() -> dict[str, Tensor]:
    """The convolution weights by layer name, channels last (twice as fast on a processor)."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(HOME / "network.onnx")
    found = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in model.graph.initializer}
    return {name: found[f"{name}.w"].contiguous(memory_format=torch.channels_last) for name in LAYERS}


def forward(image: Tensor, norms: Tensor) -> Tensor:
    """Paint: image (B, 3, H, W) in [0, 1], sides multiples of 4; norms (990,) or (B, 990); result like image."""
    where, weights = spans(), kernels()
    norms = norms.reshape(-1, norms.shape[-1])

    def conv(x: Tensor, name: str) -> Tensor:
        weight = weights[name]
        half = weight.shape[-1] // 2
        x = F.conv2d(F.pad(x, (half,) * 4, mode="reflect"), weight, stride=STRIDES.get(name, 1))
        variance, mean = torch.var_mean(x, (2, 3), correction=0, keepdim=True)
        gamma, beta = (norms[:, part, None, None] for part in where[name])
        scale = gamma * torch.rsqrt(variance + EPSILON)
        return x * scale + (beta - mean * scale)

    x = image.contiguous(memory_format=torch.channels_last)
    for name in LAYERS[:3]:
        x = F.relu(conv(x, name))
    for first, second in zip(LAYERS[3:15:2], LAYERS[4:15:2], strict=True):
        x = x + conv(F.relu(conv(x, first)), second)
    for name in LAYERS[15:17]:
        x = F.relu(conv(F.interpolate(x, scale_factor=2, mode="nearest"), name))
    return torch.sigmoid(conv(x, LAYERS[17]))
