"""When everything happens: music's beats, shots' lengths, title and end cards, and the edit that joins them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from melies.core.clock import Clock
from melies.core.seed import Seed
from melies.core.story import Composer, Shot, Story
from melies.media.audio import Samples, read
from melies.sound.beats import BeatGrid
from melies.sound.pulse import Pulse
from melies.story.cut import Edit, Piece, edit
from melies.story.shots import Timed, timed

TITLE, END = "title card", "end card"
CARD_SECONDS = 3.0
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
    lead = _card_frames(pulse, clock) if story.titles else 0
    placed = timed(story.model_copy(update={"shots": shots}), pulse, clock=clock, start=clock.seconds(lead))
    return Schedule(_joined(story, placed, lead, clock), clock, song, pulse, brief)


def _card_frames(pulse: Pulse | None, clock: Clock) -> int:
    """A title's length: about three seconds, in whole beats where there are beats."""
    if pulse is None:
        return clock.frames(CARD_SECONDS)
    grid = BeatGrid(pulse)
    return max(1, clock.frames(grid.time(round(grid.number(CARD_SECONDS)))))


def _song(story: Story, folder: Path) -> tuple[Samples | None, Pulse | None]:
    if story.sound.song is None:
        return None, None
    from melies.sound.hear import hear

    samples, _ = read(folder / story.sound.song)
    return samples, hear(samples)


def _joined(story: Story, placed: tuple[Timed, ...], lead: int, clock: Clock) -> Edit:
    """Shots between their cards: the title fades in and dissolves into the first shot, the end card dissolves in."""
    pieces = [Piece.of(one.shot.name, one.frames, one.shot.transition, clock) for one in placed]
    soft = clock.frames(FADE)
    if story.titles:
        dissolve = {"join": "dissolve", "join_frames": soft}
        pieces[0] = pieces[0].model_copy(update=dissolve) if pieces[0].join == "cut" else pieces[0]
        title = Piece(name=TITLE, frames=lead, join="fade", join_frames=soft)
        end = Piece(name=END, frames=max(1, clock.frames(CARD_SECONDS)), **dissolve)
        pieces = [title, *pieces, end]
    return edit(pieces, fade_out=soft)
