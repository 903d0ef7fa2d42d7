"""The frames of a shot, finished, in a stream: paint carried between anchors, memory constant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import Assets, Ref
from melies.core.image import Image, from_bytes
from melies.core.request import Request
from melies.generators.base import engine
from melies.motion.anchors import STRIDE, Painted, anchor_frames, carry, neighbours, onward, paint
from melies.motion.request import Take
from melies.motion.scratch import Scratch
from melies.motion.views import Views
from melies.synthesis import make
from melies.synthesis.loop import chosen

ALIVE = 2  # painted anchors in memory


@dataclass(frozen=True, eq=False)
class Kept:
    """An anchor as it is kept between runs, (H, W, C) in bytes: painted, plain, and its surfaces for painters."""

    picture: UInt8[ndarray, "h w 3"]
    plain: UInt8[ndarray, "h w 3"]
    surfaces: UInt8[ndarray, "h w 4"] | None = None


class Shelf(Protocol):
    """Where a shot's anchors are kept between runs, by frame and try."""

    def has(self, frame: int, again: int) -> bool: ...

    def get(self, frame: int, again: int) -> Kept | None: ...

    def put(self, frame: int, again: int, anchor: Kept, image: Image) -> None: ...


class Nowhere:
    """A shelf for who keeps nothing."""

    def has(self, frame: int, again: int) -> bool:
        return False

    def get(self, frame: int, again: int) -> Kept | None:
        return None

    def put(self, frame: int, again: int, anchor: Kept, image: Image) -> None:
        pass


def frames(
    take: Take,
    assets: Assets,
    only: Iterable[int] | None = None,
    stride: int = STRIDE,
    shelf: Shelf = Nowhere(),  # noqa: B008
) -> Iterator[tuple[int, Image]]:
    """(frame, finished image) for the frames of a shot, or for `only` some of them, in the order asked.

    A frame's bytes depend on its two anchors and on nothing else (a painter's anchors on all those before them, which
    are painted first): any order or subset gives the same, and so do anchors that come from a shelf. Anchors are
    painted when first needed and only two are alive. Engines without exact flow paint every frame alone; so is a
    further try of a frame that only carries paint. Of a painter's anchor a further try changes no later anchor.
    """
    wanted = range(take.frames) if only is None else only
    if not carries(take):
        for frame in wanted:
            yield frame, make(take.request(frame), assets)
        return
    yield from _carried(take, wanted, _Anchors(take, Scratch(assets), anchor_frames(take.frames, stride), shelf))


def carries(take: Take) -> bool:
    """Does this shot have paint to carry, and an engine that can carry it?"""
    request = take.request(0)
    able = engine(request.engine).can(request)
    painted = bool(able.stage) or any("carried" in finisher.takes for finisher in chosen(request))
    return painted and "flow" in able.exact and take.frames > 1


def paints(take: Take) -> bool:
    """Is the engine a painter, whose anchors go on one from the other?"""
    request = take.request(0)
    return bool(engine(request.engine).can(request).stage)


def _carried(take: Take, wanted: Iterable[int], anchors: _Anchors) -> Iterator[tuple[int, Image]]:
    scratch, generator, painter = anchors.scratch, engine(take.engine), paints(take)
    for frame in wanted:
        request = take.request(frame)
        if frame in anchors.frames:
            yield frame, anchors.at(frame, request.again).image
        elif request.again and not painter:
            yield frame, make(request, scratch)
        else:
            around = ((at, take.choice.frames.get(at, 0)) for at in neighbours(frame, anchors.frames))
            before, after = anchors.pair(*around)
            request = carry(frame, request, before, after, generator, scratch)
            image = make(request, scratch)
            _drop(request, scratch)
            yield frame, image


class _Anchors:
    """The anchors of one shot: from memory, from the shelf, or painted."""

    def __init__(self, take: Take, scratch: Scratch, frames: tuple[int, ...], shelf: Shelf) -> None:
        self.take, self.scratch, self.frames, self.shelf = take, scratch, frames, shelf
        self._alive: dict[tuple[int, int], Painted] = {}
        self._held: tuple[tuple[int, int], ...] = ()
        self._views = Views(scratch, engine(take.engine))

    def pair(self, before: tuple[int, int], after: tuple[int, int]) -> tuple[Painted, Painted]:
        """The tries of two anchors (frame, again), both in memory until the next pair is asked for."""
        self._held = (before, after)
        return self.at(*before), self.at(*after)

    def at(self, frame: int, again: int) -> Painted:
        """A try of an anchor; the one unused for longest makes room for it."""
        if (frame, again) in self._alive:
            self._alive[frame, again] = self._alive.pop((frame, again))
            return self._alive[frame, again]
        kept = self.shelf.get(frame, again)
        painted = self._taken(frame, again, kept) if kept is not None else self._painted(frame, again)
        self._alive[frame, again] = painted
        return painted

    def _room(self) -> None:
        free = [one for one in self._alive if one not in self._held]
        for one in free[: max(0, len(self._alive) - ALIVE + 1)]:
            gone = self._alive.pop(one)
            self.scratch.drop(gone.picture, gone.plain, gone.request.surfaces)

    def _request(self, frame: int, again: int) -> Request:
        return self.take.request(frame).model_copy(update={"again": again})

    def _taken(self, frame: int, again: int, kept: Kept) -> Painted:
        self._room()
        picture, plain = (self.scratch.put(pixels) for pixels in (kept.picture, kept.plain))
        surfaces: Ref | None = None if kept.surfaces is None else self.scratch.put(kept.surfaces)
        request = self._request(frame, again).model_copy(update={"surfaces": surfaces})
        return Painted(frame, request, picture, plain, Image(from_bytes(kept.picture)))

    def _painted(self, frame: int, again: int) -> Painted:
        request, generator = self._request(frame, again), engine(self.take.engine)
        if generator.can(request).stage:
            self._views.look(self.frames[: self.frames.index(frame)], lambda at: self.at(at, 0))
            known = list(self._views.known(frame, request, self._before(frame)))
            request = onward(frame, request, known, self.scratch)
        self._room()
        painted = paint(frame, request, self.scratch)
        _drop(request.model_copy(update={"surfaces": None}), self.scratch)
        surfaces = painted.request.surfaces
        refs = (painted.picture, painted.plain, *([surfaces] if surfaces is not None else []))
        self.shelf.put(frame, again, Kept(*(self.scratch.get(ref) for ref in refs)), painted.image)
        return painted

    def _before(self, frame: int) -> Painted | None:
        """The anchor before this one in its first try, with all that come before it; None for the first."""
        todo: list[int] = []
        for at in reversed(self.frames[: self.frames.index(frame)]):
            todo.append(at)
            if (at, 0) in self._alive or self.shelf.has(at, 0):
                break
        painted = None
        for at in reversed(todo):
            painted = self.at(at, 0)
        return painted


def _drop(request: Request, scratch: Scratch) -> None:
    """Forget what was brought to a frame."""
    scratch.drop(request.surfaces)
    for carried in request.carried:
        scratch.drop(carried.picture, carried.plain, carried.mask)
