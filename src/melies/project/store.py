"""What a project has made: frames by their keys, the pictures they refer to, and sounds."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.asset import MemoryAssets, Ref
from melies.core.errors import AuthorError
from melies.core.request import Request
from melies.media import png
from melies.project.blobs import Blobs
from melies.project.database import explained, opened, writing
from melies.project.parts import maker
from melies.project.tables import UPGRADES

Pixels = UInt8[ndarray, "h w c"]
BOOK, BLOBS = "project.db", "blobs"
SOURCES = "melies-sources"  # the text chunk in which a frame names those that it carries paint from


@dataclass(frozen=True)
class Made:
    """A frame that is kept. rgb: SHA-256 of its decoded pixels, rows first, without header. at: seconds since 1970."""

    key: str
    shot: str
    frame: int
    rgb: str
    blob: str
    request: Request
    sources: tuple[str, ...]
    facts: Mapping[str, Any]
    seconds: float
    maker: int
    at: float
    plain: str | None = None
    surfaces: str | None = None


@dataclass(frozen=True)
class Fresh:
    """A frame just made, to be kept; plain and surfaces for anchors."""

    key: str
    shot: str
    frame: int
    pixels: UInt8[ndarray, "h w 3"]
    request: Request
    sources: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    plain: UInt8[ndarray, "h w 3"] | None = None
    surfaces: UInt8[ndarray, "h w 4"] | None = None


@dataclass(frozen=True)
class Written:
    """A frame's pictures on disk: SHA-256 of its pixels, and the names of the blobs."""

    rgb: str
    blob: str
    plain: str | None = None
    surfaces: str | None = None


class Store:
    """The frames, pictures and sounds of a project's folder. Any number of processes may read and add at once.

    A frame is kept when its row is: its pictures were on disk before. Raises AuthorError where the disk is full or the
    book can't be used. lasting: what is kept survives a power cut from the moment it is; else perhaps from a little
    later, which is enough for what can be made again.
    """

    def __init__(self, folder: Path, lasting: bool = True) -> None:
        self.folder = folder
        self.blobs = Blobs(folder / BLOBS)
        if _emptied(folder / BOOK) and any(self.blobs):
            raise AuthorError(
                f"{folder / BOOK} is empty, though pictures lie beside it: bring it back from a copy, or delete it to "
                "begin anew (pictures are painted again; revisions and chosen tries are gone)"
            )
        self.book = opened(folder / BOOK, UPGRADES)
        if not lasting:
            self.book.execute("PRAGMA synchronous = NORMAL")
        self._maker: dict[str, int] = {}

    @classmethod
    @contextmanager
    def at(cls, folder: Path, lasting: bool = True) -> Iterator[Store]:
        """The store of a folder, let go of at the end."""
        store = cls(folder, lasting)
        try:
            yield store
        except sqlite3.Error as error:
            raise AuthorError(explained(folder / BOOK, error)) from error
        finally:
            store.book.close()

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys whose frames are kept."""
        asked, found = list(dict.fromkeys(keys)), set[str]()
        for start in range(0, len(asked), 500):
            part = asked[start : start + 500]
            query = f"SELECT key, blob FROM frames WHERE key IN ({','.join('?' * len(part))})"  # noqa: S608
            found |= {key for key, blob in self.book.execute(query, part) if self.blobs.has(blob)}
        return found

    def frame(self, key: str) -> Made | None:
        """What is known of a frame; None where it was never kept."""
        row = self.book.execute(f"SELECT {COLUMNS} FROM frames WHERE key = ?", (key,)).fetchone()  # noqa: S608
        return None if row is None else _made(row)

    def frame_of(self, blob: str) -> Made | None:
        """The newest frame whose picture a blob is."""
        query = f"SELECT {COLUMNS} FROM frames WHERE blob = ? ORDER BY at DESC"  # noqa: S608
        row = self.book.execute(query, (blob,)).fetchone()
        return None if row is None else _made(row)

    def frames(self, shot: str | None = None) -> list[Made]:
        """Every frame of a shot, or of all, the newest last."""
        where, values = ("WHERE shot = ?", (shot,)) if shot is not None else ("", ())
        query = f"SELECT {COLUMNS} FROM frames {where} ORDER BY at"  # noqa: S608
        return [_made(row) for row in self.book.execute(query, values)]

    def pixels(self, blob: str | None) -> Pixels | None:
        """The pixels of a blob; None where it is not kept or was spoilt."""
        content = None if blob is None else self.blobs.get(blob)
        return None if content is None else png.decode(content)

    def written(self, fresh: Fresh) -> Written:
        """Bring a frame's pictures to disk, without a row yet: may run in a thread of its own."""
        told = {"melies": fresh.request.canonical()}
        if fresh.sources:
            told[SOURCES] = json.dumps(fresh.sources)
        blob = self.blobs.put(png.encode(fresh.pixels, told))
        plain, surfaces = (
            None if pixels is None else self.blobs.put(png.encode(pixels)) for pixels in (fresh.plain, fresh.surfaces)
        )
        return Written(hashlib.sha256(np.ascontiguousarray(fresh.pixels).tobytes()).hexdigest(), blob, plain, surfaces)

    def keep(
        self, fresh: Fresh, made: Mapping[str, Any] | None = None, written: Written | None = None, seconds: float = 0.0
    ) -> Made:
        """Keep a frame. made: versions that an engine tells of its libraries. seconds: how long it took."""
        on_disk = self.written(fresh) if written is None else written
        row = (
            fresh.key, fresh.shot, fresh.frame, on_disk.rgb, on_disk.blob, on_disk.plain, on_disk.surfaces,
            fresh.request.canonical(), json.dumps(fresh.sources), json.dumps(fresh.facts, ensure_ascii=False), seconds,
            self._made_by(made), time.time(),
        )  # fmt: skip
        with writing(self.book):
            self.book.execute(f"INSERT OR REPLACE INTO frames ({COLUMNS}) VALUES ({','.join('?' * len(row))})", row)  # noqa: S608
        return _made(row)

    def maker(self, number: int) -> dict[str, str]:
        """The Melies and the machine that made a frame."""
        row = self.book.execute("SELECT facts FROM makers WHERE id = ?", (number,)).fetchone()
        return {} if row is None else dict(json.loads(row[0]))

    def sound(self, key: str) -> tuple[bytes, dict[str, Any]] | None:
        """A kept sound: its bytes and what is known of it."""
        row = self.book.execute("SELECT blob, facts FROM sounds WHERE key = ?", (key,)).fetchone()
        content = None if row is None else self.blobs.get(row[0])
        return None if content is None else (content, dict(json.loads(row[1])))

    def keep_sound(self, key: str, content: bytes, facts: Mapping[str, Any], seconds: float) -> None:
        """Keep a sound."""
        row = (key, self.blobs.put(content), json.dumps(facts), seconds, time.time())
        with writing(self.book):
            self.book.execute("INSERT OR REPLACE INTO sounds VALUES (?, ?, ?, ?, ?)", row)

    def mark(self, name: str, value: str) -> None:
        """Remember a word under a name; within a transaction of the caller's."""
        self.book.execute("INSERT OR REPLACE INTO marks VALUES (?, ?)", (name, value))

    def marked(self, name: str) -> str | None:
        """What is remembered under a name."""
        row = self.book.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def _made_by(self, made: Mapping[str, Any] | None) -> int:
        facts = json.dumps(maker(made), sort_keys=True)
        if facts not in self._maker:
            with writing(self.book):
                self.book.execute("INSERT OR IGNORE INTO makers (facts) VALUES (?)", (facts,))
            (self._maker[facts],) = self.book.execute("SELECT id FROM makers WHERE facts = ?", (facts,)).fetchone()
        return self._maker[facts]


def _emptied(book: Path) -> bool:
    """Whether a book that was there has lost its content; its log may hold it still."""
    return book.is_file() and not book.stat().st_size and not book.with_name(f"{book.name}-wal").is_file()


class Pictures:
    """A project's pictures as assets: what is put stays."""

    def __init__(self, store: Store) -> None:
        self.store, self._near, self._here = store, MemoryAssets(), set[str]()

    def put(self, pixels: Pixels) -> Ref:
        """Keep pixels, in memory and in the project."""
        ref = self._remember(pixels)
        if not self._blob(ref):
            row = (ref.sha256, ref.width, ref.height, ref.channels, self.store.blobs.put(png.encode(pixels, {})))
            with writing(self.store.book):
                self.store.book.execute("INSERT OR REPLACE INTO pictures VALUES (?, ?, ?, ?, ?)", row)
        return ref

    def get(self, ref: Ref) -> Pixels:
        """Pixels from memory, else from the project. AuthorError where they are not there."""
        found = self.store.pixels(self._blob(ref)) if ref.sha256 not in self._here else self._near.get(ref)
        if found is None:
            raise AuthorError(
                f"the project lacks a picture of the author's ({ref.sha256[:12]}); make what it belongs to again"
            )
        self._remember(found)
        return found

    def has(self, ref: Ref) -> bool:
        """Whether a picture is there."""
        return ref.sha256 in self._here or self._blob(ref) is not None

    def _remember(self, pixels: Pixels) -> Ref:
        ref = self._near.put(pixels)
        self._here.add(ref.sha256)
        return ref

    def _blob(self, ref: Ref) -> str | None:
        row = self.store.book.execute("SELECT blob FROM pictures WHERE sha256 = ?", (ref.sha256,)).fetchone()
        return row[0] if row is not None and self.store.blobs.has(row[0]) else None


COLUMNS = "key, shot, frame, rgb, blob, plain, surfaces, request, sources, facts, seconds, maker, at"


def _made(row: tuple[Any, ...]) -> Made:
    key, shot, frame, rgb, blob, plain, surfaces, request, sources, facts, seconds, by, at = row
    try:
        return Made(
            key, shot, frame, rgb, blob, Request.model_validate_json(request), tuple(json.loads(sources)),
            json.loads(facts), seconds, by, at, plain, surfaces,
        )  # fmt: skip
    except (TypeError, ValueError):
        raise AuthorError(f"the project's book is damaged at frame {str(key)[:12]}; put {BOOK} away") from None
