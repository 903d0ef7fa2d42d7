"""The film's report: one dark, self-contained page: frames, seeds, prompts, timings, what is not to be seen."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

import numpy as np

from melies import __version__
from melies.media.atomic import write_text
from melies.story.cut import Take
from melies.story.lettering import CAPTION, MADE_WITH, TITLE
from melies.story.notes import FilmNote, ShotNote
from melies.story.webpage import page, picture_uri, safe, style

POSTER_WIDTH, SAMPLE_WIDTH = 1600, 480
_PART_COLOURS = ("#e2b973", "#c9796a", "#8a6fb0", "#5d86c4", "#58a7a0", "#8fae6a", "#a49d92")


def write_report(path: str | Path, film: FilmNote) -> Path:
    """Write the report as one HTML file; returns its path. Raises AuthorError where it cannot be written."""
    return write_text(path, report(film))


def report(film: FilmNote) -> str:
    """The report as HTML: everything inside, all of the author's text escaped."""
    shots = "\n".join(_shot(film, take, note) for take in film.edit.takes if (note := film.note(take.name)))
    body = f"""{_hero(film)}
<main>
{_figures(film)}
{_ribbon(film)}
{_parts(film)}
<h2>Shots</h2>
{shots}
{_again(film)}
<footer>{MADE_WITH} {safe(__version__)}</footer>
</main>"""
    return page(f"{film.title}: report", style("report.css", TITLE, CAPTION), body)


def timecode(seconds: Fraction | float) -> str:
    """Minutes and seconds to a tenth: `1:04.5`."""
    tenths = round(Fraction(seconds) * 10)
    return f"{tenths // 600}:{tenths // 10 % 60:02}.{tenths % 10}"


def _hero(film: FilmNote) -> str:
    picture = f'<img alt="" src="{picture_uri(film.poster, POSTER_WIDTH, 88)}">' if film.poster is not None else ""
    author = f'<p class="by">{safe(film.author)}</p>' if film.author else ""
    logline = f"<p>{safe(film.logline)}</p>" if film.logline else ""
    play = f'<a class="play" href="{safe(quote(film.film))}">Play the film</a>'
    return f'<section class="hero">{picture}<div>{author}<h1>{safe(film.title)}</h1>{logline}{play}</div></section>'


def _figures(film: FilmNote) -> str:
    total = sum(film.seconds.values())
    known = {
        "length": timecode(film.length),
        "shots": len(film.shots),
        "size": str(film.size).replace("x", " × "),
        "frames a second": str(film.clock),
        "frames": film.edit.frames,
        "seed": film.seed,
        **film.facts,
    }
    if total:
        known["made in"] = timecode(total)
        known["seconds of work for one of film"] = f"{total / float(film.length):.1f}"
    cells = "".join(f"<div><b>{safe(value)}</b><span>{safe(key)}</span></div>" for key, value in known.items())
    return f'<section class="figures">{cells}</section>'


def _ribbon(film: FilmNote) -> str:
    """The film along its time, each take as wide as it is long."""
    takes = "".join(_ribbon_piece(film, take) for take in film.edit.takes)
    scale = f'<div class="scale small"><span>0:00.0</span><span>{timecode(film.length)}</span></div>'
    return f'<div class="ribbon">{takes}</div>{scale}'


def _ribbon_piece(film: FilmNote, take: Take) -> str:
    note = film.note(take.name)
    title = f"{take.name}, {timecode(film.clock.seconds(take.start))}"
    if note is None:
        return f'<a class="card" style="flex:{take.frames}" title="{safe(title)}"></a>'
    back = "#333"
    if note.samples:
        middle = note.samples[len(note.samples) // 2]
        back = f"url({picture_uri(_thumb(middle), 160, 70)})"
    shade = f"flex:{take.frames};background-image:{back}" if note.samples else f"flex:{take.frames};background:{back}"
    return f'<a href="#{_anchor(film, take)}" style="{shade}" title="{safe(title)}"></a>'


def _thumb(picture: np.ndarray) -> np.ndarray:
    """The middle of a picture, as tall as a ribbon needs it."""
    return picture[picture.shape[0] // 6 : -(picture.shape[0] // 6) or None]


def _parts(film: FilmNote) -> str:
    """How the time went, as a bar and in words."""
    spent = {name: seconds for name, seconds in film.seconds.items() if seconds > 0}
    if not spent:
        return ""
    colours = dict(zip(spent, _PART_COLOURS * len(spent), strict=False))
    bar = "".join(f'<i style="flex:{seconds:.3f};background:{colours[name]}"></i>' for name, seconds in spent.items())
    words = "".join(
        f'<span><i style="background:{colours[name]}"></i>{safe(name)} {seconds:.1f} s</span>'
        for name, seconds in spent.items()
    )
    return f'<div class="parts">{bar}</div><div class="legend small">{words}</div>'


def _shot(film: FilmNote, take: Take, note: ShotNote) -> str:
    start, end = film.clock.seconds(take.start), film.clock.seconds(take.end)
    strip = "".join(f'<img alt="" src="{picture_uri(sample, SAMPLE_WIDTH)}">' for sample in note.samples)
    avoid = f" <em>without {safe(note.avoid)}</em>" if note.avoid else ""
    return f"""<section class="shot" id="{_anchor(film, take)}">
<header><h3>{safe(note.name)}</h3><span>{timecode(start)} – {timecode(end)}, {take.frames} frames</span></header>
<div class="strip">{strip}</div>
<p class="prompt">{safe(note.prompt)}{avoid}</p>
{_chips(take, note)}
{_lines(film, start, end)}
</section>"""


def _chips(take: Take, note: ShotNote) -> str:
    facts: dict[str, object] = {"seed": note.seed, **note.facts}
    if note.seconds:
        facts["made in"] = f"{note.seconds:.1f} s, {note.seconds / take.rendered * 1000:.0f} ms a frame"
    chips = [f"<span>{safe(key)} <b>{safe(value)}</b></span>" for key, value in facts.items() if value != ""]
    chips += [f'<span class="no">not drawn: {safe(words)}</span>' for words in note.not_drawn]
    chips += [f'<span class="no">not seen: {safe(name)}</span>' for name in note.not_seen]
    if note.letters:
        chips.append(f'<span class="no">no letters for: {safe(" ".join(note.letters))}</span>')
    return f'<div class="chips">{"".join(chips)}</div>'


def _lines(film: FilmNote, start: Fraction, end: Fraction) -> str:
    """The captions that begin within the shot."""
    rows = []
    for cue in film.cues:
        if start <= cue.start < end:
            who = f"<b>{safe(cue.who)}</b> " if cue.who else ""
            rows.append(f"<p><span>{timecode(cue.start)}</span>{who}{safe(cue.text)}</p>")
    return f'<div class="lines">{"".join(rows)}</div>' if rows else ""


def _again(film: FilmNote) -> str:
    return f"<h2>Make it again</h2>\n<pre>{safe(film.command)}</pre>" if film.command else ""


def _anchor(film: FilmNote, take: Take) -> str:
    """By number: names are the author's and need not be fit for an address."""
    return f"shot-{film.edit.takes.index(take) + 1}"
