"""The small language of `prompts.py`: which facts of a staging hold."""

from __future__ import annotations

import numpy as np

from melies.generators.language.tables.colours import COLOURS
from melies.scene.staging import WEATHER, Staging, Thing

SIZES = {"tiny": (0, 0.6), "small": (0, 0.9), "big": (1.2, 9), "huge": (1.8, 9)}
SIDES = {"left": (-1, -0.05), "right": (0.05, 1), "centre": (-0.1, 0.1)}


def failures(staging: Staging, facts: str) -> list[str]:
    """The facts that do not hold."""
    return [fact for fact in map(str.strip, facts.split(";")) if not holds(staging, fact)]


def holds(staging: Staging, fact: str) -> bool:
    """Whether one fact holds."""
    if fact.startswith("place="):
        return staging.place == fact[6:]
    if fact.startswith("hour="):
        apart = abs(staging.hour - float(fact[5:])) % 24
        return min(apart, 24 - apart) <= 1.3
    if fact.startswith("accent="):
        return staging.accent is not None and _close(staging.accent, fact[7:])
    if fact.startswith("?"):
        return any(fact[1:].lower() == words.lower() for words in staging.not_drawn)
    if fact.startswith("!"):
        return not any(thing.kind == fact[1:] and thing.count for thing in staging.things)
    if fact == "quiet":
        return all(words.startswith("style: ") for words in staging.not_drawn)
    if fact == "dry":
        return staging.water is False
    if fact in ("alien", "ruined", "water"):
        return bool(getattr(staging, fact))
    if fact.lstrip("-") in WEATHER:
        amount = staging.weather.get(fact.lstrip("-"), 0.0)
        return amount <= 0.05 if fact.startswith("-") else amount > 0.2
    return any(_is(thing, fact) for thing in staging.things)


def _is(thing: Thing, fact: str) -> bool:
    head, *rest = fact.split("*")
    if rest:
        number, *attributes = rest[0].split()
        return thing.kind == head and thing.count == int(number) and all(_has(thing, word) for word in attributes)
    if not (fact + " ").startswith(thing.kind + " "):
        return False
    return thing.count > 0 and all(_has(thing, word) for word in fact[len(thing.kind) :].split())


def _has(thing: Thing, word: str) -> bool:
    if word in SIDES:
        low, high = SIDES[word]
        return thing.x is not None and low <= thing.x <= high
    if word in SIZES:
        low, high = SIZES[word]
        return low <= thing.size <= high
    if word in COLOURS:
        return thing.colour is not None and _close(thing.colour, word)
    if word == "air":
        return thing.airborne
    return word in (thing.depth, thing.does)


def _close(colour: tuple[float, float, float], name: str) -> bool:
    return float(np.abs(np.array(colour) * 255 - COLOURS[name]).max()) < 40
