"""Packs cutouts-fluent3d, cutouts-noto and cutouts-streamline: Unicode emoji in three hands."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

from PIL import Image

from melies.train.corpus import pictures, rules
from melies.train.corpus.fetch import EMOJIBASE, FLUENT, ICONIFY
from melies.train.corpus.writer import PackWriter

Entry = dict[str, Any]

LEFT_OUT = {"component", "symbols", "flags"}

STREAMLINE_LABEL = {  # names of the set that are not Unicode's, with the label whose tags and kind they take
    "bride-with-veil": "woman with veil",
    "cat-face-with-tears-of-joy": "cat with tears of joy",
    "cat-face-with-wry-smile": "cat with wry smile",
    "crazy-face": "zany face",
    "direct-hit": "bullseye",
    "game-dice": "game die",
    "gesturing-ok": "person gesturing OK",
    "grinning-cat-face-with-smiling-eyes": "grinning cat with smiling eyes",
    "man-and-woman-holding-hands": "woman and man holding hands",
    "man-in-suit-levitating": "person in suit levitating",
    "man-with-chinese-cap": "person with skullcap",
    "pouting-face": "enraged face",
    "school-backpack": "backpack",
    "smiling-cat-face-with-heart-eyes": "smiling cat with heart-eyes",
    "two-men-holding-hands": "men holding hands",
    "two-women-holding-hands": "women holding hands",
    "white-wine-glass": "wine glass",
    "red-wine-glass": "tumbler glass",
    "champagne-glass": "clinking glasses",
    "dizzy-face": "face with crossed-out eyes",
    "amazed-face": "astonished face",
    "amusing-face": "face with hand over mouth",
    "anxious-face": "worried face",
    "determined-face": "angry face",
}
STREAMLINE_NAME = {  # what the picture shows, where the label above does not say it
    "white-wine-glass": "glass of white wine",
    "red-wine-glass": "drink in a snifter glass",
    "champagne-glass": "champagne glass",
    "amazed-face": "amazed face",
    "amusing-face": "face laughing behind a hand",
    "anxious-face": "anxious face",
    "determined-face": "determined face with a headband",
    "crazy-face": "crazy face",
    "man-with-chinese-cap": "man with skullcap",
    "man-in-suit-levitating": "man in suit levitating",
    "ewe-2": "ewe face",
    "bird-1": "bird face",
    "fox-face-1": "fox head in profile",
    "penguin-1": "penguin face, side view",
    "penguin-2": "penguin face",
    "sunflower-2": "sunflower with a face",
}
STREAMLINE_FRAMING = {"ewe-2": "head", "bird-1": "head", "penguin-1": "head", "penguin-2": "head"}
STREAMLINE_DROP = {"2", "pistol", "cigarette"}


def _plain(code: str) -> str:
    return code.lower().replace("-fe0f", "")


class Names:
    """Labels, tags and groups of emojibase-data, by code point and by slug."""

    def __init__(self, sources: Path) -> None:
        base = EMOJIBASE.home(sources)
        groups = json.loads((base / "meta/groups.json").read_text())
        self.by_code: dict[str, Entry] = {}
        self.by_slug: dict[str, Entry] = {}
        for row in json.loads((base / "en/data.json").read_text()):
            if row.get("group") is None:
                continue
            entry = {
                "label": row["label"].replace("’", "'"),
                "tags": row.get("tags", []),
                "group": groups["groups"][str(row["group"])],
                "subgroup": groups["subgroups"][str(row["subgroup"])],
            }
            if entry["group"] in LEFT_OUT:
                continue
            self.by_code[_plain(row["hexcode"])] = entry  # skin tones live in row['skins'] and stay out
            self.by_slug[pictures.slug(row["label"])] = entry


def _row(entry: Entry, style: str, name: str | None = None) -> dict[str, Any]:
    label = entry["label"]
    return {
        "name": name or label,
        "tags": entry["tags"],
        "group": entry["group"],
        "subgroup": entry["subgroup"],
        "caption": None if name else rules.readable(label),
        "line_art": False,
        "alpha": True,
        **rules.describe(label, entry["group"], entry["subgroup"], style),
    }


def fluent3d(sources: Path, out: Path, names: Names) -> Path:
    """Microsoft's Fluent Emoji in 3D, bytes as shipped."""
    pack = PackWriter(out, "cutouts-fluent3d")
    for path in sorted((FLUENT.home(sources) / "assets").glob("*.webp")):
        entry = names.by_code.get(_plain(path.stem))
        file = pictures.slug(entry["label"]) + ".webp" if entry else ""
        if not entry or file in pack.files:  # one picture lies there twice, with and without fe0f
            continue
        data = path.read_bytes()  # as shipped
        image = Image.open(io.BytesIO(data)).convert("RGBA")
        pack.add(
            data,
            file,
            **_row(entry, "fluent3d"),
            width=image.width,
            height=image.height,
            bbox=pictures.alpha_box(image, 16),
            source="Fluent Emoji 3D",
            package="npm @lobehub/fluent-emoji-3d 1.1.0",
            licence="MIT",
            credit="Fluent Emoji, © Microsoft Corporation; packaged by LobeHub",
        )
    return pack.write()


def _svg(icons: dict[str, Any], key: str) -> tuple[str, str]:
    """The frame of an icon's SVG, with a gap for its body, and the body."""
    icon = icons["icons"][key]
    width, height = icon.get("width", icons.get("width", 16)), icon.get("height", icons.get("height", 16))
    box = f"{icon.get('left', 0)} {icon.get('top', 0)} {width} {height}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="{box}" width="{width}" height="{height}">{{}}</svg>'
    ), icon["body"]


def _add(pack: PackWriter, frame: str, body: str, stem: str, row: dict[str, Any], **credit: str) -> None:
    image = pictures.bleed(pictures.drawn(frame.format(body), pictures.SIDE))
    box = pictures.alpha_box(image, 16)
    pack.add(
        pictures.webp(image, 92), stem + ".webp", **row, width=image.width, height=image.height, bbox=box, **credit
    )


def noto(sources: Path, out: Path, names: Names) -> Path:
    """Google's Noto Emoji, drawn from vectors."""
    icons = json.loads((ICONIFY.home(sources) / "json/noto.json").read_text())
    pack = PackWriter(out, "cutouts-noto")
    for code, key in sorted(icons["chars"].items()):
        entry = names.by_code.get(_plain(code))
        if not entry or entry["label"].startswith("family"):  # families are black signs on a grey key
            continue
        _add(
            pack,
            *_svg(icons, key),
            pictures.slug(entry["label"]),
            _row(entry, "noto"),
            source="Noto Emoji",
            package="npm @iconify/json 2.2.535 (set noto)",
            licence="Apache-2.0",
            credit="Noto Emoji, © Google Inc",
        )
    return pack.write()


def streamline(sources: Path, out: Path, names: Names) -> Path:
    """Streamline Emojis, drawn from vectors without their drop shadows."""
    icons = json.loads((ICONIFY.home(sources) / "json/streamline-emojis.json").read_text())
    group_of = {key: group for group, keys in icons["categories"].items() for key in keys}
    shadow = re.compile(r'<path fill="#45413c" d="[^"]*" opacity="\.15"/>')
    pack = PackWriter(out, "cutouts-streamline")
    for key in sorted(icons["icons"]):
        ending = re.search(r"-(\d+)$", key)
        base, number = (key[: ending.start()], ending.group(1)) if ending else (key, None)
        if key in STREAMLINE_DROP or group_of[key] in ("Flags", "Symbols"):
            continue
        entry = next(
            (
                names.by_slug[s]
                for s in (pictures.slug(STREAMLINE_LABEL.get(base, "")), base, base.removesuffix("-face"))
                if s in names.by_slug
            ),
            None,
        )
        if entry is None:
            continue  # a face that Unicode does not name
        if entry["group"] == "people-body" and number not in (None, "1"):  # -2 and -3 are skin tones there
            continue
        row = _row(entry, "streamline", STREAMLINE_NAME.get(key, STREAMLINE_NAME.get(base)))
        if key in STREAMLINE_FRAMING:
            row.update(framing=STREAMLINE_FRAMING[key], upright=False, airborne=False)
        if key == "sunflower-2":
            row["upright"] = False
        if key == "bird-2":
            row["airborne"] = True
        if key == "crocodile":
            row["upright"] = True
        frame, body = _svg(icons, key)
        _add(
            pack,
            frame,
            shadow.sub("", body, count=1),
            pictures.slug(row["name"]),
            row,
            source="Streamline Emojis",
            package="npm @iconify/json 2.2.535 (set streamline-emojis)",
            licence="CC BY 4.0",
            credit="Streamline Emojis, © Streamline; drop shadow removed",
        )
    return pack.write()
