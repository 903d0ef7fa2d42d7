"""The stagehand: nobody of the cast is hidden in a wide picture, and what the author asked for stays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.request import Phrase, Request, Role, View
from melies.core.size import Size
from melies.core.story import Act
from melies.generators.diorama import Diorama
from melies.scene.clear import in_the_way
from melies.scene.render import render
from melies.scene.shoot import camera
from melies.scene.staging import Thing
from melies.scene.world import Stand, World

SIZE = Size(width=192, height=108)
ASPECT = SIZE.width / SIZE.height


def _world(place: str, acts: tuple[Act, ...]) -> World:
    cast = (Role(name="mira", text="a girl in a yellow raincoat"),)
    request = Request(prompt=(Phrase(text=place),), place=place, cast=cast, acts=acts)
    return Diorama()._world(request, MemoryAssets())[0]


def _seen(world: World, acts: tuple[Act, ...], hidden: np.ndarray | None) -> float:
    frame = render(world, camera(world, View(), acts, ASPECT), SIZE, 0.0, {"hour": 12.0}, acts, hidden)
    return float(frame.masks[0].sum())


@pytest.mark.parametrize("place", ["alpine lake", "coast", "meadow", "jungle"])
@pytest.mark.parametrize("at", ["left", "centre", "right", "back left", "back right"])
def test_a_player_in_a_wide_picture_is_seen(place: str, at: str) -> None:
    acts = (Act(who="mira", does="idle", at=at),)
    world = _world(place, acts)
    hidden = in_the_way(world, View(), acts, ASPECT)
    assert _seen(world, acts, hidden) > 0.7 * _seen(world, acts, np.ones(len(world.stands), bool))
    assert hidden.mean() < 0.2  # the place stays a place


def test_what_the_author_asked_for_stays_before_the_cast() -> None:
    acts = (Act(who="mira", does="idle", at="centre"),)
    world = _world("meadow", acts)
    wall = Stand(world.stands[0].card, 0.0, world.play - 1.0, 2.0)
    for stand in (wall, replace(wall, thing=Thing("oak", "native", "an oak"))):
        crowded = replace(world, stands=(*world.stands, stand))
        assert in_the_way(crowded, View(), acts, ASPECT)[-1] == (stand.thing is None)


def test_nothing_is_taken_away_where_nobody_plays() -> None:
    world = replace(_world("coast", ()), actors=())
    assert not in_the_way(world, View(), (), ASPECT).any()


def test_nothing_comes_or_goes_when_the_lens_changes() -> None:
    acts = (Act(who="mira", does="walk", at="left", to="right", start=0.0, end=4.0),)
    world = _world("meadow", acts)
    wide = in_the_way(world, View(), acts, ASPECT)
    assert np.array_equal(wide, in_the_way(world, View(fov=50.0, zoom=2.0, translation=(1, 0, 2)), acts, ASPECT))
