"""Finds the cast of a script: who is named, who acts, what each looks like, and where a sentence mentions them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from melies.story import describe
from melies.story.lexicon import NOUNS, SAYS, VEHICLES, hour_words, place_words, verbs
from melies.story.script import Script
from melies.story.sentences import Word, sentence_case, sentences, words

CROWDS = frozenset(
    "all everyone both crowd voices chorus narrator voice together others everybody people radio tv computer".split()
)
TITLES = frozenset(
    "mr mrs ms miss dr doctor captain professor king queen prince princess aunt uncle old young little sir lady".split()
)
NOT_NAMES = frozenset(
    """i the a an and but or so then now here there this that these those it he she they we you his her their its my our your
    what who when where why how yes no not oh ah if in on at by to for from with as of up down out after before once one two three every each
    all some suddenly later finally meanwhile monday tuesday wednesday thursday friday saturday sunday january february march april may june
    july august september october november december god english french german spanish chapter still far near only even just over under behind
    beside below above through across nothing something everything nobody somebody everyone again soon slowly quickly quietly""".split()
)
CAMERA = frozenset(
    """close closeup angle pov wide shot pan tilt crane tracking super title insert montage series intercut cut fade int ext day night
    continuous later cont'd beat flashback end begin back smash match dissolve over vo os we see hear sfx vfx fx on to in of the bang boom
    crash thud slam click ring buzz roar music silence ok tv black white""".split()
)
NAME = r"[^\W\d_a-z][^\W\d_]+(?:[’'-][^\W\d_]+)*(?: [^\W\d_a-z][^\W\d_]+)?"
NAMED = re.compile(
    rf"\b((?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Mm]y) [^.,;!?]{{2,120}}?) (?:named|called|known as) ({NAME})"
    r"((?: (?:in|with|wearing) [^.,;!?]{3,60})?)"
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
    """The members by name, in order of appearance."""

    members: dict[str, Member] = field(default_factory=dict)

    @cached_property
    def _ways(self) -> dict[str, str]:
        """Every way to write a member -> the name; a way that could mean two members means none."""
        ways: dict[str, set[str]] = {}
        for member in self.members.values():
            for way in _ways_to_write(member):
                ways.setdefault(way, set()).add(member.name)
            for way in member.also:
                for form in (way, way.upper(), way.capitalize()):
                    ways.setdefault(form, set()).add(member.name)
        exact = {form for name in self.members for form in (name, name.upper(), name.capitalize())}
        return {way: min(names) for way, names in ways.items() if len(names) == 1 or way in exact and way in names}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        longest_first = sorted(self._ways, key=lambda way: (-len(way), way))
        return re.compile(
            r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + r")(['’]s?)?(?![\w-])"
            if longest_first
            else r"(?!)"
        )

    def mentions(self, text: str) -> list[Mention]:
        """Where a text mentions members, in order."""
        return [
            Mention(self._ways[found[1]], found.start(), found.end(), owner=bool(found[2]))
            for found in self._pattern.finditer(text)
        ]

    def called(self, who: str) -> str | None:
        """The member a speaker's name means: "THE FOX" -> "fox"."""
        found = self.mentions(_bare(who)) or self.mentions(who)
        return found[0].name if found else None


def _ways_to_write(member: Member) -> set[str]:
    names = {member.name}
    parts = member.name.split()
    if member.named and len(parts) > 1:
        names |= {part for part in parts if part.lower() not in TITLES and len(part) > 2}
    ways = {form for name in names for form in (name, name.upper())}
    if not member.named:
        ways |= {name.capitalize() for name in names} | {sentence_case(member.name)}
    return ways


def _bare(who: str) -> str:
    return re.sub(
        r"^(?:the|a|an|his|her|their|my)\s+", "", re.sub(r"\(.*?\)|[\^#]", "", who).strip(), flags=re.IGNORECASE
    ).strip()


def find(script: Script) -> Cast:
    """The cast of a script, in order of first appearance."""
    told = [
        part
        for scene in script.scenes
        for item in scene.elements
        if item.kind == "action"
        for part in sentences(item.text)
    ]
    speakers = [item.who for scene in script.scenes for item in scene.elements if item.kind == "speech" and item.who]
    named = _speakers(speakers) if script.form == "screenplay" else {}
    named.update({name: named.get(name) or Member(name) for name in _names(script, told, speakers)})
    described = {name: _described(member, told) for name, member in named.items()}
    nouns = _nouns(told, described, [] if script.form == "screenplay" else speakers)
    cast = Cast({**described, **nouns})
    return Cast({name: cast.members[name] for name in _in_order(cast, script)})


def _speakers(cues: Iterable[str]) -> dict[str, Member]:
    """Members from the cues of a screenplay; crowds are heard, not cast."""
    members: dict[str, Member] = {}
    for cue in cues:
        for part in re.split(r"\s*(?:/|&|\bAND\b|\+|,)\s*", _bare(cue)):
            tokens = [word.lower for word in words(part)]
            if not tokens or len(tokens) > 4 or set(tokens) & CROWDS or _plural(tokens[-1]):
                continue
            noun = next((token for token in reversed(tokens) if token in NOUNS), "")
            proper = not noun or noun != tokens[-1] and not tokens[-1].isdigit()
            if not proper:
                plain = _undigit(part)
                also = (noun,) if noun != part.lower() else ()
                members.setdefault(
                    part.lower(), Member(part.lower(), describe.article(plain), NOUNS[noun], noun, False, also)
                )
            elif any(letter.isalpha() for letter in part):
                members.setdefault(sentence_case(part), Member(sentence_case(part)))
    return members


def _undigit(name: str) -> str:
    return re.sub(r"\s*\d+$", "", name.lower())


def _plural(word: str) -> bool:
    return (
        word.endswith("s")
        and (word[:-1] in NOUNS or word[:-2] in NOUNS)
        or word in ("men", "women", "children", "people", "wolves")
    )


def _names(script: Script, told: list[str], speakers: list[str]) -> list[str]:
    """Proper names: in capitals on their first entrance (screenplay), capitalised within sentences (prose)."""
    if script.form == "screenplay":
        return _capitals(told)
    found: Counter[str] = Counter()
    for sentence in told:
        found.update(_capitalised(sentence))
        found.update({named[2]: 5 for named in NAMED.finditer(sentence) if named[2][0].isupper()})
    for speaker in speakers:
        if speaker[0].isupper() and words(speaker)[0].lower not in NOT_NAMES and not describe.head_noun(speaker):
            found[speaker] += 5
    names = [name for name, count in found.items() if count >= 3]
    return [name for name in names if not any(name != other and name in other.split() for other in names)]


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
                if set(lowered) & CAMERA or lowered[-1] in NOUNS or _plural(lowered[-1]):
                    continue
                text, age = describe.after_name(after)
                following = words(after)[:2]
                acts = any(word.lower in verbs() for word in following)
                if age is not None or acts or describe.head_noun(text):
                    names.append(sentence_case(run))
    return list(dict.fromkeys(names))


def _runs(parts: list[str]) -> list[str]:
    runs: list[list[str]] = [[]]
    for part in parts:
        if part == part.upper() != part.lower():
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
        or _plural(word.lower)
        or word.lower in TITLES
    )


def _described(member: Member, told: list[str]) -> Member:
    """The member with the looks, age and pronoun that the sentences around the name tell."""
    alone = Cast({member.name: member})
    text, age, votes, garment = "", None, Counter[str](), ""
    nouns = [member.noun] if member.noun else []
    ways = _ways_to_write(member) | set(member.also)
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
    own = " ".join((*(word for word in adjectives if word not in member.name.split()), _undigit(member.name)))
    return f"{own}, {text}" if text else (own if adjectives else ""), age


def _from_its_noun(phrase: str) -> str:
    """ "the edge of a lake lived a girl in a coat" -> "a girl in a coat": from the last article that has an actor after it."""
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
        text = text or _undigit(member.name)
    elif not text:
        return describe.kind(gender, age)
    text = describe.as_seen(text[0].lower() + text[1:])
    if describe.head_noun(text):
        return describe.article(text)
    return f"{describe.kind(gender, age)}{' ' if text.startswith(('in ', 'with ', 'wearing ')) else ', '}{text}"


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
            kept.acts, kept.text = True, kept.text or describe.article(_bare(speaker).lower())
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
