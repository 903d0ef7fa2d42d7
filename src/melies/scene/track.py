"""Where everybody is: acts and moments to positions on the stage, as pure functions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from melies.core.errors import AuthorError, nearest
from melies.core.marks import MARKS, mark
from melies.core.story import Act, Span
from melies.scene.puppet.joints import STEADY, Passage
from melies.scene.world import Actor, World

SPEED = {"walk": 1.15, "run": 3.4, "fly": 2.6, "swim": 1.0}
RAMP = 0.35  # seconds to come up to speed, and to slow down


@dataclass(frozen=True)
class Moment:
    """An actor's state: position (x, z) and lift in metres, what it does, metres travelled, facing +1 or -1."""

    x: float
    z: float
    lift: float
    does: str
    travelled: float
    facing: int
    toward: tuple[float, float] | None
    seconds: float
    passage: Passage = STEADY


def spot(world: World, where: str | Span) -> tuple[float, float]:
    """A place on the stage in metres: a mark (`core.marks`), or metres already. Places behind are as wide as seen."""
    if not isinstance(where, str):
        return float(where[0]), float(where[1])
    side, depth = mark(where)
    z = world.play + depth
    widen = (z - world.eye[2]) / max(1.0, world.play - world.eye[2]) if depth else 1.0
    return side * world.half_width * widen, z


def _target(world: World, act: Act) -> tuple[float, float] | None:
    if act.toward is None:
        return None
    for other in world.actors:
        if other.name == act.toward:
            return other.home
    try:
        return spot(world, act.toward)
    except AuthorError:
        names = [*world.cast, *MARKS]
        raise AuthorError(
            f"{act.who} looks toward {act.toward!r}, which is neither cast nor a place{nearest(act.toward, names)}"
        ) from None


def _duration(act: Act, distance: float, until: float | None) -> float:
    if act.end is not None:
        return max(0.05, act.end - act.start)
    natural = distance / SPEED.get(act.does, 1.15) if distance > 0 else math.inf
    return min(natural, (until - act.start) if until is not None else math.inf)


def _share(seconds: float, length: float) -> float:
    """The share of a way covered after `seconds` of `length`: speeding up, steady, slowing down."""
    if not 0.0 < seconds < length < math.inf:
        return 0.0 if seconds <= 0.0 or length == math.inf else 1.0
    ramp = min(RAMP, length / 2)
    nearer = min(seconds, length - seconds)  # to the end that is nearer; the way is the same from both
    covered = (nearer * nearer / (2 * ramp) if nearer < ramp else nearer - ramp / 2) / (length - ramp)
    return covered if seconds <= length / 2 else 1.0 - covered


def moment(world: World, actor: Actor, acts: Sequence[Act], seconds: float) -> Moment:
    """Walk through the actor's acts up to `seconds`."""
    mine = sorted((act for act in acts if act.who == actor.name), key=lambda act: act.start)
    x, z = actor.home
    lift, does, facing, travelled = actor.lift, actor.does, actor.facing, 0.0
    toward: tuple[float, float] | None = None
    passage = STEADY
    if mine and mine[0].at is not None:
        x, z = spot(world, mine[0].at)
    for number, act in enumerate(mine):
        if act.start > seconds and number > 0:
            break
        after = mine[number + 1].start if number + 1 < len(mine) else None
        if act.at is not None:
            x, z = spot(world, act.at)
        goal = spot(world, act.to) if act.to is not None else (x, z)
        dx, dz = goal[0] - x, goal[1] - z
        distance = math.hypot(dx, dz)
        length = _duration(act, distance, after)
        part = _share(seconds - act.start, length)
        if seconds >= act.start:
            passage = Passage(was=does, since=seconds - act.start)
        aim = _target(world, act)
        toward = aim
        if distance > 1e-6:
            if abs(dx) > 0.05:
                facing = 1 if dx > 0 else -1
            x, z = x + dx * part, z + dz * part
            travelled += distance * part
            does = act.does if act.does in SPEED else "walk"
            passage = replace(passage, gone=distance * part, left=distance * (1.0 - part))
            if part >= 1.0 and (act.end is None or seconds >= act.end):
                passage = Passage(was=does, since=seconds - act.start - length)
                does = "idle" if not actor.flies else "fly"
            elif seconds < act.start:
                does = "idle" if not actor.flies else "fly"
        else:
            does = act.does if seconds >= act.start else actor.does
            if aim is not None and abs(aim[0] - x) > 0.1:
                facing = 1 if aim[0] > x else -1
    if does in ("fly",) and lift <= 0.0:
        lift = 1.6
    direction = (toward[0] - x, 0.25 * (toward[1] - z) + 0.2) if toward else None
    return Moment(x, z, lift, does, travelled, facing, direction, seconds, passage)
