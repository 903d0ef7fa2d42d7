"""Pictures from words beside rendered ones: attributes, distances of distributions, diversity, memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import cv2
import numpy as np
import torch
from numpy import ndarray

from benchmarks.rows import Row
from benchmarks.small.held import Seen, from_words, small
from melies.core.image import to_bytes
from melies.core.seed import Seed
from melies.guidance.guides import planes
from melies.guidance.perceptors.lens import backbone

HOURS = {"dawn": 0, "morning": 1, "noon": 1, "afternoon": 1, "sunset": 2, "dusk": 3, "night": 4}
WEATHER = ("in mist", "in the rain", "in falling snow", "in a storm", "in neon light")
PLACES = ("lake", "coast", "jungle", "desert", "city", "meadow", "forest", "snow")
LIVING = (
    "fox",
    "wolf",
    "dog",
    "cat",
    "horse",
    "deer",
    "bear",
    "girl",
    "boy",
    "woman",
    "man",
    "wizard",
    "knight",
    "robot",
)
STANDING = ("house", "cottage", "cabin", "barn", "church", "lighthouse", "castle", "tower", "skyscraper", "temple")
SIDES = 128  # directions that pictures are laid along for the sliced distance
RIDGE = 30.0


def attributes(words: str) -> dict[str, int]:
    """What a caption says that can be read off a picture."""
    said = words.lower()
    place = next((n for n, name in enumerate(PLACES) if name in said.split(",")[0]), -1)
    hour = next((value for name, value in HOURS.items() if name in said), -1)
    weather = next((n + 1 for n, name in enumerate(WEATHER) if name in said), 0)
    return {
        "place": place, "time": hour, "weather": weather,
        "somebody": int(any(re.search(rf"\b{name}\b", said) for name in LIVING)),
        "a building": int(any(re.search(rf"\b{name}\b", said) for name in STANDING)),
        "several of a kind": int(any(f" {count} " in f" {said}" for count in ("2", "3", "4", "5"))),
    }  # fmt: skip


def features(pictures: Sequence[ndarray]) -> ndarray:
    """What the lens' ImageNet network sees in each (1280 numbers), and its colours in nine parts, (n, 1307).

    The enlarger learnt to please that network's first layers; the base pictures did not.
    """
    found = []
    with torch.inference_mode():
        for rgb in pictures:
            seen = backbone().head(backbone()(planes(to_bytes(cv2.resize(rgb, (320, 192)))))[-1])
            parts = cv2.resize(rgb, (3, 3), interpolation=cv2.INTER_AREA).ravel()
            found.append(np.concatenate([seen.mean((2, 3))[0].numpy(), 4 * parts]))
    return np.stack(found)


def rows(taught: tuple[Seen, ...], held: tuple[Seen, ...], probes: tuple[Seen, ...]) -> Iterator[Row]:
    """taught: of the lessons; held: that pictures are made for; probes: others, that the classifiers learn from."""
    made = from_words(held)
    ours, true, known = features(made), features([one.rgb for one in held]), features([one.rgb for one in probes])
    old = features([one.rgb for one in taught])
    shares = []
    for name in attributes(""):
        goal = np.array([attributes(one.words)[name] for one in held])
        probe = _probe(known, np.array([attributes(one.words)[name] for one in probes]))
        where = goal >= 0
        read = [float((probe(some) == goal)[where].mean()) for some in (ours, true)]
        shares.append(read[0] / max(1e-9, read[1]))
        yield Row(f"{name} read from pictures made of words", read[0], "")
        yield Row(f"{name} read from renders of the same words", read[1], "")
    yield Row("attributes: accuracy over that on renders, mean", float(np.mean(shares)), "x", 0.8, True)
    half = len(held) // 2
    yield Row("sliced Wasserstein distance (not FID) to renders", sliced(made[:half], [o.rgb for o in held[half:]]), "")
    yield Row("the same between renders", sliced([o.rgb for o in held[:half]], [o.rgb for o in held[half:]]), "")
    yield Row("diversity: distance between made ones, over that of renders", _apart(ours) / _apart(true), "x")
    yield Row(
        "memory: distance to the nearest taught, over a render's",
        _nearest(ours, old) / _nearest(true, old),
        "x",
        0.8,
        True,
    )


def by_steps(held: tuple[Seen, ...]) -> Iterator[Row]:
    """The sliced distance by how many steps a picture took."""
    half = len(held) // 2
    true = [one.rgb for one in held[half:]]
    for steps in (5, 10, 20, 40):
        yield Row(f"sliced distance after {steps} steps", sliced(from_words(held[:half], steps), true), "")


def sliced(some: Sequence[ndarray], others: Sequence[ndarray]) -> float:
    """Mean distance of sorted shadows along random directions of small pictures (Rabin et al. 2011)."""
    count = min(len(some), len(others))
    a, b = (np.stack([small(rgb).ravel() for rgb in pictures[:count]]) for pictures in (some, others))
    ways = Seed(0).rng().standard_normal((a.shape[1], SIDES))
    ways /= np.linalg.norm(ways, axis=0)
    return float(np.abs(np.sort(a @ ways, 0) - np.sort(b @ ways, 0)).mean())


def _probe(features_: ndarray, goal: ndarray):  # type: ignore[no-untyped-def]
    """A ridge classifier: features to the likeliest value."""
    where = goal >= 0
    x, values = features_[where], np.unique(goal[where])
    mean, deviation = x.mean(0), x.std(0) + 1e-3
    x = (x - mean) / deviation
    y = (goal[where][:, None] == values).astype(float)
    weights = np.linalg.solve(x.T @ x + RIDGE * len(x) ** 0.5 * np.eye(x.shape[1]), x.T @ (y - y.mean(0)))
    return lambda some: values[((some - mean) / deviation @ weights + y.mean(0)).argmax(1)]


def _apart(some: ndarray) -> float:
    return float(np.mean([np.linalg.norm(some[n] - some[m]) for n in range(len(some)) for m in range(n)]))


def _nearest(some: ndarray, others: ndarray) -> float:
    return float(np.mean([np.linalg.norm(others - one, axis=1).min() for one in some]))
