"""A room that never was: a reverberation grown from noise, and the block convolution that plays it."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.media.audio import RATE
from melies.sound.synth.filters import filtered, follower, lowpass, rumble, shelf
from melies.sound.synth.noise import fast_length
from melies.sound.synth.tone import Stereo, decay, glide

BLOCK = 1 << 19


def impulse(seconds: float, rng: np.random.Generator, warmth: float = 0.6, early: float = 0.012) -> Stereo:
    """Impulse response (2, n) of a hall: `seconds` to fall by 60 dB at 500 Hz, higher bands sooner (air and cloth).

    Decorrelated left and right; seven bands of noise, each with its own decay (Moorer 1979, "About this reverberation
    business"), after a few sparse early reflections. `warmth` 0..1 shortens the treble. Unit energy.
    """
    count = fast_length(round(seconds * 1.1 * RATE))
    time = np.arange(count) / RATE
    edges = np.array([180, 360, 720, 1440, 2880, 5760, 11520], float)
    bins = np.fft.rfftfreq(count, 1.0 / RATE)
    octave = np.log2(np.maximum(bins, 1.0)).astype(np.float32)
    out = np.zeros((2, count))
    for channel in range(2):
        spread = (rng.standard_normal(len(bins)) + 1j * rng.standard_normal(len(bins))).astype(np.complex64)
        for centre in edges:
            shape = np.exp(np.float32(-0.5) * ((octave - np.float32(np.log2(centre))) / np.float32(0.55)) ** 2)
            ring = seconds * np.clip((500.0 / max(centre, 250.0)) ** (0.25 + 0.45 * warmth), 0.1, 1.2)
            tint = (500.0 / max(centre, 500.0)) ** (0.5 * warmth)
            out[channel] += np.fft.irfft(spread * shape, count) * decay(count, ring, tint)
    onset = np.clip((time - early) / 0.03, 0.0, 1.0)
    out *= onset**0.5
    for tap in range(10):
        place = round(rng.uniform(0.007, 0.06) * RATE)
        out[tap % 2, place] += rng.choice((-1.0, 1.0)) * 0.9 * np.abs(out).max() * 0.8**tap
    return np.asarray(out / np.sqrt(np.sum(out**2) / 2), np.float32)


def convolve(sound: Float32[ndarray, "2 n"], response: Stereo) -> Stereo:
    """Each channel through its response, in blocks (bounded memory), same length as `sound`."""
    taps, count = response.shape[1], sound.shape[1]
    size = fast_length(min(max(BLOCK, 2 * taps), count + taps))
    kernel = np.fft.rfft(response, size, norm="forward")  # numpy scales by 1 in double precision, by 1/n as it comes
    kernel *= np.float32(float(size) ** 2)
    out, step = np.zeros((2, count), np.float32), size - taps + 1
    for start in range(0, count, step):
        block = sound[:, start : start + step]
        if not block.any():
            continue
        for channel in range(2):
            wet = np.fft.irfft(np.fft.rfft(block[channel], size, norm="forward") * kernel[channel], size)
            piece = out[channel, start : start + min(size, block.shape[1] + taps)]
            piece += wet[: len(piece)]
    return out


def echo(sound: Stereo, seconds: float, feedback: float = 0.42, cutoff: float = 2800.0) -> Stereo:
    """Ping-pong delay of both channels together, wet only: each repeat changes sides and loses treble."""
    step, count, tone = max(1, round(seconds * RATE)), sound.shape[1], [lowpass(cutoff)]
    out, state = np.zeros_like(sound), np.zeros((2, 1, 2))
    for start in range(step, count, step):
        here, now = slice(start - step, start), slice(start, min(count, start + step))
        both = np.stack((out[1, here], sound[:, here].mean(axis=0) + out[0, here]))
        filtered(both, tone, state)
        both *= np.float32(feedback)
        out[:, now] = both[:, : now.stop - start]
    return out


def _followed(values: Float32[ndarray, " n"], seconds: float, rate: float) -> Float32[ndarray, " n"]:
    """Their mean over about `seconds`, as if the first had always been."""
    mean = follower(seconds, rate)
    return filtered(values[None].copy(), [mean], np.array([[[values[0] * (1.0 - mean[0]), 0.0]]]))[0]


def glue(sound: Stereo, ratio: float = 1.8, knee_db: float = -17.0) -> Stereo:
    """Gentle bus compression in place: slow, from the level of both channels, with make-up left to the mix."""
    step = 480
    whole = sound.shape[1] // step
    power = np.zeros(max(1, -(-sound.shape[1] // step)), np.float32)
    for channel in sound:
        cells = channel[: whole * step].reshape(whole, step)
        power[:whole] += np.einsum("ij,ij->i", cells, cells) / np.float32(2 * step)
        power[whole:] += np.float32(np.sum(channel[whole * step :] ** 2) / (2 * step))
    level = np.sqrt(power) + np.float32(1e-6)
    level = np.maximum(_followed(level, 0.03, RATE / step), _followed(level, 0.25, RATE / step))
    over = np.maximum(0.0, 20.0 * np.log10(level) - knee_db)
    gain = 10.0 ** (-over * (1.0 - 1.0 / ratio) / 20.0)
    middles = np.concatenate((gain[:1], gain))  # a gain holds for the middle of its cell
    sound *= glide(middles, step, sound.shape[1] + step // 2)[step // 2 :]
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
    return filtered(sound, [rumble(28.0), lowpass(14_000.0), shelf(2600.0, 0.35)])
