"""melies film: a story becomes a film with sound."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from melies.cli.flags import (
    Engine,
    Fps,
    Json,
    LookOption,
    Options,
    Project,
    SeedOption,
    SizeOption,
    Song,
    StoryArgument,
    Workers,
    out_option,
    settings,
)


def film(
    where: StoryArgument,
    out: Annotated[
        Path | None,
        out_option("FILE", "The film, an .mp4, or a folder for it; in renders/ of the project if left out."),
    ] = None,
    engine: Engine = None,
    option: Options = None,
    size: SizeOption = None,
    fps: Fps = None,
    draft: Annotated[bool, typer.Option("--draft", help="Small and quick: 384x216 at 12 frames a second.")] = False,
    shots: Annotated[
        str | None, typer.Option("--shots", metavar="A,B", help="Only these shots, by name.", show_default=False)
    ] = None,
    seed: SeedOption = None,
    song: Song = None,
    look: LookOption = None,
    captions: Annotated[
        str | None,
        typer.Option(
            "--captions", metavar="HOW", help="track (switched on in the player), burned, or off.", show_default=False
        ),
    ] = None,
    workers: Workers = 0,
    project: Project = None,
    as_json: Json = False,
) -> None:
    """Make the film of a story: pictures, music, ambience, captions and chapters, in one .mp4.

    Beside it lie its timeline (.otio, for editing programs), its report (.report.html: seeds, prompts, timings, what
    could not be drawn) and a poster (.png). The last line printed is the film's path.

    [dim]Examples:[/]

    [cyan]melies film examples/neon-jungle[/]

    [cyan]melies film tale --size 1280x720 -o tale.mp4[/]

    [cyan]melies film tale --shots arrival,chase --draft[/]

    [cyan]melies film tale.md --song waltz.mp3 --look "starry oils"[/]
    """
    from melies.cli import output, work
    from melies.story.alter import altered

    opened = work.opened(where)
    kept = work.home(opened, project)
    target = output.film_path(out, opened.name, kept)
    said: dict[str, Any] = {
        "engine": engine,
        "options": settings(option) or None,
        "size": size or (work.DRAFT_SIZE if draft else None),
        "fps": fps or (work.DRAFT_FPS if draft else None),
        "seed": seed,
        "song": song,
        "look": look,
        "captions": captions,
    }
    story = altered(opened.story, **said)
    named = output.names(shots)
    events = work.film(opened, said, target, shots=named, workers=workers, draft=draft, project=kept)
    output.finished(events, target, story, as_json)
