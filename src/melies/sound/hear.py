"""Hearing an author's song: tempo, beats, downbeats, onsets and energy.

The first call of a process compiles librosa's loops and may take half a minute; a composed piece knows its own beats
and never comes here.
"""

from __future__ import annotations

import numpy as np

from melies.media.audio import RATE, Samples
from melies.sound.pulse import Pulse, envelope

RATE_HEARD, HOP = 24_000, 256  # 10.7 ms between frames
METER = 4


def hear(samples: Samples) -> Pulse:
    """Find the pulse of float32 (n, 2) at 48 kHz. Music without a beat gets a steady 100 bpm grid.

    Beats: dynamic programming over onset strength (Ellis 2007, as in librosa), then each moved to the strongest
    onset within 50 ms. Downbeats are a guess: the one of four phases with the most low-frequency attack.
    """
    seconds = len(samples) / RATE
    energy = envelope(samples, RATE)
    if seconds < 2.0 or max(energy) == 0.0:
        return Pulse(bpm=100.0, beats=Pulse.steady(100.0, max(seconds, 0.1)).beats, energy=energy)
    import librosa

    mono = _half_rate(samples)
    strength = librosa.onset.onset_strength(y=mono, sr=RATE_HEARD, hop_length=HOP)
    tempo, frames = librosa.beat.beat_track(onset_envelope=strength, sr=RATE_HEARD, hop_length=HOP, trim=False)
    bpm = float(np.atleast_1d(tempo)[0])
    if len(frames) < 4 or not 30.0 < bpm < 300.0:
        steady = Pulse.steady(100.0, seconds)
        return Pulse(100.0, steady.beats, steady.downbeats, _onsets(strength, mono), energy)
    beats = _sharpen(np.asarray(frames) * HOP / RATE_HEARD, mono)
    beats = beats[beats < seconds]
    bpm = 60.0 / float(np.median(np.diff(beats)))
    down = beats[_phase(beats, mono) :: METER]
    return Pulse(bpm, tuple(map(float, beats)), tuple(map(float, down)), _onsets(strength, mono), energy)


def _half_rate(samples: Samples) -> np.ndarray:
    """Mono at 24 kHz, float32."""
    from scipy.signal import resample_poly

    return np.asarray(resample_poly(samples.mean(axis=1), RATE_HEARD, RATE), np.float32)


def _rise(mono: np.ndarray, step: int = 64) -> np.ndarray:
    """How much louder each 2.7 ms block is than the 16 ms before it, in log energy, never negative."""
    blocks = mono[: len(mono) // step * step].reshape(-1, step)
    level = np.log(np.mean(blocks.astype(np.float64) ** 2, axis=1) + 1e-7)
    before = np.convolve(level, np.ones(6) / 6.0)[: len(level)]
    rise = np.zeros_like(level)
    rise[1:] = np.maximum(0.0, level[1:] - before[:-1])
    return np.asarray(rise)


def _sharpen(beats: np.ndarray, mono: np.ndarray, reach: float = 0.05) -> np.ndarray:
    """Move each beat to the steepest rise within `reach` seconds where there is a clear one."""
    step = 64
    rise = _rise(mono, step)
    clear = max(0.5, float(np.quantile(rise, 0.9)))
    moved = []
    for beat in beats:
        low = max(0, int((beat - reach) * RATE_HEARD / step))
        high = min(len(rise), int((beat + reach) * RATE_HEARD / step) + 1)
        best = low + int(np.argmax(rise[low:high])) if high > low else 0
        moved.append(best * step / RATE_HEARD if high > low and rise[best] >= clear else beat)
    kept = np.maximum.accumulate(np.asarray(moved))
    return kept[np.concatenate(([True], np.diff(kept) > 0.1))]


def _onsets(strength: np.ndarray, mono: np.ndarray) -> tuple[float, ...]:
    import librosa

    frames = librosa.onset.onset_detect(onset_envelope=strength, sr=RATE_HEARD, hop_length=HOP)
    times = np.asarray(frames) * HOP / RATE_HEARD
    return tuple(map(float, _sharpen(times, mono, 0.03))) if len(times) else ()


def _phase(beats: np.ndarray, mono: np.ndarray) -> int:
    """Which of the first four beats opens a bar: the phase with the most energy below 150 Hz at its beats."""
    from scipy.signal import butter, sosfilt

    low = sosfilt(butter(2, 150.0, fs=RATE_HEARD, output="sos"), mono)
    span = int(0.1 * RATE_HEARD)
    power = [
        float(np.mean(low[int(b * RATE_HEARD) :][:span] ** 2)) if b * RATE_HEARD < len(low) else 0.0 for b in beats
    ]
    score = [float(np.mean(power[phase::METER])) for phase in range(min(METER, len(power)))]
    best = int(np.argmax(score))
    return best if score[best] > 1.05 * score[0] else 0
