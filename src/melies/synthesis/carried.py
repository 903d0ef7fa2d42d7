"""What a request's carried paint comes to: the anchors as pictures, and what a painter starts from."""

from __future__ import annotations

import numpy as np

from melies.core.asset import Assets
from melies.core.image import Image, Mask, Rgb
from melies.core.request import Request
from melies.generators.base import Start
from melies.synthesis.blend import Anchor, cover, fill, thick

BARE = 0.03  # share of the picture, in solid patches, above which fresh paint is worth the painter
SOLID = 4e-3  # the same for a painter's frame: whoever walks in must not wait for the next anchor to be painted
LEAST = 1e-3  # and for a painter's anchor, slivers and all: what it leaves unpainted the next ones would inherit
BROAD = 1 / 8  # of the height: how broad the colours are that stay


def anchors(request: Request, assets: Assets) -> list[Anchor]:
    """The painted pictures that were brought here."""
    return [
        Anchor(
            assets.get(carried.picture),
            assets.get(carried.mask)[..., 0],
            None if carried.plain is None else assets.get(carried.plain),
            carried.weight,
        )
        for carried in request.carried
    ]


def protected(image: Image) -> Mask | None:
    """Where anybody of the cast stands, [0, 1]."""
    if not image.masks:
        return None
    return np.clip(sum(image.masks.values()), 0.0, 1.0).astype(np.float32)


def begin(request: Request, stage: Image, assets: Assets) -> Start:
    """What is painted over: carried paint where it is seen, the stage in its colours where none is, else the stage."""
    if not request.carried:
        return Start(stage.rgb)
    blended, trust = cover(stage.rgb, anchors(request, assets), unlike=0.0)  # a painter goes on from what it painted
    rgb = fill(stage.rgb, blended, trust, protected(stage))
    bare = float((trust < 0.5).mean()) > LEAST if request.renew else thick(trust) > SOLID
    return Start(rgb, np.asarray(np.float32(bare) * (1 - np.clip(trust, 0, 1)), np.float32))


def same_colours(painted: Rgb, start: Start) -> Rgb:
    """A painting whose broad colours are those of the paint that it went over, wherever there was some.

    Repainting moves colours a little each time, and a film repaints what it painted. (Deforum's users match every
    frame's histogram to the first one's instead, which undoes a sunset.)
    """
    import cv2

    if start.anew is None:
        return painted
    share = 1 - start.anew
    sigma = max(1.0, painted.shape[0] * BROAD)

    def broad(values: Rgb | Mask) -> Rgb:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma, borderType=cv2.BORDER_REFLECT_101), np.float32)

    known = broad(share)[..., None]
    shift = broad((start.rgb - painted) * share[..., None]) / np.maximum(known, 1e-3)
    return np.clip(painted + shift * np.minimum(1, 10 * known), 0, 1).astype(np.float32)
