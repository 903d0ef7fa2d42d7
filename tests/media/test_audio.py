"""Songs in every common kind are read; broken ones are refused in one sentence."""

from fractions import Fraction

import av
import numpy as np
import pytest
import soundfile

from melies.core.errors import AuthorError
from melies.media.audio import RATE, read, write_wav


def tone(seconds=3.0, rate=RATE, channels=2):
    time = np.arange(round(seconds * rate)) / rate
    wave = 0.4 * np.sin(2 * np.pi * 440.0 * time)
    return np.stack([wave * (1.0 - 0.5 * channel) for channel in range(channels)], axis=1).astype(np.float32)


def encode(path, samples, codec, rate=RATE):
    if codec == "VORBIS":  # PyAV decodes Vorbis but has no encoder for it
        soundfile.write(str(path), samples, rate, format="OGG", subtype=codec)
        return path
    layout = "stereo" if samples.shape[1] == 2 else "mono"
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout)
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples.T), format="fltp", layout=layout)
        frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
        resampler = av.AudioResampler(format=stream.format, layout=layout, rate=rate, frame_size=stream.frame_size or 0)
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(
    "name, codec",
    [("a.wav", "pcm_s16le"), ("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.ogg", "VORBIS"), ("a.m4a", "aac")],
)
def test_every_kind_is_read(tmp_path, name, codec):
    samples, rate = read(encode(tmp_path / name, tone(), codec))
    assert rate == RATE and samples.dtype == np.float32 and samples.shape[1] == 2
    assert abs(len(samples) / RATE - 3.0) < 0.1
    middle = samples[RATE : 2 * RATE]
    assert np.argmax(np.abs(np.fft.rfft(middle[:, 0]))) == 440
    assert abs(np.abs(middle[:, 0]).max() - 0.4) < 0.05 and abs(np.abs(middle[:, 1]).max() - 0.2) < 0.05


def test_mono_at_another_rate_becomes_48_kHz_stereo(tmp_path):
    samples, _ = read(encode(tmp_path / "a.wav", tone(2.0, 22_050, 1), "pcm_s16le", 22_050))
    assert abs(len(samples) - 2 * RATE) < 100
    assert np.array_equal(samples[:, 0], samples[:, 1])
    assert abs(np.abs(samples[RATE // 2 : RATE]).max() - 0.4 / 2**0.5) < 0.02


def test_limit_stops_early(tmp_path):
    assert len(read(encode(tmp_path / "a.flac", tone(), "flac"), limit=1.0)[0]) == RATE


@pytest.mark.parametrize("name, codec", [("a.wav", "pcm_s16le"), ("a.mp3", "libmp3lame"), ("a.m4a", "aac")])
def test_a_truncated_song_is_refused(tmp_path, name, codec):
    path = encode(tmp_path / name, tone(20.0), codec)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(AuthorError, match="cut short or damaged|can't be read as sound"):
        read(path)


def test_what_is_no_song_is_refused_in_one_sentence(tmp_path):
    text = tmp_path / "notes.mp3"
    text.write_text("INT. LAKE - DAWN\nA fox drinks.\n" * 300)
    empty = tmp_path / "empty.wav"
    empty.touch()
    for path in (text, empty, tmp_path / "missing.mp3", tmp_path):
        with pytest.raises(AuthorError) as caught:
            read(path)
        assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


def test_a_silent_film_is_no_song(tmp_path):
    path = tmp_path / "film.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8))))
        container.mux(stream.encode(None))
    with pytest.raises(AuthorError, match="holds no sound"):
        read(path)


def test_wav_round_trip_is_24_bit_and_whole(tmp_path):
    samples = tone()
    path = write_wav(tmp_path / "out" / "a.wav", samples)
    back, _ = read(path)
    assert np.abs(back - samples).max() < 2.0**-22
    assert [entry.name for entry in path.parent.iterdir()] == ["a.wav"]


def test_unwritable_place_is_said(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(AuthorError, match="can't be written"):
        write_wav(tmp_path / "file" / "a.wav", tone(0.1))
