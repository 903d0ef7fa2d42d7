"""Making room: frames, sounds and files that nothing hangs on any more are removed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from melies.project import history
from melies.project.database import writing
from melies.project.store import Store


@dataclass(frozen=True)
class Tidied:
    """What was removed, or would be: frames and sounds, and the bytes of all files. stay: frames that are kept."""

    frames: int
    sounds: int
    size: int
    stay: int


def tidy(store: Store, frames: Collection[str], sounds: Collection[str], dry: bool = False) -> Tidied:
    """Remove every frame and sound whose key is not named, and every file that no row speaks of then.

    Revisions and the author's pictures stay whole. dry: only count. Nobody else may be at work in the project.
    """
    rows = store.book.execute("SELECT key, blob, plain, surfaces FROM frames").fetchall()
    heard = store.book.execute("SELECT key, blob FROM sounds").fetchall()
    gone = [row[0] for row in rows if row[0] not in frames]
    silent = [key for key, _ in heard if key not in sounds]
    needed = {blob for key, *blobs in rows if key in frames for blob in blobs}
    needed |= {blob for key, blob in heard if key in sounds}
    needed |= {blob for (blob,) in store.book.execute("SELECT blob FROM pictures")}
    needed |= {blob for one in history.revisions(store) for blob in one.state.files.values()}
    litter = [name for name in store.blobs if name not in needed]
    size = sum(store.blobs.path(name).stat().st_size for name in litter)
    if not dry:
        with writing(store.book) as book:
            book.executemany("DELETE FROM frames WHERE key = ?", [(key,) for key in gone])
            book.executemany("DELETE FROM sounds WHERE key = ?", [(key,) for key in silent])
        for name in litter:  # a kill in between leaves files that the next tidying finds
            store.blobs.drop(name)
        store.blobs.sweep()
    return Tidied(len(gone), len(silent), size, len(rows) - len(gone))
