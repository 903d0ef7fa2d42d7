"""What each place of a script looks like, gathered from all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from melies.generators.language.literal import over
from melies.story.direct import stripped
from melies.story.members import Cast
from melies.story.script import Scene, Script
from melies.story.sentences import sentences
from melies.story.where import hour_said, turn_of_time, turn_of_weather, weather_said

PLACE_WORDS = 32  # what is said of a place once holds in all of its shots; more would crowd the picture


def key(scene: Scene) -> str:
    """What a place is called in the story."""
    return " ".join(scene.place.lower().split())


def places(script: Script, cast: Cast) -> dict[str, str]:
    """What each place looks like: its own words, and sentences of its scenes that tell of nothing but the place."""
    found: dict[str, str] = {}
    for scene in script.scenes:
        name = key(scene)
        if not name:
            continue
        text = found.setdefault(name, f"inside {name}" if scene.inside else name)
        for sentence in _telling(scene, cast):
            if len(f"{text} {sentence}".split()) <= PLACE_WORDS:
                text = f"{text}. {sentence}"
        found[name] = text
    return found


def _telling(scene: Scene, cast: Cast) -> Iterator[str]:
    """The sentences before anybody comes on that describe the place, whatever the hour: they hold in every shot."""
    for element in scene.elements:
        if element.kind == "speech":
            return
        if element.kind != "action":
            continue
        before = ""
        for sentence in sentences(element.text):
            if cast.mentions(sentence):
                return
            # "Behind it stood a lighthouse": what "it" is has just been told
            if _describes_place(re.sub(r"\bit\b", "", sentence) if before else sentence):
                yield sentence.rstrip(".")
                before = sentence


def _describes_place(sentence: str) -> bool:
    said = (
        over(sentence)
        or hour_said(sentence)
        or weather_said(sentence)
        or turn_of_time(sentence)
        or turn_of_weather(sentence)
    )
    people = re.search(
        r"\b(?:he|she|they|him|her|them|his|their|we|you|i|nobody|no|not|never|it)\b", sentence, re.IGNORECASE
    )
    shouted = sentence == sentence.upper()
    return len(sentence.split()) >= 4 and not said and not people and not shouted and stripped(sentence) == sentence
