"""The small pack the stage runs with: the pictures `cutouts.txt` lists, taken from the corpus' packs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError
from melies.media.pack import Pack
from melies.train.corpus.writer import PackWriter

LIST = Path(__file__).with_name("cutouts.txt")
FLAGS = ("air", "glow", "sway")


@dataclass(frozen=True)
class Choice:
    """One line of the list."""

    pack: str
    kind: str
    label: str
    stem: str
    metres: float
    flags: frozenset[str]
    words: tuple[str, ...]


def choices(text: str) -> Iterator[Choice]:
    """The list read; the first of two lines for one stem counts."""
    pack = kind = label = ""
    seen: set[tuple[str, str]] = set()
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        heading = re.fullmatch(r"\[(\S+) (\S+) (\S+)\]", line)
        if heading:
            pack, kind, label = heading.groups()
        elif line:
            left, _, right = line.partition("=")
            stem, metres, *flags = left.split()
            if (pack, stem) not in seen:
                seen.add((pack, stem))
                words = tuple(word.strip() for word in right.split(",") if word.strip())
                yield Choice(pack, kind, label, stem, float(metres), frozenset(flags), words)


def build_runtime(corpus: Path, out: Path) -> tuple[Path, list[str]]:
    """Write `out/cutouts.zip` from the packs in `corpus`; returns its path and the stems the packs do not hold."""
    packs: dict[str, Pack] = {}
    writer, lost, keys = PackWriter(out, "cutouts"), [], set()
    for choice in choices(LIST.read_text(encoding="utf-8")):
        if set(choice.flags) - set(FLAGS):
            raise AuthorError(f"cutouts.txt: {choice.stem} has an unknown flag; flags are {', '.join(FLAGS)}")
        pack = packs.setdefault(choice.pack, Pack.open(corpus / f"cutouts-{choice.pack}.zip"))
        row = next((row for row in pack.rows if row["file"] == f"{choice.stem}.webp"), None)
        if row is None:
            lost.append(f"{choice.pack}/{choice.stem}")
            continue
        key = choice.stem if choice.stem not in keys else f"{choice.stem}-{choice.pack}"
        keys.add(key)
        name = re.sub(r"-\d+$", "", choice.stem).replace("-", " ")
        writer.add(
            pack.data(row["file"]), f"{key}.webp", key=key, name=name, words=list(choice.words), kind=choice.kind,
            label=choice.label, metres=choice.metres, airborne="air" in choice.flags, glow="glow" in choice.flags,
            sway="sway" in choice.flags, box=row["bbox"], credit=row["credit"], licence=row["licence"],
        )  # fmt: skip
    return writer.write(), lost
