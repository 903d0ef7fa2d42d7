"""What an instrument is, and where they register: one function per instrument, one decorator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from melies.core.registry import Registry
from melies.sound.synth.tone import Stereo

Strike = Callable[[float, float, np.random.Generator], Stereo]  # pitch, velocity, chance
Hold = Callable[[float, float, float, np.random.Generator], Stereo]  # pitch, seconds, velocity, chance


@dataclass(frozen=True)
class Instrument:
    """Either `strike` (rings by itself; damped `damp` seconds after its note ends, None: never) or `hold`.

    Pitches are MIDI numbers, velocities 0..1; sounds are (2, n) at 48 kHz. `trim` is the linear gain that makes every
    pitched instrument equally loud: -20 LUFS in its loudest 0.2 s at velocity 0.7. alike: two equal notes
    are the same sound, which is the case for electronic ones.
    """

    strike: Strike | None = None
    hold: Hold | None = None
    damp: float | None = None
    trim: float = 1.0
    alike: bool = False


instruments: Registry[Instrument] = Registry("instrument", "melies.sound.synth.instruments")


def ringing(
    name: str, damp: float | None = None, trim_db: float = 0.0, alike: bool = False
) -> Callable[[Strike], Strike]:
    """Register a struck or plucked instrument."""

    def keep(strike: Strike) -> Strike:
        instruments.add(name)(Instrument(strike=strike, damp=damp, trim=10 ** (trim_db / 20), alike=alike))
        return strike

    return keep


def held(name: str, trim_db: float = 0.0, alike: bool = False) -> Callable[[Hold], Hold]:
    """Register an instrument whose player sustains the note."""

    def keep(hold: Hold) -> Hold:
        instruments.add(name)(Instrument(hold=hold, trim=10 ** (trim_db / 20), alike=alike))
        return hold

    return keep
