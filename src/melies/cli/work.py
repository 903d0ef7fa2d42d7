"""The one place where commands meet the rooms that do the work: what each is called, and with what."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from melies.core.story import Story
from melies.story.open import Opened, open_anyhow, open_story

if TYPE_CHECKING:
    from melies.story.production import Progress

DRAFT: dict[str, Any] = {"preset": "veryfast", "crf": 26}
ROUGH: dict[str, Any] = {"preset": "veryfast", "crf": 24}
DRAFT_SIZE, DRAFT_FPS = "384x216", 12
BOOK_SIZE = "1280x720"
ANIMATIC_SIZE, ANIMATIC_FPS, ANIMATIC_ENGINE = "384x216", 12, "diorama"


def opened(where: Path, anyhow: bool = False) -> Opened:
    """The story that STORY names. anyhow: also one that can't be read, for who goes back to a version that can."""
    return open_anyhow(where) if anyhow else open_story(where)


def home(opened: Opened, given: str | None) -> Path | None:
    """The project's folder, as `--project` says or the story does; None if nothing is to be kept."""
    if given is not None and given.strip().lower() == "none":
        return None
    return Path(given).expanduser() if given else opened.project


def film(
    opened: Opened,
    said: Mapping[str, Any],
    out: Path,
    *,
    shots: tuple[str, ...],
    workers: int,
    draft: bool,
    project: Path | None,
) -> Iterator[Progress]:
    """The film of the story as `said` alters it, frame by frame; what the project has is not made again."""
    from melies.project import history
    from melies.story import production
    from melies.story.alter import altered
    from melies.story.check import check
    from melies.story.project import at_work, remember

    story = altered(opened.story, **said)
    check(opened, story)
    how = production.Filming(**(DRAFT if draft else {}), workers=workers, shots=shots, command=command())
    if project is None:
        yield from production.film(story, opened.folder, out, how)
        return
    with at_work(opened, project, command()) as store:
        remember(store, said)
        how = replace(how, project=project, choices=history.choices(store))
        yield from production.film(story, opened.folder, out, how)


def animatic(
    opened: Opened, story: Story, out: Path, *, shots: tuple[str, ...], workers: int, every: int
) -> Iterator[Progress]:
    """The film at its cheapest: a full render every `every` frames, splats between."""
    from melies.story import production
    from melies.story.check import check

    check(opened, story)
    how = production.Filming(**ROUGH, workers=workers, shots=shots, every=every, command=command())
    return production.film(story, opened.folder, out, how)


def book(opened: Opened, said: Mapping[str, Any], out: Path, project: Path | None) -> Iterator[Progress]:
    """The illustrated book of the story as `said` alters it; what the project has is not painted again."""
    from melies.story import illustrate
    from melies.story.alter import altered
    from melies.story.check import check
    from melies.story.project import BOOKED, at_work, remember

    story = altered(opened.story, **said)
    check(opened, story)
    if project is None:
        yield from illustrate.book(story, opened.folder, out)
        return
    with at_work(opened, project, command()) as store:
        remember(store, said, BOOKED)
        yield from illustrate.book(story, opened.folder, out, store)


def command() -> str:
    """The command as it was typed, for the report."""
    return shlex.join(["melies", *sys.argv[1:]])
