"""Pictures for packs: drawing SVG, trimming, clean colour under clear pixels, WebP."""

from __future__ import annotations

import io
import re
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from melies.core.errors import AuthorError

SIDE = 256
Box = tuple[int, int, int, int]


def slug(text: str) -> str:
    """A file's stem: lower case, ASCII, words joined by hyphens."""
    text = unicodedata.normalize("NFKD", text.replace("’", "").replace("'", "")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def drawn(svg: str | Path, width: int) -> Image.Image:
    """An SVG, as text or by its path, drawn `width` pixels wide, RGBA.

    The renderer needs a resolution: with its default of 0, drawings sized in pt, mm or cm have no size.
    """
    try:
        import resvg_py
    except ImportError:
        raise AuthorError("drawing SVG pictures needs the package resvg_py; run: pip install '.[corpus]'") from None
    source: dict[str, Any] = {"svg_path": str(svg)} if isinstance(svg, Path) else {"svg_string": svg}
    raw: Any = resvg_py.svg_to_bytes(width=width, dpi=90.0, **source)
    return Image.open(io.BytesIO(bytes(raw))).convert("RGBA")


def alpha_box(image: Image.Image, floor: int = 8) -> Box | None:
    """Left, top, right, bottom of the pixels whose alpha is above `floor`; None for an empty picture."""
    alpha = np.asarray(image)[..., 3] > floor
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    return (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1) if len(rows) else None


def fit(image: Image.Image, side: int = SIDE) -> Image.Image:
    """The longest side made `side`. Pillow resizes RGBA premultiplied, so edges keep their colour."""
    scale = side / max(image.size)
    width, height = (max(1, round(length * scale)) for length in image.size)
    return image.resize((width, height), Image.Resampling.HAMMING if scale < 1 else Image.Resampling.LANCZOS)


def bleed(image: Image.Image) -> Image.Image:
    """Give clear pixels the colour of the nearest shape (push-pull pyramid), so that filtering draws no dark fringe."""
    rgba = np.asarray(image).astype(np.float32) / 255
    alpha = np.where(rgba[..., 3:] < 3 / 255, 0, rgba[..., 3:])
    levels = [(rgba[..., :3] * alpha, alpha)]
    while max(levels[-1][1].shape[:2]) > 1:
        pad = [(0, levels[-1][0].shape[0] % 2), (0, levels[-1][0].shape[1] % 2), (0, 0)]
        colour, weight = (np.pad(part, pad) for part in levels[-1])
        levels.append((_quarter(colour), _quarter(weight)))
    fill = levels[-1][0] / np.maximum(levels[-1][1], 1e-6)
    for colour, weight in reversed(levels[:-1]):
        fill = fill.repeat(2, 0).repeat(2, 1)[: colour.shape[0], : colour.shape[1]]
        fill = np.where(weight > 0.02, colour / np.maximum(weight, 1e-6), fill)
    out = np.concatenate([np.where(alpha > 0, rgba[..., :3], fill), alpha], -1)
    return Image.fromarray((out.clip(0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")


def _quarter(values: np.ndarray) -> np.ndarray:
    total: np.ndarray = values[0::2, 0::2] + values[1::2, 0::2] + values[0::2, 1::2] + values[1::2, 1::2]
    return total / 4


def webp(image: Image.Image, quality: int) -> bytes:
    """WebP with exact colour under clear pixels."""
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, method=4, alpha_quality=100, exact=True)
    return buffer.getvalue()


def line_art(image: Image.Image) -> tuple[bool, bool]:
    """Whether a picture is black-and-white art, and whether one sees through its inside."""
    pixels = np.asarray(image).astype(np.int16)
    shown = pixels[pixels[..., 3] > 200][:, :3]
    shown = shown if len(shown) else pixels[pixels[..., 3] > 60][:, :3]
    if not len(shown):
        return True, True
    grey, light = np.percentile(shown.max(1) - shown.min(1), 99) < 26, shown.mean(1)
    if not (grey and ((light > 70) & (light < 190)).mean() < 0.14 and (light <= 70).mean() > 0.03):
        return False, False
    mask = Image.fromarray(((pixels[..., 3] > 60) * 255).astype(np.uint8))
    small = mask.resize((96, 96), Image.Resampling.BOX).point(lambda value: 255 * (value > 50))
    framed = Image.new("L", (98, 98), 0)
    framed.paste(small, (1, 1))
    strokes = (np.asarray(framed) > 0).sum()
    ImageDraw.floodfill(framed, (0, 0), 128)
    return True, bool(strokes < 0.72 * (np.asarray(framed) != 128).sum())
