"""Writing a pack: a zip of stored pictures and its index, the same bytes every time."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

EPOCH = (2020, 1, 1, 0, 0, 0)
ORDER = (
    "name", "caption", "tags", "kind", "framing", "upright", "airborne", "line_art", "hollow", "group",
    "subgroup", "alpha", "width", "height", "bbox",
)  # fmt: skip


class PackWriter:
    """Gathers pictures and rows; `write` makes `NAME.zip` and `NAME.index.json`."""

    def __init__(self, out: Path, name: str) -> None:
        self.out, self.name = out, name
        self.rows: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}

    def add(self, data: bytes, file: str, **row: Any) -> str:
        """Keep a picture under a free name, which is returned; fields that are None are left out of its row."""
        stem, _, end = file.rpartition(".")
        number = 1
        while file in self.files:
            number += 1
            file = f"{stem}-{number}.{end}"
        self.files[file] = data
        known = {key: value for key, value in row.items() if value is not None}
        first = {key: known.pop(key) for key in ORDER if key in known}
        self.rows.append({"file": file, **first, **known})
        return file

    def write(self) -> Path:
        """Write both files and return the zip's path."""
        self.out.mkdir(parents=True, exist_ok=True)
        path = self.out / f"{self.name}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for file in sorted(self.files):
                archive.writestr(zipfile.ZipInfo(file, EPOCH), self.files[file])
        rows = sorted(self.rows, key=lambda row: str(row["file"]))
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        path.with_suffix(".index.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        return path
