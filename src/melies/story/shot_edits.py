"""The edits of a shot: things taken from its world and put into it, found in its first frame, the same in all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.region import Region
from melies.core.request import Added, Removed
from melies.generators.base import engine
from melies.generators.language import colour
from melies.motion.request import Take
from melies.synthesis.hand.edit import check_wish, world_changes
from melies.synthesis.hand.picture import Picture
from melies.synthesis.hand.where import located


def with_edits(take: Take, assets: Assets) -> Take:
    """The take with the changes that its shot's edits mean. AuthorError for what can't be found or done in a shot."""
    wanted = tuple(take.shot.edits.values())
    if not wanted:
        return take
    try:
        return replace(take, changes=_changes(take, wanted, assets))
    except AuthorError as error:
        raise AuthorError(f"shot {take.shot.name!r}: {error}") from None


def _changes(take: Take, wanted: tuple[Region, ...], assets: Assets) -> tuple[Removed | Added, ...]:
    request = replace(take, changes=()).request(0)
    able = engine(request.engine).can(request)
    if "changes" not in able.native:
        raise AuthorError(f"engine {request.engine!r} makes no edits; choose one that stages its pictures")
    for region in wanted:
        check_wish(region)
        more = region.look or region.losses or region.inspirations or region.mask or region.feather
        if more or region.state in ("keep", "embolden") or (region.want and colour(region.want) is not None):
            raise AuthorError(
                f"region {region.name!r}: in a shot things are removed, added, or changed for others; colours, looks, "
                "losses and what is kept are for single pictures (melies edit)"
            )
    bare = Picture(np.zeros((request.size.height, request.size.width, 3), np.uint8), assets, request)
    assert bare.stage is not None
    picture = replace(bare, pixels=to_bytes(bare.stage.rgb))
    return world_changes(picture, located(wanted, picture, {}))
