"""Arguments and options that several commands share, declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

STILL_SIZE = "768x432"  # of a single picture of which nothing else is said


def filled(text: str | Path) -> Path:
    """A path as it was typed; an empty one, which Python would take for the folder one is in, is refused."""
    if not str(text).strip():
        raise typer.BadParameter("it is empty; give a name, or leave it out")
    return Path(text)


def out_option(metavar: str, help: str) -> Any:
    """`-o`, `--out`: where a command writes to."""
    return typer.Option("-o", "--out", metavar=metavar, parser=filled, help=help)


StoryArgument = Annotated[
    Path,
    typer.Argument(
        metavar="STORY",
        parser=filled,
        help="A folder with story.yaml, a .yaml file, or a script (.fountain, .md, .txt), which is boarded on the fly.",
        show_default=False,
    ),
]
Engine = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="The engine that paints.", show_default=False)
]
SizeOption = Annotated[
    str | None, typer.Option("--size", metavar="WxH", help="Size of the picture, such as 1280x720.", show_default=False)
]
Fps = Annotated[str | None, typer.Option("--fps", metavar="N", help="Frames per second.", show_default=False)]
SeedOption = Annotated[
    int | None,
    typer.Option("--seed", metavar="N", help="Another seed: the same story, drawn anew.", show_default=False),
]
Song = Annotated[
    Path | None,
    typer.Option(
        "--song", metavar="FILE", parser=filled, help="Your own music; cuts move to its beats.", show_default=False
    ),
]
LookOption = Annotated[
    str | None,
    typer.Option(
        "--look", metavar="NAME", help="A look by name or file, or none. See: melies looks.", show_default=False
    ),
]
Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=0, max=64, help="Shots drawn at once; 0 is one for each core.")
]
Structure = Annotated[
    str | None,
    typer.Option(
        "--structure",
        "--init",
        metavar="PICTURE|stage",
        help="What is painted over, for engines that do.",
        show_default=False,
    ),
]
Fill = Annotated[
    Path | None,
    typer.Option(
        "--fill",
        "--mask",
        metavar="MASK",
        parser=filled,
        help="Paint only where this picture is white.",
        show_default=False,
    ),
]
Labels = Annotated[
    Path | None,
    typer.Option(
        "--labels",
        metavar="PNG",
        parser=filled,
        show_default=False,
        help="A map drawn in the palette's colours: what is to be where, for engines that take one.",
    ),
]
Outline = Annotated[
    Path | None,
    typer.Option(
        "--outline",
        metavar="PNG",
        parser=filled,
        show_default=False,
        help="A line drawing that the picture follows, for engines that take one.",
    ),
]
Strength = Annotated[
    float | None,
    typer.Option(
        "--strength",
        metavar="0-1",
        help="How much of the look to take; with --init and no look, how much of that picture is painted anew.",
        show_default=False,
    ),
]
Style = Annotated[
    str | None,
    typer.Option("--style", metavar="PICTURE|NAME", help="A look by name or file; a picture has to be learnt first."),
]
Options = Annotated[
    list[str] | None,
    typer.Option(
        "--option", metavar="NAME=VALUE", help="A setting of the engine, such as guidance=7; may be repeated.",
        show_default=False,
    ),
]  # fmt: skip


def settings(given: list[str] | None) -> dict[str, str]:
    """`--option NAME=VALUE` as a mapping; the engine reads the values."""
    pairs = [text.partition("=") for text in given or []]
    for name, equals, _ in pairs:
        if not (name.strip() and equals):
            raise typer.BadParameter(f"an option is NAME=VALUE; got {name!r}", param_hint="--option")
    return {name.strip(): value.strip() for name, _, value in pairs}


Project = Annotated[
    str | None,
    typer.Option(
        "--project", metavar="FOLDER|none", envvar="MELIES_PROJECT", show_envvar=False, show_default=False,
        help="What keeps every frame that is made; the story's own folder if left out, none keeps nothing.",
    ),
]  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for machines.")]
