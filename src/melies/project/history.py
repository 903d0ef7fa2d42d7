"""Undo without end: every change of the story's files or of a chosen picture is a revision, and none is ever lost."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from melies.core.errors import AuthorError
from melies.media.atomic import replacing
from melies.motion.request import Choice
from melies.project.database import writing
from melies.project.store import Store

HEAD = "head"


@dataclass(frozen=True)
class State:
    """What an author can change. files: blobs of the story's text and of the files it names, by their names, relative
    to the story's folder. choices: which try is wanted, by shot."""

    files: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Choice] = field(default_factory=dict)

    def text(self) -> str:
        """Canonical JSON."""
        choices = {name: choice.model_dump(mode="json") for name, choice in self.choices.items() if choice != Choice()}
        return json.dumps({"files": dict(self.files), "choices": choices}, sort_keys=True, ensure_ascii=False)

    @classmethod
    def parse(cls, text: str) -> State:
        """The state that `text` gave."""
        data = json.loads(text)
        return cls(data["files"], {name: Choice.model_validate(value) for name, value in data["choices"].items()})


@dataclass(frozen=True)
class Revision:
    """One state of the story, why it came to be, and the one it came from. at: seconds since 1970."""

    number: int
    parent: int | None
    what: str
    state: State
    at: float


def revisions(store: Store) -> list[Revision]:
    """All of them, the oldest first."""
    rows = store.book.execute("SELECT id, parent, what, state, at FROM revisions ORDER BY id")
    return [Revision(number, parent, what, State.parse(state), at) for number, parent, what, state, at in rows]


def revision(store: Store, number: int) -> Revision:
    """One of them. AuthorError for a number that there is not."""
    row = store.book.execute("SELECT id, parent, what, state, at FROM revisions WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise AuthorError(f"there is no revision {number}; melies log lists them")
    return Revision(row[0], row[1], row[2], State.parse(row[3]), row[4])


def head(store: Store) -> Revision | None:
    """The one that is in force; None before the first."""
    number = store.marked(HEAD)
    return None if number is None else revision(store, int(number))


def choices(store: Store) -> Mapping[str, Choice]:
    """Which tries are wanted now, by shot."""
    now = head(store)
    return {} if now is None else now.state.choices


def read(store: Store, folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The blobs of a story's files as they lie in its folder, kept; what is not there is left out."""
    found = {}
    for name in names:
        path = folder / name
        if path.is_file():
            found[name] = store.blobs.put(path.read_bytes())
    return found


def record(store: Store, state: State, what: str) -> Revision:
    """Make a state the one in force: a new revision, unless nothing has changed."""
    now = head(store)
    if now is not None and now.state.text() == state.text():
        return now
    with writing(store.book) as book:
        row = (None if now is None else now.number, what, state.text(), time.time())
        number = book.execute("INSERT INTO revisions (parent, what, state, at) VALUES (?, ?, ?, ?)", row).lastrowid
        _point(store, number or 0)
    return revision(store, number or 0)


def noted(
    store: Store, folder: Path, names: tuple[str, ...], renamed: Mapping[str, str] = MappingProxyType({})
) -> Revision:
    """The revision of the story's files as they are now; a new one if the author has changed them.

    renamed: new names of shots by their old ones, whose chosen tries go with them.
    """
    files, now = read(store, folder, names), head(store)
    before = now.state if now is not None else State()
    changed = sorted(name for name in {*files, *before.files} if files.get(name) != before.files.get(name))
    what = "the story as it came" if now is None else f"edited: {', '.join(changed)}"
    choices = {renamed.get(name, name): choice for name, choice in before.choices.items()}
    moved = ", ".join(f"{old} is now {new}" for old, new in renamed.items() if old in before.choices)
    return record(store, State(files, choices), f"{what}; renamed: {moved}" if moved else what)


def undone(store: Store) -> Revision:
    """The revision before the one in force. AuthorError at the first one."""
    now = head(store)
    if now is None or now.parent is None:
        raise AuthorError("there is nothing to undo; melies log lists every revision")
    return revision(store, now.parent)


def redone(store: Store) -> Revision:
    """The newest revision that came from the one in force. AuthorError where there is none."""
    now = head(store)
    later = [one for one in revisions(store) if now is not None and one.parent == now.number]
    if not later:
        raise AuthorError("there is nothing to redo; to try a shot once more, name it: melies redo STORY SHOT")
    return later[-1]


def restore(store: Store, folder: Path, to: Revision) -> list[str]:
    """Put a revision in force: the story's files are written as they were then. Returns the names of those written.

    Files that came later stay where they are. AuthorError where one can't be written or was lost.
    """
    contents = {}
    for name, blob in to.state.files.items():
        content = store.blobs.get(blob)
        if content is None:
            raise AuthorError(f"{name} of revision {to.number} is gone from {store.blobs.folder}; choose another one")
        contents[folder / _inside(name)] = (name, content)
    written = []
    for path, (name, content) in contents.items():
        if not path.is_file() or path.read_bytes() != content:
            with replacing(path) as draft:
                draft.write_bytes(content)
            written.append(name)
    with writing(store.book):
        _point(store, to.number)
    return written


def _inside(name: str) -> PurePosixPath:
    """A file's name, which must stay in the story's folder."""
    path = PurePosixPath(name)
    if path.is_absolute() or {"..", ""} & set(name.split("/")) or "\\" in name or ":" in name:
        raise AuthorError(f"{name!r} lies outside of the story's folder; it is not touched")
    return path


def _point(store: Store, number: int) -> None:
    store.mark(HEAD, str(number))
