"""What a lesson asks: which layers are given, which are left out, how noisy each is, and what is painted anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import torch
from numpy import ndarray
from torch import Tensor

from melies.models.vista.layers import LOUD, codes, span
from melies.models.vista.spec import LAYERS
from melies.scene.labels import FIGURES

NAMES = tuple(LAYERS)
LABELS = NAMES.index("labels")
TASKS = {  # share of the pictures of a lesson
    "everything": 0.24, "from labels": 0.24, "from part of a map": 0.1, "from an outline": 0.16, "reading": 0.12,
    "inpainting": 0.1, "any": 0.04,
}  # fmt: skip
PART = "from part of a map"
LEFT_OUT = 0.5  # of the lessons that are given a layer: the chance that another one is not asked for
SURE = 0.5  # of the readings: from nothing at all, in one step
MIDDLE, SPREAD = -0.6, 0.9  # of the logit of a noise level
CLEAREST = 0.9  # weights grow no further beyond this level
DUE = {"rgb": 1.0, "depth": 0.3, "labels": 0.5, "outline": 0.25}  # what a layer's error counts


@dataclass(frozen=True, eq=False)
class Task:
    """A batch as the network is asked. clean, z: (B, C, h, w); levels: (B, layers); clear: (B, 1, h, w).

    due: (B, layers, h, w), what each layer's error counts where. absent: (B, labels, h, w), where a label is known not
    to be though nobody knows what is there: figures that were drawn elsewhere in an open map.
    """

    clean: Tensor
    z: Tensor
    levels: Tensor
    clear: Tensor
    due: Tensor
    absent: Tensor

    def to(self, device: str) -> Task:
        """The same on another device."""
        parts = (self.clean, self.z, self.levels, self.clear, self.due, self.absent)
        return Task(*(part.to(device) for part in parts))


def drawn(clean: Mapping[str, ndarray], known: ndarray, rng: np.random.Generator) -> Task:
    """A task for each picture of a batch. clean: (B, C, h, w) by layer; known: (B, layers), False where it is not.

    Where labels are zeros, nobody knows them: nothing is asked there, and a map with such places is given as noise
    with the rest drawn into it. So is a part of a whole map in one of the tasks, whose labels elsewhere are asked for.
    """
    whole = torch.from_numpy(np.concatenate([clean[name] for name in NAMES], 1))
    count, _, height, width = whole.shape
    rows = [_levels(rng, some) for some in known]
    levels, owing = np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])
    sure = torch.from_numpy(np.abs(clean["labels"]).max(1) > 0)
    held = torch.zeros_like(sure)  # where labels are drawn into noise
    for n in np.flatnonzero(known[:, LABELS] & ~sure.flatten(1).all(1).numpy()).tolist():
        held[n] = sure[n] & bool(levels[n, LABELS] == 1)
        levels[n, LABELS] = 0.0
    noise = torch.from_numpy(rng.standard_normal(whole.shape, np.float32))
    clear = torch.from_numpy(np.broadcast_to(levels[:, 0, None, None, None], (count, 1, height, width)).copy())
    due = torch.from_numpy(np.broadcast_to(owing[..., None, None], (*owing.shape, height, width)).copy())
    for n, (_, _, task) in enumerate(rows):
        if task == "inpainting":
            kept = torch.from_numpy(_kept(height, width, rng))
            clear[n, 0] = torch.where(kept > 0, kept, clear[n, 0])
            due[n, 0] *= kept < 1
        elif task == PART and known[n, LABELS]:
            held[n] = sure[n] & torch.from_numpy(_part(clean["labels"][n], rng))
    absent = _absent(clean["labels"], sure) * due[:, LABELS].amax((1, 2))[:, None, None, None]
    due[:, LABELS] *= sure & ~held
    z = torch.empty_like(whole)
    for number, name in enumerate(NAMES):
        at = clear if name == "rgb" else torch.from_numpy(levels[:, number])[:, None, None, None]
        at = torch.where(held[:, None], 1.0, at) if name == "labels" else at
        z[:, span(name)] = at * whole[:, span(name)] + (1 - at) * noise[:, span(name)]
    return Task(whole, z, torch.from_numpy(levels), clear, due, absent)


def owed(task: Task, foretold: Tensor) -> dict[str, Tensor]:
    """What each layer owes: the error of the flow that the clean picture means, so much for each level."""
    owed = {}
    for number, name in enumerate(NAMES):
        error = (foretold[:, span(name)] - task.clean[:, span(name)]).square().mean(1, keepdim=True)
        level = task.clear if name == "rgb" else task.levels[:, number, None, None, None]
        heavy = 1 / (1 - level.clamp_max(CLEAREST)) ** 2
        owed[name] = (error * heavy * task.due[:, number, None]).mean()
    if bool(task.absent.any()):
        said = torch.einsum("bchw,nc->bnhw", foretold[:, span("labels")], _words(foretold)) / LAYERS["labels"]
        owed["labels"] = owed["labels"] + (said.clamp_min(0).square() * task.absent).sum(1).mean()
    return owed


def _absent(labels: ndarray, sure: Tensor) -> Tensor:
    """Where figures drawn in an open map are not, (B, labels, h, w): wherever the map is open."""
    coded = torch.from_numpy(labels)
    drawn = torch.einsum("bchw,nc->bnhw", coded, _words(coded)).amax((2, 3)) > LAYERS["labels"] * LOUD / 2
    figures = torch.tensor([number in FIGURES for number in range(len(codes()))])
    return (drawn & figures)[..., None, None] * (~sure[:, None]).float()


def _words(like: Tensor) -> Tensor:
    return torch.from_numpy(codes()).to(like)


def _levels(rng: np.random.Generator, known: ndarray) -> tuple[ndarray, ndarray, str]:
    """Levels and dues of the layers for one picture, and the name of a task that asks for something that is known."""
    while True:
        levels, due, task = _drawn_levels(rng)
        levels[~known], due[~known] = 0.0, 0.0
        if due.any():
            return levels, due, task


def _drawn_levels(rng: np.random.Generator) -> tuple[ndarray, ndarray, str]:
    task = str(rng.choice(list(TASKS), p=np.array(list(TASKS.values())) / sum(TASKS.values())))
    level = _level(rng)
    levels = np.full(len(NAMES), level, np.float32)
    due = np.array([DUE[name] for name in NAMES], np.float32)
    given: tuple[str, ...] = ()
    if task == "from labels":
        given = ("labels", "outline") if rng.random() < 0.25 else ("labels",)
        given = (*given, "depth") if rng.random() < 0.2 else given
    elif task == "from an outline":
        given = ("outline",)
    elif task == "reading":
        given = ("rgb",)
        if rng.random() < SURE:
            levels[:] = 0.0
    elif task == "inpainting":
        given = tuple(name for name in NAMES[1:] if rng.random() < 0.3)
    elif task == "any":
        levels = np.array([_level(rng) for _ in NAMES], np.float32)
    for number, name in enumerate(NAMES):
        if name in given:
            levels[number], due[number] = 1.0, 0.0
        elif task not in ("everything", "any", "reading", PART) and name != "rgb" and rng.random() < LEFT_OUT:
            levels[number], due[number] = 0.0, 0.0
    return levels, due, task


def _part(labels: ndarray, rng: np.random.Generator) -> ndarray:
    """Which part of a map (C, h, w) somebody might draw: some of its things, or boxes and blots of it; bool (h, w)."""
    if rng.random() < 0.5:
        return np.asarray(_kept(labels.shape[1], labels.shape[2], rng) < 1)
    words = np.tensordot(1 << np.arange(len(labels)), labels > 0, 1)
    some = np.unique(words)
    chosen = some[rng.random(len(some)) < 0.4]
    return np.isin(words, chosen if len(chosen) else rng.choice(some, 1))


def _level(rng: np.random.Generator) -> float:
    return float(1 / (1 + np.exp(-rng.normal(MIDDLE, SPREAD))))


def _kept(height: int, width: int, rng: np.random.Generator) -> ndarray:
    """Where colour is given: 1 outside of boxes and blots, 0 within; now and then the other way round."""
    kept = np.ones((height, width), np.float32)
    for _ in range(int(rng.integers(1, 4))):
        h, w = (int(side * rng.uniform(0.15, 0.7)) + 1 for side in (height, width))
        y, x = int(rng.integers(0, height - h // 2)), int(rng.integers(0, width - w // 2))
        if rng.random() < 0.5:
            kept[y : y + h, x : x + w] = 0
        else:
            rows, columns = np.mgrid[:height, :width]
            kept[((rows - y - h / 2) / h) ** 2 + ((columns - x - w / 2) / w) ** 2 < 0.25] = 0
    if rng.random() < 0.2:  # only what is within stays: the picture is continued outwards
        kept = 1 - kept
    return kept
