"""What a request asks the stage for: its stagings, weighed, and the air at its moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from melies.core.errors import AuthorError
from melies.core.request import Phrase, Request, Role
from melies.generators.language import hour, read, weather
from melies.scene.puppet.spec import kind_of
from melies.scene.staging import Staging

SKY = ("clouds", "mist", "rain", "snow", "storm", "wind")
USUAL = {"clouds": 0.25, "wind": 0.25}  # where nothing is said
BACK = 6.0  # hours by which a clock may go back; anything further is the next day's
Said = Sequence[tuple[float, float]]  # hours or amounts, with weights that sum to 1


def stagings(request: Request) -> tuple[tuple[Phrase, Staging], ...]:
    """The staging of every prompt; two where one prompt turns into another. AuthorError if there is nothing to show."""
    said = [phrase for phrase in request.prompt if phrase.text.strip()]
    if not said:
        if not request.place:
            raise AuthorError("the prompt is empty; say what the picture shows")
        return ((Phrase(text=""), Staging()),)
    avoid = ", ".join(phrase.text for phrase in request.avoid)
    return tuple((phrase, understood(phrase.text, avoid, request.setting, request.cast)) for phrase in said)


def staging(request: Request) -> Staging:
    """The staging of the weightiest prompt: the first of equals."""
    return max(stagings(request), key=lambda said: said[0].weight)[1]


def alone(request: Request, phrase: Phrase) -> Request:
    """The same moment, in the same air, of one of a request's prompts."""
    only = (phrase.model_copy(update={"weight": 1.0}),)
    return request.model_copy(update={"prompt": only, "time": (), "weather": (), "atmosphere": atmosphere(request)})


@lru_cache(maxsize=64)
def understood(prompt: str, avoid: str, setting: str, cast: tuple[Role, ...]) -> Staging:
    """What the words stage beside the cast: who plays is not drawn a second time, nor what a drawing wears already."""
    staging = read(prompt, avoid=avoid, cast=tuple(role.name for role in cast), place=setting)
    played = {_kind(role) for role in cast}
    drawn = {word for role in cast if role.picture is not None for word in role.text.lower().split()}
    things = tuple(
        thing
        for thing in staging.things
        if thing.count != 1 or not (thing.kind in played or {*(thing.words or thing.kind).lower().split()} <= drawn)
    )
    worn = " ".join(role.text.lower() for role in cast)
    missing = tuple(words for words in staging.not_drawn if words.lower().split()[-1] not in worn)
    return replace(staging, things=things, not_drawn=missing)


def _kind(role: Role) -> str:
    """What kind of puppet or set piece a member of the cast is; "" when no word says it."""
    if not role.text.strip():
        return ""
    shown = read(role.text).things
    return kind_of(role.text) or (shown[0].kind if shown else "")


def atmosphere(request: Request) -> dict[str, float]:
    """Hour and weather now: the shot's own words blended by weight, else the prompts'; then explicit numbers.

    A shot that says its weather has that and no other; what shines (neon, an aurora) belongs to its place.
    """
    told = stagings(request)
    total = sum(phrase.weight for phrase, _ in told)
    shares = [(stage, phrase.weight / total if total else 1.0 / len(told)) for phrase, stage in told]
    skies = [({n: a for n, a in s.weather.items() if not request.weather or n not in SKY}, w) for s, w in shares]
    usual = _clock([(s.hour, w) for s, w in shares])
    hours = [(hour(phrase.text), phrase.weight) for phrase in request.time]
    air = {"hour": _clock([(usual if said is None else said, w) for said, w in hours]) if hours else usual}
    air |= _amounts(skies)
    words = [(weather(phrase.text), phrase.weight) for phrase in request.weather]
    return {**air, **_amounts(words), **request.atmosphere}


def _amounts(said: Sequence[tuple[dict[str, float], float]]) -> dict[str, float]:
    """Every amount that is said at all, blended by weight with what is usual where it isn't said."""
    names = {name: None for amounts, _ in said for name in amounts}
    rest = max(0.0, 1.0 - sum(weight for _, weight in said))
    return {
        name: sum(amounts.get(name, USUAL.get(name, 0.0)) * w for amounts, w in said) + USUAL.get(name, 0.0) * rest
        for name in names
    }


def _clock(hours: Said) -> float:
    """The hour between hours: a film's clock runs forward, from noon through dusk to midnight."""
    now, gone = hours[0]
    for later, weight in hours[1:]:
        gone += weight
        ahead = (later - now) % 24.0
        ahead -= 24.0 if ahead > 24.0 - BACK else 0.0
        now += ahead * (weight / gone if gone else 0.0)
    return now % 24.0
