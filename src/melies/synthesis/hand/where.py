"""Regions of a picture as masks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.core.region import PLACES, Region
from melies.guidance.regions import masks
from melies.guidance.regions.words import selected
from melies.synthesis.hand.picture import Picture

if TYPE_CHECKING:
    from melies.scene.parts import Part

OWN = 0.6  # of a thing's pixels that lie in a drawn region: then the region means it
Seeing = Callable[[str, UInt8[ndarray, "h w 3"]], Mask]  # finds what words mean in pixels alone


@dataclass(frozen=True, eq=False)
class Place:
    """Where a region is: its mask (H, W) without feather, and the parts of the stage that it means."""

    region: Region
    mask: Mask
    parts: tuple[Part, ...] = ()

    @property
    def soft(self) -> Mask:
        """The mask with the region's feather."""
        return masks.feathered(self.mask, self.region.feather)


def located(
    regions: Sequence[Region], picture: Picture, drawn: Mapping[str, Mask], seeing: Seeing | None = None
) -> dict[str, Place]:
    """Every region's place, by name, in order. drawn: the author's masks by file name, as large as the picture.

    seeing: finds words in a picture of which no parts are known. AuthorError for a region that is nowhere, empty, or
    there twice.
    """
    found: dict[str, Place] = {}
    for region in regions:
        if region.name in found:
            raise AuthorError(f"two regions are called {region.name!r}; give each a name of its own")
        ways = [way for way in PLACES if getattr(region, way) is not None]
        if len(ways) != 1:
            told = f"got {', '.join(ways)}" if ways else "got none"
            raise AuthorError(f"region {region.name!r} needs one of {', '.join(PLACES)} to say where; {told}")
        try:
            place = _located(region, ways[0], picture, {n: p.mask for n, p in found.items()}, drawn, seeing)
        except AuthorError as error:
            raise AuthorError(f"region {region.name!r}: {error}") from None
        if not (place.mask > 0).any():
            raise AuthorError(f"region {region.name!r} is empty: nothing of the picture lies in it")
        found[region.name] = place
    return found


def _located(
    region: Region,
    way: str,
    picture: Picture,
    known: Mapping[str, Mask],
    drawn: Mapping[str, Mask],
    seeing: Seeing | None,
) -> Place:
    size, stage = picture.size, picture.stage
    if region.select is not None:
        if stage is not None and stage.labels is not None:
            return Place(region, *selected(region.select, picture.parts, stage.labels, picture.cast))
        if seeing is None:
            raise AuthorError("nothing is known of this picture's parts; draw a box, a polygon, a mask, or click on it")
        mask = seeing(region.select, picture.pixels)
    elif region.box is not None:
        mask = masks.box(region.box, size)
    elif region.polygon is not None:
        mask = masks.polygon(region.polygon, size)
    elif region.click is not None:
        labels = stage.labels if stage is not None else None
        mask = masks.click(region.click, picture.pixels, labels)
    elif region.mask is not None:
        mask = drawn[region.mask]
    else:
        mask = masks.joined(region.of or "", known)
    return Place(region, mask, _inside(mask, picture.parts))


def _inside(mask: Mask, parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts that lie in a drawn region for the most part."""
    inside = mask >= 0.5
    return tuple(part for part in parts if np.count_nonzero(part.shows & inside) >= OWN * np.count_nonzero(part.shows))
