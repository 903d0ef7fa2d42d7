"""What a text asks for is seen, and members of a crowd are no twins unless they are called so."""

from __future__ import annotations

from itertools import combinations

import pytest

from melies.core.seed import Seed
from melies.generators.language import read
from melies.scene.build import Builder
from melies.scene.places import PLACES
from melies.scene.puppet.spec import PuppetSpec, parse, unworn
from melies.scene.things import SEEN, set_things
from melies.scene.world import Stand

SEED = Seed(3) / "crowd"


def crowd(text: str, count: int) -> list[PuppetSpec]:
    return [parse(text, SEED, member=n)[0] for n in range(count)]


def staged(text: str) -> tuple[Builder, tuple[Stand, ...], tuple[str, ...]]:
    staging = read(text)
    builder = Builder(staging, Seed(0) / "place" / staging.place)
    floor = PLACES[staging.place](builder)
    before = len(builder.cards)
    missing = set_things(builder, floor, staging)
    return builder, tuple(stand for stand in builder.stands if stand.card >= before), missing


@pytest.mark.parametrize("text", ["children", "sailors", "people", "foxes", "robots", "old women"])
def test_members_of_a_crowd_differ(text: str) -> None:
    members = crowd(text, 5)
    assert all(a != b and a.height != b.height for a, b in combinations(members, 2))
    assert members == crowd(text, 5), "and are the same every time"
    if text in ("children", "people"):
        assert len({member.cloth for member in members}) == len({(m.hair, m.hair_style, m.skin) for m in members}) == 5
    if text == "people":
        assert {"woman", "man"} < {member.kind for member in members}


def test_what_the_text_says_holds_for_all_of_them() -> None:
    assert len({member.coat for member in crowd("black wolves", 4)}) == 1
    assert len({member.costume for member in crowd("children in yellow raincoats", 4)}) <= 4
    assert len({member.cloth for member in crowd("children in a yellow raincoat", 4)}) == 1


def test_twins_are_twins() -> None:
    for text, alike in (("two identical girls", True), ("twin girls", True), ("two girls", False)):
        builder, _, _ = staged(f"{text} in a meadow")
        first, second = (actor.puppet.spec for actor in builder.actors)
        assert (first == second) is alike, text


def test_small_things_can_be_seen() -> None:
    builder, stands, missing = staged("a violin on a hill")
    (violin,) = stands
    away, (wide, tall) = violin.z - builder.fields["eye"][2], builder.cards[violin.card].metres
    assert missing == () and tall * violin.size >= SEEN - 1e-6 and violin.z < 4
    hiding = [
        s
        for s in builder.stands
        if s is not violin
        and 3 < s.z - builder.fields["eye"][2] < away
        and abs(s.x / (s.z - builder.fields["eye"][2]) - violin.x / away) < 0.3 * wide * violin.size / away
        and builder.cards[s.card].metres[1] * s.size > 0.5 * tall * violin.size
    ]
    assert not hiding


def test_a_boat_without_water_lies_on_land() -> None:
    _, stands, missing = staged("a boat in a meadow")
    assert len(stands) == 1 and missing == ()


def test_what_an_animal_cannot_wear_is_told() -> None:
    assert unworn("an old brown bear in a green scarf") == ("scarf",)
    assert unworn("a girl in a green scarf") == () == unworn("a deer with antlers")
    assert parse("an owl wearing a hat", Seed(1))[1] == ("hat",)


def test_a_field_covers_the_land_and_is_low_where_the_cast_plays() -> None:
    builder, _, missing = staged("a girl in a field of red poppies")
    flowers = [stand for stand in builder.stands if stand.thing is not None and stand.thing.kind == "wildflowers"]
    assert len(flowers) > 200 and not missing
    before = [stand.size for stand in flowers if abs(stand.x) < 2 and -2 < stand.z < 1]
    behind = [stand.size for stand in flowers if stand.z > 4]
    assert max(before) < 0.7 * sum(behind) / len(behind)
    few, *_ = staged("a girl with three red poppies")
    assert sum(stand.thing is not None and stand.thing.kind == "wildflowers" for stand in few.stands) == 3


def test_a_dozen_is_no_field_and_a_field_leaves_the_author_s_things() -> None:
    def planted(text: str, kind: str) -> int:
        return sum(stand.thing is not None and stand.thing.kind == kind for stand in staged(text)[0].stands)

    assert planted("a dozen pumpkins in a meadow", "pumpkin") == 12
    assert planted("three ferns in a field of poppies", "fern") == 3
