"""melies schema: the JSON Schema of story.yaml, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import out_option


def schema(
    out: Annotated[
        Path | None,
        out_option("FILE", "Write it to a file; printed if left out."),
    ] = None,
) -> None:
    """Write the JSON Schema of story.yaml, so that your editor completes keys and marks mistakes as you type.

    In VS Code with the YAML extension, put this on the first line of story.yaml:

    [cyan]# yaml-language-server: $schema=story.schema.json[/]

    [dim]Example:[/] [cyan]melies schema -o tale/story.schema.json[/]
    """
    from melies.story.yaml import json_schema

    text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    from melies.media.atomic import write_text

    typer.echo(str(write_text(out, text)))
