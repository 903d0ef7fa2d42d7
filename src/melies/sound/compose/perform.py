"""The performance: notes get human timing and touch, instruments sound, the desk mixes them in one hall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from melies.core.seed import Seed
from melies.media.audio import RATE
from melies.sound.compose.melody import Note
from melies.sound.compose.mood import Mood, Player
from melies.sound.compose.plan import Plan
from melies.sound.synth import room
from melies.sound.synth.instrument import Instrument, instruments
from melies.sound.synth.tone import Stereo, glide

REACH = 5.0
STRETCH = 1 << 14
LEVELS = 7  # velocities of a struck instrument that are synthesised; between them only the volume changes


@dataclass(frozen=True)
class Part:
    """A player and what it plays, in seconds: notes (start, length, pitch, velocity)."""

    player: Player
    notes: tuple[Note, ...]


def parts(plan: Plan, mood: Mood, tune: Sequence[Note], seed: Seed) -> list[Part]:
    """Write every part, silence it where its player rests, and humanise what is left. Times become seconds."""
    done = []
    for index, player in enumerate(mood.players):
        own = seed / "player" / f"{index} {player.instrument}"
        notes = player.write(plan, tune, (own / "write").rng())
        kept = _wanted(plan, player, notes)
        done.append(Part(player, tuple(_human(plan, mood, player, kept, (own / "hands").rng()))))
    return done


def _wanted(plan: Plan, player: Player, notes: Sequence[Note]) -> list[Note]:
    """Notes of bars in which the player plays; a long note counts by where it starts."""
    if player.sections:
        return [note for note in notes if note.section in player.sections]
    awake = [player.enters <= bar.energy < player.leaves or bar.section == "end" for bar in plan.bars]
    for place in range(1, len(awake) - 1):  # no blips: a lone bar does as its neighbours
        if awake[place - 1] == awake[place + 1] != awake[place]:
            awake[place] = awake[place - 1]
    if player.enters > 0 and len(awake) > 1:
        awake[-1] = awake[-2]
    starts = np.array([bar.start for bar in plan.bars])
    return [note for note in notes if awake[max(0, int(np.searchsorted(starts, note.start + 1e-6)) - 1)]]


def _human(plan: Plan, mood: Mood, player: Player, notes: Sequence[Note], rng: np.random.Generator) -> list[Note]:
    human = []
    for note in sorted(notes, key=lambda n: (n.start, n.pitch)):
        late = float(np.clip(rng.normal(0.0, player.loose), -2 * player.loose, 2 * player.loose))
        swing = mood.swing * 0.5 if abs(note.start % 1.0 - 0.5) < 1e-6 else 0.0
        start = max(0.0, plan.at(note.start + swing) + late)
        length = min(plan.at(note.length), plan.seconds - start)
        touch = float(np.clip(note.velocity * rng.uniform(0.9, 1.06), 0.05, 1.0))
        if length > 0.01 and start < plan.seconds - 0.02:
            human.append(replace(note, start=start, length=length, velocity=touch))
    return human


def render(plan: Plan, mood: Mood, played: Sequence[Part], seed: Seed) -> Stereo:
    """All parts through the desk: (2, n), peaks around 1."""
    count = round(plan.seconds * RATE)
    dry, send, sound = (np.zeros((2, count), np.float32) for _ in range(3))
    kicks = [n.start for part in played if "kick" in part.player.instrument for n in part.notes]
    for index, part in enumerate(played):
        if not part.notes:
            continue
        sound_of(part, sound, seed / "sound" / index)
        if part.player.effect is not None:
            part.player.effect(sound, plan)
        if part.player.ducked and kicks:
            room.duck(sound, kicks, part.player.ducked)
        _desk(sound, part.player, dry, send)
    response = room.impulse(mood.hall, (seed / "hall").rng(), mood.warmth)
    send *= np.float32(mood.wet)
    dry += room.convolve(send, response)
    dry *= _fader(plan, count)
    return _finish(dry, plan)


def _desk(sound: Stereo, player: Player, dry: Stereo, send: Stereo) -> None:
    """Add a part to the bus and to what goes to the hall; a stretch at a time, as a cache is quicker than memory."""
    panned = _panned(player)
    for start in range(0, sound.shape[1], STRETCH):
        stretch = slice(start, start + STRETCH)
        piece = sound[:, stretch]
        if piece.any():
            piece *= panned
            dry[:, stretch] += piece
            piece *= np.float32(player.send)
            send[:, stretch] += piece


def _fader(plan: Plan, count: int) -> np.ndarray:
    """The hand on the master fader: REACH dB from the quietest bar to the loudest, leaning into what comes."""
    middles = [plan.at(bar.start + 0.5 * bar.beats) for bar in plan.bars]
    step = 2400
    energy = np.interp(np.arange(count // step + 2) * step / RATE, middles, [bar.energy for bar in plan.bars])
    return glide(10.0 ** (REACH * (energy - 1.0) / 20.0), step, count)


def _panned(player: Player) -> np.ndarray:
    """Balance rather than pan: stereo instruments keep both sides."""
    left, right = min(1.0, 1.0 - player.pan), min(1.0, 1.0 + player.pan)
    return np.array([[left], [right]], np.float32) * np.float32(player.gain)


def sound_of(part: Part, out: Stereo, seed: Seed) -> None:
    """One part, dry, in place of what is in `out`. Notes sound in order of pitch: equal ones are synthesised once."""
    instrument = instruments[part.player.instrument]
    out.fill(0.0)
    kept: tuple[tuple[float, ...], list[Stereo]] = ((), [])
    for number, note in enumerate(sorted(part.notes, key=lambda n: (n.pitch, _level(n), round(n.length, 3), n.start))):
        name = _alike(instrument, note, number)
        if kept[0] != name:
            kept = (name, _takes(instrument, note, seed / name))
        take = kept[1][number % len(kept[1])]
        gain = (note.velocity * LEVELS / _level(note)) ** 0.8 * instrument.trim
        _lay(out[:, round(note.start * RATE) :], take, np.float32(gain), note.length, instrument)


def _lay(out: Stereo, take: Stereo, gain: np.float32, seconds: float, instrument: Instrument) -> None:
    """Add a take where `out` begins; what would ring beyond its note is damped, if the instrument is."""
    hold, count = round(seconds * RATE), take.shape[1]
    if instrument.strike is not None and instrument.damp is not None:
        fade = max(2, round(instrument.damp * RATE))
        if hold + fade < count:
            tail = out[:, hold : hold + fade]
            fall = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))).astype(np.float32) * gain
            tail += take[:, hold : hold + tail.shape[1]] * fall[: tail.shape[1]]
            count = hold
    piece = out[:, :count]
    piece += take[:, : piece.shape[1]] * gain


def _alike(instrument: Instrument, note: Note, number: int) -> tuple[float, ...]:
    """What two notes must share to be played from one synthesis."""
    if instrument.strike is not None:
        return note.pitch, _level(note)
    return (note.pitch, _level(note), round(note.length, 3)) if instrument.alike else (number,)


def _takes(instrument: Instrument, note: Note, seed: Seed) -> list[Stereo]:
    """The sound of a note; struck instruments give two takes, alternated so that repeats don't sound mechanical."""
    loud = _level(note) / LEVELS
    if instrument.strike is not None:
        return [
            instrument.strike(note.pitch, loud, (seed / take).rng()) for take in range(1 if instrument.alike else 2)
        ]
    assert instrument.hold is not None
    return [instrument.hold(note.pitch, note.length, loud, seed.rng())]


def _level(note: Note) -> int:
    return max(1, round(note.velocity * LEVELS))


def _finish(sound: Stereo, plan: Plan) -> Stereo:
    """Bus: clean, level, glue, tape, and the last fade."""
    sound = room.polish(sound)
    loud = float(np.sqrt(np.vdot(sound, sound) / sound.size)) + 1e-9
    sound *= np.float32(0.14 / loud)
    sound = room.tape(room.glue(sound), 0.9)
    count = sound.shape[1]
    fade = min(count, round(min(2.2, 0.35 * plan.seconds) * RATE))
    sound[:, count - fade :] *= (np.cos(np.linspace(0.0, np.pi / 2, fade)) ** 1.5).astype(np.float32)
    return sound
