"""melies frames: every frame of the film as it was made last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, Project, StoryArgument, out_option


def frames(
    where: StoryArgument,
    hashes: Annotated[
        bool, typer.Option("--hashes", help="Show the SHA-256 of each frame's RGB pixels, before the video's codec.")
    ] = False,
    to: Annotated[
        Path | None, out_option("FOLDER", "Copy the pictures there as FOLDER/SHOT/0001.png and so on.")
    ] = None,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """List every frame of the film: shot, number, time, whether it is made, and the PNG that holds it.

    Times are in seconds of the film; the last frames of a shot may lie under the dissolve to the next.

    [dim]Example:[/] [cyan]melies frames tale --hashes[/]
    """
    from melies.cli import desk, work
    from melies.story.project import listed

    opened = work.opened(where)
    rows = list(listed(opened, desk.project_of(opened, project)))
    if to is not None:
        typer.echo(desk.exported(rows, to))
        return
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        parts = [f"{row['shot']}:{row['frame']}", f"{row['time']:.3f}", row["status"]]
        parts += [row["sha256"] or "-"] if hashes else []
        typer.echo("\t".join([*parts, row["file"] or row["reason"] or "-"]))
