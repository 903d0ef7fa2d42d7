"""Every word the stage knows, from all tables, by phrase: what each may mean where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from melies.core.plural import singulars
from melies.generators.language.tables import amounts, colours, grammar, hours, natives, places, styles, weather
from melies.scene import cutouts
from melies.scene.puppet import words as puppet

Phrase = tuple[str, ...]
Roles = dict[str, Any]

# Animals and people a cut-out shows better than the nearest puppet would.
BETTER_CUT = set(
    "tiger lion leopard panther lynx donkey dolphin orca mermaid fairy parrot peacock swan moose phoenix eagle".split()
)


@dataclass(frozen=True)
class Noun:
    """Something that can be set on the stage."""

    kind: str
    source: str  # "native", "puppet", "cutout"


@dataclass(frozen=True)
class Lexicon:
    """Phrases to roles. `longest` is the number of words of the longest phrase."""

    roles: dict[Phrase, Roles]
    longest: int

    def find(self, phrase: Phrase) -> tuple[Roles, bool] | None:
        """Roles of a phrase as written or in the singular, and whether it stood in the plural; None if unknown."""
        written = self.roles.get(phrase)
        for last in singulars(phrase[-1]):
            one = self.roles.get((*phrase[:-1], last))
            if one is None or not (set(one) & _INFLECTED):
                continue
            if written is None or not set(written) & _INFLECTED:
                return {**one, **(written or {})}, True
            if "noun" in one and written.get("noun") == one["noun"]:
                return written, True
        return None if written is None else (written, _many(phrase[-1], written))


_INFLECTED = {"noun", "place", "water", "mirrored", "hour", "hint", "weather", "garment", "does", "style"}


def _many(word: str, roles: Roles) -> bool:
    """Whether a word that is in the tables as it stands means several: "people", "ruins", "cherry blossoms"."""
    native = "noun" in roles and roles["noun"].source == "native"
    return word == "people" or native and word.endswith("s") and not word.endswith(("ss", "us", "is", "os"))


def words_of(text: str) -> Phrase:
    """A table's phrase as the lexer will see it: lower case, hyphens are spaces, no possessive sign."""
    return tuple(re.findall(r"[^\W_]+(?:['.][^\W_]+)*", text.lower().replace("’", "'").replace("-", " ")))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The one lexicon, put together once."""
    roles: dict[Phrase, Roles] = {}

    def learn(text: str, role: str, value: Any) -> None:
        phrase = words_of(text)
        if phrase:
            roles.setdefault(phrase, {}).setdefault(role, value)

    _things(learn)
    _effects(learn)
    _manner(learn)
    _grammar(learn, roles)
    _shine_through(roles)
    return Lexicon(roles, max(map(len, roles)))


def _things(learn: Any) -> None:
    for kind, others in natives.NATIVES.items():
        for text in others.split(",") if kind in natives.NOT_WORDS else (kind, *others.split(",")):
            learn(text, "noun", Noun(kind, "native"))
    cut = dict(cutouts.words())
    for word in BETTER_CUT & set(cut):
        learn(word, "noun", Noun(cut[word], "cutout"))
    for word, kind in puppet.KIND_WORDS.items():
        learn(word, "noun", Noun(kind, "puppet"))
    for pair, joined in puppet.JOINED.items():
        if joined in puppet.KIND_WORDS:
            learn(pair, "noun", Noun(puppet.KIND_WORDS[joined], "puppet"))
    for word, key in cut.items():
        if word in natives.NO_THINGS:
            continue
        learn(word, "noun", Noun(key, "cutout"))


def _effects(learn: Any) -> None:
    for listed, vote in places.PLACES.items():
        for text in listed.split(","):
            learn(text, "place", vote)
    for text in places.WATER_WORDS:
        learn(text, "water", True)
    for text in places.NEAREST:
        learn(text, "nearest", True)
    for text in places.MIRRORED:
        learn(text, "mirrored", True)
    for flavour, texts in places.FLAVOURS.items():
        for text in texts:
            learn(text, flavour, True)
    for text, rgb in places.ACCENTS.items():
        learn(text, "accent", rgb)
    for text, hour in hours.HOURS.items():
        learn(text, "hour", hour)
    for text, hour in hours.HINTS.items():
        learn(text, "hint", hour)
    for text, amounts_ in weather.WEATHER.items():
        learn(text, "weather", amounts_)


def _manner(learn: Any) -> None:
    for text, rgb in colours.COLOURS.items():
        learn(text, "colour", rgb)
    for text, factor in colours.SHADES.items():
        learn(text, "shade", factor)
    for text in colours.LEANS:
        learn(text, "leans", True)
    for text, count in amounts.COUNTS.items():
        learn(text, "count", count)
    for text, size in amounts.SIZES.items():
        learn(text, "size", size)
    for text, factor in amounts.LIFTS.items():
        learn(text, "lift", factor)
    for text in natives.MATERIALS:
        learn(text, "material", True)
    for table in (puppet.HATS, puppet.COSTUMES, puppet.PROPS, puppet.EXTRAS, puppet.PATTERNS, puppet.HAIR_STYLES):
        for text in table:
            learn(text, "garment", True)
    for pair, joined in puppet.JOINED.items():
        if joined not in puppet.KIND_WORDS:
            learn(pair, "garment", True)
    for text in {*puppet.MOODS, *puppet.BUILDS, *puppet.OLD, *puppet.LONG, *puppet.ALIKE}:
        learn(text, "manner", True)


def _grammar(learn: Any, roles: dict[Phrase, Roles]) -> None:
    for text in styles.STYLES.split(";"):
        learn(text, "style", True)
    for text in styles.OF_STYLE:
        learn(text, "of style", True)
    for text in styles.FRAMES:
        learn(text, "silent", True)
    for does, listed in grammar.DOES.items():
        for text in listed.split():
            learn(text, "does", does)
    told = set().union(grammar.STAGED, grammar.SPEAKS, grammar.COMES, grammar.GLEAMS, grammar.BEGINS, grammar.ROCKS)
    things = {text for text in told if any("noun" in roles.get((one,), {}) for one in singulars(text))}
    for text in sorted(grammar.UNDRAWN | told - things - grammar.SILENT):
        if words_of(text) in roles and set(roles[words_of(text)]) & {"noun", "does", "place", "weather"}:
            continue  # "fish", "leaves", "rows": the thing is likelier
        learn(text, "verb", True)
    for text in grammar.TRODDEN:
        learn(text, "trodden", True)
    for text, at in grammar.AT.items():
        learn(text, "at", at)
    for text, relation in grammar.RELATIONS.items():
        learn(text, "relation", relation)
    for role, listed_ in (
        ("not", grammar.NOT),
        ("join", grammar.JOINS),
        ("article", grammar.ARTICLES),
        ("wears", grammar.WEARS),
        ("silent", grammar.SILENT),
    ):
        for text in listed_:
            learn(text, role, True)


def _shine_through(roles: dict[Phrase, Roles]) -> None:
    """Parts of a longer phrase that hold anyway: "ancient temple" is ancient, "a field of" is a field."""
    for phrase, known in roles.items():
        for part in phrase:
            inner = roles.get((part,), {})
            for flavour in ("ruined", "autumn"):
                if len(phrase) > 1 and ("noun" in known or "place" in known) and flavour in inner:
                    known.setdefault(flavour, True)
            if "count" in known and "place" in inner and len(phrase) > 1:
                known.setdefault("place", inner["place"])
            if "place" in known and any(word in places.WATERS for word in (part, *singulars(part))):
                known.setdefault("water", True)
