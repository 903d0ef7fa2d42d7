"""What the sentences of a whole script tell of one member: looks, age, clothes and pronoun."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from melies.story import describe
from melies.story.lexicon import NOUNS, is_seen, is_thing, verbs
from melies.story.members import Cast, Member, Mention, undigit
from melies.story.sameness import AGES
from melies.story.sentences import words

NAME = r"[^\W\d_a-z][^\W\d_]+(?:[’'-][^\W\d_]+)*(?: [^\W\d_a-z][^\W\d_]+)?"
MEN = frozenset("luca joshua ezra elisha nikita sasha misha mustafa noa papa grandpa santa".split())  # though in -a
NAMED = re.compile(
    rf"\b((?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Mm]y) [^.,;!?]{{2,120}}?),? (?:named|called|known as) ({NAME})"
    r"((?: (?:in|with|wearing) [^.,;!?]{3,60})?)"
)
CLOSED = re.compile(r"\s*(?:\(|[.;!?]|$|,(?!\s+(?:and|or)\b))")
DRESSED = re.compile(r"(?:An?|Another) [^.,;!?]{2,120}, $")  # stands before a name that it introduces
OWNERS = frozenset("his her its their my our your".split())


@dataclass(frozen=True)
class Kind:
    """The noun that stands before a name and says who it is ("a dog, BRUNO", "his dog Bruno"), with its adjectives."""

    noun: str
    adjectives: tuple[str, ...] = ()
    dress: str = ""  # what follows the noun: "in a blue coat"
    introduces: bool = False  # whether it alone tells that the word behind it is a name


def introduced(sentence: str) -> list[str]:
    """The names, as written, that a sentence gives to a kind: "a fox named RUST", "a dog, Bruno, ...", "his dog Bo"."""
    told = [found for found in re.finditer(rf"(?<![\w’'-]){NAME}", sentence) if not found[0].startswith("I’")]
    given = [found[0] for found in told if (kind := kind_before(sentence, *found.span())) and kind.introduces]
    return [*given, *(found[2] for found in NAMED.finditer(sentence) if describe.head_noun(found[1]))]


def kind_before(sentence: str, start: int, end: int) -> Kind | None:
    """What the words before a name say it is, if they do.

    "Behind a dog, Ada, ..." is no dog, nor is Ada one in "a dog, Ada, and a cat".
    """
    before = words(sentence[:start])
    apposed = bool(before) and before[-1].text == ","
    tokens = before[:-1] if apposed else before
    if not tokens or tokens[-1].lower not in NOUNS:
        return _dressed(sentence, start, end)
    determiner, adjectives = describe.phrase_before(tokens, len(tokens) - 1)
    if not apposed:
        told = bool(determiner or adjectives)
        return Kind(tokens[-1].lower, tuple(adjectives), introduces=determiner in OWNERS) if told else None
    lead = tokens[: len(tokens) - len(adjectives) - 2]
    fronted = (
        bool(lead) and lead[0].lower in describe.NOT_ADJECTIVES and not any(word.lower in verbs() for word in lead)
    )
    fits = determiner in OWNERS | describe.INDEFINITE and CLOSED.match(sentence, end) and not fronted
    return Kind(tokens[-1].lower, tuple(adjectives), introduces=True) if fits else None


def _dressed(sentence: str, start: int, end: int) -> Kind | None:
    """A kind that begins the sentence and has more behind its noun, or that no list knows: "A girl in blue, ODA, ".

    One that no list knows introduces nobody alone: EXIT in "A sign, EXIT, glows" is no name.
    """
    phrase = sentence[:start].removesuffix(", ")
    noun = describe.kind_noun(phrase)
    if not noun or not DRESSED.fullmatch(sentence[:start]) or not CLOSED.match(sentence, end):
        return None
    before, dress = re.split(rf"\b{re.escape(noun)}\b", phrase, maxsplit=1, flags=re.IGNORECASE)
    acts = any(word.lower in verbs() for word in words(before + dress))
    adjectives = [word.lower for word in words(before)[1:]]
    return None if acts else Kind(noun, tuple(adjectives), dress, introduces=noun in NOUNS)


@dataclass
class _Said:
    """What has been read of one member: looks, every age given, votes for a pronoun, clothes, nouns."""

    text: str = ""
    ages: list[int] = field(default_factory=list)
    votes: Counter[str] = field(default_factory=Counter)
    garments: list[str] = field(default_factory=list)
    nouns: list[str] = field(default_factory=list)


def described(members: dict[str, Member], told: list[str]) -> Cast:
    """The members with the looks, age and pronoun that the sentences around their names tell."""
    cast = Cast(members)
    said = {name: _Said(nouns=[member.noun] if member.noun else []) for name, member in members.items()}
    mentions = [cast.mentions(sentence) for sentence in told]
    for number, sentence in enumerate(told):
        others = mentions[number + 1] if number + 1 < len(told) else []
        following = told[number + 1][: others[0].start if others else None] if number + 1 < len(told) else ""
        for name in dict.fromkeys(mention.name for mention in mentions[number]):
            mine = [mention for mention in mentions[number] if mention.name == name]
            after = next((mention.start for mention in mentions[number] if mention.start > mine[0].end), len(sentence))
            _read(members[name], said[name], sentence, mine, after, following)
    remarks = filter(None, (_doubt(name, part.ages) for name, part in said.items()))
    return Cast({name: _drawn(members[name], part) for name, part in said.items()}, tuple(remarks))


def _read(member: Member, part: _Said, sentence: str, mentions: list[Mention], after: int, following: str) -> None:
    """Take what a sentence, up to the next member's name, and the one after it say of a member."""
    mention = mentions[0]
    text, years = _said_of(member, sentence, mention)
    part.text = part.text or text
    part.ages.extend([] if years is None else [years])
    part.nouns.extend(filter(None, [describe.kind_noun(text)]))
    if not part.garments and len(mentions) < 3:
        part.garments = describe.garments(sentence[mention.end : after])
    if not part.garments and re.match(r"(?:He|She|It) (?:had|has|wore|wears) ", following):
        part.garments = describe.garments(following)
    part.votes.update([*_own(sentence[mention.end : after]), *(word.lower for word in words(following))])


def _own(text: str) -> list[str]:
    """The words of a text about somebody without pronouns that must be others: in "runs up to her" she is not it."""
    told = words(text)
    pairs = zip(told, [*told[1:], None], strict=False)
    return [
        word.lower
        for word, following in pairs
        if word.lower != "him" and not (word.lower == "her" and describe.is_object(following))
    ]


def _drawn(member: Member, part: _Said) -> Member:
    epithet = AGES.get(member.name.split()[0].lower()) if member.named else None
    age = part.ages[0] if part.ages else epithet
    gender = _gender(part.nouns[0] if part.nouns else "", part.votes, member.name if member.named else "")
    text = _worded(part.text, gender, age, member)
    for garment in part.garments:
        text = describe.dressed(text, garment)
    also = tuple(dict.fromkeys(noun for noun in (*part.nouns, *member.also) if noun != member.name))
    return replace(member, text=text, gender=gender, noun=part.nouns[0] if part.nouns else "", also=also)


def _doubt(name: str, ages: list[int]) -> str:
    """A remark if the same name belongs to a child and to somebody grown."""
    if not ages or max(ages) - min(ages) < 12:
        return ""
    return (
        f"{name} is {min(ages)} and also {max(ages)}, and is drawn as {ages[0]}; if these are two, give them two names"
    )


def _gender(noun: str, votes: Counter[str], name: str = "") -> str:
    """By the noun, else by the pronouns around, else by the name; animals may be called he or she."""
    told = NOUNS.get(noun, "it" if is_thing(noun) else "any")
    she, he = votes["she"] + votes["her"], votes["he"] + votes["his"] + votes["him"]
    if told == "any" and she != he or told == "it" and abs(she - he) > 1:  # one "she" may well be somebody else
        return "she" if she > he else "he"
    if told == "any" and name.lower().endswith("a") and name.lower() not in MEN:
        return "she"
    return told


def _said_of(member: Member, sentence: str, mention: Mention) -> tuple[str, int | None]:
    """What one sentence says a member looks like, and their age."""
    rest = sentence[mention.end :]
    named = NAMED.search(sentence)
    if named and named.start(2) == mention.start:
        return describe.trimmed(_from_its_noun(named[1]) + named[3]), None
    after = re.match(r"(?: (?:is|was))? ((?:an?|the) [^.,;!?]+)", rest)
    if after and describe.head_noun(" ".join(after[1].split()[:5])):
        phrase = after[1] if rest.startswith((" is", " was")) else " ".join(_noun_phrase(after[1]))
        return describe.trimmed(phrase), None
    text, age = describe.after_name(rest)
    if member.named:
        kind = kind_before(sentence, mention.start, mention.end)
        seen = kind and not describe.head_noun(text) and (age is None or is_seen(kind.noun))
        return (_apposed(kind, text) if kind and seen else text), age
    before = words(sentence[: mention.start])
    adjectives = describe.phrase_before([*before, *words(member.name)], len(before))[1] if before else []
    own = " ".join((*(word for word in adjectives if word not in member.name.split()), undigit(member.name)))
    return f"{own}, {text}" if text else (own if adjectives else ""), age


def _apposed(kind: Kind, text: str) -> str:
    """A kind with what is said behind the name: "dog", "brown and shaggy, in a collar" -> all of it in one phrase."""
    own = describe.article(" ".join((*kind.adjectives, kind.noun))) + kind.dress
    return f"{own}{' ' if describe.STARTS_DRESS.match(text) else ', '}{text}" if text else own


def _from_its_noun(phrase: str) -> str:
    """ "the edge of a lake lived a girl in a coat" -> "a girl in a coat": from the last article with an actor."""
    starts = [found.start() for found in re.finditer(r"\b(?:an?|the|his|her|their|my) ", phrase, re.IGNORECASE)]
    fitting = [start for start in starts if describe.head_noun(phrase[start:])]
    return phrase[fitting[-1] :] if fitting else phrase


def _noun_phrase(phrase: str) -> list[str]:
    """The words up to and with the first noun that can act."""
    parts = phrase.split()
    ends = [number for number, part in enumerate(parts) if part.lower() in NOUNS]
    return parts[: ends[0] + 1] if ends else parts


def _worded(text: str, gender: str, age: int | None, member: Member) -> str:
    text = re.sub(r"^(?:the|his|her|their|my) ", "", text.strip(" ,"), flags=re.IGNORECASE)
    if not member.named:
        text = text or undigit(member.name)
    elif not text:
        return describe.kind(gender, age)
    text = describe.as_seen(text[0].lower() + text[1:])
    if describe.kind_noun(text) or is_thing(member.noun) and re.search(rf"\b{re.escape(member.noun)}\b", text):
        return describe.article(text)
    return f"{describe.kind(gender, age)}{' ' if text.startswith(('in ', 'with ', 'wearing ')) else ', '}{text}"
