"""Timed captions as an MP4 subtitle track (mov_text, 3GPP TS 26.245)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from av import Packet
    from av.container import OutputContainer

MILLISECOND = Fraction(1, 1000)

# The mov_text encoder takes its default style from an ASS script header and refuses to open without one.
_HEADER = """[Script Info]
ScriptType: v4.00+
PlayResX: 384
PlayResY: 288

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, \
Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, \
MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,1

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class Cue:
    """One caption on the film's time: shown from `start` to `end`, exact seconds. `who` speaks, if anybody does."""

    start: Fraction
    end: Fraction
    text: str
    who: str = ""

    @property
    def line(self) -> str:
        """As plain text, the speaker in front."""
        return f"{self.who}: {self.text}" if self.who else self.text


def in_order(cues: Iterable[Cue]) -> list[Cue]:
    """By time, empty ones dropped, each ending before the next begins: the track shows one at a time."""
    waiting = sorted((c for c in cues if c.text.strip() and c.end > c.start), key=lambda c: (c.start, c.end))
    kept: list[Cue] = []
    for index, cue in enumerate(waiting):
        end = cue.end
        if index + 1 < len(waiting):
            end = min(end, waiting[index + 1].start)
        if end - cue.start >= MILLISECOND:
            kept.append(replace(cue, end=end, text=cue.text.strip()))
    return kept


class SubtitleTrack:
    """The subtitle stream of a film being written; `due` gives its packets as time passes."""

    def __init__(self, container: OutputContainer, cues: Sequence[Cue], language: str = "und") -> None:
        stream: Any = container.add_stream("mov_text")
        stream.codec_context.subtitle_header = _HEADER.encode()
        stream.codec_context.time_base = MILLISECOND
        stream.time_base = MILLISECOND
        stream.metadata["language"] = language
        self._stream, self._waiting = stream, in_order(cues)

    def due(self, moment: Fraction) -> list[Packet]:
        """Packets of all captions that begin before `moment` seconds and were not given yet."""
        packets = []
        while self._waiting and self._waiting[0].start < moment:
            packets.append(self._packet(self._waiting.pop(0)))
        return packets

    def _packet(self, cue: Cue) -> Packet:
        from av.subtitles.subtitle import SubtitleSet

        start, end = (round(moment / MILLISECOND) for moment in (cue.start, cue.end))
        line = f"0,0,Default,,0,0,0,,{_escaped(cue.line)}".encode()
        packet: Packet = self._stream.codec_context.encode_subtitle(SubtitleSet.create(line, 0, end - start, start))
        packet.stream = self._stream
        packet.time_base = MILLISECOND
        packet.pts = packet.dts = start
        packet.duration = end - start
        return packet


def _escaped(text: str) -> str:
    """Line breaks as ASS writes them; a joiner keeps an author's own backslash from being read as a command."""
    return text.replace("\\", "\u2060\\\u2060").replace("\r\n", "\n").replace("\n", "\\N")
