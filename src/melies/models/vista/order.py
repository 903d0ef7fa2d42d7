"""What vista is asked for, and what it reads in a picture, as values. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from melies.core.image import Mask, Rgb
from melies.core.size import Size
from melies.models.vista.layers import Labels
from melies.models.vista.spec import GUIDANCE, PATCH, STEPS, grid


@dataclass(frozen=True, eq=False)
class Order:
    """A picture as vista is asked for it; pictures and masks at any size.

    labels: numbers of labels, OPEN where they are left to vista; outline: 1 on lines; depth: metres. start: what is
    painted over; anew: how much of it is replaced at each pixel (None: all, by `strength`); tone: how far its broad
    colours stay, [0, 1]; detail: how much of what is finer than vista's own pictures stays where the paint agrees with
    it, [0, 1], less as the strength grows; fine: the picture that has this detail, if not the start. words, avoid:
    texts; turning: further texts that the words turn into, each with its share. figures: the labels of things that keep
    the colours of their parts, not only broad ones, as far as the tone stays.
    """

    size: Size
    words: str = ""
    avoid: str = ""
    turning: tuple[tuple[str, float], ...] = ()
    labels: Labels | None = None
    outline: Mask | None = None
    depth: Mask | None = None
    start: Rgb | None = None
    anew: Mask | None = None
    strength: float = 1.0
    tone: float = 0.0
    detail: float = 1.0
    fine: Rgb | None = None
    steps: int = STEPS
    guidance: float = GUIDANCE
    figures: frozenset[int] = frozenset()

    @property
    def cells(self) -> tuple[int, int]:
        """Rows and columns of base pixels."""
        rows, columns = grid(self.size.width, self.size.height)
        return rows * PATCH, columns * PATCH


class Seen(NamedTuple):
    """What is read in a picture, each (H, W): metres (infinity for sky), numbers of labels, lines in [0, 1]."""

    depth: Mask
    labels: Labels
    outline: Mask
