"""The quick ways of making sound, held to the slow ones."""

import numpy as np
import pytest

from melies.core.seed import Seed
from melies.media.audio import RATE
from melies.sound.loudness import loudness, peak
from melies.sound.synth.filters import filtered, lowpass, rumble, shelf
from melies.sound.synth.noise import LOOP, SLOW, band, coloured, drift, fast_length, stretch
from melies.sound.synth.room import convolve, echo
from melies.sound.synth.tone import CONTROL, Partial, control, glide, harmonics, struck


def test_partials_ring_as_their_formula_says():
    partials = [Partial(440.0, 0.5, 1.0, -0.5), Partial(1234.5, 0.2, 0.4, 0.5), Partial(20_000.0, 1.0, 1.0)]
    sound, rng, time = struck(partials, 0.5, Seed(3).rng(), 0.002), Seed(3).rng(), np.arange(RATE // 2) / RATE
    right = np.zeros(RATE // 2)
    for one in partials:
        turn = rng.uniform(0.0, 1.0) + rng.uniform(-0.08, 0.08)
        if one.frequency < 16_000.0:
            side = np.sqrt(2) * np.sin((one.pan + 1) * np.pi / 4) * one.amplitude
            right += side * np.sin(2 * np.pi * (one.frequency * time + turn)) * 10.0 ** (-3.0 * time / one.ring)
    assert np.abs(sound[1, 200:] - right[200:]).max() < 2e-4


def test_harmonics_follow_frequency_and_levels():
    count = 10_000
    time = control(count)
    tone = 200.0 + 400.0 * time
    made = harmonics(tone, lambda k: np.exp(-4.0 * k * time), count, 3)
    turns = np.cumsum(np.float64(glide(tone, CONTROL, count))) / RATE
    wanted = sum(
        glide(np.exp(-4.0 * k * time), CONTROL, count) * np.sin(2 * np.pi * (k * (turns + 0.0))) for k in (1, 2, 3)
    )
    assert np.abs(made - wanted).max() < 1e-3


def test_noise_is_unit_gaussian_and_repeats_without_a_seam():
    noise = coloured(LOOP + 5000, band(300.0, 3000.0), Seed(1).rng())
    assert np.array_equal(noise[LOOP:], noise[:5000]) and abs(noise[:LOOP].std() - 1.0) < 1e-3
    assert abs(np.mean(noise**4) - 3.0) < 0.1
    steps = np.abs(np.diff(noise, 2))
    assert steps[LOOP - 3 : LOOP + 2].max() < np.quantile(steps, 0.9999)
    power = np.abs(np.fft.rfft(noise[:LOOP])) ** 2
    inside = power[int(400 * LOOP / RATE) : int(2500 * LOOP / RATE)].mean()
    assert power[int(20_000 * LOOP / RATE) :].mean() < 1e-3 * inside


def test_lengths_slow_curves_and_stretches():
    assert [fast_length(n) for n in (1, 17, 1000, 1001, 126_720)] == [2, 18, 1000, 1024, 128_000]
    curve = drift(RATE, 1.0, 0.2, Seed(1).rng())
    assert len(curve) == -(-RATE // SLOW) + 1 and 0.0 <= curve.min() < curve.max() <= 1.0
    assert np.array_equal(stretch(np.arange(5), 12, 3), [3, 4, 0, 1, 2, 3, 4, 0, 1, 2, 3, 4])


@pytest.mark.parametrize("count", [50, 3000, 700_000])
def test_convolution_is_convolution(count):
    rng = np.random.default_rng(1)
    sound, response = (rng.standard_normal((2, size)).astype(np.float32) for size in (count, 400))
    made = convolve(sound, response)
    right = np.fft.irfft(np.fft.rfft(sound[1], count + 400) * np.fft.rfft(response[1], count + 400), count + 400)
    assert np.abs(made[1] - right[:count]).max() < 1e-3


def test_echoes_change_sides_and_die():
    click = np.zeros((2, RATE), np.float32)
    click[:, 0] = 1.0
    made = echo(click, 0.1)
    found = [np.abs(made[:, round(k * 0.1 * RATE) :][:, :400]).sum(axis=1) for k in range(1, 6)]
    for number, (left, right) in enumerate(found, start=1):
        near, far = (left, right) if number % 2 == 0 else (right, left)
        assert far == 0.0 and near == pytest.approx(0.42**number, rel=0.05)


def test_filters_pass_what_they_say():
    def gain(sections, tone):
        wave = np.sin(2 * np.pi * tone * np.arange(RATE) / RATE).astype(np.float32)[None]
        return float(filtered(wave.copy(), sections)[0, RATE // 2 :].std() / wave.std())

    assert gain([lowpass(1000.0)], 1000.0) == pytest.approx(np.sqrt(0.5), rel=0.01)
    assert gain([rumble(28.0)], 28.0) == pytest.approx(np.sqrt(0.5), rel=0.02) and gain([rumble(28.0)], 5.0) < 0.05
    three = [rumble(28.0), lowpass(14_000.0), shelf(2600.0, 0.35)]
    assert gain(three, 12_000.0) / gain(three[:2], 12_000.0) == pytest.approx(1.34, abs=0.02)


def test_measuring_changes_nothing():
    samples = np.random.default_rng(2).normal(0, 0.1, (2, 96_000)).astype(np.float32)
    before = samples.copy()
    assert loudness(samples.T) == loudness(samples.T) and np.array_equal(samples, before)


def test_loudness_is_what_a_library_measures():
    import pyloudnorm

    rng = np.random.default_rng(4)
    for swell in (1.0, np.linspace(0.02, 1.0, 6 * 48_000)[:, None]):
        samples = (rng.normal(0, 0.1, (6 * 48_000, 2)) * swell).astype(np.float32)
        assert loudness(samples) == pytest.approx(pyloudnorm.Meter(48_000).integrated_loudness(samples), abs=0.1)


def test_loudness_of_the_standards_sine():
    tone = np.zeros((5 * RATE, 2), np.float32)
    tone[:, 0] = np.sin(2 * np.pi * 997.0 * np.arange(5 * RATE) / RATE)
    assert loudness(tone) == pytest.approx(-3.01, abs=0.02)
    half = np.concatenate((tone, np.zeros_like(tone)))
    assert loudness(half) == pytest.approx(-3.01, abs=0.2), "silence is gated"


def test_peaks_between_the_samples_are_seen():
    quarter = np.sin(2 * np.pi * (np.arange(4800) / 4.0 + 0.125)).astype(np.float32)  # samples at 0.707, crest at 1
    assert peak(np.stack((quarter, quarter), axis=1) * np.float32(0.5)) == pytest.approx(-6.02, abs=0.2)
