"""The book as a PDF: landscape leaves, the picture to the edges, the text set below it, all of it selectable."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from jaxtyping import UInt8
from numpy import ndarray

from melies.media.atomic import replacing
from melies.media.picture import encode
from melies.story import lettering, setting
from melies.story.lettering import CAPTION, ITALIC, MADE_WITH, TEXT, THE_END, TITLE, Face

if TYPE_CHECKING:
    from melies.story.book import Page

MM = 72 / 25.4
WIDE, HIGH = 250 * MM, 220 * MM
PAPER, INK, SOFT, GOLD = (0.984, 0.965, 0.918), (0.165, 0.145, 0.133), (0.545, 0.49, 0.42), (0.663, 0.522, 0.29)
SIZES = (17.0, 16.4, 15.8)  # points, as 14.3 to 13.3 on a sheet of A5; the first at which a text fits its leaf
LINE = 1.38  # of the size, from baseline to baseline
MEASURE = 178 * MM  # about seventy letters
FEWEST = 4  # lines on the last leaf of a text
LEFT = (WIDE - MEASURE) / 2
TOP, FOOT = 22 * MM, 21 * MM  # from the edge to the first line, and to the lowest
SHARES = (0.68, 0.515, 0.4)  # of a leaf's height for a picture over text; the second makes it as wide as the text
ALONE = (0.86,)
DROP = 2  # lines a drop capital stands in
LARGE, HEADING = 20.0, 34.0


@dataclass(frozen=True)
class Words:
    """A line ready to be drawn: its runs from the measure's left end; size and step to the next line in points."""

    line: setting.SetLine
    size: float

    @property
    def leading(self) -> float:
        return self.size * LINE


def write_pdf(path: Path, pages: Sequence[Page], title: str, author: str, logline: str) -> Path:
    """Write the book; returns its path. The same pages give the same bytes."""
    from reportlab.pdfgen.canvas import Canvas

    with replacing(path) as temporary:
        _prepare()
        canvas = Canvas(
            str(temporary), pagesize=(WIDE, HIGH), invariant=1, lang="en", pageCompression=1, initialFontName=TEXT
        )
        canvas.setTitle(title)
        canvas.setAuthor(author)
        canvas.setSubject(logline)
        canvas.setCreator("Melies")
        _Printer(canvas).book(pages, title, author, logline)
        canvas.save()
    return path


def _prepare() -> None:
    """Give the library our faces, and let it write bytes as they are: its text encoding is slow and larger."""
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0
    for face in (TITLE, TEXT, ITALIC, CAPTION):
        if face not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(face, str(lettering.font_file(face))))


def drop_size(size: float) -> float:
    """The size at which a capital reaches from the second baseline to the top of the first line's letters."""
    return size * LINE * DROP * 1.22


class Frame(NamedTuple):
    """Where a picture lies on its leaf, in points from its lower left corner."""

    left: float
    low: float
    wide: float
    tall: float


def framed(picture: UInt8[ndarray, "h w 3"] | None, share: float, worded: bool) -> Frame:
    """A picture to the edges, if that takes no more than `share` of the leaf's height; else as large as fits, inside.

    With words below it stands at the head, else a little above the middle. No picture leaves the whole leaf.
    """
    if picture is None:
        return Frame(0, HIGH, 0, 0)
    tall, room = WIDE * picture.shape[0] / picture.shape[1], HIGH * share
    top = HIGH if worded else (HIGH + min(tall, room)) / 2 + 4 * MM
    if tall <= room:
        return Frame(0, top - tall, WIDE, tall)
    return fit(picture, LEFT, HIGH - room, WIDE - LEFT, min(top, HIGH - 13 * MM))


def fit(picture: UInt8[ndarray, "h w 3"], left: float, low: float, right: float, high: float) -> Frame:
    """A picture as large as fits a box, centred, at its top."""
    height, width = picture.shape[:2]
    scale = min((right - left) / width, (high - low) / height)
    return Frame((left + right - width * scale) / 2, high - height * scale, width * scale, height * scale)


def leaves(lines: Sequence[Words], room: float, more: float) -> list[list[Words]]:
    """The lines leaf by leaf: `room` points between the first and last baseline, then `more` on each.

    No leaf ends with a paragraph's first line or begins with its last, and the last leaf holds FEWEST lines or more,
    where that leaves a line for every leaf.
    """
    found, start = list[list[Words]](), 0
    while lines:
        fits = max(1, int(room / lines[0].leading + 1e-6) + 1)
        if len(lines) - start <= fits:
            break
        least = start + 1
        cut = max(least, min(start + fits, len(lines) - FEWEST))
        while cut > least and _parts(lines, cut):
            cut -= 1
        found.append(list(lines[start:cut]))
        start, room = cut, more
    return [*found, list(lines[start:])]


def _parts(lines: Sequence[Words], cut: int) -> bool:
    """Whether a turn of the leaf before line `cut` takes a paragraph's first or last line from the rest of it."""
    if lines[cut - 1].line.last:
        return False
    return lines[cut].line.last or cut == 1 or lines[cut - 2].line.last


class _Printer:
    """Draws leaf after leaf on a canvas; `number` is the page number printed next."""

    def __init__(self, canvas: Any) -> None:
        self.canvas, self.number, self.opened = canvas, 0, False

    def book(self, pages: Sequence[Page], title: str, author: str, logline: str) -> None:
        picture = next((page.picture for page in pages if page.picture is not None), None)
        self.title_page(title, author, logline, picture)
        for page in pages:
            self.page(page)
        self.paper()
        self.centred(THE_END, TITLE, 40, HIGH * 0.54, INK)
        self.rule(HIGH * 0.54 - 26)
        self.centred(MADE_WITH, ITALIC, 11.5, HIGH * 0.54 - 56, SOFT)
        self.canvas.showPage()

    def title_page(self, title: str, author: str, logline: str, picture: UInt8[ndarray, "h w 3"] | None) -> None:
        """The title over the first picture as a vignette, or alone in the middle."""
        self.paper()
        self.canvas.bookmarkPage("title")
        self.canvas.addOutlineEntry(title, "title", 0)
        y = HIGH * (0.80 if picture is not None else 0.62)
        face = lettering.fitting(title, TITLE, TEXT)
        size = 54.0
        while len(lines := self.wrapped(title, face, size, WIDE * 0.78)) > 2 and size > 26:
            size -= 2
        for line in lines:
            self.centred(line, face, size, y, INK)
            y -= size * 1.04
        self.rule(y + size * 0.3)
        y -= 16
        for line in self.wrapped(logline, ITALIC, 16, WIDE * 0.62):
            self.centred(line, ITALIC, 16, y, INK)
            y -= 22
        if author:
            y -= 10
            self.centred(author.upper(), CAPTION, 11.5, y, GOLD, tracking=0.22)
            y -= 14
        if picture is not None:
            self.draw(picture, *fit(picture, 34 * MM, 17 * MM, WIDE - 34 * MM, y - 14))
        self.canvas.showPage()

    def page(self, page: Page) -> None:
        """One picture with its text; what does not fit below the picture goes on leaves of its own."""
        text = [" ".join(lettering.printable(words, TEXT).split()) for words in page.paragraphs]
        text = [words for words in text if words]
        drop = self.drop_letter(text)
        few = self.few(text)
        lines, frame = self.laid_out(page, few, text, drop)
        self.leaf(page.title)
        if page.picture is not None:
            self.draw(page.picture, *frame)
        below = frame.low
        y = self.lowered(lines, page.title, below)
        if page.title:
            self.centred(page.title, lettering.fitting(page.title, TITLE, TEXT), 22, y, INK)
            y -= HEADING
        if drop and not few:
            step = lines[0].leading
            self.glyphs(drop, TITLE, drop_size(lines[0].size), LEFT, y - step * (DROP - 1), GOLD)
        self.column(lines, y, self.room(below, page.title))

    def laid_out(self, page: Page, few: list[Words], text: Sequence[str], drop: str) -> tuple[list[Words], Frame]:
        """The page's lines and its picture's frame: to the edges if the text fits below, else as wide as the text."""
        shares = SHARES if text or page.title else ALONE
        frames = [framed(page.picture, share, shares is SHARES) for share in shares]
        for frame in frames:
            if lines := few or self.fitted(text, drop, self.room(frame.low, page.title)):
                return lines, frame
        return self.lines(text, drop, SIZES[0]), frames[0]

    def room(self, below: float, title: str) -> float:
        """Points from the first baseline to the lowest one, under a picture that ends at `below` or from the head."""
        return below - (TOP if below == HIGH else 10 * MM) - FOOT - (HEADING if title else 0.0)

    def column(self, lines: list[Words], y: float, room: float) -> None:
        """Set lines downwards from a baseline, with leaves of their own for those for which there is no room."""
        for number, some in enumerate(leaves(lines, room, HIGH - TOP - FOOT)):
            if number:
                self.canvas.showPage()
                self.leaf("")
                y = HIGH - TOP
            for words in some:
                for run in words.line.runs:
                    self.glyphs(run.text, TEXT, words.size, LEFT + run.x, y, INK, spaced=True)
                y -= words.leading
        self.canvas.showPage()

    def lowered(self, lines: list[Words], title: str, below: float) -> float:
        """The first baseline: under the picture or the head of the leaf; short texts stand amid the room they have."""
        spare = self.room(below, title) - sum(words.leading for words in lines[1:])
        return below - (TOP if below == HIGH else 10 * MM) - max(0.0, spare) * 0.42

    def drop_letter(self, text: Sequence[str]) -> str:
        """The first letter of the book's text, when it can stand large over two lines."""
        if self.opened or not text:
            return ""
        self.opened = True
        letter = text[0][0]
        return letter if len(text[0]) > 160 and letter.isalpha() and lettering.can_set(letter, TITLE) else ""

    def few(self, text: Sequence[str]) -> list[Words]:
        """Up to three lines in all stand centred and a little larger; nothing for more."""
        if sum(len(words) for words in text) > 260:
            return []
        rows = [line for words in text for line in self.wrapped(words, TEXT, LARGE, MEASURE * 0.92)]
        centred = [(MEASURE - setting.width(row, TEXT, LARGE)) / 2 for row in rows]
        placed = [setting.SetLine((setting.Run(x, row),), True) for x, row in zip(centred, rows, strict=True)]
        return [Words(line, LARGE) for line in placed] if len(rows) <= 3 else []

    def fitted(self, text: Sequence[str], drop: str, room: float) -> list[Words]:
        """Justified paragraphs in the largest size that fits the room; nothing when none does."""
        for size in SIZES:
            lines = self.lines(text, drop, size)
            if (len(lines) - 1) * size * LINE <= room:
                return lines
        return []

    def lines(self, text: Sequence[str], drop: str, size: float) -> list[Words]:
        """All paragraphs but the first indented; the first makes room for a drop capital."""
        lines: list[Words] = []
        for number, words in enumerate(text):
            if not number and drop:
                lines += self.around_drop(words[1:], drop, size)
            else:
                set_lines = setting.paragraph(words, TEXT, size, MEASURE, 1.25 * size if number else 0.0)
                lines += [Words(line, size) for line in set_lines]
        return lines

    def around_drop(self, text: str, drop: str, size: float) -> list[Words]:
        aside = setting.width(drop, TITLE, drop_size(size)) + 4.0
        narrow = setting.paragraph(text, TEXT, size, MEASURE - aside)
        kept = [setting.SetLine(tuple(setting.Run(r.x + aside, r.text) for r in n.runs), n.last) for n in narrow[:DROP]]
        rest = " ".join(run.text for line in narrow[DROP:] for run in line.runs)
        below = setting.paragraph(rest, TEXT, size, MEASURE) if rest else []
        return [Words(line, size) for line in (*kept, *below)]

    def leaf(self, title: str) -> None:
        """A new sheet with its number and, for readers of outlines, its title."""
        self.paper()
        self.number += 1
        self.centred(str(self.number), ITALIC, 11.5, 10 * MM, SOFT)
        if title:
            self.canvas.bookmarkPage(f"page{self.number}")
            self.canvas.addOutlineEntry(title, f"page{self.number}", 0)

    def draw(self, pixels: UInt8[ndarray, "h w 3"], x: float, y: float, width: float, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        data = io.BytesIO(encode(pixels, "JPEG", 92))
        self.canvas.drawImage(ImageReader(data), x, y, width, height)

    def paper(self) -> None:
        self.canvas.setFillColorRGB(*PAPER)
        self.canvas.rect(0, 0, WIDE, HIGH, stroke=0, fill=1)

    def rule(self, y: float) -> None:
        """A hairline with a lozenge."""
        middle, half, side = WIDE / 2, 64.0, 2.6
        self.canvas.setStrokeColorRGB(*GOLD)
        self.canvas.setFillColorRGB(*GOLD)
        self.canvas.setLineWidth(0.5)
        self.canvas.line(middle - half, y, middle - 8, y)
        self.canvas.line(middle + 8, y, middle + half, y)
        path = self.canvas.beginPath()
        path.moveTo(middle - side, y)
        for x, up in ((0, side), (side, 0), (0, -side)):
            path.lineTo(middle + x, y + up)
        path.close()
        self.canvas.drawPath(path, stroke=0, fill=1)

    def wrapped(self, text: str, face: Face, size: float, measure: float) -> list[str]:
        text = lettering.printable(text, face).strip()
        return lettering.wrap(text, lettering.Type(face, size), measure) if text else []

    def centred(
        self, text: str, face: Face, size: float, y: float, colour: tuple[float, float, float], tracking: float = 0.0
    ) -> None:
        text = lettering.printable(text, face).strip()
        if text:
            wide = setting.width(text, face, size) + tracking * size * (len(text) - 1)
            self.glyphs(text, face, size, (WIDE - wide) / 2, y, colour, tracking)

    def glyphs(
        self,
        text: str,
        face: Face,
        size: float,
        x: float,
        y: float,
        colour: tuple[float, float, float],
        tracking: float = 0.0,
        spaced: bool = False,
    ) -> None:
        """Letters in their places; `spaced` adds the space that keeps copied words apart."""
        pen = self.canvas.beginText()
        pen.setFillColorRGB(*colour)
        pen.setFont(face, size)
        pieces = setting.runs(text, face, size, x, tracking)
        for number, run in enumerate(pieces):
            pen.setTextOrigin(run.x, y)
            pen.textOut(run.text + (" " if spaced and number == len(pieces) - 1 else ""))
        self.canvas.drawText(pen)
