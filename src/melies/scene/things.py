"""What the text asks for besides the place: set on thirds, on land or water or in the sky, sized and coloured."""

from __future__ import annotations

from dataclasses import replace

from melies.core.seed import Seed
from melies.scene.build import Builder
from melies.scene.card import Card
from melies.scene.cutouts import cutout
from melies.scene.fields import is_field, label_at, sow
from melies.scene.labels import LABELS
from melies.scene.paint.registry import CARDS
from melies.scene.puppet.build import build
from melies.scene.puppet.spec import parse, unworn
from melies.scene.puppet.words import ALIKE
from melies.scene.staging import Staging, Thing
from melies.scene.world import Floor, Hung, Lamp, Stand

DEPTH = {"near": -2.6, "mid": 9.0, "far": 38.0}
AFLOAT = {"rowing boat", "sailboat", "ship", "lily pads"}
HEAVENLY = {"moon": 7.0, "crescent": 6.0, "sun": 6.0, "ringed planet": 17.0, "cratered planet": 14.0}  # degrees wide
DISCS = ("moon", "crescent", "sun")
LAMPS = {
    "glowing mushrooms": ((0.35, 1.0, 0.8), 1.5),
    "mushroom tree": ((0.7, 0.5, 1.0), 2.6),
    "campfire": ((1.0, 0.55, 0.2), 2.6),
    "lantern": ((1.0, 0.75, 0.4), 1.4),
    "street lamp": ((1.0, 0.8, 0.5), 2.0),
}
CARDS_HEIGHT = {name: CARDS[name].height for name in CARDS}
ONE_OF_A_KIND = {"lighthouse", "butte", "arch"}
ALIAS = {
    "ruin columns": "columns",
    "hot-air balloon": "balloon",
    "flying saucer": "saucer",
    "pagoda": "temple",
    "train": "train carriage",
    "tall grass": "grass",
    "city tower": "glass tower",
    "cherry tree": "oak",
    "apple tree": "oak",
}
SMALL, SEEN, FEW = 1.0, 0.7, 3  # metres: what is smaller stands in front; what is smaller still is drawn so tall
ABOVE, WHOLE = 0.38, 0.26  # of its distance: how high above the floor is still in the picture; how tall a thing may be
BESIDE = (0.55, -0.58, 0.18, -0.24, 0.82, -0.85, 0.38, -0.42)


def set_things(b: Builder, floor: Floor, staging: Staging) -> tuple[str, ...]:
    """Put every thing on the stage; returns the words of those the stage has no picture for."""
    missing = []
    taken = 0
    for kind in {thing.kind for thing in staging.things if thing.kind in ONE_OF_A_KIND}:  # the author's stands instead
        b.stands = [s for s in b.stands if not _is(b, s.card, kind)]
    for thing in staging.things:
        if thing.count <= 0:
            b.stands = [s for s in b.stands if not _is(b, s.card, thing.kind)]
            continue
        if is_field(thing):
            sow(b, floor, thing)
            continue
        for n in range(min(thing.count, 14)):
            x = _across(thing, n, taken)
            if not _set(b, floor, thing, n, x):
                missing.append(thing.words)
                break
        missing += unworn(thing.words) if thing.source == "puppet" else ()
        taken += thing.x is None
    return tuple(missing)


def painted_thing(b: Builder, thing: Thing) -> Card | None:
    """The card of a thing that is no puppet, or None if nobody has painted it."""
    if thing.source == "cutout":
        return cutout(thing.kind, thing.colour)
    kind = ALIAS.get(thing.kind, thing.kind)
    return b.cards[b.card(kind, 0, thing.colour)] if kind in CARDS else None


def _is(b: Builder, card: int, kind: str) -> bool:
    names = {ALIAS.get(kind, kind)}
    return any(key[0] in names and number == card for key, number in b.known_cards().items())


def _across(thing: Thing, n: int, taken: int) -> float:
    """-1 to 1 over the picture: where the text says, else on a third nobody stands on; crowds spread out."""
    base = thing.x if thing.x is not None else BESIDE[taken % len(BESIDE)]
    if thing.count == 1:
        return base
    if thing.x is None and thing.count > 3:  # a crowd keeps the middle free, where the story happens
        return (0.42 + 0.62 * (n // 2 + 0.5) / (thing.count / 2)) * (1 if n % 2 else -1)
    return base + 0.24 * (n - (thing.count - 1) / 2)


def _spot(b: Builder, floor: Floor, thing: Thing, n: int, x: float, tall: float) -> tuple[float, float]:
    """World place for something `tall` metres on the floor: on water if it floats and there is some, else on land."""
    rng = (b.seed / "thing" / thing.kind / n).rng()
    usual = "far" if thing.size >= 1.8 or thing.kind in ("ship", "castle") else "mid"
    depth = thing.depth or usual
    z = DEPTH[depth] * float(rng.uniform(0.85, 1.2)) + 2.5 * (n % 3)
    if thing.depth is None and tall < SMALL and thing.count <= FEW:
        z = float(b.fields.get("play", 2.4)) - 0.8 + 0.4 * (n % 3)
    if thing.depth != "near" and tall >= 5.0:
        z = max(z + 4.0, min(95.0, tall / 0.34 - 5.0))  # what is tall stands back, so that it is seen whole
    if thing.kind in AFLOAT:
        afloat = _walked(floor, x, z, 1.5)
        if afloat is not None:
            return afloat
    return _ashore(floor, x, z, DEPTH[depth])


def _walked(floor: Floor, x: float, z: float, step: float) -> tuple[float, float] | None:
    """The first water on the way outward, if there is any."""
    for z_ in (z + step * n for n in range(24)):
        reach = (z_ + 9.0) * 0.52
        if floor_is_water(floor, x * reach, z_):
            return x * reach, z_
    return None


def _ashore(floor: Floor, x: float, z: float, usual: float) -> tuple[float, float]:
    """The first dry place on the way to the front and then to the side."""
    for _ in range(24):
        reach = (z + 9.0) * 0.52
        if not floor_is_water(floor, x * reach, z):
            break
        z += -1.1 if z > 3 else 1.4
        if z < 3.2:
            x, z = x * 1.08, usual * 1.1
    return x * (z + 9.0) * 0.52, z


def floor_is_water(floor: Floor, x: float, z: float) -> bool:
    """Whether the floor is water at a world point."""
    return label_at(floor, x, z) == LABELS["water"]


def _set(b: Builder, floor: Floor, thing: Thing, n: int, x: float) -> bool:
    if thing.source == "puppet":
        return _extra(b, thing, n, x)
    kind = ALIAS.get(thing.kind, thing.kind)
    if thing.source == "cutout":
        card = b.add(cutout(thing.kind, thing.colour))
    elif kind in CARDS:
        card = b.card(kind, n % 3, thing.colour)
    else:
        return False
    if kind in HEAVENLY:
        azimuth = 26.0 * x
        lift = 9.0 + 2.0 * (n % 3)
        b.hung.append(
            Hung(
                card,
                azimuth,
                lift,
                HEAVENLY[kind] * thing.size,
                flat=0.75,
                hazeless=0.75,
                tint=(1.3, 1.3, 1.3),
                rises=kind in DISCS,
                thing=thing,
            )  # fmt: skip
        )
        if kind in DISCS:
            b.hung = [h for h in b.hung if not (h.light and (kind != "sun") == (h.glow < 1.5))]
        return True
    size = max(thing.size, SEEN / b.cards[card].metres[1]) if thing.count <= FEW else thing.size
    if thing.airborne:
        _hover(b, thing, card, n, x, size)
        return True
    spot = _spot(b, floor, thing, n, x, b.cards[card].metres[1] * size)
    afloat = kind in AFLOAT and floor_is_water(floor, *spot)
    if thing.count == 1:
        _clear_view(b, card, spot, size)
    b.stand(
        card,
        *spot,
        size * (0.8 if CARDS_HEIGHT.get(kind, 0.0) > 9 else 1.0),
        glow=1.2,
        bob=0.05 if afloat else 0.0,
        grounded=0.0 if afloat else 0.5,
        thing=thing,
    )
    if kind in LAMPS:
        b.lamps.append(lamp_of(kind, *spot))
    return True


def lamp_of(kind: str, x: float, z: float) -> Lamp:
    """The light of a thing that shines, which stands at (x, z)."""
    colour, radius = LAMPS[kind]
    return Lamp(x, -0.7, z - 0.3, radius, colour, 2.6, flicker=0.5 if kind == "campfire" else 0.1, always=True)


def _hover(b: Builder, thing: Thing, card: int, n: int, x: float, size: float) -> None:
    """Something in the air: what is small flutters where the cast plays, the rest hangs over the distance."""
    z = DEPTH[thing.depth or "mid"] + 12.0
    lift = (z + 9) * (0.20 + 0.05 * (n % 3))
    if thing.depth is None and b.cards[card].metres[1] * size < SMALL:
        z, lift = float(b.fields.get("play", 2.4)) - 0.4 * (n % 3), 1.3 + 0.35 * (n % 3)
    else:
        size = thing.size
        tall = b.cards[card].metres[1] * size
        if lift + tall > ABOVE * (z + 9):  # what is tall hangs lower and farther away, so that it is seen whole
            z = max(z, tall / WHOLE - 9)
            lift = (z + 9) * (ABOVE - WHOLE) * (0.6 + 0.4 * (n % 3) / 2)
    stand = Stand(card, x * (z + 9) * 0.5, z, size, lift=lift, shadow=False, grounded=0.0, bob=0.25, thing=thing)
    b.stands.append(stand)


def _clear_view(b: Builder, card: int, spot: tuple[float, float], size: float) -> None:
    """Take away what stands between the audience and what the text asks for and is tall enough to hide it."""
    eye = b.fields["eye"]
    away = spot[1] - eye[2]
    wide, high = b.cards[card].metres
    reach = 0.5 * wide * size / away + 0.02

    def hides(s: Stand) -> bool:
        near = s.z - eye[2]
        tall = b.cards[s.card].metres[1] * s.size > min(0.9, 0.3 * high * size)
        return tall and 3.0 < near < away and abs(s.x / near - spot[0] / away) < reach

    b.stands = [stand for stand in b.stands if not hides(stand)]


def _extra(b: Builder, thing: Thing, n: int, x: float) -> bool:
    """Somebody the text mentions who is not of the cast: a puppet of its own, looking into the picture."""
    seed = Seed(b.seed.project, (*b.seed.path, "extra", thing.kind))
    alike = bool({*thing.words.lower().split()} & ALIKE)
    spec, _ = parse(thing.words if thing.words else thing.kind, seed, member=0 if alike else n)
    puppet = build(replace(spec, height=spec.height * thing.size))
    flies = thing.airborne or thing.does == "fly"
    z = {"near": -2.0, "mid": b.fields.get("play", 2.4), "far": 14.0}[thing.depth or "mid"] + 0.6 * (n % 3)
    z += 5.0 if flies and thing.depth is None else 0.0
    half = (z + (5.0 if z < 6.0 else 7.0)) * 0.50  # the camera comes nearer to its cast
    lift = max(0.5, 0.24 * (z + 5.0) - 0.6 * puppet.height) + 0.5 * (n % 3) if flies else 0.0
    does = "fly" if flies else ("idle" if thing.does in ("walk", "run") else thing.does)
    b.actor(
        f"{thing.kind} {len(b.actors) + 1}",
        puppet,
        puppet.cards,
        puppet.cards[0].label,
        (x * half, z),
        lift=lift,
        flies=flies,
        does=thing.does if thing.does not in ("", "idle") else does,
        facing=-1 if x > 0.1 else 1,
        thing=thing,
    )
    return True
