"""What `melies see` writes: the layers of a picture as files that other tools read, and the palette with its names."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import typer
from numpy import ndarray
from PIL import Image as Pillow
from PIL import ImageDraw

from melies.core.errors import AuthorError
from melies.core.image import from_bytes, to_bytes
from melies.media.atomic import check_writable
from melies.media.depth import exr, write_exr, write_millimetres
from melies.media.picture import read_rgb, write_png
from melies.models.vista.order import Seen
from melies.models.vista.weights import painter
from melies.scene.labels import DRAWN, colour
from melies.story.lettering import CAPTION, font

LEAST = 0.005  # of the picture: what covers less is not told
LARGE = 1600  # pixels of a side, above which a picture is read smaller
SMALLEST = 16  # pixels of a side from which there is something to read
CELL, WIDE, ACROSS = 48, 230, 2  # of a swatch: height and width in pixels, swatches in a row


def layers(path: Path, out: Path, weights: str = "") -> tuple[list[Path], dict[str, float]]:
    """Read a picture and write its layers; returns the files and the share of each label that is seen."""
    pixels = read_rgb(path)
    if min(pixels.shape[:2]) < SMALLEST:
        raise AuthorError(
            f"{path} is {pixels.shape[1]}x{pixels.shape[0]}; a picture to read has {SMALLEST} pixels a side"
        )
    names = {part: out / f"{path.stem}-{part}" for part in ("depth.png", "depth.exr", "labels.png", "outline.png")}
    check_writable(names["labels.png"])
    out.mkdir(parents=True, exist_ok=True)
    found = _read(pixels, weights)
    write_millimetres(names["depth.png"], found.depth)
    if exr():
        write_exr(names["depth.exr"], found.depth)
    else:
        names.pop("depth.exr")
        typer.echo("no EXR is written here; pip install OpenEXR==3.5.3 changes that", err=True)
    write_png(names["labels.png"], colour(found.labels))
    lines = 255 - to_bytes(found.outline)
    write_png(names["outline.png"], np.repeat(lines[..., None], 3, 2))
    counts = np.bincount(found.labels.ravel(), minlength=len(DRAWN)) / found.labels.size
    shares = {name: float(counts[n]) for n, name in enumerate(DRAWN) if counts[n] >= LEAST}
    return list(names.values()), dict(sorted(shares.items(), key=lambda pair: -pair[1]))


def _read(pixels: ndarray, weights: str) -> Seen:
    """The layers at the picture's size; of a very large picture they are read at a smaller one."""
    high, wide = pixels.shape[:2]
    scale = min(1.0, LARGE / max(high, wide))
    size = (max(SMALLEST, round(wide * scale)), max(SMALLEST, round(high * scale)))
    small = pixels if scale == 1 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    found = painter(weights).read(from_bytes(np.asarray(small)))
    return Seen(*(np.asarray(cv2.resize(part, (wide, high), interpolation=cv2.INTER_NEAREST)) for part in found))


def swatches(path: Path) -> Path:
    """The palette as a picture to pick colours from."""
    check_writable(path)
    if path.suffix.lower() != ".png":
        raise AuthorError(f"the palette is a .png; got {path.name!r}: call it {path.stem}.png")
    rows = -(-len(DRAWN) // ACROSS)
    sheet = Pillow.new("RGB", (WIDE * ACROSS, CELL * rows), (24, 24, 24))
    pen, type_ = ImageDraw.Draw(sheet), font(CAPTION, 20)
    for number, (name, rgb) in enumerate(DRAWN.items()):
        x, y = number // rows * WIDE, number % rows * CELL
        pen.rectangle((x + 6, y + 6, x + 6 + CELL, y + CELL - 6), fill=rgb)
        pen.text((x + CELL + 20, y + 10), name, fill=(236, 236, 236), font=type_)
    return write_png(path, np.asarray(sheet))
