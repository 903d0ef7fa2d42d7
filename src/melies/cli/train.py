"""melies train: learn a look from a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, filled, out_option

app = typer.Typer(
    no_args_is_help=True,
    help="Learn from your own pictures (needs the extra: pip install '.\\[train]').",
)


@app.callback()
def _train() -> None:
    """Learn from your own pictures (needs the extra: pip install '.\\[train]')."""


@app.command()
def look(
    pictures: Annotated[
        Path,
        typer.Argument(
            metavar="PICTURE|DIR",
            parser=filled,
            help="A painting, or a folder of paintings of one hand.",
            show_default=False,
        ),
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What the look is called.", show_default=False)],
    minutes: Annotated[float, typer.Option("--minutes", metavar="N", help="How long to learn.")] = 5.0,
    out: Annotated[
        Path | None,
        out_option("FILE", "The look; NAME.safetensors if left out."),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed learns a little differently.")] = 0,
    as_json: Json = False,
) -> None:
    """Learn a look from a painting: a file of a few KB that lays its strokes and colours on any film.

    [dim]Examples:[/]

    [cyan]melies train look wave.jpg --name woodcut[/]

    [cyan]melies film tale --look woodcut.safetensors[/]
    """
    from melies.cli.lesson import learnt
    from melies.cli.progress import last

    event = last(learnt(pictures, name, minutes, out, seed), quiet=as_json)
    if event is None or event.file is None:
        return
    if as_json:
        typer.echo(json.dumps({"file": str(event.file), **event.figures}))
        return
    before, after = event.figures.get("before", 0.0), event.figures.get("after", 0.0)
    typer.echo(f"style distance on pictures it never saw: {before:.2f} before, {after:.2f} after")
    typer.echo(str(event.file))
