"""What a text shows and what it only says; that no noun is lost; that a place and a weather said outright win."""

from __future__ import annotations

import pytest

from melies.core.asset import Ref
from melies.core.request import Phrase, Request, Role
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Act
from melies.generators.diorama import Diorama, _figure
from melies.generators.language import hour, read, weather
from melies.generators.language.literal import literal, over
from melies.generators.staged import atmosphere, staging, understood
from melies.scene.places.bare import bare
from melies.scene.puppet.build import Puppet
from melies.scene.staging import Staging

ONLY_SAID = [
    ("the whale slept like a neon city", "like a neon city"),
    ("He told the children about the neon city.", "the children about the neon city"),
    ('A sign says "NEON CITY".', '"NEON CITY"'),
    ("A girl dreams of a neon city", "of a neon city"),
    ("as bright as a neon city, the fox runs", "as bright as a neon city"),
    ("it looks as if a neon city burned", "as if a neon city burned"),
]


@pytest.mark.parametrize(("text", "part"), ONLY_SAID)
def test_what_is_only_said_is_reported_and_not_staged(text: str, part: str) -> None:
    staging = read(text)
    assert staging.place != "city" and "neon" not in staging.weather and part in staging.not_drawn


@pytest.mark.parametrize(
    "text",
    ["The storm was over.", "The rain had stopped at noon.", "No rain, a fox", "It does not rain.", "after the rain"],
)  # fmt: skip
def test_weather_that_is_over_is_gone(text: str) -> None:
    weather = read(f"{text} A fox ran.").weather
    assert not weather.get("rain") and not weather.get("storm")


def test_what_is_meant_is_kept() -> None:
    for text in ("A fox would like a pear", "the bell rings", '"a fox"', "they like pears"):
        assert literal(text) == (text, ())
    assert literal("skin white as snow, a fox")[0].startswith("skin white")
    assert over("the storm has passed") and not over("a storm passes over us all")


# Nouns of every sort: drawn by painters, cut-outs, puppets, places; undrawn; those that look like other words.
NOUNS = """
violin campfire branch bell umbrella accordion pendulum workbench candle spoon anvil curtain pillow carpet ladder
whistle compass telescope bracelet necklace cradle net bucket plough saddle thimble stove chimney roof stair gate well
statue feather acorn harp arrow sword shield letter parcel jar honey mirror tunnel oar anchor kite zebra badger paper
giant holly jelly family bully silk rope brick lantern balloon clay iron log crystal music song kitchen nest thief
goblin
""".split()
FRAMES = [
    "a {} on a hill", "a girl holds a {}", "Mira hangs the {} on a branch", "Mira and the {}", "the {} falls",
    "under a {}, a fox", "a red {}", "the fox runs to the {}", "Mira with a {}", "a {} was there",
    "a {} lay in the grass",
]  # fmt: skip


@pytest.mark.parametrize("noun", NOUNS)
def test_every_noun_is_drawn_or_reported(noun: str) -> None:
    lost = []
    for frame in FRAMES:
        staging = read(frame.format(noun), cast=("Mira",))
        drawn = " ".join(f"{thing.words} {thing.kind}" for thing in staging.things)
        if noun not in f"{drawn} {' '.join(staging.not_drawn)}":
            lost.append(frame)
    assert not lost


@pytest.mark.parametrize(
    ("text", "kinds", "missing"),
    [
        ("A small blue boat lay on the sand.", ["rowing boat"], ()),
        ("The moon rose over the sea.", ["moon"], ()),
        ("A dog slept by the fire.", ["dog", "campfire"], ()),
        ("The boy bows. The bell rings.", ["child", "bell"], ("bows", "rings")),
        ("Mira, in a blue coat, winds a clock.", ["mantelpiece-clock"], ("winds",)),
        ("Around her danced a swarm of bees.", ["honeybee"], ("danced",)),
        ("A river in the desert.", [], ("river",)),
        ("A puddle on a hill.", [], ("puddle",)),
    ],
)
def test_past_tense_and_deeds_that_look_like_things(text: str, kinds: list[str], missing: tuple[str, ...]) -> None:
    staging = read(text, cast=("Mira",))
    assert [thing.kind for thing in staging.things] == kinds
    assert set(missing) <= set(staging.not_drawn)


def request(prompt: str, **more: object) -> Request:
    return Request(prompt=(Phrase(text=prompt),), place="here", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("a cat in a window", ("window",)),
        ("a princess inside a ruined castle", ("inside a ruined castle",)),
        ("a boy on a bicycle", ("on a bicycle",)),
        ("a fox on a hill", ()),
        ("a fox in the tall grass", ()),
        ("a cup of coffee on a table", ()),
        ("a castle underwater", ("underwater",)),
        ("a city seen from above", ("style: seen from above",)),
        ("a bird's eye view of a city", ("style: bird's eye view",)),
        ("a puddle reflection", ("puddle",)),
        ("a fox and its reflection", ("reflection",)),
        ("a castle and its reflection in a lake", ()),
        ("a neon city with puddles", ()),
        ("two herons by a lake", ("herons (drawn as a bird)",)),
        ("a crow", ()),
    ],
)
def test_what_the_stage_cannot_show_is_told(text: str, missing: tuple[str, ...]) -> None:
    assert read(text).not_drawn == missing


def test_words_of_time_and_weather_are_drawn_or_told() -> None:
    asked = request("a fox", time=(Phrase(text="a misty teatime at dusk"),), weather=(Phrase(text="rain and frogs"),))
    *_, step = Diorama().make(asked.model_copy(update={"size": Size(width=32, height=18)}), _NoAssets())  # type: ignore[arg-type]
    assert {"teatime", "frogs"} <= set(step.image.info["not_drawn"])
    assert weather("light rain over the hills")["rain"] > 0 and not over("rain over the hills")
    assert weather("snow")["snow"] > 0.5, "weather that is snow falls"
    asked = request("a city", weather=(Phrase(text="snow"),))
    assert atmosphere(asked)["snow"] > 0.5
    assert hour("teatime") is None and weather("frogs") == {}


def test_the_place_wins_over_the_prompt() -> None:
    setting = "a beach by the sea. A small blue boat lay on the sand"
    stage = staging(request(f"She thought of the desert and the city, a red boat, {setting}", setting=setting))
    assert stage.place == "coast"
    stage = staging(request(f"Mira walks through the desert to the boat, {setting}", setting=setting))
    assert stage.place == "coast" and "desert" in stage.not_drawn
    assert [thing.count for thing in stage.things if thing.kind == "rowing boat"] == [1], "the boat is that boat"


def test_the_weather_said_wins_over_the_prompt() -> None:
    def sky(**more: object) -> dict[str, float]:
        asked = request("a neon street in the rain and fog", **more)
        return atmosphere(asked)

    assert sky()["rain"] > 0.5 and sky()["mist"] > 0.5
    clear = sky(weather=(Phrase(text="clear"),))
    assert not clear.get("rain") and not clear.get("mist") and clear["neon"] > 0.5
    assert not sky(weather=(Phrase(text="", weight=1.0),)).get("rain"), "rain that has yet to begin"


def _figure_of(text: str) -> tuple[object, ...]:
    staging = Staging()
    builder, _ = bare(staging, Seed(1))
    return _figure(builder, Role(name="x", text=text), _NoAssets(), request("a lake"))  # type: ignore[arg-type]


class _NoAssets:
    def get(self, ref: object) -> object:
        raise AssertionError("no picture is referred to")


def test_who_has_no_puppet_becomes_a_paper_doll() -> None:
    cast = (Role(name="Bella", text="a goat"), Role(name="tug", text="a red boat"), Role(name="Mira", text="a girl"))
    acts = tuple(Act(who=role.name, at=at) for role, at in zip(cast, ("left", "centre", "right"), strict=True))
    assert _figure_of("a silver heron")[1] == ("heron (drawn as a bird)",)
    assert _figure_of("an old tiger")[1] == ("tiger (drawn as a cat)",)
    world, missing = Diorama()._world(request("Bella, the goat, waits", cast=cast, acts=acts), _NoAssets())  # type: ignore[arg-type]
    puppets = [actor.puppet for actor in world.actors]
    assert len(world.actors) == 3, "the goat of the prompt is Bella"
    assert [isinstance(puppet, Puppet) and puppet.names == ("doll",) for puppet in puppets] == [True, True, False]
    assert missing == ()


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Ada stops, turns and waits.", ()),
        ("Ada waves in a meadow.", ()),
        ("She waves in a meadow.", ()),
        ("Ada and the fox talk.", ()),
        ("She follows.", ()),
        ("Nothing moves. Nobody answers.", ()),
        ("A storm gathers over the hills. Rain begins to fall.", ()),
        ("The campfire burns.", ()),
        ("The house burns.", ("burns",)),
        ("Old Tom winds the clock.", ("winds",)),
        ("Ada polishes a bell.", ("polishes",)),
        ("Tom waits.", ()),
        ("The path climbs through grass.", ()),
        ("The boat lies safe at the shore.", ()),
        ("A small sailboat rocks on the water.", ()),
        ("Mara follows an accountant", ("Mara", "follows", "accountant")),
    ],
)
def test_what_the_stage_tells_is_no_loss(text: str, lost: tuple[str, ...]) -> None:
    assert read(text, cast=("Ada", "Old Tom")).not_drawn == lost


def test_a_path_is_lost_where_there_is_none() -> None:
    assert "path" in read("a path by the sea").not_drawn and "path" in read("a street with a path").not_drawn
    assert read("a forest with a path").not_drawn == ()


def test_what_a_drawing_wears_already_is_no_scenery() -> None:
    """A drawn snail's house is on the drawing; the same words about somebody not drawn are a house."""
    ref = Ref(sha256="0" * 64, width=8, height=8)
    words = "a snail with a house on her back looks at the sea"
    drawn = (Role(name="Brindle", text="a snail with a house on her back", picture=ref),)
    assert not any(thing.kind == "house" for thing in understood(words, "", "", drawn).things)
    assert any(thing.kind == "house" for thing in understood(words, "", "", ()).things)


def test_what_a_paper_doll_does_not_carry_is_told() -> None:
    assert "house" in _figure_of("a snail with a house on her back")[1]
    assert "house" not in _figure_of("a snail")[1]


def test_what_a_shot_says_of_a_thing_its_place_has_makes_no_second_one() -> None:
    def things(said: str, place: str) -> list[tuple[str, int, bool]]:
        return [(t.kind, t.count, t.colour is not None) for t in understood(f"{said}, {place}", "", place, ()).things]

    assert things("a windmill turns far away", "meadow with a windmill") == [("windmill", 1, False)]
    assert things("the red lighthouse glows", "coast with a lighthouse") == [("lighthouse", 1, True)]
    assert len(things("two windmills", "meadow with a windmill")) == 2


@pytest.mark.parametrize(
    ("text", "place", "kinds"),
    [
        ("a snowy mountain village at night", "snow", {"cottage"}),
        ("a fishing village by the sea", "coast", {"cottage"}),
        ("a town by the sea", "coast", {"cottage"}),
        ("a market square in a desert town", "desert", {"shopfront", "adobe-house"}),
        ("chickens in a farmyard", "meadow", {"rooster", "barn"}),
        ("a caravan crossing dunes", "desert", {"camel"}),
        ("a spaceship half buried in the desert", "desert", {"rocket"}),
        ("a birch forest in heavy snowfall", "snow", {"birch"}),
        ("an owl at a crossroads", "meadow", {"owl"}),
        ("a house with lit windows in a meadow", "meadow", {"house"}),
    ],
)
def test_towns_lie_where_they_are_said_to(text: str, place: str, kinds: set[str]) -> None:
    staging = read(text)
    assert (staging.place, {thing.kind for thing in staging.things}) == (place, kinds)
