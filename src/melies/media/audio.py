"""Sound files in and out: any song the author has, as 48 kHz stereo floats; 24-bit WAV back.

The one rate of Melies is `RATE`; samples are float32 (n, 2), full scale ±1.
"""

from __future__ import annotations

import contextlib
import os
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.errors import AuthorError

RATE = 48_000
KINDS = "wav, flac, mp3, ogg or m4a"
SLACK = 0.75  # seconds a file may lie about its own length (encoder delay, padding, estimates)

Samples = Float32[ndarray, "n 2"]


def read(path: str | Path, limit: float | None = None) -> tuple[Samples, int]:
    """Decode a sound file: float32 (n, 2) at 48 kHz, and that rate. `limit`: stop after so many seconds.

    A file that breaks off before the length it declares is refused rather than played half: the author would find
    out in the finished film. (A constant-rate mp3 without a length header declares none, and is taken as it is.)
    Raises AuthorError for a missing, empty, unreadable, soundless or truncated file.
    """
    path = Path(path)
    _check_file(path)
    import av

    try:
        with av.open(str(path), mode="r", metadata_errors="replace") as container:
            if not container.streams.audio:
                raise AuthorError(f"the song {path.name!r} holds no sound; give a {KINDS} file")
            samples, why = _gather(container, limit)
            declared = _declared(container, path)
    except (av.error.FFmpegError, ValueError) as error:
        raise AuthorError(f"the song {path.name!r} can't be read as sound; give a {KINDS} file") from error
    _check_sound(path, samples, declared, why, limit)
    return samples, RATE


def _check_file(path: Path) -> None:
    if not path.exists():
        raise AuthorError(f"the song {str(path)!r} does not exist; check its name and folder")
    if path.is_dir():
        raise AuthorError(f"the song {str(path)!r} is a folder; name a {KINDS} file in it")
    if not os.access(path, os.R_OK):
        raise AuthorError(f"the song {str(path)!r} may not be read; change its permissions")
    if path.stat().st_size == 0:
        raise AuthorError(f"the song {path.name!r} is empty (0 bytes); export it again")


def _gather(container, limit: float | None) -> tuple[Samples, str]:  # type: ignore[no-untyped-def]
    """All decoded samples, and why decoding stopped early ("" if it did not)."""
    import av

    pieces: list[ndarray] = []
    wanted = None if limit is None else round(limit * RATE)
    count, why = 0, ""
    try:
        for piece in _blocks(container):
            pieces.append(piece)
            count += len(piece)
            if wanted is not None and count >= wanted:
                break
    except av.error.FFmpegError as error:
        why = str(error)
    samples = np.concatenate(pieces) if pieces else np.zeros((0, 2), np.float32)
    return samples[:wanted], why


def _blocks(container) -> Iterator[ndarray]:  # type: ignore[no-untyped-def]
    """Decoded blocks (m, 2) at 48 kHz, in order."""
    import av

    resampler = av.AudioResampler(format="flt", layout="stereo", rate=RATE)
    for frame in container.decode(container.streams.audio[0]):
        frame.pts = None  # gaps in time stamps must not become an error here
        for block in resampler.resample(frame):
            yield block.to_ndarray().reshape(-1, 2)
    for block in resampler.resample(None):
        yield block.to_ndarray().reshape(-1, 2)


def _declared(container, path: Path) -> float | None:  # type: ignore[no-untyped-def]
    """The length the file says it has, in seconds; None when it says nothing."""
    stream = container.streams.audio[0]
    known = None if container.duration is None else container.duration / 1e6
    if stream.duration is not None:
        known = float(stream.duration * stream.time_base)
    return known * _missing(path) if known is not None else None


def _missing(path: Path) -> float:
    """How many times longer a WAV says it is than it is; the decoder believes the file's size, not its header."""
    with path.open("rb") as file:
        head = file.read(8)
    if head[:4] != b"RIFF" or len(head) < 8:
        return 1.0
    promised = int(struct.unpack("<I", head[4:])[0]) + 8
    streamed = promised >= 0xFFFFFFFF or promised <= 8 + 36  # written to a pipe: the length was not known
    return 1.0 if streamed else max(1.0, promised / path.stat().st_size)


def _check_sound(path: Path, samples: Samples, declared: float | None, why: str, limit: float | None) -> None:
    seconds = len(samples) / RATE
    if len(samples) == 0:
        raise AuthorError(f"the song {path.name!r} can't be read as sound; give a {KINDS} file")
    promised = declared if limit is None or declared is None else min(declared, limit)
    short = promised is not None and seconds < promised - SLACK
    if short or (why and promised is None):
        of = f" of {promised:.1f} s" if promised is not None else ""
        raise AuthorError(f"the song {path.name!r} breaks off at {seconds:.1f} s{of}: it is cut short or damaged; "
                          "export it again")  # fmt: skip
    if not np.isfinite(samples).all():
        raise AuthorError(f"the song {path.name!r} holds samples that are not numbers; export it again")


def write_wav(path: str | Path, samples: Samples) -> Path:
    """Write float32 (n, 2) as 24-bit 48 kHz WAV, whole or not at all; values beyond ±1 are clipped."""
    import soundfile

    path = Path(path)
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with soundfile.SoundFile(str(temporary), "w", RATE, 2, "PCM_24", format="WAV") as file:
            for start in range(0, len(samples), RATE * 10):
                file.write(np.clip(samples[start : start + RATE * 10], -1.0, 1.0))
        os.replace(temporary, path)
    except (OSError, soundfile.SoundFileError) as error:
        raise AuthorError(f"the sound can't be written to {str(path)!r}; choose a writable place") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    return path
