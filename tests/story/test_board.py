"""The storyboard: who is cast and how they look, what they do and where, how long and how seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from melies.core.story import Does, Shot, Story
from melies.motion.request import roles
from melies.story.board import board
from melies.story.casting import find
from melies.story.direct import CAMERA_TALK, stripped
from melies.story.doing import Context, doings
from melies.story.read import parse
from melies.story.yaml import dump
from melies.story.yaml import parse as from_yaml

SCRIPT = """Title: The Neon Jungle
Author: A. Writer

FADE IN:

EXT. EDGE OF THE JUNGLE - SUNSET

Huge dark leaves hang over an old tram track.

MIRA (9), in a yellow raincoat, steps off an empty tram. She carries a paper lantern.

A red FOX with one white ear trots out of the ferns. It stops and looks at her.

MIRA
Are you the one who lost the moon?

THE FOX
(looking up)
I only dropped it.

The fox turns and runs into the jungle. Mira runs after it.

EXT. JUNGLE PATH - DUSK

Mira follows the fox, breathless. It begins to rain.

EXT. NEON CITY - NIGHT

Mira and the fox walk along a wet street. A robot waves to them.

CLOSE ON: MIRA smiles.

DISSOLVE TO:

EXT. NEON CITY - LATER

The rain stops. Mira and the fox sit at the edge and look at the moon.

THE FOX
There you are.

The fox leaves. Mira waves.
"""


@pytest.fixture(scope="module")
def story() -> Story:
    return board(SCRIPT)


def shot(story: Story, part: str) -> Shot:
    return next(shot for shot in story.shots if part in shot.prompt)


def test_the_head_of_the_story(story: Story) -> None:
    assert (story.title, story.author) == ("The Neon Jungle", "A. Writer")
    assert from_yaml(dump(story)) == story


def test_cast_with_their_looks(story: Story) -> None:
    looks = {name: member.text for name, member in story.cast.items()}
    assert looks == {
        "Mira": "a girl of nine in a yellow raincoat",
        "fox": "a red fox with one white ear",
        "robot": "a robot",
    }


def test_places_hold_what_is_said_of_them_once(story: Story) -> None:
    assert story.places["edge of the jungle"].endswith("Huge dark leaves hang over an old tram track")
    assert {shot.place for shot in story.shots} == set(story.places)


def test_time_and_weather_are_kept_and_turn(story: Story) -> None:
    assert story.shots[0].time == "sunset"
    rain = shot(story, "begins to rain")
    assert rain.time == "dusk" and isinstance(rain.weather, dict) and list(rain.weather.values()) == ["", "rain"]
    assert shot(story, "wet street").weather is None or "rain" not in str(shot(story, "wet street").weather)
    stops = shot(story, "rain stops")
    assert stops.time == "night" and stops.weather == {0: "", min(set(stops.weather) - {0}): "clear"} or stops.weather


@pytest.mark.parametrize(("heading", "weather"), [("DAWN", None), ("LATER", "snow falls"), ("NIGHT", "snow falls")])
def test_weather_ends_with_its_time_of_day(heading: str, weather: str | None) -> None:
    scenes = f"EXT. COAST - NIGHT\n\nSnow falls. A fox walks.\n\nEXT. COAST - {heading}\n\nThe fox sleeps.\n"
    assert shot(board(scenes), "sleeps").weather == weather


def test_direction_holds_through_a_chase(story: Story) -> None:
    chase = shot(story, "turns and runs")
    runs = {act.who: act for act in chase.acts if act.does == "run"}
    assert set(runs) == {"fox", "Mira"}
    assert runs["fox"].to == "off right" and runs["Mira"].to == "right"
    assert chase.camera.move == "truck right"
    follow = shot(story, "breathless")
    assert all(act.to is None or "right" in str(act.to) or act.to == "centre" for act in follow.acts)


def test_talk_is_faced_and_captioned(story: Story) -> None:
    lines = [(line.who, line.text) for shot in story.shots for line in shot.captions]
    assert lines == [
        ("Mira", "Are you the one who lost the moon?"),
        ("fox", "I only dropped it."),
        ("fox", "There you are."),
    ]
    first = shot(story, "trots out")
    assert {act.who for act in first.acts} == {"Mira", "fox"}
    assert next(act for act in first.acts if act.who == "Mira").toward == "fox"


def test_who_sits_stays_seated_and_who_leaves_is_gone(story: Story) -> None:
    sit = shot(story, "sit at the edge")
    assert {act.who: act.does for act in sit.acts} == {"Mira": "sit", "fox": "sit"}
    last = story.shots[-1]
    assert {act.who: act.does for act in last.acts} == {"Mira": "wave", "fox": "walk"}
    assert next(act for act in last.acts if act.who == "fox").to.startswith("off")  # type: ignore[union-attr]


def test_cameras_do_what_the_script_asks_and_what_happens(story: Story) -> None:
    assert story.shots[0].camera.framing == "wide"
    assert shot(story, "Mira smiles").camera.framing == "close"
    assert story.shots[-1].camera.move == "pull out"
    moves = [shot.camera.move for shot in story.shots]
    assert len(set(moves)) >= 4
    assert all(a != b or a == "still" for a, b in zip(moves, moves[1:], strict=False))


def test_transitions(story: Story) -> None:
    kinds = [shot.transition.kind for shot in story.shots]
    assert kinds[0] == "fade" and shot(story, "rain stops").transition.kind == "dissolve"
    assert kinds.count("cut") >= len(kinds) - 4


def test_lengths_let_one_read_and_see(story: Story) -> None:
    assert all(2.5 <= (shot.length or 0) <= 12 for shot in story.shots)
    assert 40 <= sum(shot.length or 0 for shot in story.shots) <= 90  # about a page


def test_everything_said_is_in_the_film(story: Story) -> None:
    said = " ".join(str(shot.prompt) for shot in story.shots) + " ".join(story.places.values())
    for words in ("paper lantern", "trots out of the ferns", "after it", "breathless", "waves", "leaves"):
        assert words in said


def test_an_insertion_changes_no_other_name() -> None:
    longer = SCRIPT.replace("MIRA (9)", "An owl flies by.\n\nMIRA (9)")
    before, after = {s.name for s in board(SCRIPT).shots}, {s.name for s in board(longer).shots}
    assert before <= after


CAST = find(parse("EXT. X - DAY\n\nMIRA, a girl, meets a FOX and an OWL.\n\nMIRA\nHi.\n\nFOX\nHo.\n\nOWL\nHu.\n"))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Mira walks along the shore.", [("Mira", "walk", "")]),
        ("Mira stops, turns and waves to the fox.", [("Mira", "look", ""), ("Mira", "wave", "fox")]),
        ("Mira watches the fox run.", [("Mira", "look", "fox"), ("fox", "run", "")]),
        ("Mira sees the fox and runs.", [("Mira", "look", "fox"), ("Mira", "run", "")]),
        ("The owl flies over Mira.", [("owl", "fly", "Mira")]),
        ("Mira and the fox sat down.", [("Mira", "sit", ""), ("fox", "sit", "")]),
        ("The walk was long, and the waves were high.", []),
        ("Mira did not run.", []),
        ("The fox's tail waves.", []),
        ("Mira was seen.", []),
        ("She pointed at the moon.", [("Mira", "point", "up")]),
        ("Mira flies a red kite over the beach.", [("Mira", "look", "up")]),
        ("Mira flew it.", [("Mira", "look", "up")]),
        ("Mira runs, flying paper kites.", [("Mira", "run", ""), ("Mira", "look", "up")]),
        ("Mira launches her drone past the fox.", [("Mira", "look", "fox")]),
        ("Mira flies all over the sea.", [("Mira", "fly", "")]),
        ("Mira flies the whole way.", [("Mira", "fly", "")]),
        ("The owl flies its rounds.", [("owl", "fly", "")]),
    ],
)
def test_deeds(sentence: str, expected: list[tuple[str, Does, str]]) -> None:
    found, _, _ = doings(sentence, CAST, Context({"she": "Mira"}))
    assert [(doing.who, doing.does, doing.toward) for doing in found] == expected


def test_it_means_only_what_was_just_spoken_of() -> None:
    _, context, _ = doings("The fox runs.", CAST, Context())
    found, context, _ = doings("It stops and looks at Mira.", CAST, context)
    assert [(doing.who, doing.does) for doing in found] == [("fox", "look")]
    _, context, _ = doings("Night falls.", CAST, context)
    assert doings("It flies.", CAST, context)[0] == []


TALES = {
    "named": ("A girl in a red coat named Ada walked by the sea.", {"Ada": "a girl in a red coat"}),
    "was": ("Tomas looked up. Tomas was a tall man with a white beard.", {"Tomas": "a tall man with a white beard"}),
    "called": ("A small blue dragon called Ember flew over the village.", {"Ember": "a small blue dragon"}),
    "noun": ("Once an old wizard lived by a lake.", {"wizard": "an old wizard"}),
    "place": ("In Paris nobody walked. A dog ran.", {"dog": "a dog"}),
    "plural": ("Three wolves ran. A robot waved.", {"robot": "a robot"}),
}


@pytest.mark.parametrize("name", TALES)
def test_prose_casts_whom_it_names(name: str) -> None:
    text, looks = TALES[name]
    assert {member.name: member.text for member in find(parse(text + "\n")).members.values()} == looks


def test_camera_talk_is_not_drawn() -> None:
    assert stripped("CLOSE ON: Mira smiles.") == "Mira smiles."
    assert stripped("WIDE SHOT - towers in the rain.") == "towers in the rain."
    assert stripped("Wide fields of barley.") == "Wide fields of barley."
    assert CAMERA_TALK.match("PAN TO Mira")


def test_words_of_other_languages_still_make_a_film() -> None:
    story = board("AUSSEN. WALD - NACHT\n\nEin Fuchs läuft durch den Schnee.\n\nJÄGER\nHalt!\n\n夜が来た。\n")
    assert story.shots[0].time == "night" and story.shots[0].place == "wald"
    assert [line.text for shot in story.shots for line in shot.captions] == ["Halt!"]
    assert any("夜が来た" in f"{shot.prompt}{story.places}" for shot in story.shots)


MIXED = """
EXT. ROAD - DAY

McCLANE (50), a tall man in a green coat, meets MCAVOY, a woman in red. O'BRIEN waves. McClane smiles.

@McAVOY
Aye.

@McCLANE
No.

O'BRIEN
Well.

@deMILLE
Cut.

JEAN-LUC
Oui.

@mira
Yes.

THE FOX
Ho.

McCLANE runs to MCAVOY. MCCLANE'S hat falls.
"""


def test_every_speaker_on_the_screen_is_cast_however_the_name_is_written() -> None:
    story = board(MIXED)
    said = [line.who for shot in story.shots for line in shot.captions]
    assert said == ["McAvoy", "McClane", "O'Brien", "DeMille", "Jean-Luc", "Mira", "fox"]
    assert set(said) == set(story.cast)
    for shot in story.shots:
        assert {line.who for line in shot.captions} <= {act.who for act in shot.acts}
    assert story.cast["McClane"].text == "a tall man in a green coat" and story.cast["McAvoy"].text == "a woman in red"
    last = story.shots[-1]
    assert last.prompt == "McClane runs to McAvoy. McClane's hat falls."
    assert [act.who for act in last.acts if act.does == "run"] == ["McClane"]


def test_a_name_is_not_found_in_a_word_with_a_small_letter() -> None:
    cast = find(parse("EXT. X - DAY\n\nWILL, a boy, waves.\n\nWILL\nHi.\n"))
    assert [mention.start for mention in cast.mentions("Will will run; WILL and WIll will not.")] == [0, 15, 24]


THINGS = """
INT. KITCHEN - DAY

ADA, an old woman in a blue coat, comes in. A BELL rings. The old copper KETTLE watches her from the stove.

KETTLE
I am boiling.

ROSE
So I hear.

THE MOON
Good night.

Ada points at the sky.
"""


def test_a_thing_that_speaks_is_that_thing_and_rose_is_somebody() -> None:
    cast = board(THINGS).cast
    assert set(cast) == {"Ada", "kettle", "Rose", "moon"}
    assert cast["kettle"].text.endswith("kettle") and cast["moon"].text == "a moon"
    assert cast["Rose"].text == "a person"
    assert set(board(THINGS + "\nThe rose nods.\n").cast) == {"Ada", "kettle", "rose", "moon"}


def test_who_points_at_the_sky_points_up() -> None:
    (pointing,) = [act for shot in board(THINGS).shots for act in shot.acts if act.does == "point"]
    assert pointing.toward == "far away"


def test_who_is_only_looked_for_is_not_there(tmp_path: Path) -> None:
    script = (
        "EXT. MEADOW - DAY\n\nPIP, a small robot, and the WIZARD wave.\n\nEXT. CITY - NIGHT\n\n"
        "The Wizard walks alone through the city. He looks for Pip.\n\n"
        "He thinks of Pip and sits down.\n\nPip runs in.\n"
    )
    (tmp_path / "t.fountain").write_text(script)
    story = board(tmp_path / "t.fountain")
    shots = [shot for shot in story.shots if shot.time == "night"]
    seen = [{role.name for role in roles(story, shot, {})} for shot in shots]
    alone = [names for shot, names in zip(shots, seen, strict=True) if "runs in" not in str(shot.prompt)]
    assert alone and all(names == {"wizard"} for names in alone), seen
    assert "Pip" in seen[-1]
