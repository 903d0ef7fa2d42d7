"""Learning a look: 990 normalisation numbers fitted to a painting, the network itself untouched.

Dumoulin, Shlens and Kudlur, "A Learned Representation for Artistic Style" (2017), section 3.2: with the convolutions
fixed, a new style needs only new scales and shifts. We start from the look nearest to the paintings and add terms that
keep skies clear and paint steady (`paint_losses`). Works that are held out say when to stop: a look that grows nearer
to the works it learns from, and no nearer to others of the same hand, has begun to learn them by heart.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float32
from numpy import ndarray
from torch import Tensor

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.models.lay import levels
from melies.models.looks import load, names
from melies.models.style import Norms, presets
from melies.train import paint_losses as loss
from melies.train.features import Features
from melies.train.stylenet import forward

Picture = Float32[ndarray, "h w 3"]
HELD_OUT = 4  # content pictures that only measure
CHECK, PATIENCE = 20, 4  # steps between looks at held-out works; looks without progress after which a lesson ends
PROGRESS = 0.995  # of the least distance so far that counts as progress
CROPS = 48


def _weights() -> dict[str, float]:
    calm = {"blotches": 8.0, "grid": 30.0, "steady": 4.0, "variation": 0.3}
    return {"style": 1.0, "content": 0.6, "palette": 6.0, **calm}


@dataclass(frozen=True)
class Lesson:
    """How to learn. It ends after `minutes` or `steps`, whichever comes first; by steps alone it is repeatable.

    size: content crops in pixels, a multiple of 8. stroke: scale of the painting's marks (1: as if it were 320
    pixels tall). start: a number of `starts`, or None for the nearest but those called `without`. weights: of each loss
    by name.
    """

    minutes: float = 5.0
    steps: int | None = None
    size: int = 104
    stroke: float = 1.0
    start: int | None = None
    without: Sequence[str] = ()
    rate: float = 2e-2
    seed: int = 0
    weights: Mapping[str, float] = field(default_factory=_weights)


@dataclass(frozen=True, eq=False)
class Progress:
    """One step done: `part` of the lesson (0 to 1), seconds so far, the losses, and the look as it is now.

    figures is filled at the first and last step: style distance on held-out pictures `before` and `after`; with works
    held out also `unseen before` and `unseen after`, the distance to works that neither taught nor stopped the lesson.
    """

    step: int
    part: float
    seconds: float
    losses: Mapping[str, float]
    norms: Norms
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Works:
    """The works of one hand. weights: how much each of `learn` counts. stop: those that say when to stop learning.

    unseen: those that only measure.
    """

    learn: Sequence[Picture]
    weights: Sequence[float] = ()
    stop: Sequence[Picture] = ()
    unseen: Sequence[Picture] = ()


def learn(
    paintings: Works | Sequence[Picture], contents: Sequence[Picture], features: Features,
    lesson: Lesson = Lesson(), state: Path | None = None,
) -> Iterator[Progress]:  # fmt: skip
    """Fit a look to the paintings, on crops of the content pictures; the last Progress holds it.

    state: a file to keep the unfinished lesson in; if it is there already, the lesson goes on from it.
    AuthorError without paintings or with fewer than 6 content pictures.
    """
    works = paintings if isinstance(paintings, Works) else Works(paintings)
    paintings = works.learn
    if not paintings or len(contents) < HELD_OUT + 2:
        got = f"got {len(paintings)} and {len(contents)}"
        raise AuthorError(f"learning needs a painting and {HELD_OUT + 2} or more content pictures; {got}")
    school = _School(works, contents, features, lesson)
    start = lesson.start if lesson.start is not None else school.nearest()
    first = starts()[start][1]
    run = Run(torch.from_numpy(_dipped(first, paintings)))
    run.resume(state)
    figures = {"start": start, **school.figures(first, "before")}
    begun, already = time.monotonic(), run.seconds
    yield Progress(run.step, 0.0, already, {}, run.look(), figures)
    while (part := _part(lesson, run)) < 1 and not run.over:
        losses = school.losses(run.norms, run.step)
        total = torch.stack([lesson.weights.get(k, 0.0) * v for k, v in losses.items()]).sum()
        run.descend(total, lesson.rate * min(1.0, (run.step + 1) / 10) * max(0.04, 1 - part))
        run.seconds = already + time.monotonic() - begun
        if works.stop and run.step % CHECK == 0:
            run.weigh(school.apart(run.look(), school.stop))
        if state and run.step % 50 == 0:
            run.keep(state)
        told = {name: float(value.detach()) for name, value in losses.items()}
        yield Progress(run.step, _part(lesson, run), run.seconds, told, run.look())
    if state:
        run.keep(state)
    if works.stop:
        run.weigh(school.apart(run.look(), school.stop))
    figures |= {**school.figures(run.best(), "after"), "steps": run.step}
    yield Progress(run.step, 1.0, run.seconds, {}, run.best(), figures)


@cache
def starts() -> tuple[tuple[str, Norms], ...]:
    """What a lesson may begin from, with names: the network's presets, then the shipped looks."""
    shipped = tuple((name, load(name).norms) for name in names())
    return (*((f"preset {n}", norms) for n, norms in enumerate(presets())), *shipped)


def _dipped(norms: Norms, paintings: Sequence[Picture]) -> Norms:
    """The look with the paintings' own spread and mean of colours: the palette is right before the first step."""
    every = [levels(painting, norms, 0.0, 0.0)[-6:] for painting in paintings]
    dipped = norms.copy()
    dipped[-6:] = np.mean(every, 0)
    return dipped


def _part(lesson: Lesson, run: Run) -> float:
    by_time = run.seconds / (60 * lesson.minutes) if lesson.minutes else 0.0
    by_step = run.step / lesson.steps if lesson.steps else 0.0
    return min(1.0, max(by_time, by_step))


class Run:
    """The numbers being learnt and their optimiser; can be kept in a file and taken up again.

    The optimiser is Adam (Kingma and Ba 2014) in four lines: torch's own loads its compiler for seconds first.
    """

    def __init__(self, norms: Tensor) -> None:
        self.norms = norms.requires_grad_()
        self.step, self.seconds = 0, 0.0
        self.least, self.waited = float("inf"), 0
        self._best = norms.detach().clone()
        self._mean, self._square = torch.zeros_like(norms), torch.zeros_like(norms)

    def descend(self, total: Tensor, rate: float) -> None:
        (slope,) = torch.autograd.grad(total, self.norms)
        slope = slope * torch.clamp(10 / (slope.norm() + 1e-6), max=1.0)
        self.step += 1
        self._mean.lerp_(slope, 1 - 0.9)
        self._square.lerp_(slope.square(), 1 - 0.99)
        mean, square = self._mean / (1 - 0.9**self.step), self._square / (1 - 0.99**self.step)
        self.norms.data -= rate * mean / (square.sqrt() + 1e-8)

    def look(self) -> Norms:
        return self.norms.detach().numpy().copy()

    def weigh(self, distance: float) -> None:
        """Take note of how far the look is now from works that it does not learn from."""
        if distance < self.least * PROGRESS:
            self.least, self.waited, self._best = distance, 0, self.norms.detach().clone()
        else:
            self.waited += 1

    @property
    def over(self) -> bool:
        """Whether it has gone on long enough without coming nearer to those works."""
        return self.waited >= PATIENCE

    def best(self) -> Norms:
        """The look that came nearest to them; as it is now where nobody weighed it."""
        return self._best.numpy().copy() if np.isfinite(self.least) else self.look()

    def keep(self, path: Path) -> None:
        from safetensors.torch import save

        from melies.media.atomic import replacing

        parts = {"norms": self.norms.detach(), "mean": self._mean, "square": self._square, "best": self._best}
        told = {"step": self.step, "seconds": self.seconds, "least": self.least, "waited": self.waited}
        with replacing(path) as draft:
            draft.write_bytes(save(parts, {name: str(value) for name, value in told.items()}))

    def resume(self, path: Path | None) -> None:
        """Go on from a kept lesson, if there is one. Raises AuthorError for a file that is none."""
        from safetensors import SafetensorError, safe_open

        if path is None or not path.is_file():
            return
        try:
            with safe_open(str(path), framework="pt") as file:
                told = file.metadata() or {}
                self.step, self.seconds = int(told["step"]), float(told["seconds"])
                self.norms.data.copy_(file.get_tensor("norms"))
                self._mean, self._square = file.get_tensor("mean"), file.get_tensor("square")
                self.least, self.waited, self._best = float(told["least"]), int(told["waited"]), file.get_tensor("best")
        except (SafetensorError, KeyError, ValueError, RuntimeError) as error:
            raise AuthorError(f"the unfinished lesson in {path} cannot be read; delete it to begin again") from error


class _School:
    """The works' statistics and the content crops, ready for any step."""

    def __init__(self, works: Works, contents: Sequence[Picture], features: Features, lesson: Lesson):
        self.features, self.lesson = features, lesson
        self.seed = Seed(lesson.seed) / "look"
        rng = (self.seed / "crops").rng()
        with torch.no_grad():
            self.wanted = self._statistics(works.learn, works.weights)
            self.stop = self._statistics(works.stop) if works.stop else []
            self.unseen = self._statistics(works.unseen) if works.unseen else []
            self.colours = self._colours(works.learn)
            self.tests = [_crop(p, min(208, 2 * lesson.size), rng, whole=True) for p in contents[:HELD_OUT]]
            rest = contents[HELD_OUT:]
            self.crops = [_crop(rest[i % len(rest)], lesson.size, rng) for i in range(CROPS)]
            self.seen: dict[int, Tensor] = {}

    def _statistics(self, paintings: Sequence[Picture], weights: Sequence[float] = ()) -> list[Tensor]:
        """Gram matrices averaged over paintings, by their weights, and over three nearby scales."""
        sums: list[Tensor] = []
        weights = weights or [1.0] * len(paintings)
        for painting, weight in zip(paintings, weights, strict=True):
            for scale in (0.8, 1.0, 1.25):
                tall = 320 * self.lesson.stroke * scale
                grams = [weight * loss.gram(f) for f in self.features(_tensor(_resized(painting, tall)))]
                sums = [a + b for a, b in zip(sums, grams, strict=True)] if sums else grams
        return [s / (3 * sum(weights)) for s in sums]

    def _colours(self, paintings: Sequence[Picture]) -> Tensor:
        rng = (self.seed / "colours").rng()
        pixels = np.concatenate([_resized(p, 160).reshape(-1, 3) for p in paintings])
        return torch.from_numpy(pixels[rng.integers(0, len(pixels), 4096)].copy())

    def losses(self, norms: Tensor, step: int) -> dict[str, Tensor]:
        """Every loss of one step, unweighted; which crop, shift and noise follow from the step's number."""
        rng = (self.seed / step).rng()
        which = int(rng.integers(CROPS))
        crop = self.crops[which]
        painted = forward(crop, norms)
        found = self.features(painted)
        if which not in self.seen:
            with torch.no_grad():
                self.seen[which] = self.features(crop, 3)[2]
        directions = torch.from_numpy(rng.normal(size=(8, 3)).astype(np.float32))
        parts = {
            "style": loss.style(found, self.wanted),
            "content": loss.content(found[2], self.seen[which]),
            "palette": loss.palette(painted, self.colours, torch.nn.functional.normalize(directions)),
            "blotches": loss.blotches(painted, crop),
            "grid": loss.grid(painted),
            "variation": loss.variation(painted, crop),
        }
        if step % 3 == 0:
            shift = (int(rng.integers(-3, 4)), int(rng.integers(-3, 4)))
            noise = torch.from_numpy(rng.normal(0, 0.015, crop.shape).astype(np.float32))
            again = forward(torch.roll(crop, shift, (2, 3)) + noise, norms)
            parts["steady"] = loss.steady(painted, again, shift)
        return parts

    def nearest(self) -> int:
        """The number of the start whose paint is nearest to the works while still showing the picture."""
        crop = torch.nn.functional.interpolate(torch.cat(self.tests[:2]), size=(128, 128), mode="area")
        with torch.no_grad():
            shown = self.features(crop, 3)[2]
            scores = []
            for name, norms in starts():
                if name in self.lesson.without:
                    scores.append(float("inf"))
                    continue
                found = self.features(forward(crop, torch.from_numpy(norms)))
                scores.append(float(loss.style(found, self.wanted) + 0.5 * loss.content(found[2], shown)))
        return int(np.argmin(scores))

    def figures(self, norms: Norms, when: str) -> dict[str, float]:
        """What a look is judged by, on the held-out pictures."""
        unseen = {f"unseen {when}": self.apart(norms, self.unseen)} if self.unseen else {}
        return {when: self.apart(norms, self.wanted), **unseen}

    def apart(self, norms: Norms, wanted: Sequence[Tensor]) -> float:
        """Style distance of the held-out pictures, painted, from statistics of works."""
        with torch.no_grad():
            painted = [forward(t, torch.from_numpy(norms)) for t in self.tests]
            return float(np.mean([float(loss.style(self.features(p), wanted)) for p in painted]))


def _resized(picture: Picture, tall: float) -> Picture:
    """The picture with its shorter side `tall` pixels."""
    import cv2

    scale = tall / min(picture.shape[:2])
    size = (max(32, round(picture.shape[1] * scale)), max(32, round(picture.shape[0] * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, size, interpolation=how), np.float32)


def _crop(picture: Picture, size: int, rng: np.random.Generator, whole: bool = False) -> Tensor:
    """A square of `size` pixels out of the picture at a random scale; `whole`: the middle at its full height."""
    tall = size if whole else rng.uniform(1.0, 2.0) * size
    scaled = np.clip(_resized(picture, tall), 0, 1)
    spare_y, spare_x = scaled.shape[0] - size, scaled.shape[1] - size
    y, x = (spare_y // 2, spare_x // 2) if whole else (rng.integers(spare_y + 1), rng.integers(spare_x + 1))
    return _tensor(scaled[y : y + size, x : x + size])


def _tensor(picture: Picture) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)[None]))
