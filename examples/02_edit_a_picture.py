"""A picture in the author's hands, on one page: first tries, their parts, wishes for some of them, a report.

    python examples/02_edit_a_picture.py [FOLDER]

writes tries.png, parts.png, before.png, after.png and report.html. `--small` makes them small, for a quick look.
"""

from __future__ import annotations

import sys
from pathlib import Path

from melies.core.image import to_bytes
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.media.picture import write_png
from melies.project import album
from melies.project.store import Pictures
from melies.story.edit_report import write
from melies.story.found import found, overlay
from melies.story.rough import sheet, tries
from melies.synthesis import make
from melies.synthesis.hand import Picture, add, change, edit, embolden, keep, remove

WORDS = "an old fisherman and a rowing boat on a mountain lake at dusk, full moon, pine trees"


def main(folder: Path, size: Size) -> None:
    """Tell the whole story into a folder."""
    before, after = folder / "before.png", folder / "after.png"
    with album.album(before, "example") as store:
        assets = Pictures(store)

        # 1. rough: the same words, six compositions; we like the first
        first = Request(size=size, seed=3, prompt=(Phrase(text=WORDS),), look=Look(name="lamplit dusk"))
        pictures = [to_bytes(make(request, assets).rgb) for request in tries(first, 6)]
        write_png(folder / "tries.png", sheet(pictures, best=0))
        picture = Picture(pictures[0], assets, first)
        album.keep(picture, store)
        write_png(before, picture.pixels)

        # 2. regions: what is in it, by name
        parts = found(picture)
        write_png(folder / "parts.png", overlay(picture.pixels, {part.region.name: part.mask for part in parts}))

        # 3. edit: what stays, what goes, what comes, what changes
        made = edit(
            picture,
            [
                keep("the mountains"),
                remove("the fisherman"),
                add("a red fox", (0.42, 0.62, 0.6, 0.86)),
                add("a red hot-air balloon", (0.56, 0.04, 0.7, 0.34)),
                change("the lake", "turquoise", strength=0.7, feather=2.0),
                embolden("the trees", strength=0.8),
            ],
        )
        write_png(after, made.picture.pixels)
        version = album.keep(made.picture, store, made, picture)

        # 4. report: was each wish met?
        write(version, store, "A fox for a fisherman", folder / "report.html")
    stays = made.changed == 0
    same = (made.picture.pixels == picture.pixels).all(2)
    print(f"{100 * stays.mean():.0f} % of the picture was to stay; of it {(stays & ~same).sum()} pixels differ")


if __name__ == "__main__":
    named = [word for word in sys.argv[1:] if not word.startswith("-")]
    home = Path(named[0] if named else "edit-a-picture")
    home.mkdir(parents=True, exist_ok=True)
    main(home, Size(width=192, height=112) if "--small" in sys.argv else Size(width=768, height=432))
