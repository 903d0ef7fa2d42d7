"""A place as it is before a shot's things and players come: set once, then copied."""

from __future__ import annotations

from functools import lru_cache

from melies.core.seed import Seed
from melies.scene.build import Builder
from melies.scene.places.base import PLACES
from melies.scene.staging import Rgb, Staging
from melies.scene.world import Floor


def bare(staging: Staging, seed: Seed) -> tuple[Builder, Floor]:
    """A builder in which the staging's place stands, and the place's floor; what is added stays with this builder."""
    builder, floor = _set(
        staging.place, seed, staging.alien, staging.ruined, staging.autumn, staging.accent if staging.alien else None
    )
    return builder.branch(staging), floor


@lru_cache(maxsize=4)
def _set(place: str, seed: Seed, alien: bool, ruined: bool, autumn: bool, accent: Rgb | None) -> tuple[Builder, Floor]:
    builder = Builder(Staging(place=place, alien=alien, ruined=ruined, autumn=autumn, accent=accent), seed)
    return builder, PLACES[place](builder)
