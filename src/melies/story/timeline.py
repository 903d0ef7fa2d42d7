"""The film as an OpenTimelineIO timeline, for cutting on in any editor that reads one."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

from melies import __version__
from melies.media.atomic import write_text
from melies.media.subtitle import Cue
from melies.story.cut import Take
from melies.story.notes import FilmNote


def write_timeline(path: str | Path, film: FilmNote) -> Path:
    """Write `film.otio` beside the film; returns its path. Raises AuthorError where it cannot be written."""
    import opentimelineio as otio

    text: str = otio.adapters.write_to_string(timeline(film), adapter_name="otio_json", indent=2)
    return write_text(path, text + "\n")


def timeline(film: FilmNote) -> Any:
    """The OTIO timeline: a video track with a clip per take, joins, caption markers; an audio track below it.

    Clips are stretches of the finished film, so a dissolve laid over a cut mixes each frame with itself and the
    timeline plays as the film does.
    """
    import opentimelineio as otio

    video = otio.schema.Track(name="Pictures", kind=otio.schema.TrackKind.Video)
    for number, take in enumerate(film.edit.takes):
        if number:
            before = film.edit.takes[number - 1]
            video.extend(_join(film, before, take))
        video.append(_clip(film, take))
    audio = otio.schema.Track(name="Sound", kind=otio.schema.TrackKind.Audio)
    audio.append(
        otio.schema.Clip(name="Sound", media_reference=_reference(film), source_range=_range(film, 0, film.edit.frames))
    )
    whole = otio.schema.Timeline(name=film.title, global_start_time=_time(film, 0), metadata={"melies": _about(film)})
    whole.tracks.extend([video, audio])
    return whole


def _about(film: FilmNote) -> dict[str, Any]:
    about = {"version": __version__, "author": film.author, "logline": film.logline, "seed": film.seed}
    return about | {"size": str(film.size), "fps": str(film.clock), "command": film.command, **film.facts}


def _clip(film: FilmNote, take: Take) -> Any:
    import opentimelineio as otio

    note = film.note(take.name)
    clip = otio.schema.Clip(
        name=take.name,
        media_reference=_reference(film),
        source_range=_range(film, take.start, take.frames),
        metadata={"melies": film.metadata(note) if note else {"card": True}},
    )
    start, end = film.clock.seconds(take.start), film.clock.seconds(take.end)
    clip.markers.extend(_marker(film, cue) for cue in film.cues if start <= cue.start < end)
    return clip


def _marker(film: FilmNote, cue: Cue) -> Any:
    import opentimelineio as otio

    start = film.clock.frames(cue.start)
    length = max(1, film.clock.frames(cue.end) - start)
    return otio.schema.Marker(
        name=cue.line,
        marked_range=_range(film, start, length),
        color=otio.schema.MarkerColor.CYAN,
        metadata={"melies": {"caption": cue.text, "who": cue.who}},
    )


def _join(film: FilmNote, before: Take, take: Take) -> list[Any]:
    """A dissolve as every editor knows it; a fade through black under its own name; nothing for a cut."""
    import opentimelineio as otio

    if take.dissolve:
        kind, name, lead, tail = otio.schema.TransitionTypes.SMPTE_Dissolve, "Dissolve", 0, take.dissolve
    elif take.fade_in:
        kind, name, lead, tail = otio.schema.TransitionTypes.Custom, "Fade", before.fade_out, take.fade_in
    else:
        return []
    return [
        otio.schema.Transition(
            name=name, transition_type=kind, in_offset=_time(film, lead), out_offset=_time(film, tail)
        )
    ]


def _reference(film: FilmNote) -> Any:
    """By a name relative to the timeline, so that the folder can move."""
    import opentimelineio as otio

    return otio.schema.ExternalReference(target_url=quote(film.film), available_range=_range(film, 0, film.edit.frames))


def _time(film: FilmNote, frame: int) -> Any:
    import opentimelineio as otio

    return otio.opentime.RationalTime(frame, float(Fraction(film.clock.rate)))


def _range(film: FilmNote, start: int, length: int) -> Any:
    import opentimelineio as otio

    return otio.opentime.TimeRange(_time(film, start), _time(film, length))
