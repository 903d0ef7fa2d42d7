"""The page on one edit: before and after, what was wanted of each region, and numbers that say if it was met."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.image import Mask
from melies.core.region import Region
from melies.guidance import measures
from melies.media.atomic import write_text
from melies.project.album import Version, ancestors, version
from melies.project.store import Pictures, Store
from melies.story.webpage import page, picture_uri, safe

Pixels = UInt8[ndarray, "h w 3"]
Heat = Float32[ndarray, "h w"]
Telling = Callable[[Pixels, str, Mask | None], tuple[float, Heat]]  # how far a region is from words, and where
WIDTH, SMALL = 960, 300
STYLE = """body{background:#171615;color:#ddd8cf;font:15px/1.5 system-ui,sans-serif;margin:0}
main{max-width:1240px;margin:auto;padding:2rem}h1{font-size:1.5rem;margin:0 0 1rem}
h2{font-size:1.1rem;margin:2.2rem 0 .4rem}h2 small{color:#9a9287;font-weight:400;margin-left:.6rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:10px}.pair img,.four img{width:100%;border-radius:4px}
.four{display:grid;grid-template-columns:repeat(4,1fr);gap:8px}figure{margin:0}figcaption{color:#9a9287;font-size:13px}
table{border-collapse:collapse;margin:.6rem 0}td,th{padding:.15rem .9rem .15rem 0;text-align:left}
th{color:#9a9287;font-weight:400}td.n{font-variant-numeric:tabular-nums}.met{color:#9fd18b}.not{color:#e8927c}"""


@dataclass(frozen=True)
class Measured:
    """One number of a region before and after. met: whether it says that the wish came true; None: it says nothing."""

    what: str
    before: str
    after: str
    met: bool | None = None


def write(one: Version, store: Store, title: str, path: Path, telling: Telling | None = None) -> Path:
    """Write the page of a version. telling: measures words, where there is a perceptor. AuthorError without parent."""
    parent = version(one.parent, store)
    pixels = [None if v is None else store.pixels(v.blob) for v in (parent, one)]
    before, after = pixels
    if before is None or after is None:
        raise AuthorError("the picture that this one was made from is gone from the album; edit it again")
    masks = _masks(one, store)
    parts = [
        f"<h1>{safe(title)}</h1>",
        f'<div class="pair">{_figure(before, "before")}{_figure(after, "after")}</div>',
        _whole(one, before, after, store),
    ]
    for region in one.regions:
        parts.append(_region(region, masks[region.name], before, after, telling))
    line = [one, *ancestors(one, store)]
    parts.append(_line(line, store))
    return write_text(path, page(title, f"<style>{STYLE}</style>", f"<main>{''.join(parts)}</main>"))


def measured(
    region: Region, mask: Mask, before: Pixels, after: Pixels, telling: Telling | None = None
) -> Iterator[Measured]:
    """The numbers of one region."""
    if region.state == "keep":
        count = measures.differing(before, after, mask)
        yield Measured("bytes that differ", "0", str(count), count == 0)
        return
    if region.state == "embolden":
        a, b = (measures.contrast(picture, mask) for picture in (before, after))
        yield Measured("contrast (RMS)", f"{a:.3f}", f"{b:.3f}", b >= a * 1.02)
        same = measures.same_edges(before, after, mask)
        yield Measured("edges that stay in place", "", f"{100 * same:.0f} %", same >= 0.9)
    said = region.want or region.name
    if (
        telling is not None
        and region.state in ("change", "add", "remove")
        and (region.state != "change" or region.want)
    ):
        a, b = (telling(picture, said, mask)[0] for picture in (before, after))
        met = b < a if region.state == "change" else None  # what came or went is a fact, whatever the lens makes of it
        yield Measured(f"distance from “{said}”", f"{a:.3f}", f"{b:.3f}", met)
    share = float(((before != after).any(2) & (mask > 0)).sum() / max(1, int((mask > 0).sum())))
    yield Measured("of its pixels changed", "", f"{100 * share:.0f} %")


def _masks(one: Version, store: Store) -> dict[str, Mask]:
    assets = Pictures(store)
    return {name: assets.get(ref)[..., 0].astype(np.float32) / 255 for name, ref in (one.masks or {}).items()}


def _whole(one: Version, before: Pixels, after: Pixels, store: Store) -> str:
    assert one.changed is not None
    may = Pictures(store).get(one.changed)[..., 0]
    outside = measures.differing(before, after, (may == 0).astype(np.float32))
    differ = np.abs(after.astype(np.int16) - before).max(2)
    rows = [
        Measured("of the picture could change", "", f"{100 * float((may > 0).mean()):.1f} %"),
        Measured("bytes that differ elsewhere", "", str(outside), outside == 0),
    ]
    heat = _figure(
        _glow(before, np.minimum(differ / 48, 1).astype(np.float32)), "what changed, and how much", SMALL * 2
    )
    return f'<h2>The whole picture</h2><div class="pair"><div>{_table(rows)}</div>{heat}</div>'


def _region(region: Region, mask: Mask, before: Pixels, after: Pixels, telling: Telling | None) -> str:
    crop = _around(mask)
    shown = [_figure(picture[crop], name, SMALL) for picture, name in ((before, "before"), (after, "after"))]
    said = region.want or region.name
    if telling is not None and region.state in ("change", "add", "remove"):
        for picture, name in ((before, "before"), (after, "after")):
            heat = telling(picture, said, mask)[1]
            shown.append(_figure(_glow(picture, heat)[crop], f"far from “{said}”, {name}", SMALL))
    else:
        shown.append(_figure(_glow(before, mask)[crop], "the region", SMALL))
    rows = list(measured(region, mask, before, after, telling))
    return (
        f"<h2>{safe(region.name)}<small>{safe(wish(region))}</small></h2>"
        f'<div class="four">{"".join(shown)}</div>{_table(rows)}'
    )


def wish(region: Region) -> str:
    """What is wanted of a region, in words."""
    said = {
        "free": "may follow where others change",
        "keep": "kept as it is",
        "remove": "taken away",
        "add": f"{region.want or region.name} put there",
        "embolden": "made to stand out",
        "change": f"made {region.want}" if region.want else "painted anew",
    }[region.state]
    look = f", in the look {region.look.name}" if region.look else ""
    part = f", by {100 * region.strength:.0f} %" if region.strength < 1 else ""
    return f"{said}{look}{part}"


def _line(line: list[Version], store: Store) -> str:
    figures = []
    for number, one in enumerate(reversed(line)):
        pixels = store.pixels(one.blob)
        if pixels is not None:
            said = "; ".join(f"{r.name}: {wish(r)}" for r in one.regions if r.state != "free") or "as it began"
            figures.append(_figure(pixels, f"{number + 1}. {said}", SMALL))
    return f'<h2>Its versions</h2><div class="four">{"".join(figures)}</div>'


def _around(mask: Mask) -> tuple[slice, slice]:
    """A crop round a region with air about it, at least a quarter of the picture wide."""
    height, width = mask.shape
    rows, columns = np.nonzero((mask > 0).any(1))[0], np.nonzero((mask > 0).any(0))[0]
    middle = (int(rows[0] + rows[-1]) // 2, int(columns[0] + columns[-1]) // 2)
    reach = max(0.7 * (rows[-1] - rows[0]) / height, 0.7 * (columns[-1] - columns[0]) / width, 0.16)
    spans = []
    for at, side in zip(middle, (height, width), strict=True):
        half = min(side // 2, int(reach * side))
        first = min(max(0, at - half), side - 2 * half)
        spans.append(slice(first, first + 2 * half))
    return spans[0], spans[1]


def _glow(pixels: Pixels, heat: Heat) -> Pixels:
    """A map laid over a dimmed picture, from nothing over violet to yellow."""
    colours = cv2.applyColorMap((np.clip(heat, 0, 1) * 255).astype(np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    grey = pixels.mean(2, keepdims=True) * 0.35
    share = np.clip(heat, 0, 1)[..., None] * 0.85
    return np.asarray(grey * (1 - share) + colours * share, np.uint8)


def _figure(pixels: Pixels, said: str, width: int = WIDTH) -> str:
    uri = picture_uri(np.ascontiguousarray(pixels), width)
    return f'<figure><img alt="{safe(said)}" src="{uri}"><figcaption>{safe(said)}</figcaption></figure>'


def _table(rows: list[Measured]) -> str:
    cells = "".join(
        f"<tr><th>{safe(row.what)}</th>{_number(row.before)}{_number(row.after)}{_met(row.met)}</tr>" for row in rows
    )
    return f"<table>{cells}</table>"


def _number(text: str) -> str:
    return f'<td class="n">{safe(text)}</td>'


def _met(met: Any) -> str:
    return "" if met is None else '<td class="met">met</td>' if met else '<td class="not">not met</td>'
