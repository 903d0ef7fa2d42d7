"""melies replay: a picture or a frame made once more, and whether it is the same bit for bit."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Project, filled, out_option


def replay(
    what: Annotated[
        Path,
        typer.Argument(
            metavar="PICTURE|STORY", parser=filled, help="A PNG that Melies made, or a story.", show_default=False
        ),
    ],
    place: Annotated[
        str | None, typer.Argument(metavar="[SHOT:FRAME]", help="Of a story: which frame.", show_default=False)
    ] = None,
    out: Annotated[Path | None, out_option("FILE", "The picture as it is made now, a .png.")] = None,
    project: Project = None,
) -> None:
    """Make a picture again from what its file tells, or a frame from its project, and compare every byte.

    Where they differ, the first thing that differs in the making is named: weights, Melies, a library, the processor.
    The exit status is then 2.

    [dim]Examples:[/]

    [cyan]melies replay fox.png[/]

    [cyan]melies replay tale arrival:137[/]
    """
    from melies.cli import desk
    from melies.media.picture import write_png

    found = desk.replayed(what, place, project)
    if out is not None:
        write_png(out, found.pixels, {})
    typer.echo(found.words())
    if found.differ:
        raise typer.Exit(2)
