"""Title and end cards: words in fine type over a frame of the film, dimmed and out of focus."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageEnhance, ImageFilter

from melies.core.size import Size
from melies.story import lettering
from melies.story.lettering import Face

FINE = 2  # letters are drawn this many times larger and reduced
MIDNIGHT = np.array((13, 15, 28), np.float32)
DUSK = np.array((46, 38, 66), np.float32)


class Row(NamedTuple):
    """One line on a card: `em` and `after` (the space below its baseline) in pixels; an empty text is an ornament."""

    text: str
    face: Face
    em: int
    colour: tuple[int, int, int]
    tracking: float
    after: float


@dataclass(frozen=True)
class Card:
    """A card in its parts, 0 to 255: what lies behind, the shadow of the words, and inks with their colours."""

    behind: Float32[ndarray, "h w 3"]
    shade: Float32[ndarray, "h w"]
    inks: tuple[tuple[Float32[ndarray, "h w"], tuple[int, int, int]], ...]

    def picture(self, words: float = 1.0) -> UInt8[ndarray, "h w 3"]:
        """The card with its words shown by a share in [0, 1]."""
        rgb = self.behind * (1.0 - self.shade * np.float32(words))[..., None]
        for alpha, colour in self.inks:
            rgb = lettering.ink(rgb, alpha * np.float32(words), colour)
        return lettering.to_uint8(rgb)

    def frames(self, count: int, rise: int = 0) -> Iterator[UInt8[ndarray, "h w 3"]]:
        """`count` frames, the words rising out of the picture over the first `rise`."""
        still = self.picture()
        for number in range(count):
            t = min(1.0, (number + 1) / (rise + 1))
            yield still if t >= 1.0 else self.picture(t * t * (3.0 - 2.0 * t))


def title_card(
    size: Size, title: str, author: str = "", logline: str = "", behind: UInt8[ndarray, "h w 3"] | None = None
) -> Card:
    """The film's title large, its author and logline small, over a frame of the film or a night sky's blue."""
    unit = min(size.height, size.width * 0.75)
    rows = _title_rows(title, size, unit, 0.16)
    if author.strip() or logline.strip():
        rows.append(_ornament(unit))
    rows += _rows(_short(logline), lettering.ITALIC, round(unit * 0.052), lettering.IVORY, 0.005, 0.66 * size.width)
    if author.strip():
        gap = unit * 0.05 if logline.strip() else 0.0
        if gap:
            rows[-1] = rows[-1]._replace(after=rows[-1].after + gap)
        rows += _rows(author.upper(), lettering.CAPTION, round(unit * 0.036), lettering.GOLD, 0.24, 0.7 * size.width)
    return _card(size, rows, behind, foot="")


def end_card(
    size: Size,
    title: str,
    author: str = "",
    behind: UInt8[ndarray, "h w 3"] | None = None,
) -> Card:
    """The closing words, the film's title and author, and where it was made, very small."""
    unit = min(size.height, size.width * 0.75)
    rows = _title_rows(lettering.THE_END, size, unit, 0.15)
    rows.append(_ornament(unit))
    rows += _rows(title, lettering.ITALIC, round(unit * 0.058), lettering.IVORY, 0.005, 0.7 * size.width)
    rows[-1] = rows[-1]._replace(after=rows[-1].after + unit * 0.025)
    rows += _rows(author.upper(), lettering.CAPTION, round(unit * 0.034), lettering.GOLD, 0.24, 0.7 * size.width)
    return _card(size, rows, behind, foot=lettering.MADE_WITH)


def not_set(title: str, author: str, logline: str) -> list[str]:
    """The characters of both cards' words that no shipped face has."""
    large = lettering.fitting(title, lettering.TITLE, lettering.TEXT)
    lines = ((title, large), (title, lettering.ITALIC), (logline, lettering.ITALIC), (author, lettering.CAPTION))
    return sorted({character for text, face in lines for character in lettering.unset(text, face)})


def backdrop(size: Size, behind: UInt8[ndarray, "h w 3"] | None) -> Float32[ndarray, "h w 3"]:
    """A frame out of focus, dimmed towards midnight and darker at its edges; without one, dusk over the horizon."""
    width, height = size
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(-1, 1, width, dtype=np.float32)[None]
    if behind is None:
        glow = np.exp(-(((y - 0.82) / 0.34) ** 2) - (x / 0.9) ** 2)[..., None]
        rgb = MIDNIGHT * (1 - glow) + DUSK * glow
    else:
        frame = Pillow.fromarray(behind).resize((width, height), Pillow.Resampling.BICUBIC)
        soft = frame.filter(ImageFilter.GaussianBlur(max(1.0, height * 0.016)))
        rich = ImageEnhance.Color(soft).enhance(1.35)  # dimming alone would leave grey
        rgb = np.asarray(rich, dtype=np.float32) * np.float32(0.44) + MIDNIGHT * np.float32(0.42)
    vignette = 1.0 - 0.55 * np.clip(x**2 * 0.55 + (2 * y - 1) ** 2 * 0.45, 0, 1) ** 1.5
    rgb = rgb * vignette[..., None]
    grain = np.random.Generator(np.random.Philox(key=7)).standard_normal((height, width, 1), np.float32)
    soft_grain: Float32[ndarray, "h w 3"] = (rgb + grain * np.float32(1.1)).astype(np.float32)  # no banding
    return soft_grain


def _title_rows(title: str, size: Size, unit: float, largest: float) -> list[Row]:
    """As large as fits in four fifths of the width and not half of the height."""
    face = lettering.fitting(title, lettering.TITLE, lettering.TEXT)
    text, em = lettering.printable(title, face), round(unit * largest)
    while em > unit * 0.06:
        lines = lettering.wrap(text, lettering.Type(face, em), 0.8 * size.width, even=False)
        if len(lines) * em <= unit * 0.44:
            break
        em -= max(1, em // 12)
    return _rows(title, face, em, lettering.IVORY, 0.012, 0.84 * size.width, leading=1.02)


def _rows(
    text: str, face: Face, em: int, colour: tuple[int, int, int], tracking: float, width: float, leading: float = 1.35
) -> list[Row]:
    em = max(6, em)
    letters = lettering.Type(face, em)
    words = lettering.printable(text, face)
    if tracking < 0.1:
        words = lettering.ligated(words, face)
    lines = lettering.wrap(words, letters, width / (1 + 1.6 * tracking))
    return [Row(line, face, em, colour, tracking, em * leading) for line in lines if line]


def _short(text: str, most: int = 150) -> str:
    """A logline longer than a card can hold ends at a word, with an ellipsis."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:.')}…"


def _ornament(unit: float) -> Row:
    return Row("", lettering.TEXT, round(unit * 0.05), lettering.GOLD, 0.0, unit * 0.085)


def _card(size: Size, rows: list[Row], behind: UInt8[ndarray, "h w 3"] | None, foot: str) -> Card:
    """Stack the rows about the optical middle, a little above the true one."""
    tall = sum(row.after for row in rows[:-1]) + (rows[0].em * 0.7 if rows else 0)
    baseline = (size.height * 0.96 - tall) / 2 + (rows[0].em * 0.7 if rows else 0)
    masks: dict[tuple[int, int, int], Pillow.Image] = {}
    for row in rows:
        _draw(masks.setdefault(row.colour, _mask(size)), row, baseline)
        baseline += row.after
    if foot:
        small = Row(foot, lettering.ITALIC, max(8, round(size.height * 0.034)), lettering.GOLD, 0.03, 0)
        _draw(masks.setdefault(small.colour, _mask(size)), small, size.height * 0.945)
    inks = tuple((lettering.as_alpha(mask.reduce(FINE)), colour) for colour, mask in masks.items())
    return Card(backdrop(size, behind), _shade(size, inks), inks)


def _mask(size: Size) -> Pillow.Image:
    return Pillow.new("L", (size.width * FINE, size.height * FINE))


def _draw(mask: Pillow.Image, row: Row, baseline: float) -> None:
    if not row.text:
        return _rule(mask, row.em, baseline)
    letters = lettering.Type(row.face, row.em * FINE)
    left = (mask.width - letters.length(row.text, row.tracking)) / 2
    lettering.draw_line(mask, left, baseline * FINE, row.text, letters, row.tracking)


def _rule(mask: Pillow.Image, em: int, baseline: float) -> None:
    """A hairline with a lozenge in its middle, tapering to nothing."""
    pen, middle, y = ImageDraw.Draw(mask), mask.width / 2, (baseline - em * 0.35) * FINE
    half, stroke = em * 2.2 * FINE, max(1, round(em * 0.03 * FINE))
    size = em * 0.11 * FINE
    for step in range(int(half)):
        if step > size * 2.2:
            shade = int(255 * (1 - step / half) ** 0.7)
            for x in (middle - step, middle + step):
                pen.line((x, y, x, y + stroke - 1), fill=shade)
    pen.polygon([(middle - size, y), (middle, y - size), (middle + size, y), (middle, y + size)], fill=255)


def _shade(
    size: Size, inks: tuple[tuple[Float32[ndarray, "h w"], tuple[int, int, int]], ...]
) -> Float32[ndarray, "h w"]:
    """A wide soft darkness that lifts the words off the picture."""
    total = np.zeros((size.height, size.width), np.float32)
    for alpha, _ in inks:
        total = np.maximum(total, alpha)
    words = Pillow.fromarray((total * 255).astype(np.uint8))
    wide = lettering.as_alpha(lettering.blurred(words, size.height * 0.035))
    near = lettering.as_alpha(lettering.blurred(words, size.height * 0.006))
    shade: Float32[ndarray, "h w"] = 1.0 - (1.0 - np.minimum(1.0, wide * 1.2) * 0.55) * (1.0 - near * 0.5)
    return shade
