"""The author's own pictures for one still: what is painted over, masks, label maps, line drawings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import typer
from numpy import ndarray

from melies.cli.flags import STILL_SIZE
from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import OPEN, mask_bytes
from melies.core.size import SMALLEST, Size
from melies.media.picture import read, read_rgb
from melies.models.strokes import strokes
from melies.scene.labels import drawn_map

SAME_SHAPE = 0.02  # share by which width to height may differ before a picture counts as stretched
STRANGE = 0.02  # share of a map's pixels that may be of no label's colour before that is said


@dataclass(frozen=True)
class Given:
    """The size to paint at, and references to the author's pictures."""

    size: str
    refs: dict[str, Any]


def pictures(
    structure: str | None, fill: Path | None, labels: Path | None, outline: Path | None, size: str | None
) -> tuple[MemoryAssets, Given]:
    """The author's pictures at the size of the picture to be: as asked, else that of the first of them."""
    assets, refs = MemoryAssets(), dict[str, Any]()
    base = None if structure in (None, "stage") else read_rgb(str(structure))
    drawn = None if labels is None else read(labels)
    lines = None if outline is None else read_rgb(outline)
    own = next((f"{one.shape[1]}x{one.shape[0]}" for one in (base, drawn, lines) if one is not None), STILL_SIZE)
    for path, pixels in ((structure, base), (labels, drawn), (outline, lines)):
        if pixels is not None and min(pixels.shape[:2]) < SMALLEST:
            high, wide = pixels.shape[:2]
            raise AuthorError(f"{path} is {wide}x{high}; give a picture of at least {SMALLEST} pixels a side")
    wanted = Size.parse(size or own)
    if base is not None:
        refs["structure"] = assets.put(fitted(base, wanted, str(structure)))
    if fill is not None:
        mask = cv2.cvtColor(read_rgb(fill, (0, 0, 0)), cv2.COLOR_RGB2GRAY)
        if not mask.any():
            raise AuthorError(f"{fill} is black all over, so nothing would be painted; make white what is to be new")
        refs["fill"] = assets.put(fitted(mask, wanted, str(fill))[..., None])
    if drawn is not None:
        refs["labels"] = assets.put(_mapped(fitted(drawn, wanted, str(labels), cv2.INTER_NEAREST), str(labels)))
    if lines is not None:
        refs["outline"] = assets.put(_lined(fitted(lines, wanted, str(outline)), str(outline)))
    return assets, Given(str(wanted), refs)


def fitted(pixels: ndarray, size: Size, name: str, how: int = cv2.INTER_AREA) -> ndarray:
    """Pixels at the size of the picture; a change of shape is told."""
    height, width = pixels.shape[:2]
    if (height, width) == (size.height, size.width):
        return pixels
    if abs(width * size.height / (height * size.width) - 1.0) > SAME_SHAPE:
        typer.echo(f"{name} is {width}x{height}; it is stretched to {size}", err=True)
    return np.asarray(cv2.resize(pixels, (size.width, size.height), interpolation=how), np.uint8)


def _mapped(pixels: ndarray, name: str) -> ndarray:
    """Label numbers of a drawn map, open where it is clear. AuthorError where hardly a colour is the palette's."""
    found, strange = drawn_map(pixels, name)
    if (found == OPEN).all():
        raise AuthorError(f"{name} is clear all over, or nearly so; draw what is to be somewhere, or leave the map out")
    if strange > STRANGE:
        typer.echo(f"{name}: {strange:.0%} of it is in no colour of the palette; the nearest is taken", err=True)
    return found[..., None]


def _lined(pixels: ndarray, name: str) -> ndarray:
    lines = strokes(pixels)
    if not lines.any():
        raise AuthorError(f"{name} has no lines; draw dark ones on white, or white ones on black")
    return mask_bytes(lines)
