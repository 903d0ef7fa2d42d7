"""What the sentences of a whole script tell of one member: looks, age, clothes and pronoun."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from melies.story import describe
from melies.story.lexicon import NOUNS
from melies.story.members import Cast, Member, Mention, undigit, ways_to_write
from melies.story.sentences import words

NAME = r"[^\W\d_a-z][^\W\d_]+(?:[’'-][^\W\d_]+)*(?: [^\W\d_a-z][^\W\d_]+)?"
NAMED = re.compile(
    rf"\b((?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Mm]y) [^.,;!?]{{2,120}}?) (?:named|called|known as) ({NAME})"
    r"((?: (?:in|with|wearing) [^.,;!?]{3,60})?)"
)


def described(member: Member, told: list[str]) -> Member:
    """The member with the looks, age and pronoun that the sentences around the name tell."""
    alone = Cast({member.name: member})
    text, age, votes, garment = "", None, Counter[str](), ""
    nouns = [member.noun] if member.noun else []
    ways = ways_to_write(member) | set(member.also)
    for number, sentence in enumerate(told):
        mentions = alone.mentions(sentence) if any(way in sentence for way in ways) else []
        if not mentions:
            continue
        said, years = _said_of(member, sentence, mentions[0])
        text, age = text or said, age if age is not None else years
        nouns.extend(filter(None, [describe.head_noun(said)]))
        garment = garment or (describe.worn(sentence[mentions[0].end :]) if len(mentions) < 3 else "")
        following = told[number + 1] if number + 1 < len(told) and not alone.mentions(told[number + 1]) else ""
        votes.update(word.lower for word in words(f"{sentence[mentions[0].end :]} {following}"))
    gender = _gender(nouns[0] if nouns else "", votes)
    text = describe.dressed(_worded(text, gender, age, member), garment)
    also = tuple(dict.fromkeys(noun for noun in (*nouns, *member.also) if noun != member.name))
    return replace(member, text=text, gender=gender, noun=nouns[0] if nouns else "", also=also)


def _gender(noun: str, votes: Counter[str]) -> str:
    """By the noun if it tells, else by the pronouns around; animals may be called he or she."""
    told = NOUNS.get(noun, "any")
    she, he = votes["she"] + votes["her"], votes["he"] + votes["his"] + votes["him"]
    if told in ("any", "it") and she != he:
        return "she" if she > he else "he"
    return told


def _said_of(member: Member, sentence: str, mention: Mention) -> tuple[str, int | None]:
    """What one sentence says a member looks like, and their age."""
    rest = sentence[mention.end :]
    named = NAMED.search(sentence)
    if named and named.start(2) == mention.start:
        return _trimmed(_from_its_noun(named[1]) + named[3]), None
    after = re.match(r"(?: (?:is|was))? ((?:an?|the) [^.,;!?]+)", rest)
    if after and describe.head_noun(" ".join(after[1].split()[:5])):
        phrase = after[1] if rest.startswith((" is", " was")) else " ".join(_noun_phrase(after[1]))
        return _trimmed(phrase), None
    before = words(sentence[: mention.start])
    if member.named and before and before[-1].lower in NOUNS:
        determiner, adjectives = describe.phrase_before(before, len(before) - 1)
        if determiner or adjectives:
            return " ".join((*adjectives, before[-1].lower)), describe.after_name(rest)[1]
    text, age = describe.after_name(rest)
    if member.named:
        return text, age
    adjectives = describe.phrase_before([*before, *words(member.name)], len(before))[1] if before else []
    own = " ".join((*(word for word in adjectives if word not in member.name.split()), undigit(member.name)))
    return f"{own}, {text}" if text else (own if adjectives else ""), age


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


def _trimmed(text: str) -> str:
    """A description without what somebody does: "a girl who lived there" -> "a girl"."""
    text = re.split(r"\b(?:who|whose|that|which)\b", text, maxsplit=1)[0]
    return " ".join(text.split()[:14])


def _worded(text: str, gender: str, age: int | None, member: Member) -> str:
    text = re.sub(r"^(?:the|his|her|their|my) ", "", text.strip(" ,"), flags=re.IGNORECASE)
    if not member.named:
        text = text or undigit(member.name)
    elif not text:
        return describe.kind(gender, age)
    text = describe.as_seen(text[0].lower() + text[1:])
    if describe.head_noun(text):
        return describe.article(text)
    return f"{describe.kind(gender, age)}{' ' if text.startswith(('in ', 'with ', 'wearing ')) else ', '}{text}"
