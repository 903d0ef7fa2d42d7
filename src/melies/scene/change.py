"""Changes of a staged world by the author's hand: what is taken away, and what is put where."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from melies.core.camera import Camera
from melies.core.errors import AuthorError
from melies.core.region import Box
from melies.core.request import Added, Removed
from melies.core.seed import Seed
from melies.core.size import Size
from melies.scene.build import Builder
from melies.scene.card import Card
from melies.scene.parts import ACTOR, HUNG, STAND
from melies.scene.puppet.build import Puppet, build
from melies.scene.puppet.spec import parse
from melies.scene.render import Frame
from melies.scene.staging import Thing
from melies.scene.things import HEAVENLY, LAMPS, lamp_of, painted_thing
from melies.scene.world import Hung, Stand, World

AWAY = 40.0  # metres from the eye at which something is put whose foot is in the air
NEAREST, FARTHEST = 2.0, 160.0
CLEAR, COVERED = 0.92, 15  # so near before what covers more than that share (percent) of the box
NEAR_LAMP = 1.2  # metres within which a lamp belongs to what is taken away


@dataclass(frozen=True)
class Spot:
    """Where a box of the picture is in the world: foot and height in metres, and the box's middle on the sky."""

    x: float
    z: float
    lift: float
    height: float
    width: float
    azimuth: float
    elevation: float
    degrees: float


def spot(camera: Camera, size: Size, box: Box, before: float, airborne: bool) -> Spot:
    """The place in the world that fills a box of the picture: on the floor where the box's lower edge meets it.

    before: metres along the axis at which things begin to stand in the way; what is put there comes nearer than that,
    and then its foot is in the air. airborne: so it is anyway.
    """
    left, top, right, bottom = box
    foot = _ray(camera, size, (left + right) / 2, bottom)
    eye = camera.eye
    down = -eye[1] / foot[1] if foot[1] > 1e-3 else math.inf
    away = min(AWAY, down) if airborne else min(down if math.isfinite(down) else AWAY, FARTHEST)
    away = max(NEAREST, min(away, before * float((camera.rotation @ foot)[2])))
    place = eye + foot * away
    depth = float((camera.rotation @ (place - eye))[2])
    scale = 2 * math.tan(math.radians(camera.fov) / 2) * depth
    aspect = size.width / size.height
    middle = _ray(camera, size, (left + right) / 2, (top + bottom) / 2)
    middle = middle / np.linalg.norm(middle)
    return Spot(
        x=float(place[0]),
        z=float(place[2]),
        lift=max(0.0, float(-place[1])),
        height=max(0.05, scale * (bottom - top)),
        width=max(0.05, scale * (right - left) * aspect),
        azimuth=math.degrees(math.atan2(middle[0], middle[2])),
        elevation=math.degrees(math.asin(float(np.clip(-middle[1], -1, 1)))),
        degrees=camera.fov * (right - left) * aspect,
    )


def added(thing: Thing, frame: Frame, size: Size, box: Box) -> Added:
    """The change that puts a thing where a box of the picture is, as large as the box allows, before what is there."""
    said = thing.words or thing.kind
    left, top, right, bottom = box
    rows = slice(int(top * size.height), max(int(top * size.height) + 1, round(bottom * size.height)))
    columns = slice(int(left * size.width), max(int(left * size.width) + 1, round(right * size.width)))
    upper = frame.depth[rows, columns][: max(1, int(0.8 * (rows.stop - rows.start)))]  # its own ground may be nearer
    near = np.where(np.isfinite(upper), upper, FARTHEST * 10)
    found = spot(frame.camera, size, box, CLEAR * float(np.percentile(near, COVERED)), thing.airborne)
    if thing.kind in HEAVENLY and thing.source == "native":
        return Added(text=said, azimuth=found.azimuth, elevation=found.elevation, width=found.degrees)
    return Added(text=said, x=found.x, z=found.z, lift=round(found.lift, 4), height=found.height, width=found.width)


def put(b: Builder, thing: Thing, change: Added) -> bool:
    """Put a thing on a stage that is being set; False where nobody has painted it."""
    if thing.source == "puppet":
        _somebody(b, thing, change)
        return True
    card = painted_thing(b, thing)
    if card is None:
        return False
    number = b.add(card)
    if change.azimuth is not None:
        glow = 2.2 if thing.kind == "sun" else 1.0
        b.hung.append(Hung(number, change.azimuth, change.elevation, change.width, glow=glow, thing=thing))
        return True
    wide, tall = _drawn(card)
    size = min(change.height / tall, (change.width or math.inf) / wide)
    aloft = change.lift > 0.05
    b.stands.append(
        Stand(
            number, change.x, change.z, size, lift=change.lift, glow=1.2, thing=thing, shadow=not aloft,
            grounded=0.0 if aloft else 0.5, bob=0.1 * size if aloft else 0.0,
        )
    )  # fmt: skip
    if thing.kind in LAMPS:
        b.lamps.append(lamp_of(thing.kind, change.x, change.z))
    return True


def _somebody(b: Builder, thing: Thing, change: Added) -> None:
    seed = Seed(b.seed.project, (*b.seed.path, "added", thing.words or thing.kind))
    spec, _ = parse(thing.words or thing.kind, seed)
    puppet = build(spec)
    flies = thing.airborne or thing.does == "fly"
    does = "fly" if flies else "idle" if thing.does in ("", "walk", "run") else thing.does
    wide, tall = _posed(puppet, does)
    share = min(change.height / tall, (change.width or math.inf) / wide)
    puppet = build(replace(spec, height=spec.height * share))
    b.actor(
        f"added {thing.kind} {len(b.actors) + 1}",
        puppet,
        puppet.cards,
        puppet.cards[0].label,
        (change.x, change.z),
        lift=change.lift,
        flies=flies,
        does=does,
        facing=-1 if change.x > 0.1 else 1,
        thing=thing,
        extra=True,
    )


def without(world: World, changes: Sequence[Removed]) -> World:
    """The world without some of its parts; all others keep their places and names. AuthorError for an unknown part."""
    stands, hung, actors, lamps = list(world.stands), list(world.hung), list(world.actors), list(world.lamps)
    for change in changes:
        kind, _, number = change.part.partition(" ")
        rows: list[Any] = {STAND: stands, HUNG: hung, ACTOR: actors}.get(kind, [])  # type: ignore[assignment]
        if not number.isdecimal() or int(number) >= len(rows):
            raise AuthorError(f"the stage has no part called {change.part!r}; was the picture made by another Melies?")
        place = int(number)
        if kind == STAND:
            gone = stands[place]
            stands[place] = replace(gone, opacity=0.0, shadow=False, glow=0.0)
            lamps = [lamp for lamp in lamps if math.hypot(lamp.x - gone.x, lamp.z - gone.z) > NEAR_LAMP]
        elif kind == HUNG:
            hung[place] = replace(hung[place], opacity=0.0)
        else:
            actors[place] = replace(actors[place], shown=False)
    return replace(world, stands=tuple(stands), hung=tuple(hung), actors=tuple(actors), lamps=tuple(lamps))


def _ray(camera: Camera, size: Size, x: float, y: float) -> np.ndarray:
    """The direction in the world of a point of the picture, given in shares of its sides; length 1 along the axis."""
    reach = math.tan(math.radians(camera.fov) / 2)
    seen = np.array(((2 * x - 1) * reach * size.width / size.height, (2 * y - 1) * reach, 1.0))
    return np.asarray(camera.rotation.T @ seen)


def _drawn(card: Card) -> tuple[float, float]:
    """Width and height in metres of what is drawn on a card, as it stands."""
    shown = card.rgba[..., 3] > 0.5
    rows, columns = np.nonzero(shown.any(1))[0], np.nonzero(shown.any(0))[0]
    if not len(rows):
        return card.metres
    return (columns[-1] - columns[0] + 1) / card.scale, max(0.05, (card.foot[1] - float(rows[0])) / card.scale)


def _posed(puppet: Puppet, does: str) -> tuple[float, float]:
    """Width and height in metres of a puppet in a pose, foot to top."""
    corners = []
    for part in puppet.pose(does, 0.0):
        shown = puppet.cards[part.card].rgba[..., 3] > 0.5
        rows, columns = np.nonzero(shown.any(1))[0], np.nonzero(shown.any(0))[0]
        if len(rows):
            box = [(x, y, 1.0) for x in (columns[0], columns[-1]) for y in (rows[0], rows[-1])]
            corners.append(np.array(box) @ np.asarray(part.to_plane, float).T)
    places = np.concatenate(corners)
    return float(np.ptp(places[:, 0])), float(places[:, 1].max())
