"""Losses and inspirations of regions as the guides of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy import ndarray

from melies.core.errors import AuthorError, nearest
from melies.core.image import Mask
from melies.core.request import Guide
from melies.guidance.kinds import NEEDS
from melies.synthesis.hand.picture import Picture
from melies.synthesis.hand.where import Place


def guided(
    places: Mapping[str, Place], picture: Picture, given: Mapping[str, ndarray], perceptor: str = "lens"
) -> Iterator[tuple[Guide, Mask]]:
    """Every guide, and where it holds. given: pictures by the names of files. AuthorError for an unknown loss."""
    for place in places.values():
        region, told = place.region, set[str]()
        for wish in region.inspirations:
            told.add(wish.kind)
            if wish.scope != "story":
                raise AuthorError(f"region {region.name!r}: an inspiration of a region holds there; leave `scope` out")
            ref = None if wish.file is None else picture.assets.put(given[wish.file])
            weight = _number(wish.weight, place) * region.losses.get(wish.kind, 1.0)
            guide = Guide(kind=_known(wish.kind, place), text=wish.text or "", picture=ref, weight=weight)
            yield guide.model_copy(update={"avoid": wish.avoid, "perceptor": perceptor}), place.soft
        for kind, weight in region.losses.items():
            if _known(kind, place) in told:
                continue
            if NEEDS[kind]:
                raise AuthorError(
                    f"region {region.name!r}: the loss {kind!r} needs an inspiration of its kind: "
                    f"inspirations: [{{kind: {kind}, file: ...}}]"
                )
            ref = picture.assets.put(picture.pixels) if kind == "difference" else None
            said = region.want or region.name
            yield Guide(kind=kind, text=said, picture=ref, weight=weight, perceptor=perceptor), place.soft


def _known(kind: str, place: Place) -> str:
    if kind not in NEEDS:
        raise AuthorError(f"region {place.region.name!r}: nothing measures {kind!r} yet{nearest(kind, NEEDS)}")
    return kind


def _number(weight: float | str, place: Place) -> float:
    if isinstance(weight, str) or not np.isfinite(weight):
        raise AuthorError(f"region {place.region.name!r}: the weight of a single picture's wish is a number")
    return float(weight)
