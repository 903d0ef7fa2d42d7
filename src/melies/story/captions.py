"""Captions: an author's lines spread over a shot at reading speed, as timed cues, as SubRip, or burned into frames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray
from PIL import Image as Pillow

from melies.core.clock import Clock
from melies.core.story import Line
from melies.media.subtitle import MILLISECOND, Cue, in_order
from melies.story import lettering
from melies.story.cut import Edit

READING = 15  # characters a second, a comfortable pace for grown-ups and older children
SHORTEST = Fraction(12, 10)
GAP = Fraction(1, 8)
LEAD_IN = Fraction(3, 10)
LINGER = Fraction(3, 2)  # a caption may stay this many times its reading time when there is room
CAPTION_LETTERS = 84  # two lines of 42
TRACKING, NAME_TRACKING = 0.012, 0.14  # em between letters
FINE = 4


def reading_time(text: str) -> Fraction:
    """Seconds a caption needs to be read."""
    return max(SHORTEST, Fraction(len(text), READING))


def spread(lines: Sequence[Line], seconds: Fraction) -> list[Cue]:
    """The lines of one shot as cues on the shot's time, in order, none past its end.

    A line's own `start` and `end` hold, but within the shot: one that would come too late is shown at its end, since
    cuts may move to the music's beats. The others share the time between them. Long lines become
    several cues. Where there is too little time all are shown shorter, in proportion. The speaker is named when it
    changes.
    """
    cues: list[Cue] = []
    waiting: list[Line] = []
    free_from = Fraction(0)
    for line in (line for line in lines if line.text.strip()):
        if line.start is None:
            waiting.append(line)
            continue
        start = Fraction(line.start) if line.start < seconds else max(Fraction(0), seconds - SHORTEST)
        cues += _share(waiting, free_from, start)
        waiting = []
        cues += _fixed(line, start, seconds)
        free_from = max(free_from, cues[-1].end if cues else start)
    cues += _share(waiting, free_from, seconds)
    return _named_on_change(in_order(cues))


def film_cues(edit: Edit, lines: Mapping[str, Sequence[Line]], clock: Clock) -> list[Cue]:
    """All captions on the film's time; `lines` by the names of the takes."""
    cues: list[Cue] = []
    for take in edit.takes:
        offset = clock.seconds(take.start)
        inside = spread(lines.get(take.name, ()), clock.seconds(take.frames))
        cues += [replace(cue, start=cue.start + offset, end=cue.end + offset) for cue in inside]
    return cues


def srt(cues: Iterable[Cue]) -> str:
    """The cues as a SubRip file."""
    blocks = []
    for number, cue in enumerate(in_order(cues), 1):
        text = "\n".join(line for line in cue.line.splitlines() if line.strip())  # a blank line would end the block
        blocks.append(f"{number}\n{_stamp(cue.start)} --> {_stamp(cue.end)}\n{text}\n")
    return "\n".join(blocks)


def not_set(text: str) -> list[str]:
    """The characters of a caption that can't be burned in, since no shipped face has them."""
    return lettering.unset(text, lettering.CAPTION)


def burn(rgb: UInt8[ndarray, "h w 3"], text: str, who: str = "") -> UInt8[ndarray, "h w 3"]:
    """A copy of a frame with a caption low in its safe area; the speaker's name small and golden above it."""
    if not lettering.printable(text, lettering.CAPTION).strip():
        return rgb
    plate = _plate(text, who, rgb.shape[1], rgb.shape[0])
    burnt = rgb.copy()
    strip = burnt[plate.top : plate.top + plate.shade.shape[0]].astype(np.float32)
    strip *= 1.0 - plate.shade[..., None]
    strip = lettering.ink(strip, plate.name, lettering.GOLD)
    strip = lettering.ink(strip, plate.words, lettering.IVORY)
    burnt[plate.top : plate.top + plate.shade.shape[0]] = lettering.to_uint8(strip)
    return burnt


def burned(
    frames: Iterable[UInt8[ndarray, "h w 3"]], cues: Sequence[Cue], clock: Clock
) -> Iterator[UInt8[ndarray, "h w 3"]]:
    """The film's frames with its captions burned in."""
    ordered = in_order(cues)
    for number, frame in enumerate(frames):
        moment = clock.seconds(number)
        shown = next((cue for cue in ordered if cue.start <= moment < cue.end), None)
        yield burn(frame, shown.text, shown.who) if shown else frame


def _fixed(line: Line, start: Fraction, seconds: Fraction) -> list[Cue]:
    """A line at the author's time; its parts follow each other up to its end."""
    parts = _parts(line.text)
    needed = sum((reading_time(part) for part in parts), Fraction(0))
    end = min(seconds, Fraction(line.end) if line.end is not None else start + needed)
    who = _name(line.who)
    cues = []
    for part in parts:
        length = (end - start) * reading_time(part) / needed if line.end is not None else reading_time(part)
        cues.append(Cue(start, min(end, start + length), part, who))
        start += length
    return [cue for cue in cues if cue.end > cue.start]


def _share(lines: Sequence[Line], start: Fraction, end: Fraction) -> list[Cue]:
    """Lines without times, spread from `start` to `end`: longer ones stay longer, what is left over becomes pauses."""
    parts = [(part, _name(line.who)) for line in lines for part in _parts(line.text)]
    if not parts or end <= start:
        return []
    times = [reading_time(part) for part, _ in parts]
    needed = sum(times, Fraction(0))
    room = end - start - GAP * len(parts)
    if room <= needed:
        return _packed(parts, times, start, end)
    stretch = min(LINGER, room / needed)
    lead = min(LEAD_IN, (room - needed * stretch) / 2)
    pause = (end - start - lead - needed * stretch) / len(parts)
    cues, at = [], start + lead
    for (part, who), time in zip(parts, times, strict=True):
        cues.append(Cue(at, at + time * stretch, part, who))
        at += time * stretch + pause
    return cues


def _packed(parts: list[tuple[str, str]], times: list[Fraction], start: Fraction, end: Fraction) -> list[Cue]:
    """Too many words for the time: no pauses, every caption shortened by the same factor."""
    factor = min(Fraction(1), (end - start) / sum(times, Fraction(0)))
    cues = []
    for (part, who), time in zip(parts, times, strict=True):
        cues.append(Cue(start, start + time * factor, part, who))
        start += time * factor
    return cues


def _parts(text: str) -> list[str]:
    """A line in captions of at most two rows, broken after a sentence, a clause, or else a word."""
    text = " ".join(text.split())
    count = -(-len(text) // CAPTION_LETTERS)
    parts = []
    while count > 1:
        cut = _good_cut(text, len(text) // count)
        parts.append(text[:cut].strip())
        text = text[cut:].strip()
        count = max(-(-len(text) // CAPTION_LETTERS), 1)
    return [part for part in (*parts, text) if part]


def _good_cut(text: str, ideal: int) -> int:
    """The best place to break within a caption's length, preferring the ends of sentences and clauses near `ideal`."""
    worth = {".": 40, "!": 40, "?": 40, "…": 40, ";": 25, ":": 25, ",": 18, "—": 18, "–": 18}
    places = [found.start() for found in re.finditer(r"\s", text) if 0 < found.start() <= CAPTION_LETTERS]
    if not places:
        return CAPTION_LETTERS
    return max(places, key=lambda place: worth.get(text[:place].rstrip("\"'”’»)")[-1:], 0) - abs(place - ideal))


def _name(who: str | None) -> str:
    """A cast member's key as a name: `old_wizard` is "Old Wizard"."""
    words = (who or "").replace("_", " ").replace("-", " ").split()
    return " ".join(word if word[:1].isupper() and not word.isupper() else word.capitalize() for word in words)


def _named_on_change(cues: list[Cue]) -> list[Cue]:
    speakers = ["", *(cue.who for cue in cues)]
    return [replace(cue, who="" if cue.who == before else cue.who) for cue, before in zip(cues, speakers, strict=False)]


def _stamp(moment: Fraction) -> str:
    total = round(moment / MILLISECOND)
    seconds, thousandths = divmod(total, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},{thousandths:03}"


@dataclass(frozen=True)
class _Plate:
    """A caption laid out for one frame size: masks of a strip of full width beginning at row `top`."""

    top: int
    shade: Float32[ndarray, "h w"]
    words: Float32[ndarray, "h w"]
    name: Float32[ndarray, "h w"]


@lru_cache(maxsize=4)
def _plate(text: str, who: str, width: int, height: int) -> _Plate:
    """Set at a seventeenth of the height, smaller if it would fill more than a third of the frame."""
    em = max(round(min(height / 17, width / 22)), min(14, height // 12), 6)
    words = lettering.printable(text, lettering.CAPTION)
    while True:
        letters = lettering.Type(lettering.CAPTION, em)
        rows = lettering.wrap(words, letters, min(0.84 * width, 24 * em), even=False)
        if len(rows) * em * 1.24 <= height / 3 or em <= 7:
            break
        em -= 1
    rows = lettering.wrap(words, letters, min(0.84 * width, 24 * em))
    return _laid_out(rows, lettering.printable(who, lettering.CAPTION), em, width, height)


def _laid_out(rows: list[str], who: str, em: int, width: int, height: int) -> _Plate:
    """Drawn four times as large and reduced: at a frame's size the letters would snap to whole pixels."""
    leading, small = em * 1.24, max(8, round(em * 0.66))
    block = leading * len(rows) + (small * 1.6 if who else 0.0)
    top = max(0, int(height * 0.93 - block - em * 1.2))
    words, name = (Pillow.new("L", (width * FINE, (height - top) * FINE)) for _ in range(2))
    baseline = height * 0.93 - top - leading * (len(rows) - 1) - em * 0.25
    if who:
        _centred(name, (baseline - em * 1.1) * FINE, who.upper(), small, NAME_TRACKING)
    for number, row in enumerate(rows):
        _centred(words, (baseline + leading * number) * FINE, row, em, TRACKING)
    words, name = words.reduce(FINE), name.reduce(FINE)
    return _Plate(top, _shade(words, name, em), lettering.as_alpha(words), lettering.as_alpha(name))


def _centred(mask: Pillow.Image, baseline: float, text: str, em: int, tracking: float) -> None:
    letters = lettering.Type(lettering.CAPTION, em * FINE)
    left = (mask.width - letters.length(text, tracking)) / 2
    lettering.draw_line(mask, left, baseline, text, letters, tracking)


def _shade(words: Pillow.Image, name: Pillow.Image, em: int) -> Float32[ndarray, "h w"]:
    """A soft darkness around the letters, close and wide: readable on snow, unseen on night."""
    both = Pillow.fromarray(np.maximum(np.asarray(words), np.asarray(name)))
    close = lettering.as_alpha(lettering.blurred(both, em * 0.09))
    wide = lettering.as_alpha(lettering.blurred(both, em * 0.6))
    light = (1.0 - np.minimum(1.0, close * 1.8) * 0.8) * (1.0 - np.minimum(1.0, wide * 1.6) * 0.62)
    shade: Float32[ndarray, "h w"] = 1.0 - light
    return shade
