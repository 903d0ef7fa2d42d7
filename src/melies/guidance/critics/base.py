"""What every critic is: an energy on a picture, with a map of where it is high; critics add, scale and take a region.

    0.2 * Smooth() + Text(lens, "a golden lake").within(lake)

As in Lucid (Olah et al. 2017) objectives add and scale; as in pystiche a loss reports as a tree and takes a guide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import torch
import torch.nn.functional as F
from torch import Tensor

from melies.core.registry import Registry

Factory = Callable[..., "Critic"]


@dataclass(frozen=True, eq=False)
class Verdict:
    """energy: one number, lower is better, 0 where a wish is met at best. drawn: draws the map it comes from."""

    energy: Tensor
    drawn: Callable[[], Tensor]

    @property
    def heat(self) -> Tensor:
        """(h, w), where the energy comes from; worked out when it is asked for."""
        with torch.no_grad():
            return self.drawn()


class Critic:
    """Base of the critics. Pictures are (1, 3, H, W), sRGB in [0, 1]; gradients flow to them."""

    name: ClassVar[str] = ""

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        """The energy of a picture, or of what lies under a mask (H, W) in [0, 1]; nothing outside has a part in it."""
        raise NotImplementedError

    def within(self, mask: Tensor) -> Critic:
        """The same wish for a region."""
        return Within(self, mask)

    def __add__(self, other: Critic) -> Critic:
        return Sum((*_parts(self), *_parts(other)))

    def __rmul__(self, weight: float) -> Critic:
        return Sum(tuple((weight * own, critic) for own, critic in _parts(self)))

    __mul__ = __rmul__

    def at(self, step: int) -> Critic:
        """The critic as it is at a step of a solver: whoever draws views draws others then."""
        return self

    def tree(self, picture: Tensor) -> dict[str, Any]:
        """Every energy as measured, with its weight, as nested JSON-able rows."""
        with torch.no_grad():
            return {"name": self.name, "energy": float(self.judge(picture).energy)}


class Within(Critic):
    """A critic that sees a region only."""

    name = "within"

    def __init__(self, critic: Critic, mask: Tensor) -> None:
        self.critic, self.mask = critic, mask

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        mask = self.mask if where is None else torch.minimum(self.mask, where)
        return self.critic.judge(picture, mask)

    def at(self, step: int) -> Critic:
        return Within(self.critic.at(step), self.mask)

    def tree(self, picture: Tensor) -> dict[str, Any]:
        with torch.no_grad():
            return {"name": self.critic.name, "energy": float(self.judge(picture).energy), "region": True}


class Sum(Critic):
    """Critics with weights. One of weight 0 is not asked at all."""

    name = "sum"

    def __init__(self, parts: tuple[tuple[float, Critic], ...]) -> None:
        self.parts = parts

    def judge(self, picture: Tensor, where: Tensor | None = None) -> Verdict:
        asked = [(weight, critic.judge(picture, where)) for weight, critic in self.parts if weight]
        energy = sum((weight * verdict.energy for weight, verdict in asked), picture.new_zeros(()))

        def heat() -> Tensor:
            size = picture.shape[-2:]
            maps = (abs(weight) * resized(verdict.heat, size) for weight, verdict in asked)
            return sum(maps, picture.new_zeros(size))

        return Verdict(energy, heat)

    def at(self, step: int) -> Sum:
        return Sum(tuple((weight, critic.at(step)) for weight, critic in self.parts))

    def tree(self, picture: Tensor) -> dict[str, Any]:
        rows = [{**critic.tree(picture), "weight": weight} for weight, critic in self.parts]
        return {"name": self.name, "parts": rows, "energy": sum(row["weight"] * row["energy"] for row in rows)}


def _parts(critic: Critic) -> tuple[tuple[float, Critic], ...]:
    return critic.parts if isinstance(critic, Sum) else ((1.0, critic),)


def resized(plane: Tensor, size: tuple[int, ...] | torch.Size) -> Tensor:
    """A plane (h, w) at another size: averaged where it shrinks."""
    if tuple(plane.shape) == tuple(size):
        return plane
    shrinks = plane.shape[0] > size[0]
    mode = "area" if shrinks else "bilinear"
    more: Mapping[str, Any] = {} if shrinks else {"align_corners": False}
    return F.interpolate(plane[None, None], tuple(size), mode=mode, **more)[0, 0]


def mean(heat: Tensor, where: Tensor | None) -> Verdict:
    """The verdict of a map of energies: its mean, or that under a mask of any size."""
    if where is None:
        return Verdict(heat.mean(), lambda: heat.detach())
    mask = resized(where, heat.shape)
    return Verdict((heat * mask).sum() / mask.sum().clamp_min(1e-6), lambda: (heat * mask).detach())


critics: Registry[Factory] = Registry("critic", "melies.guidance.critics")
