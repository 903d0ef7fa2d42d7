"""Regions: the parts of a picture that an author speaks of, and what is wanted of each; looks and inspirations."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from melies.core.value import Value

State = Literal["free", "keep", "change", "embolden", "remove", "add"]
PLACES = ("select", "box", "polygon", "click", "mask", "of")  # the ways to say where
Part = Annotated[float, Field(ge=0, le=1)]
Box = tuple[Part, Part, Part, Part]
Point = tuple[Part, Part]


Schedule = float | str  # a number, or one for each frame
Share = Annotated[float, Field(ge=0, le=1)] | str


class Inspiration(Value):
    """One thing the author gives; exactly one source of `text` and `file`."""

    kind: Literal[
        "text", "passage", "style", "content", "scribble", "outline", "labels", "depth", "palette", "clip", "song"
    ]
    text: str | None = None
    file: str | None = None
    weight: Schedule = 1.0
    avoid: bool = False
    scope: str = "story"


class Look(Value):
    """A named look, or a learnt one by file; `strength` 0 (raw stage) to 1 (all paint), left out: the look's own.

    mix: other looks by name, each with its share of the paint, 0 to 1; the look has the rest. palette: colours
    (`#rrggbb`) that all colours lean to, as far as `limit` says. In a story strength, shares and limit take schedules;
    in a request they are numbers.
    """

    name: str = "none"
    strength: Share | None = None
    mix: dict[str, Share] = {}
    palette: tuple[Annotated[str, Field(pattern="^#[0-9a-fA-F]{6}$")], ...] = ()
    limit: Share = 0.0
    cast: Annotated[float, Field(ge=0, le=1)] = 0.35  # how much of the paint the cast's own colours take
    far: Annotated[float, Field(ge=0, le=1)] = 1.0  # and how much what lies far away takes,
    sky: Annotated[float, Field(ge=0, le=1)] = 1.0  # and the sky


class Region(Value):
    """A part of a picture with a name, and a wish for it; places are shares of width and height, from the upper left.

    select: what it shows, in words. box: left, top, right, bottom. polygon: corners. click: a point on it. mask: a
    picture's file, white where the region is. of: other regions joined, `sky & ~moon | feather(lake, 12)`. Just one of
    these says where. feather: pixels beyond the region over which its effect fades; 0 is a hard edge.
    state: `keep` is left as it is, byte for byte; `remove` and `add` take things away and put them there (`want` says
    what); `change` makes it what `want` says or paints it in another `look`, as far as `strength`; `embolden` makes it
    stand out; `free` may follow where others change. losses: weights of critics by their names.
    """

    name: str
    select: str | None = None
    box: Box | None = None
    polygon: tuple[Point, ...] | None = None
    click: Point | None = None
    mask: str | None = None
    of: str | None = None
    feather: Annotated[float, Field(ge=0, le=256)] = 0.0
    state: State = "free"
    strength: Part = 1.0
    want: str = ""
    avoid: str = ""
    look: Look | None = None
    losses: dict[str, float] = {}
    inspirations: tuple[Inspiration, ...] = ()
