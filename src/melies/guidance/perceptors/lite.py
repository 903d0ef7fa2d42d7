"""EfficientNet-Lite0: what an ImageNet network sees in a picture, at five scales, with gradients to the pixels.

Tan and Le, "EfficientNet" (2019), in the Lite form of the TensorFlow authors (no squeeze-and-excitation, ReLU6), whose
ImageNet weights (Apache-2.0) `melies train lens` folds into plain convolutions. The input is (x - 127) / 128 of bytes,
padding as TensorFlow's "same".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
import torch.nn.functional as F
from torch import Tensor

BLOCKS = (  # kernel, stride, expansion, channels out
    (3, 1, 1, 16), (3, 2, 6, 24), (3, 1, 6, 24), (5, 2, 6, 40), (5, 1, 6, 40), (3, 2, 6, 80), (3, 1, 6, 80),
    (3, 1, 6, 80), (5, 1, 6, 112), (5, 1, 6, 112), (5, 1, 6, 112), (5, 2, 6, 192), (5, 1, 6, 192), (5, 1, 6, 192),
    (5, 1, 6, 192), (3, 1, 6, 320),
)  # fmt: skip
STAGES = (0, 2, 4, 10, 15)  # the blocks after which features are taken
STRIDES = (2, 4, 8, 16, 32)  # pixels between neighbouring features of each stage
CHANNELS = tuple(BLOCKS[block][3] for block in STAGES)
WIDE = 1280  # of the features that the classes are read from
MEAN, SCALE = 127.0, 128.0


class Lite:
    """The network. weights: `stem`, `N.expand`, `N.depth`, `N.project`, `head`, `classes`, each `.w` and `.b`."""

    def __init__(self, weights: Mapping[str, Tensor]) -> None:
        self._weights = {name: tensor.float() for name, tensor in weights.items()}

    def __call__(self, pictures: Tensor, stages: int = len(STAGES)) -> list[Tensor]:
        """Features (B, C, H / stride, W / stride) of the first `stages` of STAGES.

        pictures: (B, 3, H, W) sRGB in [0, 1], any size; sides that are multiples of 32 lose nothing.
        """
        x = F.relu6(self._conv((pictures * 255 - MEAN) / SCALE, "stem", 2))
        found = []
        for number, (_, stride, expansion, _) in enumerate(BLOCKS[: STAGES[stages - 1] + 1]):
            inner = x
            if expansion > 1:
                inner = F.relu6(self._conv(inner, f"{number}.expand"))
            inner = F.relu6(self._conv(inner, f"{number}.depth", stride, grouped=True))
            inner = self._conv(inner, f"{number}.project")
            x = x + inner if inner.shape == x.shape and stride == 1 else inner
            if number in STAGES:
                found.append(x)
        return found

    def head(self, last: Tensor) -> Tensor:
        """(B, 1280, h, w) of the last stage: what classes are read from."""
        return F.relu6(self._conv(last, "head"))

    def classes(self, last: Tensor) -> Tensor:
        """(B, 1000) logits of ImageNet's classes."""
        return F.linear(self.head(last).mean((2, 3)), self._weights["classes.w"], self._weights["classes.b"])

    def _conv(self, x: Tensor, name: str, stride: int = 1, grouped: bool = False) -> Tensor:
        weight, bias = self._weights[f"{name}.w"], self._weights[f"{name}.b"]
        kernel = weight.shape[-1]
        if kernel > 1:
            x = F.pad(x, _same(x.shape[-2:], kernel, stride))
        return F.conv2d(x, weight, bias, stride, groups=x.shape[1] if grouped else 1)


def _same(sides: Sequence[int], kernel: int, stride: int) -> tuple[int, int, int, int]:
    """TensorFlow's padding: left, right, top, bottom; an odd pixel goes to the right and below."""
    extra = [max((-(-side // stride) - 1) * stride + kernel - side, 0) for side in sides]
    return extra[1] // 2, extra[1] - extra[1] // 2, extra[0] // 2, extra[0] - extra[0] // 2


def folded(raw: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The published layout (`_blocks.N._depthwise_conv.weight`, `_bn1...`) with each normalisation folded in."""
    made = {"classes.w": raw["_fc.weight"], "classes.b": raw["_fc.bias"]}
    made |= _fold(raw, "stem", "_conv_stem", "_bn0") | _fold(raw, "head", "_conv_head", "_bn1")
    for number, (_, _, expansion, _) in enumerate(BLOCKS):
        block = f"_blocks.{number}."
        parts = [("depth", "_depthwise_conv", "_bn1"), ("project", "_project_conv", "_bn2")]
        parts += [("expand", "_expand_conv", "_bn0")] if expansion > 1 else []
        for part, conv, norm in parts:
            made |= _fold(raw, f"{number}.{part}", f"{block}{conv}", f"{block}{norm}")
    return made


def _fold(raw: Mapping[str, Tensor], name: str, conv: str, norm: str) -> dict[str, Tensor]:
    gain = raw[f"{norm}.weight"] / torch.sqrt(raw[f"{norm}.running_var"] + 1e-3)
    weight = raw[f"{conv}.weight"] * gain.view(-1, 1, 1, 1)
    return {f"{name}.w": weight, f"{name}.b": raw[f"{norm}.bias"] - raw[f"{norm}.running_mean"] * gain}
