"""The one place where commands meet the rooms that do the work: what each is called, and with what."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from melies.core.story import Story
from melies.story.open import Opened, open_story
from melies.story.production import Filming, Progress

DRAFT = Filming(preset="veryfast", crf=26)
DRAFT_SIZE, DRAFT_FPS = "384x216", 12
ANIMATIC_SIZE, ANIMATIC_FPS = "384x216", 12


def opened(where: Path) -> Opened:
    """The story that STORY names."""
    return open_story(where)


def film(story: Story, folder: Path, out: Path, *, shots: tuple[str, ...], workers: int, draft: bool) -> Iterator[Progress]:
    """The film, frame by frame."""
    from melies.story import production

    how = Filming(workers=workers, shots=shots, command=command())
    if draft:
        how = Filming(workers=workers, shots=shots, preset=DRAFT.preset, crf=DRAFT.crf, command=command())
    return production.film(story, folder, out, how)


def animatic(story: Story, folder: Path, out: Path, *, shots: tuple[str, ...], workers: int, every: int) -> Iterator[Progress]:
    """The film at its cheapest: a full render every `every` frames, splats between."""
    from melies.story import production

    how = Filming(workers=workers, shots=shots, every=every, preset="veryfast", crf=24, command=command())
    return production.film(story, folder, out, how)


def book(story: Story, folder: Path, out: Path) -> Iterator[Progress]:
    """The illustrated book."""
    from melies.story.illustrate import book

    return book(story, folder, out)


def command() -> str:
    """The command as it was typed, for the report."""
    return shlex.join(["melies", *sys.argv[1:]])
