"""Words over time: prompts keyed to frames, blended smoothly, with Deforum's `--neg` split off."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from melies.core.ease import smoothstep
from melies.core.request import Phrase
from melies.core.story import Words

NEG = re.compile(r"(?:^|\s)--neg(?:\s|$)")

ABSENT = re.compile(
    r"\b(?:(?:look|search|long|wait|ask|call|hope)(?:s|es|ed|ing)?(?P<cut>\s+for)|(?:think|dream)(?:s|ed|ing)?"
    r"(?P<also>\s+(?:of|about))|thought(?P<once>\s+(?:of|about))|(?:miss(?:es|ed|ing)?|remember(?:s|ed|ing)?))\s+$",
    re.IGNORECASE,
)


def away(text: str, at: int) -> int | None:
    """Where to cut a text so that whom it names at `at` is not said to be there; None if they are there.

    "He looks for Pip" puts nobody but him on the stage, and reads "He looks".
    """
    found = ABSENT.search(text[:at])
    if found is None:
        return None
    return next((found.start(name) for name in ("cut", "also", "once") if found[name]), at)


def phrases(words: Words | None, frame: float) -> tuple[Phrase, ...]:
    """What is wanted at a frame: one phrase, or two whose weights sum to 1 on the way between two keys.

    The first key also holds before itself, the last one for ever. Beside words that are not blank a blank phrase stays
    in, so that weather can come out of nothing. Words that are blank throughout give ().
    """
    keyed = words.values() if isinstance(words, dict) else ()
    return _blend([(_want(text), weight) for text, weight in _keyed(words, frame)], any(map(_want, keyed)))


def avoided(words: Words | None, frame: float) -> tuple[Phrase, ...]:
    """What `--neg` in the words asks to avoid at a frame, with the weights of the prompts it stood in."""
    return _blend([(_neg(text), weight) for text, weight in _keyed(words, frame)], keep_blank=False)


def _keyed(words: Words | None, frame: float) -> list[tuple[str, float]]:
    if not words:
        return []
    if isinstance(words, str):
        return [(words, 1.0)]
    keys = sorted(words)
    last = bisect_right(keys, frame) - 1
    if last < 0 or last + 1 == len(keys):
        return [(words[keys[max(last, 0)]], 1.0)]
    start, end = keys[last], keys[last + 1]
    arrived = round(smoothstep((frame - start) / (end - start)), 6)
    return [(words[start], 1.0 - arrived), (words[end], arrived)]


def _want(text: str) -> str:
    return NEG.split(text, maxsplit=1)[0].strip()


def _neg(text: str) -> str:
    return " ".join(part.strip() for part in NEG.split(text)[1:] if part.strip())


def _blend(parts: list[tuple[str, float]], keep_blank: bool) -> tuple[Phrase, ...]:
    """Merge equal words, drop weight 0, and blanks too unless they are to be kept."""
    joined: dict[str, float] = {}
    for text, weight in parts:
        if weight > 0 and (text or keep_blank):
            joined[text] = round(joined.get(text, 0.0) + weight, 6)
    return tuple(Phrase(text=text, weight=weight) for text, weight in joined.items())


def once(parts: Iterable[str], told: str = "") -> list[str]:
    """The parts that say something and stand neither in `told` nor in a part before them."""
    kept: list[str] = []
    for part in parts:
        if part.strip() and part.lower() not in " ".join((told, *kept)).lower():
            kept.append(part)
    return kept
