"""What the author's hand promises, in figures: exact masks, losses in their regions, words found in pixels alone."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator

import numpy as np
import torch

from benchmarks.rows import Row, told
from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.region import Region
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.guidance import measures
from melies.guidance.critics.base import Critic, Sum
from melies.guidance.critics.difference import Difference
from melies.guidance.critics.palette import Palette
from melies.guidance.critics.smooth import Saturation, Smooth
from melies.guidance.eye import seen
from melies.guidance.guides import planes
from melies.guidance.phrases import PHRASES
from melies.guidance.regions import masks
from melies.scene.labels import LABELS
from melies.synthesis import make
from melies.synthesis.hand import Picture, edit
from melies.synthesis.solvers.descent import descend
from melies.train.corpus.shards import MOON, _shard

SIZE = Size(width=192, height=112)
WORDS = "an old fisherman and a rowing boat on a mountain lake at dusk, full moon, pine trees"
MASKS, WORLDS = 200, 24
SEVEN = ("sky", "water", "mountain", "tree", "building", "moon", "character")
HELD_OUT = 900_000  # worlds of numbers that no lesson has


def rows(quick: bool) -> Iterable[Row]:
    return [*_exact(20 if quick else MASKS), *_regions(), *_bold(), *_found(4 if quick else WORLDS), *_memory()]


def _staged(look: str = "none") -> Picture:
    assets = MemoryAssets()
    request = Request(size=SIZE, prompt=(Phrase(text=WORDS),), seed=3, look=Look(name=look))
    return Picture(to_bytes(make(request, assets).rgb), assets, request)


def _exact(count: int) -> Iterator[Row]:
    """Random masks and wishes on every kind of picture: bytes that differ beyond what may change."""
    staged = _staged("starry oils")
    for name, picture in {"staged": staged, "plain": Picture(staged.pixels, MemoryAssets())}.items():
        rng, wrong = np.random.default_rng(5), 0
        for number in range(count):
            mask, feather = _blob(rng), float(rng.choice([0, 0, 3, 12]))
            made = edit(picture, [_wish(number, rng, feather)], {"m.png": mask})
            away = masks.feathered(mask, feather) == 0
            wrong += measures.differing(picture.pixels, made.picture.pixels, away.astype(np.float32))
        yield Row(f"{count} random masks, {name} picture: bytes that differ beyond mask and feather", wrong, "bytes", 0)


def _blob(rng: np.random.Generator) -> np.ndarray:
    """A brush mask: a few round dabs."""
    mask = np.zeros((SIZE.height, SIZE.width), np.float32)
    y, x = np.indices(mask.shape)
    for _ in range(int(rng.integers(1, 5))):
        middle, reach = rng.uniform(0, 1, 2) * mask.shape, rng.uniform(3, 25)
        mask[np.hypot(y - middle[0], x - middle[1]) < reach] = 1
    return mask if mask.any() else _blob(rng)


def _wish(number: int, rng: np.random.Generator, feather: float) -> Region:
    base = {"name": "r", "mask": "m.png", "feather": feather}
    kinds = (
        {"state": "embolden", "strength": float(rng.uniform(0.2, 1))},
        {"state": "change", "want": str(rng.choice(["golden", "turquoise", "dark red"]))},
        {"state": "change", "look": Look(name="woodblock wave")},
        {"state": "change", "losses": {"smooth": 1.0}} if number % 40 == 3 else {"state": "change", "want": "blue"},
    )
    return Region.model_validate({**base, **kinds[number % 4]})


def _regions() -> Iterator[Row]:
    """Three regions with losses of their own, then one weight doubled while the others are kept."""
    picture = planes(_staged().pixels)
    thirds = [torch.zeros(SIZE.height, SIZE.width) for _ in range(3)]
    for n, mask in enumerate(thirds):
        mask[:, n * 64 : (n + 1) * 64] = 1
    red = torch.tensor([[0.8, 0.2, 0.1], [0.3, 0.05, 0.05]])
    wishes = [Palette(red), Smooth(), Saturation(0.2)]

    def solved(weights: tuple[float, ...], free: torch.Tensor) -> torch.Tensor:
        critic = Sum(tuple((w, c.within(m)) for w, c, m in zip(weights, wishes, thirds, strict=True)))
        return _last(picture, critic, free)

    whole = torch.ones_like(thirds[0])
    after = solved((1.0, 4.0, 1.0), whole)
    for name, critic, mask in zip(("palette", "smooth", "saturation"), wishes, thirds, strict=True):
        a, b = (float(critic.judge(p, mask).energy) for p in (picture, after))
        yield Row(f"three regions: {name} in its own, after over before", b / a, "x", 1.0)
    jump = (after - picture).abs().sum(1)[0]
    across = float(jump[:, 63:65].diff(dim=1).abs().mean() + jump[:, 127:129].diff(dim=1).abs().mean()) / 2
    inside = float(jump.diff(dim=1).abs().quantile(0.9))
    yield Row("step of the change across a border over the interior's (0.9 quantile)", across / inside, "x", 1.2)
    first = thirds[0]
    calm = Difference(picture)
    one, two = (_last(picture, (w * wishes[0] + calm).within(first), first) for w in (1.0, 2.0))
    beyond = float((two - picture).abs()[..., 64:].max())
    yield Row("one weight doubled, the others kept: largest change beyond its region", beyond, "levels", 0)
    energies = [float(wishes[0].judge(p, first).energy) for p in (one, two)]
    yield Row("and its loss, over the single weight's", energies[1] / energies[0], "x", 0.98)
    still = solved((0.0, 0.0, 0.0), whole)
    yield Row("weight 0 everywhere: largest change", float((still - picture).abs().max()), "levels", 0)


def _last(picture: torch.Tensor, critic: Critic, free: torch.Tensor) -> torch.Tensor:
    return [step.picture for step in descend(picture, critic, free, 30)][-1]


def _bold() -> Iterator[Row]:
    picture = _staged("starry oils")
    made = edit(picture, [Region(name="trees", select="trees", state="embolden")])
    mask = made.places["trees"].mask
    a, b = (measures.contrast(p, mask) for p in (picture.pixels, made.picture.pixels))
    yield Row("embolden: contrast (RMS) in the region", b / a, "x", 1.15, least=True)
    yield Row(
        "embolden: edges in place (IoU)", measures.same_edges(picture.pixels, made.picture.pixels, mask), "", 0.9, True
    )


def _found(worlds: int) -> Iterator[Row]:
    """Words found in the pixels of worlds that no lesson had, against their exact labels."""
    both, either = dict.fromkeys(SEVEN, 0), dict.fromkeys(SEVEN, 0)
    for number in range(worlds):
        shard = _shard(HELD_OUT + number, Size(width=320, height=192), 0)
        for pixels, labels in list(zip(shard.pictures, shard.labels, strict=True))[::3]:
            for word in SEVEN:
                true = labels == (MOON if word == "moon" else LABELS[word])
                try:
                    mask = seen(PHRASES[word][0], pixels) > 0.5
                except AuthorError:
                    mask = np.zeros(true.shape, bool)
                if true.mean() >= 2e-3 or mask.any():
                    both[word] += int((mask & true).sum())
                    either[word] += int((mask | true).sum())
    scores = {word: both[word] / max(1, either[word]) for word in SEVEN}
    for word, score in scores.items():
        yield Row(f"select {word!r} from pixels: IoU", score, "")
    yield Row("select a word from pixels: mean IoU of seven", float(np.mean(list(scores.values()))), "", 0.6, True)


def _memory() -> Iterator[Row]:
    """Peak memory of text critics with 16 and with 128 views, 8 at once, each in a process of its own."""
    peaks = [int(subprocess.run([sys.executable, "-m", "benchmarks.control", "--views", str(n)], capture_output=True,
                                text=True, check=True).stdout.split()[-1]) for n in (16, 128)]  # fmt: skip
    yield Row("memory for 128 views over that for 16, 8 at once", peaks[1] / peaks[0], "x", 1.2)


def _views(count: int) -> None:
    from melies.guidance.critics.text import Text
    from melies.guidance.perceptors.lens import lens
    from melies.guidance.views import Views

    picture = torch.rand(1, 3, 216, 384, requires_grad=True)
    Text(lens(), "a golden lake", views=Views(count=count, chunk=8)).judge(picture).energy.backward()  # type: ignore[no-untyped-call]
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    if "--views" in sys.argv:
        _views(int(sys.argv[-1]))
        sys.exit(0)
    sys.exit(told("The author's hand: masks, losses, selections.", "fewer masks and worlds", rows))
