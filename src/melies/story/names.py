"""Finds who has a name: cues and capitals in a screenplay, capitalised words that act or speak in prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from melies.generators.language.lexicon import lexicon
from melies.story import describe
from melies.story.lexicon import GIVEN, NOUNS, SAYS, hour_words, is_thing, place_words, verbs
from melies.story.members import TITLES, Member, bare, plural, undigit
from melies.story.portraits import introduced
from melies.story.sameness import told_apart
from melies.story.script import Script
from melies.story.sentences import NAME_PART, Word, in_capitals, sentence_case, words

CROWDS = frozenset(
    "all everyone both crowd voices chorus narrator voice together others everybody people radio tv computer".split()
)
NOT_NAMES = frozenset(
    """
    i the a an and but or so then now here there this that these those it he she they we you his her
    their its my our your what who when where why how yes no not oh ah if in on at by to for from with as
    of up down out after before once one two three every each all some suddenly later finally meanwhile
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december god english french german spanish chapter still far near
    only even just over under behind beside below above through across nothing something everything
    nobody somebody everyone again soon slowly quickly quietly
    """.split()
)
CAMERA = frozenset(
    """
    close closeup angle pov wide shot pan tilt crane tracking super title insert montage series intercut cut
    fade int ext day night continuous later cont'd beat flashback end begin back smash match dissolve over vo
    os we see hear sfx vfx fx on to in of the bang boom crash thud slam click ring buzz roar music silence ok
    tv black white
    """.split()
)


def speakers(cues: Iterable[str], told: list[str]) -> dict[str, Member]:
    """Members from the cues of a screenplay; crowds are heard, not cast, and a kettle that speaks is a kettle."""
    members: dict[str, Member] = {}
    own = spellings([*cues, *told])
    for cue in cues:
        for part in re.split(r"\s*(?:/|&|\bAND\b|\+|,)\s*", bare(cue)):
            tokens = [word.lower for word in words(part)]
            if not tokens or len(tokens) > 4 or set(tokens) & CROWDS or plural(tokens[-1]):
                continue
            noun = next((token for token in reversed(tokens) if token in NOUNS), "")
            proper = not noun or noun != tokens[-1] and not tokens[-1].isdigit()
            if not proper:
                plain = undigit(part)
                also = (noun,) if noun != part.lower() else ()
                members.setdefault(
                    part.lower(), Member(part.lower(), describe.article(plain), NOUNS[noun], noun, False, also)
                )
            elif _speaks_as_thing(part, tokens, told):
                also = (tokens[-1],) if len(tokens) > 1 else ()
                text = describe.article(undigit(part))
                members.setdefault(part.lower(), Member(part.lower(), text, "it", tokens[-1], False, also))
            elif any(letter.isalpha() for letter in part):
                members.setdefault(spelt(part, own), Member(spelt(part, own)))
    return members


def spellings(written: Iterable[str]) -> dict[str, str]:
    """The parts of names that stand with a capital inside anywhere, by their small letters: mcavoy -> McAvoy."""
    parts = [part for text in written for part in NAME_PART.findall(text)]
    return {
        part.lower(): sentence_case(part)
        for part in parts
        if any(before.islower() and letter.isupper() for before, letter in pairwise(part))
    }


def spelt(name: str, own: dict[str, str]) -> str:
    """A name in ordinary letters, as the author spells it where its letters are mixed."""
    return NAME_PART.sub(lambda found: own.get(found[0].lower(), found[0]), sentence_case(name))


def _speaks_as_thing(cue: str, tokens: list[str], told: list[str]) -> bool:
    """Whether a cue is a thing that speaks (KETTLE, OLD COPPER KETTLE) and not a person (EMMA STONE, MR. BELL)."""
    if not is_thing(tokens[-1]) or introduced_person(cue, told):
        return False
    if called_thing(tokens[-1], told):
        return True
    return tokens[-1] not in GIVEN and all(lexicon().find((token,)) is not None for token in tokens[:-1])


def introduced_person(name: str, told: list[str]) -> bool:
    """Whether the script says a name's age, or what kind of person it is: "STONE (40)", "STONE, a woman of 30"."""
    said = re.compile(rf"\b{re.escape(name)}\b(?:\s*\(\d|,\s+(?:aged\s+)?\d|,((?:\s+[\w-]+){{1,5}}))", re.IGNORECASE)
    found = [match[1] for sentence in told for match in said.finditer(sentence)]
    return any(words_said is None or {w.lower() for w in words_said.split()} & NOUNS.keys() for words_said in found)


def called_thing(word: str, told: list[str]) -> bool:
    """Whether the script speaks of a thing by its word: "the kettle", "an old kettle"."""
    owner = r"(?:the|an?|his|her|its|their|my|your|our)"
    found = re.compile(rf"\b{owner} (?:[\w-]+ ){{0,2}}?{re.escape(word)}\b", re.IGNORECASE)
    return any(found.search(sentence) for sentence in told)


def names(script: Script, told: list[str], cues: list[str]) -> list[str]:
    """Proper names: in capitals on their first entrance (screenplay), capitalised within sentences (prose)."""
    given = [name for sentence in told for name in introduced(sentence) if words(name)[0].lower not in NOT_NAMES]
    if script.form == "screenplay":
        own = spellings([*cues, *told])
        known = [name for name in _capitals(told) if not _speaks_as_thing(name, name.lower().split(), told)]
        return list(dict.fromkeys(spelt(name, own) for name in (*known, *given)))
    found: Counter[str] = Counter()
    for sentence in told:
        found.update(_capitalised(sentence))
    found.update({name: 5 for name in given})
    for speaker in cues:
        if speaker[0].isupper() and words(speaker)[0].lower not in NOT_NAMES and not describe.head_noun(speaker):
            found[speaker] += 5
    names = [name for name, count in found.items() if count >= 3]
    names = [name for name in names if not any(name != other and name in other.split() for other in names)]
    return told_apart(names, [*told, *cues])


def _capitals(told: list[str]) -> list[str]:
    """Runs of capitals that are introduced like somebody: followed by a comma, a bracket or a deed."""
    names = []
    for sentence in told:
        if sentence == sentence.upper():
            continue
        for found in re.finditer(
            r"(?<![\w-])[^\W\d_]{2,}(?:['’-][^\W\d_]+)*(?: [^\W\d_]{2,}(?:['’-][^\W\d_]+)*)*", sentence
        ):
            for run in _runs(found[0].split()):
                after = sentence[sentence.index(run) + len(run) :]
                lowered = [word.lower() for word in run.split()]
                if set(lowered) & CAMERA or lowered[-1] in NOUNS or plural(lowered[-1]):
                    continue
                text, age = describe.after_name(after)
                following = words(after)[:2]
                acts = any(word.lower in verbs() for word in following)
                if age is not None or acts or describe.head_noun(text) or _told_of(after):
                    names.append(sentence_case(run))
    return list(dict.fromkeys(names))


def _told_of(after: str) -> bool:
    """Whether what stands behind a name is a kind and then a deed: ", a snail with a house, looks up"."""
    found = re.match(r", (an? [^.,;!?]+), ([a-z]+)", after)
    return bool(found and describe.kind_noun(found[1]) and found[2] in verbs())


def _runs(parts: list[str]) -> list[str]:
    runs: list[list[str]] = [[]]
    for part in parts:
        if in_capitals(part):
            runs[-1].append(part)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run) for run in runs if run]


def _capitalised(sentence: str) -> dict[str, int]:
    """Capitalised names of one sentence and how strongly each looks like somebody rather than some place."""
    scores: dict[str, int] = {}
    tokens = words(sentence)
    for index, word in enumerate(tokens):
        if not word.text[0].isupper() or word.lower in NOT_NAMES or len(word.text) < 2 or _is_common(word):
            continue
        before = tokens[index - 1].lower if index else ""
        after = tokens[index + 1].lower if index + 1 < len(tokens) else ""
        acts = (
            after in verbs()
            or after in SAYS
            or after in ("was", "had", "is", "has", "and", "'s", ",")
            or word.lower.endswith("'s")
        )
        name = word.text.removesuffix("'s").removesuffix("’s")
        if name.lower() in place_words() or before in ("in", "at", "of", "from", "near", "lake", "mount", "the"):
            continue
        opening = index == 0 or before in (".", "!", "?", "…", "“", '"')
        strength = (3 if after in verbs() or after in SAYS else 2 if acts else 1) - (
            1 if opening and after not in verbs() else 0
        )
        scores[name] = scores.get(name, 0) + max(0, strength)
    return scores


def _is_common(word: Word) -> bool:
    return (
        word.lower in NOUNS
        or word.lower in verbs()
        or word.lower in hour_words()
        or plural(word.lower)
        or word.lower in TITLES
    )
