"""What a story names but its file can't define: engine, looks, scene variables. Found out before any work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from melies.core.asset import Ref
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look, Story
from melies.generators.base import Generator, engine
from melies.generators.base import check as check_request
from melies.models.looks import load
from melies.motion.request import Take
from melies.sound.compose.composer import write
from melies.story.nodes import Path as Place
from melies.story.open import Opened
from melies.story.shots import Timed, timed
from melies.synthesis.loop import chosen

FIELD = re.compile(r"\b(schedules|camera)\.(\w+)")


def check(opened: Opened, story: Story) -> None:
    """Refuse what would fail later, with file, line and shot; builds no world and reads no picture.

    story: the opened one, perhaps changed on the command line. What was changed there is told without a line.
    """
    with _told(opened, ("engine",), story.engine == opened.story.engine):
        generator = engine(story.engine)
    _look(opened, ("look", "name"), story.look, story.look == opened.story.look)
    if story.sound.compose is not None and story.sound.song is None:
        with _told(opened, ("sound", "compose")):
            write(story.sound.compose, 8.0, Seed(story.seed))
    for number, wish in enumerate(story.inspirations):
        if wish.kind != "style" or wish.avoid:
            kind = f"{'avoiding ' if wish.avoid else ''}{wish.kind!r}"
            raise opened.wrong(("inspirations", number), f"nothing takes {kind} yet; say it in the prompts, or drop it")
    for number, placed in enumerate(timed(story)):
        if placed.shot.look is not None:
            _look(opened, ("shots", number, "look", "name"), placed.shot.look, True)
        _shot(opened, story, placed, number, generator)


def _look(opened: Opened, place: Place, look: Look, from_file: bool) -> None:
    with _told(opened, place, from_file):
        if look.name != "none":
            load(look.name)


def _shot(opened: Opened, story: Story, placed: Timed, number: int, generator: Generator) -> None:
    """Ask the engine, the finishers and the schedules whether they can take the shot."""
    files = [member.picture for member in story.cast.values()] + [wish.file for wish in story.inspirations]
    pictures = {file: Ref(sha256="0" * 64, width=1, height=1) for file in files if file}
    take = Take(story, placed.shot, placed.frames, Clock.parse(story.fps), Size.parse(story.size).even(), pictures)
    place: Place = ("shots", number)
    with _told(opened, place):
        take.check()
        request = take.request(0)
        chosen(request)
        check_request(generator, request.model_copy(update={"atmosphere": {}}))
    for name, value in request.atmosphere.items():
        with _told(opened, (*place, "schedules", name)):
            check_request(generator, request.model_copy(update={"atmosphere": {name: value}}))


@contextmanager
def _told(opened: Opened, place: Place, from_file: bool = True) -> Iterator[None]:
    """A refusal inside is the author's mistake at `place`; one that names a field stands on that field's line."""
    try:
        yield
    except AuthorError as error:
        if not from_file:
            raise
        problem = str(error)
        if place[:1] == ("shots",) and len(place) == 2:
            problem = problem.removeprefix(f"shot {opened.story.shots[int(place[1])].name!r}: ")
            field = FIELD.search(problem)
            if field is not None:
                place, problem = (*place, *field.groups()), _without(problem, field)
        raise opened.wrong(place, problem) from None


def _without(problem: str, field: re.Match[str]) -> str:
    """The problem without its field's name where it begins with it: the place says it already."""
    return problem[field.end() :].lstrip(" ,:") if field.start() == 0 else problem
