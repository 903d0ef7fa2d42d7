"""Teach the second judge's head: captions against pictures by contrast, on the samples that the lens has.

    python -m benchmarks.hand.judge_lesson PACKS --work .train

PACKS: a folder of picture packs (`melies corpus build`); `.train/worlds` holds rendered worlds (`melies train lens`).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from numpy import ndarray
from safetensors.torch import save
from torch import Tensor

from benchmarks.hand.judge import HEAD, pictured, seen, shapes, worded
from melies.core.seed import Seed
from melies.guidance.phrases import PHRASES
from melies.media.atomic import replacing, write_text
from melies.train.lens import samples
from melies.train.lens.words import vectors

STEPS, BATCH, RATE, DECAY = 1500, 512, 1.5e-3, 0.05
LEAST = 0.01  # of a picture that a thing must cover to be cut out of it


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("packs", type=Path)
    options.add_argument("--work", type=Path, default=Path(".train"))
    options.add_argument("--steps", type=int, default=STEPS)
    given = options.parse_args()
    home = given.work / "judge"
    if not (home / "told.json").is_file():
        home.mkdir(parents=True, exist_ok=True)
        look(chain(_worlds(given.work / "worlds"), islice(samples.cutouts(given.packs), 0, None, 2),
                   islice(samples.landscapes(given.packs), 0, None, 2)), home)  # fmt: skip
    facts, told = np.load(home / "seen.npy"), json.loads((home / "told.json").read_text())
    weights = teach(facts, told, given.steps, given.work / "lens" / "words.npz")
    with replacing(HEAD) as draft:
        draft.write_bytes(save({name: tensor.detach().half().contiguous() for name, tensor in weights.items()}))


def _worlds(folder: Path) -> Iterator[samples.Sample]:
    """Every fourth picture, and a thing cut out of each, by the name of its class."""
    for number, sample in enumerate(islice(samples.worlds(folder), 0, None, 4)):
        yield sample
        rng, names = (Seed(4) / number).rng(), list(PHRASES)
        for label in rng.permutation(np.unique(sample.labels[sample.labels >= 0])):
            rows, columns = np.nonzero(sample.labels == label)
            if len(rows) < LEAST * sample.labels.size or int(label) >= len(names):
                continue
            top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
            if (bottom - top) * (right - left) > 0.4 * sample.labels.size:
                continue
            ways = PHRASES[names[int(label)]]
            view = np.ascontiguousarray(sample.pixels[top:bottom, left:right])
            none = np.full(view.shape[:2], samples.UNKNOWN, np.int16)
            yield samples.Sample(view, none, tuple(ways[:3]), (), "things", sample.held)
            break


def look(every: Iterator[samples.Sample], home: Path) -> None:
    """What the network sees in all samples, kept."""
    rows, told = list[ndarray](), list[dict[str, Any]]()
    while some := list(islice(every, 16)):
        rows.extend(seen([sample.pixels for sample in some]).astype(np.float16))
        told += [{"captions": s.captions, "domain": s.domain, "held": s.held, "wrong": s.wrong} for s in some]
        print("seen", len(told), flush=True)
    np.save(home / "seen.npy", np.stack(rows))
    write_text(home / "told.json", json.dumps(told))


def teach(facts: ndarray, told: list[dict[str, Any]], steps: int, cache: Path) -> dict[str, Tensor]:
    known = vectors([text for row in told for text in (*row["captions"][:3], *row["wrong"][:1])], cache)
    texts = {text: torch.from_numpy(vector.copy()) for text, vector in known.items()}
    pictures, held = torch.from_numpy(facts).float(), np.array([row["held"] for row in told])
    taught, weights = np.flatnonzero(~held), _start()
    optimiser = torch.optim.AdamW(list(weights.values()), RATE, weight_decay=DECAY)
    for step in range(steps):
        rng = np.random.default_rng((7, step))
        for group in optimiser.param_groups:
            group["lr"] = RATE * min(1.0, (step + 1) / 50) * float(0.5 + 0.5 * np.cos(np.pi * step / steps))
        which = rng.choice(taught, BATCH, replace=False)
        rows = [told[n] for n in which]
        said = [str(rng.choice(row["captions"][:3])) for row in rows]
        wrong = [row["wrong"][0] for row in rows if row["wrong"]]
        noisy = pictures[which] * torch.from_numpy((rng.random((BATCH, facts.shape[1])) > 0.1).astype(np.float32)) / 0.9
        scores = pictured(weights, noisy) @ worded(weights, torch.stack([texts[t] for t in (*said, *wrong)])).T
        same = torch.tensor([[a == b for b in (*said, *wrong)] for a in said]).fill_diagonal_(False)
        scores = (scores * weights["heat"].exp()).masked_fill(same, -1e4)
        goal = torch.arange(BATCH)
        loss = (F.cross_entropy(scores, goal) + F.cross_entropy(scores[:, :BATCH].T, goal)) / 2
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if step % 250 == 249:
            print(step + 1, f"{float(loss.detach()):.3f}", figures(weights, pictures, told, texts), flush=True)
    return weights


def figures(weights: dict[str, Tensor], pictures: Tensor, told: list[dict[str, Any]], texts: dict[str, Tensor]) -> str:
    """Retrieval of held-out pictures by their first captions, by domain."""
    made = []
    for domain in dict.fromkeys(row["domain"] for row in told):
        which = [n for n, row in enumerate(told) if row["held"] and row["domain"] == domain]
        which = list({told[n]["captions"][0]: n for n in which}.values())[:400]
        with torch.inference_mode():
            texts_ = worded(weights, torch.stack([texts[told[n]["captions"][0]] for n in which]))
            rank = (pictured(weights, pictures[which]) @ texts_.T).argsort(1, descending=True)
        hit = rank == torch.arange(len(which))[:, None]
        made.append(f"{domain} R@1 {hit[:, :1].any(1).float().mean():.2f} R@5 {hit[:, :5].any(1).float().mean():.2f} "
                    f"of {len(which)}")  # fmt: skip
    return "; ".join(made)


def _start() -> dict[str, Tensor]:
    chance, made = torch.Generator().manual_seed(3), {}
    for name, shape in shapes().items():
        fan = float(shape[-1]) ** -0.5 * (0.05 if name == "said.w" else 1.0)
        made[name] = torch.randn(shape, generator=chance) * fan if name.endswith(".w") else torch.zeros(shape)
    made["heat"] = torch.full((1,), 3.0)
    return {name: tensor.requires_grad_(True) for name, tensor in made.items()}


if __name__ == "__main__":
    main()
