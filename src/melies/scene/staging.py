"""A staging: what a text asks the stage to show, in the stage's own terms."""

from __future__ import annotations

from dataclasses import dataclass, field

Rgb = tuple[float, float, float]

PLACES = ("lake", "coast", "jungle", "desert", "city", "meadow", "forest", "snow")
WEATHER = ("clouds", "mist", "rain", "snow", "storm", "aurora", "neon", "wind")


@dataclass(frozen=True)
class Thing:
    """Something set on the stage that is not of the named cast.

    kind: a native word of the stage ("pine", "palm", "house", "tower", "rock", "moon", "sun", "planet", "bridge",
    "waterfall", "boat", ...), a puppet's kind ("fox", "child", "dragon") or a cut-out's file key; source says which.
    size: 1 is usual, 0.4 tiny, 2.5 huge. x: -1 (left edge) to 1 (right edge) or None (the stage chooses).
    depth: "near", "mid", "far" or None. airborne: hangs in the sky. field: covers
    the land.
    """

    kind: str
    source: str  # "native", "puppet", "cutout"
    words: str
    count: int = 1
    colour: Rgb | None = None
    size: float = 1.0
    x: float | None = None
    depth: str | None = None
    airborne: bool = False
    does: str = "idle"
    field: bool = False


@dataclass(frozen=True)
class Staging:
    """One reading of a prompt. hour: 0-24. weather: amounts in [0, 1] by the names of WEATHER.

    autumn: leaves have turned. accent: a colour the text asks the whole picture to lean to. not_drawn: words that could
    not be drawn.
    """

    place: str = "meadow"
    alien: bool = False
    ruined: bool = False
    autumn: bool = False
    hour: float = 17.5
    weather: dict[str, float] = field(default_factory=dict)
    water: bool | None = None
    things: tuple[Thing, ...] = ()
    accent: Rgb | None = None
    not_drawn: tuple[str, ...] = ()
