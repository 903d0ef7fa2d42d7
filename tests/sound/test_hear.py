"""Hearing: a click track's beats within 30 ms, and sound without a beat."""

import numpy as np
import pytest

from melies.media.audio import RATE
from melies.sound.hear import hear


def clicks(bpm, seconds, first=0.31):
    rng = np.random.default_rng(0)
    sound = 0.003 * rng.standard_normal((round(seconds * RATE), 2))
    times = np.arange(first, seconds - 0.1, 60.0 / bpm)
    fade = np.exp(-np.arange(round(0.05 * RATE)) / 400.0)
    for index, time in enumerate(times):
        start = round(time * RATE)
        tone = 70.0 if index % 4 == 0 else 900.0
        sound[start : start + len(fade)] += (0.5 * fade * np.sin(2 * np.pi * tone * np.arange(len(fade)) / RATE))[
            :, None
        ]
    return sound.astype(np.float32), times


@pytest.mark.slow
@pytest.mark.parametrize("bpm", [96.0, 124.0])
def test_click_track(bpm):
    sound, times = clicks(bpm, 16.0)
    pulse = hear(sound)
    beats = np.array(pulse.beats)
    inner = times[(times > 1.5) & (times < 14.5)]
    assert abs(pulse.bpm - bpm) < 1.0
    assert max(np.abs(beats - time).min() for time in inner) < 0.030
    assert max(np.abs(times - beat).min() for beat in beats if 1.5 < beat < 14.5) < 0.030
    downs = np.array(pulse.downbeats)
    assert np.median([np.abs(times[::4] - down).min() for down in downs]) < 0.030
    assert len(pulse.onsets) >= len(inner) - 2


@pytest.mark.parametrize("seconds", [0.0, 0.2, 3.0])
def test_silence_and_scraps_get_a_steady_grid(seconds):
    pulse = hear(np.zeros((round(seconds * RATE), 2), np.float32))
    assert pulse.bpm == 100.0 and pulse.beats[0] == 0.0
