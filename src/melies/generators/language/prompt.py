"""Free text to a staging: the door of the language room."""

from __future__ import annotations

from functools import lru_cache

from melies.core.errors import AuthorError
from melies.generators.language.draft import Draft
from melies.generators.language.lexer import items
from melies.generators.language.lexicon import lexicon, words_of
from melies.generators.language.phrases import Reader
from melies.generators.language.settle import settle
from melies.scene.staging import Staging


@lru_cache(maxsize=512)
def read(text: str, *, avoid: str = "", cast: tuple[str, ...] = ()) -> Staging:
    """Read a prompt; what `avoid` names is taken away, and whom `cast` names is left to whoever draws the cast.

    Words that can't be drawn are in `not_drawn`, word for word; words about the manner of a picture begin with
    "style: ". A native thing that must not be there has count 0. AuthorError when the text holds no word at all.
    """
    if not any(letter.isalnum() for letter in text):
        raise AuthorError(f"a prompt needs at least one word; got {text[:40]!r}: write what the picture shows")
    names = tuple(words_of(name) for name in cast)
    draft = Reader(items(text, lexicon(), names)).read()
    if any(letter.isalnum() for letter in avoid):
        _without(draft, Reader(items(avoid, lexicon())).read())
    return settle(draft)


def _without(draft: Draft, unwanted: Draft) -> None:
    """Everything the second draft names is refused by the first."""
    for thing in unwanted.things:
        draft.refused.setdefault(thing.noun, thing.words)
    draft.refused |= {noun: words for noun, words in unwanted.refused.items() if noun not in draft.refused}
    draft.refused_places |= {place for place, _, _ in unwanted.votes}
    draft.refused_weather |= set(unwanted.weather)
    draft.refused_hours += unwanted.hours + unwanted.hints
    draft.refused_colours += unwanted.accents
    draft.refused_facts |= {fact for fact in ("alien", "ruined", "water") if getattr(unwanted, fact)}
