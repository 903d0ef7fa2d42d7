"""Teaching vista: one batch after the other, resumable at any kill, with an average of its weights that is shipped."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy import ndarray
from torch import Tensor

from melies.media.atomic import replacing
from melies.models.vista.net import Vista
from melies.models.vista.spec import KEPT, PATCH, Spec
from melies.train.vista.muon import Muon
from melies.train.vista.pack import Group, Wordbook, channels, mirrored
from melies.train.vista.tasks import NAMES, Task, drawn, owed

MUON, ADAM = 0.02, 2e-3  # rates
WARM, SETTLE = 50, 0.25  # steps until the full rate; share of the lesson in which it goes down again
AVERAGE = 0.995
WORDLESS = 0.12  # of the pictures come without words
MATRICES = ("qkv", "out", "up", "down")
PICTURES = 0.12  # of the lessons are the author's pictures, where there are some
SAMPLED = 500  # pictures whose patches' components are found


@dataclass(frozen=True)
class Lesson:
    """How long, in which batches, from which chance; every: seconds between looks at how it goes.

    device: `cuda` computes in bfloat16, compiled.
    """

    steps: int = 3000
    batch: int = 32
    seed: int = 0
    every: float = 300.0
    device: str = "cpu"


@dataclass(frozen=True, eq=False)
class Progress:
    """One look. losses: by layer, the mean since the last look; net: the average of the weights, to try."""

    step: int
    of: int
    losses: Mapping[str, float]
    seconds: float
    net: Vista | None = None


def start(spec: Spec, groups: list[Group], seed: int = 0) -> Vista:
    """A network before its first lesson, its patches turned to their principal components."""
    torch.manual_seed(seed)
    net = Vista(spec)
    rng = np.random.default_rng(seed)
    for name, kept in KEPT.items():
        known = [group for group in groups if name in group.known]
        patches = np.concatenate([_patches(group, name, rng, SAMPLED // len(known)) for group in known])
        second = patches.T @ patches / len(patches)
        values, vectors = np.linalg.eigh(second)
        leading = vectors[:, np.argsort(values)[::-1][:kept]].T
        net.get_parameter(f"basis_{name}").data.copy_(torch.from_numpy(np.ascontiguousarray(leading)))
    return net


def _patches(group: Group, name: str, rng: np.random.Generator, count: int) -> ndarray:
    which = rng.choice(len(group), min(len(group), max(1, count)), replace=False)
    x = channels(group, which)[name]
    n, c, h, w = x.shape
    x = x.reshape(n, c, h // PATCH, PATCH, w // PATCH, PATCH).transpose(0, 2, 4, 1, 3, 5)
    return x.reshape(-1, c * PATCH**2).astype(np.float64)


def teach(net: Vista, groups: list[Group], book: Wordbook, lesson: Lesson, state: Path) -> Iterator[Progress]:
    """Teach; `state` is a file to go on from. Yields a look every `lesson.every` seconds, and one at the end."""
    student = _Student(net.to(lesson.device), state, lesson.device)
    began = looked = time.perf_counter()
    lately: dict[str, list[float]] = {name: [] for name in NAMES}
    if student.step >= lesson.steps:
        yield Progress(student.step, lesson.steps, {}, 0.0, student.averaged())
    while student.step < lesson.steps:
        rng = np.random.default_rng((lesson.seed, student.step))
        task, words, there = batch(groups, book, lesson.batch, rng)
        if lesson.device != "cpu":
            task, words, there = task.to(lesson.device), words.to(lesson.device), there.to(lesson.device)
        losses = student.learn(task, words, there, _rate(student.step, lesson.steps))
        for name, loss in losses.items():
            lately[name].append(loss)
        now = time.perf_counter()
        over = student.step >= lesson.steps
        if over or now - looked > lesson.every:
            looked = now
            student.save(state)
            means = {name: float(np.mean(some)) for name, some in lately.items() if some}
            yield Progress(student.step, lesson.steps, means, now - began, student.averaged())
            lately = {name: [] for name in NAMES}
        elif student.step % 10 == 0:
            means = {name: float(np.mean(some[-10:])) for name, some in lately.items() if some}
            yield Progress(student.step, lesson.steps, means, now - began)


def batch(groups: list[Group], book: Wordbook, size: int, rng: np.random.Generator) -> tuple[Task, Tensor, Tensor]:
    """Pictures of one grid with a task each, half of them mirrored, some without words."""
    group = groups[int(rng.choice(len(groups), p=shares(groups)))]
    which = rng.integers(0, len(group), size)
    clean = channels(group, which)
    texts = []
    for n, number in enumerate(which):
        said = group.told[number]
        text = said[int(rng.integers(len(said)))]
        if rng.random() < 0.5:
            for values in clean.values():
                values[n] = values[n, :, :, ::-1].copy()
            text = mirrored(text)
        texts.append(text)
    vectors, there = book(texts)
    there[rng.random(size) < WORDLESS] = 0
    known = np.array([name in group.known for name in NAMES])
    return drawn(clean, np.tile(known, (size, 1)), rng), torch.from_numpy(vectors), torch.from_numpy(there)


def shares(groups: Sequence[Group]) -> ndarray:
    """How often each group teaches: by its pictures, those of which not all layers are known PICTURES together."""
    counts = np.array([len(group) for group in groups], float)
    whole = np.array([len(group.known) == len(NAMES) for group in groups])
    if whole.all() or not whole.any():
        return np.asarray(counts / counts.sum())
    return np.where(whole, (1 - PICTURES) * counts / counts[whole].sum(), PICTURES * counts / counts[~whole].sum())


def _rate(step: int, of: int) -> float:
    """The share of the full rate at a step."""
    return min(1.0, (step + 1) / WARM, max(0.02, (of - step) / max(1.0, of * SETTLE)))


class _Student:
    """The network as it learns, and the average that is shown."""

    def __init__(self, net: Vista, state: Path, device: str = "cpu") -> None:
        self.net, self.step, self.device = net, 0, device
        self.run = net if device == "cpu" else torch.compile(net, dynamic=True)
        self.average = {name: tensor.detach().clone() for name, tensor in net.state_dict().items()}
        named = dict(net.named_parameters())
        inner = {
            n: p for n, p in named.items() if n.startswith("blocks.") and n.split(".")[2] in MATRICES and p.ndim == 2
        }
        self.muon = Muon(inner)
        self.adam = torch.optim.AdamW(
            [p for n, p in named.items() if n not in inner], ADAM, betas=(0.9, 0.97), weight_decay=0
        )
        if state.is_file():
            kept = torch.load(state, weights_only=True, map_location=device)
            net.load_state_dict(kept["weights"])
            self.average, self.step = kept["average"], int(kept["step"])
            self.muon.load(kept["muon"])
            self.adam.load_state_dict(kept["adam"])

    def learn(self, task: Task, words: Tensor, there: Tensor, rate: float) -> dict[str, float]:
        with torch.autocast(self.device, torch.bfloat16, enabled=self.device != "cpu"):
            foretold = self.run(task.z, task.levels, task.clear, words, there).float()
        losses = owed(task, foretold)
        self.net.zero_grad(set_to_none=True)
        torch.stack(list(losses.values())).sum().backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 2.0)
        for group in self.adam.param_groups:
            group["lr"] = ADAM * rate
        self.adam.step()
        self.muon.step(MUON * rate)
        self.step += 1
        keep = min(AVERAGE, (1 + self.step) / (20 + self.step))
        with torch.no_grad():
            for name, tensor in self.net.state_dict().items():
                self.average[name].lerp_(tensor, 1 - keep)
        return {name: float(loss.detach()) for name, loss in losses.items()}

    def averaged(self) -> Vista:
        net = Vista(self.net.spec)
        net.load_state_dict(self.average)
        return net.eval()

    def save(self, state: Path) -> None:
        with replacing(state) as draft:
            torch.save(
                {"weights": self.net.state_dict(), "average": self.average, "step": self.step,
                 "muon": self.muon.state(), "adam": self.adam.state_dict()}, draft,
            )  # fmt: skip
