"""The table of card painters: adding a set piece is one function and one decorator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from numpy import ndarray
from numpy.random import Generator

from melies.core.registry import Registry
from melies.core.seed import Seed
from melies.scene.card import Card
from melies.scene.paint.colour import Tint

GROUPS = ("tree", "bush", "plant", "rock", "building", "prop", "vehicle", "sky")


class _Paints(Protocol):
    def __call__(self, seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card: ...


@dataclass(frozen=True)
class Painter:
    """A painter and what the stage should know of its cards.

    height: typical, in metres. touch: sides of the card ("tblr") its paint reaches on purpose. hangs: the foot is
    at the top and the card hangs from it.
    """

    name: str
    group: str
    label: str
    height: float
    paint: _Paints
    touch: str = ""
    hangs: bool = False

    def __call__(self, seed: Seed, *, tint: Tint = None, alien: bool = False, ruined: bool = False) -> Card:
        """Paint one card: the same seed gives the same bytes."""
        return self.paint(seed / self.name, tint=tint, alien=alien, ruined=ruined)


CARDS: Registry[Painter] = Registry("card", "melies.scene.paint")


def card(name: str, *, group: str, label: str, height: float, touch: str = "",
         hangs: bool = False) -> Callable[[_Paints], Painter]:  # fmt: skip
    """Decorator that enters a painter in `CARDS`."""

    def keep(paint: _Paints) -> Painter:
        return CARDS.add(name)(Painter(name, group, label, height, paint, touch, hangs))

    return keep


class Strip(NamedTuple):
    """What a ridge painter gives: rgb (h, w, 3), heightline (w,) in pixels above the lower edge.

    glow (h, w) or None. alpha: (h, w) where it is not simply all that lies under the heightline (palms, antennas).
    """

    rgb: ndarray
    line: ndarray
    glow: ndarray | None = None
    alpha: ndarray | None = None


class RidgePainter(Protocol):
    def __call__(self, rng: Generator, wide: int, high: int, *, tint: Tint, alien: bool, ruined: bool) -> Strip: ...


RIDGES: Registry[RidgePainter] = Registry("ridge", "melies.scene.paint")
