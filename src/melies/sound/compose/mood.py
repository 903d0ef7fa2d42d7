"""What a mood is made of, and where moods register: one file and one decorator each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from melies.core.registry import Registry
from melies.sound.compose.melody import Tune
from melies.sound.compose.plan import Harmony, Plan
from melies.sound.compose.writers import Writer
from melies.sound.synth.tone import Stereo, glide

Effect = Callable[[Stereo, Plan], None]  # in place


@dataclass(frozen=True)
class Player:
    """An instrument with something to play.

    gain: linear. pan: -1..1. send: share that goes to the hall. enters, leaves: plays in bars of this energy.
    sections: plays only there (empty: everywhere). loose: timing spread in seconds. effect: on the whole part.
    ducked: how far it gives way to the kick drum, 0..1.
    """

    instrument: str
    write: Writer
    gain: float = 1.0
    pan: float = 0.0
    send: float = 0.25
    enters: float = 0.0
    leaves: float = 1.01
    sections: tuple[str, ...] = ()
    loose: float = 0.006
    effect: Effect | None = None
    ducked: float = 0.0


@dataclass(frozen=True)
class Mood:
    """bpm: usual range; keys: one is drawn; meter: beats a bar; swing: share by which off-beats come late (0..0.3)."""

    bpm: tuple[int, int]
    keys: tuple[str, ...]
    harmony: Harmony
    tune: Tune
    players: tuple[Player, ...]
    meter: int = 4
    swing: float = 0.0
    hall: float = 2.4
    warmth: float = 0.6
    wet: float = 0.5


moods: Registry[Callable[[], Mood]] = Registry("mood", "melies.sound.compose.repertoire")


def gated(pattern: str, depth: float = 0.75) -> Effect:
    """A tremolo cut from a pattern of sixteenths ("x" open, "." closed), with soft edges."""

    def apply(sound: Stereo, plan: Plan) -> None:
        from melies.media.audio import RATE

        step = plan.at(0.25)
        time = np.arange(0, sound.shape[1], 64) / RATE / step
        marks = np.array([1.0 if mark == "x" else 1.0 - depth for mark in pattern])
        here = marks[time.astype(int) % len(marks)]
        before = marks[(time.astype(int) - 1) % len(marks)]
        edge = np.clip((time % 1.0) * step / 0.025, 0.0, 1.0)
        gate = before + (here - before) * (0.5 - 0.5 * np.cos(np.pi * edge))
        sound *= glide(gate, 64, sound.shape[1])

    return apply


def echoed(beats: float, level: float = 0.5, feedback: float = 0.42) -> Effect:
    """Ping-pong echoes `beats` apart, added to the part."""

    def apply(sound: Stereo, plan: Plan) -> None:
        from melies.sound.synth.room import echo

        sound += echo(sound, plan.at(beats), feedback) * np.float32(level)

    return apply
