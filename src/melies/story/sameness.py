"""Who is who: a girl who says "My name is Ines" is Ines, and old Anna is not little Anna."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from melies.story.lexicon import NOUNS
from melies.story.members import Cast, Member
from melies.story.script import Element, Script

NAME = r"([^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?)"
OWN = re.compile(rf"\b(?:[Mm]y name(?: is|['’]s)|I am(?: called)?|I['’]m(?: called)?|[Cc]all me) {NAME}")
OTHERS = re.compile(
    r"(?:\b(?:[Tt]his is|[Mm]eet|(?:[Hh]is|[Hh]er|[Ii]ts) name (?:is|was)|(?:[Hh]e|[Ss]he|[Ii]t) (?:is|was) called)"
    rf"|['’]s name (?:is|was)) {NAME}"
)
AGES = {"old": 70, "older": 70, "elderly": 70, "little": 8, "small": 8}  # what stands before a name, and years it means


def merged(cast: Cast, script: Script) -> Cast:
    """The cast with those joined whom the script introduces by name; the name used more often as speaker stays."""
    spoken = Counter(name for item in _elements(script) if item.kind == "speech" and (name := cast.called(item.who)))
    members = dict(cast.members)
    for plain, name in dict(_introduced(cast, script)).items():
        if plain in members and name in members and _may_be(members[plain], members[name]):
            kept, other = (plain, name) if spoken[plain] > spoken[name] else (name, plain)
            members[kept] = _joined(members[kept], members.pop(other))
    return Cast(members, cast.remarks)


def _elements(script: Script) -> Iterator[Element]:
    return (item for scene in script.scenes for item in scene.elements)


def _introduced(cast: Cast, script: Script) -> Iterator[tuple[str, str]]:
    """(unnamed member, name) for every introduction in the script, in order."""
    last: list[str] = []  # unnamed members, the last mentioned at the end
    for item in _elements(script):
        speaker = cast.called(item.who) if item.kind == "speech" else None
        if item.kind == "action":
            for mention in cast.mentions(item.text):
                if not cast.members[mention.name].named:
                    last = [*(name for name in last if name != mention.name), mention.name]
        for found in OWN.finditer(item.text) if speaker and not cast.members[speaker].named else ():
            yield from _known(speaker, found[1], cast)
        for found in OTHERS.finditer(item.text):
            others = [name for name in last if name != speaker]
            yield from _known(others[-1] if others else None, found[1], cast)


def _known(plain: str | None, name: str, cast: Cast) -> Iterator[tuple[str, str]]:
    called = cast.called(name)
    if plain and called and cast.members[called].named:
        yield plain, called


def _may_be(plain: Member, named: Member) -> bool:
    """Whether nothing that is known of the two speaks against it."""
    genders = {plain.gender, named.gender} & {"he", "she"}
    beast = "it" in (NOUNS.get(plain.noun, "any"), NOUNS.get(named.noun, "any"))
    return (not named.noun or named.noun == plain.noun) and (beast or len(genders) < 2)


def _joined(kept: Member, other: Member) -> Member:
    """One member with the looks of whichever has any, who answers to both names."""
    told = next(member for member in (kept, other) if not member.named)
    also = tuple(dict.fromkeys((*kept.also, *other.also, other.name, *((kept.noun,) if kept.noun else ()))))
    gender = told.gender if told.gender in ("he", "she") or kept.gender == "any" else kept.gender
    return replace(kept, text=told.text, noun=told.noun, gender=gender, also=tuple(a for a in also if a != kept.name))


def told_apart(names: list[str], told: list[str]) -> list[str]:
    """Names with "Anna" as "Old Anna" and "Little Anna" where both are told of."""
    apart: list[str] = []
    for name in names:
        first, *rest = name.split()
        bare = " ".join(rest) if rest and first.lower() in AGES else name
        said = {found[1].lower() for part in told for found in _epithet(bare).finditer(part)}
        both = len({AGES[word] for word in said}) > 1
        apart += [f"{word.capitalize()} {bare}" for word in AGES if word in said] if both else [name]
    return list(dict.fromkeys(apart))


def _epithet(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(AGES)}) {re.escape(name)}\b", re.IGNORECASE)


def confusions(cast: Cast, told: list[str]) -> tuple[str, ...]:
    """A remark for every bare name that might be either of two members."""
    bare: dict[str, list[str]] = {}
    for name in (name for name, member in cast.members.items() if member.named and name.split()[0].lower() in AGES):
        bare.setdefault(name.split(None, 1)[-1], []).append(name)
    remarks = []
    for short, full in bare.items():
        if len(full) > 1 and short not in cast.members and any(_alone(short).search(part) for part in told):
            remarks.append(f"{short!r} alone may be {' or '.join(full)}; where it stands, nobody is meant: say which")
    return tuple(remarks)


def _alone(name: str) -> re.Pattern[str]:
    named = "|".join(rf"(?<!\b{word} )" for word in AGES).replace("|", "")
    return re.compile(rf"{named}\b{re.escape(name)}\b", re.IGNORECASE)
