"""melies book: the illustrated book of a story."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from melies.cli.flags import (
    Engine,
    Json,
    LookOption,
    Options,
    Project,
    SeedOption,
    SizeOption,
    StoryArgument,
    out_option,
    settings,
)


def book(
    where: StoryArgument,
    out: Annotated[
        Path | None,
        out_option("FILE", "The book, a .pdf, or a folder for it; the story's name if left out."),
    ] = None,
    engine: Engine = None,
    option: Options = None,
    size: SizeOption = None,
    seed: SeedOption = None,
    look: LookOption = None,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """Make the illustrated book of a story: its words and one picture a shot, as a PDF and one HTML file beside it.

    [dim]Example:[/] [cyan]melies book tale -o tale.pdf --size 1280x720[/]
    """
    from melies.cli import output, work
    from melies.story.alter import altered

    opened = work.opened(where)
    target = output.book_path(out, opened.name)
    said: dict[str, Any] = {
        "engine": engine, "options": settings(option) or None, "size": size or work.BOOK_SIZE, "seed": seed,
        "look": look,
    }  # fmt: skip
    story = altered(opened.story, **said)
    output.finished(work.book(opened, said, target, work.home(opened, project)), target, story, as_json)
