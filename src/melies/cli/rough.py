"""melies rough: first tries of a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import STILL_SIZE, LookOption, Options, out_option, settings


def rough(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What to show, in words.", show_default=False)],
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=64, help="So many tries.")] = 6,
    out: Annotated[Path | None, out_option("DIR", "A folder for them; rough if left out.")] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="The engine that paints.")] = "diorama",
    size: Annotated[str, typer.Option("--size", metavar="WxH", help="Size of each picture.")] = STILL_SIZE,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed gives other tries.")] = 0,
    look: LookOption = None,
    option: Options = None,
) -> None:
    """Make first tries of one prompt, each another composition, and a sheet of them. Go on from the one you like.

    [dim]Example:[/] [cyan]melies rough "a fox by a lake at dusk, full moon" --count 6 -o tries[/]
    """
    from melies.cli import easel
    from melies.cli.progress import last
    from melies.cli.still import asked
    from melies.generators.base import engine as engine_of
    from melies.story.rough import tries

    base = asked(prompt, engine, size, seed, "", look, None, settings(option))
    camera = engine_of(engine).can(base).takes_camera
    event = last(easel.rough(tries(base, count, camera), out or Path("rough")))
    if event is not None:
        if event.note:
            typer.echo(event.note, err=True)
        for file in event.files:
            typer.echo(str(file))
