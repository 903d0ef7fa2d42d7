"""Where the commands that work on single pictures meet the rooms that do the work."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy import ndarray

from melies.cli.work import command
from melies.core.headway import Headway

if TYPE_CHECKING:
    from melies.core.request import Request
    from melies.project.album import Version
    from melies.story.edit_report import Telling
    from melies.synthesis.hand import Picture
    from melies.synthesis.hand.where import Seeing


@dataclass(frozen=True)
class Event(Headway):
    """How far the work is; files that are written with the last one."""

    files: tuple[Path, ...] = ()


def seeing() -> Seeing | None:
    """What finds words in the pixels of any picture; None where its network is not installed."""
    if not _sees():
        return None
    from melies.guidance.eye import seen

    return seen


def telling() -> Telling | None:
    """What measures how far a picture is from words; None where its network is not installed."""
    if not _sees():
        return None
    from melies.guidance.eye import told

    return told


def _sees() -> bool:
    return importlib.util.find_spec("torch") is not None


def rough(requests: list[Request], out: Path) -> Iterator[Event]:
    """Several tries of one prompt, and a sheet of them; the one nearest to the words is marked, if anybody sees."""
    from melies.core.asset import MemoryAssets
    from melies.core.image import to_bytes
    from melies.media.atomic import check_writable
    from melies.media.chunks import of_request
    from melies.media.picture import write_png
    from melies.project import parts
    from melies.story.rough import sheet
    from melies.synthesis import make

    files = [out / f"rough-{number}.png" for number in range(1, len(requests) + 1)]
    check_writable(*files)
    pictures, far, missing, tell = [], list[float](), dict[str, None](), telling()
    for number, (request, file) in enumerate(zip(requests, files, strict=True)):
        yield Event("tries", number, len(requests), request.prompt[0].text)
        image = make(request, MemoryAssets())
        pictures.append(to_bytes(image.rgb))
        missing |= dict.fromkeys(image.info.get("not_drawn", ()))
        if tell is not None:
            far.append(tell(pictures[-1], request.prompt[0].text, None)[0])
        write_png(file, pictures[-1], of_request(request, image.info, parts.told(request, image.info.get("made"))))
    best = far.index(min(far)) if far else None
    whole = write_png(out / "rough.png", sheet(pictures, best), {})
    note = "".join(f'not drawn: "{words}"; ' for words in missing)
    note += f"{files[best].name} is nearest to the words" if best is not None else ""
    yield Event("tries", len(requests), len(requests), note, (*files, whole))


def edited(file: Path, edits: Path, out: Path, fit: bool) -> Iterator[Event]:
    """A picture with its regions as the edits file wants them."""
    from melies.media.atomic import check_writable
    from melies.project import album
    from melies.story.edits import load
    from melies.synthesis.hand import edit

    check_writable(out)
    wanted = load(edits)
    with album.album(file, command()) as store:
        yield Event("edit", 0, 1, "finding the regions")
        picture = album.opened(file, store)
        made = edit(
            picture, wanted.regions, wanted.masks(picture.size, fit), seeing(), wanted.pictures(), wanted.perceptor
        )
        version = album.keep(made.picture, store, made, picture)
        write(made.picture, version, out, made.image.info, store.folder)
        wanted_now = {region.want for region in wanted.regions if region.want}
        for words in made.image.info.get("not_drawn", ()):
            if not any(want in words for want in wanted_now):
                continue  # of the picture's own words, told when it was made
            yield Event("edit", 1, 1, f'not drawn: "{words}"')
    yield Event("edit", 1, 1, _told(made.changed), (out,))


def _told(changed: ndarray) -> str:
    share = float((changed > 0).mean())
    return f"{100 * share:.1f} % of the picture could change; every byte elsewhere is as it was"


def write(picture: Picture, version: Version, out: Path, info: Mapping[str, Any], home: Path) -> None:
    """The picture's file, with its request, its versions, and where its album lies."""
    import json
    import os

    from melies.media.chunks import of_request
    from melies.media.picture import write_png
    from melies.project import parts
    from melies.project.album import VERSION, told

    chunks = of_request(version.request, info, parts.told(version.request, info.get("made")))
    about = {**told(version), "album": os.path.relpath(home, out.absolute().parent).replace(os.sep, "/")}
    write_png(out, picture.pixels, {**chunks, VERSION: json.dumps(about, sort_keys=True)})


def regions(file: Path, out: Path) -> Iterator[Event]:
    """The parts of a picture: their masks, an overlay, and a file of edits to go on from."""
    import numpy as np

    from melies.core.image import mask_bytes
    from melies.media.atomic import write_text
    from melies.media.picture import write_png
    from melies.project import album
    from melies.story.edits import dump
    from melies.story.found import found, overlay
    from melies.story.short import slug, unique

    with album.album(file, command()) as store:
        yield Event("regions", 0, 1, "looking at the picture")
        picture = album.opened(file, store)
        rows = found(picture, seeing())
    drawn = out / f"{file.stem}.regions.png"
    write_png(drawn, overlay(picture.pixels, {row.region.name: row.mask for row in rows}), {})
    taken = set[str]()
    for row in rows:
        taken.add(name := unique(slug(row.region.name) or "region", taken))
        write_png(out / "masks" / f"{name}.png", np.repeat(mask_bytes(row.mask), 3, 2), {})
    text = dump([row.region for row in rows], {row.region.name: row.note for row in rows})
    edits = write_text(out / f"{file.stem}.edits.yaml", text)
    yield Event("regions", 1, 1, f"{len(rows)} parts", (edits, drawn))


def reported(file: Path, out: Path) -> Iterator[Event]:
    """The page on what an edit did."""
    from melies.core.errors import AuthorError
    from melies.media.picture import read_rgb
    from melies.project import album
    from melies.story.edit_report import write

    pixels = read_rgb(file)
    with album.album(file, command()) as store:
        version = album.version(album.sha(pixels), store)
        if version is None or not version.parent:
            raise AuthorError(f"{file.name} is not known as an edit of another picture; melies edit makes them")
        yield Event("report", 0, 1, "measuring")
        write(version, store, file.stem, out, telling())
    yield Event("report", 1, 1, "", (out,))
