"""The tree of commands. Each lives in a file of its own and imports what it runs only when it runs."""

from __future__ import annotations

import typer

from melies import __version__
from melies.cli import (
    animatic,
    board,
    book,
    cast,
    corpus,
    doctor,
    edit,
    film,
    frames,
    looks,
    models,
    pack,
    plan,
    replay,
    revisions,
    rough,
    schema,
    see,
    still,
    takes,
    tidy,
    train,
)

PROJECT = "A film in the making"
HAND = "A picture in your hands"

app = typer.Typer(
    name="melies",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="[dim]--debug anywhere shows what went wrong in detail. "
    "Exit status: 0 done, 2 something you can fix, 70 our bug, 130 stopped by Ctrl-C.[/]",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"melies {__version__}")
        raise typer.Exit


@app.callback()
def about(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    """[bold]Melies[/] turns a script into an animated film with sound, and an illustrated book.

    A first evening with it:

    [cyan]melies board my_tale.md -o my_tale[/]     a storyboard to read and edit: my_tale/story.yaml

    [cyan]melies animatic my_tale[/]                a quick film of it, to check the cuts

    [cyan]melies film my_tale -o my_tale.mp4[/]     the film, with sound

    [cyan]melies book my_tale -o my_tale.pdf[/]     the same story as a book

    [cyan]melies still "a red fox by a lake at dusk"[/]   one picture
    """


app.command("board")(board.board)
app.command("film")(film.film)
app.command("animatic")(animatic.animatic)
app.command("book")(book.book)
app.command("still")(still.still)
app.command("rough", rich_help_panel=HAND)(rough.rough)
app.command("see", rich_help_panel=HAND)(see.see)
app.command("regions", rich_help_panel=HAND)(edit.regions)
app.command("edit", rich_help_panel=HAND)(edit.edit)
app.command("report", rich_help_panel=HAND)(edit.report)
app.command("plan", rich_help_panel=PROJECT)(plan.plan)
app.command("frames", rich_help_panel=PROJECT)(frames.frames)
app.command("redo", rich_help_panel=PROJECT)(takes.redo)
app.command("takes", rich_help_panel=PROJECT)(takes.takes)
app.command("choose", rich_help_panel=PROJECT)(takes.choose)
app.command("cast", rich_help_panel=PROJECT)(cast.cast)
app.command("replay", rich_help_panel=PROJECT)(replay.replay)
app.command("undo", rich_help_panel=PROJECT)(revisions.undo)
app.command("log", rich_help_panel=PROJECT)(revisions.log)
app.command("diff", rich_help_panel=PROJECT)(revisions.diff)
app.command("restore", rich_help_panel=PROJECT)(revisions.restore)
app.command("pack", rich_help_panel=PROJECT)(pack.pack)
app.command("unpack", rich_help_panel=PROJECT)(pack.unpack)
app.command("tidy", rich_help_panel=PROJECT)(tidy.tidy)
app.command("looks")(looks.looks)
app.command("models")(models.models)
app.command("doctor")(doctor.doctor)
app.command("schema")(schema.schema)
app.add_typer(train.app, name="train")
app.add_typer(corpus.app, name="corpus")
