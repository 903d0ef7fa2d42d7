"""A room that never was: a reverberation grown from noise, and the block convolution that plays it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.audio import RATE
from melies.sound.synth.tone import Stereo

BLOCK = 1 << 17


def impulse(seconds: float, rng: np.random.Generator, warmth: float = 0.6, early: float = 0.012) -> Stereo:
    """Impulse response (2, n) of a hall: `seconds` to fall by 60 dB at 500 Hz, higher bands sooner (air and cloth).

    Decorrelated left and right; seven bands of noise, each with its own decay (Moorer 1979, "About this reverberation
    business"), after a few sparse early reflections. `warmth` 0..1 shortens the treble. Unit energy.
    """
    from scipy import fft

    count = fft.next_fast_len(round(seconds * 1.1 * RATE), real=True)
    count += count % 2
    time = np.arange(count) / RATE
    edges = np.array([180, 360, 720, 1440, 2880, 5760, 11520], float)
    bins = np.fft.rfftfreq(count, 1.0 / RATE)
    out = np.zeros((2, count))
    for channel in range(2):
        spread = rng.standard_normal(len(bins)) + 1j * rng.standard_normal(len(bins))
        for centre in edges:
            shape = np.exp(-0.5 * ((np.log2(np.maximum(bins, 1.0) / centre)) / 0.55) ** 2)
            ring = seconds * np.clip((500.0 / max(centre, 250.0)) ** (0.25 + 0.45 * warmth), 0.1, 1.2)
            tint = (500.0 / max(centre, 500.0)) ** (0.5 * warmth)
            out[channel] += tint * np.fft.irfft(spread * shape, count) * np.exp(-6.9078 * time / ring)
    onset = np.clip((time - early) / 0.03, 0.0, 1.0)
    out *= onset**0.5
    for tap in range(10):
        place = round(rng.uniform(0.007, 0.06) * RATE)
        out[tap % 2, place] += rng.choice((-1.0, 1.0)) * 0.9 * np.abs(out).max() * 0.8**tap
    return np.asarray(out / np.sqrt(np.sum(out**2) / 2), np.float32)


def convolve(sound: Float32[ndarray, "c n"], response: Stereo) -> Stereo:
    """Each channel (or the only one) through its response, in blocks (bounded memory), same length as `sound`."""
    from scipy import fft

    taps = response.shape[1]
    size = fft.next_fast_len(BLOCK + taps, real=True)
    kernel = fft.rfft(response, size, axis=1)
    out = np.zeros((2, sound.shape[1]), np.float32)
    for start in range(0, sound.shape[1], BLOCK):
        block = sound[:, start : start + BLOCK]
        if not block.any():
            continue
        wet = fft.irfft(fft.rfft(block, size, axis=1) * kernel, size, axis=1)
        count = min(size, out.shape[1] - start)
        out[:, start : start + count] += wet[:, :count].astype(np.float32)
    return out


def echo(sound: Stereo, seconds: float, feedback: float = 0.42, taps: int = 6, cutoff: float = 2800.0) -> Stereo:
    """Ping-pong delay of both channels together, wet only: each repeat changes sides and loses treble."""
    from scipy.signal import butter, sosfilt

    step = max(1, round(seconds * RATE))
    response = np.zeros((2, (taps + 1) * step), np.float32)
    repeat = np.zeros(min(step, 2048))
    repeat[0] = 1.0
    filt = butter(1, cutoff, fs=RATE, output="sos")
    for tap in range(1, taps + 1):
        repeat = sosfilt(filt, repeat) * feedback
        response[tap % 2, tap * step : tap * step + len(repeat)] = repeat
    return convolve(sound.mean(axis=0, keepdims=True), response)


def _one_pole(values: Float32[ndarray, " n"], seconds: float, rate: float) -> Float32[ndarray, " n"]:
    from scipy.signal import lfilter

    keep = float(np.exp(-1.0 / (seconds * rate)))
    return np.asarray(lfilter([1.0 - keep], [1.0, -keep], values, zi=[keep * values[0]])[0], np.float32)


def glue(sound: Stereo, ratio: float = 1.8, knee_db: float = -17.0) -> Stereo:
    """Gentle bus compression in place: slow, from the level of both channels, with make-up left to the mix."""
    step = 480
    count = -(-sound.shape[1] // step)
    padded = np.zeros(count * step, np.float32)
    padded[: sound.shape[1]] = np.sqrt(np.mean(sound * sound, axis=0))
    level = np.sqrt(np.mean(padded.reshape(count, step) ** 2, axis=1)) + 1e-6
    level = np.maximum(_one_pole(level, 0.03, RATE / step), _one_pole(level, 0.25, RATE / step))
    over = np.maximum(0.0, 20.0 * np.log10(level) - knee_db)
    gain = 10.0 ** (-over * (1.0 - 1.0 / ratio) / 20.0)
    sound *= np.interp(np.arange(sound.shape[1]), np.arange(count) * step + step / 2, gain).astype(np.float32)
    return sound


def tape(sound: Stereo, drive: float = 1.0) -> Stereo:
    """Soft saturation in place: tanh around unity, odd harmonics only, unchanged when quiet."""
    np.tanh(sound * np.float32(drive), out=sound)
    sound /= np.float32(drive)
    return sound


def duck(sound: Stereo, times: list[float], depth: float, recover: float = 0.28) -> Stereo:
    """Lower the sound in place for a moment after each time (seconds) and let it breathe back."""
    count = round(recover * RATE)
    dip = 1.0 - depth * (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, count)))
    dip[:96] = np.linspace(1.0, dip[96], 96)
    for time in times:
        start = round(time * RATE)
        piece = sound[:, start : start + count]
        piece *= dip[: piece.shape[1]].astype(np.float32)
    return sound


def polish(sound: Stereo) -> Stereo:
    """In place: nothing below 28 Hz (and no DC), a shelf of 2.5 dB of presence, and a gentle roll-off at the top."""
    from scipy.signal import butter, sosfilt

    low = butter(2, 28.0, "highpass", fs=RATE, output="sos")
    high = butter(1, 14_000.0, fs=RATE, output="sos")
    presence = butter(1, 2600.0, "highpass", fs=RATE, output="sos")
    for channel in range(2):
        clean = sosfilt(np.vstack((low, high)), sound[channel])
        sound[channel] = clean + 0.35 * sosfilt(presence, clean)
    return sound
