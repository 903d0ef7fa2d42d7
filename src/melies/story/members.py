"""The cast of a script as values: its members, and every way a text mentions them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from melies.story.lexicon import NOUNS
from melies.story.sentences import NAME_PART, initialled, sentence_case

TITLES = frozenset(
    "mr mrs ms miss dr doctor captain professor king queen prince princess aunt uncle old young little sir lady".split()
)


@dataclass(frozen=True)
class Member:
    """One of the cast. gender: he, she, it or any. named: has a name of their own, written with a capital."""

    name: str
    text: str = ""
    gender: str = "any"
    noun: str = ""
    named: bool = True
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """A place in a text that means a member; `owner` when it only says whose something is ("the fox's tail")."""

    name: str
    start: int
    end: int
    owner: bool = False


@dataclass
class Cast:
    """The members by name, in order of appearance. remarks: what the author should know of how they were told apart."""

    members: dict[str, Member] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @cached_property
    def _ways(self) -> dict[str, str]:
        """Every way to write a member, `initialled` -> the name; a way that could mean two members means none."""
        ways: dict[str, set[str]] = {}
        for member in self.members.values():
            for way in ways_to_write(member):
                ways.setdefault(initialled(way), set()).add(member.name)
        own = {initialled(name): name for name in self.members}
        return {
            way: own[way] if way in own else min(names) for way, names in ways.items() if len(names) == 1 or way in own
        }

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ways, key=lambda way: (-len(way), way))
        return re.compile(
            r"(?<![\w-])(" + "|".join(map(_however_written, longest_first)) + r")(['’]s?)?(?![\w-])"
            if longest_first
            else r"(?!)"
        )

    def mentions(self, text: str) -> list[Mention]:
        """Where a text mentions members, in order."""
        return [
            Mention(name, found.start(), found.end(), owner=bool(found[2]))
            for found in self._pattern.finditer(text)
            if (name := self._ways.get(initialled(found[1])))
        ]

    def called(self, who: str) -> str | None:
        """The member a speaker's name means: "THE FOX" -> "fox"."""
        found = self.mentions(bare(who)) or self.mentions(who) or self.mentions(sentence_case(bare(who)))
        return found[0].name if found else None


def ways_to_write(member: Member) -> set[str]:
    """Every form in which a text may write a member's name."""
    names = {member.name}
    parts = member.name.split()
    if member.named and len(parts) > 1:
        names |= {part for part in parts if part.lower() not in TITLES and len(part) > 2}
    if member.named and len(parts) > 1 and parts[0].lower() in TITLES:
        names.add(" ".join((parts[0].lower(), *parts[1:])))  # "old Anna"
    plain = {*member.also, *(() if member.named else names)}
    ways = {form for name in names | plain for form in (name, name.upper())}
    return ways | {name.capitalize() for name in plain}


def _however_written(way: str) -> str:
    """A pattern of the way in any letters but the first of its parts: "Mcavoy" finds McAvoy, MCAVOY and McAVOY."""
    return NAME_PART.sub(lambda found: f"{found[0][0]}(?i:{found[0][1:]})", re.escape(way))


def bare(who: str) -> str:
    """A cue without article, remark and Fountain's marks: "THE FOX (V.O.) ^" -> "FOX"."""
    return re.sub(
        r"^(?:the|a|an|his|her|their|my)\s+", "", re.sub(r"\(.*?\)|[\^#]", "", who).strip(), flags=re.IGNORECASE
    ).strip()


def undigit(name: str) -> str:
    """In lower case, without the number behind it: "Guard 2" -> "guard"."""
    return re.sub(r"\s*\d+$", "", name.lower())


def plural(word: str) -> bool:
    """Whether a lower-case word means several."""
    return (
        word.endswith("s")
        and (word[:-1] in NOUNS or word[:-2] in NOUNS)
        or word in ("men", "women", "children", "people", "wolves")
    )
