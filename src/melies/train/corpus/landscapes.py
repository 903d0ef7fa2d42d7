"""Pack landscapes: photographs with captions, views of CC0 panoramas, and paintings in the public domain."""

from __future__ import annotations

import base64
import csv
import io
import re
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from melies.core.errors import AuthorError
from melies.train.corpus import landscape_tables as tables
from melies.train.corpus import panorama, pictures, rcc
from melies.train.corpus.fetch import BLENDER, ENDLESS_SKY, GCOMPRIS, PMNDRS
from melies.train.corpus.writer import PackWriter


def _found(pattern: str, text: str) -> re.Match[str]:
    found = re.search(pattern, text)
    if found is None:
        raise AuthorError(f"a package of the corpus is laid out otherwise than expected: nothing matches {pattern!r}")
    return found


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90, subsampling=0, optimize=True)
    return buffer.getvalue()


def _photographs(pack: PackWriter, sources: Path) -> None:
    folder = ENDLESS_SKY.home(sources) / "usr/share/games/endless-sky/images/land"
    with (Path(__file__).parent / "landscapes.tsv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table, delimiter="\t"):
            data = (folder / f"{row['file']}.jpg").read_bytes()  # as shipped
            width, height = Image.open(io.BytesIO(data)).size
            word = _found("^[a-z]+", row["file"]).group()
            found = re.findall(r"[a-z]+", row["caption"])
            tags = list(dict.fromkeys(tables.CLASS_TAGS[word].split() + [w for w in found if w in tables.WORDS]))
            setting = "indoor" if word in tables.INDOOR and row["file"] != "space3" else "outdoor"
            pack.add(
                data,
                f"photo/{row['file']}.jpg",
                name=re.sub(r"-\w+$", "", row["file"]),
                caption=row["caption"],
                tags=tags,
                group="endless-sky landing photograph",
                subgroup=setting,
                alpha=False,
                line_art=False,
                width=width,
                height=height,
                source="Endless Sky",
                package="Debian endless-sky-data 0.9.8-1.2",
                tier=row["tier"],
                licence=row["licence"],
                credit=row["credit"],
            )


def _exr(sources: Path, name: str, scratch: Path) -> Path:
    maker, place = name.split("/")
    if maker == "blender":
        return BLENDER.home(sources) / f"usr/share/blender/datafiles/studiolights/world/{place}.exr"
    text = (PMNDRS.home(sources) / f"hdri/{place}.exr.js").read_text()
    path = scratch / f"{place}.exr"
    path.write_bytes(base64.b64decode(_found(r"base64,([A-Za-z0-9+/=]+)", text).group(1)))
    return path


def _views(pack: PackWriter, sources: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for name, (tags, key, sectors) in tables.PANORAMAS.items():
            light = panorama.read(_exr(sources, name, Path(scratch)))
            soft = light.shape[1] < 1024
            sphere = panorama.tone_map(light, key, 4 if soft else 2)
            maker, place = name.split("/")
            package = "Debian blender-data 3.4.1+dfsg-2" if maker == "blender" else "npm @pmndrs/assets 1.7.0"
            for step in range(12):
                caption = next(text for first, last, text in sectors if first <= step <= last)
                for look, pitch in tables.PITCHES.items():
                    image = panorama.view(sphere, 30 * step, pitch, tables.FIELD_OF_VIEW, pictures.SIDE)
                    indoor = "indoor" if "interior" in tags else "outdoor"
                    pack.add(
                        pictures.webp(image, 85),
                        f"view/{maker}-{place}-{30 * step:03d}-{look}.webp",
                        name=f"{place} {30 * step}° {look}",
                        caption=caption + (", looking slightly up" if look == "up" else ""),
                        tags=tags.split() + (["soft"] if soft else []),
                        group="HDRI view",
                        subgroup=indoor,
                        alpha=False,
                        line_art=False,
                        width=image.width,
                        height=image.height,
                        source=f"HDRI {place} ({maker})",
                        package=package,
                        tier="pd",
                        licence="CC0 1.0",
                        credit="Greg Zaal, HDRI Haven" if maker == "blender" else "Poly Haven, packaged by Poimandres",
                        yaw_deg=30 * step,
                        pitch_deg=pitch,
                        fov_deg=tables.FIELD_OF_VIEW,
                    )


def _pieces(board: Path, folder: Path) -> Image.Image:
    """One jigsaw painting put together and cut to what the pieces cover."""
    text = board.read_text(encoding="utf-8")
    width, height = (int(_found(rf'"{side}"\s*:\s*(\d+)', text).group(1)) for side in ("width", "height"))
    sheet = Image.new("RGBA", (width, height))
    for block in re.findall(r"\{[^{}]*\}", text):
        file = re.search(r'"pixmapfile"\s*:\s*"([^"]+)"', block)
        place = [float(value) for axis in "xy" for value in re.findall(rf'"{axis}"\s*:\s*"?([\d.]+)', block)[:1]]
        if not file or len(place) != 2:
            continue  # not a piece of the picture
        piece = Image.open(folder / file.group(1)).convert("RGBA")
        left, top = round(place[0] * width - piece.width / 2), round(place[1] * height - piece.height / 2)
        layer = Image.new("RGBA", (width, height))
        layer.paste(piece, (left, top))
        sheet.alpha_composite(layer)
    cover = np.asarray(sheet)[..., 3] > 200
    sheet = pictures.bleed(sheet).convert("RGB")  # thin joints take the colour beside them
    rows, columns = (
        np.flatnonzero(cover.mean(1) > 0.5 * cover.mean(1).max()),
        np.flatnonzero(cover.mean(0) > 0.5 * cover.mean(0).max()),
    )
    return sheet.crop((int(columns[0]) + 1, int(rows[0]) + 1, int(columns[-1]), int(rows[-1])))


def _title(board: Path) -> tuple[str, str, str | None]:
    text = _found(r'instruction: qsTr\("(.*?)"\)', board.read_text(encoding="utf-8")).group(1).strip(" .")
    artist, _, rest = text.partition(", ")
    found = re.fullmatch(r"(.*?)[ -]+(\d{4}(?:-\d+)?)", rest)
    title, year = found.groups() if found else (rest, None)
    title = title.strip(" -")
    return tables.PAINTER.get(artist, artist), title, None if title in tables.WRONG_YEAR else year


def _paintings(pack: PackWriter, unpacked: Path) -> None:
    game = unpacked / "gcompris/src/activities"
    for activity in ("paintings", "details"):
        for board in sorted((game / activity / "resource/board").glob("*.qml")):
            if activity == "details" and "van Gogh" not in board.read_text(encoding="utf-8"):
                continue  # the others are photographs under CC BY-SA
            artist, title, year = _title(board)
            if title in tables.LEFT_OUT:
                continue
            if activity == "paintings":
                image = _pieces(board, game / "paintings/resource")
            else:
                file = _found(r'"pixmapfile"\s*:\s*"([^"]+_background[^"]*)"', board.read_text(encoding="utf-8")).group(
                    1
                )
                image = Image.open(game / "details/resource" / file).convert("RGB")
                image = image.crop((3, 3, image.width - 3, image.height - 3))
            tags = next(tags for key, tags in tables.PAINTING_TAGS.items() if key in artist).split()
            pack.add(
                _jpeg(image),
                f"painting/{pictures.slug(artist)}-{pictures.slug(title)[:48]}.jpg",
                name=title,
                caption=tables.PAINTING_CAPTION[title],
                tags=["painting"] + tags,
                group="painting",
                alpha=False,
                line_art=False,
                width=image.width,
                height=image.height,
                source="GCompris",
                package="Debian gcompris-qt-data 3.1-2",
                tier="pd",
                licence="Public domain by age (the package labels its reproduction "
                + ("GPL-3+, WebMuseum)" if activity == "paintings" else "GPL-3)"),
                credit=artist,
                artist=artist,
                title=title,
                year=year,
            )


def landscapes(sources: Path, out: Path) -> Path:
    """Build the pack and return its zip. Which rows may be shipped stands in `tier`."""
    pack = PackWriter(out, "landscapes")
    _photographs(pack, sources)
    _views(pack, sources)
    with tempfile.TemporaryDirectory() as unpacked:
        for file in sorted(GCOMPRIS.home(sources).rglob("*.rcc")):
            rcc.unpack(file, Path(unpacked))
        _paintings(pack, Path(unpacked))
    return pack.write()
