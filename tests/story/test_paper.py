"""Cards, timeline, report and book: whole, self-contained, the author's text harmless, the same bytes every time."""

from __future__ import annotations

import re
import zlib
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import opentimelineio as otio
import pytest

from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.media.subtitle import Cue
from melies.story import pdf, setting
from melies.story.book import Page, html, write_book
from melies.story.cut import Piece, edit
from melies.story.lettering import TEXT
from melies.story.notes import FilmNote, ShotNote
from melies.story.report import report, timecode, write_report
from melies.story.timeline import write_timeline
from melies.story.titles import end_card, title_card

EVIL = "<script>alert(\"x\")</script> & 'co'"


def _picture(height: int = 36, width: int = 64) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 255, (height, width, 3), dtype=np.uint8)


def _film() -> FilmNote:
    pieces = [
        Piece(name="title", frames=48, join="fade", join_frames=12),
        Piece(name="river", frames=96, join="dissolve", join_frames=12),
        Piece(name=EVIL, frames=72, join="fade", join_frames=12),
        Piece(name="end", frames=48),
    ]
    shots = (
        ShotNote(
            "river",
            "7/shot/river",
            "a wide river",
            "people",
            {"place": "river"},
            4.0,
            ("taxi driver",),
            (_picture(),) * 3,
        ),
        ShotNote(EVIL, "7/shot/evil", EVIL, letters=("漢", "字"), samples=(_picture(),)),
    )
    cues = (Cue(Fraction(3), Fraction(5), EVIL, "Mira"),)
    return FilmNote(
        title=EVIL, edit=edit(pieces), clock=Clock(numerator=24), size=Size(width=64, height=36), film="my film.mp4",
        author=EVIL, logline=EVIL, seed=7, shots=shots, cues=cues, facts={"engine": "diorama"},
        seconds={"stage": 3.0, "look": 1.0}, command="melies film x --seed 7", poster=_picture(),
    )  # fmt: skip


class _Reader(HTMLParser):
    """Collects the tags, the addresses and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for key, value in attrs if key in ("src", "href", "data", "action")]

    def handle_data(self, data: str) -> None:
        self.words += data


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (128, 72), (65, 33), (16, 16)])
def test_cards_of_any_size(size: tuple[int, int]) -> None:
    card = title_card(Size(width=size[0], height=size[1]), "The Lantern and the Fox", "Ada Bell", "A tale.", _picture())
    frames = list(card.frames(6, rise=3))
    assert len(frames) == 6 and frames[0].shape == (size[1], size[0], 3)
    assert np.array_equal(frames[3], frames[5])
    if min(size) > 60:
        assert frames[5].max() > 200 > frames[0].max() and np.median(frames[5]) < 110


def test_cards_hold_any_words() -> None:
    size = Size(width=320, height=180)
    for title in ("", "漢字", "W" * 120, "a " * 90, "Ночь над рекой", "Αθήνα"):
        assert title_card(size, title, title, title).picture().shape == (180, 320, 3)
        assert end_card(size, title, title).picture().shape == (180, 320, 3)


def test_the_timeline_opens_and_tells_everything(tmp_path: Path) -> None:
    film = _film()
    path = write_timeline(tmp_path / "film.otio", film)
    read = otio.adapters.read_from_file(str(path))
    video, audio = read.tracks
    clips = list(video.find_clips())
    assert [clip.name for clip in clips] == ["title", "river", EVIL, "end"]
    assert video.duration() == audio.duration() == otio.opentime.RationalTime(film.edit.frames, 24)
    joins = [(item.name, item.out_offset.value) for item in video if isinstance(item, otio.schema.Transition)]
    assert joins == [("Dissolve", 12), ("Fade", 6)]
    assert [clip.range_in_parent().start_time.value for clip in clips] == [take.start for take in film.edit.takes]
    assert (
        clips[1].metadata["melies"]["seed"] == "7/shot/river"
        and clips[1].metadata["melies"]["prompt"] == "a wide river"
    )
    (marker,) = clips[1].markers
    assert marker.name == f"Mira: {EVIL}" and clips[1].source_range.contains(marker.marked_range)
    assert clips[0].media_reference.target_url == "my%20film.mp4"
    assert write_timeline(tmp_path / "b.otio", film).read_bytes() == path.read_bytes()


def test_the_report_is_whole_harmless_and_alone(tmp_path: Path) -> None:
    film = _film()
    page = write_report(tmp_path / "film.report.html", film).read_text("utf-8")
    reader = _read(page)
    assert "script" not in reader.tags and reader.tags.count("img") == 1 + 3 + 1
    assert all(link.startswith(("data:image/jpeg", "#")) or link == "my%20film.mp4" for link in reader.links)
    assert not re.search(r"url\((?!data:)", page) and "http://" not in page and "https://" not in page
    for words in (
        EVIL,
        "not drawn: taxi driver",
        "no letters for: 漢 字",
        "11",
        "a wide river",
        "melies film x --seed 7",
        "stage 3.0 s",
    ):
        assert words in reader.words
    assert report(film) == page


def test_timecodes() -> None:
    assert [timecode(t) for t in (0, 9.96, Fraction(129, 2), 600)] == ["0:00.0", "0:10.0", "1:04.5", "10:00.0"]


PAGES = [
    Page("", ("Once upon a time the first fox waited. " * 9, "“Who’s there?”"), _picture(360, 640)),
    Page("The Far Bank", ("Home.",), _picture(640, 360)),
    Page("", (EVIL, "", "x" * 500), None),
    Page("", (), _picture()),
    Page("", ("Long. " * 900,), _picture()),
]


def test_a_book_in_both_forms(tmp_path: Path) -> None:
    pdf, page = write_book(PAGES, EVIL, "Ada Bell", tmp_path / "book.pdf", logline="A tale.")
    assert page == tmp_path / "book.html" and pdf.read_bytes().startswith(b"%PDF-")
    first = pdf.read_bytes()
    write_book(PAGES, EVIL, "Ada Bell", tmp_path / "again.pdf", tmp_path / "b.html", logline="A tale.")
    assert (tmp_path / "again.pdf").read_bytes() == first
    assert len(re.findall(rb"/Type /Page\b", first)) >= len(PAGES) + 3
    for face in (b"Cormorant", b"EBGaramond", b"/ToUnicode"):
        assert face in first
    reader = _read(page.read_text("utf-8"))
    assert "script" not in reader.tags and EVIL in reader.words and reader.tags.count("img") == 4
    assert all(link.startswith("data:") for link in reader.links)


def test_book_text_can_be_selected(tmp_path: Path) -> None:
    """The text stands in the page's stream as letters; their codes go back to Unicode through the font's own map."""
    pdf, _ = write_book([Page("", ("Mira lit the lantern.",), None)], "T", "", tmp_path / "b.pdf")
    streams = re.findall(rb"stream\r?\n(.*?)endstream", pdf.read_bytes(), re.DOTALL)
    assert any(b"Tj" in text for text in map(_inflated, streams))
    assert any(b"beginbfchar" in text or b"beginbfrange" in text for text in map(_inflated, streams))


def _inflated(stream: bytes) -> bytes:
    import base64

    try:
        data = stream.strip()
        return zlib.decompress(base64.a85decode(data[:-2]) if data.endswith(b"~>") else data)
    except (zlib.error, ValueError):
        return b""


def test_books_refuse_clearly(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match="at least one page"):
        write_book([], "T", "A", tmp_path / "b.pdf")
    with pytest.raises(AuthorError, match=r"\.pdf"):
        write_book(PAGES, "T", "A", tmp_path / "b.doc")
    assert list(tmp_path.iterdir()) == []


def test_html_book_alone() -> None:
    assert html(PAGES, "T", "A") == html(PAGES, "T", "A")


def test_paragraphs_are_justified() -> None:
    text = "When the rain stopped, Mira lit the lantern and went down to the river where the boats lay quiet. " * 4
    lines = setting.paragraph(text, TEXT, 12, 300, indent=15)
    assert lines[0].runs[0].x == 15 and lines[-1].last
    for line in lines[:-1]:
        last = line.runs[-1]
        assert last.x + setting.width(last.text, TEXT, 12) == pytest.approx(300, abs=0.01)
    assert " ".join(run.text for line in lines for run in line.runs) == text.strip()


def _paragraphs(*lengths: int) -> list[pdf.Words]:
    return [pdf.Words(setting.SetLine((), number == n - 1), 10.0) for n in lengths for number in range(n)]


@pytest.mark.parametrize(
    ("lengths", "wanted"),
    [
        ((7,), [7]),
        ((8,), [4, 4]),  # the last leaf is never one line
        ((40, 2), [7, 16, 15, 4]),  # no paragraph's last line stands alone at the head
        ((6, 6, 6), [6, 12]),  # nor its first at the foot
        ((1,) * 30, [7, 16, 7]),
        ((), [0]),
    ],
)
def test_leaves_turn_where_a_book_would(lengths: tuple[int, ...], wanted: list[int]) -> None:
    lines = _paragraphs(*lengths)
    step = 10 * pdf.LINE
    assert [len(leaf) for leaf in pdf.leaves(lines, 6 * step, 15 * step)] == wanted


def test_a_picture_gives_way_to_its_words() -> None:
    """To the edges over a short text; as wide as the text over a longer one; its shape always kept."""
    picture = _picture(360, 640)
    short, longer = (pdf.framed(picture, share, True) for share in pdf.SHARES[:2])
    assert (short.left, short.wide) == (0, pdf.WIDE) and short.low + short.tall == pytest.approx(pdf.HIGH)
    assert longer.wide == pytest.approx(pdf.MEASURE, rel=0.01) and longer.low > short.low
    for frame in (short, longer, pdf.framed(_picture(640, 360), 0.68, True)):
        assert frame.wide / frame.tall == pytest.approx(16 / 9) or frame.tall / frame.wide == pytest.approx(16 / 9)


def test_type_is_large_enough_for_its_leaf() -> None:
    """Twelve points on A5 lying down (595 points wide), in proportion."""
    assert min(pdf.SIZES) / pdf.WIDE > 12 / 595


def test_a_word_wider_than_the_measure_stands_alone() -> None:
    lines = setting.paragraph("a " + "m" * 90 + " b", TEXT, 12, 100)
    assert [[run.text for run in line.runs] for line in lines] == [["a"], ["m" * 90], ["b"]]
