"""melies regions, edit, report: the parts of a picture, what is wanted of them, and whether it was met."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import filled, out_option

PictureArgument = Annotated[
    Path, typer.Argument(metavar="PICTURE", parser=filled, help="Melies' own or any other.", show_default=False)
]


def regions(
    picture: PictureArgument,
    out: Annotated[Path | None, out_option("DIR", "A folder for all of it; the picture's own if left out.")] = None,
) -> None:
    """Find the parts of a picture and name them: masks, a picture that shows them, and edits to fill in.

    [dim]Example:[/] [cyan]melies regions lake.png[/]
    """
    from melies.cli import easel
    from melies.cli.progress import last

    event = last(easel.regions(picture, out or picture.parent))
    for file in event.files if event is not None else ():
        typer.echo(str(file))


def edit(
    picture: PictureArgument,
    edits: Annotated[
        Path, typer.Argument(metavar="EDITS", parser=filled, help="What is wanted of each part, a .yaml.")
    ],
    out: Annotated[Path | None, out_option("FILE", "The new version, a .png; NAME-edited.png if left out.")] = None,
    fit: Annotated[bool, typer.Option("--fit", help="Scale masks that are of another size than the picture.")] = False,
) -> None:
    """Change parts of a picture: keep, change, embolden, remove, add. What is kept stays so byte for byte.

    The new picture knows the one it came from; melies report shows both, and whether each wish was met.

    [dim]Example:[/] [cyan]melies edit lake.png lake.edits.yaml -o lake-2.png[/]
    """
    from melies.cli import easel
    from melies.cli.progress import shown

    target = out or picture.with_name(f"{picture.stem}-edited.png")
    if target.suffix.lower() != ".png":
        raise typer.BadParameter(f"a picture's name ends in .png; got {target.name!r}", param_hint="--out")
    for event in shown(easel.edited(picture, edits, target, fit)):
        if event.done:
            typer.echo(event.note, err=True)
        for file in event.files:
            typer.echo(str(file))


def report(
    picture: PictureArgument,
    out: Annotated[Path | None, out_option("FILE", "The page, an .html; NAME.report.html if left out.")] = None,
) -> None:
    """Show what an edit did: before and after, what was wanted of each region, and numbers that tell if it was met.

    [dim]Example:[/] [cyan]melies report lake-2.png[/]
    """
    from melies.cli import easel
    from melies.cli.progress import last

    event = last(easel.reported(picture, out or picture.with_name(f"{picture.stem}.report.html")))
    for file in event.files if event is not None else ():
        typer.echo(str(file))
