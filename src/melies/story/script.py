"""What a screenplay and a page of prose have in common: scenes of actions and speeches, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

WISHES = ("look", "size", "song")  # what a title page may ask of the film
Kind = Literal["action", "speech", "lyric", "card", "transition"]


@dataclass(frozen=True)
class Element:
    """One paragraph. `text` carries no markup.

    who: the speaker's name as written. manner: how it is said ("whispering"). unseen: a voice from off the stage.
    dual: spoken at the same time as the speech before.
    """

    kind: Kind
    text: str
    who: str = ""
    manner: str = ""
    unseen: bool = False
    dual: bool = False


@dataclass(frozen=True)
class Scene:
    """One place at one time. `place` and `time` are the author's words; empty where nothing is said.

    inside: True, False, or None when the author doesn't say. chapter: the section it stands in.
    """

    place: str = ""
    time: str = ""
    inside: bool | None = None
    chapter: str = ""
    synopsis: str = ""
    elements: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Script:
    """The whole text. form says how names are written: screenplays put them in capitals on their first entrance.

    wishes: what else the title page asks for ("look", "size", ...), as written.
    """

    form: Literal["screenplay", "prose"]
    title: str = ""
    author: str = ""
    logline: str = ""
    wishes: Mapping[str, str] = field(default_factory=dict)
    scenes: tuple[Scene, ...] = ()
