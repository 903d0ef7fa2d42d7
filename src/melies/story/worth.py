"""What of a project is worth keeping: the film and book as they are now, with all their tries or the chosen ones."""

from __future__ import annotations

from melies.project.keys import recipes
from melies.project.store import Pictures, Store
from melies.story.illustrate import sittings
from melies.story.open import Opened
from melies.story.production import Rehearsal
from melies.story.project import BOOKED, Place, as_altered, numbers, remembered, tried
from melies.story.soundtrack import score


def worth(opened: Opened, store: Store, only_chosen: bool) -> tuple[set[str], set[str]]:
    """The keys of frames and of sounds to keep. only_chosen: no other tries."""
    film = remembered(store, opened)
    frames = {recipe.key for take in film.all.values() for recipe in recipes(take).frames}
    if not only_chosen:
        frames |= {key for shot in film.takes for key in _tries(shot, film, store)}
    printed = as_altered(store, opened, BOOKED)
    frames |= {one.recipe.key for one in sittings(printed, opened.folder)}
    return _with_sources(frames, store), {score(film.story, film.schedule).key}


def _tries(shot: str, film: Rehearsal, store: Store) -> set[str]:
    """The keys of all tries of a shot and of its frames."""
    take, found = film.takes[shot], set[str]()
    for number in numbers(Place(shot), film, store):
        found |= {recipe.key for recipe in recipes(tried(take, Place(shot), number, Pictures(store))).frames}
    for frame in sorted({made.frame for made in store.frames(shot) if made.request.again}):
        place = Place(shot, frame)
        for number in numbers(place, film, store) if frame < take.frames else ():
            found |= {recipe.key for recipe in recipes(tried(take, place, number, Pictures(store))).frames}
    return found


def _with_sources(keys: set[str], store: Store) -> set[str]:
    """The keys, and those of all anchors that their frames carry from."""
    found, new = set[str](), set(keys)
    while new:
        found |= new
        rows = [store.frame(key) for key in new]
        new = {source for made in rows if made is not None for source in made.sources} - found
    return found
