"""The nouns an author writes: Story, Shot, Cast, Act, Inspiration, Sound.

These are the schema of `story.yaml` (`melies/story@1`). A schedule is a number, or Deforum's
`"0:(0), 30:(1.5*sin(t))"`; frames count from the start of the shot.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from melies.core.region import Inspiration as Inspiration
from melies.core.region import Look as Look
from melies.core.region import Region as Region
from melies.core.region import Schedule as Schedule
from melies.core.value import Value

Span = tuple[float, float]
Words = str | dict[int, str]  # words that hold, or words keyed to frames

Move = Literal[
    "still", "push in", "pull out", "pan left", "pan right", "tilt up", "tilt down",
    "orbit left", "orbit right", "crane up", "crane down", "fly over", "truck left", "truck right", "hand-held",
]  # fmt: skip
Framing = Literal["wide", "medium", "close"]
Does = Literal["idle", "walk", "run", "fly", "swim", "point", "sit", "wave", "look"]


class CastMember(Value):
    """A character, prop or creature that looks the same in every shot.

    text: "a girl in a yellow raincoat". picture: a drawing with alpha or on a plain background.
    height: metres; left out, it follows from what it is.
    """

    text: str = ""
    picture: str | None = None
    height: Annotated[float, Field(gt=0.02, le=60)] | None = None


class Act(Value):
    """Who does what, from when to when (seconds into the shot), from where to where.

    Places are marks (`core.marks`: `left`, `far right`, `off left`, `back left`) or stage metres
    `[x, z]` (x right, z away). `at` alone means staying there. `toward` names a cast member or a place to look or
    point at.
    """

    who: str
    does: Does = "idle"
    at: str | Span | None = None
    to: str | Span | None = None
    start: Annotated[float, Field(ge=0)] = 0.0
    end: Annotated[float, Field(ge=0)] | None = None
    toward: str | None = None


class Line(Value):
    """One caption: who says what, when (seconds into the shot; left out: spread over the shot)."""

    text: str
    who: str | None = None
    start: Annotated[float, Field(ge=0)] | None = None
    end: Annotated[float, Field(ge=0)] | None = None


class Transition(Value):
    """How this shot begins: a cut, a dissolve from the last one, or a fade from black."""

    kind: Literal["cut", "dissolve", "fade"] = "cut"
    length: Annotated[float, Field(ge=0, le=10)] = 0.6


class CameraWork(Value):
    """A preset `move` with its `amount` (1 is the usual), and Deforum's schedules on top of it.

    translation_x/y/z, rotation_3d_x/y/z, zoom and angle are per-frame increments as in Deforum; fov is vertical
    degrees, absolute.
    """

    move: Move = "still"
    amount: Annotated[float, Field(ge=0, le=10)] = 1.0
    framing: Framing = "wide"
    subject: str | None = None
    translation_x: Schedule | None = None
    translation_y: Schedule | None = None
    translation_z: Schedule | None = None
    rotation_3d_x: Schedule | None = None
    rotation_3d_y: Schedule | None = None
    rotation_3d_z: Schedule | None = None
    zoom: Schedule | None = None
    angle: Schedule | None = None
    fov: Schedule | None = None


class Shot(Value):
    """One camera, one stretch of time. `length` in seconds, or `beats` of the music.

    picture: a file of the author's that the camera moves before, in place of a stage.
    """

    name: str
    picture: str | None = None
    prompt: Words = ""
    avoid: str = ""
    place: str | None = None
    time: Words | None = None
    weather: Words | None = None
    length: Annotated[float, Field(gt=0, le=600)] | None = None
    beats: Annotated[float, Field(gt=0, le=512)] | None = None
    camera: CameraWork = CameraWork()
    acts: tuple[Act, ...] = ()
    captions: tuple[Line, ...] = ()
    transition: Transition = Transition()
    look: Look | None = None
    schedules: dict[str, Schedule] = {}
    options: dict[str, float | int | str | bool] = {}  # in place of the story's own
    edits: dict[str, Region] = {}  # things taken away and put there, found in the shot's first frame
    seed: int | None = None


class Composer(Value):
    """The embedded composer's brief."""

    mood: str = "wonder"
    bpm: Annotated[float, Field(ge=40, le=200)] | None = None
    key: str | None = None
    seed: int | None = None


class Sound(Value):
    """The author's `song`, or the composer; ambience follows the places unless switched off."""

    song: str | None = None
    compose: Composer | None = Composer()
    ambience: bool = True
    loudness: Annotated[float, Field(ge=-40, le=-6)] = -14.0


class Story(Value):
    """Everything needed to make the film and the book."""

    schema_: Literal["melies/story@1"] = Field("melies/story@1", alias="schema")
    title: str = "Untitled"
    author: str = ""
    logline: str = ""
    seed: int = 0
    size: str = "640x360"
    fps: float | str = 24
    engine: str = "diorama"
    options: dict[str, float | int | str | bool] = {}  # the engine's settings; numbers take schedules
    look: Look = Look()
    prompt: str = ""
    avoid: str = ""
    cast: dict[str, CastMember] = {}
    places: dict[str, str] = {}
    inspirations: tuple[Inspiration, ...] = ()
    shots: tuple[Shot, ...] = ()
    sound: Sound = Sound()
    captions: Literal["track", "burned", "off"] = "track"
    titles: bool = True
