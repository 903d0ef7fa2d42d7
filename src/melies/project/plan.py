"""The render plan: what has to be made, what is there already, and why; a pure function of the takes and the store."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from melies.core.request import Request
from melies.motion.request import Take
from melies.project import parts
from melies.project.keys import Recipe, recipes
from melies.project.store import Made, Store

NEVER, UNFINISHED, LOST = "never made", "not finished", "its files are gone"
MACHINE = ("machine", "instructions", "threads")  # facts of a maker that pace hangs on
FEWEST, RECENT = 3, 240  # frames that an estimate goes by
WORDS = {  # fields of a request, and what an author calls them
    "engine": "the engine", "size": "the size", "seed": "the seed", "place": "the place",
    "setting": "the place's words",
    "prompt": "the words", "avoid": "what to avoid", "cast": "the cast", "acts": "who does what",
    "seconds": "the frame rate", "view": "the camera", "time": "the hour", "weather": "the weather",
    "atmosphere": "the air", "options": "the settings", "look": "the look", "style": "the look", "take": "another take",
    "again": "a frame is redone", "changes": "its edits", "coats": "its edits", "zones": "its regions",
    "guides": "its losses",
}  # fmt: skip


@dataclass(frozen=True)
class Item:
    """One shot of the plan. todo: numbers of the frames to make; why: in words; seconds: an estimate, if known."""

    shot: str
    frames: int
    todo: tuple[int, ...]
    why: str = ""
    seconds: float | None = None


def plan(takes: Mapping[str, Take], store: Store) -> Iterator[Item]:
    """Every take's item, in the order in which they are made."""
    for name, take in takes.items():
        yield item(name, recipes(take).frames, store)


def item(name: str, wanted: Sequence[Recipe], store: Store) -> Item:
    """What is to be made of some pictures that the project keeps under a name."""
    made = {recipe.frame: recipe for recipe in wanted}
    there = store.known(recipe.key for recipe in wanted)
    todo = tuple(frame for frame, recipe in made.items() if recipe.key not in there)
    if not todo:
        return Item(name, len(made), ())
    past = store.frames(name)
    why = _why(made, todo, past, store)
    return Item(name, len(made), todo, why, _seconds([made[frame] for frame in todo], past, store))


def _why(made: Mapping[int, Recipe], todo: tuple[int, ...], past: list[Made], store: Store) -> str:
    """Why frames have to be made: what differs from the newest that were made at their places."""
    newest = {old.frame: old for old in past}
    if not newest:
        return NEVER
    keys = {old.key for old in past}
    if any(made[frame].key in keys for frame in todo):
        return LOST
    reasons: dict[str, None] = {}
    for frame in todo:
        if frame in newest:
            reasons |= dict.fromkeys(_differences(made[frame], newest[frame], store))
    if len(todo) < len(made) and not reasons:
        return UNFINISHED
    return ", ".join(reasons) or UNFINISHED


def _differences(recipe: Recipe, old: Made, store: Store) -> list[str]:
    """What has changed between a frame and the last one that was made in its place, in words."""
    before, now = (_fields(request) for request in (old.request, recipe.request))
    changed = [name for name in now if now[name] != before.get(name)]
    if changed:
        return list(dict.fromkeys(WORDS.get(name, name) for name in changed))
    if store.maker(old.maker).get("code") != parts.code():
        return ["Melies itself"]
    return ["a frame it hangs on"] if recipe.sources != old.sources else ["weights that it is painted with"]


def _fields(request: Request) -> dict[str, object]:
    return {name: getattr(request, name) for name in type(request).model_fields}


def _seconds(todo: Sequence[Recipe], past: list[Made], store: Store) -> float | None:
    """How long pictures of one kind should last on this machine, by what was made here before; None: unknown."""
    asked = todo[0].request
    here = {name: parts.maker()[name] for name in MACHINE}
    alike = [
        old
        for old in past or store.frames()
        if old.seconds > 0
        and old.request.engine == asked.engine
        and {name: store.maker(old.maker).get(name) for name in MACHINE} == here
    ]
    paces = sorted(old.seconds / (old.request.size.width * old.request.size.height) for old in alike[-RECENT:])
    if len(paces) < FEWEST:
        return None
    usual = paces[: -max(1, len(paces) // 50)]  # the slowest set the stage as well
    return len(todo) * statistics.fmean(usual) * asked.size.width * asked.size.height
