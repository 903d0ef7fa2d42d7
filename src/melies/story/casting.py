"""Finds the cast of a script: who is named, and who acts without a name; in order of first appearance."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from melies.generators.language.literal import shown
from melies.story import describe
from melies.story.lexicon import LIFELESS, NOUNS, VEHICLES, WILLED, verbs
from melies.story.members import Cast, Member, bare
from melies.story.names import names, speakers
from melies.story.portraits import described
from melies.story.sameness import confusions, merged
from melies.story.script import Script
from melies.story.sentences import Word, sentences, words

APPOSED = re.compile(r", (an? [^,.;!?]+),?")  # "the queen, an old woman in gold, ..."
ALIVE = "with a will of its own"


def find(script: Script) -> Cast:
    """The cast of a script, in order of first appearance."""
    told = [
        part
        for scene in script.scenes
        for item in scene.elements
        if item.kind == "action"
        for part in sentences(item.text)
    ]
    cues = [item.who for scene in script.scenes for item in scene.elements if item.kind == "speech" and item.who]
    named = speakers(cues, told) if script.form == "screenplay" else {}
    named.update({name: named.get(name) or Member(name) for name in names(script, told, cues)})
    known = described(named, told)
    nouns = _nouns(told, known.members, [] if script.form == "screenplay" else cues)
    cast = Cast({**known.members, **nouns}, (*known.remarks, *confusions(known, told)))
    cast = merged(cast, script)
    members = {name: _alive(cast.members[name]) for name in _in_order(cast, script)}
    return Cast(members, cast.remarks)


def _alive(member: Member) -> Member:
    """Says of a boat that talks, or does as it likes, that it is no mere boat."""
    if member.noun not in LIFELESS or member.text.endswith(ALIVE):
        return member
    return replace(member, text=f"{member.text} {ALIVE}")


@dataclass
class _Seen:
    """What is known of a common noun: times seen, whether it acts, its first description."""

    count: int = 0
    acts: bool = False
    text: str = ""
    rank: int = 0


def _nouns(told: list[str], named: dict[str, Member], speakers: list[str]) -> dict[str, Member]:
    """Singular creatures and people without a name that act or speak or keep coming back, and things with a will."""
    taken = {member.noun for member in named.values() if member.noun}
    seen: dict[str, _Seen] = {}
    for number, sentence in enumerate(told):
        _look(shown(sentence)[0], told[number + 1] if number + 1 < len(told) else "", seen)
    for speaker in speakers:
        noun = describe.head_noun(speaker)
        if noun:
            kept = seen.setdefault(noun, _Seen())
            kept.acts, kept.text = True, kept.text or describe.article(bare(speaker).lower())
    return {
        noun: Member(noun, kept.text or describe.article(noun), NOUNS[noun], noun, named=False)
        for noun, kept in seen.items()
        if noun not in taken and (kept.acts or kept.count > 2 and noun not in LIFELESS)
    }


def _look(sentence: str, following: str, seen: dict[str, _Seen]) -> None:
    tokens, apposed = words(sentence), 0
    for index, word in enumerate(tokens):
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if word.lower not in NOUNS or after in NOUNS or word.start < apposed:
            continue
        determiner, adjectives = describe.phrase_before(tokens, index)
        if determiner in describe.PLURALS or not determiner and word.text != word.text.upper():
            continue
        kept = seen.setdefault(word.lower, _Seen())
        kept.count += 1
        apposition = APPOSED.match(sentence, word.end)
        apposition = apposition if apposition and describe.head_noun(apposition[1]) else None
        apposed = apposition.end() if apposition else 0
        verbs_from = next((n for n, token in enumerate(tokens) if token.start >= apposed), len(tokens)) - 1
        kept.acts = kept.acts or _acts(word, sentence, tokens, max(index, verbs_from))
        if apposition:
            text, rank = describe.trimmed(apposition[1]), 3
        else:
            text, rank = _portrait(word.lower, determiner, adjectives, sentence[word.end :], following)
        if rank > kept.rank:
            kept.rank, kept.text = rank, text


def _acts(word: Word, sentence: str, tokens: list[Word], index: int) -> bool:
    """Whether a noun is somebody here: introduced in capitals, or the subject of a verb; things need a will."""
    if word.lower in LIFELESS:
        near = [token.lower for token in tokens[index + 1 : index + 3]]
        verb = next((verbs()[token][0] for token in near if token in verbs()), "")
        return verb in WILLED or verb in ("walk", "run", "jump") and word.lower not in VEHICLES
    return word.text == word.text.upper() and sentence != sentence.upper() or _acts_soon(tokens, index)


def _portrait(noun: str, determiner: str, adjectives: list[str], rest: str, following: str) -> tuple[str, int]:
    """A noun's looks as one sentence and the next tell them, and how much they tell."""
    text, rank = describe.article(" ".join((*adjectives, noun))), 2 if determiner in describe.INDEFINITE else 1
    worn = describe.garments(rest.split(",")[0]) if rank == 2 else []
    if rank == 2 and re.match(r"(?:He|She|It) (?:had|has|wore|wears) ", following):
        worn = worn or describe.garments(following)
    for garment in worn:
        text = describe.dressed(text, garment)
    return text, rank


def _acts_soon(tokens: list[Word], index: int) -> bool:
    for word in tokens[index + 1 : index + 9]:
        if word.lower in verbs():
            return True
        if word.text in ".!?;":
            return False
    return False


def _in_order(cast: Cast, script: Script) -> list[str]:
    """Names by first appearance; somebody nobody mentions and who never speaks is left out."""
    order: dict[str, None] = {}
    for scene in script.scenes:
        for item in scene.elements:
            if item.kind == "speech" and (name := cast.called(item.who)):
                order.setdefault(name)
            elif item.kind == "action":
                order.update(dict.fromkeys(mention.name for mention in cast.mentions(item.text)))
    return list(order)
