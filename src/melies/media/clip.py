"""A scene of somebody's film, looked at: its colours, its pace, and what its camera does.

Cuts are steps of colour histograms; the camera's move is the similarity that fits tracked corners best (Shi and Tomasi
1994, followed as Lucas and Kanade did in 1981), its median over each shot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from jaxtyping import UInt8
from numpy import ndarray

from melies.core.errors import AuthorError
from melies.media.palette import palette

Small = UInt8[ndarray, "h w 3"]
WIDE, RATE, LONGEST = 192, 8.0, 600.0  # pixels, pictures a second, and seconds that are looked at
CUT = 0.35  # of the colours that must be others in the next picture for a cut
STILL, ZOOMS = 0.012, 0.012  # widths and shares a second below which nothing moves, and nothing grows
POINTS = 160


@dataclass(frozen=True)
class Clip:
    """seconds: of the whole. colours: its main ones. shots: their lengths in seconds. move: what most of its time has.

    move: a name of `core.story.Move`; `still` where nothing moves.
    """

    seconds: float
    colours: tuple[str, ...]
    shots: tuple[float, ...]
    move: str

    @property
    def pace(self) -> float:
        """The mean length of a shot, in seconds."""
        return float(np.mean(self.shots))


def look_at(path: Path) -> Clip:
    """Look at a film file, its first LONGEST seconds. AuthorError for a file that is none."""
    times, pictures = list[float](), list[Small]()
    for seconds, picture in _pictures(path):
        times.append(seconds)
        pictures.append(picture)
    if len(pictures) < 2:
        raise AuthorError(f"{path.name} is no film of two pictures or more; give an .mp4, .mov, .webm or .mkv")
    cuts = [0, *(n for n in range(1, len(pictures)) if _another(pictures[n - 1], pictures[n])), len(pictures)]
    step = (times[-1] - times[0]) / (len(times) - 1)
    moves: Counter[str] = Counter()
    for first, last in pairwise(cuts):
        moves[_move(pictures[first:last], step)] += last - first
    shown = pictures[:: max(1, len(pictures) // 12)]
    colours = palette(np.concatenate(shown).astype(np.float32) / np.float32(255))
    lengths = tuple(round((last - first) * step, 3) for first, last in pairwise(cuts))
    return Clip(round(len(pictures) * step, 3), colours, lengths, moves.most_common(1)[0][0])


def _pictures(path: Path) -> Iterator[tuple[float, Small]]:
    """Moments and small pictures, about RATE a second."""
    import av

    try:
        with av.open(str(path)) as file:
            if not file.streams.video:
                raise AuthorError(f"{path.name} holds no pictures; give a film")
            due = 0.0
            for frame in file.decode(video=0):
                seconds = float(frame.time or 0.0)
                if seconds > LONGEST:
                    return
                if seconds + 1e-6 >= due:
                    due = seconds + 1 / RATE
                    high = max(16, round(frame.height * WIDE / frame.width))
                    yield seconds, np.asarray(frame.reformat(WIDE, high, "rgb24").to_ndarray(), np.uint8)
    except (av.FFmpegError, OSError, ValueError) as error:
        raise AuthorError(
            f"{path.name} can't be read as a film ({type(error).__name__}); give an .mp4 or .mov"
        ) from None


def _another(before: Small, after: Small) -> bool:
    """Whether a picture belongs to another shot: its colours are others, in all quarters together."""
    high, wide = before.shape[0] // 2, before.shape[1] // 2
    apart = []
    for rows in (slice(0, high), slice(high, None)):
        for columns in (slice(0, wide), slice(wide, None)):
            one, other = (_counted(picture[rows, columns]) for picture in (before, after))
            apart.append(1 - float(np.minimum(one, other).sum()))
    return float(np.mean(apart)) > CUT


def _counted(part: Small) -> ndarray:
    counts = cv2.calcHist([np.ascontiguousarray(part)], [0, 1, 2], None, [6, 6, 6], [0, 256] * 3)
    return cv2.blur(counts.reshape(36, 6), (1, 3)).ravel() / max(1.0, float(part.shape[0] * part.shape[1]))


def _move(pictures: list[Small], step: float) -> str:
    """What a shot's camera does, by the mean motion of its corners from picture to picture."""
    rows = [found for before, after in pairwise(pictures) if (found := _motion(before, after)) is not None]
    if not rows:
        return "still"
    across, down, zoom = np.median(np.array(rows), axis=0) / step
    size = {"zoom": abs(zoom) / ZOOMS, "across": abs(across) / STILL, "down": abs(down) / STILL}
    most = max(size, key=lambda name: size[name])
    if size[most] < 1:
        return "still"
    if most == "zoom":
        return "push in" if zoom > 0 else "pull out"
    if most == "across":  # things go left when the camera turns right
        return "pan right" if across < 0 else "pan left"
    return "tilt down" if down < 0 else "tilt up"


def _motion(before: Small, after: Small) -> tuple[float, float, float] | None:
    """Motion of the picture's middle in widths, and growth as a share; None where too little is to be followed."""
    one, other = (cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY) for picture in (before, after))
    corners = cv2.goodFeaturesToTrack(one, POINTS, 0.01, 6)
    if corners is None or len(corners) < 8:
        return None
    found, known, _ = cv2.calcOpticalFlowPyrLK(one, other, corners, None)  # type: ignore[call-overload]
    kept = known.ravel() == 1
    if kept.sum() < 8:
        return None
    cv2.setRNGSeed(2)
    affine, _ = cv2.estimateAffinePartial2D(corners[kept], found[kept])
    if affine is None:
        return None
    high, wide = one.shape
    middle = np.array([wide / 2, high / 2])
    moved = affine[:, :2] @ middle + affine[:, 2] - middle
    return float(moved[0] / wide), float(moved[1] / wide), float(np.hypot(affine[0, 0], affine[1, 0]) - 1)
