"""A story at work in its project: what was filmed last, which tries are chosen, further tries of shots and frames."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from melies.core.errors import AuthorError, nearest
from melies.core.story import Story
from melies.motion.request import Choice, Take
from melies.project import history, journal
from melies.project.database import writing
from melies.project.keys import recipes
from melies.project.lock import alone
from melies.project.plan import Item, plan
from melies.project.render import shown
from melies.project.store import BOOK, Pictures, Store
from melies.story.alter import altered
from melies.story.camera_roll import about
from melies.story.open import Opened
from melies.story.production import Filming, Progress, Rehearsal, rehearse
from melies.story.soundtrack import score

FILMED = "filmed"  # the mark under which the last film's alterations stand


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
        history.noted(store, opened.folder, names)
        yield store


@contextmanager
def looked_at(folder: Path) -> Iterator[Store]:
    """The store of a project that is there, to read. AuthorError where there is none."""
    if not (folder / BOOK).is_file():
        raise AuthorError(f"there is no project in {folder}; melies film makes one, or name it with --project")
    with Store.at(folder) as store:
        yield store


def remember(store: Store, alterations: Mapping[str, Any]) -> None:
    """Note how the story is filmed, for whoever speaks of its frames afterwards."""
    said = {name: value for name, value in alterations.items() if value is not None}
    if "song" in said:
        said["song"] = str(Path(said["song"]).absolute())
    with writing(store.book):
        store.mark(FILMED, json.dumps(said))


def remembered(store: Store, opened: Opened) -> Rehearsal:
    """The film as it was made last, with the tries that are chosen now."""
    return filmed_as(store, opened, history.choices(store))


def filmed_as(store: Store, opened: Opened, choices: Mapping[str, Choice]) -> Rehearsal:
    """A story as it was filmed last, with chosen tries."""
    said = json.loads(store.marked(FILMED) or "{}")
    story = altered(opened.story, **said)
    return rehearse(story, opened.folder, Filming(choices=choices))


def tries(place: Place, film: Rehearsal, store: Store) -> list[Try]:
    """The candidates of a shot or frame, the first one included."""
    take = film.takes[place.shot]
    numbers = {0, place.number(take.choice)}
    for made in store.frames(place.shot):
        if place.frame is None:
            numbers.add(made.request.take)
        elif made.frame == place.frame and made.request.take == take.choice.take:
            numbers.add(made.request.again)
    return [_try(number, place, take, store) for number in sorted(numbers)]


def _try(number: int, place: Place, take: Take, store: Store) -> Try:
    wanted = tried(take, place, number)
    made = recipes(wanted).frames
    made = made if place.frame is None else (made[place.frame],)
    there = len(store.known(recipe.key for recipe in made))
    return Try(number, number == place.number(take.choice), there, len(made))


def tried(take: Take, place: Place, number: int) -> Take:
    """The take with another try of a place; a shot's other try has no frames of its own redone."""
    base = Choice() if place.frame is None else take.choice
    return replace(take, choice=place.chosen(base, number))


def retake(place: Place, count: int, film: Rehearsal, store: Store) -> Iterator[Progress]:
    """Make `count` more tries of a shot or frame; only what hangs on it is made."""
    take = film.takes[place.shot]
    for pixels in film.pictures:
        Pictures(store).put(pixels)
    first = tries(place, film, store)[-1].number + 1
    for number in range(first, first + count):
        for done, _ in enumerate(shown(place.shot, tried(take, place, number), store, about), 1):
            yield Progress(f"try {number}", done, take.frames, str(place))


def choose(place: Place, number: int, film: Rehearsal, store: Store) -> history.Revision:
    """Want another try of a shot or frame from now on; a revision."""
    take = film.takes[place.shot]
    if number not in {one.number for one in tries(place, film, store)}:
        raise AuthorError(f"{place} has no try {number}; melies takes lists them, melies redo makes more")
    now = history.head(store)
    state = now.state if now is not None else history.State()
    chosen = {**state.choices, place.shot: tried(take, place, number).choice}
    return history.record(store, history.State(state.files, chosen), f"try {number} of {place} chosen")


@dataclass(frozen=True)
class Planned:
    """What a film would have to make. sound: whether it is there. seconds: an estimate of the painting, if known."""

    items: tuple[Item, ...]
    sound: bool
    seconds: float | None

    def lines(self) -> list[str]:
        """The plan in words, a line for each shot."""
        wide = max(len(item.shot) for item in self.items)
        told = [f"{item.shot:<{wide}}  {_told(item)}" for item in self.items]
        todo, frames = sum(len(item.todo) for item in self.items), sum(item.frames for item in self.items)
        told.append(f"{'sound':<{wide}}  {'is there' if self.sound else 'to be made'}")
        if not todo:
            return [*told, f"nothing to paint: all {frames} frames are there"]
        lasts = f", {lasting(self.seconds)}" if self.seconds is not None else "; how long is known after the first film"
        return [*told, f"{todo} of {frames} frames to paint{lasts}"]


def planned(opened: Opened, story: Story, how: Filming, folder: Path) -> Planned:
    """The render plan of a story in its project, which need not be there yet; changes nothing."""
    with _to_read(folder) as store:
        film = rehearse(story, opened.folder, replace(how, choices=history.choices(store)))
        items = tuple(plan(film.all, store))
        sound = store.sound(score(film.story, film.schedule).key) is not None
    known = [item.seconds for item in items if item.todo]
    whole = None if None in known else sum(filter(None, known)) / how.hands(story)
    return Planned(items, sound, whole)


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


def lasting(seconds: float) -> str:
    """A length of time as people say it: `about 40 s`, `about 12 min`."""
    if seconds < 90:
        return f"about {max(1, round(seconds))} s"
    return f"about {round(seconds / 60)} min" if seconds < 5400 else f"about {seconds / 3600:.1f} h"


def _told(item: Item) -> str:
    if not item.todo:
        return "is there"
    part = "all frames" if len(item.todo) == item.frames else f"{len(item.todo)} of {item.frames} frames"
    lasts = f", {lasting(item.seconds)}" if item.seconds is not None else ""
    return f"{part} to make ({item.why}){lasts}"


@contextmanager
def _to_read(folder: Path) -> Iterator[Store]:
    """The project's store, or an empty one where there is none yet."""
    if (folder / BOOK).is_file():
        with Store.at(folder) as store:
            yield store
    else:
        with TemporaryDirectory(prefix="melies-") as empty, Store.at(Path(empty)) as store:
            yield store


def alike(place: Place, number: int, film: Rehearsal, store: Store) -> bool:
    """Whether a new try is, byte for byte, the one that is chosen now."""
    take = film.takes[place.shot]
    now, new = (recipes(one).frames for one in (take, tried(take, place, number)))
    numbers = range(take.frames) if place.frame is None else [place.frame]
    rows = [[store.frame(made[frame].key) for frame in numbers] for made in (now, new)]
    return all(a is not None and b is not None and a.rgb == b.rgb for a, b in zip(*rows, strict=True))
