"""Losses of regions: each goes down in its own, weights mean what they say, no seams, and memory depends on a chunk."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator

import torch

from benchmarks.hand.scenes import SIZE, staged
from benchmarks.rows import Row
from melies.guidance import measures
from melies.guidance.critics.base import Critic, Sum
from melies.guidance.critics.difference import Difference
from melies.guidance.critics.palette import Palette
from melies.guidance.critics.smooth import Saturation, Smooth
from melies.guidance.guides import planes
from melies.synthesis.hand import edit, embolden
from melies.synthesis.solvers.descent import descend


def rows() -> Iterator[Row]:
    yield from _three()
    yield from _bold()
    yield from _memory()


def _three() -> Iterator[Row]:
    """Three regions with losses of their own, then one weight doubled while the others are kept."""
    picture = planes(staged().pixels)
    thirds = [torch.zeros(SIZE.height, SIZE.width) for _ in range(3)]
    for n, mask in enumerate(thirds):
        mask[:, n * 64 : (n + 1) * 64] = 1
    red = torch.tensor([[0.8, 0.2, 0.1], [0.3, 0.05, 0.05]])
    wishes = [Palette(red), Smooth(), Saturation(0.2)]

    def solved(weights: tuple[float, ...], free: torch.Tensor) -> torch.Tensor:
        critic = Sum(tuple((w, c.within(m)) for w, c, m in zip(weights, wishes, thirds, strict=True)))
        return last(picture, critic, free)

    whole = torch.ones_like(thirds[0])
    after = solved((1.0, 4.0, 1.0), whole)
    for name, critic, mask in zip(("palette", "smooth", "saturation"), wishes, thirds, strict=True):
        a, b = (float(critic.judge(p, mask).energy) for p in (picture, after))
        yield Row(f"three regions: {name} in its own, after over before", b / a, "x", 1.0)
    yield Row("gradient's step across a border over the interior's", _seam(picture), "x", 1.2)
    first = thirds[0]
    calm = Difference(picture)
    one, two = (last(picture, (w * wishes[0] + calm).within(first), first) for w in (1.0, 2.0))
    beyond = float((two - picture).abs()[..., 64:].max())
    yield Row("one weight doubled, the others kept: largest change beyond its region", beyond, "levels", 0)
    energies = [float(wishes[0].judge(p, first).energy) for p in (one, two)]
    yield Row("and its loss, over the single weight's", energies[1] / energies[0], "x", 0.98)
    still = solved((0.0, 0.0, 0.0), whole)
    yield Row("weight 0 everywhere: largest change", float((still - picture).abs().max()), "levels", 0)


def _seam(picture: torch.Tensor) -> float:
    """How much more a first gradient changes from a pixel to the next at the edge of a region of one wish and weight
    that lies in a region of the same wish and weight, than elsewhere: cutting a region in two leaves no line."""
    halves = [torch.zeros(SIZE.height, SIZE.width) for _ in range(2)]
    halves[0][:, :96], halves[1][:, 96:] = 1, 1
    wish = Palette(torch.tensor([[0.8, 0.2, 0.1], [0.3, 0.05, 0.05]]))
    leaf = picture.clone().requires_grad_(True)
    sum(wish.within(half).judge(leaf).energy for half in halves).backward()  # type: ignore[union-attr]
    assert leaf.grad is not None
    steps = leaf.grad.abs().sum(1)[0].diff(dim=1).abs()
    return float(steps[:, 95].mean() / steps.mean())


def last(picture: torch.Tensor, critic: Critic, free: torch.Tensor, steps: int = 30) -> torch.Tensor:
    """The picture after a descent."""
    return [step.picture for step in descend(picture, critic, free, steps)][-1]


def _bold() -> Iterator[Row]:
    picture = staged(look="starry oils")
    made = edit(picture, [embolden("trees")])
    mask = made.places["trees"].mask
    a, b = (measures.contrast(p, mask) for p in (picture.pixels, made.picture.pixels))
    yield Row("embolden: contrast (RMS) in the region", b / a, "x", 1.15, least=True)
    same = measures.same_edges(picture.pixels, made.picture.pixels, mask)
    yield Row("embolden: edges in place (IoU)", same, "", 0.9, True)


def _memory() -> Iterator[Row]:
    """Peak memory of text critics with 16 and with 128 views, 8 at once, each in a process of its own."""
    ask = [sys.executable, "-m", "benchmarks.hand.losses"]
    told = [subprocess.run([*ask, n], capture_output=True, text=True, check=True) for n in ("16", "128")]
    peaks = [int(one.stdout.split()[-1]) for one in told]
    yield Row("memory for 128 views over that for 16, 8 at once", peaks[1] / peaks[0], "x", 1.2)


def _views(count: int) -> None:
    from melies.guidance.critics.text import Text
    from melies.guidance.perceptors.lens import lens
    from melies.guidance.views import Views

    picture = torch.rand(1, 3, 216, 384, requires_grad=True)
    Text(lens(), "a golden lake", views=Views(count=count, chunk=8)).judge(picture).energy.backward()  # type: ignore[no-untyped-call]
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    _views(int(sys.argv[1]))
