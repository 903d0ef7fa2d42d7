"""Changes to a story that the command line, the studio and tests ask for, each checked as if it stood in the file."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from melies.core.clock import Clock
from melies.core.errors import AuthorError, nearest
from melies.core.option import Setting
from melies.core.size import Size
from melies.core.story import Story, Words

CAPTIONS = ("track", "burned", "off")


def altered(
    story: Story,
    *,
    engine: str | None = None,
    options: Mapping[str, Setting] | None = None,
    size: str | None = None,
    fps: float | str | None = None,
    seed: int | None = None,
    song: str | Path | None = None,
    look: str | None = None,
    captions: str | None = None,
) -> Story:
    """The story with what is given in place of its own; None keeps it. Raises AuthorError.

    Another engine drops the settings of the story's own; options come on top of those that are left, in every shot.
    A song is a file of its own, relative to where one works (not to the story's folder), so it becomes absolute. At
    another rate, words keyed to frames keep their moments.
    """
    changes: dict[str, Any] = {}
    if engine is not None:
        changes["engine"] = engine
    if engine not in (None, story.engine):
        shots = tuple(shot if shot.picture else shot.model_copy(update={"options": {}}) for shot in story.shots)
        changes |= {"options": {}, "shots": shots}
    if options:
        changes["options"] = {**changes.get("options", story.options), **options}
        shots = changes.get("shots", story.shots)
        changes["shots"] = tuple(
            shot if shot.picture else shot.model_copy(update={"options": _without(shot.options, options)})
            for shot in shots
        )
    if size is not None:
        changes["size"] = str(Size.parse(size))
    if seed is not None:
        changes["seed"] = seed
    if look is not None:
        changes["look"] = story.look.model_copy(update={"name": look})
    if captions is not None:
        if captions not in CAPTIONS:
            raise AuthorError(f"captions can't be {captions!r}{nearest(captions, CAPTIONS)}")
        changes["captions"] = captions
    if song is not None:
        changes["sound"] = story.sound.model_copy(update={"song": _song(Path(song))})
    story = story.model_copy(update=changes)
    return story if fps is None else at_rate(story, fps)


def _without(own: Mapping[str, Setting], names: Collection[str]) -> dict[str, Setting]:
    return {name: value for name, value in own.items() if name not in names}


def _song(path: Path) -> str:
    if not path.is_file():
        raise AuthorError(f"there is no song at {path}; give a wav, flac, mp3, ogg or m4a file")
    return str(path.resolve())


def at_rate(story: Story, fps: float | str) -> Story:
    """The story at another rate; prompts, times and weathers keyed to frames keep their moments."""
    factor = Clock.parse(fps).rate / Clock.parse(story.fps).rate
    shots = tuple(
        shot.model_copy(
            update={
                "prompt": _moved(shot.prompt, factor),
                "time": _moved(shot.time, factor),
                "weather": _moved(shot.weather, factor),
            }
        )
        for shot in story.shots
    )
    return story.model_copy(update={"fps": fps, "shots": shots})


def _moved(words: Words | None, factor: Fraction) -> Words | None:
    """Words keyed to frames at another rate; keys that fall on one frame keep the last words."""
    if not isinstance(words, Mapping):
        return words
    return {round(frame * factor): text for frame, text in words.items()}
