"""A shot at a moment as one complete Request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pydantic import Field

from melies.core.asset import Ref
from melies.core.clock import Clock
from melies.core.curve import Curve
from melies.core.errors import AuthorError, nearest
from melies.core.request import Added, Coat, Phrase, Removed, Request, Role, View
from melies.core.seed import Seed
from melies.core.size import Size
from melies.core.story import Look, Shot, Story, Words
from melies.core.value import Value
from melies.core.words import avoided, away, phrases
from melies.motion.camera import views
from melies.motion.looks import look_at, moves
from melies.motion.settings import check, painter, settings


class Choice(Value):
    """Which try of a shot is wanted, and of single frames in it (by their numbers); 0 is the first."""

    take: int = Field(default=0, ge=0)
    frames: dict[int, int] = {}


@dataclass(frozen=True)
class Take:
    """One shot ready to be filmed: its story, length in frames, clock, size, and the pictures it refers to.

    pictures maps the files the story names (cast drawings, style pictures) to references. choice: which try it is.
    changes, coats: what the shot's edits take from its world, put into it and give other colours, in every frame.
    """

    story: Story
    shot: Shot
    frames: int
    clock: Clock
    size: Size
    pictures: Mapping[str, Ref] = field(default_factory=dict)
    choice: Choice = Choice()
    changes: tuple[Removed | Added, ...] = ()
    coats: tuple[Coat, ...] = ()

    @property
    def engine(self) -> str:
        """The name of the engine that makes it."""
        return painter(self.story, self.shot)

    def request(self, frame: int) -> Request:
        """The Request of one frame, 0 to `frames` - 1."""
        asked = request(self.story, self.shot, frame, self.frames, self.clock, self.size, self.pictures)
        own: dict[str, object] = {"take": self.choice.take, "again": self.choice.frames.get(frame, 0)}
        own |= {"changes": self.changes, "coats": self.coats}
        return asked.model_copy(update=own) if any(own.values()) else asked

    def check(self) -> Mapping[str, tuple[float, float]]:
        """Work out every schedule at every frame, so that a bad one is refused before the first picture.

        Least and greatest value of every scene variable over the shot.
        """
        for frame in range(self.frames) if moves(self.shot.look or self.story.look) else (0,):
            self.request(frame)
        rate, project = float(self.clock.rate), shot_seed(self.story, self.shot).project
        check(self.story, self.shot, self.frames, rate, project)
        series = {name: curve.series(rate, self.frames, project) for name, curve in _curves(self.shot).items()}
        return {name: (min(values), max(values)) for name, values in series.items()}


def shot_seed(story: Story, shot: Shot) -> Seed:
    """The stream of a shot: hangs on its name, so that inserting a shot before it changes nothing."""
    return Seed(story.seed if shot.seed is None else shot.seed) / "shot" / slug(shot.name)


def slug(name: str) -> str:
    """A name as a lower-case word: `"The Arrival!"` is `"the-arrival"`."""
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "shot"


def request(
    story: Story,
    shot: Shot,
    frame: int,
    frames: int,
    clock: Clock,
    size: Size,
    pictures: Mapping[str, Ref] | None = None,
) -> Request:
    """Everything the engine must know of one frame (0 to `frames` - 1) of a shot; pure.

    The prompt is the shot's words, then the place's, then the story's, blended between keys; a place without a name
    is the shot's own. Raises AuthorError for a frame outside the shot, an unknown name or a bad schedule.
    """
    if not 0 <= frame < frames:
        raise AuthorError(f"shot {shot.name!r} has frames 0 to {frames - 1}; got {frame}")
    seed, rate = shot_seed(story, shot), float(clock.rate)
    if shot.picture:
        return _pictured(story, shot, frame, frames, rate, size, pictures or {})
    return Request(
        engine=story.engine,
        size=size,
        seed=seed.project,
        place=slug(shot.place or f"shot {shot.name}"),
        setting=story.places.get(shot.place or "", ""),
        prompt=_prompt(story, shot, frame),
        avoid=_avoid(story, shot, frame),
        cast=roles(story, shot, pictures or {}),
        acts=shot.acts,
        seconds=round(float(clock.seconds(frame)), 6),
        view=_view(story, shot, frame, frames, rate, seed),
        time=phrases(shot.time, frame),
        weather=phrases(shot.weather, frame),
        atmosphere=_atmosphere(shot, frame, frames, rate, seed.project),
        options=settings(story, shot, frame, frames, rate, seed.project),
        look=_look(story, shot, frame, frames, rate, seed.project),
        style=_style(story, shot, pictures or {}),
    )


def _pictured(
    story: Story, shot: Shot, frame: int, frames: int, rate: float, size: Size, pictures: Mapping[str, Ref]
) -> Request:
    """A frame of a shot of the author's picture: its words say what it shows, nobody draws them."""
    assert shot.picture is not None
    seed = shot_seed(story, shot)
    return Request(
        engine=painter(story, shot),
        size=size,
        seed=seed.project,
        view=_view(story, shot, frame, frames, rate, seed),
        atmosphere=_atmosphere(shot, frame, frames, rate, seed.project),
        options=settings(story, shot, frame, frames, rate, seed.project),
        look=_look(story, shot, frame, frames, rate, seed.project),
        structure=_picture(shot.picture, f"shot {shot.name!r}: picture", pictures),
    )


def roles(story: Story, shot: Shot, pictures: Mapping[str, Ref]) -> tuple[Role, ...]:
    """The cast members this shot uses: who acts, is looked at, is the camera's subject, or is named in its words.

    Raises AuthorError for somebody who acts but is not in the cast, and for a picture that isn't there.
    """
    for act in shot.acts:
        if act.who not in story.cast:
            hint = nearest(act.who, story.cast)
            raise AuthorError(f"shot {shot.name!r}: nobody in the cast is called {act.who!r}{hint}")
    said = _said(shot.prompt)
    named = {act.who for act in shot.acts} | {act.toward for act in shot.acts} | {shot.camera.subject}
    used = [name for name in story.cast if name in named or _there(name.lower(), said)]
    return tuple(_role(name, story, pictures) for name in used)


def _there(name: str, said: str) -> bool:
    """Whether the words put somebody into the picture: who is only looked for or thought of is not there."""
    return any(away(said, found.start()) is None for found in re.finditer(rf"\b{re.escape(name)}\b", said))


def _role(name: str, story: Story, pictures: Mapping[str, Ref]) -> Role:
    member = story.cast[name]
    picture = None if member.picture is None else _picture(member.picture, f"cast.{name}.picture", pictures)
    return Role(name=name, text=member.text or name, picture=picture, height=member.height)


def _picture(file: str, where: str, pictures: Mapping[str, Ref]) -> Ref:
    if file not in pictures:
        raise AuthorError(f"{where}: no picture {file!r}; check the path, relative to the story's folder")
    return pictures[file]


def _look(story: Story, shot: Shot, frame: int, frames: int, rate: float, seed: int) -> Look:
    where = "" if shot.look is None else f"shot {shot.name!r}: "
    return look_at(shot.look or story.look, frame, rate, frames, seed, where)


def _style(story: Story, shot: Shot, pictures: Mapping[str, Ref]) -> Ref | None:
    """The style picture of this shot, else of the story."""
    for scope in (f"shot {shot.name}", shot.name, "story"):
        for wish in story.inspirations:
            if wish.kind == "style" and wish.file and not wish.avoid and wish.scope == scope:
                return _picture(wish.file, "inspirations", pictures)
    return None


def _said(words: Words) -> str:
    return (words if isinstance(words, str) else " ".join(words.values())).lower()


def _prompt(story: Story, shot: Shot, frame: int) -> tuple[Phrase, ...]:
    always = [part for part in (story.places.get(shot.place or "", ""), story.prompt) if part]
    said = phrases(shot.prompt, frame) or ((Phrase(text=""),) if always else ())
    return tuple(Phrase(text=", ".join(filter(None, (phrase.text, *always))), weight=phrase.weight) for phrase in said)


def _avoid(story: Story, shot: Shot, frame: int) -> tuple[Phrase, ...]:
    always = tuple(Phrase(text=part) for part in (shot.avoid, story.avoid) if part)
    return (*avoided(shot.prompt, frame), *always)


def _view(story: Story, shot: Shot, frame: int, frames: int, rate: float, seed: Seed) -> View:
    subject = shot.camera.subject
    if subject is not None and subject not in story.cast:
        raise AuthorError(
            f"shot {shot.name!r}: the camera's subject {subject!r} is not in the cast{nearest(subject, story.cast)}"
        )
    try:
        return views(shot.camera, frames, rate, seed)[frame]
    except AuthorError as error:
        raise AuthorError(f"shot {shot.name!r}: {error}") from None


def _atmosphere(shot: Shot, frame: int, frames: int, rate: float, seed: int) -> dict[str, float]:
    return {name: round(curve.at(frame, rate, frames, seed), 6) for name, curve in _curves(shot).items()}


def _curves(shot: Shot) -> Mapping[str, Curve]:
    return _parsed(shot.name, tuple(shot.schedules.items()))


@lru_cache(maxsize=64)
def _parsed(shot: str, schedules: tuple[tuple[str, float | str], ...]) -> Mapping[str, Curve]:
    return {name: Curve.parse(text, f"shot {shot!r}: schedules.{name}") for name, text in schedules}
