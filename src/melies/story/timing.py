"""When everything happens: music's beats, shots' lengths, title and end cards, and the edit that joins them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from melies.core.clock import Clock
from melies.core.seed import Seed
from melies.core.story import Composer, Shot, Story
from melies.media.audio import Samples, read
from melies.sound.beats import Length, fit
from melies.sound.pulse import Pulse
from melies.story.cut import Edit, Piece, edit

TITLE, END = "title card", "end card"
TITLE_SECONDS, END_SECONDS, SHOT_SECONDS = 3.0, 3.0, 5.0
FADE = 0.7


@dataclass(frozen=True)
class Schedule:
    """edit: every piece in place. song: the author's samples, if any. pulse: the beats cuts lie on, or None."""

    edit: Edit
    clock: Clock
    song: Samples | None
    pulse: Pulse | None
    brief: Composer | None


def schedule(story: Story, folder: Path, shots: tuple[Shot, ...]) -> Schedule:
    """Lay the shots on the beats of the song, or of the music that will be composed."""
    clock = Clock.parse(story.fps)
    song, pulse = _song(story, folder)
    brief = None if song is not None else story.sound.compose
    if brief is not None:
        from melies.sound.compose import metronome

        pulse = metronome(brief, 3600.0, Seed(story.seed) / "music")
    lengths = [_length(shot, pulse) for shot in shots]
    if story.titles:
        lengths = [Length(seconds=TITLE_SECONDS), *lengths, Length(seconds=END_SECONDS)]
    if pulse is not None:
        times = fit(lengths, pulse)
    else:
        times, moment = [clock.seconds(0)], clock.seconds(0)
        for length in lengths:
            moment += clock.seconds(clock.frames(length.seconds or 0.0))
            times.append(moment)
    marks = [clock.frames(time) for time in times]
    counts = [max(1, b - a) for a, b in zip(marks, marks[1:], strict=False)]
    return Schedule(_joined(story, shots, counts, clock), clock, song, pulse, brief)


def _length(shot: Shot, pulse: Pulse | None) -> Length:
    if shot.beats is not None:
        return Length(beats=shot.beats) if pulse is not None else Length(seconds=shot.beats * 0.5)
    return Length(seconds=shot.length or SHOT_SECONDS)


def _song(story: Story, folder: Path) -> tuple[Samples | None, Pulse | None]:
    if story.sound.song is None:
        return None, None
    from melies.sound.hear import hear

    samples, _ = read(folder / story.sound.song)
    return samples, hear(samples)


def _joined(story: Story, shots: tuple[Shot, ...], counts: list[int], clock: Clock) -> Edit:
    pieces = [Piece.of(shot.name, n, shot.transition, clock) for shot, n in zip(shots, counts[1:] if story.titles else counts, strict=False)]
    if story.titles:
        soft = clock.frames(FADE)
        first = pieces[0].model_copy(update={"join": "dissolve", "join_frames": soft}) if pieces[0].join == "cut" else pieces[0]
        pieces = [Piece(name=TITLE, frames=counts[0], join="fade", join_frames=soft), first, *pieces[1:],
                  Piece(name=END, frames=counts[-1], join="dissolve", join_frames=soft)]  # fmt: skip
    return edit(pieces, fade_out=clock.frames(FADE))
