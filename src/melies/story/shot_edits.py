"""The edits of a shot: things taken from its world and put into it, parts of it in other colours; in all its frames."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from melies.core.asset import Assets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.region import Region
from melies.core.request import Added, Coat, Removed
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
        changes, coats = _found(take, wanted, assets)
        return replace(take, changes=changes, coats=coats)
    except AuthorError as error:
        raise AuthorError(f"shot {take.shot.name!r}: {error}") from None


def _found(
    take: Take, wanted: tuple[Region, ...], assets: Assets
) -> tuple[tuple[Removed | Added, ...], tuple[Coat, ...]]:
    request = replace(take, changes=(), coats=()).request(0)
    able = engine(request.engine).can(request)
    if "changes" not in able.native:
        raise AuthorError(f"engine {request.engine!r} makes no edits; choose one that stages its pictures")
    for region in wanted:
        check_wish(region)
        _check(region)
    bare = Picture(np.zeros((request.size.height, request.size.width, 3), np.uint8), assets, request)
    assert bare.stage is not None
    picture = replace(bare, pixels=to_bytes(bare.stage.rgb))
    places = located(wanted, picture, {})
    coats = tuple(coat for region in wanted if (coat := _coat(region)) is not None)
    return world_changes(picture, places), coats


def _check(region: Region) -> None:
    """Refuse what only a single picture takes, and a colour whose place can't be followed."""
    if region.look or region.losses or region.inspirations or region.mask or region.state == "keep":
        raise AuthorError(
            f"region {region.name!r}: in a shot things are removed, added, changed for others, given other colours or "
            "emboldened; looks, losses, brush masks and what is kept are for single pictures (melies edit)"
        )
    if _coat(region) is not None and region.select is None:
        raise AuthorError(
            f"region {region.name!r}: in a shot a colour follows what words select; say `select: the lake`, no box"
        )


def _coat(region: Region) -> Coat | None:
    """A wish for colours, of what words select."""
    if region.state == "embolden":
        return Coat(select=region.select or "", bold=region.strength, feather=region.feather)
    tint = colour(region.want) if region.state == "change" and region.want else None
    if tint is None:
        return None
    return Coat(select=region.select or "", tint=tint, strength=region.strength, feather=region.feather)
