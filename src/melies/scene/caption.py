"""A sentence that is true of one picture: what is seen of the place, the hour, the weather, the things, the cast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from melies.scene.assemble import ACTOR_KEY, HUNG_KEY, STAND_KEY
from melies.scene.render import Frame
from melies.scene.staging import Thing
from melies.scene.world import World

HOURS = ((4.9, "at night"), (7.0, "at dawn"), (11.0, "in the morning"), (14.0, "at noon"), (17.2, "in the afternoon"),
         (19.4, "at sunset"), (20.6, "at dusk"), (24.0, "at night"))  # fmt: skip
WEATHERS = {  # amount from which it is told, words
    "mist": (0.25, "in mist"), "rain": (0.1, "in the rain"), "snow": (0.1, "in falling snow"),
    "storm": (0.3, "in a storm"), "aurora": (0.2, "under an aurora"), "neon": (0.3, "in neon light"),
}  # fmt: skip
SAID = {"snow": "snowy land"}  # places whose names are no things to be one of
SIZES = ((1.8, "huge"), (0.56, ""), (0.0, "tiny"))  # at least so large: the word for it
STRANGE = ("alien", "ruined", "autumn")  # what a staging says of a whole place
LEAST = 2e-4  # of the picture: what covers less is not seen


def caption(world: World, frame: Frame, air: Mapping[str, float], cast: Mapping[str, str]) -> str:
    """The sentence; air: hour and weather now. cast: the words of each member of the cast, by name."""
    hour, dark = air.get("hour", 17.5) % 24.0, "at night"
    when = next(words for until, words in HOURS if hour < until)
    skies = [words for name, (least, words) in WEATHERS.items() if air.get(name, 0.0) >= least]
    skies = [words for words in skies if words != "under an aurora" or when == dark]
    strange = [word for word in STRANGE if world.notes.get(word)]
    place = _one(" ".join([*strange, SAID.get(world.place, world.place)]))
    seen = [masked for masked in _seen_cast(world, frame, cast)]
    return ", ".join((" ".join((place, when, *skies)), *_told(_seen_things(world, frame)), *seen))


def _seen_cast(world: World, frame: Frame, cast: Mapping[str, str]) -> Iterator[str]:
    for actor in world.actors:
        if actor.thing is None and float(frame.masks[actor.number].mean()) > LEAST:
            yield cast.get(actor.name) or actor.name


def _seen_things(world: World, frame: Frame) -> dict[Thing, int]:
    """Everything the text asked for that covers enough of the picture, and how many of it."""
    every = frame.surface[::2, ::2].ravel()  # every second pixel tells enough
    counts = np.bincount(every[(every >= HUNG_KEY) & (every < ACTOR_KEY)], minlength=1)
    found: dict[Thing, int] = {}
    for key in np.nonzero(counts > LEAST * every.size)[0].tolist():
        if STAND_KEY <= key < ACTOR_KEY:
            thing = world.stands[key - STAND_KEY].thing
        else:
            thing = world.hung[key - HUNG_KEY].thing if HUNG_KEY <= key < STAND_KEY else None
        if thing is not None:
            found[thing] = found.get(thing, 0) + 1
    for actor in world.actors:
        if actor.thing is not None and float(frame.masks[actor.number].mean()) > LEAST:
            found[actor.thing] = found.get(actor.thing, 0) + 1
    return found


def _told(things: Mapping[Thing, int]) -> Iterator[str]:
    for thing, count in things.items():
        size = next(word for least, word in SIZES if thing.size >= least)
        one = thing.kind if thing.count > 1 else thing.words or thing.kind
        words = " ".join(filter(None, (size, one if count == 1 else thing.words or thing.kind)))
        yield _one(words) if count == 1 else f"{count} {words}"


def _one(words: str) -> str:
    return f"{'an' if words[:1].lower() in 'aeiou' else 'a'} {words}"
