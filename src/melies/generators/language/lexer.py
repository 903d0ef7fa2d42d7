"""Text to items: the longest known phrases, the unknown words between them, and the stops that part clauses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field

from melies.generators.language.lexicon import Lexicon, Phrase, Roles
from melies.generators.language.tables.amounts import MOST
from melies.generators.language.tables.hours import CLOCK_WORDS

_TOKEN = re.compile(
    r"\d{1,2}:\d\d|\d+(?:st|nd|rd|th|s|k|mm|am|pm)\b|\d+|&|[^\W\d_]+(?:['.][^\W\d_]+)*|[.!?;:\n]|[,()\[\]{}|/–—\"]"
)
_STOPS = {".", "!", "?", ";", "\n", ":", "|"}
LONGEST_TEXT = 20_000  # letters; a prompt, not a novel


@dataclass(frozen=True)
class Item:
    """One phrase with its roles, or an unknown word (no roles), or a stop (`stop` is "," or ".")."""

    words: str
    roles: Roles = field(default_factory=dict)
    plural: bool = False
    stop: str = ""
    name: bool = False  # a capital inside a sentence: somebody's or some place's name

    def is_(self, role: str) -> bool:
        """Whether the phrase may play this role."""
        return role in self.roles


END = Item("", stop=".")


@dataclass(frozen=True)
class _Token:
    text: str
    plain: str
    stop: str = ""


def tokens(text: str) -> list[_Token]:
    """Words and stops in order; hyphens part words, brackets and weights such as `(fox:1.2)` become commas."""
    text = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).replace("’", "'").replace("‘", "'")
    text = re.sub(r":\s*\d+\.\d+", " ", text)
    text = re.sub(r"(?<=\w)[-‐‑_](?=\w)", " ", text)
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word in _STOPS:
            found.append(_Token(word, word, "."))
        elif not (word[0].isalnum() or word == "&"):
            found.append(_Token(word, word, ","))
        else:
            plain = (
                re.sub(r"'s?$", "", word.lower()) if word.lower() not in ("it's", "that's", "there's") else word.lower()
            )
            found.append(_Token(word, plain or word.lower()))
    return found


def items(text: str, lexicon: Lexicon, cast: Collection[Phrase] = ()) -> list[Item]:
    """The text cut greedily into the longest phrases of the lexicon; names of the cast come first."""
    cut, at, found, fresh = tokens(text), 0, [], True
    while at < len(cut):
        if cut[at].stop:
            found.append(Item(cut[at].text, stop=cut[at].stop))
            fresh, at = fresh or cut[at].stop == ".", at + 1
            continue
        item, length = (
            _cast(cut, at, cast) or _clock(cut, at) or _known(cut, at, lexicon) or (_unknown(cut[at], fresh), 1)
        )
        found.append(item)
        fresh, at = False, at + length
    return found


def _cast(cut: list[_Token], at: int, cast: Collection[Phrase]) -> tuple[Item, int] | None:
    for name in sorted(cast, key=len, reverse=True):
        if name and tuple(token.plain for token in cut[at : at + len(name)]) == name:
            return Item(" ".join(token.text for token in cut[at : at + len(name)]), {"cast": True}), len(name)
    return None


def _known(cut: list[_Token], at: int, lexicon: Lexicon) -> tuple[Item, int] | None:
    for length in range(min(lexicon.longest, len(cut) - at), 0, -1):
        span = cut[at : at + length]
        if any(token.stop for token in span):
            continue
        plain, written = ((getattr(token, form).lower() for token in span) for form in ("plain", "text"))
        known = lexicon.find(tuple(plain)) or lexicon.find(tuple(written))  # "bird's eye view"
        if known is not None:
            return Item(" ".join(token.text for token in span), known[0], known[1]), length
    return None


def _unknown(token: _Token, fresh: bool) -> Item:
    if token.plain.isdigit():
        return Item(token.text, {"count": min(int(token.plain[:6]), MOST)})
    if token.plain.endswith("ly") and len(token.plain) > 4:
        return Item(token.text, {"silent": True})
    shout = token.text.isupper() and len(token.text) > 1
    return Item(token.text, name=not fresh and token.text[:1].isupper() and not shout)


def _clock(cut: list[_Token], at: int) -> tuple[Item, int] | None:
    """ "7:30", "18:00", "5 am", "9pm", "6 o'clock"."""
    match = re.fullmatch(r"(\d{1,2})(?::(\d\d))?(am|pm)?", cut[at].plain)
    if not match:
        return None
    after = cut[at + 1].plain if at + 1 < len(cut) else ""
    half = match[3] or (after if after in CLOCK_WORDS else "")
    if not (half or match[2] or after == "o'clock"):
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if half:
        hour = hour % 12 + CLOCK_WORDS[half]
    if hour > 24 or minute > 59:
        return None
    length = 2 if (after in CLOCK_WORDS and not match[3]) or after == "o'clock" else 1
    words = " ".join(token.text for token in cut[at : at + length])
    return Item(words, {"hour": (hour + minute / 60) % 24}), length
