"""Where, when and in what weather: what a heading or a sentence says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from melies.generators.language.literal import literal
from melies.story.lexicon import hour_words, place_words, weather_words

UNCHANGED = re.compile(
    r"\b(?:continuous|continued|same(?: time| day)?|later|moments? later|simultaneous(?:ly)?|meanwhile|"
    r"present|moving|then)\b",
    re.IGNORECASE,
)
LATER = re.compile(r"\b(?:later|next (?:day|morning|night)|days?|weeks?|years?|months?)\b", re.IGNORECASE)
FOREIGN_HOURS = {
    "jour": "day", "nuit": "night", "matin": "morning", "soir": "evening", "aube": "dawn", "crépuscule": "dusk",
    "tag": "day", "nacht": "night", "morgen": "morning", "abend": "evening", "día": "day", "dia": "day",
    "noche": "night",
    "noite": "night", "giorno": "day", "notte": "night", "amanecer": "dawn", "atardecer": "sunset", "день": "day",
    "ночь": "night", "утро": "morning", "вечер": "evening", "alba": "dawn", "tramonto": "sunset",
}  # fmt: skip
SAID = r"(?: (?:is|was|has|had|now|then|slowly|finally|already|just))*"
TURNS = (  # what a sentence may say of the sky while the shot runs, and the time it leads to
    (rf"\bsun{SAID} (?:sets?|setting|sinks?|sinking|sank|goes down|going down|went down|dips?|dipping)\b", "sunset"),
    (
        rf"\b(?:night|darkness){SAID} (?:falls?|fell|falling|comes?|came|descends?)\b|"
        r"\b(?:grows?|grew|gets?|turns?) dark\b",
        "night",
    ),
    (rf"\bdusk{SAID} (?:falls?|fell|settles?|settled|comes|came)\b|\blight{SAID} (?:fades?|faded|dims?)\b", "dusk"),
    (
        rf"\bsun{SAID} (?:rises?|rising|rose|comes up|came up)\b|\b(?:dawn|day){SAID} (?:breaks?|broke|breaking)\b",
        "sunrise",
    ),
    (rf"\bmoon{SAID} (?:rises?|rising|rose)\b|\bstars (?:come|came) out\b", "night"),
)
BEGINS = (
    (r"\b(?:begins?|began|starts?|started) to (rain|snow)\b|\b(rain|snow) (?:begins?|began|starts?|started)\b", None),
    (r"\bstorm (?:breaks?|broke|rolls? in|rolled in|gathers?|hits?)\b", "storm"),
    (r"\b(?:rain|snow|storm|downpour|blizzard|fog|mist) (?:finally |slowly )?"
     r"(?:stops?|stopped|ends?|ended|passes|passed|clears?|cleared|lifts?|lifted)\b",
     "clear"),
    (r"\b(?:mist|fog) (?:rolls?|rolled|creeps?|crept|comes|came|rises|rose)\b", "mist"),
)  # fmt: skip
DENIED = re.compile(
    r"\b(?:no|not|never|without|nor)\b(?: (?:a|an|any|single|more|drop|of|the|is|was|it|there))* [\w-]+"
    r"(?: (?:or|nor) [\w-]+)*",
    re.IGNORECASE,
)
WEAK_HOURS = frozenset(("star", "stars", "day", "sunny", "starry"))


@cache
def _finder(kind: str) -> re.Pattern[str]:
    table: Iterable[str] = {"hour": hour_words(), "weather": weather_words(), "place": place_words()}[kind]
    longest_first = sorted(table, key=lambda word: (-len(word), word))
    plural = "(?:es|s)?" if kind == "place" else ""
    return re.compile(r"(?<![\w-])(" + "|".join(map(re.escape, longest_first)) + rf"){plural}(?![\w-])", re.IGNORECASE)


def hour_said(text: str) -> str:
    """The first words of a text that say the time of day outright or by a hint, or ""."""
    text = literal(text)[0]
    text = re.sub(
        r"\b(?:good|all) (?:morning|day|afternoon|evening|night)s?\b|\b(?:one|some|every|to) ?days?\b",
        "",
        text,
        flags=re.I,
    )
    for found in _finder("hour").finditer(text):
        word = found[0].lower()
        if word not in WEAK_HOURS or word == text.strip().lower():
            return word
    return ""


def weather_said(text: str) -> str:
    """The weather words of a text, joined by commas; each once. Weather that is denied, or over, is not said."""
    text = DENIED.sub("", literal(text)[0])
    found = dict.fromkeys(match[0].lower() for match in _finder("weather").finditer(text))
    return ", ".join(found)


def place_said(text: str) -> str:
    """The first word of a text that names a kind of place, or ""."""
    found = _finder("place").search(literal(text)[0])
    return found[0].lower() if found else ""


def stage_place(text: str) -> str:
    """Which of the stage's places a text means first, or ""."""
    found = _finder("place").search(text)
    return place_words().get(found[1].lower(), "") if found else ""


def heading_time(words: str) -> str:
    """The time of a scene heading: "LATER - DUSK" -> "dusk"; "" where the last time goes on."""
    lowered = words.lower().strip()
    if lowered in FOREIGN_HOURS:
        return FOREIGN_HOURS[lowered]
    said = hour_said(lowered)
    if said or UNCHANGED.search(lowered):
        return said
    return "day" if re.search(r"\bday\b", lowered) else ""


def time_passes(words: str) -> bool:
    """Whether a heading's time says that some of it has gone by ("LATER", "NEXT DAY")."""
    return bool(LATER.search(words)) and words.strip().lower() not in ("day", "days")


def turn_of_time(text: str) -> str:
    """The time that a sentence's sky turns to ("the sun sets" -> "sunset"), or ""."""
    return next((time for pattern, time in TURNS if re.search(pattern, text, re.IGNORECASE)), "")


def turn_of_weather(text: str) -> str:
    """The weather a sentence says is beginning, or ""."""
    for pattern, weather in BEGINS:
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            return weather or next(group for group in found.groups() if group).lower()
    return ""
