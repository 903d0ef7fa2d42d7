"""The illustrated book of a story: its pages as values, and one HTML file of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.media.atomic import write_text
from melies.story import webpage
from melies.story.lettering import CAPTION, ITALIC, MADE_WITH, TEXT, THE_END, TITLE
from melies.story.webpage import picture_uri, safe

PICTURE_WIDTH = 1400
FEW = 90  # letters that stand centred
_RULE = (
    '<svg class="rule" viewBox="0 0 210 9"><path d="M0 4.5H92M118 4.5H210" stroke="currentColor" stroke-width="1"/>'
    '<path d="M105 0l4.5 4.5L105 9l-4.5-4.5z" fill="currentColor"/></svg>'
)


@dataclass(frozen=True)
class Page:
    """One picture with its text. `title`, when given, heads the page; paragraphs are plain text."""

    title: str
    paragraphs: tuple[str, ...]
    picture: UInt8[ndarray, "h w 3"] | None = None


def write_book(
    pages: Sequence[Page],
    title: str,
    author: str,
    pdf_path: str | Path,
    html_path: str | Path | None = None,
    *,
    logline: str = "",
) -> tuple[Path, Path]:
    """Write the book as a PDF of real pages with selectable text, and as one HTML file; returns both paths.

    Without `html_path` it lies beside the PDF. The first page's picture is also the title page's. Raises AuthorError
    for a book without pages or a path that cannot be written.
    """
    from melies.story.pdf import write_pdf

    if not pages:
        raise AuthorError("a book has at least one page; this story has no shots: add one under `shots`")
    pdf = Path(pdf_path)
    if pdf.suffix.lower() != ".pdf":
        raise AuthorError(f"a book's name ends in .pdf; got {pdf.name!r}: call it book.pdf")
    page_file = Path(html_path) if html_path else pdf.with_suffix(".html")
    write_pdf(pdf, pages, title, author, logline)
    write_text(page_file, html(pages, title, author, logline))
    return pdf, page_file


def html(pages: Sequence[Page], title: str, author: str, logline: str = "") -> str:
    """The book as one HTML page: pictures and type inside, all of the author's text escaped."""
    first = next((number for number, page in enumerate(pages) if any(p.strip() for p in page.paragraphs)), -1)
    leaves = [_cover(title, author, logline)]
    leaves += [_leaf(page, number + 1, number == first) for number, page in enumerate(pages)]
    leaves.append(f'<section class="leaf end"><b>{THE_END}</b>{MADE_WITH}</section>')
    return webpage.page(title, webpage.style("book.css", TITLE, TEXT, ITALIC, CAPTION), "\n".join(leaves))


def _cover(title: str, author: str, logline: str) -> str:
    parts = [f"<h1>{safe(title)}</h1>", _RULE]
    if logline:
        parts.append(f'<p class="line">{safe(logline)}</p>')
    if author:
        parts.append(f'<p class="by">{safe(author)}</p>')
    return f'<section class="leaf"><div class="cover">{"".join(parts)}</div></section>'


def _leaf(page: Page, number: int, opening: bool) -> str:
    picture = ""
    if page.picture is not None:
        tall = page.picture.shape[0] > page.picture.shape[1]
        kind = ' class="tall"' if tall else ""
        picture = f'<img{kind} alt="" src="{picture_uri(page.picture, PICTURE_WIDTH, 88)}">'
    heading = f"<h2>{safe(page.title)}</h2>" if page.title else ""
    words = [text for text in page.paragraphs if text.strip()]
    kinds = [' class="first"' if opening and not place and len(words[0]) > 160 else "" for place in range(len(words))]
    paragraphs = "".join(f"<p{kind}>{safe(text)}</p>" for kind, text in zip(kinds, words, strict=True))
    few = " few" if sum(map(len, words)) <= FEW else ""
    body = f'<div class="words{few}">{heading}{paragraphs}</div>' if heading or paragraphs else ""
    return f'<section class="leaf">{picture}{body}<p class="number">{number}</p></section>'
