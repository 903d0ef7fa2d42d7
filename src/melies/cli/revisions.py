"""melies undo, log, diff, restore: the story's revisions."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, Project, StoryArgument, out_option

Number = Annotated[int, typer.Argument(metavar="N", min=1, help="A revision, as melies log numbers them.")]


def undo(where: StoryArgument, project: Project = None) -> None:
    """Take back the last change of the story or of a chosen try; melies redo STORY does it again.

    Whatever was edited since the last command is kept as a revision of its own first.
    """
    from melies.cli import desk, work

    opened = work.opened(where, anyhow=True)
    for line in desk.moved(opened, desk.project_of(opened, project), "undo"):
        typer.echo(line)


def restore(where: StoryArgument, number: Number, project: Project = None) -> None:
    """Go to any revision; none is ever lost.

    [dim]Example:[/] [cyan]melies restore tale 3[/]
    """
    from melies.cli import desk, work

    opened = work.opened(where, anyhow=True)
    for line in desk.moved(opened, desk.project_of(opened, project), number):
        typer.echo(line)


def log(where: StoryArgument, project: Project = None, as_json: Json = False) -> None:
    """List every revision of the story; a star marks the one in force."""
    from melies.cli import desk, work

    opened = work.opened(where, anyhow=True)
    found, now = desk.revisions(opened, desk.project_of(opened, project))
    if as_json:
        rows = [
            {
                "revision": one.number,
                "parent": one.parent,
                "what": one.what,
                "at": one.at,
                "in_force": one.number == now,
            }
            for one in found
        ]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for one in found:
        came = f" (from {one.parent})" if one.parent not in (None, one.number - 1) else ""
        at = time.strftime("%Y-%m-%d %H:%M", time.localtime(one.at))
        typer.echo(f"{'*' if one.number == now else ' '} {one.number:>3}  {at}  {one.what}{came}")


def diff(
    where: StoryArgument,
    first: Number,
    second: Number,
    out: Annotated[Path | None, out_option("FILE", "A page with the pictures side by side, an .html.")] = None,
    project: Project = None,
) -> None:
    """Show what differs between two revisions: the story as text, and with -o the pictures side by side.

    [dim]Example:[/] [cyan]melies diff tale 3 5 -o changes.html[/]
    """
    from melies.cli import desk, work

    opened = work.opened(where, anyhow=True)
    for line in desk.difference(opened, desk.project_of(opened, project), first, second, out):
        typer.echo(line)
