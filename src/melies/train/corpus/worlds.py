"""An endless stream of worlds for training: sentences, and what the stage makes of them, by number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from melies.core.request import Phrase, Request, View
from melies.core.seed import Seed
from melies.core.size import Size

GROUNDS = {  # ways to say each place; the part that says it is what a caption keeps
    "lake": ("a mountain lake", "a quiet lake", "an alpine valley", "a river between mountains", "a tarn under peaks"),
    "coast": ("a rocky coast", "a sandy beach", "the sea shore", "an island in the sea", "cliffs above the ocean"),
    "jungle": ("a dense jungle", "a rainforest", "a mangrove swamp", "a tropical forest"),
    "desert": ("a desert of dunes", "a canyon", "badlands", "a dry desert with mesas"),
    "city": ("a city street", "a big city", "an old town", "a street between towers", "a night market"),
    "meadow": ("a green meadow", "rolling hills", "a field of flowers", "farmland", "a grassy plain"),
    "forest": ("a pine forest", "a deep forest", "birch woods", "an autumn forest"),
    "snow": ("a snowy plain", "an arctic landscape", "snow-covered mountains", "a frozen valley"),
}
HOURS = (
    "at dawn", "at sunrise", "in the morning", "at noon", "in the afternoon", "at golden hour", "at sunset", "at dusk",
    "at night", "under the stars", "at midnight", "by day",
)  # fmt: skip
SKIES = (
    "in the rain", "in thick fog", "in light mist", "in falling snow", "in a thunderstorm", "with heavy clouds",
    "under a clear sky", "under the northern lights", "in neon light",
)  # fmt: skip
STANDING = (
    "pine", "fir", "oak", "birch", "willow", "palm", "dead tree", "cactus", "bush", "fern", "wildflowers", "rock",
    "boulder",
    "cottage", "house", "cabin", "barn", "church", "lighthouse", "castle", "temple", "tower", "windmill",
    "bridge", "tent", "campfire", "lantern", "street lamp", "glowing mushrooms", "mushroom tree", "waterfall", "ruin",
    "car", "bus", "train", "bicycle", "rocket", "sailboat", "rowing boat", "ship", "pier", "statue", "fence",
    "signpost",     "fountain", "skyscraper", "crystal",
)  # fmt: skip
LIVING = (
    "fox", "wolf", "dog", "cat", "horse", "deer", "bear", "rabbit", "cow", "sheep", "elephant", "lion", "tiger", "owl",
    "crow", "heron", "girl", "boy", "child", "woman", "man", "old man", "wizard", "knight", "astronaut", "king",
    "witch",     "farmer", "pirate", "robot", "dragon", "penguin", "turtle", "frog",
)  # fmt: skip
ALOFT = (
    "full moon", "crescent moon", "sun", "ringed planet", "two moons", "hot-air balloon", "airship", "flying saucer",
    "bird", "seagull", "eagle", "kite", "butterfly", "spaceship", "dragon", "helicopter",
)  # fmt: skip
COLOURS = ("red", "blue", "green", "yellow", "white", "black", "orange", "purple", "pink", "golden", "brown", "grey")
SIDES = ("on the left", "on the right", "in the middle", "in the foreground", "in the distance")
SIZES = ("huge", "tiny", "large", "small")
COUNTS = ("two", "three", "four", "five")
MANNERS = ("alien", "ruined")
PLAIN = ("sun", "two moons", "penguin", "robot", "astronaut")  # whose colour is their own
PLURALS = {
    "pine": "pines", "oak": "oaks", "palm": "palms", "rock": "rocks", "house": "houses", "tent": "tents", "car": "cars",
    "sailboat": "sailboats", "lantern": "lanterns", "fox": "foxes", "wolf": "wolves", "horse": "horses", "deer": "deer",
    "cow": "cows", "sheep": "sheep", "crow": "crows", "girl": "girls", "child": "children", "woman": "women",
    "man": "men", "knight": "knights", "robot": "robots", "penguin": "penguins", "bird": "birds", "seagull": "seagulls",
    "hot-air balloon": "hot-air balloons", "butterfly": "butterflies",
}  # fmt: skip


VIEWS = 8  # of each world: setting a stage takes a hundred times as long as looking at it


@dataclass(frozen=True)
class Brief:
    """One picture to make: the sentence, what it is put together from, and the request that stages it."""

    text: str
    place: str
    parts: tuple[str, ...]
    request: Request


def briefs(number: int, size: Size, seed: int = 0, views: int = VIEWS) -> tuple[Brief, ...]:
    """The pictures of a world by its number: the same place and things at other hours, in other weather and views."""
    rng = (Seed(seed) / "worlds" / number).rng()
    place = str(rng.choice(list(GROUNDS)))
    ground = str(rng.choice(GROUNDS[place]))
    if rng.random() < 0.08:
        bare = ground.removeprefix("an ").removeprefix("a ").removeprefix("the ")
        ground = _one(f"{rng.choice(MANNERS)} {bare}")
    things = tuple(_thing(rng) for _ in range(int(rng.choice([0, 1, 1, 2, 2, 3]))))
    base = Request(size=size, seed=int(rng.integers(1 << 31)), prompt=(Phrase(text=", ".join((*things, ground))),))
    return tuple(_seen(rng, place, ground, things, base) for _ in range(views))


def _seen(rng: np.random.Generator, place: str, ground: str, things: tuple[str, ...], base: Request) -> Brief:
    when = [str(rng.choice(HOURS))] if rng.random() < 0.85 else []
    sky = [str(rng.choice(SKIES))] if rng.random() < 0.45 else []
    parts = (*things, " ".join([ground, *when, *sky]))
    said = {
        "time": tuple(Phrase(text=words) for words in when),
        "weather": tuple(Phrase(text=words) for words in sky),
        "seconds": float(rng.uniform(0, 8)),
        "view": _view(rng),
    }
    text = ", ".join(parts if rng.random() < 0.5 else (parts[-1], *parts[:-1]))
    return Brief(text, place, parts, base.model_copy(update=said))


def _one(words: str) -> str:
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _thing(rng: np.random.Generator) -> str:
    draw = rng.random()
    kind = str(rng.choice(STANDING if draw < 0.42 else LIVING if draw < 0.78 else ALOFT))
    many = kind in PLURALS and rng.random() < 0.3
    words = [str(rng.choice(COUNTS))] if many else []
    words += [str(rng.choice(SIZES))] if rng.random() < 0.15 else []
    words += [str(rng.choice(COLOURS))] if rng.random() < 0.35 and kind not in PLAIN else []
    said = " ".join([*words, PLURALS[kind] if many else kind])
    if not many and kind not in ("wildflowers", "glowing mushrooms", "two moons"):
        said = f"the {said}" if kind == "sun" else _one(said)
    return f"{said} {rng.choice(SIDES)}" if rng.random() < 0.4 else said


def _view(rng: np.random.Generator) -> View:
    """The staged camera, moved a little."""
    if rng.random() < 0.4:
        return View()
    moved = rng.uniform(-1, 1, 3) * (1.2, 0.5, 2.0)
    turned = rng.uniform(-1, 1, 3) * (4.0, 9.0, 0.0)
    return View(
        translation=tuple(map(float, moved)), rotation=tuple(map(float, turned)), zoom=float(rng.uniform(0.85, 1.5))
    )
