"""Where the commands that speak of a project meet the rooms that do the work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from melies.cli import work
from melies.cli.work import command, home
from melies.core.errors import AuthorError
from melies.core.headway import Headway
from melies.story.open import Opened

if TYPE_CHECKING:
    from melies.project.history import Revision
    from melies.project.replay import Replay
    from melies.project.store import Made, Store
    from melies.project.tidy import Tidied
    from melies.story.forecast import Planned
    from melies.story.likenesses import Kin
    from melies.story.production import Progress
    from melies.story.project import Try


def planned(opened: Opened, said: Mapping[str, Any], shots: tuple[str, ...], folder: Path) -> Planned:
    """What a film has to make, and its book, if the film is of the whole story."""
    from melies.story.alter import altered
    from melies.story.check import check
    from melies.story.forecast import planned
    from melies.story.production import Filming

    story = altered(opened.story, **said)
    check(opened, story)
    printed = None if shots else altered(opened.story, **_of_a_book(said))
    return planned(opened, story, Filming(shots=shots), folder, printed)


def _of_a_book(said: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of a film as far as it goes for a book."""
    return {**said, "size": said["size"] or work.BOOK_SIZE, "fps": None, "song": None}


def project_of(opened: Opened, given: str | None) -> Path:
    """The project's folder. AuthorError for `none`."""
    folder = home(opened, given)
    if folder is None:
        raise AuthorError("this needs a project, which keeps what is made; leave out --project none")
    return folder


def retaken(opened: Opened, folder: Path, place: str, count: int, out: Path | None) -> Iterator[Progress]:
    """Further tries of a shot or frame; the last event's note says how it ended."""
    from melies.media.atomic import check_writable
    from melies.story import project
    from melies.story.compare import sheet
    from melies.story.production import Progress as Event

    if out is not None:
        check_writable(out)
    with project.at_work(opened, folder, command()) as store:
        film = project.remembered(store, opened)
        named = project.Place.parse(place, film.takes)
        old = project.numbers(named, film, store)
        yield from project.retake(named, count, film, store)
        found = project.tries(named, film, store)
        new = [one.number for one in found if one.number not in old]
        fresh = ", ".join(map(str, new))
        note = f"{named} has {len(found)} tries, new: {fresh}; to take one: melies choose STORY {named} N"
        if not new:
            note = f"{named} came out the same as before, for nothing in it hangs on chance; nothing changes"
        elif count == 1:
            project.choose(named, new[0], film, store)
            note = f"try {new[0]} of {named} is made and chosen; melies undo takes it back"
            film = project.remembered(store, opened)
        if out is not None:
            note = f"{note}\n{sheet(named, film, store, out)}"
        yield Event("tries", 1, 1, note)


@dataclass(frozen=True)
class Looking(Headway):
    """How far a look at the cast is, for a progress bar; `found` when it is over."""

    found: tuple[Kin, ...] = ()


def likenesses(opened: Opened, folder: Path, out: Path | None) -> Iterator[Looking]:
    """How alike the cast is from shot to shot of the film as it was made last, and a page of it."""
    from melies.media.atomic import check_writable
    from melies.story import project
    from melies.story.likenesses import kinship, sights, write

    if out is not None:
        check_writable(out)
    with project.looked_at(folder), project.at_work(opened, folder, command()) as store:
        film, every = project.remembered(store, opened), []
        for done, (shot, found) in enumerate(sights(film, store), 1):
            every += found
            yield Looking("looking", done, len(film.takes), shot)
    kins = tuple(kinship(every))
    if out is not None:
        write(out, opened.story.title, kins, every)
    yield Looking("looking", len(film.takes), len(film.takes), "", kins)


def sentence(kin: Kin) -> str:
    """What was found of one of the cast."""
    from melies.story.likenesses import said

    return said(kin)


def tries(opened: Opened, folder: Path, place: str, out: Path | None) -> list[Try]:
    """The tries of a shot or frame, and a sheet of them."""
    from melies.story import project
    from melies.story.compare import sheet

    with project.looked_at(folder) as store:
        film = project.remembered(store, opened)
        named = project.Place.parse(place, film.takes)
        if out is not None:
            sheet(named, film, store, out)
        return project.tries(named, film, store)


def chosen(opened: Opened, folder: Path, place: str, number: int) -> str:
    """Choose a try; says what is chosen."""
    from melies.story import project

    with project.at_work(opened, folder, command()) as store:
        film = project.remembered(store, opened)
        return f"revision {project.choose(project.Place.parse(place, film.takes), number, film, store).number}: " + (
            f"try {number} of {place} is chosen; melies film shows it"
        )


def moved(opened: Opened, folder: Path, to: int | str) -> list[str]:
    """Undo, redo, or go to a revision; says what was written."""
    from melies.project import history
    from melies.story import project

    with project.looked_at(folder), project.at_work(opened, folder, command()) as store:
        goal = (
            history.undone(store)
            if to == "undo"
            else history.redone(store)
            if to == "redo"
            else history.revision(store, int(to))
        )
        written = history.restore(store, opened.folder, goal)
    wrote = f"; wrote {', '.join(written)}" if written else ""
    return [f"revision {goal.number} is in force ({goal.what}){wrote}"]


def revisions(opened: Opened, folder: Path) -> tuple[list[Revision], int | None]:
    """Every revision, and the number of the one in force."""
    from melies.project import history
    from melies.story.project import looked_at

    with looked_at(folder) as store:
        now = history.head(store)
        return history.revisions(store), None if now is None else now.number


def difference(opened: Opened, folder: Path, first: int, second: int, out: Path | None) -> list[str]:
    """What differs between two revisions, in words; with `out` the pictures as a page."""
    from melies.project import history
    from melies.story import compare
    from melies.story.project import looked_at

    with looked_at(folder) as store:
        one, other = history.revision(store, first), history.revision(store, second)
        lines = compare.texts(store, one, other)
        return [*lines, str(compare.pictures_page(opened, store, one, other, out))] if out is not None else lines


def replayed(what: Path, place: str | None, given: str | None) -> Replay:
    """A picture of a file, or a frame of a story, made once more."""
    from melies.media.picture import read_info, read_rgb
    from melies.project import replay
    from melies.project.album import home as home_of
    from melies.project.store import BOOK, Pictures, Store
    from melies.story.project import looked_at

    if place is not None:
        opened = work.opened(what)
        with looked_at(project_of(opened, given)) as store:
            return replay.frame(_frame(opened, store, place), store)
    inside = what.absolute().parents[2] if len(what.absolute().parents) > 2 else what.parent
    if what.is_file() and (inside / BOOK).is_file():  # a frame's own file in a project
        with Store.at(inside) as store:
            made = store.frame_of(what.parent.name + what.name)
            if made is not None:
                return replay.frame(made, store)
    if what.is_dir() or what.suffix.lower() in (".yaml", ".yml"):
        raise AuthorError("name the frame as well, such as: melies replay tale arrival:137")
    pixels, told, album = read_rgb(what), read_info(what), home_of(what)
    if not (album / BOOK).is_file():
        return replay.picture(pixels, told)
    with Store.at(album) as store:
        return replay.picture(pixels, told, Pictures(store))


def _frame(opened: Opened, store: Store, place: str) -> Made:
    from melies.project.keys import recipes
    from melies.story import project

    film = project.remembered(store, opened)
    named = project.Place.parse(place, film.takes)
    if named.frame is None:
        raise AuthorError(f"name one frame of {named}, such as {named}:0")
    made = store.frame(recipes(film.takes[named.shot]).frames[named.frame].key)
    if made is None:
        raise AuthorError(f"{named} was not made yet; melies film makes it")
    return made


def tidied(opened: Opened, folder: Path, only_chosen: bool, dry: bool) -> Tidied:
    """Remove what the film and book as they are now don't hang on."""
    from melies.project.tidy import tidy
    from melies.story import project
    from melies.story.worth import worth

    with project.looked_at(folder), project.at_work(opened, folder, command()) as store:
        return tidy(store, *worth(opened, store, only_chosen), dry)


def packed(opened: Opened, folder: Path, out: Path) -> Iterator[Progress]:
    """A story and its project into one file."""
    from melies.media.atomic import check_writable
    from melies.project.pack import pack
    from melies.story.production import Progress as Event

    check_writable(out)
    files = {name: opened.folder / name for name in opened.names}
    inside = "." if opened.project == opened.folder else opened.project.name
    for done, of in pack(files, folder, inside, out):
        yield Event("packing", done, of)


def unpacked(file: Path, folder: Path) -> Iterator[Progress]:
    """And out of it."""
    from melies.project.pack import unpack
    from melies.story.production import Progress as Event

    for done, of in unpack(file, folder):
        yield Event("unpacking", done, of)


def exported(rows: list[dict[str, Any]], to: Path) -> str:
    """Copy frames that are made, numbered from 1 within their shots; says how many."""
    from melies.media.atomic import replacing
    from melies.motion.request import slug

    done = [row for row in rows if row["file"]]
    for row in done:
        with replacing(to / slug(row["shot"]) / f"{row['frame'] + 1:04d}.png") as draft:
            draft.write_bytes(Path(row["file"]).read_bytes())
    left = len(rows) - len(done)
    return f"{len(done)} frames are in {to}" + (f"; {left} are not made yet" if left else "")
