"""Outline: edges where lines are drawn, and none where they are not."""

from __future__ import annotations

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.critics.base import Critic, Verdict, critics, mean
from melies.guidance.critics.colour import oklab

REACH = 1 / 12  # of the height: how far from its line an edge is counted as far
FIRM = 0.06  # lightness a pixel from which a step is an edge


@critics.add("outline")
class Outline(Critic):
    """Chamfer distance between the picture's edges and drawn lines, both ways, 0 to 2.

    drawn: (H, W), 1 on the lines. AuthorError where nothing is drawn.
    """

    name = "outline"

    def __init__(self, drawn: Tensor) -> None:
        if float(drawn.max()) < 0.5:
            raise AuthorError("the outline is empty; draw dark lines on white, or white ones on black")
        away = cv2.distanceTransform((drawn.numpy() < 0.5).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
        self.lines = (drawn >= 0.5).float()
        self.away = torch.from_numpy(np.minimum(away / (drawn.shape[0] * REACH), 1).astype(np.float32))

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        edges = edginess(picture)
        stray = edges * self.away
        near = F.max_pool2d(edges[None, None], 5, 1, 2)[0, 0]
        lacking = self.lines * (1 - near)
        mask = torch.ones_like(edges) if where is None else where
        stray_ = (stray * mask).sum() / (edges * mask).sum().clamp_min(1e-3)
        lacking_ = (lacking * mask).sum() / (self.lines * mask).sum().clamp_min(1e-3)
        return Verdict(stray_ + lacking_, mean(stray + lacking, where).drawn)


def edginess(picture: Tensor) -> Tensor:
    """(H, W) in [0, 1]: how much of an edge each pixel of a picture (1, 3, H, W) is, by Sobel's operator."""
    light = F.pad(oklab(picture)[:, :1], (1, 1, 1, 1), mode="replicate")
    across = picture.new_tensor(((-1.0, 0, 1), (-2, 0, 2), (-1, 0, 1))) / 8
    kernel = torch.stack((across, across.T))[:, None]
    steep = F.conv2d(light, kernel).square().sum(1).clamp_min(1e-10).sqrt()[0]
    return 1 - torch.exp(-((steep / FIRM) ** 2))
