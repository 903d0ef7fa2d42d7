"""A name that was meant to be another one: told from a new name by its letters."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from melies.generators.language.lexicon import lexicon, words_of

NEAR = 0.78  # likeness of two words' letters from which one may be the other, misspelt


def misspelt(name: str, names: Iterable[str]) -> str:
    """Which of the names is meant by one that isn't among them; "" for a new name of its own.

    "forrest" means "forest" and "Light House" means "lighthouse", but "house" is no misspelt "horse": a word that is
    known is meant, and so is a number.
    """
    names = list(names)
    if not name or name in names:
        return ""
    bare = _bare(name)
    return next((other for other in names if bare and _bare(other) == bare or _alike(name, other)), "")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.lower())


def _alike(name: str, other: str) -> bool:
    """Whether two names differ in nothing but words that look like slips of each other."""
    ours, theirs = words_of(name), words_of(other)
    if not ours or len(ours) != len(theirs):
        return False
    return all(mine == yours or _slip(mine, yours) for mine, yours in zip(ours, theirs, strict=True))


def _slip(word: str, other: str) -> bool:
    known = re.sub(r"\D", "", word) != re.sub(r"\D", "", other) or lexicon().find((word,)) is not None
    return not known and difflib.SequenceMatcher(None, word, other).ratio() >= NEAR
