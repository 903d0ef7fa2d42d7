"""Likeness: whether what a region shows is the same figure as what another picture's region shows."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics
from melies.guidance.critics.colour import oklab
from melies.guidance.critics.features import moments, seen

SIDE, STAGES = 96, 4  # pixels that a figure is brought to; of the network's stages
BINS = 6  # of each axis of colour
HUE, FORM = 2.0, 1.0  # how much its colours and its forms count


@critics.add("likeness")
class Likeness(Critic):
    """Distance of two figures, 0 for the same picture: their colours by their shares, and what their forms are made of.

    Where it stands, how large it is and how it is lit on the whole count little: colours are compared without their
    overall lightness, forms by the moments of features over the figure alone. figure: (1, 3, H, W); mask: (H, W).
    """

    name = "likeness"

    def __init__(self, figure: Tensor, mask: Tensor) -> None:
        with torch.no_grad():
            self.wanted = _described(figure, mask)

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        mask = torch.ones(picture.shape[-2:]) if where is None else where
        energy = apart(_described(picture, mask), self.wanted)
        return Verdict(energy, lambda: mask * energy.detach())


Described = tuple[Tensor, Tensor]


def _described(picture: Tensor, mask: Tensor) -> Described:
    """(colours, forms) of a figure."""
    view, inside = _cut(picture, mask)
    lab = oklab(view)[0].flatten(1)
    weight = inside.flatten() / inside.sum().clamp_min(1e-6)
    lightness = lab[0] - (lab[0] * weight).sum()
    chroma = lab[1:] * 4
    soft = torch.stack([lightness * 1.5, *chroma])
    centres = torch.linspace(-0.8, 0.8, BINS)
    near = [torch.softmax(-((axis[:, None] - centres) ** 2) / 0.03, 1) for axis in soft]
    joint = torch.einsum("na,nb,nc,n->abc", *near, weight).flatten()
    forms = [F.normalize(moments(features, inside)[0], dim=0) for features in seen(view, STAGES)]
    return joint, torch.cat(forms)


def apart(one: Described, other: Described) -> Tensor:
    """Hellinger distance of colours and cosine distance of forms."""
    hue = (one[0].clamp_min(1e-9).sqrt() - other[0].clamp_min(1e-9).sqrt()).square().sum() / 2
    form = 1 - F.cosine_similarity(one[1], other[1], dim=0)
    return HUE * hue.clamp_min(0).add(1e-9).sqrt() + FORM * form


def _cut(picture: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
    """The figure alone on grey, filling a square."""
    rows, columns = torch.nonzero((mask > 0.5).any(1))[:, 0], torch.nonzero((mask > 0.5).any(0))[:, 0]
    if not len(rows):
        rows, columns = torch.arange(mask.shape[0]), torch.arange(mask.shape[1])
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1
    inside = mask[None, None, top:bottom, left:right].float()
    view = picture[..., top:bottom, left:right] * inside + 0.5 * (1 - inside)
    size = (SIDE, SIDE)
    view = F.interpolate(view, size, mode="bilinear", antialias=True, align_corners=False)
    return view, F.interpolate(inside, size, mode="bilinear", antialias=True, align_corners=False)[0, 0].clamp(0, 1)
