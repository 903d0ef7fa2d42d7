"""What a film and a book of a story would have to make, before anything runs, in words and with an estimate."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from melies.core.story import Story
from melies.project import history
from melies.project.plan import Item, item, plan
from melies.project.store import BOOK, Store
from melies.story.illustrate import sittings
from melies.story.open import Opened
from melies.story.production import REST, Filming, rehearse
from melies.story.soundtrack import score

SOUND = "sound"  # the plan's line of it


@dataclass(frozen=True)
class Planned:
    """What a film would have to make, and the pages of a book. sound: whether it is there.

    seconds: an estimate of the film's painting, rest of all else (the stage, sound, encoding); None where not known.
    """

    shots: tuple[Item, ...]
    pages: tuple[Item, ...]
    sound: bool
    seconds: float | None
    rest: float | None

    def lines(self) -> list[str]:
        """The plan in words, a line for each shot."""
        wide = max(len(item.shot) for item in (*self.shots, Item(SOUND, 0, ())))
        told = [f"{item.shot:<{wide}}  {_told(item)}" for item in self.shots]
        told.append(f"{SOUND:<{wide}}  {'is there' if self.sound else 'to be made'}")
        todo, frames = sum(len(item.todo) for item in self.shots), sum(item.frames for item in self.shots)
        last = f"{todo} of {frames} frames to paint" if todo else f"nothing to paint: all {frames} frames are there"
        return [*told, f"{last}{self._lasts(todo)}", *self._book()]

    def _lasts(self, todo: int) -> str:
        if todo and self.seconds is None:
            return "; how long is known after the first film"
        if self.rest is not None:
            return f", {lasting((self.seconds or 0.0) + self.rest)} with sound and encoding"
        return f", {lasting(self.seconds)}" if todo and self.seconds is not None else ""

    def _book(self) -> list[str]:
        todo = [item for item in self.pages if item.todo]
        if not self.pages:
            return []
        if not todo:
            return [f"the book's {len(self.pages)} pictures are there"]
        why = ", ".join(dict.fromkeys(reason for item in todo for reason in item.why.split(", ")))
        return [f"of the book, {len(todo)} of {len(self.pages)} pictures to paint ({why})"]


def planned(opened: Opened, story: Story, how: Filming, folder: Path, printed: Story | None = None) -> Planned:
    """The render plan of a story in its project, which need not be there yet; changes nothing.

    printed: the story as its book shows it, if that is to be told as well.
    """
    with _to_read(folder) as store:
        film = rehearse(story, opened.folder, replace(how, choices=history.choices(store)))
        shots = tuple(plan(film.all, store))
        places = () if printed is None else sittings(printed, opened.folder)
        pages = tuple(item(one.name, [one.recipe], store) for one in places)
        sound = store.sound(score(film.story, film.schedule).key) is not None
        rest = store.marked(REST)
    known = [item.seconds for item in shots if item.todo]
    whole = None if None in known else sum(filter(None, known)) / how.hands(story)
    return Planned(shots, pages, sound, whole, None if rest is None else float(rest) * film.schedule.edit.frames)


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
