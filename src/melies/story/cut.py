"""The edit: which frames of which shots make each frame of the film, as a pure function of lengths and joins."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from melies.core.clock import Clock
from melies.core.errors import AuthorError, OurBug
from melies.core.story import Transition
from melies.core.value import Value

Join = Literal["cut", "dissolve", "fade"]


class Piece(Value):
    """What is to be joined: a shot or a card of `frames` frames on the film's time, and how it begins.

    `join_frames` is the length of the dissolve or fade. Dissolves and fades move no cut: the film is as long as its
    pieces, and a piece begins where the last one ends, so cuts stay on the beat.
    """

    name: str
    frames: Annotated[int, Field(ge=1)]
    join: Join = "cut"
    join_frames: Annotated[int, Field(ge=0)] = 0

    @classmethod
    def of(cls, name: str, frames: int, transition: Transition, clock: Clock) -> Piece:
        """A piece from the author's transition, whose length is in seconds."""
        return cls(name=name, frames=frames, join=transition.kind, join_frames=clock.frames(transition.length))


class Take(Value):
    """One piece in its place: film frames `start` up to `start + frames`.

    handle: frames to render past the end, shown while the next one dissolves in. fade_in, dissolve, fade_out:
    lengths in frames.
    """

    name: str
    start: int
    frames: int
    handle: int = 0
    dissolve: int = 0
    fade_in: int = 0
    fade_out: int = 0

    @property
    def end(self) -> int:
        return self.start + self.frames

    @property
    def rendered(self) -> int:
        """How many frames must exist: the take and its handle."""
        return self.frames + self.handle


class Layer(Value):
    """Frame `frame` of take number `take`, with its share of the picture; what is missing to 1 is black."""

    take: int
    frame: int
    weight: float = 1.0


class Edit(Value):
    """The whole film in order. `frames` is its exact length."""

    takes: tuple[Take, ...]

    @property
    def frames(self) -> int:
        return self.takes[-1].end

    def at(self, frame: int) -> tuple[Layer, ...]:
        """What film frame `frame` is mixed from: one layer, or two in a dissolve. Raises OurBug outside the film."""
        if not 0 <= frame < self.frames:
            raise OurBug(f"the film has frames 0 to {self.frames - 1}; got {frame}")
        number = bisect.bisect_right([take.start for take in self.takes], frame) - 1
        take = self.takes[number]
        here = frame - take.start
        weight = _ease(here + 1, take.dissolve + 1) * _ease(here + 1, take.fade_in + 1)
        weight *= _ease(take.frames - here, take.fade_out + 1)
        shown = Layer(take=number, frame=here, weight=weight)
        if here >= take.dissolve:
            return (shown,)
        before = self.takes[number - 1]
        return (Layer(take=number - 1, frame=before.frames + here, weight=1.0 - weight), shown)

    def moment(self, name: str, frame: int = 0) -> int:
        """The film frame at which frame `frame` of the named take is shown."""
        for take in self.takes:
            if take.name == name:
                return take.start + frame
        raise OurBug(f"the edit has no take called {name!r}")


def edit(pieces: Sequence[Piece], fade_out: int = 0) -> Edit:
    """Put pieces in order, one after the other; the last fades to black over `fade_out` frames.

    A fade on the first piece comes from black; on any other it goes through black, half in each piece. A join
    takes at most half of either neighbour. Raises AuthorError for no pieces.
    """
    if not pieces:
        raise AuthorError("a film has at least one shot; this story has none: add one under `shots`")
    lengths = [_joined(before, piece) for before, piece in zip([None, *pieces], pieces, strict=False)]
    takes: list[Take] = []
    start = 0
    for number, piece in enumerate(pieces):
        following = pieces[number + 1] if number + 1 < len(pieces) else None
        ahead = lengths[number + 1] if following else 0
        takes.append(
            Take(
                name=piece.name,
                start=start,
                frames=piece.frames,
                handle=ahead if following and following.join == "dissolve" else 0,
                dissolve=lengths[number] if piece.join == "dissolve" and number else 0,
                fade_in=_share(piece, lengths[number], number == 0),
                fade_out=_share(following, ahead, False) if following else min(fade_out, piece.frames // 2),
            )
        )
        start += piece.frames
    return Edit(takes=tuple(takes))


def _joined(before: Piece | None, piece: Piece) -> int:
    """The length of a join in frames, at most half of either neighbour."""
    room = min(piece.frames, before.frames if before else piece.frames) // 2
    return min(piece.join_frames, room)


def _share(piece: Piece, length: int, first: bool) -> int:
    """One side of a fade: the whole of it from black, half of it through black. A first dissolve has only black."""
    if first and piece.join != "cut":
        return length
    return (length + 1) // 2 if piece.join == "fade" else 0


def _ease(step: int, steps: int) -> float:
    """Smoothstep from 0 to 1, so that a join neither starts nor stops with a jerk."""
    t = min(1.0, step / steps)
    return t * t * (3.0 - 2.0 * t)
