"""The embedded composer: a brief and a length in, a finished piece and its pulse out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.core.story import Composer
from melies.media.audio import RATE, Samples
from melies.sound.compose.melody import melody
from melies.sound.compose.mood import Mood, moods
from melies.sound.compose.perform import Part, parts, render
from melies.sound.compose.plan import Cue, Plan, make_plan
from melies.sound.compose.theory import parse_key
from melies.sound.pulse import Pulse, envelope


@dataclass(frozen=True)
class Piece:
    """samples: float32 (n, 2) at 48 kHz, as long as asked for; pulse: its beats; plan, parts: the score."""

    samples: Samples
    pulse: Pulse
    plan: Plan
    parts: tuple[Part, ...]


def compose(brief: Composer, seconds: float, seed: Seed, cues: Sequence[Cue] = ()) -> Piece:
    """Compose and perform a piece that ends with the film.

    cues: (time in seconds, energy 0..1), each holding until the next; they place the climax and let players in and
    out. The tempo and the key depend on brief and seed alone, so cuts can be laid on `metronome` before the film's
    length is known. Raises AuthorError for an unknown mood or key, or a length that is no length.
    """
    if not (np.isfinite(seconds) and seconds > 0):
        raise AuthorError(f"music lasts a positive number of seconds; got {seconds}")
    score, mood, own = write(brief, seconds, seed, cues)
    played = parts(score, mood, melody(score, mood.tune, own / "melody"), own)
    samples = np.ascontiguousarray(render(score, mood, played, own).T)
    return Piece(samples, _pulse(score, played, samples), score, tuple(played))


def write(brief: Composer, seconds: float, seed: Seed, cues: Sequence[Cue] = ()) -> tuple[Plan, Mood, Seed]:
    """The plan of a piece, before any sound: tempo, sections, chords."""
    mood, own = moods[brief.mood](), _own(brief, seed)
    key = parse_key(brief.key or str((own / "key").rng().choice(mood.keys)))
    return make_plan(seconds, _bpm(brief, mood, own), mood.meter, key, mood.harmony, own, cues), mood, own


def metronome(brief: Composer, seconds: float, seed: Seed) -> Pulse:
    """The beats `compose` will keep, for as long as `seconds`, without composing."""
    mood = moods[brief.mood]()
    return Pulse.steady(_bpm(brief, mood, _own(brief, seed)), seconds, mood.meter)


def _own(brief: Composer, seed: Seed) -> Seed:
    return (seed if brief.seed is None else Seed(brief.seed)) / "composer" / brief.mood


def _bpm(brief: Composer, mood: Mood, seed: Seed) -> float:
    if brief.bpm is not None:
        return float(brief.bpm)
    return float((seed / "tempo").rng().integers(mood.bpm[0], mood.bpm[1] + 1))


def _pulse(plan: Plan, played: Sequence[Part], samples: Samples) -> Pulse:
    beats = Pulse.steady(plan.bpm, plan.seconds, plan.meter)
    struck = sorted({round(note.start, 3) for part in played for note in part.notes})
    return Pulse(plan.bpm, beats.beats, beats.downbeats, tuple(struck), envelope(samples, RATE))
