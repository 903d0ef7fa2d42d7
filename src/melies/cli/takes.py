"""melies redo, takes, choose: further tries of a shot or of one frame, and which of them is wanted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, Project, StoryArgument, out_option

PlaceArgument = Annotated[
    str,
    typer.Argument(metavar="SHOT[:FRAME]", help="A shot by name, or one of its frames, from 0.", show_default=False),
]


def redo(
    where: StoryArgument,
    place: Annotated[
        str | None,
        typer.Argument(
            metavar="[SHOT[:FRAME]]", help="A shot by name, or one of its frames, from 0.", show_default=False
        ),
    ] = None,
    count: Annotated[
        int,
        typer.Option("--takes", metavar="N", min=1, max=64, help="So many new tries; a single one is chosen at once."),
    ] = 1,
    out: Annotated[Path | None, out_option("FILE", "A sheet of all tries side by side, a .png.")] = None,
    project: Project = None,
) -> None:
    """Try a shot or a frame once more; all tries are kept. Without a place: do again what was undone.

    Another try of a shot is another drawing of its place, the cast as ever; a checkpoint paints the same stage
    with other noise. Another try of a frame changes that frame and those that carry its paint. Of several new
    tries none is chosen: look at the sheet, then say melies choose.

    [dim]Examples:[/]

    [cyan]melies redo tale arrival --takes 4[/]

    [cyan]melies redo tale arrival:137[/]
    """
    from melies.cli import desk, work
    from melies.cli.progress import last

    opened = work.opened(where, anyhow=place is None)
    folder = desk.project_of(opened, project)
    if place is None:
        for line in desk.moved(opened, folder, "redo"):
            typer.echo(line)
        return
    event = last(desk.retaken(opened, folder, place, count, out))
    typer.echo(event.note if event is not None else "")


def takes(
    where: StoryArgument,
    place: PlaceArgument,
    out: Annotated[Path | None, out_option("FILE", "A sheet of all tries side by side, a .png.")] = None,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """List the tries of a shot or a frame; a star marks the chosen one.

    [dim]Example:[/] [cyan]melies takes tale arrival -o tries.png[/]
    """
    from melies.cli import desk, work

    opened = work.opened(where)
    found = desk.tries(opened, desk.project_of(opened, project), place, out)
    if as_json:
        typer.echo(json.dumps([vars(one) for one in found]))
        return
    for one in found:
        typer.echo(f"{'*' if one.chosen else ' '} {one.number}  {one.there} of {one.frames} frames are there")
    if out is not None:
        typer.echo(str(out))


def choose(
    where: StoryArgument,
    place: PlaceArgument,
    number: Annotated[int, typer.Argument(metavar="N", min=0, help="The try, as melies takes numbers them.")],
    project: Project = None,
) -> None:
    """Choose a try of a shot or a frame; the next film shows it. melies undo takes it back.

    [dim]Example:[/] [cyan]melies choose tale arrival 2[/]
    """
    from melies.cli import desk, work

    opened = work.opened(where)
    typer.echo(desk.chosen(opened, desk.project_of(opened, project), place, number))
