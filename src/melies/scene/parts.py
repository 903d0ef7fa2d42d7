"""What a picture of the stage is made of: every thing that is seen in it, by name, with the pixels that show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool
from numpy import ndarray

from melies.scene.assemble import ACTOR_KEY, ACTOR_SPAN, HUNG_KEY, STAND_KEY
from melies.scene.labels import PALETTE
from melies.scene.render import Frame
from melies.scene.staging import Thing
from melies.scene.world import World

STAND, HUNG, ACTOR = "stand", "hung", "actor"
SEEN = 6  # pixels that a part shows at least


@dataclass(frozen=True, eq=False)
class Part:
    """One thing on the stage. name: what a request calls it (`stand 12`). label: its class. kind: its painter's name.

    thing: what the author's words asked for; who: the member of the cast it is. shows: the pixels that show it.
    """

    name: str
    label: str
    shows: Bool[ndarray, "h w"]
    kind: str = ""
    thing: Thing | None = None
    who: str = ""


def parts(world: World, frame: Frame) -> Iterator[Part]:
    """Every card that stands or hangs and is seen, and everybody; not the floor, the sky and the horizon's rings."""
    keys, counts = np.unique(frame.surface, return_counts=True)
    labels = list(PALETTE)
    people = dict.fromkeys(int(key - ACTOR_KEY) // ACTOR_SPAN for key in keys if key >= ACTOR_KEY)
    for key in (int(key) for key, count in zip(keys, counts, strict=True) if count >= SEEN):
        if STAND_KEY <= key < ACTOR_KEY:
            stand = world.stands[key - STAND_KEY]
            name, card, thing = f"{STAND} {key - STAND_KEY}", stand.card, stand.thing
        elif HUNG_KEY <= key < STAND_KEY:
            hung = world.hung[key - HUNG_KEY]
            name, card, thing = f"{HUNG} {key - HUNG_KEY}", hung.card, hung.thing
        else:
            continue
        shows = frame.surface == key
        label = labels[int(np.bincount(frame.labels[shows]).argmax())]
        yield Part(name, label, shows, world.kinds[card], thing)
    for number in people:
        actor = next(actor for actor in world.actors if actor.number == number)
        shows = (frame.surface >= ACTOR_KEY) & ((frame.surface - ACTOR_KEY) // ACTOR_SPAN == number)
        who = "" if actor.thing is not None else actor.name
        yield Part(f"{ACTOR} {number}", actor.label, shows, "", actor.thing, who)
