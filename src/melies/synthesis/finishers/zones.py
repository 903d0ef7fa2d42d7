"""Zones: parts of the picture that stand out more, or whose paint leans to a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import cv2
import numpy as np

from melies.core.asset import Assets
from melies.core.image import Image, Mask, Rgb, from_bytes
from melies.core.oklab import from_oklab, to_lab, to_oklab
from melies.core.request import Request
from melies.scene import exemplar
from melies.synthesis.finishers.base import Finisher, finishers

FORMS = 1 / 40  # of the height: forms of that size and smaller stand out
# how much more at full strength of forms, of light and dark, and of colour; steps of lightness that are great enough
DETAIL, DEPTH, CHROMA, GREAT = 1.2, 0.45, 0.3, 0.1
LIFT, FULL, OWN = 0.3, 0.7, 0.5  # of a tint: its lightness and fullness that are taken, the own colours that stay


@finishers.add("zones")
class ZonesFinisher(Finisher):
    """Heals all zones that want it at once, then emboldens and tints each within its own mask, in the request's order;
    elsewhere no bit changes."""

    name: ClassVar[str] = "zones"
    order: ClassVar[int] = 90
    composed: ClassVar[bool] = True

    def wanted(self, request: Request) -> bool:
        return any(zone.bold or zone.tint or zone.heal for zone in request.zones)

    def finish(self, image: Image, request: Request, assets: Assets) -> tuple[Image, Mapping[str, Any]]:
        masks = [from_bytes(assets.get(zone.mask))[..., 0] for zone in request.zones]
        gone = [mask for mask, zone in zip(masks, request.zones, strict=True) if zone.heal]
        rgb = healed(image.rgb, gone) if gone else image.rgb
        for mask, zone in zip(masks, request.zones, strict=True):
            if zone.bold:
                rgb = _mixed(rgb, emboldened(rgb, mask, zone.bold), mask)
            if zone.tint:
                rgb = _mixed(rgb, tinted(rgb, mask, zone.tint), mask)
        return image.with_rgb(rgb), {"zones": len(request.zones)}


def healed(rgb: Rgb, gone: Sequence[Mask]) -> Rgb:
    """The picture with holes filled from the rest of it; nothing that is to go fills another's place."""
    whole = np.maximum.reduce(gone)
    return _mixed(rgb, exemplar.filled(rgb, whole > 0), whole)


def emboldened(rgb: Rgb, mask: Mask, amount: float) -> Rgb:
    """Forms carved deeper, light lighter and dark darker, colours fuller; edges stay where they are.

    amount: 0 nothing, 1 all. What lies outside of the mask has no say in what the zone's middle tone is.
    """
    lab = to_oklab(np.clip(rgb, 0, 1))
    light, inside = lab[..., 0], np.maximum(mask, 1e-4)
    sigma = max(1.0, rgb.shape[0] * FORMS)
    broad = cv2.GaussianBlur(light * inside, (0, 0), sigma) / cv2.GaussianBlur(inside, (0, 0), sigma)
    middle = float((light * mask).sum() / max(float(mask.sum()), 1e-6))
    a = np.float32(amount)
    form = light - broad  # great steps are edges of things: they are steep enough, and would get a rim of light
    carved = form * (1 + DETAIL * a * np.exp(-((form / GREAT) ** 2)))
    lab[..., 0] = middle + (broad - middle) * (1 + DEPTH * a) + carved
    lab[..., 1:] *= 1 + CHROMA * a
    return from_oklab(lab)


def tinted(rgb: Rgb, mask: Mask, colour: tuple[float, float, float]) -> Rgb:
    """The same forms in another colour: its hue and fullness, and its lightness on the whole."""
    lab, wanted = to_oklab(np.clip(rgb, 0, 1)), to_lab(colour)
    weight = max(float(mask.sum()), 1e-6)
    middle = (lab * mask[..., None]).sum((0, 1)) / weight
    lift = np.float32(LIFT * (wanted[0] - middle[0]))
    # dark places hold less colour
    full = np.float32(FULL * min(1.0, (float(middle[0]) + 0.3) / max(float(wanted[0]), 0.3)))
    share = np.clip(lab[..., 0] / max(float(middle[0]), 0.05), 0.4, 1.5)  # shadows and lights hold less and more colour
    own = lab[..., 1:] - middle[1:].astype(np.float32)
    lab[..., 0] = np.clip(lab[..., 0] + lift, 0, 1)
    lab[..., 1:] = wanted[1:].astype(np.float32) * full * share[..., None] + OWN * own
    return from_oklab(lab.astype(np.float32))


def _mixed(rgb: Rgb, other: Rgb, mask: Mask) -> Rgb:
    share = mask[..., None]
    return np.asarray(rgb * (1 - share) + other * share, np.float32)
