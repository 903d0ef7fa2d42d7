"""What learning a look needs: paintings, pictures to try them on (the built-in engine's), and a file at the end."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from melies.core.errors import AuthorError, nearest
from melies.core.headway import Headway
from melies.core.seed import Seed

if TYPE_CHECKING:
    from melies.train.look import Lesson, Works

SUFFIXES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff")
SHOWN = 1.2  # weight of the content in a lesson from a folder
FEWEST = 5  # works of one hand from which some are held out
SUBJECTS = (  # what the paint is tried on: every place, hour and weather the stage knows
    "an alpine lake at dawn, mist, pines", "a coast at noon, a lighthouse, waves", "a jungle at dusk, ferns, neon",
    "a desert at sunset, cactus, a child", "a neon city at night in the rain", "a meadow in the morning, a fox, an oak",
    "a forest in the afternoon, a deer", "snow at night, aurora, a cabin", "a jungle at noon, a woman in a red coat",
    "a lake at night, a huge moon, a wizard", "a city at sunset, a car", "a coast in a storm, a ship",
)  # fmt: skip


@dataclass(frozen=True)
class Learning(Headway):
    """How far a lesson is, for a progress bar; `file` and `figures` when it is over."""

    file: Path | None = None
    figures: Mapping[str, float] = field(default_factory=dict)


def learnt(
    pictures: Path,
    name: str,
    minutes: float,
    out: Path | None,
    seed: int,
    weights: Sequence[str] = (),
    without: Sequence[str] = (),
) -> Iterator[Learning]:
    """Learn a look from a picture or a folder of them. Raises AuthorError for whatever the author can mend.

    weights: `FILE=NUMBER`, how much a picture of the folder counts. without: shipped looks that are no start.
    """
    if not re.fullmatch(r"[\w][\w \-]{0,40}", name):
        raise AuthorError(f"a look's name is a few plain words, such as woodcut; got {name!r}")
    if not 0.05 <= minutes <= 24 * 60:
        raise AuthorError(f"--minutes is 0.05 to {24 * 60}; got {minutes}")
    file = out or Path(f"{name.replace(' ', '-')}.safetensors")
    if file.suffix != ".safetensors":
        raise AuthorError(f"a look's file ends in .safetensors; got {file.name!r}: call it {file.stem}.safetensors")
    parted = _parted(_paintings(pictures), seed)
    counted = _weights(weights, parted.learn)
    works = [[_read(path) for path in paths] for paths in parted]
    if importlib.util.find_spec("torch") is None:
        raise AuthorError("learning needs torch; run: pip install '.[train]' (the README says how to get a small one)")
    from melies.train.features import load, weights_file

    features = load(weights_file())
    contents: list[Any] = []
    for number, subject in enumerate(SUBJECTS):
        contents.append(_drawn(subject, seed + number))
        yield Learning("drawing", number + 1, len(SUBJECTS), subject)
    from melies.train.look import Lesson, Works

    lesson = Lesson(minutes=minutes, seed=seed, without=without)
    if parted.stop:  # it goes on until others of the hand are near, so what is shown must hold its own
        lesson = replace(lesson, weights={**lesson.weights, "content": SHOWN})
    yield from _lesson(Works(works[0], counted, *works[1:]), contents, features, name, lesson, file, pictures)


class Parted(NamedTuple):
    """The works that a look is learnt from, those that say when to stop, and those that only measure."""

    learn: list[Path]
    stop: list[Path]
    unseen: list[Path]


def _parted(paths: list[Path], seed: int) -> Parted:
    """Of FEWEST works or more a tenth (at least one) stops the lesson and a tenth measures; drawn by the seed."""
    if len(paths) < FEWEST:
        return Parted(paths, [], [])
    order = [paths[n] for n in (Seed(seed) / "works held out").rng().permutation(len(paths))]
    share = max(1, len(paths) // 10)
    return Parted(sorted(order[2 * share :]), order[:share], order[share : 2 * share])


def _weights(given: Sequence[str], paths: Sequence[Path]) -> list[float]:
    """How much each picture counts, 1 if nothing is said of it."""
    found = {path.name: 1.0 for path in paths}
    for said in given:
        name, _, number = said.rpartition("=")
        try:
            weight = float(number)
        except ValueError:
            weight = -1.0
        if not name or not 0 < weight < float("inf"):
            raise AuthorError(f"--weight is FILE=NUMBER with a number above 0, such as wave.jpg=2; got {said!r}")
        if name not in found:
            hint = nearest(name, list(found))
            raise AuthorError(
                f"--weight names {name!r}, which is not learnt from{hint}; it may be one that is held out"
            )
        found[name] = weight
    return list(found.values())


def _lesson(
    works: Works,
    contents: list[Any],
    features: Any,
    name: str,
    lesson: Lesson,
    file: Path,
    source: Path,
) -> Iterator[Learning]:
    from melies.models.looks import Card, save
    from melies.train.look import learn, starts

    whole, progress, figures = 1000, None, dict[str, float]()
    for progress in learn(works, contents, features, lesson):
        figures.update(progress.figures)
        note = f"style {progress.losses['style']:.2f}" if "style" in progress.losses else ""
        yield Learning("learning", round(whole * progress.part), whole, note)
    if progress is not None:
        numbers = {key: round(float(value), 4) for key, value in figures.items()}
        begun = starts()[int(numbers["start"])][0]
        origin = f"{source.name} ({len(works.learn)} learnt from, begun from {begun})"
        card = Card(title=name, source=origin, licence="the author's own", figures=numbers)
        save(file, progress.norms, card)
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
