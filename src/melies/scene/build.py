"""A stage being set: collects cards, stands, rings, lamps and cast, and finishes as a World."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.oklab import from_lab, to_lab
from melies.core.seed import Seed
from melies.scene.atlas import Atlas, join, pack
from melies.scene.card import Card
from melies.scene.ground import Ground
from melies.scene.oklab import Colour, mix
from melies.scene.paint.registry import CARDS
from melies.scene.staging import Staging
from melies.scene.world import Actor, Floor, Hung, Lamp, Poseable, Ring, Stand, Swarm, World, high_cloud, stars

Where = Callable[[float, float], bool]
Pair = tuple[float, float]
ORANGE, GOLD, RUSSET, STRAW, FALLEN = (
    (0.86, 0.44, 0.12), (0.90, 0.66, 0.18), (0.70, 0.22, 0.12), (0.70, 0.58, 0.26), (0.62, 0.38, 0.16)
)  # fmt: skip
TURNED: dict[str, tuple[Colour, ...]] = {  # what each plant turns to in autumn, one colour for each variant of it
    "oak": (ORANGE, RUSSET, GOLD), "birch": (GOLD, ORANGE), "willow": (GOLD,), "bush": (RUSSET, ORANGE, STRAW),
    "fern": (FALLEN,), "grass": (STRAW,), "reeds": (STRAW,),
}  # fmt: skip
TOLD = 0.55  # how far soil and water have the colour that is told of another world
EYE, LOOK = (0.0, -1.5, -9.0), (0.0, -2.8, 10.0)


@lru_cache(maxsize=512)
def painted(name: str, seed: Seed, tint: tuple[float, float, float] | None, alien: bool, ruined: bool) -> Card:
    """A card by its painter's name, painted once."""
    return CARDS[name](seed, tint=tint, alien=alien, ruined=ruined)


@lru_cache(maxsize=512)
def _packed(card: Card) -> Atlas:
    return pack((card,))


class Builder:
    """Sets one stage. `seed` hangs on the place's name, so the same place is the same world in every shot."""

    def __init__(self, staging: Staging, seed: Seed) -> None:
        self.staging, self.seed = staging, seed
        self.cards: list[Card] = []
        self._known: dict[tuple[Any, ...], int] = {}
        self.stands: list[Stand] = []
        self.hung: list[Hung] = []
        self.rings: list[Ring] = []
        self.lamps: list[Lamp] = []
        self.swarms: list[Swarm] = []
        self.actors: list[Actor] = []
        self.fields: dict[str, Any] = {"place": staging.place, "eye": EYE, "look": LOOK, "half_width": 4.5}
        self.side = 1 if (seed / "side").uniform() < 0.5 else -1

    def branch(self, staging: Staging) -> Builder:
        """A copy that can be added to for a shot of its own; the papers themselves are shared."""
        other = Builder(staging, self.seed)
        for name in ("cards", "_known", "stands", "hung", "rings", "lamps", "swarms", "actors", "fields"):
            setattr(other, name, getattr(self, name).copy())
        return other

    def known_cards(self) -> dict[tuple[Any, ...], int]:
        """Numbers of the painted cards, by (name, variant, ...)."""
        return dict(self._known)

    def hue(self, colour: Colour) -> Colour:
        """A colour of this world: other worlds turn the hue of soil and water."""
        if not self.staging.alien:
            return colour
        lab = to_lab(np.array(colour))
        if self.staging.accent is not None:  # a world whose colour is told: Mars is red
            return mix(colour, self.staging.accent, TOLD)
        turn = math.radians(150 + 60 * (self.seed / "hue").uniform())
        a, b = lab[1] * math.cos(turn) - lab[2] * math.sin(turn), lab[1] * math.sin(turn) + lab[2] * math.cos(turn)
        return tuple(from_lab(np.array((lab[0] * 0.92, a * 1.2, b * 1.2))).tolist())

    def soil(self, *colours: Colour) -> tuple[Colour, Colour]:
        """The two paints of the floor, as this world has them."""
        a, b = (self.hue(c) for c in colours)
        if self.staging.autumn:
            a, b = mix(a, STRAW, 0.3), mix(b, FALLEN, 0.3)
        return (mix(a, (0.42, 0.40, 0.38), 0.25), mix(b, (0.40, 0.38, 0.36), 0.25)) if self.staging.ruined else (a, b)

    def span(self, x: Pair, z: Pair) -> tuple[Pair, Pair]:
        """The same stretch of floor, on the other side in mirrored worlds."""
        return ((x if self.side > 0 else (-x[1], -x[0])), z)

    def dry(self, ground: Ground, shore: ndarray, margin: float) -> Where:
        """Whether a point lies on land, at least `margin` metres from the water."""
        side, extent = ground.X.shape[0], -float(ground.X[0, 0])

        def inside(x: float, z: float) -> bool:
            u, v = (int((p / extent * 0.5 + 0.5) * side) for p in (x, z))
            return bool(shore[min(side - 1, max(0, v)), min(side - 1, max(0, u))] > margin)

        return inside

    def off_path(self, middle: float, room: float = 0.8) -> Where:
        """Keeps a strip round x = middle free for the cast's path."""
        return lambda x, z: abs(x - middle) > room or z < 0

    def add(self, card: Card) -> int:
        """Number of a card in this world's atlas."""
        self.cards.append(card)
        return len(self.cards) - 1

    def card(self, name: str, variant: int = 0, tint: tuple[float, float, float] | None = None) -> int:
        """Number of a painted card; variants differ in their seed only.

        The theatre's flats are its own, not one place's: a fir painted for the lake stands in the valley as well.
        """
        alien, ruined = self.staging.alien, self.staging.ruined
        if self.staging.autumn and tint is None and name in TURNED:
            tint = TURNED[name][variant % len(TURNED[name])]
        key = (name, variant, tint, alien, ruined)
        if key not in self._known:
            self._known[key] = self.add(painted(name, Seed(self.seed.project) / "card" / variant, tint, alien, ruined))
        return self._known[key]

    def stand(self, card: int, x: float, z: float, size: float = 1.0, **more: Any) -> None:
        """Stand a card at (x, z)."""
        self.stands.append(Stand(card, x, z, size, **more))

    def scatter(
        self,
        names: Sequence[str],
        count: int,
        x: tuple[float, float],
        z: tuple[float, float],
        size: tuple[float, float],
        *,
        variants: int = 3,
        allowed: Where | None = None,
        apart: float = 0.6,
        tag: str = "",
        tint_by: Colour = (1.0, 1.0, 1.0),
        **more: Any,
    ) -> None:
        """Stand many cards, none nearer to another than `apart` metres; darker and lighter papers mixed."""
        rng = (self.seed / "scatter" / tag / "/".join(names) / x / z).rng()
        placed: list[tuple[float, float]] = []
        for _ in range(count * 12):
            if len(placed) >= count:
                break
            px, pz = float(rng.uniform(*x)), float(rng.uniform(*z))
            name, variant = names[int(rng.integers(len(names)))], int(rng.integers(variants))
            scale, flip, shade = float(rng.uniform(*size)), bool(rng.random() < 0.5), float(rng.uniform(0.82, 1.12))
            if (allowed and not allowed(px, pz)) or any(
                (px - a) ** 2 + (pz - b) ** 2 < apart * apart for a, b in placed
            ):
                continue
            placed.append((px, pz))
            self.stand(
                self.card(name, variant), px, pz, scale, flip=flip, tint=tuple(shade * t for t in tint_by), **more
            )

    def ring(self, strip: Card, radius: float, *, foot: float = 0.0, stretch: float = 1.0, **more: Any) -> None:
        """Wrap a tiling strip round the world; `stretch` above 1 makes it taller. foot: metres of its base above 0."""
        height, width = strip.rgba.shape[:2]
        per_radian = width / (2 * np.pi)
        per_metre = per_radian / radius / stretch
        number = self.add(strip)
        self.rings.append(Ring(number, radius, per_metre, per_radian, height + foot * per_metre, strip.label, **more))

    def actor(
        self, name: str, puppet: Poseable, cards: Sequence[Card], label: str, home: tuple[float, float], **more: Any
    ) -> None:
        """Put a puppet on the stage."""
        first = len(self.cards)
        self.cards.extend(cards)
        glows = any(card.glow is not None and bool((card.glow > 0.3).any()) for card in cards)
        self.actors.append(Actor(name, puppet, first, len(self.actors), label, home, glows=glows, **more))

    def done(self, floor: Floor, **fields: Any) -> World:
        """The finished world."""
        rng = (self.seed / "sky").rng()
        feet = np.array([(c.rgba.shape[1], c.rgba.shape[0], *c.foot, c.scale) for c in self.cards], np.float32).reshape(
            -1, 5
        )
        return World(
            atlas=join([_packed(card) for card in self.cards]),
            floor=floor,
            stands=tuple(self.stands),
            hung=tuple(self.hung),
            rings=tuple(self.rings),
            actors=tuple(self.actors),
            lamps=tuple(self.lamps),
            swarms=tuple(self.swarms),
            stars=stars(rng),
            dome=_dome(self.seed),
            dice=(self.seed / "dice").rng().random((1600, 4)).astype(np.float32),
            labels=tuple(c.label for c in self.cards),
            kinds=self._kinds(),
            feet=feet,
            sways=np.array([c.sway for c in self.cards], np.float32),
            **{**self.fields, **fields},
        )

    def _kinds(self) -> tuple[str, ...]:
        names = {number: str(key[0]) for key, number in self._known.items()}
        return tuple(names.get(number, "") for number in range(len(self.cards)))


@lru_cache(maxsize=8)
def _dome(seed: Seed) -> Float32[ndarray, "h w"]:
    return high_cloud((seed / "dome").rng())
