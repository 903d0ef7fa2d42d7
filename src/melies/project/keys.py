"""A frame's key: the hash of its complete request and of all that its bytes depend on. Equal keys, equal frames."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from melies.core.request import Request
from melies.motion.anchors import anchor_frames, neighbours
from melies.motion.frames import carries, paints
from melies.motion.request import Take
from melies.project import parts


@dataclass(frozen=True)
class Recipe:
    """How a frame is made: its request before anything is carried to it, and the keys of the frames it carries from.

    A painter's anchor carries from the one before it, and through it hangs on all that came before; a frame between two
    anchors carries from both; others from none.
    """

    frame: int
    request: Request
    sources: tuple[str, ...] = ()

    @cached_property
    def key(self) -> str:
        """SHA-256 of what it means; the names of files don't count, their content does."""
        return key(self.request, self.sources)


@dataclass(frozen=True)
class Recipes:
    """The recipes of a shot: of every frame as it is chosen, and of every anchor's tries by (frame, again)."""

    frames: tuple[Recipe, ...]
    anchors: Mapping[tuple[int, int], Recipe]


def key(request: Request, sources: Sequence[str] = ()) -> str:
    """The key of a picture that is made from `request` and from pictures with the keys `sources`."""
    named = parts.files(request)
    options = {name: value for name, value in request.options.items() if name not in named}
    mix = {str(number): share for number, share in enumerate(request.look.mix.values(), 1)}
    look = request.look.model_copy(update={"name": "none", "mix": mix})
    plain = request.model_copy(update={"options": options, "look": look})
    about = {"code": parts.code(), "weights": parts.weights(request), "request": plain.canonical(), "from": [*sources]}
    return hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()


def recipes(take: Take) -> Recipes:
    """Every frame's recipe, in order; nothing is made."""
    carried = carries(take)
    painter = carried and paints(take)
    places = anchor_frames(take.frames) if carried else ()
    anchors = _anchors(take, places, painter)
    made: list[Recipe] = []
    for frame in range(take.frames):
        request = take.request(frame)
        if (frame, request.again) in anchors:
            made.append(anchors[frame, request.again])
        elif not carried or (request.again and not painter):
            made.append(Recipe(frame, request))
        else:
            around = (anchors[at, take.choice.frames.get(at, 0)] for at in neighbours(frame, places))
            made.append(Recipe(frame, request, tuple(anchor.key for anchor in around)))
    return Recipes(tuple(made), anchors)


def _anchors(take: Take, places: Sequence[int], painter: bool) -> dict[tuple[int, int], Recipe]:
    found: dict[tuple[int, int], Recipe] = {}
    before: tuple[str, ...] = ()
    for frame in places:
        request = take.request(frame)
        for again in {0, request.again}:
            found[frame, again] = Recipe(frame, request.model_copy(update={"again": again}), before)
        before = (found[frame, 0].key,) if painter else ()
    return found
