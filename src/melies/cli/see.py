"""melies see: depth, labels and outline read in any picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, filled, out_option


def see(
    picture: Annotated[
        Path | None, typer.Argument(metavar="PICTURE", parser=filled, help="Any picture.", show_default=False)
    ] = None,
    out: Annotated[Path | None, out_option("DIR", "Where the layers go; beside the picture if left out.")] = None,
    palette: Annotated[
        Path | None,
        typer.Option(
            "--palette",
            metavar="PNG",
            parser=filled,
            show_default=False,
            help="Write the palette that label maps are drawn in, with its names.",
        ),
    ] = None,
    weights: Annotated[
        str, typer.Option("--weights", metavar="DIR", help="Another vista than the shipped one.", show_default=False)
    ] = "",
    as_json: Json = False,
) -> None:
    """Read depth, labels and outline in any picture, with vista. Experimental: it learnt from the stage's worlds.

    Writes depth (16-bit PNG, millimetres to 65 m, and EXR in metres), labels in the palette's colours, the outline.

    [dim]Examples:[/]

    [cyan]melies see photo.jpg -o layers[/]

    [cyan]melies see --palette palette.png[/]
    """
    from melies.cli import sight
    from melies.core.errors import AuthorError
    from melies.scene.labels import DRAWN

    if picture is None and palette is None:
        raise AuthorError("name a picture to read, or --palette FILE.png for the colours of label maps")
    files = [] if palette is None else [sight.swatches(palette)]
    shares: dict[str, float] = {}
    if picture is not None:
        some, shares = sight.layers(picture, out or picture.parent, weights)
        files += some
    if as_json:
        typer.echo(json.dumps({"files": [str(file) for file in files], "labels": shares}))
        return
    for name, share in shares.items():
        typer.echo(f"{name}\t{share:.0%}")
    if palette is not None:
        for name, (red, green, blue) in DRAWN.items():
            typer.echo(f"{name}\t{red} {green} {blue}\t#{red:02x}{green:02x}{blue:02x}")
    for file in files:
        typer.echo(str(file))
