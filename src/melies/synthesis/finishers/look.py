"""The look: painted alone, or brought from painted anchors with fresh paint only where they show nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import Image, Mask, Rgb
from melies.core.oklab import from_oklab, to_oklab
from melies.core.request import Request
from melies.core.story import Look
from melies.scene.labels import LABELS
from melies.synthesis.blend import cover, fill, join, thick
from melies.synthesis.carried import BARE, anchors, protected
from melies.synthesis.coats import coats, tints
from melies.synthesis.finishers.base import Finisher, finishers

if TYPE_CHECKING:
    from melies.models.looks import LookFile

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
            return image.with_rgb(self._fresh(image, request, assets)), {"painted": 1.0}
        blended, trust = cover(image.rgb, anchors(request, assets))
        bare, cast = thick(trust), protected(image)
        if bare > BARE:
            rgb = join(image.rgb, self._fresh(image, request, assets), blended, trust, cast)
        else:
            rgb = fill(image.rgb, blended, trust, cast)
        return image.with_rgb(rgb), {"painted": round(float(1 - trust.mean()), 4), "network": bool(bare > BARE)}

    def _fresh(self, image: Image, request: Request, assets: Assets) -> Rgb:
        """The picture in the look, coats in their own colours."""
        return tints(paint(image, request.look), coats(image, request, assets))


def _laid(look: Look) -> bool:
    return _painted(look) or bool(look.palette and look.limit)


def _painted(look: Look) -> bool:
    return look.strength != 0 and (look.name != "none" or any(look.mix.values()))


def paint(image: Image, look: Look) -> Rgb:
    """The picture painted in a look by the style network, its colours leaning to a palette; as it is in no look."""
    from melies.models import lay

    rgb = image.rgb
    if _painted(look):
        players = [*image.masks.values(), *_discs(image)]
        rgb = lay.lay(rgb, _file(look), _number(look.strength), players, look.cast, shares(image, look))
    if look.palette and look.limit:
        rgb = _leaning(rgb, image, look)
    return rgb.astype(np.float32)


def _file(look: Look) -> LookFile:
    """What is laid on: a look's file, or several as one."""
    from melies.models import looks

    parts = [(None if name == "none" else looks.load(name), _number(share)) for name, share in look.mix.items()]
    rest = max(0.0, 1.0 - sum(share or 0.0 for _, share in parts))
    own = None if look.name == "none" else looks.load(look.name)
    return looks.mixed([(own, rest), *((file, share or 0.0) for file, share in parts)]) if parts or not own else own


def _number(value: float | str | None) -> float | None:
    if isinstance(value, str):
        raise AuthorError(f"a single picture's look takes numbers and no schedules; got {value!r}")
    return value


def _leaning(rgb: Rgb, image: Image, look: Look) -> Rgb:
    """All colours drawn to the nearest of the palette; the cast as far as the look's paint takes them."""
    from melies.models import grade

    lab = to_oklab(np.clip(rgb, 0, 1))
    drawn = grade.limit(lab, look.palette, _number(look.limit) or 0.0)
    own = protected(image)
    if own is not None:
        drawn += (own * np.float32(1 - look.cast))[..., None] * (lab - drawn)
    return from_oklab(drawn)


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
