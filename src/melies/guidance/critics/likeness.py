"""Likeness: whether what a region shows is the same figure as what another picture's region shows."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics
from melies.guidance.critics.colour import oklab
from melies.guidance.figures import ADAPTED, COUNTED, POINTS, QUANTILES, SURE, sure, ways


@critics.add("likeness")
class Likeness(Critic):
    """Distance of two figures as `guidance.figures` says it, 0 for the same picture; about 0.03 for somebody else.

    figure: (1, 3, H, W), the whole picture; mask: (H, W), the figure in it.
    """

    name = "likeness"

    def __init__(self, figure: Tensor, mask: Tensor) -> None:
        with torch.no_grad():
            self.wanted = described(figure, mask)

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        mask = torch.ones(picture.shape[-2:]) if where is None else where
        energy = (described(picture, mask) - self.wanted).abs().mean()
        return Verdict(energy, lambda: mask * energy.detach())


def described(picture: Tensor, mask: Tensor) -> Tensor:
    """What a figure is known by again, with slopes to its pixels: `figures.figure`."""
    lab, known = oklab(picture)[0], mask.detach().cpu().numpy()
    inside, around = torch.from_numpy(sure(known)), torch.from_numpy(known < 1 - SURE)
    light = (lab[:, around] if bool(around.any()) else lab.flatten(1)).detach().mean(1)
    colours = (lab[:, inside] - (light * torch.from_numpy(ADAPTED))[:, None]) * torch.from_numpy(COUNTED)[:, None]
    colours = colours[:, :: max(1, colours.shape[1] // POINTS)]
    return torch.quantile(torch.from_numpy(ways()) @ colours, torch.from_numpy(QUANTILES), dim=1)
