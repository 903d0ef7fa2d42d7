"""Paragraphs into sentences, sentences into words with their places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

ABBREVIATIONS = frozenset("mr mrs ms dr st prof sr jr mt no vs etc e.g i.e capt sgt lt col gen rev hon a.m p.m".split())
END = re.compile(r"(?:[.!?…]+[\"'”’»)\]]*(?=\s+[^\s]|$))|[。！？]+[」』”]?")
NAME_PART = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?|[^\W\d_]")  # the O of O'Brien is one of its own
LEAD = re.compile(r"\b[A-Z][a-z]{1,2}(?=[A-Z]{2})")  # Mc, Mac, De, La
WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*|[^\w\s]")


@dataclass(frozen=True)
class Word:
    """One word or mark; `lower` is it in lower case with straight apostrophes; start and end are character offsets."""

    text: str
    lower: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Words and punctuation marks of a text, in order."""
    return [
        Word(found[0], found[0].lower().replace("’", "'"), found.start(), found.end()) for found in WORD.finditer(text)
    ]


def sentences(text: str) -> list[str]:
    """A paragraph's sentences. Abbreviations, initials and numbers don't end one."""
    parts, start = [], 0
    for found in END.finditer(text):
        before = text[start : found.start()].rsplit(None, 1)[-1:] or [""]
        following = text[found.end() :].lstrip()[:1]
        if following.islower() or found[0] == "." and _abbreviated(before[0]):
            continue
        part = text[start : found.end()].strip()
        if part:
            parts.append(part)
        start = found.end()
    rest = text[start:].strip()
    return [*parts, rest] if rest else parts


def _abbreviated(word: str) -> bool:
    bare = word.lower().lstrip("(\"“'‘")
    return bare in ABBREVIATIONS or len(bare) == 1 and bare.isalpha() and bare != "i" and word != word.lower()


def sentence_case(name: str) -> str:
    """A name in capitals as it stands in a sentence: "OLD MACDONALD" -> "Old Macdonald", "JEAN-LUC" -> "Jean-Luc".

    A capital behind a small letter is the author's own: "McAVOY" -> "McAvoy".
    """
    return NAME_PART.sub(lambda found: found[0][0].upper() + _lowered(found[0]), name)


def _lowered(part: str) -> str:
    """All of a name's part but its first letter, in small letters but for the capitals behind a small one."""
    return "".join(letter if before.islower() else letter.lower() for before, letter in pairwise(part))


def in_capitals(name: str) -> bool:
    """Whether a name is written in capitals, be it but for the lead of "McAVOY"."""
    rest = LEAD.sub("", name)
    return rest == rest.upper() != rest.lower()


def initialled(name: str) -> str:
    """A name with nothing but the first letters of its parts as written, to compare names by: "McAVOY" -> "Mcavoy"."""
    return NAME_PART.sub(lambda found: found[0][0] + found[0][1:].lower(), name)
