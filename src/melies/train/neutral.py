"""The neutral look: 990 numbers with which the style network repaints a picture as it is.

    python -m melies.train.neutral PICTURES_DIR src/melies/assets/style --minutes 5

It is the zero end of a look's strength (`models.lay`). The last layer's scale and shift are each picture's own
spread and mean, as `lay.levels` sets them at run time, so only the 984 others are learnt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from jaxtyping import Float32
from numpy import ndarray
from torch import Tensor

from melies.core.seed import Seed
from melies.models.style import Norms, presets
from melies.train.look import Run
from melies.train.stylenet import forward

Picture = Float32[ndarray, "h w 3"]


def own_levels(pictures: Tensor, norms: Tensor) -> Tensor:
    """Norms (B, 990) whose last layer has each picture's own spread and mean."""
    logits = torch.logit(pictures.clamp(0.02, 0.98))
    body = norms[:-6].expand(len(pictures), -1)
    return torch.cat((body, logits.std((2, 3)), logits.mean((2, 3))), 1)


def difference(painted: Tensor, pictures: Tensor) -> Tensor:
    """Mean difference of colours, of their gradients, and of their means over 8x8 cells."""
    off = painted - pictures
    edges = off.diff(dim=2).abs().mean() + off.diff(dim=3).abs().mean()
    return off.abs().mean() + 0.5 * edges + 0.5 * F.avg_pool2d(off, 8).abs().mean()


def learn_neutral(
    pictures: Sequence[Picture], minutes: float, start: Norms | None = None, seed: int = 0, size: int = 160
) -> Iterator[tuple[float, float, Norms]]:
    """Yields (part done, loss, norms) after every step; begins at the preset that changes pictures least."""
    crops = (Seed(seed) / "neutral").rng()
    first = _batch(pictures, size, crops, 4)
    run = Run(torch.from_numpy((_plainest(first) if start is None else start).copy()))
    begun = time.monotonic()
    while (part := (time.monotonic() - begun) / (60 * minutes)) < 1:
        batch = _batch(pictures, size, crops, 2)
        loss = difference(forward(batch, own_levels(batch, run.norms)), batch)
        run.descend(loss, 1e-2 * max(0.03, 1 - part))
        yield part, float(loss.detach()), run.look()


def keep(norms: Norms, folder: Path) -> None:
    """Write neutral.safetensors and its hash into the style network's folder."""
    from safetensors.numpy import save

    norms = norms.copy()
    norms[-6:-3], norms[-3:] = 1, 0
    data = save({"norms": norms.astype(np.float32)})
    (folder / "neutral.safetensors").write_bytes(data)
    facts = json.loads((folder / "style.json").read_text())
    facts["neutral_sha256"] = hashlib.sha256(data).hexdigest()
    (folder / "style.json").write_text(json.dumps(facts, indent=1) + "\n")


def _plainest(batch: Tensor) -> Norms:
    with torch.no_grad():
        scores = [float(difference(forward(batch, own_levels(batch, torch.from_numpy(p))), batch)) for p in presets()]
    return np.asarray(presets()[int(np.argmin(scores))])


def _batch(pictures: Sequence[Picture], size: int, rng: np.random.Generator, count: int) -> Tensor:
    crops = []
    for _ in range(count):
        picture = pictures[int(rng.integers(len(pictures)))]
        y, x = (int(rng.integers(side - size + 1)) for side in picture.shape[:2])
        crop = picture[y : y + size, x : x + size]
        crops.append(crop[:, ::-1] if rng.random() < 0.5 else crop)
    return torch.from_numpy(np.ascontiguousarray(np.stack(crops).transpose(0, 3, 1, 2)))


def main() -> None:
    from melies.core.image import from_bytes
    from melies.media.picture import read_rgb

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pictures", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=5.0)
    given = parser.parse_args()
    pictures = [from_bytes(read_rgb(path)) for path in sorted(given.pictures.glob("*.jpg"))]
    learnt, loss = presets()[0], 0.0
    for step, (_, now, learnt) in enumerate(learn_neutral(pictures, given.minutes)):  # noqa: B007
        loss = now if step == 0 else 0.95 * loss + 0.05 * now
        if step % 50 == 0:
            print(step, round(loss, 4), flush=True)
    keep(learnt, given.out)


if __name__ == "__main__":
    main()
