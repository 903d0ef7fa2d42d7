"""melies plan: what a film would make, what is there already, and why, before anything runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated, Any

import typer

from melies.cli.flags import (
    Engine,
    Fps,
    Json,
    LookOption,
    Options,
    Project,
    SeedOption,
    SizeOption,
    Song,
    StoryArgument,
    settings,
)


def plan(
    where: StoryArgument,
    engine: Engine = None,
    option: Options = None,
    size: SizeOption = None,
    fps: Fps = None,
    shots: Annotated[
        str | None, typer.Option("--shots", metavar="A,B", help="Only these shots, by name.", show_default=False)
    ] = None,
    seed: SeedOption = None,
    song: Song = None,
    look: LookOption = None,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """Show what `melies film` with the same flags has to make: which frames of which shots, why, and about how long.

    [dim]Example:[/] [cyan]melies plan tale --size 1280x720[/]
    """
    from melies.cli import desk, output, work

    opened = work.opened(where)
    kept = desk.project_of(opened, project)
    said: dict[str, Any] = {
        "engine": engine, "options": settings(option) or None, "size": size, "fps": fps, "seed": seed, "song": song,
        "look": look,
    }  # fmt: skip
    found = desk.planned(opened, said, output.names(shots), kept)
    if as_json:
        typer.echo(json.dumps(asdict(found), ensure_ascii=False))
        return
    for line in found.lines():
        typer.echo(line)
