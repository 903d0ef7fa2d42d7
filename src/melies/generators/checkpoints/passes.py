"""Which parts of a picture a checkpoint paints, in what order, and how strongly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from melies.core.errors import AuthorError
from melies.core.image import Mask, Rgb
from melies.core.option import Setting
from melies.core.request import Request
from melies.generators.base import Start


@dataclass(frozen=True, eq=False)
class Pass:
    """One run of the checkpoint: where it paints, [0, 1] (None: everywhere), how much anew, and what stays around it.

    whole: the checkpoint's picture is taken as it is; else it is laid on what was there by the mask.
    """

    mask: Mask | None
    strength: float
    whole: bool = True


def passes(request: Request, start: Start, fill: Mask | None, settings: Mapping[str, Setting]) -> list[Pass]:
    """The runs a request needs; those of strength 0 are none.

    An author's mask is kept by the canvas. Where carried paint leaves the picture bare it is painted at `strength`, the
    paint around it stays; an anchor is then gone over at `held`, if that comes to a step. AuthorError for a strength
    that does not.
    """
    strength, held, steps = float(settings["strength"]), float(settings["held"]), int(settings["steps"])
    if strength and int(steps * strength) < 1:
        raise AuthorError(f"strength {strength:g} of {steps} steps is less than one step; raise `steps` or `strength`")
    if fill is not None or start.anew is None:
        found = [Pass(fill, strength)]
    else:
        found = [Pass(start.anew, strength, whole=False)] if start.anew.any() else []
        found += [Pass(None, held)] if request.renew else []
    return [one for one in found if int(steps * one.strength) >= 1]


def laid(painted: Rgb, under: Rgb | None, one: Pass) -> Rgb:
    """The picture after a run."""
    if one.whole or one.mask is None or under is None:
        return painted
    share = one.mask[..., None]
    return np.asarray(under * (1 - share) + painted * share, np.float32)
