"""The final mix: music over ambience, at broadcast loudness, exactly as long as the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from melies.media.audio import RATE, Samples
from melies.sound.limiter import limit
from melies.sound.loudness import SILENCE, loudness, measure, peak

__all__ = ["Mix", "measure", "mix"]

AMBIENCE_BELOW = 18.0  # dB of ambience under the music
CEILING = -2.5  # dBTP; AAC at 128 kb/s was seen to overshoot by 1.1 dB, and the film must stay below -1
FADE_OUT, FADE_EDGE = 2.5, 0.008  # seconds


@dataclass(frozen=True)
class Mix:
    """samples: float32 (n, 2) at 48 kHz. lufs: integrated loudness. true_peak_db: dBTP. Silence is -inf in both."""

    samples: Samples
    lufs: float
    true_peak_db: float


def mix(music: Samples | None, ambience: Samples | None, seconds: float, target_lufs: float = -14.0) -> Mix:
    """Mix to exactly round(seconds * 48000) samples at `target_lufs` within 0.5 LU, true peak below -2.4 dBTP.

    Music that is too long fades out over the last 2.5 s; music that is too short ends, and ambience goes on alone.
    Ambience lies 18 dB below the music, or stands alone at the target. Silence stays silence.
    """
    length = max(0, round(seconds * RATE))
    total = np.zeros((length, 2), np.float32)
    loud = SILENCE
    if music is not None and len(music):
        total += _fitted(music, length)
        loud = loudness(total)
    if ambience is not None and len(ambience):
        layer = _fitted(ambience, length)
        own = loudness(layer)
        if math.isfinite(own):
            below = loud - AMBIENCE_BELOW - own if math.isfinite(loud) else 0.0
            loud = loud if math.isfinite(loud) else own
            layer *= np.float32(10.0 ** (below / 20.0))
            total += layer
    return _master(total, loud, target_lufs)


def _fitted(samples: Samples, length: int) -> Samples:
    """Cut or padded to `length`: a long one fades out; edges never click."""
    fitted = np.zeros((length, 2), np.float32)
    count = min(length, len(samples))
    fitted[:count] = samples[:count]
    cut = len(samples) > length + RATE // 20
    fade = min(count, round((min(FADE_OUT, 0.2 * length / RATE) if cut else FADE_EDGE) * RATE))
    if fade > 1:
        fitted[count - fade : count] *= np.cos(np.linspace(0.0, np.pi / 2, fade, dtype=np.float32))[:, None] ** 2
    rise = min(count, round(FADE_EDGE * RATE))
    if rise > 1:
        fitted[:rise] *= np.linspace(0.0, 1.0, rise, dtype=np.float32)[:, None]
    return fitted


def _master(samples: Samples, loud: float, target: float) -> Mix:
    """Gain and limit until loud enough, from a first guess on: each round gives back what the limiter took."""
    if not math.isfinite(loud):
        return Mix(samples, SILENCE, peak(samples))
    gain = target - loud
    for _ in range(4):
        louder = limit(samples * np.float32(10.0 ** (gain / 20.0)), CEILING)
        loud = loudness(louder)
        if abs(target - loud) < 0.3:
            break
        gain += target - loud
    return Mix(louder, loud, peak(louder))
