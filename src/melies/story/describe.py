"""What a character looks like, as far as the words around a name or a noun say it."""

from __future__ import annotations

import re

from melies.story.lexicon import AGED, NOUNS, hour_words, place_words, verbs, weather_words
from melies.story.sentences import Word, words

WORN = frozenset(
    """
    coat raincoat overcoat hat cap cloak cape dress robe robes scarf boots suit spacesuit jacket gown hood
    helmet armour armor uniform shirt skirt trousers glasses beard hair eyes ears ear tail backpack umbrella
    sweater jumper crown mask shawl kimono apron wings paws fur feathers horns mane gloves shoes dungarees
    overalls poncho turban veil sunglasses goggles cane staff lantern basket moustache mustache ribbon
    necklace collar sash tunic pyjamas pajamas sneakers stripes spots scales beak whiskers
    """.split()
)
DETERMINERS = frozenset("a an the his her their its my our your this that another".split())
INDEFINITE = frozenset(("a", "an", "another"))
PLURALS = frozenset(
    "two three four five six seven eight nine ten many several some few all no every both these those".split()
)
NOT_ADJECTIVES = frozenset(
    """
    of in on at by to for from with and or but as is are was were be been has have had into onto over under
    behind beside near like than then where when while who which that there here it he she they him them
    toward towards across through past around up down out off away not
    """.split()
)
NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
)
STARTS_DRESS = re.compile(
    r"(?:in|with|wearing|dressed|clad|wrapped|his|her|an?|all|made|carrying|holding|of)\b", re.IGNORECASE
)
DRESS = re.compile(
    r"\b(?:in|with|and|had|has|wearing|wears|wore|dressed in|clad in|wrapped in|made of)\s+"
    r"((?:an?|his|her|its|their|one|two)\s+)?"
    r"((?:[a-z]+(?:-[a-z]+)*\s+){0,4}?[a-z]+(?:-[a-z]+)*)"
)


HAD = frozenset(
    """
    hair eyes beard ear ears tail wings fur feathers horns mane paws moustache mustache whiskers beak
    umbrella cane staff lantern basket backpack
    """.split()
)  # of the body or carried: one is with them, not in them
STARTS = re.compile(r"\b(?:in|with|and|had|has|wearing|wears|wore|dressed in|clad in|wrapped in|made of)\s")
KIND = re.compile(
    r"an? (?!(?:bit|little|touch|lot|few)\b|.*\bin (?:\w+ ){0,2}?(?:hands?|arms?|fists?|mouth|teeth|pockets?|lap)\b)"
    r"(?:[\w-]+ ){0,3}?([^\W\d_]{3,})(?= (?:in|with|wearing|who)\b|,(?! (?:an?|his|her|its|the)\b)|$)",
    re.IGNORECASE,
)
KIN = {"brother": "boy", "sister": "girl", "son": "boy", "daughter": "girl", "aunt": "woman", "uncle": "man"}


def as_seen(text: str) -> str:
    """Kinship can't be seen: "brother in a red cap" -> "boy in a red cap"."""
    return re.sub(r"\b(" + "|".join(KIN) + r")\b", lambda found: KIN[found[1]], text, count=1)


def article(phrase: str) -> str:
    """A phrase with "a" or "an" before it, unless a determiner stands there."""
    first = phrase.split(" ", 1)[0].lower()
    if first in DETERMINERS or first in PLURALS or not phrase:
        return phrase
    return f"{'an' if first[0] in 'aeiou' and not first.startswith(('uni', 'one', 'eu')) else 'a'} {phrase}"


def head_noun(phrase: str) -> str:
    """The noun of a phrase that can act: "retired police detective in a coat" -> "detective"; or ""."""
    found = ""
    for word in words(phrase):
        if word.lower in ("in", "with", "of", "who", "wearing", "from", "named", "called", ",") and found:
            break
        found = word.lower if word.lower in NOUNS else found
    return found


def kind_noun(phrase: str) -> str:
    """The noun of a phrase that says what somebody is, known or not: "a snail with a house" -> "snail"; or "".

    "A bit shy", "a red hat" and "a case in her hand" are no kinds, nor are places, hours and weathers.
    """
    found = KIND.match(phrase)
    noun = found[1].lower() if found else ""
    other = noun in WORN or noun in verbs() or noun in place_words() | hour_words().keys() | weather_words()
    return head_noun(phrase) or ("" if other or noun in NOT_ADJECTIVES else noun)


def worn(text: str) -> str:
    """The first thing a text says somebody wears or has: "steps out in her yellow raincoat" -> "a yellow raincoat"."""
    return next(iter(garments(text)), "")


def garments(text: str) -> list[str]:
    """What a text says somebody wears or has: "had red hair and a green jumper" -> ["red hair", "a green jumper"]."""
    found: list[str] = []
    for start in (part.start() for part in STARTS.finditer(text)):
        opening = text[start:].split(None, 1)[0].lower()
        garment = _garment(text[start:]) if opening != "and" or found else ""
        found.extend([garment] if garment and garment not in found else [])
    return found


def _garment(text: str) -> str:
    """What is worn according to a text that begins with "in", "with", "wearing", ..., or ""."""
    found = DRESS.match(text)
    tail = text[found.start(2) :].split()[:5] if found else []
    for length, word in enumerate((word.strip(".,;:!?").lower() for word in tail), 1):
        if found and word in WORN:
            quantity = (found[1] or "").strip().lower()
            plain = " ".join(tail[:length]).rstrip(".,;:!?")
            return f"{quantity} {plain}" if quantity in ("one", "two") else _one(plain)
        if word in NOT_ADJECTIVES or word in DETERMINERS or tail[length - 1][-1] in ".,;:!?":
            break
    return ""


def _one(phrase: str) -> str:
    last = phrase.split()[-1].lower()
    plural = last.endswith("s") and last not in ("glasses", "dress") or last in ("hair", "fur", "armour", "armor")
    return phrase if plural or last in ("glasses", "sunglasses") else article(phrase)


def dressed(text: str, garment: str) -> str:
    """A description with what is worn added, if it isn't there yet."""
    last = garment.split()[-1].lower() if garment else ""
    if not last or re.search(rf"\b{re.escape(last)}\b", text, re.IGNORECASE):
        return text
    return f"{text} {'with' if last in HAD or garment.startswith(('one ', 'two ')) else 'in'} {garment}"


def after_name(rest: str) -> tuple[str, int | None]:
    """A description that follows a name: `(9), small, in a coat, steps out` -> ("small, in a coat", 9)."""
    age = None
    bracket = re.match(r"\s*\(([^)]{1,80})\)", rest)
    said: list[str] = []
    if bracket:
        rest = rest[bracket.end() :]
        said, age = _with_age(bracket[1].split(","), age)
    if rest.lstrip().startswith((",", "—", "–", "--")):
        chunks = re.split(r"[,;]|\s+[—–-]+\s+|\.(?:\s|$)|[!?]", re.sub(r"^[\s,—–-]+", "", rest))
        for number, chunk in enumerate(chunks[:4]):
            if not _describes(chunk, number == 0 and not said):
                break
            more, age = _with_age([chunk], age)
            said.extend(more)
    return ", ".join(said), age


def trimmed(text: str) -> str:
    """A description without what somebody does: "a girl who lived there" -> "a girl"."""
    text = re.split(r"\b(?:who|whose|that|which)\b", text, maxsplit=1)[0]
    return " ".join(text.split()[:14])


def _describes(chunk: str, first: bool) -> bool:
    chunk = chunk.strip()
    opening = chunk.split(" ", 1)[0].lower()
    if not chunk or opening in (
        "and",
        "who",
        "then",
        "she",
        "he",
        "it",
        "they",
        "is",
        "was",
        "but",
        "as",
        "while",
        "now",
    ):
        return False
    if STARTS_DRESS.match(chunk) or re.match(r"(?:aged )?\d", chunk):
        return not re.match(r"in (?:the|front|silence|fear)\b|with (?:the|him|it|them)\b", chunk)
    if opening == "the":
        return head_noun(chunk) != ""
    acts = any(
        word.lower in verbs() and word.lower not in ("head", "lead", "land", "near", "open") for word in words(chunk)
    )
    predicate = re.match(r"[a-z]+[^s\W]s (?:an?|the|his|her|its|their|up|down|at|to|in|out|off|on|over)\b", chunk)
    return not acts and not predicate and (first or not opening.endswith("ing")) and not opening.endswith("ly")


def _with_age(chunks: list[str], age: int | None) -> tuple[list[str], int | None]:
    kept = []
    for chunk in (chunk.strip() for chunk in chunks):
        number = re.fullmatch(
            r"(?:aged |age |about |late |early |mid[- ])*(\d{1,3})(?:['’]?s| years? old|ish)?", chunk, re.IGNORECASE
        )
        if number:
            age = int(number[1])
        elif chunk:
            kept.append(chunk)
    return kept, age


def kind(gender: str, age: int | None) -> str:
    """The plainest words for a person of whom only pronoun and age are known."""
    if age is not None and age < 16:
        name = {"she": "girl", "he": "boy"}.get(gender, "child")
        return f"a {name} of {NUMBERS[age]}" if age > 2 else "a baby"
    old = "old " if age is not None and age >= 60 else ""
    return article(f"{old}{ {'she': 'woman', 'he': 'man'}.get(gender, 'person') }")


def is_object(following: Word | None) -> bool:
    """Whether "her" before this word means herself and not what is hers: "runs up to her and sits"."""
    return following is None or not following.text[0].isalnum() or following.lower in NOT_ADJECTIVES


def phrase_before(tokens: list[Word], noun: int) -> tuple[str, list[str]]:
    """The determiner (or "") and adjectives that stand before the noun at index `noun`."""
    adjectives: list[str] = []
    for word in reversed(tokens[max(0, noun - 4) : noun]):
        if word.lower in DETERMINERS or word.lower in PLURALS:
            return word.lower, adjectives[::-1]
        if (
            not word.text[0].isalpha()
            or word.lower in NOT_ADJECTIVES
            or (word.lower in verbs() and not word.lower.endswith("ing"))
        ):
            break
        adjectives.append(AGED.get(word.lower, word.lower))
    return "", adjectives[::-1]
