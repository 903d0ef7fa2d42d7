"""An engine's settings at a frame: the story's, the shot's on top, numbers by schedule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from melies.core.curve import Curve
from melies.core.option import Option, Setting
from melies.core.story import Shot, Story
from melies.generators.base import engines

Given = tuple[tuple[str, Setting], ...]
RELIEF = "relief"  # the engine that moves a camera before a picture of the author's


def painter(story: Story, shot: Shot) -> str:
    """The name of the engine that makes a shot: the story's, but for one of a picture."""
    return RELIEF if shot.picture else story.engine


def settings(story: Story, shot: Shot, frame: int, frames: int, rate: float, seed: int) -> dict[str, Setting]:
    """The settings of one frame. AuthorError for a bad schedule; whatever else is wrong the engine refuses."""
    given = asked(story, shot)
    name = painter(story, shot)
    moved = {key: curve.at(frame, rate, frames, seed) for key, curve in curves(name, shot.name, given).items()}
    return {**dict(given), **{key: _like(_numbers(name)[key], value) for key, value in moved.items()}}


def check(story: Story, shot: Shot, frames: int, rate: float, seed: int) -> None:
    """Refuse, before any work, a schedule that leaves its setting's bounds at any frame."""
    for name, curve in curves(painter(story, shot), shot.name, asked(story, shot)).items():
        option = _numbers(painter(story, shot))[name]
        for value in curve.series(rate, frames, seed):
            option.parse(_like(option, value))


def asked(story: Story, shot: Shot) -> Given:
    """The settings as the author wrote them, the shot's in place of the story's, which are another engine's there."""
    return tuple({**({} if shot.picture else story.options), **shot.options}.items())


@lru_cache(maxsize=64)
def curves(engine: str, shot: str, given: Given) -> Mapping[str, Curve]:
    """The schedules among the settings: numbers that are written as words."""
    numbers = _numbers(engine)
    return {
        name: Curve.parse(value, f"shot {shot!r}: options.{name}")
        for name, value in given
        if name in numbers and isinstance(value, str)
    }


@lru_cache(maxsize=8)
def _numbers(engine: str) -> Mapping[str, Option]:
    """The engine's settings that are numbers."""
    return {option.name: option for option in engines[engine].options if option.kind in (int, float)}


def _like(option: Option, value: float) -> Setting:
    return round(value) if option.kind is int else round(value, 6)
