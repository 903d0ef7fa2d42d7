"""The illustrated book of a story: one picture for each shot worth a page, its words, laid out as PDF and HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from melies.core.asset import Assets, MemoryAssets
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.size import Size
from melies.core.story import Line, Shot, Story
from melies.media.picture import read as read_picture
from melies.motion.request import Take
from melies.project.keys import Recipe
from melies.project.render import Shown, one
from melies.project.store import Pictures, Store
from melies.story.book import Page, write_book
from melies.story.camera_roll import about
from melies.story.lettering import unset
from melies.story.notes import Omission
from melies.story.open import files
from melies.story.presence import Presence
from melies.story.production import Progress
from melies.story.shot_edits import with_edits
from melies.story.shots import timed
from melies.story.titles import not_set
from melies.synthesis import make

PAGE = "page: "  # before a shot's name, for the pictures of the book
MOMENT = 0.55  # the part of a shot that has passed when its picture is taken: what happens in it is under way


def book(story: Story, folder: Path, out: Path, store: Store | None = None) -> Iterator[Progress]:
    """Make the book of a story whose files lie in `folder`; yields progress, last of all with the PDF's path.

    The same requests as the film's frames: the same look, cast and places. An HTML file lies beside the PDF. store: the
    project that keeps its pictures and gives those that were made before. Raises AuthorError for whatever the author
    can mend.
    """
    assets = MemoryAssets() if store is None else Pictures(store)
    places = sittings(story, folder, assets)
    pages, told, omitted = [], set[str](), list[Omission]()
    for number, place in enumerate(places, 1):
        place.take.check()
        shown, shot = _picture(place, assets, store), place.take.shot
        page = Page("", paragraphs(story, shot, told), shown.pixels)
        pages.append(page)
        letters, present = tuple(unset(" ".join(page.paragraphs))), Presence(shot)
        present.note(shown.facts["seen"])
        omitted.append(Omission(shot.name, number, tuple(shown.facts["not_drawn"]), letters, present.missing()))
        yield Progress("pictures", number, len(places), shot.name)
    if out.suffix.lower() != ".pdf":
        raise AuthorError(f"a book's name ends in .pdf; got {out.name!r}: call it book.pdf")
    yield Progress("pages", 0, 1)
    pdf, _ = write_book(pages, story.title, story.author, out, logline=story.logline)
    omitted.append(Omission("the title page", 0, letters=tuple(not_set(story.title, story.author, story.logline))))
    yield Progress("pages", 1, 1, result=pdf, omitted=tuple(filter(None, omitted)))


@dataclass(frozen=True)
class Sitting:
    """A page's picture before it is painted: the take that it is one frame of."""

    take: Take
    frame: int

    @property
    def name(self) -> str:
        """What the project calls it."""
        return f"{PAGE}{self.take.shot.name}"

    @property
    def recipe(self) -> Recipe:
        """How it is made: by itself."""
        return Recipe(self.frame, self.take.request(self.frame))


def sittings(story: Story, folder: Path, assets: Assets | None = None) -> tuple[Sitting, ...]:
    """The pictures of a story's book in order; nothing is made. AuthorError for a drawing that can't be read."""
    size, clock, near = Size.parse(story.size), Clock.parse(story.fps), assets or MemoryAssets()
    pictures = {file: near.put(read_picture(folder / file)) for file in files(story)}
    return tuple(
        Sitting(
            with_edits(Take(story, place.shot, place.frames, clock, size, pictures), near),
            min(place.frames - 1, round(MOMENT * place.frames)),
        )
        for place in timed(story)
    )


def _picture(place: Sitting, assets: Assets, store: Store | None) -> Shown:
    """A page's picture, from the project if it is there."""
    recipe = place.recipe
    if store is not None:
        return one(place.name, recipe, store, about)
    image = make(recipe.request, assets)
    return Shown(to_bytes(image.rgb), about(image))


def paragraphs(story: Story, shot: Shot, told: set[str]) -> tuple[str, ...]:
    """A page's words: what the place is like on its first page, what happens, and what is said."""
    parts = []
    if shot.place and shot.place not in told:
        told.add(shot.place)
        described = story.places.get(shot.place, "").split(". ", 1)
        parts.append(f"{described[1].rstrip('.')}." if len(described) > 1 else "")
    happens = shot.prompt if isinstance(shot.prompt, str) else " ".join(shot.prompt.values())
    spoken = [_spoken(line) for line in shot.captions if line.text.strip()]
    parts.append("" if spoken and happens.rstrip(".").endswith((" speaks", " talk")) else happens)
    return tuple(part.strip() for part in (*parts, *spoken) if part.strip())


def _spoken(line: Line) -> str:
    """A line as a book prints it."""
    if not line.who:
        return line.text
    who = line.who if line.who != line.who.lower() else f"the {line.who}"
    return f"“{line.text}” {who} said." if line.text[-1] in "!?…" else f"“{line.text.rstrip('.')},” said {who}."
