"""melies still: one picture from words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from melies.cli.flags import (
    STILL_SIZE,
    Fill,
    Json,
    Labels,
    Options,
    Outline,
    Strength,
    Structure,
    Style,
    out_option,
    settings,
)
from melies.core.headway import Headway

if TYPE_CHECKING:
    from melies.core.asset import MemoryAssets
    from melies.core.option import Setting
    from melies.core.request import Request


def still(
    prompt: Annotated[str, typer.Argument(metavar="PROMPT", help="What to show, in words.", show_default=False)],
    out: Annotated[
        Path | None,
        out_option("FILE", "The picture, a .png, or a folder for it; named by its words if left out."),
    ] = None,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="The engine that paints.")] = "diorama",
    size: Annotated[
        str | None,
        typer.Option(
            "--size", metavar="WxH", help=f"Size; {STILL_SIZE}, or the structure's, if left out.", show_default=False
        ),
    ] = None,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Another seed draws the same words anew.")] = 0,
    avoid: Annotated[str, typer.Option("--avoid", metavar="TEXT", help="What not to show.")] = "",
    style: Style = None,
    strength: Strength = None,
    steps: Annotated[
        int | None,
        typer.Option(
            "--steps", metavar="N", min=1, max=1000, help="Steps, for engines that work in steps.", show_default=False
        ),
    ] = None,
    option: Options = None,
    structure: Structure = None,
    fill: Fill = None,
    labels: Labels = None,
    outline: Outline = None,
    count: Annotated[
        int, typer.Option("--count", metavar="N", min=1, max=1000, help="So many pictures, with seeds that follow on.")
    ] = 1,
    as_json: Json = False,
) -> None:
    """Paint one picture. The whole request travels in the PNG's metadata, with the `parameters` other tools read.

    [dim]Examples:[/]

    [cyan]melies still "a red fox by an alpine lake at dusk, mist"[/]

    [cyan]melies still "three deer in a jungle, huge moon" --style "starry oils" --seed 7 -o deer.png[/]

    [cyan]melies still "a ruined neon city in the rain" --size 1280x720 --count 4[/]

    [cyan]melies still "a lake at dusk" --engine vista --labels map.png[/]
    """
    from melies.cli.given import pictures
    from melies.cli.progress import shown
    from melies.core.errors import Interrupted
    from melies.generators.base import engines

    files = _files(out, prompt, seed, count)
    options: dict[str, Setting] = {**settings(option), **({} if steps is None else {"steps": steps})}
    if structure is not None and style in (None, "none") and strength is not None:
        _check_strength(strength)
        options, strength = {**options, "strength": strength}, None
    if structure == "stage" and any(one.name == "direct" for one in engines[engine].options):
        options = {"direct": "stage", **options}
    assets, given = pictures(structure, fill, labels, outline, size)
    first = asked(prompt, engine, given.size, seed, avoid, style, strength, options, holed=fill is not None)
    requests = [first.model_copy(update={**given.refs, "seed": seed + number}) for number in range(count)]
    facts: list[dict[str, object]] = []
    try:
        for event in shown(_painted(requests, files, assets), quiet=as_json):
            if event.file is not None:
                facts.append({"file": str(event.file), "seed": event.seed, "not_drawn": list(event.not_drawn)})
                if not as_json:
                    _tell(event)
    except KeyboardInterrupt:
        kept = f"{len(facts)} of {count} pictures are written" if facts else "nothing was written"
        raise Interrupted(f"stopped; {kept}") from None
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))


@dataclass(frozen=True)
class Painted(Headway):
    """One step of one picture; `file` when it is done."""

    file: Path | None = None
    seed: int = 0
    not_drawn: tuple[str, ...] = ()


def asked(
    prompt: str,
    engine: str,
    size: str,
    seed: int,
    avoid: str,
    style: str | None,
    strength: float | None,
    options: Mapping[str, Setting],
    holed: bool = False,
) -> Request:
    """The request of a picture from words. AuthorError where they say nothing, unless it only fills a hole."""
    from melies.core.errors import AuthorError
    from melies.core.request import Phrase, Request
    from melies.core.size import Size
    from melies.generators.base import engines

    if not prompt.strip() and not (holed and engines[engine].wordless(options)):
        raise AuthorError('the prompt is empty; say what to show, such as "a red fox by a lake at dusk"')
    phrases = (Phrase(text=prompt),) if prompt.strip() else ()
    unwanted = (Phrase(text=avoid),) if avoid.strip() else ()
    return Request(
        engine=engine,
        size=Size.parse(size),
        seed=seed,
        prompt=phrases,
        avoid=unwanted,
        look=_look(style, strength),
        options=dict(options),
    )


def _check_strength(strength: float | None) -> None:
    from melies.core.errors import AuthorError

    if strength is not None and not 0 <= strength <= 1:
        raise AuthorError(f"--strength is 0 (no paint) to 1 (all paint); got {strength}")


def _look(style: str | None, strength: float | None):  # type: ignore[no-untyped-def]
    from melies.core.story import Look
    from melies.models import looks

    _check_strength(strength)
    if style is None or style == "none":
        return Look()
    looks.load(style)
    return Look(name=style, strength=strength)


def _files(out: Path | None, prompt: str, seed: int, count: int) -> list[Path]:
    from melies.core.errors import AuthorError
    from melies.media.atomic import check_writable
    from melies.story.short import slug

    path = out or Path(f"{slug(prompt) or 'still'}.png")
    path = path / f"{slug(prompt) or 'still'}.png" if path.is_dir() else path
    if path.suffix.lower() != ".png":
        raise AuthorError(f"a still's name ends in .png; got {path.name!r}: call it {path.stem}.png")
    if count <= 1:
        files = [path]
    else:
        files = [path.with_name(f"{path.stem}-{seed + number}{path.suffix}") for number in range(count)]
    check_writable(files[-1])
    return files


def _painted(requests: list[Request], files: list[Path], assets: MemoryAssets) -> Iterator[Painted]:
    from melies.media.chunks import of_request
    from melies.media.picture import write_png
    from melies.project import parts
    from melies.synthesis import run

    for number, (request, file) in enumerate(zip(requests, files, strict=True)):
        image, missing = None, dict[str, None]()
        for step in run(request, assets):
            image = step.image
            missing |= dict.fromkeys([*step.notes.get("not_drawn", ()), *image.info.get("not_drawn", ())])
            yield Painted("painting", number, len(requests), step.stage)
        if image is not None:
            write_png(file, image.rgb, of_request(request, image.info, parts.told(request, image.info.get("made"))))
            yield Painted("painting", number + 1, len(requests), "", file, request.seed, tuple(missing))


def _tell(event: Painted) -> None:
    for words in event.not_drawn:
        typer.echo(f'not drawn: "{words}"', err=True)
    typer.echo(str(event.file))
