"""Where results go and how they are told: paths before work starts, the path as the last line when it ends."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from melies.cli.progress import last
from melies.core.errors import AuthorError, Interrupted
from melies.core.story import Story
from melies.media.atomic import check_writable

if TYPE_CHECKING:
    from melies.story.notes import Omission
    from melies.story.production import Progress

RENDERS = "renders"
MOST_TOLD = 12  # omissions on the terminal; the report has them all


def film_path(out: Path | None, name: str, project: Path | None = None) -> Path:
    """Where a film goes: `-o`, else the story's name in the project's renders, or here if it has no project.

    Raises AuthorError for what is no film's name or no place.
    """
    from melies.story.notes import POSTER, REPORT, TIMELINE

    if out is None and project is not None:
        out = project / RENDERS / f"{name}.mp4"
    return _path(out, name, ".mp4", "a film's name ends in .mp4", TIMELINE, REPORT, POSTER)


def book_path(out: Path | None, name: str) -> Path:
    """Where a book goes."""
    return _path(out, name, ".pdf", "a book's name ends in .pdf", ".html")


def _path(out: Path | None, name: str, suffix: str, rule: str, *beside: str) -> Path:
    path = out or Path(f"{name}{suffix}")
    if path.is_dir():
        path = path / f"{name}{suffix}"
    if path.suffix.lower() != suffix:
        raise AuthorError(f"{rule}; got {path.name!r}: call it {path.stem}{suffix}")
    check_writable(path, *(path.with_suffix(other) for other in beside))
    return path


def names(words: str | None) -> tuple[str, ...]:
    """`"a, b"` as names. Raises AuthorError when there are none in it."""
    if words is None:
        return ()
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    if not found:
        raise AuthorError("--shots takes names with commas between, such as arrival,chase; got none")
    return found


def finished(events: Iterable[Progress], target: Path, story: Story, as_json: bool) -> None:
    """Follow the work, then print what is not to be seen in its result, and where it lies."""
    began, before = time.monotonic(), _stamp(target)
    try:
        event = last(events, quiet=as_json)
    except KeyboardInterrupt:
        kept = f"{target} was finished, what belongs beside it perhaps not"
        raise Interrupted(f"stopped; {kept if _stamp(target) != before else 'nothing was written'}") from None
    path = event.result if event is not None and event.result is not None else target
    omitted = event.omitted if event is not None else ()
    if as_json:
        facts = {
            "file": str(path),
            "title": story.title,
            "size": story.size,
            "seed": story.seed,
            "engine": story.engine,
            "work_seconds": round(time.monotonic() - began, 2),
            **({"film_seconds": round(event.length, 3)} if event is not None and event.length is not None else {}),
            "not_drawn": {words: [one.shot for one in ones] for words, ones in _by(omitted, "words").items()},
            "not_seen": {name: [one.shot for one in ones] for name, ones in _by(omitted, "players").items()},
            "no_letters_for": {letter: [one.shot for one in ones] for letter, ones in _by(omitted, "letters").items()},
        }
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for line in told(omitted):
        typer.echo(line, err=True)
    typer.echo(str(path))


def told(omitted: Iterable[Omission]) -> list[str]:
    """What is not to be seen, grouped: `not drawn: "bell" (shots 2, 5-7)`, `not seen: Ada (shot 3)`."""
    omitted = tuple(omitted)
    words = [f'"{said}" ({_where(ones)})' for said, ones in _by(omitted, "words").items()]
    players = [f"{name} ({_where(ones)})" for name, ones in _by(omitted, "players").items()]
    places: dict[str, list[str]] = {}
    for letter, ones in _by(omitted, "letters").items():
        places.setdefault(_where(ones), []).append(letter)
    letters = [f"{' '.join(some)} ({where})" for where, some in places.items()]
    lines = {"not drawn": words, "not seen": players, "no letters for": letters}
    return [f"{what}: {'; '.join(_shortened(parts))}" for what, parts in lines.items() if parts]


def _by(omitted: Iterable[Omission], kind: str) -> dict[str, list[Omission]]:
    """Each word, letter or player with all who miss it, in order."""
    found: dict[str, list[Omission]] = {}
    for one in omitted:
        for part in getattr(one, kind):
            found.setdefault(part, []).append(one)
    return found


def _where(ones: Iterable[Omission]) -> str:
    """`shot 2`, `shots 1-3, 5`, `the cards`."""
    runs: list[list[int]] = []
    for number in (one.number for one in ones if one.number):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    spans = [f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    several = "s" if sum(map(len, runs)) > 1 else ""
    shots = [f"shot{several} {', '.join(spans)}"] if spans else []
    return ", ".join([*(one.shot for one in ones if not one.number), *shots])


def _shortened(parts: list[str]) -> list[str]:
    more = len(parts) - MOST_TOLD
    return [*parts[:MOST_TOLD], f"and {more} more"] if more > 0 else parts


def _stamp(path: Path) -> tuple[int, int] | None:
    """What changes when a file is replaced; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
