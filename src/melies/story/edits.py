"""`edits.yaml`: what an author wants of the parts of a picture, and the masks that it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

import cv2
import numpy as np
from pydantic import Field, ValidationError

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.core.region import PLACES, Region, State
from melies.core.size import Size
from melies.core.value import Value
from melies.media.depth import read_near
from melies.media.picture import Pixels, read_rgb
from melies.media.picture import read as read_picture
from melies.story import short
from melies.story.complain import sentence
from melies.story.nodes import read
from melies.story.text import read_text

SCHEMA = "melies/edits@1"


class _File(Value):
    schema_: str = Field(SCHEMA, alias="schema")
    perceptor: str = "lens"
    regions: dict[str, Region] = {}


@dataclass(frozen=True)
class Edits:
    """Regions in the file's order, the folder that its masks are relative to, and who sees words."""

    regions: tuple[Region, ...]
    folder: Path = field(default_factory=Path)
    perceptor: str = "lens"

    def masks(self, size: Size, fit: bool = False) -> dict[str, Mask]:
        """Every mask that the regions name, by its name. fit: one of another size is scaled.

        AuthorError for a file that is no picture, black all over, or of another size.
        """
        return {r.mask: _mask(self.folder / r.mask, size, fit) for r in self.regions if r.mask is not None}

    def pictures(self) -> dict[str, Pixels]:
        """Every picture that inspirations name, by its name. AuthorError for a file that is none."""
        wishes = [wish for region in self.regions for wish in region.inspirations]
        readers = {wish.file: read_near if wish.kind == "depth" else read_picture for wish in wishes if wish.file}
        return {name: reader(self.folder / name) for name, reader in readers.items()}


def load(path: Path) -> Edits:
    """Read an edits file. AuthorError with file and line.

    A region may be shorter: `sky: keep` is `sky: {select: sky, state: keep}`, and a region that says no place is
    selected by its name.
    """
    source = read(read_text(path, "edits"), str(path))
    data = source.data
    if not isinstance(data, dict) or not isinstance(data.get("regions"), dict) or not data["regions"]:
        raise AuthorError(f"{path}: edits are written under `regions:`, a name and a wish each, such as `sky: keep`")
    if data.get("schema", SCHEMA) != SCHEMA:
        raise AuthorError(f"{path}: the schema should be {SCHEMA}; got {data['schema']!r}")
    regions = {str(name): short.region(str(name), value) for name, value in data["regions"].items()}
    try:
        found = _File.model_validate({**data, "regions": regions})
    except ValidationError as error:
        raise AuthorError(sentence(error, source, str(path), _File)) from None
    return Edits(tuple(found.regions.values()), path.parent, _seer(found.perceptor, path.parent))


def _seer(said: str, folder: Path) -> str:
    """A perceptor whose folder lies beside the file is found there."""
    name, colon, where = said.partition(":")
    return f"{name}:{(folder / where).resolve()}" if colon and (folder / where).is_dir() else said


def _mask(path: Path, size: Size, fit: bool) -> Mask:
    grey = cv2.cvtColor(read_rgb(path, (0, 0, 0)), cv2.COLOR_RGB2GRAY)
    height, width = grey.shape
    if (width, height) != (size.width, size.height):
        if not fit:
            raise AuthorError(
                f"the mask {path.name} is {width}x{height}, the picture {size}: draw it at {size}, or add --fit to "
                "scale it"
            )
        grey = cv2.resize(grey, (size.width, size.height), interpolation=cv2.INTER_AREA)
    if not grey.any():
        raise AuthorError(f"the mask {path.name} is black all over; paint white where the region is")
    return np.asarray(grey, np.float32) / np.float32(255)


def dump(regions: Sequence[Region], notes: Mapping[str, str]) -> str:
    """An edits file to go on from: every region as found, with a note behind its name."""
    lines = [
        f"schema: {SCHEMA}",
        f"# for each region: {', '.join(get_args(State))}",
        "# more keys: strength (0-1), feather (pixels), want (words), look (a name of melies looks), losses",
        "regions:",
    ]
    for region in regions:
        place = next((f"{way}: {_plain(getattr(region, way))}" for way in PLACES if getattr(region, way)), "")
        said = f"{{{place}, state: {region.state}}}"
        note = f"  # {notes[region.name]}" if notes.get(region.name) else ""
        lines.append(f"  {_plain(region.name)}: {said}{note}")
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> str:
    if isinstance(value, str):
        safe = value.replace(" ", "").replace("-", "").isalnum() and not value.replace(" ", "").isdigit()
        return value if safe else "'" + value.replace("'", "''") + "'"
    return "[" + ", ".join(f"{part:g}" for part in value) + "]"
