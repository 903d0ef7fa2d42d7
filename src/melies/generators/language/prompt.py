"""Free text to a staging: the door of the language room."""

from __future__ import annotations

from functools import lru_cache

from melies.core.errors import AuthorError
from melies.generators.language.draft import Draft
from melies.generators.language.effects import FLAVOURS
from melies.generators.language.lexer import items
from melies.generators.language.lexicon import Phrase, lexicon, words_of
from melies.generators.language.literal import literal
from melies.generators.language.phrases import Reader
from melies.generators.language.settle import hour_of, place_of, settle, unlike, weather_of
from melies.scene.staging import Staging


@lru_cache(maxsize=512)
def read(text: str, *, avoid: str = "", cast: tuple[str, ...] = (), place: str = "") -> Staging:
    """Read a prompt; what `avoid` names is taken away, and whom `cast` names is left to whoever draws the cast.

    `place` is the part of the text, if any, that describes the place alone: it is read first, and where it says what
    kind of place this is, the rest can't say otherwise. Words that can't be drawn are in `not_drawn`, word for word;
    words about the manner of a picture begin with "style: ". A native thing that must not be there has count 0.
    AuthorError when the text holds no word at all.
    """
    if not any(letter.isalnum() for letter in text):
        raise AuthorError(f"a prompt needs at least one word; got {text[:40]!r}: write what the picture shows")
    names = tuple(form for name in cast for form in _ways(words_of(name)))
    ground, rest = (place, text.replace(place, "", 1)) if place and place in text else ("", text)
    own = _drafted(ground, names) if ground else Draft()
    draft = _drafted(f"{ground}. {rest}" if ground else rest, names, len(own.things))
    if ground:
        _grounded(draft, own)
    if any(letter.isalnum() for letter in avoid):
        _without(draft, Reader(items(avoid, lexicon())).read())
    return settle(draft)


def _ways(name: Phrase) -> list[Phrase]:
    """A name, and the parts of it that mean nothing else: "Old Tom", "Tom"."""
    return [name, *((part,) for part in name if len(name) > 1 and len(part) > 2 and not lexicon().find((part,)))]


@lru_cache(maxsize=512)
def hour(text: str) -> float | None:
    """The hour (0 to 24) that words about the time say; None if they say none."""
    return hour_of(_drafted(text, ()))


@lru_cache(maxsize=512)
def weather(text: str) -> dict[str, float]:
    """Amounts by the names of `WEATHER` that words about the weather say, where "snow" is what falls; {} if none."""
    return weather_of(_drafted(text, ()))


@lru_cache(maxsize=512)
def beside(text: str) -> tuple[str, ...]:
    """What words about time or weather say besides, and nobody draws there: "frogs" of "rain and frogs"."""
    draft = _drafted(text, ())
    return (*draft.missing, *(thing.words for thing in draft.things))


def _drafted(text: str, names: tuple[Phrase, ...], grounded: int = 0) -> Draft:
    """The draft of a text's literal words; of the others those are reported that would have shown something.

    grounded: how many things the beginning of the text sets that describes the place.
    """
    kept, told = literal(text)
    draft = Reader(items(kept, lexicon(), names), grounded).read()
    for part in told:
        unseen = Reader(items(part, lexicon(), names)).read()
        draft.missing.extend([part] if unseen.things or unseen.votes or unseen.weather or unseen.missing else [])
    return draft


def _grounded(draft: Draft, ground: Draft) -> None:
    """Keep to the kind of place that the ground says, if it says one; what else is said of that kind adds to it."""
    if ground.votes:
        kind, count = place_of(ground), len(ground.votes)
        others = [vote for vote in draft.votes[count:] if vote[0] != kind]
        draft.votes = [vote for number, vote in enumerate(draft.votes) if number < count or vote[0] == kind]
        draft.missing += unlike(others, kind)


def _without(draft: Draft, unwanted: Draft) -> None:
    """Everything the second draft names is refused by the first."""
    for thing in unwanted.things:
        draft.refused.setdefault(thing.noun, thing.words)
    draft.refused |= {noun: words for noun, words in unwanted.refused.items() if noun not in draft.refused}
    draft.refused_places |= {place for place, _, _ in unwanted.votes}
    draft.refused_weather |= set(unwanted.weather)
    draft.refused_hours += unwanted.hours + unwanted.hints
    draft.refused_colours += unwanted.accents
    draft.refused_facts |= {fact for fact in FLAVOURS if getattr(unwanted, fact)}
