"""Loudness, true peak and length of the mix."""

import math

import numpy as np
import pytest
from scipy.signal import resample_poly

from melies.media.audio import RATE
from melies.sound.limiter import limit
from melies.sound.mix import mix


def noise(seconds, level=0.1, seed=0):
    return (np.random.default_rng(seed).standard_normal((round(seconds * RATE), 2)) * level).astype(np.float32)


def clicky(seconds):
    sound = noise(seconds, 0.01)
    sound[:: RATE // 3] += 0.95
    return sound


@pytest.mark.parametrize("music", [noise(6, 0.001), noise(6, 0.9), clicky(6)], ids=["faint", "hot", "clicky"])
def test_loudness_and_true_peak(music):
    made = mix(music, noise(6, 0.3, 1), 6.0)
    assert abs(made.lufs + 14.0) < 1.0
    fine = np.abs(resample_poly(made.samples.astype(float), 4, 1, axis=0)).max()
    assert 20 * math.log10(fine) < -1.3 and made.true_peak_db < -1.5


@pytest.mark.parametrize("seconds", [0.0, 0.01, 0.3, 1.0, 2.0 + 1 / 7, 7.0])
def test_length_is_exact(seconds):
    made = mix(noise(4.0), None, seconds)
    assert made.samples.shape == (round(seconds * RATE), 2) and made.samples.dtype == np.float32


def test_silence_is_defined():
    made = mix(None, None, 1.0)
    assert made.lufs == -math.inf and made.true_peak_db == -math.inf and not made.samples.any()


def test_a_long_song_fades_and_a_short_one_ends_without_a_click():
    long = mix(noise(9.0), None, 6.0).samples
    assert np.abs(long[-200:]).max() < 1e-3
    assert np.abs(long[-RATE // 2 :]).mean() < 0.25 * np.abs(long[RATE : 2 * RATE]).mean()
    short = mix(noise(3.0), None, 6.0).samples
    assert not short[round(3.01 * RATE) :].any() and np.abs(short[3 * RATE - 10 : 3 * RATE]).max() < 0.02


def test_ambience_lies_18_dB_below_the_music():
    time = np.arange(6 * RATE) / RATE
    music = np.stack([0.2 * np.sin(2 * np.pi * 500 * time)] * 2, axis=1).astype(np.float32)
    place = np.stack([0.2 * np.sin(2 * np.pi * 1500 * time)] * 2, axis=1).astype(np.float32)
    spectrum = np.abs(np.fft.rfft(mix(music, place, 6.0).samples[:, 0]))
    below = 20 * np.log10(spectrum[500 * 6] / spectrum[1500 * 6])
    assert 17.0 < below < 22.0  # K-weighting hears 1500 Hz a little louder


def test_ambience_alone_carries_the_film():
    assert abs(mix(None, noise(3.0, 0.01), 3.0).lufs + 14.0) < 1.0


def test_limiter_leaves_quiet_sound_alone_and_never_raises_anything():
    quiet = noise(1.0, 0.05)
    assert limit(quiet) is quiet
    loud = noise(1.0, 0.5)
    assert (np.abs(limit(loud)) <= np.abs(loud) + 1e-7).all()
