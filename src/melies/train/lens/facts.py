"""What a frozen network sees in every sample, worked out once and kept on disk, so that a head is taught quickly."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy import ndarray

from melies.guidance.perceptors.lens import FINEST, TAKEN
from melies.guidance.perceptors.lite import Lite
from melies.media.atomic import write_text
from melies.train.lens.samples import Sample

BATCH = 16
FEATURES = ("f0", "f1", "f2", "f3")


@dataclass(frozen=True, eq=False)
class Facts:
    """Samples of one shape. arrays: `f0`-`f3` (n, C, h, w), `seen` (n, 1280), `logits` (n, 1000), float16, and
    `labels` (n, h, w) at the finest stride; told: captions and the rest of each."""

    arrays: dict[str, ndarray]
    told: list[dict[str, Any]]

    def __len__(self) -> int:
        return len(self.told)

    @classmethod
    def load(cls, folder: Path) -> Facts:
        """From a folder that `write` made."""
        names = (*FEATURES, "seen", "logits", "labels")
        arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names}
        return cls(arrays, json.loads((folder / "told.json").read_text("utf-8")))


def write(samples: Iterator[Sample], net: Lite, folder: Path) -> Iterator[int]:
    """Work out and keep the facts of samples of one shape; yields how many are done."""
    folder.mkdir(parents=True, exist_ok=True)
    kept: dict[str, list[ndarray]] = {name: [] for name in (*FEATURES, "seen", "logits", "labels")}
    told: list[dict[str, Any]] = []
    numbered = enumerate(samples)
    for _, group in groupby(numbered, lambda pair: pair[0] // BATCH):
        some = [sample for _, sample in group]
        for name, values in _seen(some, net).items():
            kept[name].append(values)
        told += [
            {"captions": s.captions, "wrong": s.wrong, "domain": s.domain, "held": s.held, "names": s.names}
            for s in some
        ]
        yield len(told)
    for name, rows in kept.items():
        np.save(folder / f"{name}.npy", np.concatenate(rows))
    write_text(folder / "told.json", json.dumps(told))  # last of all: it says that the rest is there


def _seen(samples: Sequence[Sample], net: Lite) -> dict[str, ndarray]:
    pictures = torch.from_numpy(np.stack([s.pixels for s in samples])).permute(0, 3, 1, 2).float() / 255
    with torch.inference_mode():
        found = net(pictures)
        values = {name: features for name, features in zip(FEATURES, found[TAKEN], strict=True)}
        values |= {"seen": net.head(found[-1]).mean((2, 3)), "logits": net.classes(found[-1])}
    made = {name: tensor.half().numpy() for name, tensor in values.items()}
    half = FINEST // 2
    return made | {"labels": np.stack([s.labels[half::FINEST, half::FINEST] for s in samples]).astype(np.int8)}
