"""The frames of a shot, finished, in a stream: paint carried between anchors, memory constant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from melies.core.asset import Assets
from melies.core.image import Image
from melies.core.request import Request
from melies.generators.base import engine
from melies.motion.anchors import STRIDE, Painted, anchor_frames, carry, neighbours, onward, paint
from melies.motion.request import Take
from melies.motion.scratch import Scratch
from melies.synthesis import make
from melies.synthesis.loop import chosen

ALIVE = 2  # painted anchors in memory


def frames(
    take: Take, assets: Assets, only: Iterable[int] | None = None, stride: int = STRIDE
) -> Iterator[tuple[int, Image]]:
    """(frame, finished image) for the frames of a shot, or for `only` some of them, in the order asked.

    A frame's bytes depend on its two anchors and on nothing else (a painter's anchors on all those before them, which
    are painted first): any order or subset gives the same. Anchors are painted when first needed and only two are
    alive. Engines without exact flow paint every frame alone.
    """
    wanted = range(take.frames) if only is None else only
    if not carries(take):
        for frame in wanted:
            yield frame, make(take.request(frame), assets)
        return
    yield from _carried(take, Scratch(assets), wanted, anchor_frames(take.frames, stride))


def carries(take: Take) -> bool:
    """Does this shot have paint to carry, and an engine that can carry it?"""
    request = take.request(0)
    able = engine(request.engine).can(request)
    painted = bool(able.stage) or any("carried" in finisher.takes for finisher in chosen(request))
    return painted and "flow" in able.exact and take.frames > 1


def _carried(
    take: Take, scratch: Scratch, wanted: Iterable[int], anchors: tuple[int, ...]
) -> Iterator[tuple[int, Image]]:
    alive: dict[int, Painted] = {}
    generator = engine(take.story.engine)
    for frame in wanted:
        request = take.request(frame)
        before, after = (_alive(alive, at, take, scratch, anchors) for at in neighbours(frame, anchors))
        if frame in (before.frame, after.frame):
            yield frame, (before if frame == before.frame else after).image
            continue
        request = carry(frame, request, before, after, generator, scratch)
        image = make(request, scratch)
        _drop(request, scratch)
        yield frame, image


def _alive(alive: dict[int, Painted], frame: int, take: Take, scratch: Scratch, anchors: tuple[int, ...]) -> Painted:
    """An anchor, painted if it is not at hand; the one unused for longest makes room."""
    if frame in alive:
        alive[frame] = alive.pop(frame)
        return alive[frame]
    request, generator = take.request(frame), engine(take.story.engine)
    if generator.can(request).stage:
        request = onward(frame, request, _before(alive, frame, take, scratch, anchors), generator, scratch)
    while len(alive) >= ALIVE:
        gone = alive.pop(next(iter(alive)))
        scratch.drop(gone.picture, gone.plain, gone.request.surfaces)
    alive[frame] = paint(frame, request, scratch)
    _drop(request.model_copy(update={"surfaces": None}), scratch)
    return alive[frame]


def _before(
    alive: dict[int, Painted], frame: int, take: Take, scratch: Scratch, anchors: tuple[int, ...]
) -> Painted | None:
    """The anchor before this one, with all that come before it painted in their order; None for the first."""
    earlier = anchors[: anchors.index(frame)]
    start = max((place for place, at in enumerate(earlier) if at in alive), default=0)
    painted = None
    for at in earlier[start:]:
        painted = _alive(alive, at, take, scratch, anchors)
    return painted


def _drop(request: Request, scratch: Scratch) -> None:
    """Forget what was brought to a frame."""
    scratch.drop(request.surfaces)
    for carried in request.carried:
        scratch.drop(carried.picture, carried.plain, carried.mask)
