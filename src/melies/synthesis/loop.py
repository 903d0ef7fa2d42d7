"""The one loop: a generator, then the finishers in order, then the canvas; every stage yields its picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import Assets
from melies.core.errors import AuthorError, OurBug, Unsupported
from melies.core.image import Image, from_bytes
from melies.core.request import Request
from melies.generators.base import Push, Step, check, engine, on_stage
from melies.synthesis import canvas
from melies.synthesis.carried import begin, same_colours
from melies.synthesis.coats import coated, coats
from melies.synthesis.finishers.base import Finisher, finishers
from melies.synthesis.finishers.refine import need_torch, views


def run(request: Request, assets: Assets) -> Iterator[Step]:
    """The steps of a request; the last one's image is the finished picture, on the 8-bit grid.

    Whatever the engine or the finishers can't take is refused before any work: Unsupported.
    """
    generator, step = engine(request.engine), None
    check(generator, request)
    mask = _mask(request, assets)
    able = generator.can(request)
    finish = chosen(request, bool(able.stage))
    if able.guided and any(guide.weight for guide in request.guides):
        generator = generator.led(_push(request, assets))
    stage: Image | None
    if able.stage:  # what directs the painter is finished first; nothing is laid over the painting
        stage = _base(request, able.stage, assets)
        yield Step(0, 1, stage, {"stage": dict(stage.info)}, "stage")
        start = begin(request, stage, assets)
        steps = generator.paint(request, stage, start, assets)
    else:
        stage, start, steps = _kept(request, assets), None, generator.make(request, assets)
    for step in steps:
        if step.index == step.of and not able.stage:
            step = replace(step, image=coated(step.image, coats(step.image, request, assets)))
        yield replace(step, of=step.of + len(finish) + 1)
    if step is None:
        raise OurBug(f"engine {generator.name!r} made no picture")
    image, index, of = step.image, step.index, step.of + len(finish) + 1
    for finisher in (part for part in finish if not part.composed):
        index += 1
        image, notes = finisher.finish(image, request, assets)
        yield Step(index, of, image, {finisher.name: dict(notes)}, "finisher")
    if start is not None and request.renew:
        image = image.with_rgb(same_colours(image.rgb, start))
    image = canvas.settle(image, stage, mask)
    for finisher in (part for part in finish if part.composed):
        index += 1
        image, notes = finisher.finish(image, request, assets)
        yield Step(index, of, image, {finisher.name: dict(notes)}, "finisher")
    yield Step(index + 1, of, canvas.settle(image), {}, "canvas")


def _push(request: Request, assets: Assets) -> Push:
    """The guides of a request as what leads an engine while it paints."""
    need_torch()
    from melies.guidance.push import pushing

    return pushing(request.guides, assets, request.size, views(request))


def _base(request: Request, stage: str, assets: Assets) -> Image:
    """What is painted over: the author's picture, else the finished stage."""
    if request.structure is None:
        return make(on_stage(request, stage), assets)
    pixels = assets.get(request.structure)[..., :3]
    _same(request, "structure", pixels)
    return Image(from_bytes(pixels))


def _kept(request: Request, assets: Assets) -> Image | None:
    """The picture of which all stays but what the mask says, for an engine that does not paint over it."""
    if request.fill is None:
        return None
    if request.structure is None:
        raise AuthorError("a mask of what is made anew needs the picture that the rest of it comes from; name both")
    return _base(request, "", assets)


def _mask(request: Request, assets: Assets) -> UInt8[ndarray, "h w"] | None:
    if request.fill is None:
        return None
    mask = assets.get(request.fill)[..., 0]
    _same(request, "fill", mask)
    return mask


def _same(request: Request, what: str, pixels: ndarray) -> None:
    if pixels.shape[:2] != (request.size.height, request.size.width):
        size = f"{pixels.shape[1]}x{pixels.shape[0]}"
        raise AuthorError(f"{what} is as large as the picture, {request.size}; got {size}")


def make(request: Request, assets: Assets) -> Image:
    """The finished picture; its `info` holds the notes of every step, and what the engine said of it."""
    return both(request, assets)[1]


def both(request: Request, assets: Assets) -> tuple[Image, Image]:
    """The picture as the engine made it (or as its stage directed it), and finished as `make` gives it."""
    notes: dict[str, object] = {}
    plain = finished = None
    directed = False
    for step in run(request, assets):
        notes.update(step.notes)
        finished = step.image
        directed = directed or step.stage == "stage"
        if step.stage == "stage" or step.stage == "engine" and not directed:
            plain = step.image
    if plain is None or finished is None:
        raise OurBug("the loop made no picture")
    return plain, replace(finished, info={**finished.info, "notes": notes, "request": request.digest})


def chosen(request: Request, painted: bool = False) -> list[Finisher]:
    """The finishers this request asks for, in order. Raises Unsupported for a wish none of them takes.

    painted: over a painter's picture, whose stage was finished before, and which takes no second coat of paint.
    """
    if painted:
        if any(zone.look is not None for zone in request.zones):
            raise Unsupported(f"a look can't be laid over what {request.engine!r} painted; say it in words there")
    parts = sorted((finishers[name]() for name in finishers), key=lambda part: (part.order, part.name))
    used = [part for part in parts if part.wanted(request) and (part.composed or not painted)]
    if painted:
        return used
    takes = {wish for part in used for wish in part.takes}
    if request.style is not None and "style" not in takes:
        raise Unsupported(
            "a style picture is laid on through a look learnt from it: run `melies train look PICTURE --name mine` "
            "and name that look"
        )
    if request.carried and "carried" not in takes:
        raise Unsupported("carried anchors need a look; name one, or render the frame alone")
    return used
