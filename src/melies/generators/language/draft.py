"""What is being read: things with their places and relations, votes and amounts, before the stage settles them."""

from __future__ import annotations

from dataclasses import dataclass, field

from melies.generators.language.lexicon import Noun
from melies.scene.staging import Rgb


@dataclass
class Placed:
    """A thing in the making. `by`: the relation and the number of the thing it is related to."""

    noun: Noun
    words: str
    count: int = 1
    colour: Rgb | None = None
    size: float = 1.0
    x: float | None = None
    depth: str | None = None
    airborne: bool = False
    does: str = "idle"
    by: tuple[str, int] | None = None
    field: bool = False
    afoot: bool = False  # it walks over what it is over
    generic: bool = False  # "trees": the place chooses which


@dataclass
class Pending:
    """The noun phrase being read, up to its noun."""

    article: str = ""
    count: int | None = None
    colours: list[Rgb] = field(default_factory=list)
    size: float = 1.0
    lift: float = 1.0
    shade: float = 1.0
    does: str = ""
    unknown: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    named: bool = False
    field: bool = False  # a field of it

    @property
    def open(self) -> bool:
        """Whether something was said that waits for its noun."""
        return bool(self.article or self.count or self.colours or self.unknown or self.size != 1)


@dataclass
class Draft:
    """The whole reading so far."""

    things: list[Placed] = field(default_factory=list)
    grounded: int = 0  # so many of the first things are what the place has by itself
    votes: list[tuple[str, float, str]] = field(default_factory=list)
    hours: list[float] = field(default_factory=list)
    hints: list[float] = field(default_factory=list)
    weather: dict[str, float] = field(default_factory=dict)
    accents: list[Rgb] = field(default_factory=list)
    alien: bool = False
    ruined: bool = False
    autumn: bool = False
    water: bool = False
    waters: list[str] = field(default_factory=list)  # water words that are no place of their own
    mirrored: list[str] = field(default_factory=list)  # reflections: there where there is water
    trodden: list[str] = field(default_factory=list)  # paths: there where the ground is open
    missing: list[str] = field(default_factory=list)
    refused: dict[Noun, str] = field(default_factory=dict)
    refused_places: set[str] = field(default_factory=set)
    refused_weather: set[str] = field(default_factory=set)
    refused_hours: list[float] = field(default_factory=list)
    refused_colours: list[Rgb] = field(default_factory=list)
    refused_facts: set[str] = field(default_factory=set)  # "alien", "ruined", "autumn", "water"
