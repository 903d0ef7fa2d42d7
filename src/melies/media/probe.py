"""What is in a film: facts about its streams, its chapters and captions, and its frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.media.subtitle import Cue


@dataclass(frozen=True)
class Facts:
    """A film's facts; durations in exact seconds, None for a stream that is not there.

    cues: the subtitle track's captions. chapters: (title, start, end) in seconds.
    """

    size: Size
    rate: Fraction
    frames: int
    video_seconds: Fraction
    audio_seconds: Fraction | None
    codecs: tuple[str, ...]
    pixel_format: str
    colour: tuple[int, int, int, int]
    chapters: tuple[tuple[str, Fraction, Fraction], ...] = ()
    cues: tuple[Cue, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)
    faststart: bool = False


def probe(path: str | Path) -> Facts:
    """The facts of a film; `colour` is (primaries, transfer, matrix, range) by ITU-T H.273's numbers.

    Raises AuthorError for anything that is no film.
    """
    with _opened(path) as container:
        video, context = container.streams.video[0], container.streams.video[0].codec_context
        sound = container.streams.audio[0] if container.streams.audio else None
        facts: dict[str, Any] = {
            "size": Size(width=context.width, height=context.height),
            "rate": Fraction(video.average_rate),
            "frames": video.frames,
            "video_seconds": video.duration * video.time_base,
            "audio_seconds": sound.duration * sound.time_base if sound else None,
            "codecs": tuple(s.codec_context.name for s in container.streams if s.codec_context),
            "pixel_format": context.pix_fmt,
            "colour": (context.color_primaries, context.color_trc, context.colorspace, context.color_range),
            "chapters": tuple(_chapter(c) for c in container.chapters()),
            "metadata": dict(container.metadata),
        }
        return Facts(**facts, cues=tuple(_cues(container)), faststart=_is_faststart(Path(path)))


def read_frames(path: str | Path, start: int = 0, stop: int | None = None) -> Iterator[UInt8[ndarray, "h w 3"]]:
    """The frames `start` up to `stop` of a film, one by one, as uint8 sRGB (H, W, 3)."""
    from av.video.reformatter import ColorRange, Colorspace, Interpolation

    exact = Interpolation.BILINEAR | Interpolation.FULL_CHR_H_INT | Interpolation.ACCURATE_RND | Interpolation.BITEXACT
    with _opened(path) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if stop is not None and number >= stop:
                return
            if number >= start:
                picture = frame.reformat(
                    format="rgb24",
                    src_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.JPEG,
                    interpolation=exact,
                )
                yield np.array(picture.to_ndarray(), dtype=np.uint8)


@contextmanager
def _opened(path: str | Path) -> Iterator[Any]:
    import av

    if not Path(path).is_file():
        raise AuthorError(f"there is no film at {str(path)!r}; check the name and the folder")
    try:
        container = av.open(str(path))
    except (av.FFmpegError, OSError) as error:
        raise AuthorError(f"{str(path)!r} is not a film that can be read ({error.strerror})") from None
    with container:
        if not container.streams.video:
            raise AuthorError(f"{str(path)!r} has no pictures in it: give a film")
        yield container


def _chapter(chapter: Any) -> tuple[str, Fraction, Fraction]:
    base = Fraction(chapter["time_base"])
    return chapter["metadata"].get("title", ""), chapter["start"] * base, chapter["end"] * base


def _cues(container: Any) -> Iterator[Cue]:
    for stream in container.streams.subtitles[:1]:
        for packet in container.demux(stream):
            if packet.size and packet.duration:
                text = _text(bytes(packet))
                start = packet.pts * packet.time_base
                if text:
                    yield Cue(start, start + packet.duration * packet.time_base, text)


def _text(sample: bytes) -> str:
    """The words of one mov_text sample: two bytes of length, then UTF-8 (3GPP TS 26.245, 5.17)."""
    return sample[2 : 2 + int.from_bytes(sample[:2], "big")].decode("utf-8", "replace").replace("\u2060", "").strip()


def _is_faststart(path: Path) -> bool:
    """Whether the index (`moov`) lies before the pictures (`mdat`) in an MP4."""
    with open(path, "rb") as file:
        while len(head := file.read(8)) == 8:
            size, name = int.from_bytes(head[:4], "big"), head[4:]
            if name in (b"moov", b"mdat"):
                return name == b"moov"
            if size < 8:
                return False
            file.seek(size - 8, 1)
    return False
