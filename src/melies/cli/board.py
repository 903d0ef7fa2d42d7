"""melies board: a script becomes a storyboard to edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Json, filled, out_option

HEADER = """# The storyboard of {script}, by melies board. Change anything, then: melies animatic {folder}
# Every key is in the guide, and in the schema that `melies schema -o story.schema.json` writes for editors.
"""


def board(
    script: Annotated[
        Path,
        typer.Argument(
            metavar="SCRIPT", parser=filled, help="A Fountain screenplay, or prose in .md or .txt.", show_default=False
        ),
    ],
    out: Annotated[
        Path | None,
        out_option("DIR", "Folder for story.yaml, or a .yaml file; the script's name if left out."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a story.yaml that is already there.")] = False,
    as_json: Json = False,
) -> None:
    """Read a script and write its storyboard, story.yaml: cast, places, shots, cameras, acts and captions.

    Screenplays are Fountain; plain prose works too: its headings are chapters, a new place or hour is a new scene,
    quoted speech becomes captions.

    [dim]Examples:[/]

    [cyan]melies board tale.md -o tale[/]

    [cyan]melies board film.fountain -o film --force[/]
    """
    from melies.core.errors import AuthorError
    from melies.media.atomic import check_writable, write_text
    from melies.story.board import boarded
    from melies.story.yaml import dump

    file = _file(out, script)
    if file.is_file() and not force:
        raise AuthorError(f"{file} is already there, and may hold your work; give another -o, or --force to replace it")
    check_writable(file)
    told = boarded(script)
    story = told.story
    write_text(file, HEADER.format(script=script.name, folder=file.parent) + dump(story))
    seconds = sum(shot.length or 0.0 for shot in story.shots)
    if as_json:
        facts = {
            "file": str(file),
            "title": story.title,
            "shots": len(story.shots),
            "film_seconds": seconds,
            "cast": list(story.cast),
            "remarks": list(told.remarks),
        }
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for remark in told.remarks:
        typer.echo(f"note: {remark}", err=True)
    cast, plural = ", ".join(story.cast) or "nobody", "" if len(story.shots) == 1 else "s"
    minutes = f"{int(seconds) // 60}:{int(seconds) % 60:02d} minutes"
    typer.echo(f"{story.title}: {len(story.shots)} shot{plural}, {minutes}, with {cast}")
    typer.echo(str(file))


def _file(out: Path | None, script: Path) -> Path:
    out = out or Path(script.stem)
    return out if out.suffix.lower() in (".yaml", ".yml") else out / "story.yaml"
