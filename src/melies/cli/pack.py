"""melies pack, unpack: a story with its whole project as one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Project, StoryArgument, filled, out_option


def pack(
    where: StoryArgument,
    out: Annotated[Path | None, out_option("FILE", "The pack; NAME.melies.zip if left out.")] = None,
    project: Project = None,
) -> None:
    """Put a story, its pictures and songs, every frame, try and revision into one file.

    [dim]Example:[/] [cyan]melies pack tale -o tale.melies.zip[/]
    """
    from melies.cli import desk, work
    from melies.cli.progress import last

    opened = work.opened(where)
    target = out or Path(f"{opened.name}.melies.zip")
    last(desk.packed(opened, desk.project_of(opened, project), target))
    typer.echo(str(target))


def unpack(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", parser=filled, help="What melies pack wrote.", show_default=False)
    ],
    out: Annotated[Path | None, out_option("FOLDER", "A new folder; named after the file if left out.")] = None,
) -> None:
    """Lay a pack out in a new folder; every file is checked by its hash.

    [dim]Example:[/] [cyan]melies unpack tale.melies.zip -o tale[/]
    """
    from melies.cli import desk
    from melies.cli.progress import last

    target = out or Path(file.name.removesuffix(".zip").removesuffix(".melies"))
    last(desk.unpacked(file, target))
    typer.echo(str(target))
