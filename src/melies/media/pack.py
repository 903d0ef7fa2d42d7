"""Picture packs: one zip of stored WebP or JPEG pictures, and beside it an index of one JSON object a picture."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError

Row = dict[str, Any]


@dataclass(frozen=True)
class Pack:
    """A pack by the path of its zip; `rows` is its index, at least with `file`, in the order of the file."""

    path: Path
    rows: tuple[Row, ...]

    @classmethod
    def open(cls, path: Path) -> Pack:
        """Read the index of `NAME.zip` from `NAME.index.json`. AuthorError when either is missing or broken."""
        index = path.with_suffix(".index.json")
        if not path.is_file() or not index.is_file():
            raise AuthorError(f"a pack is NAME.zip with NAME.index.json beside it; {path} has not both: build it again")
        try:
            rows = json.loads(index.read_text(encoding="utf-8"))
            names = {row["file"] for row in rows}
            with zipfile.ZipFile(path) as archive:
                lost = names - set(archive.namelist())
        except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
            raise AuthorError(f"the pack {path} is broken ({error}); build it again") from None
        if lost:
            raise AuthorError(
                f"the pack {path} lacks {len(lost)} pictures of its index, such as {min(lost)!r}; build it again"
            )
        return cls(path, tuple(rows))

    def data(self, file: str) -> bytes:
        """The bytes of one picture as stored."""
        return _archive(self.path).read(file)

    def picture(self, file: str) -> UInt8[ndarray, "h w 4"]:
        """One picture decoded, RGBA, straight alpha; colour under zero alpha may be anything (often black)."""
        from PIL import Image

        with Image.open(io.BytesIO(self.data(file))) as image:
            return np.asarray(image.convert("RGBA"))


@lru_cache(maxsize=8)
def _archive(path: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(path)
