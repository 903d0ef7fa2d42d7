"""A shot at a moment becomes one Request: pure, named by names, and clear about what is wrong."""

from __future__ import annotations

import pytest

from melies.core.asset import Ref
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.core.story import Act, CameraWork, CastMember, Inspiration, Look, Shot, Story
from melies.motion.request import Take, request

FOX = Ref(sha256="f" * 64, width=4, height=4, channels=4)
SHOT = Shot(
    name="Arrival",
    prompt={0: "a fox comes --neg people", 24: "Mira waits"},
    avoid="cars",
    place="the shore",
    time={0: "sunset", 48: "night"},
    weather={0: "", 48: "rain"},
    acts=(Act(who="fox", does="walk", at="left", to="right"),),
    camera=CameraWork(move="push in", subject="fox"),
    schedules={"moon": "0:(0), 48:(1)", "mist": 0.2},
)
STORY = Story(
    seed=7,
    prompt="paper theatre",
    avoid="text",
    cast={
        "fox": CastMember(text="a red fox", picture="fox.png"),
        "mira": CastMember(text="a girl"),
        "owl": CastMember(),
    },
    places={"the shore": "a pebble beach"},
    look=Look(name="ember"),
    shots=(SHOT,),
)


def at(frame: int, story: Story = STORY, shot: Shot = SHOT):
    return request(story, shot, frame, 49, Clock(numerator=24), Size(width=320, height=180), {"fox.png": FOX})


def test_everything_arrives() -> None:
    middle = at(12)
    assert [(p.text, p.weight) for p in middle.prompt] == [
        ("a fox comes, a pebble beach, paper theatre", 0.5),
        ("Mira waits, a pebble beach, paper theatre", 0.5),
    ]
    assert [(p.text, p.weight) for p in middle.avoid] == [("people", 0.5), ("cars", 1.0), ("text", 1.0)]
    assert [role.name for role in middle.cast] == ["fox", "mira"], "acting or named; the owl is not here"
    assert middle.cast[0].picture == FOX and middle.cast[0].text == "a red fox"
    assert middle.seconds == 0.5 and middle.place == "the-shore" and middle.seed == 7
    assert middle.atmosphere == {"moon": 0.25, "mist": 0.2}
    assert [p.text for p in middle.time] == ["sunset", "night"] and [p.text for p in middle.weather] == ["", "rain"]
    assert middle.view.subject == "fox" and middle.look.name == "ember"
    assert at(12) == middle and at(12).digest == middle.digest


def test_seeds_hang_on_names_not_positions() -> None:
    more = STORY.model_copy(update={"shots": (Shot(name="before"), SHOT)})
    assert at(12, more) == at(12)
    unnamed = Shot(name="Else Where")
    assert at(0, shot=unnamed).place == "shot-else-where"


def test_shot_wins_over_story() -> None:
    own = SHOT.model_copy(update={"look": Look(name="frost"), "seed": 99})
    assert at(0, shot=own).look.name == "frost" and at(0, shot=own).seed == 99


def test_blank_prompt_keeps_the_story() -> None:
    assert [p.text for p in at(0, shot=Shot(name="x")).prompt] == ["paper theatre"]
    assert request(Story(), Shot(name="x"), 0, 1, Clock(numerator=24), Size(width=64, height=64)).prompt == ()


def test_style_pictures_are_referenced_by_scope() -> None:
    wishes = (Inspiration(kind="style", file="a.png"), Inspiration(kind="style", file="fox.png", scope="Arrival"))
    assert at(0, STORY.model_copy(update={"inspirations": wishes})).style == FOX


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"acts": (Act(who="fix"),)}, "nobody in the cast is called 'fix'; did you mean 'fox'"),
        ({"camera": CameraWork(subject="mirra")}, "subject 'mirra' is not in the cast; did you mean 'mira'"),
        ({"schedules": {"mist": "0:(1/0)"}}, "shot 'Arrival': schedules.mist, column 3"),
        ({"camera": CameraWork(zoom="0:(t")}, "shot 'Arrival': camera.zoom, column 3: this bracket is never closed"),
    ],
)
def test_mistakes_name_the_shot_and_the_field(change, says) -> None:
    with pytest.raises(AuthorError) as caught:
        at(0, shot=SHOT.model_copy(update=change))
    assert says in str(caught.value)


def test_missing_pictures_and_frames_outside() -> None:
    with pytest.raises(AuthorError, match="cast.fox.picture: no picture 'fox.png'"):
        request(STORY, SHOT, 0, 49, Clock(numerator=24), Size(width=64, height=64))
    with pytest.raises(AuthorError, match="frames 0 to 48; got 49"):
        at(49)


def test_a_take_finds_bad_schedules_before_the_first_picture() -> None:
    shot = Shot(name="late", schedules={"mist": "0:(where(t>40, 1/0, 0))"})
    take = Take(Story(shots=(shot,)), shot, 49, Clock(numerator=24), Size(width=64, height=64))
    with pytest.raises(AuthorError, match="schedules.mist.*frame 41 is infinite"):
        take.check()
