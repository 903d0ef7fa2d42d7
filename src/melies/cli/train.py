"""melies train: looks from your own pictures; the lens and vista from packs and worlds."""

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
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight", metavar="FILE=N", help="How much one picture of the folder counts.", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed learns a little differently.")] = 0,
    as_json: Json = False,
) -> None:
    """Learn a look from a painting: a file of a few KB that lays its strokes and colours on any film.

    Of a folder of 5 or more, some are held out: they stop the lesson before it learns by heart, and measure the look.

    [dim]Examples:[/]

    [cyan]melies train look wave.jpg --name woodcut[/]

    [cyan]melies train look my-paintings --name mine --weight best.jpg=3[/]

    [cyan]melies film tale --look woodcut.safetensors[/]
    """
    from melies.cli.lesson import learnt
    from melies.cli.progress import last

    event = last(learnt(pictures, name, minutes, out, seed, weight or ()), quiet=as_json)
    if event is None or event.file is None:
        return
    if as_json:
        typer.echo(json.dumps({"file": str(event.file), **event.figures}))
        return
    before, after = event.figures.get("before", 0.0), event.figures.get("after", 0.0)
    typer.echo(f"style distance on pictures it never saw: {before:.2f} before, {after:.2f} after")
    if "unseen after" in event.figures:
        unseen = [event.figures[f"unseen {when}"] for when in ("before", "after")]
        typer.echo(f"style distance to works that were held out: {unseen[0]:.2f} before, {unseen[1]:.2f} after")
    typer.echo(str(event.file))


@app.command()
def lens(
    packs: Annotated[
        Path,
        typer.Argument(
            metavar="PACKS", parser=filled, help="A folder of picture packs: melies corpus build.", show_default=False
        ),
    ],
    work: Annotated[
        Path, typer.Option("--work", metavar="DIR", help="Keeps worlds, features and state, to go on from.")
    ] = Path(".train"),
    out: Annotated[Path, out_option("DIR", "Where the lens goes.")] = Path("lens"),
    worlds: Annotated[int, typer.Option("--worlds", metavar="N", min=10, help="Worlds to render for it.")] = 600,
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps of the lesson.")] = 4000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed learns a little differently.")] = 0,
) -> None:
    """Train the lens: the network that finds words in pictures. Stopped and given again, it goes on where it was.

    [dim]Example:[/] [cyan]melies train lens corpus -o lens[/]
    """
    from melies.cli.progress import shown
    from melies.train.lens.course import course
    from melies.train.lens.teach import Lesson

    for event in shown(course(packs, work, out, worlds, Lesson(steps, seed))):
        for name, value in event.figures.items():
            typer.echo(f"{event.done}\t{name}\t{value:.3f}")
    typer.echo(str(out))


@app.command()
def vista(
    worlds: Annotated[
        Path,
        typer.Argument(
            metavar="WORLDS",
            parser=filled,
            help="A folder of rendered worlds: melies corpus worlds.",
            show_default=False,
        ),
    ],
    out: Annotated[Path, out_option("DIR", "Where the networks go.")] = Path("vista"),
    work: Annotated[
        Path, typer.Option("--work", metavar="DIR", help="Keeps small pictures, state and sheets, to go on from.")
    ] = Path(".train/vista"),
    pictures: Annotated[
        Path | None,
        typer.Option(
            "--pictures",
            metavar="DIR",
            parser=filled,
            show_default=False,
            help="Pictures of your own to learn from; the caption of a.jpg is in a.txt, a map of it in a.labels.png.",
        ),
    ] = None,
    size: Annotated[str, typer.Option("--size", metavar="s|b", help="How large a network.")] = "s",
    steps: Annotated[int, typer.Option("--steps", metavar="N", min=1, help="Steps of the lesson.")] = 10000,
    batch: Annotated[int, typer.Option("--batch", metavar="N", min=1, help="Pictures of a step.")] = 32,
    larger: Annotated[int, typer.Option("--larger", metavar="N", min=1, help="Steps of the enlarger's lesson.")] = 1200,
    minutes: Annotated[
        float, typer.Option("--minutes", metavar="N", min=0.1, help="Between the sheets that show it.")
    ] = 10.0,
    begin: Annotated[
        str, typer.Option("--begin", metavar="DIR|shipped", help="Go on from networks that were taught before.")
    ] = "",
    device: Annotated[str, typer.Option("--device", metavar="cpu|cuda", help="Where to teach.")] = "cpu",
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed learns a little differently.")] = 0,
) -> None:
    """Train vista, the picture network. Stopped and given again, it goes on where it was.

    [dim]Example:[/] [cyan]melies train vista worlds -o vista --begin shipped[/]
    """
    from melies.cli.progress import shown
    from melies.train.vista.course import Course, course
    from melies.train.vista.teach import Lesson

    lesson = Lesson(steps, batch, seed, 60 * minutes, device)
    for event in shown(course(Course(worlds, work, size, lesson, larger, begin=begin, pictures=pictures), out)):
        if event.file is not None:
            typer.echo(f"{event.done}\t{event.note}\t{event.file}")
    typer.echo(str(out))
