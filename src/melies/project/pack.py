"""A project as one portable file, checked by hash on its way in: a zip with a manifest."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path, PurePosixPath

from melies.core.errors import AuthorError
from melies.media.atomic import cannot_write, check_writable, replacing
from melies.project.store import BLOBS, BOOK

SCHEMA, MANIFEST = "melies/pack@1", "melies-pack.json"
BLOCK = 1 << 20
UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError)  # what a damaged zip raises
MOST_FILES, LARGEST_MANIFEST = 1_000_000, 1 << 28
DATE = (1980, 1, 1, 0, 0, 0)  # of every entry: the same project gives the same file


def pack(files: Mapping[str, Path], project: Path, inside: str, out: Path) -> Iterator[tuple[int, int]]:
    """Write the author's `files` (by their names in the story's folder) and the project, which goes `inside` there.

    Yields (files done, of). The book is copied as of one moment; a blob that was spoilt is left out. AuthorError where
    the file can't be written.
    """
    with tempfile.TemporaryDirectory(prefix="melies-") as place, replacing(out) as draft:
        book = Path(place) / BOOK
        if (project / BOOK).is_file():
            _copied(project / BOOK, book)
        chosen = {name: path for name, path in files.items() if path.is_file()}
        home = PurePosixPath(inside)
        if book.is_file():
            chosen[(home / BOOK).as_posix()] = book
        for path in sorted((project / BLOBS).glob(f"??/{'?' * 62}")):
            chosen[(home / BLOBS / path.parent.name / path.name).as_posix()] = path
        manifest = dict[str, dict[str, str | int]]()
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED, allowZip64=True) as packed:
            for done, (name, path) in enumerate(sorted(chosen.items()), 1):
                content = path.read_bytes()
                found = hashlib.sha256(content).hexdigest()
                if path.parent.parent.name == BLOBS and found != path.parent.name + path.name:
                    continue
                manifest[name] = {"sha256": found, "size": len(content)}
                packed.writestr(_entry(name), content)
                yield done, len(chosen)
            packed.writestr(_entry(MANIFEST), json.dumps({"schema": SCHEMA, "files": manifest}, sort_keys=True))


def unpack(path: Path, folder: Path) -> Iterator[tuple[int, int]]:
    """Lay a pack out in a new folder, every file checked by its hash; on any fault nothing of it stays.

    Yields (files done, of). AuthorError for what is no pack, damaged, or reaches outside of its folder.
    """
    with _opened(path) as packed:
        manifest = _manifest(packed, path)
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise AuthorError(f"{folder} is there already; unpack into a new folder with -o")
        check_writable(folder / MANIFEST)
        need = sum(size for _, size in manifest.values())
        folder.parent.mkdir(parents=True, exist_ok=True)
        if need > (free := shutil.disk_usage(folder.parent).free):
            raise AuthorError(f"{path.name} needs {need / 1e9:.1f} GB in {folder.parent}; {free / 1e9:.1f} GB are free")
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            for done, (name, (sha256, size)) in enumerate(manifest.items(), 1):
                _laid(packed, name, draft, sha256, size, path)
                yield done, len(manifest)
            draft.chmod(0o755)
            if folder.exists():
                folder.rmdir()
            os.replace(draft, folder)
        except OSError as error:
            raise AuthorError(cannot_write(folder, error)) from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _entry(name: str) -> zipfile.ZipInfo:
    about = zipfile.ZipInfo(name, DATE)
    about.external_attr = (stat.S_IFREG | 0o644) << 16
    return about


def _copied(book: Path, to: Path) -> None:
    """A database as of one moment, whatever others write meanwhile."""
    with closing(sqlite3.connect(book)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise AuthorError(f"there is no pack at {path}") from None
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise AuthorError(f"{path} is no pack of Melies, or is cut short ({error}); pack it again") from None


def _manifest(packed: zipfile.ZipFile, path: Path) -> dict[str, tuple[str, int]]:
    """(SHA-256, size) of every file that the pack holds, and of no other. AuthorError where it holds anything else."""
    names = packed.namelist()
    if MANIFEST not in names or len(names) > MOST_FILES or packed.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise AuthorError(f"{path.name} is no pack of Melies: melies pack writes them")
    try:
        about = json.loads(packed.read(MANIFEST))
        schema, files = about["schema"], about["files"]
        found = {str(name): (str(file["sha256"]), int(file["size"])) for name, file in files.items()}
    except (*UNREADABLE, ValueError, KeyError, TypeError, AttributeError):
        raise AuthorError(f"{path.name}: its list of files can't be read; pack it again") from None
    if schema != SCHEMA:
        raise AuthorError(f"{path.name} is of another Melies ({str(schema)[:40]}); this one reads {SCHEMA}")
    if sorted([*found, MANIFEST]) != sorted(names):
        raise AuthorError(f"{path.name} does not hold just the files that it lists; pack it again")
    for name, (_, size) in found.items():
        kind = packed.getinfo(name).external_attr >> 16
        if _outside(name) or (stat.S_IFMT(kind) not in (0, stat.S_IFREG)) or packed.getinfo(name).file_size != size:
            raise AuthorError(f"{path.name} holds {name[:80]!r}, which is no plain file inside it; it is not unpacked")
    return found


def _outside(name: str) -> bool:
    """Whether a name leads anywhere else than into the folder, on any system."""
    parts = name.replace("\\", "/").split("/")
    return name.startswith("/") or "\\" in name or ":" in name or "\0" in name or bool({"", ".", ".."} & set(parts))


def _laid(packed: zipfile.ZipFile, name: str, folder: Path, sha256: str, size: int, path: Path) -> None:
    target, total, left = folder / name, hashlib.sha256(), size
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with packed.open(name) as source, target.open("xb") as file:
            while block := source.read(min(BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    break
                total.update(block)
                file.write(block)
    except (*UNREADABLE, FileExistsError) as error:
        raise AuthorError(f"{path.name}: {name[:80]!r} is damaged ({error}); pack it again") from None
    if left or total.hexdigest() != sha256:
        raise AuthorError(f"{path.name}: {name[:80]!r} is not what was packed; pack it again")
