"""Text: how far a picture, or a part of it, is from what words say, over many views."""

from __future__ import annotations

from copy import copy

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.guidance.critics.base import Critic, Verdict, critics, resized
from melies.guidance.perceptors.base import Perceptor
from melies.guidance.views import Box, Views


@critics.add("text")
class Text(Critic):
    """Squared spherical distance, 2 arcsin²(|a - b| / 2) (Crowson 2021), mean over views; `avoid` counts the other way.

    A view that a region fills only in part is filled up with its mean colour, so that nothing outside is judged.
    """

    name = "text"

    def __init__(self, perceptor: Perceptor, want: str = "", avoid: str = "", views: Views = Views()) -> None:  # noqa: B008
        self.perceptor, self.views, self.step = perceptor, views, 0
        self.want = perceptor.text([want]) if want else None
        self.avoid = perceptor.text([avoid]) if avoid else None
        self.words = (want, avoid)

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        height, width = picture.shape[-2:]
        mask = None if where is None else where.detach().cpu().numpy()
        boxes = self.views.boxes(height, width, mask, self.step)
        return Verdict(self._over(boxes, picture, where) / len(boxes), lambda: self._heat(picture, where))

    def _over(self, boxes: list[Box], picture: Tensor, where: Tensor | None) -> Tensor:
        """The sum over views, a chunk at a time: each chunk's gradient is taken at once, so that none is remembered."""
        if not picture.requires_grad:
            return torch.stack([self._chunk(some, picture, where) for some in self.views.chunks(boxes)]).sum()
        total, slope = picture.new_zeros(()), torch.zeros_like(picture)
        for some in self.views.chunks(boxes):
            leaf = picture.detach().requires_grad_(True)
            energy = self._chunk(some, leaf, where)
            slope += torch.autograd.grad(energy, leaf)[0]
            total += energy.detach()
        return total + ((picture - picture.detach()) * slope).sum()

    def _chunk(self, boxes: list[Box], picture: Tensor, where: Tensor | None) -> Tensor:
        shown = torch.cat([_view(picture, where, box, self.perceptor.side) for box in boxes])
        return self._energies(self.perceptor.picture(shown)).sum()

    def at(self, step: int) -> Text:
        other = copy(self)
        other.step = step
        return other

    def _energies(self, seen: Tensor) -> Tensor:
        energy = seen.new_zeros(len(seen))
        if self.want is not None:
            energy = energy + spherical(seen, self.want)
        if self.avoid is not None:
            energy = energy + (torch.pi**2 / 2 - spherical(seen, self.avoid))
        return energy

    def _heat(self, picture: Tensor, where: Tensor | None) -> Tensor:
        """Where the picture shows least of what is wanted, by the perceptor's places."""
        near = self.perceptor.likely(picture, self.words[0] or self.words[1])
        heat = (1 - near) if self.words[0] else near
        return heat if where is None else heat * resized(where, heat.shape)


def spherical(a: Tensor, b: Tensor) -> Tensor:
    """2 arcsin²(|a - b| / 2) of unit vectors: 0 for equal ones, pi²/2 for opposite ones; gradients stay finite."""
    half = (F.normalize(a, dim=-1) - F.normalize(b, dim=-1)).square().sum(-1).clamp_min(1e-12).sqrt() / 2
    return 2 * torch.arcsin(half.clamp(max=1 - 1e-6)) ** 2


def _view(picture: Tensor, where: Tensor | None, box: tuple[int, int, int, int], side: int) -> Tensor:
    left, top, right, bottom = box
    view = picture[..., top:bottom, left:right]
    if where is not None:
        mask = where[top:bottom, left:right]
        if float(mask.min()) < 1:
            middle = (view * mask).sum((2, 3), keepdim=True) / mask.sum().clamp_min(1e-6)
            view = view * mask + middle * (1 - mask)
    return F.interpolate(view, (side, side), mode="bilinear", antialias=True, align_corners=False)
