"""The look: painted alone, or brought from painted anchors with fresh paint only where they show nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from melies.core.asset import Assets
from melies.core.image import Image, Mask, Rgb
from melies.core.request import Request
from melies.core.story import Look
from melies.scene.labels import LABELS
from melies.synthesis.blend import cover, fill, join, thick
from melies.synthesis.carried import BARE, anchors, protected
from melies.synthesis.finishers.base import Finisher, finishers

NEAR, FAR = 18.0, 45.0  # metres between which the near stage ends and the far one begins


@finishers.add("look")
class LookFinisher(Finisher):
    """Lays `request.look`; the cast's own colours are kept as far as the look says.

    With `request.carried`, the warped anchors are blended by trust; what they leave bare is painted afresh, or, where
    it is only slivers, takes its neighbours' change of colour without asking the network. Zones with a look of their
    own are painted from the same stage.
    """

    name: ClassVar[str] = "look"
    order: ClassVar[int] = 10
    takes: ClassVar[frozenset[str]] = frozenset({"carried"})

    def wanted(self, request: Request) -> bool:
        return _laid(request.look) or any(zone.look is not None for zone in request.zones)

    def finish(self, image: Image, request: Request, assets: Assets) -> tuple[Image, Mapping[str, Any]]:
        whole, notes = self._whole(image, request, assets)
        rgb = whole.rgb
        for zone in request.zones:
            if zone.look is not None:
                mask = assets.get(zone.mask)[..., :1].astype(np.float32) / np.float32(255)
                rgb = rgb * (1 - mask) + paint(image, zone.look) * mask
        return whole.with_rgb(np.asarray(rgb, np.float32)), notes

    def _whole(self, image: Image, request: Request, assets: Assets) -> tuple[Image, Mapping[str, Any]]:
        if not _laid(request.look):
            return image, {}
        if not request.carried:
            return image.with_rgb(paint(image, request.look)), {"painted": 1.0}
        blended, trust = cover(image.rgb, anchors(request, assets))
        bare, cast = thick(trust), protected(image)
        if bare > BARE:
            rgb = join(image.rgb, paint(image, request.look), blended, trust, cast)
        else:
            rgb = fill(image.rgb, blended, trust, cast)
        return image.with_rgb(rgb), {"painted": round(float(1 - trust.mean()), 4), "network": bool(bare > BARE)}


def _laid(look: Look) -> bool:
    return look.name != "none" and look.strength != 0


def paint(image: Image, look: Look) -> Rgb:
    """The picture painted in a look by the style network; as it is in no look."""
    from melies.models import lay, looks

    if not _laid(look):
        return image.rgb
    players = [*image.masks.values(), *_discs(image)]
    laid = lay.lay(image.rgb, looks.load(look.name), look.strength, players, look.cast, shares(image, look))
    return laid.astype(np.float32)


def shares(image: Image, look: Look) -> Mask | None:
    """How much of the paint each pixel of the stage takes, (H, W) in [0, 1]; None where all of it is painted alike.

    The planes meet softly: far begins between NEAR and FAR metres, and the sky's edge is a pixel or two wide.
    """
    import cv2

    if image.depth is None or look.far == look.sky == 1.0:
        return None
    sky = cv2.GaussianBlur(np.isinf(image.depth).astype(np.float32), (0, 0), max(0.7, image.size.height / 360))
    away = np.clip((np.where(np.isinf(image.depth), FAR, image.depth) - NEAR) / (FAR - NEAR), 0, 1)
    stage = 1.0 + (look.far - 1.0) * away
    return np.asarray(stage + (look.sky - stage) * sky, np.float32)


def _discs(image: Image) -> list[Mask]:
    """The sun's or the moon's disc, which strokes would ring with a dark halo."""
    import cv2

    if image.labels is None or not (disc := (image.labels == LABELS["sun/moon"])).any():
        return []
    return [cv2.GaussianBlur(disc.astype(np.float32), (0, 0), 0.7)]
