"""Pack cutouts-openclipart: the pictures listed in openclipart.tsv, which holds every choice made by eye."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from melies.train.corpus import pictures
from melies.train.corpus.fetch import OPENCLIPART
from melies.train.corpus.writer import PackWriter

ROOT = "usr/share/openclipart/svg"
JUNK_TAGS = {
    "hash",
    "unsorted",
    "clip_art",
    "clip art",
    "clipart",
    "etiquette",
    "icon",
    "icons",
    "symbol",
    "symbols",
    "menu",
    "theme",
    "sign",
    "public domain",
    "svg",
    "openclipart",
    "png",
    "image",
    "appicon",
    "contour",
    "silhouet",
    "cartoons",
    "sex",
    "logo",
    "shape",
}
# Adult, fire-arm, drug and smoking words in tags, titles and descriptions drop a picture, unless it is listed below.
FILTER = re.compile(
    r"\b(sex\w*|nude|naked|stripper|porn\w*|guns?|rifle|pistol|bullet\w*|bomb\w*|grenade|explosive|ammo\w*|smoker?|cigar\w*|"
    r"tobacco|drugs?|cannabis|gallows|lighter|nazi|swastika)\b",
    re.I,
)
FILTER_KEPT = {"staple gun", "factory with smoking chimneys"}


def _text(svg: str, tag: str) -> str:
    found = re.search(rf"<dc:{tag}[^>]*>(.*?)</dc:{tag}>", svg, re.S | re.I)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found.group(1)))).strip() if found else ""


def _metadata(path: Path) -> dict[str, Any]:
    """Title, description, keywords, licence and author as the drawing states them."""
    svg = path.read_bytes().decode("utf-8", "replace")
    found = re.search(r"<metadata.*?</metadata>", svg, re.S)
    meta = found.group(0) if found else svg
    subject = re.search(r"<dc:subject[^>]*>(.*?)</dc:subject>", meta, re.S | re.I)
    words = re.findall(r"<rdf:li[^>]*>(.*?)</rdf:li>", subject.group(1), re.S) if subject else []
    licence = " ".join(re.findall(r'license[^>]*resource="([^"]+)"', meta, re.I))
    creator = re.sub(r"\S*@\S*|https?:\S+|www\.\S+|[<>()\[\]]", "", _text(meta, "creator")).strip(" ,;:-")
    return {
        "title": _text(meta, "title"),
        "about": _text(meta, "description"),
        "words": words,
        "licence": licence,
        "creator": creator,
    }


def _tags(meta: dict[str, Any], folder: str) -> list[str]:
    tags: list[str] = []
    for word in [part for text in meta["words"] for part in re.split(r"[,;]", text)] + folder.replace("_", " ").split(
        "/"
    ):
        word = re.sub(r"[_\s]+", " ", html.unescape(word)).strip().lower()
        own = word == meta["creator"].lower() or re.search("rollandin|@|http|www", word)
        if 1 < len(word) < 30 and word not in JUNK_TAGS and not own and not word.isdigit() and word not in tags:
            tags.append(word)
    return tags


def _cutout(path: Path) -> Image.Image | None:
    """The drawing rendered, trimmed to what is drawn, longest side 256."""
    page = pictures.drawn(path, 384)
    box = pictures.alpha_box(page)
    if box is None:
        return None
    longest = max(box[2] - box[0], box[3] - box[1])
    page = pictures.drawn(path, min(6000, round(page.width * 512 / longest)))
    return pictures.bleed(pictures.fit(page.crop(pictures.alpha_box(page))))


def _signature(image: Image.Image) -> tuple[bytes, bytes]:
    """What two copies of one drawing share: a 16x16 difference hash and 4x4 colours, on grey."""
    flat = Image.new("RGBA", image.size, (128, 128, 128, 255))
    flat.alpha_composite(image)
    grey = np.asarray(flat.convert("L").resize((17, 16), Image.Resampling.BOX), dtype=np.int16)
    colour = np.asarray(flat.convert("RGB").resize((4, 4), Image.Resampling.BOX), dtype=np.int16) // 24
    return (grey[:, 1:] > grey[:, :-1] + 2).tobytes(), colour.tobytes()


def openclipart(sources: Path, out: Path) -> Path:
    """Draw, trim and keep what the list holds; copies and drawings not marked public domain are left out."""
    root, seen = OPENCLIPART.home(sources) / ROOT, set()
    pack = PackWriter(out, "cutouts-openclipart")
    with (Path(__file__).parent / "openclipart.tsv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    for row in rows:
        path, folder = root / row["path"], str(Path(row["path"]).parent)
        meta = _metadata(path)
        if "ublic" not in meta["licence"]:
            continue
        hit = FILTER.search(" ".join([row["name"], meta["title"], meta["about"], *meta["words"]]))
        if hit and row["name"] not in FILTER_KEPT:
            continue
        image = _cutout(path)
        if image is None:
            continue
        key = _signature(image)
        if key in seen:
            continue
        seen.add(key)
        lines, hollow = pictures.line_art(image)
        alpha = np.asarray(image)[..., 3]
        pack.add(
            pictures.webp(image, 85),
            pictures.slug(row["name"]) + ".webp",
            name=row["name"],
            tags=_tags(meta, folder),
            kind=row["kind"],
            framing=row["framing"],
            upright=row["upright"] == "1",
            airborne=row["airborne"] == "1",
            line_art=lines,
            hollow=True if hollow else None,
            group=folder,
            alpha=bool((alpha < 250).mean() > 0.002),
            width=image.width,
            height=image.height,
            bbox=(0, 0, image.width, image.height),
            source="Open Clip Art Library 0.18",
            package="Debian openclipart-svg 1:0.18+dfsg-19",
            original=row["path"],
            licence="Public domain",
            credit=(meta["creator"] or "unknown") + ", Open Clip Art Library",
        )
    return pack.write()
