"""Films: what is pushed comes out again, in time, in colour; an interrupted film leaves nothing."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.media.probe import probe, read_frames
from melies.media.subtitle import Cue, in_order
from melies.media.video import Chapter, VideoWriter

CLOCK = Clock(numerator=24)
SMALL = Size(width=96, height=64)


def _tone(seconds: float) -> np.ndarray:
    wave = 0.3 * np.sin(2 * np.pi * 440 * np.arange(round(48000 * seconds)) / 48000)
    return np.stack((wave, wave), 1).astype(np.float32)


def _pictures(count: int, size: Size = SMALL) -> Iterator[np.ndarray]:
    for n in range(count):
        frame = np.full((size.height, size.width, 3), (180, 90, 40), np.uint8)
        frame[:, : size.width // 2] = (n * 5 % 256, 128, 255 - n * 5 % 256)
        yield frame


def _film(path: Path, count: int = 24, size: Size = SMALL, clock: Clock = CLOCK, **options: Any) -> Path:
    with VideoWriter(path, size, clock, preset="ultrafast", **options) as film:
        for frame in _pictures(count, size):
            film.push(frame)
    return path


def test_a_film_with_everything(tmp_path: Path) -> None:
    cues = [
        Cue(Fraction(1, 4), Fraction(3, 4), 'Who’s there?\n{\\b1}A "fox" \\N'),
        Cue(Fraction(1), Fraction(3, 2), "Me."),
    ]
    chapters = [Chapter("Jungle — day", 0, 24), Chapter("Night", 24, 48)]
    metadata = {"title": "The Fox", "artist": "A. Author", "comment": ""}
    facts = probe(_film(tmp_path / "a.mp4", 48, audio=_tone(2.5), cues=cues, chapters=chapters, metadata=metadata))
    assert (facts.size, facts.rate, facts.frames) == (SMALL, 24, 48)
    assert facts.codecs == ("h264", "aac", "mov_text")
    assert facts.pixel_format == "yuv420p" and facts.colour == (1, 1, 1, 1) and facts.faststart
    assert facts.video_seconds == 2 and facts.audio_seconds == 2
    assert facts.cues == tuple(cues)
    assert facts.chapters == (("Jungle — day", 0, 1), ("Night", 1, 2))
    assert (facts.metadata["title"], facts.metadata["artist"]) == ("The Fox", "A. Author")


def test_colours_survive(tmp_path: Path) -> None:
    frames = list(read_frames(_film(tmp_path / "a.mp4", 10, crf=10)))
    assert len(frames) == 10
    for got, wanted in zip(frames, _pictures(10), strict=True):
        inner = np.s_[8:-8, 8:40]
        assert np.abs(got[inner].astype(int) - wanted[inner]).mean() < 3
        assert np.abs(got[8:-8, 56:-8].astype(int).mean((0, 1)) - (180, 90, 40)).max() < 2.5


@pytest.mark.parametrize("rate", ["24", "23.976", "25", "60"])
@pytest.mark.parametrize("count", [1, 7, 61])
def test_sound_is_as_long_as_the_pictures(tmp_path: Path, rate: str, count: int) -> None:
    clock = Clock.parse(rate)
    facts = probe(_film(tmp_path / "a.mp4", count, clock=clock, audio=_tone(0.8)))
    assert facts.frames == count and abs(facts.video_seconds - count / clock.rate) < Fraction(1, 1000)
    assert facts.audio_seconds is not None
    assert abs(facts.audio_seconds - facts.video_seconds) < 1 / clock.rate


def test_sound_in_blocks_is_the_same_file(tmp_path: Path) -> None:
    tone = _tone(1)
    whole = _film(tmp_path / "a.mp4", audio=tone).read_bytes()
    assert _film(tmp_path / "b.mp4", audio=np.array_split(tone, 7)).read_bytes() == whole


def test_same_input_same_bytes(tmp_path: Path) -> None:
    first, second = (
        _film(tmp_path / name, audio=_tone(1), chapters=[Chapter("x", 0, 24)]).read_bytes()
        for name in ("a.mp4", "b.mp4")
    )
    assert first == second


def test_odd_sizes_are_padded(tmp_path: Path) -> None:
    facts = probe(_film(tmp_path / "a.mp4", 3, Size(width=65, height=33)))
    assert facts.size == Size(width=66, height=34)


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_film_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error), VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK, audio=_tone(1)) as film:
        for frame in _pictures(5):
            film.push(frame)
        raise error
    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_film_leaves_the_last_one(tmp_path: Path) -> None:
    before = _film(tmp_path / "a.mp4", 5).read_bytes()
    with pytest.raises(KeyboardInterrupt), VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK):
        raise KeyboardInterrupt
    assert (tmp_path / "a.mp4").read_bytes() == before


def test_refusals_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AuthorError, match=r"\.mp4"):
        VideoWriter(tmp_path / "a.avi", SMALL, CLOCK)
    with pytest.raises(AuthorError, match="did you mean 'veryfast'"):
        VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK, preset="very fast")
    with pytest.raises(AuthorError, match="0 .* to 51"):
        VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK, crf=60)
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuthorError, match="cannot write"), VideoWriter(tmp_path / "file" / "a.mp4", SMALL, CLOCK):
        pass
    with pytest.raises(AuthorError, match="at least one frame"), VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK):
        pass
    with pytest.raises(AuthorError, match="not a film"):
        probe(tmp_path / "file")
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    noise = np.random.default_rng(0)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(AuthorError, match="cannot write"), VideoWriter(tmp_path / "a.mp4", SMALL, CLOCK) as film:
            for _ in range(200):
                film.push(noise.integers(0, 256, (64, 96, 3), dtype=np.uint8))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


def test_cues_never_overlap() -> None:
    a, b = Cue(Fraction(2), Fraction(9), "b"), Cue(Fraction(0), Fraction(3), " a ")
    assert in_order([a, b, Cue(Fraction(1), Fraction(2), "  ")]) == [Cue(Fraction(0), Fraction(2), "a"), a]


def test_the_same_frames_make_the_same_file(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 255, (64, 96, 3), dtype=np.uint8)
    files = []
    for number in range(4):
        path = tmp_path / f"{number}.mp4"
        with VideoWriter(path, Size(width=96, height=64), Clock.parse(12)) as video:
            for frame in range(24):
                video.push(np.roll(noise, 2 * frame, 1))
        files.append(path.read_bytes())
    assert len(set(files)) == 1
