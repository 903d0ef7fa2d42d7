"""melies animatic: the whole film at its cheapest, to judge cuts and timing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from melies.cli.flags import Fps, Json, LookOption, SeedOption, SizeOption, Song, StoryArgument, Workers, out_option


def animatic(
    where: StoryArgument,
    out: Annotated[
        Path | None,
        out_option("FILE", "The film, an .mp4, or a folder for it; STORY.animatic.mp4 if left out."),
    ] = None,
    size: SizeOption = None,
    fps: Fps = None,
    shots: Annotated[
        str | None, typer.Option("--shots", metavar="A,B", help="Only these shots, by name.", show_default=False)
    ] = None,
    seed: SeedOption = None,
    song: Song = None,
    look: LookOption = None,
    workers: Workers = 0,
    as_json: Json = False,
) -> None:
    """Make a rough film of a story quickly: 384x216, 12 frames a second, with sound, one full drawing a second.

    [dim]Examples:[/]

    [cyan]melies animatic tale.md[/]               straight from a script

    [cyan]melies animatic tale --shots chase[/]    one shot of a story
    """
    from melies.cli import output, work
    from melies.core.clock import Clock
    from melies.story.alter import altered

    opened = work.opened(where)
    target = output.film_path(out, f"{opened.name}.animatic")
    story = altered(
        opened.story,
        engine=work.ANIMATIC_ENGINE,
        size=size or work.ANIMATIC_SIZE,
        fps=fps or work.ANIMATIC_FPS,
        seed=seed,
        song=song,
        look=look,
    )
    every = max(1, round(Clock.parse(story.fps).rate))
    events = work.animatic(opened, story, target, shots=output.names(shots), workers=workers, every=every)
    output.finished(events, target, story, as_json)
