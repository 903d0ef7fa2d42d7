"""From a spec to a puppet: parts painted once, posed at any moment."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Protocol

import numpy as np

from melies.scene.card import Card, Part
from melies.scene.puppet.bird import bird_pieces
from melies.scene.puppet.birdrig import BirdRig
from melies.scene.puppet.brush import PIXELS, Piece, paint
from melies.scene.puppet.dragon import dragon_pieces
from melies.scene.puppet.dragonrig import DragonRig
from melies.scene.puppet.fish import FishRig, fish_pieces
from melies.scene.puppet.human import human_pieces
from melies.scene.puppet.humanrig import HumanRig
from melies.scene.puppet.joints import STEADY, Matrix, Moment, Passage, apply, compose
from melies.scene.puppet.quadrig import QuadRig
from melies.scene.puppet.quadruped import quadruped_pieces
from melies.scene.puppet.spec import PuppetSpec
from melies.scene.puppet.words import PEOPLE


class Rig(Protocol):
    """Places named parts at a moment, back to front, in rest units."""

    def place(self, m: Moment) -> list[tuple[str, Matrix]]: ...


@dataclass(frozen=True, eq=False)
class Puppet:
    """A jointed figure. height: metres from the ground to the crown (a walk may lower or raise it a little)."""

    spec: PuppetSpec
    cards: tuple[Card, ...]
    height: float
    names: tuple[str, ...]
    corners: tuple[tuple[float, float], ...]
    rig: Rig
    pixels: float = PIXELS  # of the cards, per rest unit

    def pose(
        self,
        does: str,
        seconds: float,
        travelled: float = 0.0,
        facing: int = 1,
        toward: tuple[float, float] | None = None,
        turn: float = 0.0,
        passage: Passage = STEADY,
    ) -> tuple[Part, ...]:
        """The parts at a moment, back to front: a pure function of its arguments.

        travelled: metres along the way, drives walk and run. facing: +1 right, -1 left. toward: direction from the
        head in the puppet's plane (metres, x right, y up). turn: 0 to 1 is a paper doll's half turn about its
        upright axis. passage: what was done before and where the way begins and ends, to go from pose to pose without
        a jump (`joints.Passage`, in metres). An unknown `does` is `idle`. Flying and swimming figures hover just above
        (0, 0).
        """
        side = 1.0 if facing >= 0 else -1.0
        aim = (toward[0] * side, toward[1]) if toward is not None else None
        way = replace(passage, gone=passage.gone / self.height, left=passage.left / self.height)
        placed = self.rig.place(Moment(does, float(seconds), travelled / self.height, aim, way))
        width = math.cos(math.pi * min(max(turn, 0.0), 1.0))
        width = math.copysign(max(abs(width), 0.05), width)
        out = np.array(((side * width * self.height, 0.0, 0.0), (0.0, self.height, 0.0)))
        return tuple(self._part(name, compose(out, matrix)) for name, matrix in placed)

    def stature(self, does: str) -> float:
        """Metres from the ground to the crown while it does this: `height` when standing, less sitting or lying."""
        placed = dict(self.rig.place(Moment(does, 0.0, 0.0)))
        name = "head" if "head" in placed else next(iter(placed))
        number = self.names.index(name)
        joint = self.corners[number][0] + self.cards[number].foot[0] / self.pixels
        return apply(placed[name], (joint, 1.0))[1] * self.height

    def _part(self, name: str, matrix: Matrix) -> Part:
        number = self.names.index(name)
        left, top = self.corners[number]
        pixels = np.array(((1 / self.pixels, 0.0, left), (0.0, -1 / self.pixels, top)))
        return Part(number, compose(matrix, pixels).astype(np.float32))


@lru_cache(maxsize=12)
def build(spec: PuppetSpec) -> Puppet:
    """Paint every part of a figure (a second or less) and give it joints."""
    pieces, rig = _figure(spec)
    label = "character" if spec.kind in PEOPLE else "animal"
    painted = paint(tuple(pieces.values()), label, spec.height)
    cards, corners = tuple(card for card, _ in painted), tuple(corner for _, corner in painted)
    return Puppet(spec, cards, spec.height, tuple(pieces), corners, rig)


def _figure(spec: PuppetSpec) -> tuple[dict[str, Piece], Rig]:
    if spec.kind in PEOPLE:
        pieces = human_pieces(spec)
        return pieces, HumanRig(spec, frozenset(pieces))
    draw, rig = _ANIMALS.get(spec.kind, (quadruped_pieces, QuadRig))
    pieces = draw(spec)
    return pieces, rig(spec, frozenset(pieces))


_ANIMALS: dict[str, tuple[Callable[[PuppetSpec], dict[str, Piece]], Callable[[PuppetSpec, frozenset[str]], Rig]]] = {
    "bird": (bird_pieces, BirdRig), "owl": (bird_pieces, BirdRig), "fish": (fish_pieces, FishRig),
        "whale": (fish_pieces, FishRig),
    "dragon": (dragon_pieces, DragonRig),
}  # fmt: skip
