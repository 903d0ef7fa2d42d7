"""Paint the README's strip anew: every command of its table is run, and the pictures are set three abreast."""

from __future__ import annotations

import re
import shlex
import tempfile
from pathlib import Path

from PIL import Image

from melies.cli.failing import explained

README = Path(__file__).parents[2] / "README.md"
TILE, GAP, ACROSS = (400, 225), 4, 3


def commands() -> list[str]:
    """The commands of the table's rows, in order."""
    return re.findall(r"^\| \d+ \| `melies (still .*)` \|$", README.read_text(), re.M)


def strip(pictures: list[Image.Image]) -> Image.Image:
    """Pictures in rows of three with a white gap."""
    down = -(-len(pictures) // ACROSS)
    sheet = Image.new(
        "RGB", tuple(n * side + (n - 1) * GAP for n, side in zip((ACROSS, down), TILE, strict=True)), "white"
    )
    for number, picture in enumerate(pictures):
        row, column = divmod(number, ACROSS)
        tile = picture.convert("RGB").resize(TILE, Image.Resampling.LANCZOS)
        sheet.paste(tile, (column * (TILE[0] + GAP), row * (TILE[1] + GAP)))
    return sheet


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for number, command in enumerate(commands()):
            file = Path(folder) / f"{number}.png"
            if explained([*shlex.split(command), "-o", str(file)]):
                raise SystemExit(f"could not paint: {command}")
            made.append(Image.open(file).copy())
    where = Path(__file__).with_name("strip.jpg")
    strip(made).save(where, quality=90)
    print(where)
