"""The landscapes of the packs as files with captions beside them, as `melies train vista --pictures` takes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from melies.media.atomic import replacing, write_text
from melies.media.pack import Pack, Row


def captioned(packs: Path, out: Path) -> Iterator[tuple[int, int]]:
    """Write every free outdoor picture and its caption; yields how many of how many are done.

    AuthorError without the pack.
    """
    pack = Pack.open(packs / "landscapes.zip")
    rows = free(pack)
    for done, row in enumerate(rows, 1):
        path = out / _named(row)
        with replacing(path) as draft:
            draft.write_bytes(pack.data(row["file"]))
        write_text(path.with_suffix(".txt"), "\n".join(wordings(row)) + "\n")
        yield done, len(rows)


def free(pack: Pack) -> list[Row]:
    """The outdoor pictures of a pack that nobody has a claim to (tier `pd`), in the order of their files."""
    rows = [row for row in pack.rows if row.get("tier") == "pd" and row.get("subgroup") != "indoor"]
    return sorted(rows, key=_named)


def _named(row: Row) -> str:
    return str(row["file"]).replace("/", "-")


def wordings(row: Row) -> tuple[str, ...]:
    """Several ways to say a landscape, each with what kind of picture it is, and one without."""
    text = str(row.get("caption") or row["name"])
    kind = "painting" if row["group"] == "painting" else "photograph"
    return (text,) if kind in text else (f"{text}, {kind}", f"{kind} of {text}", text)
