"""A story at work in its project: what was filmed last, which tries are chosen, further tries of shots and frames."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from melies.core.asset import Assets
from melies.core.errors import AuthorError, nearest
from melies.core.story import Story
from melies.motion.request import Choice, Take
from melies.project import history, journal
from melies.project.database import writing
from melies.project.keys import recipes
from melies.project.lock import alone
from melies.project.render import shown
from melies.project.store import BOOK, Pictures, Store
from melies.story.alter import altered
from melies.story.camera_roll import about
from melies.story.open import Opened
from melies.story.production import Filming, Progress, Rehearsal, rehearse
from melies.story.renamed import follow
from melies.story.shot_edits import with_edits

FILMED, BOOKED = "filmed", "booked"  # the marks under which the last film's and book's alterations stand


@dataclass(frozen=True)
class Place:
    """A shot, or one frame of it (from 0), as an author names it: `arrival`, `arrival:137`."""

    shot: str
    frame: int | None = None

    @classmethod
    def parse(cls, text: str, known: Mapping[str, Take]) -> Place:
        """Read a place of a film. AuthorError for a shot or a frame that it hasn't."""
        shot, colon, number = (text, "", "") if text in known else text.rpartition(":")
        shot = shot if colon or text in known else text
        if shot not in known:
            raise AuthorError(f"the story has no shot called {shot!r}{nearest(shot, known)}")
        if not colon:
            return cls(shot)
        last = known[shot].frames - 1
        if not number.isdecimal() or int(number) > last:
            raise AuthorError(f"shot {shot!r} has frames 0 to {last}; got {number!r}")
        return cls(shot, int(number))

    def __str__(self) -> str:
        return self.shot if self.frame is None else f"{self.shot}:{self.frame}"

    def number(self, choice: Choice) -> int:
        """Which try of this place a choice wants."""
        return choice.take if self.frame is None else choice.frames.get(self.frame, 0)

    def chosen(self, choice: Choice, number: int) -> Choice:
        """The choice with another try of this place."""
        if self.frame is None:
            return choice.model_copy(update={"take": number})
        frames = {**choice.frames, self.frame: number}
        return choice.model_copy(update={"frames": {frame: again for frame, again in frames.items() if again}})


@dataclass(frozen=True)
class Try:
    """One candidate: its number, whether it is the chosen one, and how many of its frames are there."""

    number: int
    chosen: bool
    there: int
    frames: int


@contextmanager
def at_work(opened: Opened, folder: Path, command: str) -> Iterator[Store]:
    """Hold the project of a story to change it; what the author has edited since becomes a revision first."""
    with alone(folder, command), Store.at(folder) as store:
        before = history.head(store)
        names = opened.names or tuple(before.state.files if before is not None else ())
        history.noted(store, opened.folder, names, follow(store, opened.story))
        yield store


@contextmanager
def looked_at(folder: Path) -> Iterator[Store]:
    """The store of a project that is there, to read. AuthorError where there is none."""
    if not (folder / BOOK).is_file():
        raise AuthorError(f"there is no project in {folder}; melies film makes one, or name it with --project")
    with Store.at(folder) as store:
        yield store


def remember(store: Store, alterations: Mapping[str, Any], mark: str = FILMED) -> None:
    """Note how the story is filmed, or its book made, for whoever speaks of its pictures afterwards."""
    said = {name: value for name, value in alterations.items() if value is not None}
    if "song" in said:
        said["song"] = str(Path(said["song"]).absolute())
    with writing(store.book):
        store.mark(mark, json.dumps(said))


def remembered(store: Store, opened: Opened) -> Rehearsal:
    """The film as it was made last, with the tries that are chosen now."""
    return filmed_as(store, opened, history.choices(store))


def filmed_as(store: Store, opened: Opened, choices: Mapping[str, Choice]) -> Rehearsal:
    """A story as it was filmed last, with chosen tries."""
    return rehearse(as_altered(store, opened, FILMED), opened.folder, Filming(choices=choices))


def as_altered(store: Store, opened: Opened, mark: str) -> Story:
    """A story with the alterations of its last film or book."""
    return altered(opened.story, **json.loads(store.marked(mark) or "{}"))


def tries(place: Place, film: Rehearsal, store: Store) -> list[Try]:
    """The candidates of a shot or frame, the first one included; one that came out like the first is left out."""
    take = film.takes[place.shot]
    found = [_try(number, place, take, store) for number in numbers(place, film, store)]
    return [one for one in found if one.chosen or not one.number or not _same(0, one.number, place, take, store)]


def numbers(place: Place, film: Rehearsal, store: Store) -> list[int]:
    """The numbers of all tries that were ever made of a shot or frame, in order."""
    take = film.takes[place.shot]
    found = {0, place.number(take.choice)}
    for made in store.frames(place.shot):
        if place.frame is None:
            found.add(made.request.take)
        elif made.frame == place.frame and made.request.take == take.choice.take:
            found.add(made.request.again)
    return sorted(found)


def _try(number: int, place: Place, take: Take, store: Store) -> Try:
    wanted = tried(take, place, number, Pictures(store))
    made = recipes(wanted).frames
    made = made if place.frame is None else (made[place.frame],)
    there = len(store.known(recipe.key for recipe in made))
    return Try(number, number == place.number(take.choice), there, len(made))


def tried(take: Take, place: Place, number: int, assets: Assets | None = None) -> Take:
    """The take with another try of a place; a shot's other try has no frames of its own redone.

    assets: where the author's pictures are; another try of an edited shot is another place; its things are found anew.
    """
    base = Choice() if place.frame is None else take.choice
    other = replace(take, choice=place.chosen(base, number))
    return other if other.choice.take == take.choice.take or assets is None else with_edits(other, assets)


def retake(place: Place, count: int, film: Rehearsal, store: Store) -> Iterator[Progress]:
    """Make `count` more tries of a shot or frame; only what hangs on it is made."""
    take = film.takes[place.shot]
    for pixels in film.pictures:
        Pictures(store).put(pixels)
    first = numbers(place, film, store)[-1] + 1
    for number in range(first, first + count):
        for done, _ in enumerate(shown(place.shot, tried(take, place, number, Pictures(store)), store, about), 1):
            yield Progress(f"try {number}", done, take.frames, str(place))


def choose(place: Place, number: int, film: Rehearsal, store: Store) -> history.Revision:
    """Want another try of a shot or frame from now on; a revision."""
    take = film.takes[place.shot]
    if number not in {one.number for one in tries(place, film, store)}:
        raise AuthorError(f"{place} has no try {number}; melies takes lists them, melies redo makes more")
    now = history.head(store)
    state = now.state if now is not None else history.State()
    chosen = {**state.choices, place.shot: tried(take, place, number, Pictures(store)).choice}
    return history.record(store, history.State(state.files, chosen), f"try {number} of {place} chosen")


def listed(opened: Opened, folder: Path) -> Iterator[dict[str, Any]]:
    """Every frame of the film as it was made last, as JSON-able rows."""
    with looked_at(folder) as store:
        film, states = remembered(store, opened), journal.entries(store)
        clock = film.schedule.clock
        starts = {take.name: take.start for take in film.schedule.edit.takes}
        for shot, take in film.takes.items():
            state = states.get(shot)
            for recipe in recipes(take).frames:
                made = store.frame(recipe.key)
                there = made is not None and store.blobs.has(made.blob)
                failed = state is not None and state.state == "failed"
                yield {
                    "shot": shot,
                    "frame": recipe.frame,
                    "time": round(float(clock.seconds(starts[shot] + recipe.frame)), 6),
                    "status": "done" if there else "failed" if failed else "pending",
                    "reason": state.reason if state is not None and failed and not there else "",
                    "try": take.choice.frames.get(recipe.frame, take.choice.take),
                    "sha256": made.rgb if made is not None and there else "",
                    "file": str(store.blobs.path(made.blob)) if made is not None and there else "",
                }


def _same(one: int, other: int, place: Place, take: Take, store: Store) -> bool:
    """Whether two tries are made, and equal in every byte."""
    made = [recipes(tried(take, place, number, Pictures(store))).frames for number in (one, other)]
    numbers = range(take.frames) if place.frame is None else [place.frame]
    pairs = ([store.frame(frames[number].key) for frames in made] for number in numbers)
    return all(a is not None and b is not None and a.rgb == b.rgb for a, b in pairs)
