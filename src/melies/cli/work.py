"""The one place where commands meet the rooms that do the work: what each is called, and with what."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from melies.core.story import Look, Story
from melies.story.open import Opened, open_story
from melies.story.production import Filming, Progress

DRAFT = Filming(preset="veryfast", crf=26)
ROUGH = Filming(preset="veryfast", crf=24)
DRAFT_SIZE, DRAFT_FPS = "384x216", 12
ANIMATIC_SIZE, ANIMATIC_FPS = "384x216", 12


def opened(where: Path) -> Opened:
    """The story that STORY names; its look files are found beside it, wherever one works."""
    found = open_story(where)
    story = found.story.model_copy(
        update={
            "look": _beside(found.story.look, found.folder),
            "shots": tuple(
                shot.model_copy(update={"look": _beside(shot.look, found.folder)}) if shot.look else shot
                for shot in found.story.shots
            ),
        }
    )
    return replace(found, story=story)


def _beside(look: Look, folder: Path) -> Look:
    file = folder / look.name
    if look.name.endswith(".safetensors") and file.is_file():
        return look.model_copy(update={"name": os.path.relpath(file)})
    return look


def film(
    story: Story, folder: Path, out: Path, *, shots: tuple[str, ...], workers: int, draft: bool
) -> Iterator[Progress]:
    """The film, frame by frame."""
    from melies.story import production

    ready(story)
    how = replace(DRAFT if draft else Filming(), workers=workers, shots=shots, command=command())
    return production.film(story, folder, out, how)


def animatic(
    story: Story, folder: Path, out: Path, *, shots: tuple[str, ...], workers: int, every: int
) -> Iterator[Progress]:
    """The film at its cheapest: a full render every `every` frames, splats between."""
    from melies.story import production

    ready(story)
    return production.film(
        story, folder, out, replace(ROUGH, workers=workers, shots=shots, every=every, command=command())
    )


def book(story: Story, folder: Path, out: Path) -> Iterator[Progress]:
    """The illustrated book."""
    from melies.story.illustrate import book

    ready(story)
    return book(story, folder, out)


def ready(story: Story) -> None:
    """Refuse an engine or a look that isn't there before any work is done."""
    from melies.generators.base import engine
    from melies.models.looks import load

    engine(story.engine)
    for name in {story.look.name, *(shot.look.name for shot in story.shots if shot.look)} - {"none"}:
        load(name)


def command() -> str:
    """The command as it was typed, for the report."""
    return shlex.join(["melies", *sys.argv[1:]])
