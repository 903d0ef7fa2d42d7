"""An edit: regions and wishes become a request whose picture differs from the old one only where it may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from jaxtyping import Bool, UInt8
from numpy import ndarray

from melies.core.asset import Ref
from melies.core.errors import AuthorError
from melies.core.image import Image, Mask, mask_bytes, to_bytes
from melies.core.region import Region
from melies.core.request import Added, Phrase, Removed, Request, Zone
from melies.generators.base import engine
from melies.generators.language import colour
from melies.guidance.regions import masks
from melies.synthesis.hand.guided import guided
from melies.synthesis.hand.picture import Picture, staged
from melies.synthesis.hand.where import Place, Seeing, located
from melies.synthesis.loop import make

NOTHING = Ref(sha256="", width=0, height=0, channels=1)  # until a zone's mask is known
WORLDLY = ("remove", "add", "change")  # states that may change the world
KEPT = 0.95  # of a region that may be kept by another
SEEN = 2  # levels of 255 by which a change of the stage is one
REACH = 2  # pixels that a change is grown by: paint and sharpening look a little further
SOFT = 4.0  # pixels, at least, over which a change of the world fades into what stays


@dataclass(frozen=True, eq=False)
class Edited:
    """The next version: the picture, its request, where it may differ (bytes, 0: not a bit), and where regions were."""

    picture: Picture
    image: Image
    changed: UInt8[ndarray, "h w"]
    places: Mapping[str, Place]

    @property
    def request(self) -> Request:
        """What makes it again, from the assets it was made from."""
        assert self.picture.request is not None
        return self.picture.request


def edit(
    picture: Picture,
    regions: Sequence[Region],
    drawn: Mapping[str, Mask] | None = None,
    seeing: Seeing | None = None,
    given: Mapping[str, ndarray] | None = None,
    perceptor: str = "lens",
) -> Edited:
    """The picture with every region as it is wanted; what is kept, or touched by nothing, is the same byte for byte.

    drawn: masks by the names of the author's files; given: the pictures of inspirations, too, (H, W, 3 or 4) bytes.
    seeing: finds words in pictures of unknown parts. perceptor: who measures words, `lens` or `clip:FOLDER`.
    AuthorError for a wish that can't be met.
    """
    places = located(regions, picture, drawn or {}, seeing)
    for place in places.values():
        check_wish(place.region, _painter(picture))
    request, moved = _world(picture, places)
    kept = [place.mask > 0 for place in places.values() if place.region.state == "keep"]
    stays = np.logical_or.reduce([np.zeros(moved.shape, bool), *kept])
    _check_free(places, stays)
    looks, finishes = _zones(_moved(places, picture, request, moved), picture)
    request, worded = _worded(request, places, picture)
    anew = _bytes(np.maximum.reduce([moved, worded, *(mask for _, mask in looks)]), stays)
    own = [(zone, _bytes(mask, stays)) for zone, mask in finishes]
    led = [(guide, _bytes(mask, stays)) for guide, mask in guided(places, picture, given or {}, perceptor)]
    if engine(request.engine).can(request).guided:  # a painter meets losses while it paints
        anew = np.maximum.reduce([anew, *(mask for _, mask in led)])
    changed = np.maximum.reduce([anew, *(mask for _, mask in (*own, *led))])
    if not changed.any():
        raise AuthorError("nothing would change: every region is kept, or nothing is wanted of any")
    put = picture.assets.put
    zones = _again(picture, request, moved, stays)
    zones += [zone.model_copy(update={"mask": put(_bytes(mask > 0, stays)[..., None])}) for zone, mask in looks]
    zones += [zone.model_copy(update={"mask": put(mask[..., None])}) for zone, mask in own]
    guides = tuple(guide.model_copy(update={"mask": put(mask[..., None])}) for guide, mask in led)
    based = {"structure": put(picture.pixels), "fill": put(anew[..., None]), "zones": tuple(zones), "guides": guides}
    request = request.model_copy(update=based)
    image = make(request, picture.assets)
    return Edited(Picture(to_bytes(image.rgb), picture.assets, request), image, changed, places)


def check_wish(region: Region, painter: bool = False) -> None:
    """Refuse a wish of which nothing, or not all, would be done: nothing is ignored in silence."""
    said, state = f"region {region.name!r}", region.state
    if state == "change" and not (region.want or region.look or region.losses or region.inspirations):
        raise AuthorError(f"{said} is to change into nothing; say `want`, `look` or `losses`")
    if region.want and state not in ("change", "add") and "text" not in region.losses:
        raise AuthorError(f"{said} wants {region.want!r}, but its state is {state!r}; say `state: change` or `add`")
    if region.avoid and not (painter and state == "change"):
        raise AuthorError(f"{said}: what is avoided is for painters; leave `avoid` out")
    if region.strength < 1 and state in ("add", "remove", "keep"):
        raise AuthorError(f"{said}: a thing comes or goes whole; leave `strength` out")
    if painter and state in ("add", "remove"):
        raise AuthorError(
            f"{said}: a painter puts in and takes away by words: `state: change` with `want`, in a box or a mask"
        )


def _check_free(places: Mapping[str, Place], stays: Bool[ndarray, "h w"]) -> None:
    """Refuse a wish for a region that is kept (nearly) whole: nothing of it would be seen."""
    for place in places.values():
        inside = place.mask >= 0.5
        if place.region.state not in ("free", "keep") and inside.any() and stays[inside].mean() > KEPT:
            kept = ", ".join(repr(p.region.name) for p in places.values() if p.region.state == "keep")
            raise AuthorError(
                f"region {place.region.name!r} lies in what is kept ({kept}), so its wish could not be seen; keep "
                "less, such as `of: sky & ~balloon`"
            )


def _again(picture: Picture, request: Request, moved: Mask, stays: Bool[ndarray, "h w"]) -> list[Zone]:
    """Earlier zones that were found by words, where the world has changed under them: found again there."""
    zones = list[Zone]()
    for zone in request.zones if moved.any() else ():
        now = _now(zone.select, picture, request)
        if now is not None and (mask := np.minimum(now, moved)).any():
            strength = np.float32(picture.assets.get(zone.mask).max()) / np.float32(255)
            ref = picture.assets.put(_bytes(mask * strength, stays)[..., None])
            zones.append(zone.model_copy(update={"mask": ref}))
    return zones


def _moved(places: Mapping[str, Place], picture: Picture, request: Request, moved: Mask) -> dict[str, Place]:
    """The places as they are when the world has changed: what came hides them, what went does so no more."""
    found = dict(places)
    for name, place in places.items() if moved.any() else ():
        if place.region.state in ("change", "embolden") and place.region.select:
            now = _now(place.region.select, picture, request)
            fresh = np.zeros_like(moved) if now is None else now
            found[name] = replace(place, mask=np.where(moved > 0, fresh, place.mask))
    return found


def _now(words: str, picture: Picture, request: Request) -> Mask | None:
    """Where words point in the picture of a changed world; None where they point nowhere any more."""
    try:
        there = Picture(picture.pixels, picture.assets, request)
        return located([Region(name="now", select=words)], there, {})["now"].mask if words else None
    except AuthorError:
        return None


def _bytes(mask: ndarray, stays: Bool[ndarray, "h w"]) -> UInt8[ndarray, "h w"]:
    """A mask in whole numbers, nothing where all stays."""
    return np.where(stays, np.uint8(0), mask_bytes(mask.astype(np.float32))[..., 0])


def _world(picture: Picture, places: Mapping[str, Place]) -> tuple[Request, Mask]:
    """The request with the world changed, and where that shows."""
    nowhere = np.zeros(picture.pixels.shape[:2], np.float32)
    request = picture.request or Request(engine="pixels", size=picture.size)
    if not picture.staged:
        if not _painter(picture):
            _check_plain(places)
        return engine(request.engine).over(request), nowhere
    changes = (*request.changes, *world_changes(picture, places))
    if len(changes) == len(request.changes):
        return request, nowhere
    soft = max([SOFT, *(place.region.feather for place in places.values() if place.region.state in WORLDLY)])
    plain = picture.plain.model_copy(update={"changes": changes})
    assert picture.stage is not None
    differ = np.abs(to_bytes(staged(plain, picture.assets).rgb).astype(np.int16) - to_bytes(picture.stage.rgb)).max(2)
    shown = cv2.morphologyEx((differ >= SEEN).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    mask = masks.feathered(masks.grown(shown.astype(np.float32), REACH), soft)
    return request.model_copy(update={"changes": changes}), mask if shown.any() else nowhere


def world_changes(picture: Picture, places: Mapping[str, Place]) -> tuple[Removed | Added, ...]:
    """What the wishes for a staged picture's regions take from its world and put into it, in their order."""
    return tuple(change for place in places.values() for change in _changes(place, picture))


def _check_plain(places: Mapping[str, Place]) -> None:
    """Refuse what needs a world, of a picture that has none."""
    for place in places.values():
        region = place.region
        if region.state == "add" or (region.state == "change" and region.want and colour(region.want) is None):
            raise AuthorError(
                f"region {region.name!r}: nobody stages this picture, so {region.want or region.name!r} can't be put "
                "into it; a colour, a look, embolden, remove and keep are what it takes"
            )


def _changes(place: Place, picture: Picture) -> list[Removed | Added]:
    """What a region asks of the world: things taken away, put there, or one in another's place."""
    region = place.region
    if region.state == "remove":
        return _removed(place)
    if region.state == "add":
        return [_added(region.want or region.name, place, picture)]
    if region.state == "change" and region.want and colour(region.want) is None and not _painter(picture):
        if not place.parts:
            raise AuthorError(
                f"region {region.name!r}: {region.want!r} is no colour that is known, and there is no thing in the "
                "region that something else could stand in for; name a colour (turquoise, dark red), or select a thing"
            )
        return [*_removed(place), _added(region.want, place, picture)]
    return []


def _removed(place: Place) -> list[Removed | Added]:
    if not place.parts:
        raise AuthorError(
            f"region {place.region.name!r} holds no thing that could be taken away (ground, water, sky and far "
            "mountains are the scenery itself); select a thing, or change what the region looks like"
        )
    return [Removed(part=part.name) for part in place.parts]


def _added(words: str, place: Place, picture: Picture) -> Added:
    try:
        return engine(picture.plain.engine).adding(words, masks.bounds(place.mask), picture.plain, picture.assets)
    except AuthorError as error:
        raise AuthorError(f"region {place.region.name!r}: {error}") from None


def _zones(places: Mapping[str, Place], picture: Picture) -> tuple[list[tuple[Zone, Mask]], list[tuple[Zone, Mask]]]:
    """What is painted in another look, and what is finished in its own way, and where, as soft as wanted."""
    looks, finishes = list[tuple[Zone, Mask]](), list[tuple[Zone, Mask]]()
    for place in places.values():
        region, said = place.region, place.region.select or ""
        if region.look is not None:
            looks.append((Zone(mask=NOTHING, look=region.look, select=said), place.soft * np.float32(region.strength)))
        tint = colour(region.want) if region.state == "change" and region.want and not _painter(picture) else None
        if tint is not None:
            finishes.append((Zone(mask=NOTHING, tint=tint, select=said), place.soft * np.float32(region.strength)))
        if region.state == "embolden" and region.strength:
            finishes.append((Zone(mask=NOTHING, bold=region.strength, select=said), place.soft))
        if region.state == "remove" and not picture.staged:
            rim = masks.grown(place.mask, max(2.0, picture.size.height / 200))
            finishes.append((Zone(mask=NOTHING, heal=True), masks.feathered(rim, region.feather)))
    return looks, finishes


def _worded(request: Request, places: Mapping[str, Place], picture: Picture) -> tuple[Request, Mask]:
    """For a painter: the words of what is to change come first, and it paints there anew. One region at a time."""
    wanted = [place for place in places.values() if place.region.state == "change" and place.region.want]
    if not wanted or not _painter(picture):
        return request, np.zeros(picture.pixels.shape[:2], np.float32)
    if len({place.region.want for place in wanted}) > 1:
        raise AuthorError("a painter takes the words of one region at a time; edit the others after it")
    first, said = wanted[0].region, Phrase(text=wanted[0].region.want)
    avoid = (Phrase(text=first.avoid),) if first.avoid else ()
    more: dict[str, Any] = {"prompt": (said, *request.prompt), "avoid": (*avoid, *request.avoid)}
    more["options"] = {**request.options, "strength": first.strength} if first.strength < 1 else request.options
    return request.model_copy(update=more), np.maximum.reduce([place.soft for place in wanted])


def _painter(picture: Picture) -> bool:
    """Whether the picture was painted by an engine that understands words by itself."""
    return picture.request is not None and bool(engine(picture.request.engine).capabilities.stage)
