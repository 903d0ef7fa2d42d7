"""What an author would stumble over in a storyboard: things cast as people, doubles, twins, people on people."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from melies.core.story import Shot, Story
from melies.story.board import board, boarded
from melies.story.casting import find
from melies.story.read import parse
from melies.story.spots import ROOM, apart

BELL = """Title: The Bell
Look: Woodblock Snow
Size: 512x288

FADE IN:

INT. WORKSHOP - NIGHT

OLD ANNA (71), in a grey shawl, winds a music box. Her apprentice, LITTLE ANNA (8), in a blue coat, waits.

OLD ANNA
No storm has ever stopped us.

FADE TO BLACK

EXT. MOUNTAIN PATH - DAWN

A GOAT waits beside a wooden sled. Little Anna trots up to the goat. A boy waves.

BOY
Is it heavy?

The goat climbs the path. Little Anna and the boy follow it. Then Little Anna walks on. The boy walks after her.

DISSOLVE TO:

The goat walks back. They sit down.

EXT. SUMMIT - DAWN

The storm is over. Little Anna hangs the bell on a branch.

GOAT (V.O.)
It sounded like a neon city.

FADE OUT.
"""

BEACH = """# The Boat

A small blue boat lay on the sand. Behind it stood a lighthouse.

A girl walked along the beach. She had red hair and a green jumper. Her dog ran ahead of her.

"My name is Ines," said the girl. "And this is Bruno."

The boat said nothing. Ines sat down. Bruno lay at her feet. They waited.

In the afternoon an old fisherman came along the shore. He sat by the fire and played his violin.

They sailed away.
"""


def looks(text: str) -> dict[str, str]:
    return {member.name: member.text for member in find(parse(text)).members.values()}


def shot(story: Story, part: str) -> Shot:
    return next(shot for shot in story.shots if part in shot.prompt)


def test_things_are_of_the_place_and_not_of_the_cast() -> None:
    story = board(BEACH)
    assert set(story.cast) == {"girl", "Bruno", "fisherman"}
    assert "small blue boat lay on the sand" in story.places["beach"] and "lighthouse" in story.places["beach"]
    assert {shot.place for shot in story.shots} == {"beach"}
    assert {act.who for act in shot(story, "They waited").acts} == {"girl", "Bruno"}


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        ("A tram stopped. The tram turned. A tram waited at the corner.", {}),
        ("A scarecrow stands in the field.", {}),
        ("A tram sighed and nodded.", {"tram": "a tram with a will of its own"}),
        ('An old boat lay there. "Come in," said the boat.', {"boat": "an old boat with a will of its own"}),
        ("The children were like a wolf that waits.", {}),
    ],
)
def test_a_thing_needs_a_will_to_be_cast(text: str, cast: dict[str, str]) -> None:
    assert looks(text + "\n") == cast


@pytest.mark.parametrize(
    ("text", "cast"),
    [
        (BEACH, {"girl": "a girl with red hair in a green jumper", "Bruno": "a dog", "fisherman": "an old fisherman"}),
        ("EXT. X - DAY\n\nA GIRL waves.\n\nGIRL\nMy name is Ines.\n\nInes runs.\n\nGIRL\nHi.\n", {"girl": "a girl"}),
        (
            "EXT. X - DAY\n\nA GIRL waves.\n\nGIRL\nI'm Ines.\n\nINES runs.\n\nINES\nHi.\n\nINES\nHo.\n",
            {"Ines": "a girl"},
        ),
        ("A queen, an old woman in a golden dress, sat there.", {"queen": "an old woman in a golden dress"}),
    ],
)
def test_one_person_is_one_member(text: str, cast: dict[str, str]) -> None:
    assert looks(text + "\n") == cast


def test_two_of_one_name_are_kept_apart() -> None:
    assert looks(BELL)["Old Anna"] == "an old woman in a grey shawl"
    assert looks(BELL)["Little Anna"] == "a girl of eight in a blue coat"
    prose = '"Come," called old Anna.\n\n"No," said little Anna. Little Anna waved. Old Anna smiled. Anna laughed.\n'
    assert looks(prose) == {"Old Anna": "an old woman", "Little Anna": "a girl of eight"}
    assert any("'Anna' alone may be Old Anna or Little Anna" in remark for remark in boarded(prose).remarks)
    same = "EXT. X - DAY\n\nANNA (71) waits. ANNA (8) runs.\n\nANNA (V.O.)\nHi.\n"
    assert any("Anna is 8 and also 71" in remark for remark in boarded(same).remarks)


@pytest.mark.parametrize("script", [BELL, BEACH], ids=["bell", "beach"])
def test_nobody_stands_on_anybody_and_everybody_stays_where_they_ended(script: str) -> None:
    ends: dict[str, str] = {}
    place = None
    for shot in board(script).shots:
        ends = ends if shot.place == place else {}
        place, starts, after = shot.place, {}, {}
        for act in sorted(shot.acts, key=lambda act: act.start):
            starts.setdefault(act.who, str(act.at))
            after[act.who] = str(act.to or act.at or after[act.who])
        for marks in (starts, after):
            on = [mark for mark in marks.values() if not mark.startswith("off")]
            assert all(apart(a, b) >= ROOM for a, b in itertools.combinations(on, 2)), (shot.name, marks)
        for who in set(starts) & set(ends):
            assert starts[who] == ends[who] or ends[who].startswith("off"), (shot.name, who)
        ends |= after


def test_title_page_and_transitions() -> None:
    story = board(BELL)
    assert (story.look.name, story.size) == ("woodblock snow", "512x288")
    assert [(shot.place, shot.transition.kind) for shot in story.shots if shot.transition.kind != "cut"] == [
        ("workshop", "fade"),
        ("mountain path", "fade"),
        ("mountain path", "dissolve"),
    ]
    remarks = boarded(BELL.replace("Woodblock Snow", "sepia").replace("512x288", "big")).remarks
    assert any("there is no look called 'sepia'" in remark for remark in remarks)
    assert any("size is WIDTHxHEIGHT" in remark for remark in remarks)


def test_who_is_never_seen_is_remarked() -> None:
    text = "EXT. X - DAY\n\nA fox runs.\n\nNORA (V.O.)\nOnce upon a time.\n"
    assert any(remark.startswith("Nora is heard but never seen") for remark in boarded(text).remarks)
    assert boarded(BEACH).remarks == ()


def test_what_is_only_said_stages_nothing() -> None:
    story = board(BELL)
    assert shot(story, "storm is over").weather == "clear"
    assert "storm" not in " ".join(story.places.values())
    said = board("A fox ran. He said that it would rain at night. The sea was like a storm in winter.\n")
    assert {(shot.time, shot.weather, shot.place) for shot in said.shots} == {(None, None, None)}
    sign = board('A fox ran through the city. The sign said "NIGHT RAIN".\n').shots[-1]
    assert (sign.time, sign.weather, sign.captions) == (None, None, ()) and "NIGHT RAIN" in sign.prompt


def test_speech_goes_on_behind_who_says_it() -> None:
    story = board('"Robot," said the queen, "your bell wakes me." "I am sorry," it said. "I rang."\n')
    assert [line.text for shot in story.shots for line in shot.captions] == [
        "Robot, your bell wakes me.",
        "I am sorry.",
        "I rang.",
    ]


def test_a_clause_with_a_subject_of_its_own_is_nobody_elses_deed() -> None:
    robot = board("A robot sat down and played the flute, and the stars came out.\n").shots[0]
    assert [(act.who, act.does) for act in robot.acts] == [("robot", "sit")]


def test_other_languages_are_told_so() -> None:
    russian = "Старый волк вышел из леса. Было холодно. Он долго смотрел на луну и думал о лете.\n"
    assert any("English" in remark for remark in boarded(russian).remarks)
    assert any(
        "English" in remark for remark in boarded("Der Fuchs lief durch den Wald und sah den Mond.\n" * 3).remarks
    )
    assert boarded("A fox ran.\n").remarks == ()


INTRODUCED = "EXT. X - DAY\n\n{}\n\nBruno looks up. The {} sleeps.\n"


@pytest.mark.parametrize(
    ("sentence", "kind", "text"),
    [
        ("A dog, BRUNO, brown and shaggy, runs by.", "dog", "a dog, brown and shaggy"),
        ("A small cat, Bruno, sits there.", "cat", "a small cat"),
        ("Old Tom waits with his dog Bruno.", "dog", "a dog"),
        ("A fox called BRUNO, wet and tired, waits.", "fox", "a fox"),
        ("BRUNO, a red fox, waits.", "fox", "a red fox"),
        ("An old wizard, BRUNO (80), in a blue cloak, comes in.", "wizard", "an old wizard in a blue cloak"),
    ],
)
def test_a_kind_beside_a_name_introduces_somebody(sentence: str, kind: str, text: str) -> None:
    story = board(INTRODUCED.format(sentence, kind))
    assert story.cast["Bruno"].text == text and kind not in story.cast
    assert {act.does for act in shot(story, "Bruno looks up").acts if act.who == "Bruno"} >= {"sit"}


DRESSED = "a girl in a blue coat with an umbrella"


@pytest.mark.parametrize(
    ("sentence", "name", "text"),
    [
        ("A girl in a blue coat with an umbrella, called ODA, walks along the beach.", "Oda", DRESSED),
        ("A girl in a blue coat with an umbrella, named ODA, walks along the beach.", "Oda", DRESSED),
        ("A girl called Oda, in a blue coat with an umbrella, walks along the beach.", "Oda", DRESSED),
        ("ODA, a girl in a blue coat with an umbrella, walks along the beach.", "Oda", DRESSED),
        ("A girl in a blue coat, ODA, walks along the beach.", "Oda", "a girl in a blue coat"),
        ("A dog, BRUNO, brown and shaggy, walks along the beach.", "Bruno", "a dog, brown and shaggy"),
        ("A snail with a house on her back, BRINDLE, looks up.", "Brindle", "a snail with a house on her back"),
        ("BRINDLE, a snail with a house on her back, looks up.", "Brindle", "a snail with a house on her back"),
        ("A mole called BRINDLE looks up.", "Brindle", "a mole"),
        ("ODA, a bit shy, looks up.", "Oda", "a woman, a bit shy"),
        ("ODA, a suitcase in her hand, looks up.", "Oda", "a woman, a suitcase in her hand"),
        ("ODA, a red hat on her head, looks up.", "Oda", "a woman, a red hat on her head"),
    ],
)
def test_an_introduction_keeps_kind_and_clothes(sentence: str, name: str, text: str) -> None:
    assert looks(f"EXT. COAST - DAY\n\n{sentence}\n\n{name.upper()}\nHello.\n") == {name: text}
    if not text.startswith("a woman"):
        assert looks(f"EXT. COAST - DAY\n\n{sentence}\n") == {name: text}


def test_what_a_sign_says_is_nobody() -> None:
    assert looks("EXT. COAST - DAY\n\nA sign, EXIT, glows. A fox waits.\n").keys() == {"fox"}


def test_a_kind_beside_a_name_may_be_somebody_else() -> None:
    assert "dog" not in looks("EXT. X - DAY\n\nBehind a dog, ADA, a girl, waits.\n\nADA\nHi.\n")["Ada"]
    assert "dog" not in looks("EXT. X - DAY\n\nA dog, ADA, and a cat wait.\n\nADA\nHi.\n")["Ada"]


FOREST = """EXT. MEADOW - DAY

ADA, a girl, walks. A dog, BRUNO, runs after her. OLD TOM, an old man, sits down.

OLD TOM
Good day.

Ada waves. Old Tom looks after her.

EXT. FOREST - DAY

Tall pines stand there. Ada walks between them. Bruno follows.

An owl sits under the trees.

A fox runs across the path. Bruno runs after it.

She stands alone under the trees.

Bruno walks back to her and sits down.
"""


def test_them_are_the_trees_just_told_of_and_nobody_of_the_scene_before() -> None:
    story = board(FOREST)
    assert {act.who for shot in story.shots for act in shot.acts if shot.place == "forest"} == {
        "Ada",
        "Bruno",
        "owl",
        "fox",
    }
    two = "EXT. X - DAY\n\nADA and TOM wait.\n\nADA\nHi.\n\nTOM\nHo.\n\nEXT. FOREST - DAY\n\n{}\n"
    who = lambda said: {act.who for act in board(two.format(said)).shots[-1].acts}  # noqa: E731
    assert who("They walk slowly.") == {"Ada", "Tom"}
    assert who("Tall pines stand there. An owl flies between them.") == {"owl"}


def test_her_is_whom_somebody_runs_after() -> None:
    (run,) = [act for act in shot(board(FOREST), "runs after her").acts if act.who == "Bruno"]
    assert (run.does, run.at, run.to) == ("run", "far left", "centre")


def test_who_comes_up_to_somebody_does_not_run_through_them() -> None:
    text = "EXT. SHORE - DAY\n\nADA, a girl, walks.\n\nADA\nHi.\n\nA dog, BRUNO, runs up to her.\n"
    ada, run = sorted(board(text).shots[-1].acts, key=lambda act: act.who)
    assert (ada.at, run.at, run.to) == ("right", "off right", "far right")


def test_who_sat_when_the_shot_began_sits_from_its_first_moment() -> None:
    tom = [act for act in shot(board(FOREST), "Ada waves").acts if act.who == "Old Tom"]
    assert [(act.does, act.start > 0) for act in tom] == [("sit", False), ("sit", True)]
    assert tom[0].at is not None and tom[1].at is None and tom[1].toward == "Ada"


def test_a_beast_that_runs_past_is_gone_and_alone_is_alone() -> None:
    story = board(FOREST)
    (fox,) = [act for act in shot(story, "A fox").acts if act.who == "fox"]
    assert str(fox.to).startswith("off")
    assert {act.who for act in shot(story, "alone").acts} == {"Ada"}
    back = [act for act in shot(story, "walks back").acts if act.who == "Bruno"]
    assert [act.does for act in back] == ["walk", "sit"] and str(back[0].at).startswith("off")
    assert "owl" in {act.who for act in board(FOREST.replace("alone", "still")).shots[-2].acts}


@pytest.mark.parametrize(
    ("cue", "action", "cast"),
    [
        ("EMMA STONE", "EMMA STONE, a woman of 30, walks along the beach.", "Emma Stone"),
        ("MR. BELL", "MR. BELL walks along the beach.", "Mr. Bell"),
        ("KATE BUSH", "KATE BUSH (34) walks along the beach.", "Kate Bush"),
        ("STONE", "STONE, a tall man, walks along the beach.", "Stone"),
        ("KETTLE", "A boy walks along the beach.", "kettle"),
        ("OLD COPPER KETTLE", "A boy walks along the beach.", "old copper kettle"),
    ],
)
def test_a_surname_is_no_thing_and_a_kettle_is(tmp_path: Path, cue: str, action: str, cast: str) -> None:
    script = tmp_path / "tale.fountain"
    script.write_text(f"EXT. COAST - DAY\n\n{action}\n\n{cue}\nGood morning.\n")
    found = board(script).cast
    assert cast in found
    assert (found[cast].text.split(" ", 1)[1] == cast) == cast.islower(), found[cast].text
