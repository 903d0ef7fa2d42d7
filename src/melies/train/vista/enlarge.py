"""Teaching the enlarger: pieces of worlds at six times the size, by colours, edges, features, and by a rival."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float32, Int8, UInt8
from numpy import ndarray
from torch import Tensor

from melies.core.image import from_bytes, to_bytes
from melies.guidance.perceptors.lite import Lite
from melies.media.atomic import replacing
from melies.models.vista import layers
from melies.models.vista.foresee import Asked, unworded
from melies.models.vista.larger import Larger, coarse
from melies.models.vista.net import Vista
from melies.models.vista.sample import sampled
from melies.models.vista.spec import CHANNELS, LARGER, LAYERS, PATCH, grid
from melies.train.corpus.shards import read
from melies.train.vista import rival
from melies.train.vista.pack import keep, kept, layered, worlds
from melies.train.vista.rival import Rival

PIECE = 20  # base pixels of a piece's side
EVERY, EACH = 2, 2  # every second picture is used; pieces of each
RATE, WARM = 1e-3, 50
EDGES, SEEN = 0.5, 0.12  # what edges and the network's features count beside colour
BELIEVED = 0.6  # what the rival's word counts beside all that, however large either is
NOISE = 0.06  # in base colours at most, as an imperfect base picture has
SOFT = 0.6  # of the pieces have their colours from vista itself, as it will hand them over
AGAIN, STEPS = (0.3, 0.7), 3  # how much of such a base is painted anew, and in how many steps
UNKNOWN = 0.2  # of the pieces lack a layer
AVERAGE = 0.99


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of pictures: bases as bytes and 127ths, large ones as bytes. soft: the colours as vista paints them."""

    colour: UInt8[ndarray, "n p p 3"]
    soft: UInt8[ndarray, "n p p 3"]
    depth: Int8[ndarray, "n p p"]
    large: UInt8[ndarray, "n P P 3"]
    labels: UInt8[ndarray, "n P P"]
    lines: Int8[ndarray, "n P P"]

    def __len__(self) -> int:
        return len(self.colour)


@dataclass(frozen=True)
class Lesson:
    """How many steps, of how many pieces each, from which chance."""

    steps: int = 1200
    pieces: int = 24
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Progress:
    """One look: losses since the last one; net: the average of the weights at the end."""

    step: int
    of: int
    losses: dict[str, float]
    seconds: float
    net: Larger | None = None


def pieces(shards: Path, home: Path, net: Vista) -> Iterator[tuple[int, int]]:
    """Cut pieces out of every shard that has none yet; yields how many of how many are done."""
    yield from keep(worlds(shards, held=False), home, partial(_cut, net=net))


def load(shards: Path, home: Path) -> Pieces:
    """All pieces of some shards."""
    rows = list(kept(worlds(shards, held=False), home))
    return Pieces(**{name: np.concatenate([row[name] for row in rows]) for name in rows[0]})


def _cut(path: Path, net: Vista) -> dict[str, ndarray]:
    shard = read(path)
    height, width = shard.labels.shape[1:]
    rows, columns = grid(width, height)
    base, big = (columns * PATCH, rows * PATCH), (columns * PATCH * LARGER, rows * PATCH * LARGER)
    rng = np.random.default_rng(int(path.stem.rsplit("-", 1)[1]))
    views = [*zip(shard.pictures, shard.labels, shard.depth.astype(np.float32), strict=True)][::EVERY]
    small = [layered(*view, base) for view in views]
    named = np.stack([layers.of_labels(one["labels"]) for one in small])
    softer = softened(net, np.stack([one["colour"] for one in small]), named, rng)
    made: dict[str, list[ndarray]] = {name: [] for name in ("colour", "soft", "depth", "large", "labels", "lines")}
    for (pixels, labels, depth), one, soft in zip(views, small, softer, strict=True):
        large = cv2.resize(pixels, big, interpolation=cv2.INTER_AREA)
        fine = cv2.resize(labels, big, interpolation=cv2.INTER_NEAREST)
        lines = layers.of_outline(layers.edges(labels, depth), big)[..., 0]
        for _ in range(EACH):
            y, x = int(rng.integers(base[1] - PIECE + 1)), int(rng.integers(base[0] - PIECE + 1))
            near = np.s_[y : y + PIECE, x : x + PIECE]
            far = np.s_[y * LARGER : (y + PIECE) * LARGER, x * LARGER : (x + PIECE) * LARGER]
            made["colour"].append(one["colour"][near])
            made["soft"].append(soft[near])
            made["depth"].append(one["depth"][near])
            made["large"].append(large[far])
            made["labels"].append(fine[far])
            made["lines"].append(np.rint(lines[far] * 127).astype(np.int8))
    return {name: np.stack(some) for name, some in made.items()}


@torch.no_grad()
def softened(
    net: Vista, bases: UInt8[ndarray, "n h w 3"], labels: Float32[ndarray, "n h w c"], rng: np.random.Generator
) -> UInt8[ndarray, "n h w 3"]:
    """Base pictures as vista paints them: each begun anew from some noise, over its own labels, in a few steps."""
    strength = float(rng.uniform(*AGAIN))
    start, given = _tensor(layers.of_rgb(from_bytes(bases))), {"labels": _tensor(labels)}
    asked = Asked(unworded(len(bases)), given, start, strength, None, round(STEPS / strength), 1.0)
    noise = rng.standard_normal((len(bases), CHANNELS, *bases.shape[1:3]), np.float32)
    *_, clean = sampled(net.eval(), asked, torch.from_numpy(noise))
    return to_bytes(layers.to_rgb(clean[:, layers.span("rgb")].permute(0, 2, 3, 1).numpy()))


def batch(some: Pieces, size: int, rng: np.random.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Bases with flaws, fine layers (half of them true), the large pictures they come from, and their labels."""
    which = rng.integers(0, len(some), size)
    fine = np.concatenate([layers.of_labels(some.labels[which]), some.lines[which, ..., None] / np.float32(127)], -1)
    coded = fine[..., : LAYERS["labels"]].reshape(size, PIECE, LARGER, PIECE, LARGER, -1).mean((2, 4))
    small = layers.of_labels(layers.to_labels(coded, len(layers.codes())))
    drawn = (some.lines[which] > 0).astype(np.float32)
    lines = np.stack([layers.of_outline(one, (PIECE, PIECE)) for one in drawn])
    soft = rng.random((size, 1, 1, 1)) < SOFT
    colour = layers.of_rgb(from_bytes(np.where(soft, some.soft[which], some.colour[which])))
    colour += rng.normal(0, 1, colour.shape).astype(np.float32) * rng.uniform(0, NOISE, (size, 1, 1, 1)).astype(
        np.float32
    )
    depth = some.depth[which, ..., None].astype(np.float32) / 127
    parts = [colour, *(_lacking(part, rng) for part in (depth, small, lines))]
    base = _tensor(np.concatenate(parts, -1))
    known = torch.from_numpy(rng.random((size, 2)) < 0.5)  # labels, lines
    known = known.repeat_interleave(torch.tensor([LAYERS["labels"], LAYERS["outline"]]), 1)[..., None, None]
    flat = coarse(base)
    target = _tensor(layers.of_rgb(from_bytes(some.large[which])))
    true = _tensor(fine)
    return base, torch.where(known, true, flat), target, true[:, : LAYERS["labels"]]


def _lacking(part: ndarray, rng: np.random.Generator) -> ndarray:
    return np.asarray(part * (rng.random((len(part), 1, 1, 1)) > UNKNOWN), np.float32)


def _tensor(values: ndarray) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values.transpose(0, 3, 1, 2), np.float32))


def owed(made: Tensor, true: Tensor, found: Sequence[Tensor], wanted: Sequence[Tensor]) -> dict[str, Tensor]:
    """What the enlarger owes, by name. found, wanted: what the network sees in the pictures made and in true ones."""
    inner = np.s_[..., LARGER:-LARGER, LARGER:-LARGER]
    colour = (made[inner] - true[inner]).square().add(1e-5).sqrt().mean()
    edges = torch.stack([(made.diff(dim=axis) - true.diff(dim=axis)).abs().mean() for axis in (2, 3)]).sum()
    seen = torch.stack([F.l1_loss(a, b) / b.abs().mean() for a, b in zip(found, wanted, strict=True)]).sum()
    return {"colour": colour, "edges": EDGES * edges, "seen": SEEN * seen}


class _Student:
    """The enlarger as it learns, its rival, and the average of its weights that is shipped."""

    def __init__(self, state: Path, seed: int) -> None:
        torch.manual_seed(seed)
        self.net, self.rival, self.step = Larger(), Rival(), 0
        self.adam = torch.optim.AdamW(self.net.parameters(), RATE, betas=(0.9, 0.98), weight_decay=0)
        self.other = torch.optim.AdamW(self.rival.parameters(), rival.RATE, betas=(0.0, 0.98), weight_decay=0)
        self.average = {name: tensor.detach().clone() for name, tensor in self.net.state_dict().items()}
        if state.is_file():
            kept = torch.load(state, weights_only=True)
            self.net.load_state_dict(kept["weights"])
            self.adam.load_state_dict(kept["adam"])
            self.average, self.step = kept["average"], int(kept["step"])
            if "rival" in kept:
                self.rival.load_state_dict(kept["rival"])
                self.other.load_state_dict(kept["other"])

    def learn(self, lesson: tuple[Tensor, Tensor, Tensor, Tensor], seer: Lite, rate: float) -> dict[str, float]:
        """One step of both. lesson: what `batch` gives."""
        base, fine, true, labels = lesson
        made = self.net(base, fine)
        with torch.no_grad():
            wanted = seer((true + 1) / 2, rival.STAGES)
        shown = made.detach().requires_grad_()
        found = seer((shown + 1) / 2, rival.STAGES)
        known, guessed = rival.sized(wanted, wanted), rival.sized(found, wanted)
        fooled = self._judge(known, guessed, labels)
        losses = owed(shown, true, found, wanted)
        (due,) = torch.autograd.grad(torch.stack(list(losses.values())).sum(), shown, retain_graph=True)
        (pull,) = torch.autograd.grad(rival.disbelief(self.rival(guessed, labels)), shown)
        self.adam.zero_grad(set_to_none=True)
        made.backward(due + pull * (BELIEVED * due.norm() / pull.norm().clamp_min(1e-12)))
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        for group in self.adam.param_groups:
            group["lr"] = RATE * rate
        self.adam.step()
        self.step += 1
        keep = min(AVERAGE, self.step / (10 + self.step))
        with torch.no_grad():
            for name, tensor in self.net.state_dict().items():
                self.average[name].lerp_(tensor, 1 - keep)
        return {name: float(loss.detach()) for name, loss in {**losses, "rival": fooled}.items()}

    def _judge(self, known: Sequence[Tensor], guessed: Sequence[Tensor], labels: Tensor) -> Tensor:
        """The rival's step; how far it was fooled."""
        fooled = rival.fooled(self.rival(known, labels), self.rival([one.detach() for one in guessed], labels))
        self.other.zero_grad(set_to_none=True)
        fooled.backward()  # type: ignore[no-untyped-call]
        self.other.step()
        return fooled

    def save(self, state: Path) -> None:
        with replacing(state) as draft:
            torch.save(
                {"weights": self.net.state_dict(), "average": self.average, "adam": self.adam.state_dict(),
                 "rival": self.rival.state_dict(), "other": self.other.state_dict(), "step": self.step}, draft,
            )  # fmt: skip


def begin(state: Path, first: Larger, seed: int = 0) -> None:
    """A file to go on from, where nothing is learnt yet but what another enlarger knew."""
    student = _Student(state, seed)
    student.net.load_state_dict(first.state_dict())
    student.average.update({name: tensor.clone() for name, tensor in first.state_dict().items()})
    student.save(state)


def teach(some: Pieces, seer: Lite, lesson: Lesson, state: Path) -> Iterator[Progress]:
    """Teach; `state` is a file to go on from."""
    student, steps = _Student(state, lesson.seed), lesson.steps
    began, lately = time.perf_counter(), list[dict[str, float]]()
    if student.step >= steps:
        yield Progress(student.step, steps, {}, 0.0, averaged(student.average))
    while student.step < steps:
        rate = min(1.0, (student.step + 1) / WARM, max(0.02, 2 * (1 - student.step / steps)))
        chance = np.random.default_rng((lesson.seed, student.step))
        lately.append(student.learn(batch(some, lesson.pieces, chance), seer, rate))
        if student.step % 25 == 0 or student.step == steps:
            means = {name: float(np.mean([row[name] for row in lately])) for name in lately[0]}
            lately.clear()
            student.save(state)
            net = averaged(student.average) if student.step == steps else None
            yield Progress(student.step, steps, means, time.perf_counter() - began, net)


def averaged(average: dict[str, Tensor]) -> Larger:
    """A network with these weights."""
    net = Larger()
    net.load_state_dict(average)
    return net.eval()
