"""melies frames: every frame of the film as it was made last."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from melies.cli.flags import Json, Project, StoryArgument


def frames(
    where: StoryArgument,
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Show the SHA-256 of each frame's RGB pixels, before the video's codec.")
    ] = False,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """List every frame of the film: shot, number, time, whether it is made, and the PNG that holds it.

    Times are in seconds of the film, or of the shot for frames that only a dissolve shows.

    [dim]Example:[/] [cyan]melies frames tale --hashes[/]
    """
    from melies.cli import desk, work
    from melies.story.project import listed

    opened = work.opened(where)
    rows = listed(opened, desk.project_of(opened, project))
    if as_json:
        typer.echo(json.dumps(list(rows), ensure_ascii=False))
        return
    for row in rows:
        parts = [f"{row['shot']}:{row['frame']}", f"{row['time']:.3f}", row["status"]]
        parts += [row["sha256"] or "-"] if hashes else []
        typer.echo("\t".join([*parts, row["file"] or row["reason"] or "-"]))
