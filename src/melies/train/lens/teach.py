"""Teaching the lens: captions against pictures, names against places; resumable, with figures on what was held out.

Whole pictures learn by contrast (as CLIP, Radford et al. 2021, with nearly right captions among the wrong ones); places
learn to choose the phrase that names what they show.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy import ndarray
from torch import Tensor

from melies.guidance.perceptors.lens import Head, anchors, shapes
from melies.guidance.phrases import PHRASES
from melies.media.atomic import replacing
from melies.train.lens.facts import FEATURES, Facts
from melies.train.lens.samples import UNKNOWN
from melies.train.lens.words import vectors

PICTURES, PLACES, POINTS = 192, 12, 200  # pictures of a step that learn captions, whose places learn, points of each
EVERY = 250  # steps between figures
RATE, DECAY = 1.5e-3, 0.02


Named = Callable[[ndarray, Mapping[str, Any]], ndarray]  # labels of a sample to numbers of phrases


@dataclass(frozen=True)
class Lesson:
    """How long to teach, and from which chance."""

    steps: int = 4000
    seed: int = 0


@dataclass(frozen=True, eq=False)
class Progress:
    """One look at how it goes. figures: by name, on what was held out."""

    step: int
    of: int
    loss: float
    seconds: float
    figures: Mapping[str, float] = field(default_factory=dict)
    weights: Mapping[str, Tensor] = field(default_factory=dict)


def start(seed: int = 0) -> dict[str, Tensor]:
    """A head before its first lesson."""
    chance = torch.Generator().manual_seed(seed)
    made = {}
    for name, shape in shapes().items():
        fan = float(np.prod(shape[1:])) if len(shape) > 1 else 1.0
        made[name] = torch.randn(shape, generator=chance) * fan**-0.5 if name.endswith(".w") else torch.zeros(shape)
    made |= {"anchor": torch.ones(1), "heat": torch.full((1,), 3.0), "warmth": torch.full((1,), 2.6)}
    made["words.w"] *= 0.05
    made["said.w"] *= 0.05
    return made


def teach(worlds: Facts, squares: Facts, names: ndarray, lesson: Lesson, state: Path) -> Iterator[Progress]:
    """Teach from facts; `state` is a file to go on from. names: (1000, 384) vectors of the classes' names."""
    weights, step, optimiser = _begun(lesson, state)
    school = _School(worlds, squares, torch.from_numpy(names.copy()), lesson.seed, state.with_name("words.npz"))
    began, lately = time.perf_counter(), list[float]()
    if step >= lesson.steps:
        done = {name: tensor.detach() for name, tensor in weights.items()}
        yield Progress(step, lesson.steps, 0.0, 0.0, school.figures(Head(done)), done)
    while step < lesson.steps:
        for group in optimiser.param_groups:
            part = step / lesson.steps
            group["lr"] = RATE * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * part))
        loss = school.loss(Head(weights), step)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(weights.values(), 1.0)
        optimiser.step()
        step += 1
        lately.append(float(loss.detach()))
        if step % EVERY == 0 or step == lesson.steps:
            _save(state, weights, optimiser, step)
            plain = {name: tensor.detach() for name, tensor in weights.items()}
            figures = school.figures(Head(plain))
            yield Progress(step, lesson.steps, float(np.mean(lately)), time.perf_counter() - began, figures, plain)
            lately.clear()


def _begun(lesson: Lesson, state: Path) -> tuple[dict[str, Tensor], int, torch.optim.Optimizer]:
    weights, step = start(lesson.seed), 0
    saved = torch.load(state, weights_only=True) if state.is_file() else None
    if saved is not None:
        weights, step = saved["weights"], int(saved["step"])
    for tensor in weights.values():
        tensor.requires_grad_(True)
    optimiser = torch.optim.AdamW(list(weights.values()), RATE, weight_decay=DECAY)
    if saved is not None:
        optimiser.load_state_dict(saved["optimiser"])
    return weights, step, optimiser


def _save(state: Path, weights: Mapping[str, Tensor], optimiser: torch.optim.Optimizer, step: int) -> None:
    with replacing(state) as draft:
        torch.save({"weights": dict(weights), "optimiser": optimiser.state_dict(), "step": step}, draft)


class _School:
    """All samples of a lesson, and what the head owes on some of them."""

    def __init__(self, worlds: Facts, squares: Facts, names: Tensor, seed: int, words: Path) -> None:
        self.sets, self.seed = (worlds, squares), seed
        self.seen = torch.from_numpy(np.concatenate([f.arrays["seen"] for f in self.sets])).float()
        logits = torch.from_numpy(np.concatenate([f.arrays["logits"] for f in self.sets])).float()
        self.anchor = anchors(logits, names)
        self.told = [*worlds.told, *squares.told]
        held = np.array([row["held"] for row in self.told])
        self.taught, self.held = np.flatnonzero(~held), np.flatnonzero(held)
        said = [text for row in self.told for text in (*row["captions"][:3], *row["wrong"][:1], *row["names"])]
        known = vectors([*said, *(way for ways in PHRASES.values() for way in ways)], words)
        self.texts = {text: torch.from_numpy(vector.copy()) for text, vector in known.items()}

    def loss(self, head: Head, step: int) -> Tensor:
        rng = np.random.default_rng((self.seed, step))
        return self._captions(head, rng) + self._worlds(head, rng) + self._things(head, rng)

    def _vectors(self, texts: Sequence[str]) -> Tensor:
        return torch.stack([self.texts[text] for text in texts])

    def _captions(self, head: Head, rng: np.random.Generator) -> Tensor:
        which = rng.choice(self.taught, PICTURES, replace=False)
        rows = [self.told[n] for n in which]
        said = [str(rng.choice(row["captions"][:3])) for row in rows]
        wrong = [row["wrong"][0] for row in rows if row["wrong"]]
        pictures = head.whole(_noisy(self.seen[which], rng), self.anchor[which])
        texts = head.words(self._vectors([*said, *wrong]))
        scores = pictures @ texts.T * head.weights["heat"].exp()
        same = torch.tensor([[a == b for b in (*said, *wrong)] for a in said])
        same.fill_diagonal_(False)
        scores = scores.masked_fill(same, -1e4)
        goal = torch.arange(len(said))
        return 0.5 * F.cross_entropy(scores, goal) + 0.5 * F.cross_entropy(scores[:, : len(said)].T, goal)

    def _worlds(self, head: Head, rng: np.random.Generator) -> Tensor:
        said = self._vectors([str(rng.choice(ways)) for ways in PHRASES.values()])
        return self._points(head, rng, 0, said, lambda labels, row: labels)

    def _things(self, head: Head, rng: np.random.Generator) -> Tensor:
        """Cut-outs: each place of one chooses its name among all names of the step and the palette's classes."""
        pool = [n for n in self._teaching(1) if self.sets[1].told[n]["names"]]
        which = rng.choice(pool, PLACES, replace=False)
        names = list(dict.fromkeys(name for n in which for name in self.sets[1].told[n]["names"]))
        texts = self._vectors([*names, *(str(rng.choice(ways)) for ways in PHRASES.values())])

        def named(labels: ndarray, row: Mapping[str, Any]) -> ndarray:
            places = np.array([names.index(name) for name in row["names"]] + [UNKNOWN])
            return np.asarray(places[labels])

        return 0.6 * self._points(head, rng, 1, texts, named, which)

    def _points(
        self, head: Head, rng: np.random.Generator, of: int, texts: Tensor, named: Named, which: ndarray | None = None
    ) -> Tensor:
        """Cross-entropy of places against phrases, rare classes as often as common ones."""
        facts = self.sets[of]
        which = np.sort(rng.choice(self._teaching(of), PLACES, replace=False) if which is None else which)
        found = [torch.from_numpy(facts.arrays[name][which].astype(np.float32)) for name in FEATURES]
        joined = head.joined(found, torch.from_numpy(facts.arrays["seen"][which].astype(np.float32)))
        goals = np.stack([named(facts.arrays["labels"][n], facts.told[n]) for n in which])
        picks = [_picked(goal, rng) for goal in goals]
        places = torch.cat([joined[n].flatten(1)[:, pick].T for n, pick in enumerate(picks)])
        goal = torch.from_numpy(
            np.concatenate([goals[n].ravel()[pick] for n, pick in enumerate(picks)]).astype(np.int64)
        )
        scores = head.places(places) @ head.words(texts, places=True).T * head.weights["warmth"].exp()
        return F.cross_entropy(scores, goal)

    def _teaching(self, of: int) -> list[int]:
        return [n for n, row in enumerate(self.sets[of].told) if not row["held"]]

    def figures(self, head: Head) -> dict[str, float]:
        """Retrieval of held-out pictures by their first captions, by domain, and places of held-out worlds."""
        with torch.inference_mode():
            return {**self._retrieval(head), **self._overlap(head)}

    def _retrieval(self, head: Head) -> dict[str, float]:
        made = {}
        for domain in dict.fromkeys(self.told[n]["domain"] for n in self.held):
            which = [int(n) for n in self.held if self.told[n]["domain"] == domain]
            which = list({self.told[n]["captions"][0]: n for n in which}.values())[:400]
            pictures = head.whole(self.seen[which], self.anchor[which])
            texts = head.words(self._vectors([self.told[n]["captions"][0] for n in which]))
            rank = (pictures @ texts.T).argsort(1, descending=True)
            hit = rank == torch.arange(len(which))[:, None]
            made[f"{domain} R@1 of {len(which)}"] = float(hit[:, :1].any(1).float().mean())
            made[f"{domain} R@5 of {len(which)}"] = float(hit[:, :5].any(1).float().mean())
        return made

    def _overlap(self, head: Head) -> dict[str, float]:
        """Mean intersection over union of the palette's classes on held-out worlds, the first way to say each."""
        facts = self.sets[0]
        which = [n for n, row in enumerate(facts.told) if row["held"]][::3][:64]
        texts = head.words(self._vectors([ways[0] for ways in PHRASES.values()]), places=True)
        both, either = np.zeros(len(PHRASES)), np.zeros(len(PHRASES))
        for n in which:
            found = [torch.from_numpy(facts.arrays[name][n : n + 1].astype(np.float32)) for name in FEATURES]
            joined = head.joined(found, torch.from_numpy(facts.arrays["seen"][n : n + 1].astype(np.float32)))
            best = (head.places(joined.permute(0, 2, 3, 1)) @ texts.T).argmax(-1)[0].numpy()
            for label in range(len(PHRASES)):
                a, b = best == label, facts.arrays["labels"][n] == label
                both[label] += (a & b).sum()
                either[label] += (a | b).sum()
        wanted = ("sky", "water", "mountain", "tree", "building", "moon", "character")
        scores = {name: both[n] / max(1, either[n]) for n, name in enumerate(PHRASES)}
        return {"IoU of seven": float(np.mean([scores[name] for name in wanted]))} | {
            f"IoU {name}": float(scores[name]) for name in wanted
        }


def _picked(goal: ndarray, rng: np.random.Generator) -> ndarray:
    """Places of a label map, each class about as often as the root of its share."""
    flat = goal.ravel()
    there = np.flatnonzero(flat >= 0)
    if not len(there):
        return there
    counts = np.bincount(flat[there])
    chance = counts[flat[there]] ** -0.5
    return np.asarray(rng.choice(there, min(POINTS, len(there)), replace=False, p=chance / chance.sum()))


def _noisy(seen: Tensor, rng: np.random.Generator) -> Tensor:
    """Features with some left out, so that none is relied on."""
    keep = torch.from_numpy((rng.random(seen.shape) > 0.15).astype(np.float32))
    return seen * keep / 0.85
