"""Coats: parts of a stage in other colours, or bolder, before a look or a painter goes over them."""

from __future__ import annotations

import numpy as np

from melies.core.asset import Assets
from melies.core.errors import AuthorError, Unsupported
from melies.core.image import Image, Mask, Rgb
from melies.core.request import Coat, Request
from melies.generators.base import engine
from melies.guidance.regions.masks import feathered
from melies.guidance.regions.words import selected
from melies.synthesis.finishers.zones import emboldened, tinted

SOFT = 0.8  # pixels of every edge: labels have none of their own


Laid = list[tuple[Coat, Mask]]


def coats(image: Image, request: Request, assets: Assets) -> Laid:
    """Every coat with where it lies, (H, W) in [0, 1]; one whose words point nowhere in this picture is left out.

    Raises Unsupported for a picture whose parts nobody knows.
    """
    if not request.coats:
        return []
    if image.labels is None:
        raise Unsupported(f"engine {request.engine!r} knows no parts to give other colours to; choose one that stages")
    parts = engine(request.engine).parts(request, assets)
    cast = {role.name: role.text for role in request.cast}
    found: Laid = []
    for coat in request.coats:
        try:
            mask, _ = selected(coat.select, parts, image.labels, cast)
        except AuthorError:
            continue
        found.append((coat, feathered(mask, max(SOFT, coat.feather)) * np.float32(coat.strength)))
    return found


def coated(image: Image, laid: Laid) -> Image:
    """The stage with its coats."""
    rgb = image.rgb
    for coat, mask in laid:
        if coat.bold:
            rgb = rgb + mask[..., None] * (emboldened(rgb, mask, coat.bold) - rgb)
    return image.with_rgb(tints(rgb, laid))


def tints(rgb: Rgb, laid: Laid) -> Rgb:
    """A picture with the colours of its coats: the stage, and once more its paint, which has a palette of its own."""
    for coat, mask in laid:
        if coat.tint:
            rgb = rgb + mask[..., None] * (tinted(rgb, mask, coat.tint) - rgb)
    return np.asarray(rgb, np.float32)
