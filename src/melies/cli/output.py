"""Where results go and how they are told: paths before work starts, the path as the last line when it ends."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

import typer

from melies.cli.progress import last
from melies.core.errors import AuthorError
from melies.core.story import Story
from melies.story.production import Progress


def film_path(out: Path | None, name: str) -> Path:
    """Where a film goes: `-o`, or the story's name here. Raises AuthorError for a name that is no film's."""
    return _path(out, name, ".mp4", "a film's name ends in .mp4")


def book_path(out: Path | None, name: str) -> Path:
    """Where a book goes."""
    return _path(out, name, ".pdf", "a book's name ends in .pdf")


def _path(out: Path | None, name: str, suffix: str, rule: str) -> Path:
    path = out or Path(f"{name}{suffix}")
    if path.is_dir():
        path = path / f"{name}{suffix}"
    if path.suffix.lower() != suffix:
        raise AuthorError(f"{rule}; got {path.name!r}: call it {path.stem}{suffix}")
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
    """Follow the work, then print where its result lies."""
    began = time.monotonic()
    event = last(events, quiet=as_json)
    path = event.result if event is not None and event.result is not None else target
    if as_json:
        facts = {
            "file": str(path),
            "title": story.title,
            "size": story.size,
            "seed": story.seed,
            "engine": story.engine,
            "seconds": round(time.monotonic() - began, 2),
        }
        typer.echo(json.dumps(facts, ensure_ascii=False))
    else:
        typer.echo(str(path))
