"""What a judge says that nobody optimised against: of the best of many, of searched stagings, of what came and went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy import ndarray

from benchmarks.hand.judge import scores
from benchmarks.hand.losses import last
from benchmarks.hand.scenes import FIXTURES, SIZE, VIEW, prompts, staged
from benchmarks.rows import Row
from melies.core.asset import MemoryAssets
from melies.core.image import Image, to_bytes
from melies.guidance.critics.text import Text
from melies.guidance.eye import told
from melies.guidance.guides import planes
from melies.guidance.perceptors.lens import lens
from melies.guidance.regions import masks
from melies.guidance.views import Views
from melies.synthesis.hand import add, edit, remove
from melies.synthesis.solvers.search import best_of, search

TRIES = 4
GROUND = "an alpine lake at noon, pine trees"
THINGS = ("a red fox", "a lighthouse", "a wooden cabin", "a brown horse", "a hot-air balloon", "a sailing boat",
          "a robot", "a white goose", "a car", "a bear")  # fmt: skip
BOX = (0.55, 0.35, 0.8, 0.85)
MARGIN = 0.25  # of a box's sides, that the judge is shown round it
WORDS = ("a golden forest in autumn", "a stormy sea at night", "a snowy mountain", "a pink desert", "a green jungle")


def chosen(count: int) -> Iterator[Row]:
    """The judge's word on pictures chosen by the lens, against the first try of the same words."""
    first, several, searched = list[float](), list[float](), list[float]()
    for brief in prompts(count):
        assets, words = MemoryAssets(), brief.text

        def energy(image: Image, words: str = words) -> float:
            return told(to_bytes(image.rgb), words)[0]

        requests = [brief.request.model_copy(update={"seed": brief.request.seed + n}) for n in range(TRIES)]
        best = best_of(requests, assets, energy)
        *_, found = search(brief.request, assets, energy, stages=2)
        base = best_of(requests[:1], assets, lambda image: 0.0)
        three = scores([to_bytes(one.image.rgb) for one in (base, best, found)], [words])[:, 0]
        for values, value in zip((first, several, searched), three, strict=True):
            values.append(float(value))
    for name, found_ in ((f"best of {TRIES}", several), ("staging search", searched)):
        yield Row(f"{name}: share that the judge prefers to the first try (a tie is half), {count} prompts",
                  _wins(found_, first), "", 0.8, True)  # fmt: skip
        yield Row(f"{name}: the judge's score, mean gain over its deviation",
                  float(np.mean(np.subtract(found_, first)) / np.std(first)), "")  # fmt: skip


def _wins(ours: Sequence[float], theirs: Sequence[float]) -> float:
    return float(np.mean([(a > b) + 0.5 * (a == b) for a, b in zip(ours, theirs, strict=True)]))


def came_and_went() -> Iterator[Row]:
    """What removing and adding does to the judge's score of the word, in the place and elsewhere."""
    bare = staged(GROUND, size=VIEW)
    never = [staged(words, size=VIEW).pixels for words in (GROUND, *FIXTURES)]
    gone, lowered, came, elsewhere = 0, list[float](), list[float](), list[float]()
    for thing in THINGS:
        picture = staged(f"{thing}, {GROUND}", size=VIEW)
        made = edit(picture, [remove(thing, name="it")])
        box = _wide(masks.bounds(made.places["it"].mask))
        before, after = scores([_crop(p, box) for p in (picture.pixels, made.picture.pixels)], [thing])[:, 0]
        usual = scores([_crop(pixels, box) for pixels in never], [thing])[:, 0]
        gone += int(after <= usual.mean() + 2 * usual.std())
        lowered.append(float(before - after))
        put = edit(bare, [add(thing, BOX)])
        seen = [_crop(p, _wide(BOX)) for p in (bare.pixels, put.picture.pixels)]
        far = [_crop(p, (0.0, 0.2, 0.3, 0.9)) for p in (bare.pixels, put.picture.pixels)]
        four = scores([*seen, *far], [thing])[:, 0]
        came.append(float(four[1] - four[0]))
        elsewhere.append(abs(float(four[3] - four[2])))
    yield Row("remove: share within the judge's spread where it never was", gone / len(THINGS), "", 1, True)
    yield Row("remove: mean fall of the score", float(np.mean(lowered)), "", 0.01, True)
    yield Row("remove: share whose score falls", float(np.mean(np.array(lowered) > 0)), "")
    yield Row("add: share whose score rises in the box", float(np.mean(np.array(came) > 0)), "", 0.9, True)
    yield Row("add: mean change elsewhere over that in the box", float(np.mean(elsewhere) / np.mean(came)), "x", 0.2)


def _wide(box: tuple[float, ...]) -> tuple[float, ...]:
    left, top, right, bottom = box
    x, y = MARGIN * (right - left), MARGIN * (bottom - top)
    return max(0.0, left - x), max(0.0, top - y), min(1.0, right + x), min(1.0, bottom + y)


def _crop(pixels: ndarray, box: tuple[float, ...]) -> ndarray:
    height, width = pixels.shape[:2]
    left, top, right, bottom = box
    return pixels[int(top * height) : max(int(bottom * height), int(top * height) + 8),
                  int(left * width) : max(int(right * width), int(left * width) + 8)]  # fmt: skip


def overfitting() -> Iterator[Row]:
    """How much of a gain on the lens the judge does not see, with many views and with the whole picture only."""
    for name, views in (("8 views", Views(count=8, chunk=8)), ("one view", Views(count=1, chunk=1))):
        ours, theirs = list[float](), list[float]()
        for number, words in enumerate(WORDS):
            pixels = staged(FIXTURES[number]).pixels
            picture = planes(pixels)
            after = last(picture, Text(lens(), words, views=views), torch.ones(SIZE.height, SIZE.width), 40)
            both = [pixels, (after[0].permute(1, 2, 0).numpy() * 255 + 0.5).astype(np.uint8)]
            with torch.no_grad():
                seen = lens().picture(torch.cat([picture, after])) @ lens().text([words]).T
            ours.append(float(seen[1] - seen[0]))
            judged = scores(both, [words])[:, 0]
            theirs.append(float(judged[1] - judged[0]))
        yield Row(f"descent on text, {name}: gain of cosine on the lens", float(np.mean(ours)), "")
        yield Row(f"descent on text, {name}: that gain less the judge's (overfitting gap)",
                  float(np.mean(ours) - np.mean(theirs)), "")  # fmt: skip
