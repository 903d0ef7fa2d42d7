"""What the timeline and the report tell about a finished film: plain facts gathered while it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.clock import Clock
from melies.core.size import Size
from melies.media.subtitle import Cue
from melies.story.cut import Edit

Picture = UInt8[ndarray, "h w 3"]
TIMELINE, REPORT, POSTER = ".otio", ".report.html", ".png"  # endings of what lies beside a film


@dataclass(frozen=True)
class Omission:
    """What a shot asks for that is not to be seen. shot: its name. number: its place in the story, from 1; 0 for cards.

    words: not drawn. letters: characters that no shipped face has, so that they are not set. players: those who act in
    the shot but are in none of its pictures.
    """

    shot: str
    number: int
    words: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    players: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words or self.letters or self.players)


@dataclass(frozen=True)
class ShotNote:
    """One shot: how it was asked for, what it took, and a few of its frames.

    name: its take's. seed: its own stream of chance. prompt: with the frames of its keys. facts: more words for the
    reader (place, time, camera, look, ...). seconds: time to make it. not_drawn: words the engine could not draw.
    samples: frames in order, any size. letters: characters of burned captions that no shipped face has. not_seen:
    players who are in none of its pictures.
    """

    name: str
    seed: str
    prompt: str = ""
    avoid: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    not_drawn: tuple[str, ...] = ()
    samples: tuple[Picture, ...] = ()
    letters: tuple[str, ...] = ()
    not_seen: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilmNote:
    """The whole film. Takes without a ShotNote are cards.

    film: the film's file name, beside which timeline and report lie. facts: engine, look, sound, ... in words.
    seconds: time by part of the work. command: how to make it again.
    """

    title: str
    edit: Edit
    clock: Clock
    size: Size
    film: str
    author: str = ""
    logline: str = ""
    seed: int = 0
    shots: tuple[ShotNote, ...] = ()
    cues: tuple[Cue, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    command: str = ""
    poster: Picture | None = None

    @property
    def length(self) -> Fraction:
        """The film's length in seconds."""
        return self.clock.seconds(self.edit.frames)

    def note(self, name: str) -> ShotNote | None:
        """The note of a take, None for a card."""
        return next((shot for shot in self.shots if shot.name == name), None)

    def metadata(self, shot: ShotNote) -> dict[str, Any]:
        """A shot's facts as plain JSON values."""
        known = {"seed": shot.seed, "prompt": shot.prompt, "avoid": shot.avoid, **shot.facts}
        lacks = {"not_drawn": list(shot.not_drawn), "not_seen": list(shot.not_seen)}
        return {key: value for key, value in known.items() if value != ""} | lacks
