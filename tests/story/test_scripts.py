"""Scripts as they come in the wild: Fountain with all its marks, prose with all its habits, any encoding."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.story import fountain, prose
from melies.story.board import board
from melies.story.read import parse, read
from melies.story.script import Script
from melies.story.sentences import sentences

SCREENPLAY = """Title:
    _**BRICK & STEEL**_
    _**FULL RETIRED**_
Credit: Written by
Author: Ada Test
Draft date: 1/20/2026

FADE IN:

# Act One

EXT. BRICK'S PATIO - DAY [[a note]]

= They meet again.

A gorgeous day. But BRICK BRADDOCK, retired police detective, is *sitting*
quietly, /* cut this */ thinking.

/*
EXT. NEVER - NIGHT
*/

STEEL (O.S.)
(whispering)
Beer's ready!

BRICK ^
Are they cold?

[[multi
line note]]

ÉLODIE (V.O.)
Bonjour. _Ça va_?

> THE END <

> INTERMISSION <

~Row, row, row your boat

===

.ÉGLISE - NUIT

!SHOUTED ACTION
that is not dialogue.

@McAVOY
Aye.

SMASH CUT TO:

INT./EXT. CAR - MOVING - CONTINUOUS

Rain.

FADE OUT.
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff", "\n\n"])
def test_every_mark_of_fountain(ending: str, mark: str) -> None:
    script = fountain.parse(mark + SCREENPLAY.replace("\n", ending))
    assert (script.title, script.author) == ("BRICK & STEEL FULL RETIRED", "Ada Test")
    patio, church, car = (scene for scene in script.scenes if scene.place)
    assert (patio.place, patio.time, patio.inside, patio.chapter) == ("BRICK'S PATIO", "DAY", False, "Act One")
    assert patio.synopsis == "They meet again."
    action, *said = patio.elements
    assert action.text == (
        "A gorgeous day. But BRICK BRADDOCK, retired police detective, is sitting quietly, thinking."
    )
    assert [(line.who, line.text) for line in said if line.kind == "speech"] == [
        ("STEEL", "Beer's ready!"),
        ("BRICK", "Are they cold?"),
        ("ÉLODIE", "Bonjour. Ça va?"),
    ]
    assert said[0].unseen and said[0].manner == "whispering" and said[1].dual and said[2].unseen
    assert [line.text for line in said if line.kind == "card"] == ["INTERMISSION"]
    assert [line.text for line in said if line.kind == "lyric"] == ["Row, row, row your boat"]
    assert (church.place, church.time) == ("ÉGLISE", "NUIT")
    assert church.elements[0].text == "SHOUTED ACTION that is not dialogue."
    assert (church.elements[1].who, church.elements[2].text) == ("McAVOY", "SMASH CUT TO:")
    assert (car.place, car.time, car.inside) == ("CAR, MOVING", "CONTINUOUS", False)
    every = " ".join(element.text for scene in script.scenes for element in scene.elements)
    for dropped in ("note", "cut this", "NEVER", "THE END", "*", "_", "[[", "/*"):
        assert dropped not in every


PROSE = """# The Lantern

by Ada Test

## One

At the edge of a silent lake lived a girl in a yellow raincoat named Mira. Every *evening* she
lit a [paper](http://example.org) lantern.

"Are you there?" asked Mira, pointing at the moon. The fox said, "I am always here." “Come,” she whispered.

That night they walked into the jungle. Mr. Crow slept. "Look!" cried the fox.

***

At dawn the fox ran across the desert.
"""


def test_prose_becomes_scenes() -> None:
    script = prose.parse(PROSE)
    assert (script.title, script.author) == ("The Lantern", "Ada Test")
    assert [scene.place for scene in script.scenes] == ["silent lake", "silent lake", "jungle", "desert"]
    assert [scene.time for scene in script.scenes] == ["", "evening", "night", "dawn"]
    speeches = [(line.who, line.text) for scene in script.scenes for line in scene.elements if line.kind == "speech"]
    assert speeches == [
        ("Mira", "Are you there?"),
        ("The fox", "I am always here."),
        ("she", "Come."),
        ("the fox", "Look!"),
    ]
    story = board(PROSE)
    assert [line.who for shot in story.shots for line in shot.captions] == ["Mira", "fox", "Mira", "fox"]


def test_front_matter_and_plain_chapters() -> None:
    script = prose.parse("---\ntitle: Two Seas\nauthor: Bo\n---\n\nCHAPTER ONE\n\nThe sea was calm. Bo swam.\n")
    assert (script.title, script.author, script.scenes[0].chapter) == ("Two Seas", "Bo", "CHAPTER ONE")


def test_sentences_know_abbreviations_and_quotes() -> None:
    text = "Mr. Fox met Dr. T. Owl at 5.30 p.m. today. “Late!” he said… Then? Yes. 夜が来た。狐が走る。"
    assert sentences(text) == [
        "Mr. Fox met Dr. T. Owl at 5.30 p.m. today.", "“Late!” he said…", "Then?", "Yes.", "夜が来た。", "狐が走る。",
    ]  # fmt: skip


def test_files_are_read_whatever_their_encoding(tmp_path: Path) -> None:
    text = "EXT. LAC - NUIT\r\n\r\nÉLODIE marche.\r\n"
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "utf-16", "cp1252")):
        path = tmp_path / f"{number}.fountain"
        path.write_bytes(text.encode(encoding))
        assert read(path).scenes[0].elements[0].text == "ÉLODIE marche."


def test_plain_text_may_hold_a_screenplay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("EXT. LAKE - DAY\n\nA fox runs.\n")
    (tmp_path / "b.txt").write_text("A fox ran along the lake.\n")
    assert read(tmp_path / "a.txt").form == "screenplay"
    assert read(tmp_path / "b.txt").form == "prose"


def test_what_is_no_script_is_refused(tmp_path: Path) -> None:
    bad = {
        "empty.md": b"",
        "blank.fountain": b" \n\n ",
        "nothing.fountain": b"Title: X\n\n/* all gone */\n",
        "picture.txt": b"\x89PNG\x00\x01",
        "film.docx": b"PK",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(AuthorError) as caught:
            read(tmp_path / name)
        assert "\n" not in str(caught.value)
    with pytest.raises(AuthorError, match="no script"):
        read(tmp_path / "missing.md")


def page(number: int) -> str:
    """About a page of screenplay."""
    return f"""EXT. VALLEY {number} - {("DAWN", "NOON", "NIGHT")[number % 3]}

A long valley under {("snow", "rain", "stars")[number % 3]}. MIRA (9), in a yellow raincoat, walks along
the road with a red FOX.
The fox stops, listens and runs ahead into the mist.

MIRA
(calling)
Wait for me! I can't see the road, and you promised we would go together.

THE FOX
Then run.

Mira runs after it. A crow flies over them. She looks up at the sky and points at a light.

OLD WIZARD (O.S.)
Who walks there, so late, and with no lamp?

They stop. An old WIZARD in a blue robe sits by a fire and waves to them.

"""


def test_a_hundred_and_twenty_pages_take_seconds() -> None:
    text = "Title: Long\n\n" + "".join(page(number) * 3 for number in range(120)).replace("\n", "\r\n")
    assert len(text.splitlines()) > 120 * 55
    began = time.process_time()
    story = board(text)
    assert time.process_time() - began < 30  # measured 6 s on one slow core
    assert set(story.cast) == {"Mira", "fox", "crow", "old wizard"}
    assert len({shot.name for shot in story.shots}) == len(story.shots) > 700


EVIL = [
    "A" + " " * 50_000 + "a",
    "A (A " * 3_000,
    "[[" * 20_000,
    "/*" * 20_000,
    "INT. " + " - " * 20_000,
    "_" * 30_000 + "a ",
    "EXT. A" + " " * 50_000 + "#1",
    "Title:" + " " * 50_000 + "x",
    '"' + "a " * 20_000,
    "“" * 5_000,
    "the " * 10_000,
    "# " * 10_000,
    "Mira " * 3_000,
]


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
@pytest.mark.parametrize("parser", [fountain.parse, prose.parse], ids=["fountain", "prose"])
def test_no_text_takes_for_ever(evil: str, parser) -> None:  # type: ignore[no-untyped-def]
    began = time.process_time()
    assert isinstance(parser(f"INT. X\n\n{evil}\nfoo"), Script)
    assert time.process_time() - began < 10


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.text('INT.EXT \n\n-@!>~=#*_[]()/:^aMIRA"“”', max_size=150))
def test_any_text_is_boarded_or_refused(text: str) -> None:
    try:
        story = board(text + "\n")
    except AuthorError as error:
        assert "\n" not in str(error)
    else:
        assert story.shots


def test_a_guess_about_the_form() -> None:
    assert parse("INT. KITCHEN - DAY\n\nSteam.\n").form == "screenplay"
    assert parse("He went to the int. museum.\n").form == "prose"
