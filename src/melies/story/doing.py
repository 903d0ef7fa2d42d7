"""Sentences to deeds: who does what, toward whom, which way, as a stage can show it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from melies.core.story import Does
from melies.story.describe import NOT_ADJECTIVES, PLURALS, is_object
from melies.story.lexicon import ANIMALS, FLIERS, SWIMMERS, VEHICLES, Deed, is_plural, verbs
from melies.story.members import Cast, Mention
from melies.story.sentences import Word, words

MOVES = ("walk", "run", "fly", "swim")  # the deeds that lead elsewhere
NEGATED = frozenset(
    "not never don't doesn't didn't won't can't cannot couldn't wouldn't isn't nobody no nothing".split()
)
NOUN_SIGNS = frozenset(
    "a an the his her its their my your our this that these those of in at by with from for no some".split()
)
ARTICLES = frozenset("a an the his her its their my your our this that these those".split())
PARTICIPLES = frozenset("seen found held caught taken thrown brought given led driven built met lit".split())
PASSIVE = frozenset("was were is are been being be".split())
PRONOUNS = {"he": "he", "him": "he", "she": "she", "it": "it", "they": "they", "them": "they"}
AMID = frozenset(
    "between among amongst amid behind under beneath below above over through past beside near around across".split()
)  # "them" after these are the trees just told of rather than people
ALONE = re.compile(
    r"(?<!\bnot )(?<!\bnever )(?<!\blet )(?<!\bleave )(?<!\bleaves )\balone\b|"
    r"\ball by (?:him|her|it|them)sel(?:f|ves)\b|"
    r"\b(?:nobody|no one)(?: else)?(?: (?:is|was))? (?:there|here|left|around|about|in sight|to be seen)\b|"
    r"\bthere (?:is|was) (?:nobody|no one)\b",
    re.IGNORECASE,
)
ANYHOW = frozenset(
    "follow cross pass approach reach meet go come enter arrive travel leave depart return move head lead emerge "
    "appear disappear vanish exit".split()
)  # ways to get somewhere that leave open whether on foot
MEASURES = frozenset("way mile miles metre metres distance length while time moment hour hours day night".split())
JOINS = frozenset(("and", ",", "then", "but", ";"))
WAYS = {
    "left": r"\b(?:to|toward|towards|from right to|off|exits?|screen) (?:the )?left\b|\bleftwards?\b",
    "right": r"\b(?:to|toward|towards|from left to|off|exits?|screen) (?:the )?right\b|\brightwards?\b",
    "far": r"\b(?:into the (?:distance|night|dark|darkness|mist|fog|forest|trees|jungle|desert|woods)|far away|"
           r"toward the horizon|to the horizon|away)\b",
    "near": r"\b(?:toward|towards|to) (?:us|the camera|the audience)\b|\binto the foreground\b|\bcloser\b",
}  # fmt: skip
INTO = re.compile(
    r"\b(?:into frame|into view|comes? in|arrives?|enters?|from (?:the )?(?:left|right|behind|afar))\b", re.IGNORECASE
)
SKYWARD = re.compile(
    r"\b(?:at|to|toward|towards|into) (?:the )?(?:sky|stars?|moon|sun|heavens?|clouds?)\b|\b(?:up|skyward)s?\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Doing:
    """One deed of one member, by its verb. toward: a member, "up" or "". way: left, right, near, far or ""."""

    who: str
    does: Does
    verb: str
    path: str = ""
    toward: str = ""
    way: str = ""
    emotion: bool = False


@dataclass(frozen=True)
class Context:
    """Whom pronouns mean: the last mentioned member for each pronoun, the last two, and those just mentioned.

    "It" means most things that are not of the cast, so it only means a member the sentence before spoke of. "They" are
    two of this scene, or of the one before as long as nobody of this one was named. many: several things were told of.
    """

    last: dict[str, str] = field(default_factory=dict)
    pair: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    many: bool = False

    def after(self, names: list[str], cast: Cast) -> Context:
        """The context once these members have been mentioned, in order."""
        last, pair = dict(self.last), self.pair
        for name in names:
            member = cast.members[name]
            unsure = ("he", "she") if member.named else ("he", "she", "it")
            for pronoun in unsure if member.gender == "any" else (member.gender,):
                last[pronoun] = name
            pair = (*(other for other in pair if other != name), name)[-2:]
        return replace(self, last=last, pair=pair, fresh=tuple(names))

    def elsewhere(self) -> Context:
        """The context in a scene at another place: who was together there isn't with whoever is named here."""
        return replace(self, pair=(), earlier=self.pair or self.earlier, many=False)

    def means(self, pronoun: str, before: str = "") -> tuple[str, ...]:
        """The members a pronoun means here, behind the word `before`; () when nobody fits."""
        kind = PRONOUNS[pronoun]
        if kind == "they":
            pair = () if self.many and (before in AMID or not self.pair) else self.pair or self.earlier
            return pair if len(pair) == 2 else ()
        meant = self.last.get(kind)
        return (meant,) if meant and (kind != "it" or meant in self.fresh) else ()


@dataclass(frozen=True)
class _Token:
    """A word of the sentence with what it means: members, or a verb."""

    word: Word
    names: tuple[str, ...] = ()
    owner: bool = False
    verb: tuple[str, Deed] | None = None


def doings(sentence: str, cast: Cast, context: Context) -> tuple[list[Doing], Context, list[str]]:
    """The deeds a sentence tells, the context after it, and everybody it mentions (pronouns included), in order."""
    tokens = _tokens(sentence, cast, context)
    named = [name for token in tokens for name in token.names]
    found: list[Doing] = []
    subject: tuple[str, ...] = ()
    since: list[tuple[int, tuple[str, ...]]] = []
    for index, token in enumerate(tokens):
        if token.names and not token.owner:
            since.append((index, token.names))
        elif token.verb and _is_verb(tokens, index):
            subject = _subject(tokens, since, subject, index, bool(found))
            since = []
            found.extend(
                Doing(who, token.verb[1].does, token.verb[0], token.verb[1].path, emotion=token.verb[1].emotion)
                for who in subject
            )
    found = [_aimed(doing, sentence, tokens) for doing in found]
    found = [_natural(doing, cast) for doing in _with_leaders(found)]
    context = replace(context.after(named, cast), many=any(_several(tokens, at) for at in range(len(tokens))))
    return _without_empty(found), context, list(dict.fromkeys(named))


def _tokens(sentence: str, cast: Cast, context: Context) -> list[_Token]:
    mentions = {mention.start: mention for mention in cast.mentions(sentence)}
    table, tokens, skip = verbs(), list[_Token](), 0
    written = words(sentence)
    for word, following in zip(written, [*written[1:], None], strict=False):
        if word.start < skip:
            continue
        before = tokens[-1].word.lower if tokens else ""
        mention: Mention | None = mentions.get(word.start)
        if mention:
            tokens.append(_Token(word, (mention.name,), mention.owner))
            context, skip = context.after([*context.fresh, mention.name], cast), mention.end
        elif word.lower in PRONOUNS:
            tokens.append(_Token(word, context.means(word.lower, before)))
        elif word.lower == "her" and is_object(following):
            tokens.append(_Token(word, context.means("she")))
        else:
            tokens.append(_Token(word, verb=table.get(word.lower)))
            context = replace(context, many=context.many or _several(tokens, len(tokens) - 1))
    return tokens


def _several(tokens: list[_Token], index: int) -> bool:
    """Whether a word of the sentence names several things: "tall pines", but not "he waves"."""
    token = tokens[index]
    signs = NOUN_SIGNS | PLURALS
    verb = token.verb and (index > 0 and tokens[index - 1].word.lower not in signs and _is_verb(tokens, index))
    return not token.names and not verb and is_plural(token.word.lower)


def _is_verb(tokens: list[_Token], index: int) -> bool:
    """Whether a word that could be a verb is one here: "the walk", "was seen" and "did not run" are none."""
    before = [token.word.lower for token in tokens[max(0, index - 3) : index]]
    word = tokens[index].word.lower
    if (
        before
        and before[-1] in NOUN_SIGNS
        and not (before[-1] in ("for", "by", "from", "of", "in") and word.endswith("ing"))
    ):
        return False
    if set(before[-2:]) & NEGATED:
        return False
    return not (before and before[-1] in PASSIVE and (word.endswith("ed") or word in PARTICIPLES))


def _subject(
    tokens: list[_Token],
    since: list[tuple[int, tuple[str, ...]]],
    subject: tuple[str, ...],
    index: int,
    continued: bool,
) -> tuple[str, ...]:
    """Whose verb stands at `index`: the members named since the last verb, unless they were its object."""
    if not since:
        return () if _somebody_else(tokens, index) else subject
    last = since[-1][0]
    between = {token.word.lower for token in tokens[last + 1 : index]}
    if continued and between & JOINS:
        return subject
    if (
        continued
        and last > 0
        and tokens[last - 1].word.lower in ("to", "toward", "towards", "at", "with", "from", "past", "by")
    ):
        return subject
    joined = [since[-1]]
    for earlier in reversed(since[:-1]):
        gap = {token.word.lower for token in tokens[earlier[0] + 1 : joined[-1][0]]} - {
            "the",
            "a",
            "an",
            "his",
            "her",
            "their",
        }
        if not gap <= {"and", ",", "&"}:
            if not continued and not gap & JOINS:
                joined = [earlier]  # "the fox behind Mira runs"
            break
        joined.append(earlier)
    return tuple(dict.fromkeys(name for _, names in reversed(joined) for name in names))


def _somebody_else(tokens: list[_Token], index: int) -> bool:
    """Whether the clause has a subject of its own that is not of the cast: "..., and the stars came out"."""
    clause: list[_Token] = []
    for token in reversed(tokens[:index]):
        if token.word.lower in JOINS:
            break
        clause.insert(0, token)
    names = any(token.names and not token.owner for token in clause)
    return len(clause) > 1 and len(clause) < index and not names and clause[0].word.lower in ARTICLES


def _aimed(doing: Doing, sentence: str, tokens: list[_Token]) -> Doing:
    """The deed with whom or what it is aimed at, and which way it goes."""
    starts = [number for number, token in enumerate(tokens) if token.verb and token.verb[0] == doing.verb]
    start = starts[0] if starts else 0
    stop = next((n for n in range(start + 1, len(tokens)) if tokens[n].verb and _is_verb(tokens, n)), len(tokens))
    after = sentence[tokens[start].word.end : tokens[stop].word.start if stop < len(tokens) else len(sentence)]
    joined = [n for n in range(start + 1, stop) if tokens[n].word.lower in JOINS] if stop < len(tokens) else []
    aims = tokens[start + 1 : joined[0] if joined else stop]
    others = [name for token in aims if not token.owner for name in token.names if name != doing.who]
    way = next(
        (name for name, pattern in WAYS.items() if re.search(pattern, f"{doing.verb} {after}", re.IGNORECASE)), ""
    )
    toward = others[0] if others else ("up" if SKYWARD.search(after) else "")
    path = doing.path
    if not path and others and re.match(r"\s*(?:up |over |back |on )?(?:to|toward|towards|after|for)\b", after):
        path = "to"
    if not path and re.match(r"\s*(?:away|off(?! (?:the|an?|his|her|its)\b))\b", after) and doing.does != "swim":
        path = "away" if doing.does in ("walk", "run", "fly") else path
    if not path and (over := re.match(r"\s*(?:across|past|by|(over))\b", after)) and doing.does in MOVES:
        path = "across" if over[1] else "past"
    if re.match(r"\s*back\b", after) and doing.does in MOVES:
        doing = replace(doing, verb="return")
    if doing.does == "fly" and _has_object(aims):
        doing = replace(doing, verb="steer")
    if doing.verb == "play" and re.match(r"\s*(?:the|an?|his|her|its|their|my|on)\b", after):
        doing = replace(doing, does="idle")  # an instrument, or a tune
    if INTO.search(f"{doing.verb} {after}") and path in ("", "in"):
        path = "in"
    return replace(doing, toward=toward, way=way, path=path)


def _has_object(aims: list[_Token]) -> bool:
    """Whether the words behind a verb begin with what it is done to: "her drone", "it", "paper kites", but not "home".

    A way or a while is none: "the whole way", "a mile".
    """
    told = [token.word.lower for token in aims[:4]]
    if not told or set(told) & MEASURES:
        return False
    named = is_plural(told[0]) or told[0] in ("it", "them") or aims[0].names
    leads = told[0] in ARTICLES | PLURALS or len(told) > 1 and is_plural(told[1])
    return bool(named) or leads and not {*told[:2]} & NOT_ADJECTIVES


def _with_leaders(found: list[Doing]) -> list[Doing]:
    """Who is followed goes ahead, even if only the follower's going is told."""
    doers = {doing.who for doing in found}
    led: list[Doing] = []
    for doing in found:
        if doing.verb in ("follow", "chase", "pursue") and doing.toward not in (*doers, "", "up"):
            led.append(Doing(doing.toward, doing.does, doing.verb))
        led.append(doing)
    return led


def _natural(doing: Doing, cast: Cast) -> Doing:
    """Birds fly rather than run, fish swim, and a boat under way keeps to the ground it has."""
    member = cast.members[doing.who]
    noun = member.noun
    if doing.path == "past" and not (doing.does == "run" and noun in ANIMALS and not member.named):
        doing = replace(doing, path="across")  # a fox that runs across the path is gone; others stay in their scene
    if doing.does in ("walk", "run") and noun in SWIMMERS:
        return replace(doing, does="swim")
    if doing.does == "walk" and noun in FLIERS and doing.verb in ANYHOW:
        return replace(doing, does="fly")
    if doing.does == "run" and noun in FLIERS and doing.verb not in ("run", "hop", "skip"):
        return replace(doing, does="fly")
    if doing.does == "fly" and noun not in FLIERS and doing.verb in ("circle", "land", "lift", "drift", "float"):
        return replace(doing, does="walk" if doing.verb in ("circle", "drift", "float") else "idle")
    if doing.verb == "steer" and noun not in FLIERS:
        return replace(doing, does="look", path="", toward=doing.toward or "up", way="")  # on the ground, at their kite
    if doing.does in ("sit", "wave", "point") and noun in VEHICLES:
        return replace(doing, does="idle")
    return doing


def cleared(sentence: str) -> bool:
    """Whether a sentence says that nobody is there but whom it names: "She stands alone", "there is nobody"."""
    return bool(ALONE.search(sentence))


def _without_empty(found: list[Doing]) -> list[Doing]:
    """Stillness said beside a real deed of the same member adds nothing ("stops and waves" is a wave)."""
    busy = {doing.who for doing in found if doing.does != "idle"}
    return [doing for doing in found if doing.does != "idle" or doing.who not in busy or doing.emotion]
