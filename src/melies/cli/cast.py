"""melies cast: whether each of the cast looks the same in every shot."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, Project, StoryArgument, out_option


def cast(
    where: StoryArgument,
    out: Annotated[Path | None, out_option("FILE", "A page with everybody as each shot shows them, an .html.")] = None,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """Measure whether each of the cast looks the same in every shot of the film as it was made last.

    Distances of colours as if in the same light: about 0.01 is the same figure, 0.03 somebody else. Shots that are
    unlike the rest are named; melies redo tries them once more.

    [dim]Example:[/] [cyan]melies cast tale -o cast.html[/]
    """
    from melies.cli import desk, work
    from melies.cli.progress import last

    opened = work.opened(where)
    event = last(desk.likenesses(opened, desk.project_of(opened, project), out), quiet=as_json)
    found = event.found if event is not None else ()
    if as_json:
        typer.echo(json.dumps([{**vars(kin), "shots": dict(kin.shots)} for kin in found]))
        return
    for kin in found:
        typer.echo(desk.sentence(kin))
    if not found:
        typer.echo("nobody of a cast is to be seen")
    if out is not None:
        typer.echo(str(out))
