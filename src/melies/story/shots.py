"""Shots on the film's clock: lengths in seconds or beats become whole frames that follow each other without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from melies.core.clock import Clock
from melies.core.errors import AuthorError
from melies.core.story import Shot, Story
from melies.sound.beats import Length, fit
from melies.sound.pulse import Pulse

USUAL_BPM = 96.0  # what a beat means while there is no music
USUAL_LENGTH = 4.0  # seconds of a shot that says neither length nor beats, and in which nothing takes longer


@dataclass(frozen=True)
class Timed:
    """A shot in its place: `start` in seconds from the film's beginning, exactly on a frame, and its whole `frames`."""

    shot: Shot
    start: Fraction
    frames: int


def timed(
    story: Story,
    pulse: Pulse | None = None,
    *,
    clock: Clock | None = None,
    start: Fraction | float = 0,
    on_beat: bool | None = None,
) -> tuple[Timed, ...]:
    """The story's shots on its clock (or `clock`), the first at `start` seconds.

    With a pulse, beats are its beats; `on_beat` moves the cuts of lengths in seconds to the nearest beat too (left out:
    when the story has a song of the author's). Without one a beat is that of `USUAL_BPM`, or of the composer's bpm.
    Every shot has at least one frame. Raises AuthorError for a story without shots.
    """
    if not story.shots:
        raise AuthorError("the story has no shots yet; add one under 'shots:', or let melies board SCRIPT write them")
    clock = clock or Clock.parse(story.fps)
    on_beat = story.sound.song is not None if on_beat is None else on_beat
    lengths = [_length(shot) for shot in story.shots]
    if pulse is None:
        times = _plain(lengths, story, Fraction(start))
    else:
        times = list(fit(lengths, pulse, float(start), on_beat))
    frames = _frames(times, clock)
    starts, ends = frames[:-1], frames[1:]
    return tuple(
        Timed(shot, clock.seconds(first), last - first)
        for shot, first, last in zip(story.shots, starts, ends, strict=True)
    )


def _length(shot: Shot) -> Length:
    if shot.beats is not None:
        return Length(beats=shot.beats)
    return Length(seconds=shot.length if shot.length is not None else natural_length(shot))


def seconds(shot: Shot, story: Story) -> Fraction:
    """A shot's length before there is any music, in which a beat is the composer's, or the usual one."""
    return _plain([_length(shot)], story, Fraction(0))[-1]


def natural_length(shot: Shot) -> float:
    """Seconds a shot takes when its author doesn't say: until the last act has ended and every caption was read."""
    from melies.story.captions import reading_time

    acts = [act.end if act.end is not None else act.start + 2.5 for act in shot.acts]
    fixed = [
        line.end if line.end is not None else (line.start or 0.0) + float(reading_time(line.text))
        for line in shot.captions
        if line.end is not None or line.start is not None
    ]
    read = float(sum(reading_time(line.text) + Fraction(1, 2) for line in shot.captions))
    return min(600.0, max(USUAL_LENGTH, read, *acts, *fixed) if acts or fixed else max(USUAL_LENGTH, read))


def _plain(lengths: Sequence[Length], story: Story, start: Fraction) -> list[Fraction]:
    composer = story.sound.compose
    bpm = Fraction(composer.bpm if composer and composer.bpm else USUAL_BPM)
    times = [start]
    for length in lengths:
        seconds = Fraction(length.beats) * 60 / bpm if length.beats is not None else Fraction(length.seconds or 0.0)
        times.append(times[-1] + seconds)
    return times


def _frames(times: Sequence[Fraction], clock: Clock) -> list[int]:
    """Boundaries in frames, nearest to the times (so that roundings don't add up), at least one frame apart."""
    frames = [clock.frames(times[0])]
    for time in times[1:]:
        frames.append(max(frames[-1] + 1, clock.frames(time)))
    return frames
