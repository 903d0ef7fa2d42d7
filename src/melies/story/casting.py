"""Finds the cast of a script: who is named, and who acts without a name; in order of first appearance."""

from __future__ import annotations

from dataclasses import dataclass

from melies.story import describe
from melies.story.lexicon import NOUNS, VEHICLES, verbs
from melies.story.members import Cast, Member, bare
from melies.story.names import names, speakers
from melies.story.portraits import described
from melies.story.script import Script
from melies.story.sentences import Word, sentences, words


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
    named = speakers(cues) if script.form == "screenplay" else {}
    named.update({name: named.get(name) or Member(name) for name in names(script, told, cues)})
    known = {name: described(member, told) for name, member in named.items()}
    nouns = _nouns(told, known, [] if script.form == "screenplay" else cues)
    cast = Cast({**known, **nouns})
    return Cast({name: cast.members[name] for name in _in_order(cast, script)})


@dataclass
class _Seen:
    """What is known of a common noun: times seen, whether it acts, its first description."""

    count: int = 0
    acts: bool = False
    text: str = ""
    rank: int = 0


def _nouns(told: list[str], named: dict[str, Member], speakers: list[str]) -> dict[str, Member]:
    """Singular creatures, people and vehicles without a name that act or speak or keep coming back."""
    taken = {member.noun for member in named.values() if member.noun}
    seen: dict[str, _Seen] = {}
    for sentence in told:
        _look(sentence, seen)
    for speaker in speakers:
        noun = describe.head_noun(speaker)
        if noun:
            kept = seen.setdefault(noun, _Seen())
            kept.acts, kept.text = True, kept.text or describe.article(bare(speaker).lower())
    return {
        noun: Member(noun, kept.text or describe.article(noun), NOUNS[noun], noun, named=False)
        for noun, kept in seen.items()
        if noun not in taken and (kept.acts or kept.count > 2 and noun not in VEHICLES)
    }


def _look(sentence: str, seen: dict[str, _Seen]) -> None:
    tokens = words(sentence)
    for index, word in enumerate(tokens):
        following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        if word.lower not in NOUNS or following in NOUNS:
            continue
        determiner, adjectives = describe.phrase_before(tokens, index)
        if determiner in describe.PLURALS or not determiner and word.text != word.text.upper():
            continue
        kept = seen.setdefault(word.lower, _Seen())
        kept.count += 1
        introduced = word.text == word.text.upper() and sentence != sentence.upper()
        kept.acts = kept.acts or introduced or _acts_soon(tokens, index)
        rank = 2 if determiner in describe.INDEFINITE else 1
        if rank > kept.rank:
            garment = describe.worn(sentence[word.end :].split(",")[0]) if rank == 2 else ""
            kept.rank, kept.text = (
                rank,
                describe.dressed(describe.article(" ".join((*adjectives, word.lower))), garment),
            )


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
