"""Films to files: frames pushed one by one become an MP4 that plays everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from jaxtyping import Float32, UInt8
from numpy import ndarray

from melies.core.clock import Clock
from melies.core.errors import AuthorError, OurBug, nearest
from melies.core.size import Size
from melies.media.atomic import beside, cannot_write, settle
from melies.media.subtitle import Cue, SubtitleTrack

if TYPE_CHECKING:
    from av import VideoFrame

SAMPLE_RATE = 48_000
THREADS = 2  # fixed: x264 gives other bytes for another number of threads
ENDINGS = (".mp4", ".m4v", ".mov")
PRESETS = ("ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow")
_AAC_FRAME = 1024
_BT709 = 1  # ITU-T H.273: colour primaries, transfer and matrix of HDTV share this number

Audio = Float32[ndarray, "n 2"]


@dataclass(frozen=True)
class Chapter:
    """A named stretch of the film, in frames: from `start` up to, not including, `end`."""

    title: str
    start: int
    end: int


class VideoWriter:
    """A film being written: H.264 (yuv420p, BT.709, limited range) with AAC sound, captions and chapters.

        with VideoWriter(path, Size(width=640, height=360), Clock(numerator=24), audio=song) as film:
            for frame in frames:
                film.push(frame)

    The file appears under its name only when the block ends well; on an error or Ctrl-C nothing is left behind.
    Memory does not grow with the number of frames. The same input gives the same bytes.

    crf: 0 (lossless) to 51 (worst), 18 looks perfect. preset: x264's, "ultrafast" to "veryslow". audio: float32
    (n, 2) at 48 kHz in [-1, 1], or an iterable of such blocks; cut or padded with silence to the pictures' length.
    metadata: title, artist, comment, ... Raises AuthorError where the file cannot be written.
    """

    def __init__(
        self,
        path: str | Path,
        size: Size,
        clock: Clock,
        *,
        crf: int = 18,
        preset: str = "medium",
        audio: Audio | Iterable[Audio] | None = None,
        cues: Sequence[Cue] = (),
        chapters: Sequence[Chapter] = (),
        metadata: Mapping[str, str] | None = None,
        language: str = "und",
    ) -> None:
        self.path, self.size, self.clock = _film_path(path), size, clock
        self.frames = 0
        _check(crf, preset)
        self._crf, self._preset = crf, preset
        self._audio, self._cues, self._chapters = audio, cues, tuple(chapters)
        self._metadata, self._language = dict(metadata or {}), language
        self._cuts = {chapter.start for chapter in chapters}

    def __enter__(self) -> Self:
        import av
        from av.video.reformatter import VideoReformatter

        self._converter = VideoReformatter()
        self._temporary = beside(self.path)
        try:
            self._container = av.open(str(self._temporary), "w", format="mp4", options={"movflags": "+faststart"})
            self._container.metadata.update({key: text for key, text in self._metadata.items() if text})
            self._video = self._open_video()
            self._sound = _SoundTrack(self._container, self._audio) if self._audio is not None else None
            self._captions = SubtitleTrack(self._container, self._cues, self._language) if self._cues else None
            self._container.set_chapters([self._chapter(n, c) for n, c in enumerate(self._chapters)])
        except BaseException:
            self._temporary.unlink(missing_ok=True)
            raise
        return self

    def push(self, frame: UInt8[ndarray, "h w 3"]) -> None:
        """Append one picture, uint8 (H, W, 3) sRGB of the film's size."""
        if frame.dtype != np.uint8 or frame.shape != (self.size.height, self.size.width, 3):
            raise OurBug(f"a frame of this film is uint8 {self.size}; got {frame.dtype} {frame.shape}")
        self._guard(self._push, frame)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._guard(self._finish)
        finally:
            self._discard()

    def _push(self, frame: ndarray) -> None:
        self._container.mux(self._video.encode(self._picture(frame)))
        self.frames += 1
        self._mux_others(self.clock.seconds(self.frames))

    def _mux_others(self, moment: Fraction) -> None:
        """Sound and captions up to `moment`, so that the file stays interleaved."""
        if self._sound:
            self._container.mux(self._sound.until(moment))
        if self._captions:
            self._container.mux(self._captions.due(moment))

    def _finish(self) -> None:
        if not self.frames:
            raise AuthorError("a film has at least one frame; this one has none: give it a shot with a length")
        self._container.mux(self._video.encode(None))
        if self._sound:
            self._container.mux(self._sound.finish())
        self._container.close()
        settle(self._temporary, self.path)

    def _discard(self) -> None:
        """Close and remove whatever is still open or lying about; after a good end there is nothing."""
        try:
            self._container.close()
        except Exception:  # the file is thrown away: why it would not close no longer matters
            pass
        finally:
            self._temporary.unlink(missing_ok=True)

    def _guard(self, step: Any, *values: Any) -> None:
        """Run one step; a refused write becomes the author's sentence."""
        import av

        try:
            step(*values)
        except (OSError, av.FFmpegError) as error:
            raise AuthorError(cannot_write(self.path, OSError(error.errno, error.strerror))) from error

    def _open_video(self) -> Any:
        stream: Any = self._container.add_stream("libx264", rate=self.clock.rate)
        context = stream.codec_context
        context.width, context.height = self.size.even()
        context.pix_fmt = "yuv420p"
        context.time_base = 1 / self.clock.rate
        context.thread_count = THREADS
        context.gop_size = max(1, round(2 * self.clock.rate))
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = 1  # limited
        # without macroblock trees: their assembly gives other bits from run to run, and a film is to repeat
        context.options = {"crf": str(self._crf), "preset": self._preset, "x264-params": "mbtree=0"}
        return stream

    def _picture(self, frame: ndarray) -> VideoFrame:
        """Full-range sRGB to limited-range BT.709, padded to even sides by its last row and column."""
        from av import VideoFrame
        from av.video.reformatter import ColorRange, Colorspace, Interpolation

        width, height = self.size
        if width % 2 or height % 2:
            frame = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        picture = self._converter.reformat(
            VideoFrame.from_ndarray(np.ascontiguousarray(frame), format="rgb24"),
            format="yuv420p",
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            dst_colorspace=Colorspace.ITU709,
            interpolation=Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.BITEXACT,
        )
        picture.pts = self.frames
        picture.time_base = 1 / self.clock.rate
        if self.frames in self._cuts:
            from av.video.frame import PictureType

            picture.pict_type = PictureType.I  # players jump to a chapter without decoding the last one
        return picture

    def _chapter(self, number: int, chapter: Chapter) -> Any:
        return {
            "id": number + 1,
            "start": chapter.start,
            "end": chapter.end,
            "time_base": 1 / self.clock.rate,
            "metadata": {"title": chapter.title},
        }


class _SoundTrack:
    """The AAC stream; takes from its source exactly as many samples as the pictures last."""

    def __init__(self, container: Any, audio: Audio | Iterable[Audio]) -> None:
        self._stream: Any = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        self._stream.codec_context.bit_rate = 192_000
        self._blocks: Iterator[Audio] = iter((audio,) if isinstance(audio, ndarray) else audio)
        self._ready = np.zeros((0, 2), np.float32)
        self._written, self._wanted = 0, 0

    def until(self, moment: Fraction) -> list[Any]:
        """Packets of all whole AAC frames up to `moment` seconds."""
        self._wanted = round(moment * SAMPLE_RATE)
        packets: list[Any] = []
        while self._wanted - self._written >= _AAC_FRAME:
            packets += self._encode(_AAC_FRAME)
        return packets

    def finish(self) -> list[Any]:
        """The last, shorter frame and whatever the encoder still holds."""
        rest = self._wanted - self._written
        packets = self._encode(rest) if rest else []
        return [*packets, *self._stream.encode(None)]

    def _encode(self, count: int) -> list[Any]:
        from av import AudioFrame

        planes = np.ascontiguousarray(self._take(count).T, dtype=np.float32)
        frame = AudioFrame.from_ndarray(planes, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._written, Fraction(1, SAMPLE_RATE)
        self._written += count
        return list(self._stream.encode(frame))

    def _take(self, count: int) -> ndarray:
        """The next `count` samples, silence after the end."""
        while len(self._ready) < count:
            block = next(self._blocks, None)
            if block is None:
                block = np.zeros((count - len(self._ready), 2), np.float32)
            self._ready = np.concatenate((self._ready, block)) if len(self._ready) else block
        taken, self._ready = self._ready[:count], self._ready[count:]
        return taken


def _check(crf: int, preset: str) -> None:
    if not 0 <= crf <= 51:
        raise AuthorError(f"a film's crf is 0 (perfect) to 51 (worst); got {crf}: 18 looks perfect")
    if preset not in PRESETS:
        raise AuthorError(f"there is no x264 preset called {preset!r}{nearest(preset, PRESETS)}")


def _film_path(path: str | Path) -> Path:
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise AuthorError(f"a film's name ends in {', '.join(ENDINGS)}; got {path.name!r}: call it film.mp4")
    return path
