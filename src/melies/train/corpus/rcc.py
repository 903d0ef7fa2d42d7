"""Qt resource files (*.rcc), in which games ship their pictures, unpacked."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

DIRECTORY, ZLIB, ZSTD = 2, 1, 4


def unpack(file: Path, out: Path) -> int:
    """Write the files of one resource below `out`; returns how many. Files packed with zstd are left out."""
    data, written = file.read_bytes(), 0
    if data[:4] != b"qres":
        return 0
    for name, body in _walk(data, 0, ""):
        path = (out / name).resolve()
        if path.is_relative_to(out.resolve()):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
            written += 1
    return written


def _walk(data: bytes, node: int, folder: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of every file below a node of the tree (Qt's format, versions 1 to 3)."""
    version, tree, blobs, names = struct.unpack(">4i", data[4:20])
    at = tree + node * (14 if version == 1 else 22)
    name, flags = struct.unpack(">iH", data[at : at + 6])
    path = f"{folder}/{_name(data, names + name)}".lstrip("/") if node else folder
    if flags & DIRECTORY:
        count, first = struct.unpack(">ii", data[at + 6 : at + 14])
        for child in range(first, first + count):
            yield from _walk(data, child, path)
    elif not flags & ZSTD:
        start = blobs + struct.unpack(">i", data[at + 10 : at + 14])[0]
        size = struct.unpack(">I", data[start : start + 4])[0]
        body = data[start + 4 : start + 4 + size]
        yield path, zlib.decompress(body[4:]) if flags & ZLIB else body


def _name(data: bytes, at: int) -> str:
    length = struct.unpack(">H", data[at : at + 2])[0]
    return data[at + 6 : at + 6 + 2 * length].decode("utf-16-be")
