"""Palette: how far the colours of a picture are from those that are wanted, whatever shows them."""

from __future__ import annotations

import torch
from torch import Tensor

from melies.core.errors import AuthorError
from melies.guidance.critics.base import Critic, Verdict, critics, resized
from melies.guidance.critics.colour import oklab
from melies.guidance.figures import ways

POINTS = 2048


@critics.add("palette")
class Palette(Critic):
    """Sliced Wasserstein distance of colours in OKLab (Rabin et al. 2011), 0 to about 1.

    colours: (n, 3) sRGB in [0, 1], as many of each as it has a share. AuthorError for none.
    """

    name = "palette"

    def __init__(self, colours: Tensor) -> None:
        if colours.ndim != 2 or colours.shape[1] != 3 or not len(colours):
            raise AuthorError("a palette is a list of colours, or a picture that shows them")
        self.wanted = oklab(colours.T[None, :, :, None])[0, :, :, 0].T
        self.directions = torch.from_numpy(ways())

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        lab = oklab(picture)[0].flatten(1).T
        weight = torch.ones(len(lab)) if where is None else where.flatten()
        inside = torch.nonzero(weight > 0.5)[:, 0]
        if not len(inside):
            return Verdict(picture.new_zeros(()), lambda: picture.new_zeros(picture.shape[-2:]))
        chosen = inside[torch.linspace(0, len(inside) - 1, min(POINTS, len(inside))).long()]
        ours = (lab[chosen] @ self.directions.T).sort(0).values
        spread = torch.linspace(0, 1, len(chosen))
        theirs = _quantiles((self.wanted @ self.directions.T).sort(0).values, spread)
        return Verdict((ours - theirs).abs().mean(), lambda: self._heat(lab, picture, where))

    def _heat(self, lab: Tensor, picture: Tensor, where: Tensor | None) -> Tensor:
        """How far each pixel is from the nearest wanted colour."""
        step = max(1, len(self.wanted) // 64)
        far = torch.cdist(lab, self.wanted[::step]).min(1).values.reshape(picture.shape[-2:])
        return far if where is None else far * resized(where, far.shape)


def _quantiles(sorted_: Tensor, at: Tensor) -> Tensor:
    place = at * (len(sorted_) - 1)
    low = place.floor().long()
    high = (low + 1).clamp_max(len(sorted_) - 1)
    return torch.lerp(sorted_[low], sorted_[high], (place - low)[:, None])
