"""Fields: so many plants of one kind that they cover the land, as in "a field of poppies"."""

from __future__ import annotations

from melies.scene import cutouts
from melies.scene.build import Builder
from melies.scene.cutouts import cutout
from melies.scene.labels import LABELS
from melies.scene.staging import Thing
from melies.scene.world import Floor, Stand

SOWN = {"wildflowers", "grass", "heather", "fern", "reeds"}
GROWING = ("plant", "food")  # kinds of cut-outs that may be sown
TALL = 1.1  # metres: what is taller is sown no larger
BEDS = ((260, 9.0, -5.2, 8.0, 0.5), (150, 24.0, 8.0, 27.0, 1.1))  # how many, metres aside, from, to, and apart
LOW, PLAY = 0.5, (4.5, 0.6)  # how low it is before the cast: metres to the sides, and behind where it plays
BARE = (LABELS["water"], LABELS["road"])


def is_field(thing: Thing) -> bool:
    """Whether a thing covers the land: a field was said, and not where it is."""
    if not thing.field or thing.airborne or thing.x is not None or thing.depth is not None:
        return False
    if thing.source == "cutout":
        return cutouts.table()[thing.kind].kind in GROWING
    return thing.kind in SOWN


def sow(b: Builder, floor: Floor, thing: Thing) -> None:
    """Cover the land with it, but for paths and water; what grows there by itself gives way to it."""
    if thing.source == "cutout":
        cards = [b.add(cutout(thing.kind, thing.colour))]
    else:
        cards = [b.card(thing.kind, variant, thing.colour) for variant in range(3)]
    wild = {number for key, number in b.known_cards().items() if key[0] in SOWN}
    b.stands = [stand for stand in b.stands if stand.thing is not None or stand.card not in wild]
    size = thing.size * min(1.0, TALL / b.cards[cards[0]].metres[1])
    play = float(b.fields.get("play", 2.4))
    for bed, (count, aside, near, far, apart) in enumerate(BEDS):
        rng = (b.seed / "field" / thing.kind / (thing.words or "it") / bed).rng()
        placed: list[tuple[float, float]] = []
        for _ in range(count * 6):
            x, z = float(rng.uniform(-aside, aside)), float(rng.uniform(near, far))
            card, flip = cards[int(rng.integers(len(cards)))], bool(rng.random() < 0.5)
            scale, shade = float(rng.uniform(0.7, 1.1)), float(rng.uniform(0.84, 1.1))
            if len(placed) >= count or label_at(floor, x, z) in BARE:
                continue
            if any((x - u) ** 2 + (z - v) ** 2 < apart * apart for u, v in placed):
                continue
            placed.append((x, z))
            tint = (shade, shade, shade)
            scale *= size * (LOW if abs(x) < PLAY[0] and z < play + PLAY[1] else 1.0)
            b.stands.append(Stand(card, x, z, scale, flip=flip, tint=tint, shadow=False, thing=thing))


def label_at(floor: Floor, x: float, z: float) -> int:
    """The label of the floor at a world point."""
    side = floor.paint.shape[0]
    u, v = (min(side - 1, max(0, int((p / floor.extent * 0.5 + 0.5) * side))) for p in (x, z))
    return int(floor.paint[v, u, 5])
