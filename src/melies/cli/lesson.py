"""What learning a look needs: paintings, pictures to try them on (the built-in engine's), and a file at the end."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
SUBJECTS = (  # what the paint is tried on: every place, hour and weather the stage knows
    "an alpine lake at dawn, mist, pines", "a coast at noon, a lighthouse, waves", "a jungle at dusk, ferns, neon",
    "a desert at sunset, cactus, a child", "a neon city at night in the rain", "a meadow in the morning, a fox, an oak",
    "a forest in the afternoon, a deer", "snow at night, aurora, a cabin", "a jungle at noon, a woman in a red coat",
    "a lake at night, a huge moon, a wizard", "a city at sunset, a car", "a coast in a storm, a ship",
)  # fmt: skip


@dataclass(frozen=True)
class Learning:
    """How far a lesson is, for a progress bar; `file` and `figures` when it is over."""

    stage: str
    done: int
    of: int
    note: str = ""
    file: Path | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


def learnt(pictures: Path, name: str, minutes: float, out: Path | None, seed: int) -> Iterator[Learning]:
    """Learn a look from a picture or a folder of them. Raises AuthorError for whatever the author can mend."""
    if not re.fullmatch(r"[\w][\w \-]{0,40}", name):
        raise AuthorError(f"a look's name is a few plain words, such as woodcut; got {name!r}")
    if not 0.05 <= minutes <= 24 * 60:
        raise AuthorError(f"--minutes is 0.05 to {24 * 60}; got {minutes}")
    file = out or Path(f"{name.replace(' ', '-')}.safetensors")
    if file.suffix != ".safetensors":
        raise AuthorError(f"a look's file ends in .safetensors; got {file.name!r}: call it {file.stem}.safetensors")
    paintings = [_read(path) for path in _paintings(pictures)]
    if importlib.util.find_spec("torch") is None:
        raise AuthorError("learning needs torch; run: pip install '.[train]' (the README says how to get a small one)")
    from melies.train.features import load, weights_file

    features = load(weights_file())
    contents: list[Any] = []
    for number, subject in enumerate(SUBJECTS):
        contents.append(_drawn(subject, seed + number))
        yield Learning("drawing", number + 1, len(SUBJECTS), subject)
    yield from _lesson(paintings, contents, features, name, minutes, seed, file, pictures)


def _lesson(
    paintings: list[Any],
    contents: list[Any],
    features: Any,
    name: str,
    minutes: float,
    seed: int,
    file: Path,
    source: Path,
) -> Iterator[Learning]:
    from melies.models.looks import Card, save
    from melies.train.look import Lesson, learn

    whole, progress, figures = 1000, None, dict[str, float]()
    for progress in learn(paintings, contents, features, Lesson(minutes=minutes, seed=seed)):
        figures.update(progress.figures)
        note = f"style {progress.losses['style']:.2f}" if "style" in progress.losses else ""
        yield Learning("learning", round(whole * progress.part), whole, note)
    if progress is not None:
        numbers = {key: round(float(value), 4) for key, value in figures.items()}
        save(file, progress.norms, Card(title=name, source=source.name, licence="the author's own", figures=numbers))
        yield Learning("learning", whole, whole, "", file, numbers)


def _paintings(where: Path) -> list[Path]:
    if where.is_dir():
        found = sorted(path for path in where.iterdir() if path.suffix.lower() in SUFFIXES)
        if not found:
            raise AuthorError(f"there are no pictures in {where}; it needs {', '.join(SUFFIXES)}")
        return found
    return [where]


def _read(path: Path) -> Any:
    from melies.core.image import from_bytes
    from melies.media.picture import read_rgb

    return from_bytes(read_rgb(path))


def _drawn(subject: str, seed: int) -> Any:
    """A raw picture of the built-in engine to lay paint on."""
    from melies.core.asset import MemoryAssets
    from melies.core.request import Phrase, Request
    from melies.core.size import Size
    from melies.synthesis import make

    request = Request(size=Size(width=384, height=216), seed=seed, prompt=(Phrase(text=subject),))
    return make(request, MemoryAssets()).rgb
