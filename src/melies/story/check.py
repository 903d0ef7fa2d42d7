"""What a story names but its file can't define: engine, looks, hours, scene variables. Found out before any work."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from melies.core.asset import Ref
from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look, Shot, Story
from melies.core.words import phrases
from melies.generators.base import Generator, engine
from melies.generators.base import check as check_request
from melies.generators.language import hour, weather
from melies.generators.language.tables.weather import WEATHER
from melies.models.looks import load
from melies.motion.request import Take
from melies.motion.settings import painter
from melies.sound.compose.composer import write
from melies.story.lexicon import hour_words
from melies.story.nodes import Path as Place
from melies.story.open import Opened, files
from melies.story.shots import Timed, seconds, timed
from melies.story.spelling import misspelt
from melies.synthesis.loop import chosen

Reads = tuple[Callable[[str], object], Collection[str], str]  # how words are read, known ones, what they have to say
SAID: dict[str, Reads] = {
    "time": (lambda text: hour(text) is not None, hour_words(), "an hour, such as dawn, noon, dusk, night or 18:30"),
    "weather": (weather, WEATHER, "weather, such as clear, overcast, mist, light rain, snow, storm or windy"),
}
FIELD = re.compile(r"\b(schedules|camera)\.(\w+)")


def check(opened: Opened, story: Story) -> None:
    """Refuse what would fail later, with file, line and shot; builds no world and reads no picture.

    story: the opened one, perhaps changed on the command line. What was changed there is told without a line.
    """
    with _told(opened, ("engine",), story.engine == opened.story.engine):
        engine(story.engine)
    _look(opened, ("look", "name"), story.look, story.look == opened.story.look)
    if story.sound.compose is not None and story.sound.song is None:
        with _told(opened, ("sound", "compose")):
            write(story.sound.compose, 8.0, Seed(story.seed))
    for number, placed in enumerate(timed(story)):
        if placed.shot.look is not None:
            _look(opened, ("shots", number, "look", "name"), placed.shot.look, True)
        _words(opened, opened.story.shots[number], ("shots", number))
        _pictured(opened, story, number)
        _shot(opened, story, placed, number, engine(painter(story, placed.shot)))


def _pictured(opened: Opened, story: Story, number: int) -> None:
    """Refuse what a shot of a picture can't show."""
    shot = story.shots[number] if number < len(story.shots) else None
    if shot is None or not shot.picture:
        return
    for key in ("acts", "time", "weather", "avoid", "edits"):
        if getattr(shot, key):
            raise opened.wrong(("shots", number, key), "a shot of a picture shows the picture as it is; leave it out")
    if shot.camera.subject is not None or shot.camera.framing != "wide":
        key = "subject" if shot.camera.subject is not None else "framing"
        raise opened.wrong(("shots", number, "camera", key), "nobody is staged in a picture; leave it out")


def _look(opened: Opened, place: Place, look: Look, from_file: bool) -> None:
    """place: of the look's name."""
    for name in look.mix:
        with _told(opened, (*place[:-1], "mix"), from_file):
            load(name)
    with _told(opened, place, from_file):
        if look.name != "none":
            load(look.name)
        elif from_file and not (look.mix or look.palette) and look != Look() and look.strength != 0:
            raise AuthorError("the look has settings and no name; say which look, such as `name: starry oils`")


def _shot(opened: Opened, story: Story, placed: Timed, number: int, generator: Generator) -> None:
    """Ask the engine, the finishers and the schedules whether they can take the shot."""
    pictures = {file: Ref(sha256="0" * 64, width=1, height=1) for file in files(story)}
    take = Take(story, placed.shot, placed.frames, Clock.parse(story.fps), Size.parse(story.size).even(), pictures)
    place: Place = ("shots", number)
    with _told(opened, place):
        spans = take.check()
        request = take.request(0)
        chosen(request)
        check_request(generator, request.model_copy(update={"atmosphere": {}}))
    for name, span in spans.items():
        for value in span:
            with _told(opened, (*place, "schedules", name)):
                check_request(generator, request.model_copy(update={"atmosphere": {name: value}}))


def _words(opened: Opened, shot: Shot, place: Place) -> None:
    """Refuse a length no frame fits in, an hour or a weather nobody could understand, a misspelt place or speaker."""
    own = opened.story
    frame = Clock.parse(own.fps).seconds(1)
    for key in ("length", "beats"):
        if getattr(shot, key) is not None and seconds(shot, own) < frame:
            least = f"a frame, {float(frame):.3g} seconds at {own.fps} frames a second"
            raise opened.wrong((*place, key), f"the shot lasts less than {least}; make it longer")
    for key, (reads, known, wanted) in SAID.items():
        said = getattr(shot, key)
        for at, text in said.items() if isinstance(said, dict) else ((None, said),):
            if any(not reads(phrase.text) for phrase in phrases(text, 0)):
                where = (*place, key) if at is None else (*place, key, at)
                raise opened.wrong(where, f"it should say {wanted}; got {text!r}{_near(text, known)}")
    meant = misspelt(shot.place or "", own.places)
    if meant:
        raise opened.wrong((*place, "place"), f"{shot.place!r} is not among the places; did you mean {meant!r}?")
    for number, line in enumerate(shot.captions):
        if meant := misspelt(line.who or "", own.cast):
            where = (*place, "captions", number, "who")
            raise opened.wrong(where, f"{line.who!r} is not in the cast; did you mean {meant!r}?")
    _shows(opened, shot, place)


def _shows(opened: Opened, shot: Shot, place: Place) -> None:
    """Refuse a shot of which no word says what is seen: it would show some place or other."""
    prompts = shot.prompt.values() if isinstance(shot.prompt, dict) else (shot.prompt,)
    said = [phrase.text for text in prompts for phrase in phrases(text, 0)]
    if shot.picture:
        return
    always = (opened.story.places.get(shot.place or "", ""), opened.story.prompt)
    if any(letter.isalnum() for text in (*said, *always) for letter in text) or shot.acts and not any(said):
        return
    where = (
        f", or words for {shot.place!r} under `places`" if shot.place else ", or a `place` with words under `places`"
    )
    raise opened.wrong((*place, "prompt"), f"no word says what the shot shows; write a prompt{where}")


def _near(text: str, words: Collection[str]) -> str:
    close = difflib.get_close_matches(text.lower(), sorted(words), n=1, cutoff=0.76)
    return f"; did you mean {close[0]!r}?" if close else ""


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
