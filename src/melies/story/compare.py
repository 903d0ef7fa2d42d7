"""Tries and revisions side by side: a contact sheet of tries, the difference of two revisions as text and as a page."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray
from PIL import Image as Pillow

from melies.core.errors import AuthorError
from melies.media.atomic import write_text
from melies.media.picture import resized, write_png
from melies.motion.request import Choice, Take
from melies.project import history
from melies.project.keys import recipes
from melies.project.store import Pictures, Store
from melies.story import lettering
from melies.story.open import Opened, open_story
from melies.story.production import MOMENTS, Rehearsal
from melies.story.project import Place, Try, filmed_as, tried, tries
from melies.story.webpage import page, picture_uri, safe

Pixels = UInt8[ndarray, "h w 3"]
WIDTH, GAP, MARGIN = 480, 6, 64  # pixels: of a picture on a sheet, between pictures, for a row's number
PAPER, GREY, GOLD = 24, (150, 150, 150), (226, 185, 115)  # behind the pictures, of a number, of the chosen one's


def sheet(place: Place, film: Rehearsal, store: Store, path: Path) -> Path:
    """A picture with a row for each try: its number, and three moments of a shot or the frame."""
    take, rows = film.takes[place.shot], []
    height = max(1, round(WIDTH * take.size.height / take.size.width))
    for one in tries(place, film, store):
        found = moments(tried(take, place, one.number, Pictures(store)), store, place.frame)
        shown = [
            np.full((height, WIDTH, 3), PAPER, np.uint8) if p is None else resized(p, WIDTH, height) for p in found
        ]
        gap = np.full((height, GAP, 3), PAPER, np.uint8)
        rows.append(np.hstack([_number(one, height), *(part for picture in shown for part in (gap, picture))]))
        rows.append(np.full((GAP, rows[-1].shape[1], 3), PAPER, np.uint8))
    return write_png(path, np.vstack(rows[:-1]), {})


def _number(one: Try, height: int) -> Pixels:
    """A try's number, large enough to be read on a sheet; the chosen one's in gold."""
    letters = lettering.Type(lettering.CAPTION, MARGIN * 0.6)
    mask, text = Pillow.new("L", (MARGIN, height)), str(one.number)
    lettering.draw_line(mask, (MARGIN - letters.length(text)) / 2, (height + letters.em * 0.7) / 2, text, letters)
    paper = np.full((height, MARGIN, 3), PAPER, np.float32)
    return lettering.to_uint8(lettering.ink(paper, lettering.as_alpha(mask), GOLD if one.chosen else GREY))


def moments(take: Take, store: Store, frame: int | None = None) -> list[Pixels | None]:
    """A few frames of a take as the project has them, or one; None for what is not made."""
    made = recipes(take).frames
    wanted = [frame] if frame is not None else sorted({min(take.frames - 1, round(take.frames * p)) for p in MOMENTS})
    rows = [store.frame(made[number].key) for number in wanted]
    return [None if row is None else store.pixels(row.blob) for row in rows]


def texts(store: Store, first: history.Revision, second: history.Revision) -> list[str]:
    """What differs in words: a unified diff of every text among the files, names of pictures, and chosen tries."""
    lines: list[str] = []
    before, after = first.state, second.state
    for name in sorted({*before.files, *after.files}):
        old, new = (state.files.get(name) for state in (before, after))
        if old != new:
            sides = [_text(store, blob) for blob in (old, new)]
            if sides[0] is None or sides[1] is None:
                lines.append(f"{name}: changed")
            else:
                named = [f"{name} ({one.number})" for one in (first, second)]
                lines += difflib.unified_diff(sides[0], sides[1], named[0], named[1], lineterm="")
    for shot in sorted({*before.choices, *after.choices}):
        was, now = (state.choices.get(shot, Choice()) for state in (before, after))
        if was != now:
            lines.append(f"{shot}: {_said(was)} -> {_said(now)}")
    return lines or ["nothing differs"]


def pictures_page(opened: Opened, store: Store, first: history.Revision, second: history.Revision, path: Path) -> Path:
    """A page with every shot whose pictures differ, both revisions side by side, as far as they were made."""
    with _takes(opened, store, first) as before, _takes(opened, store, second) as after:
        names = list(dict.fromkeys([*after, *before]))
        rows = [_row(name, before.get(name), after.get(name), store) for name in names]
    words = "\n".join(texts(store, first, second))
    shots = "".join(filter(None, rows)) or "<p>No picture differs.</p>"
    title = f"{opened.name}: revision {first.number} and {second.number}"
    body = f"<main><h1>{safe(title)}</h1><pre>{safe(words)}</pre>{shots}</main>"
    return write_text(path, page(title, f"<style>{STYLE}</style>", body))


STYLE = """body{background:#181818;color:#ddd;font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:1500px;margin:auto;padding:2rem}pre{background:#111;padding:1rem;overflow:auto;border-radius:6px}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
.strip{display:grid;grid-template-columns:repeat(3,1fr);gap:6px;margin-bottom:6px}
.strip img{width:100%;border-radius:3px}
.strip span{background:#222;border-radius:3px;display:grid;place-items:center;aspect-ratio:16/9;color:#777}"""


def _row(name: str, before: Take | None, after: Take | None, store: Store) -> str:
    keys = [None if take is None else [recipe.key for recipe in recipes(take).frames] for take in (before, after)]
    if keys[0] == keys[1]:
        return ""
    strips = "".join(f'<div class="strip">{_strip(take, store)}</div>' for take in (before, after))
    return f"<h2>{safe(name)}</h2>{strips}"


def _strip(take: Take | None, store: Store) -> str:
    found: list[Pixels | None] = [None] * len(MOMENTS) if take is None else moments(take, store)
    return "".join(
        "<span>not made</span>" if p is None else f'<img alt="" src="{picture_uri(p, WIDTH)}">' for p in found
    )


@contextmanager
def _takes(opened: Opened, store: Store, at: history.Revision) -> Iterator[dict[str, Take]]:
    """The takes of a revision; its files are laid out in a folder for as long as they are looked at."""
    with TemporaryDirectory(prefix="melies-") as place:
        for name, blob in at.state.files.items():
            content = store.blobs.get(blob)
            target = Path(place) / PurePosixPath(name)
            if content is None or Path(place).resolve() not in target.resolve().parents:
                raise AuthorError(f"{name} of revision {at.number} is gone from the project")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        then = open_story(Path(place) / opened.file.name)
        yield filmed_as(store, then, at.state.choices).takes


def _text(store: Store, blob: str | None) -> list[str] | None:
    if blob is None:
        return []
    try:
        return (store.blobs.get(blob) or b"").decode("utf-8").splitlines()
    except UnicodeDecodeError:
        return None


def _said(choice: Choice) -> str:
    frames = "".join(f", frame {frame} try {again}" for frame, again in sorted(choice.frames.items()))
    return f"try {choice.take}{frames}"
