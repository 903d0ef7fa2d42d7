"""The words a checkpoint is given: the shot's, the cast's, the hour and weather, the look's."""

from __future__ import annotations

from collections.abc import Iterable

from melies.core.request import Phrase, Request
from melies.core.words import once
from melies.models.looks import load


def positive(request: Request) -> str:
    """Prompt, cast, time, weather and look as one text, most important first; nothing is said twice."""
    cast = (role.text for role in request.cast)
    air = (phrase.text for phrase in (*request.time, *request.weather))
    return joined((*by_weight(request.prompt), *cast, *air, *_look(request)))


def turning(request: Request) -> tuple[tuple[str, float], ...]:
    """What the prompt says, and while one prompt turns into another what each says; with shares that add up to 1."""
    total = sum(phrase.weight for phrase in request.prompt)
    if len(request.prompt) < 2 or total <= 0:
        return ((positive(request), 1.0),)
    each = sorted(request.prompt, key=lambda phrase: -phrase.weight)
    return tuple((positive(request.model_copy(update={"prompt": (p,)})), p.weight / total) for p in each)


def negative(request: Request) -> str:
    """What is to be avoided."""
    return joined(by_weight(request.avoid))


def by_weight(phrases: Iterable[Phrase]) -> tuple[str, ...]:
    """The texts of phrases, the weightiest first."""
    return tuple(phrase.text for phrase in sorted(phrases, key=lambda phrase: -phrase.weight))


def joined(texts: Iterable[str]) -> str:
    """Texts with commas between, without blanks and repetitions."""
    return ", ".join(once(" ".join(text.split()).strip(" ,") for text in texts))


def _look(request: Request) -> tuple[str, ...]:
    """What the look is like, in the words of its card."""
    look = request.look
    if look.strength == 0:
        return ()
    used = [look.name, *(name for name, share in look.mix.items() if share)]
    cards = [load(name).card for name in used if name != "none"]
    return tuple(card.about or card.title for card in cards)
