"""The staged camera: where a wide, medium or close view of this world stands, and how a View moves it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.errors import AuthorError, nearest
from melies.core.request import View
from melies.core.rig import moved
from melies.core.story import Act
from melies.scene.track import moment
from melies.scene.world import Actor, World

# how much of the picture's height the subject fills, and how far from the middle it stands (share of half the width)
FILLS = {"wide": 0.23, "medium": 0.52, "close": 1.15}
THIRD, PUSH = 0.30, 1.5
WINGS = 0.85  # share of the stage's half width: whoever is further out is still in the wings and widens no picture
KEPT = 0.3  # of half the picture's height: how far from the middle travel may carry a subject that was nearer to it
PASSED = 1.0  # metres ahead of the camera within which nobody is followed any more
Point = Float64[ndarray, "3"]


@dataclass(frozen=True, eq=False)
class Subject:
    """What a view is about: the foot of its middle, its height and spread (metres), its way (+1, -1; 0 if several)."""

    foot: Point
    height: float
    spread: float = 0.0
    facing: int = 0

    @property
    def room(self) -> float:
        """Metres of picture width that several players take, with air at both ends."""
        return 1.25 * self.spread + 1.9 if self.spread else 0.0


def _around(world: World, actor: Actor, acts: Sequence[Act], seconds: float) -> tuple[Point, float, int]:
    """Where an actor is and how tall, averaged over two seconds (a camera follows late and softly), and its facing."""
    spots = [moment(world, actor, acts, max(0.0, seconds + late)) for late in np.linspace(-1.0, 1.0, 9)]
    edge = WINGS * world.half_width
    points = np.array([(min(edge, max(-edge, s.x)), -s.lift, s.z) for s in spots])
    tall = {
        does: actor.puppet.stature(does) if does == "sit" else actor.puppet.height for does in {s.does for s in spots}
    }
    return points.mean(0), float(np.mean([tall[s.does] for s in spots])), spots[-1].facing


def subject(world: World, view: View, acts: Sequence[Act], seconds: float) -> Subject:
    """What the view is about: its subject, else who acts, else all. AuthorError for one who is not in the shot."""
    if view.subject is not None:
        named = [actor for actor in world.players if actor.name == view.subject]
        if not named:
            raise AuthorError(
                f"the camera looks for {view.subject!r}, who is not in this shot{nearest(view.subject, world.cast)}"
            )
    else:
        named = [actor for actor in world.players if any(act.who == actor.name for act in acts)] or list(world.players)
    if not named:
        return Subject(np.array((0.0, 0.0, world.play)), 1.7)
    found = [_around(world, actor, acts, seconds) for actor in named]
    facing = found[0][2] if len(found) == 1 else 0
    middle, spread = np.mean([place for place, _, _ in found], 0), np.ptp([place[0] for place, _, _ in found])
    return Subject(middle, max(tall for _, tall, _ in found), float(spread), facing)


def staged(world: World, view: View, acts: Sequence[Act], aspect: float, seconds: float) -> tuple[Camera, Point]:
    """The camera before it moves, and the point it turns about."""
    fov = view.fov or world.fov
    about = subject(world, view, acts, seconds)
    foot, facing = about.foot, about.facing
    reach = np.tan(np.radians(fov) / 2)
    fills = FILLS[view.framing]
    height = max(about.height, fills * about.room / aspect)
    if view.framing == "wide":
        return _wide(world, foot, height, fov, reach), foot - (0, 0.5 * height, 0)
    distance = max(0.9, height / fills / (2 * reach))
    aim = foot - (0.0, height * (0.56 if view.framing == "medium" else 0.80), 0.0)
    aside = -facing * THIRD * distance * reach * aspect * 0.8
    eye = np.array((foot[0] - aside * 0.35, min(-0.35, aim[1] - 0.04 * distance), foot[2] - distance))
    look = aim + (-aside * 0.9, -0.06 * distance, 0.0)
    return Camera.look(tuple(eye), tuple(look), fov), aim


def _wide(world: World, foot: Point, height: float, fov: float, reach: float) -> Camera:
    """The place's own composition, carried forward until its cast can be read."""
    eye, look = np.array(world.eye), np.array(world.look)
    if world.players:
        near = max(5.2, height / (FILLS["wide"] * 2 * reach))
        forward = np.clip(foot[2] - eye[2] - near, 0.0, 4.5)
        eye = eye + (0.0, 0.03 * forward, forward)
        # tilt so that feet keep a strip of floor under them even after a push in
        dip = np.arctan2(-eye[1], max(2.5, foot[2] - eye[2] - PUSH))
        lift = np.arctan2(world.eye[1] - look[1], look[2] - world.eye[2])
        tilt = min(lift, 0.80 * np.radians(fov / 2) - dip)
        look = eye + (0.0, -20.0 * np.tan(tilt), 20.0)
    return Camera.look(tuple(eye), tuple(look), fov)


def camera(world: World, view: View, acts: Sequence[Act], aspect: float, seconds: float = 0.0) -> Camera:
    """The staged camera moved by the view (`core.rig.moved`), kept above the floor."""
    base, pivot = staged(world, view, acts, aspect, seconds)
    seen = moved(base, _followed(base, view, pivot) if world.players else view, tuple(pivot.tolist()))
    eye = seen.eye
    return Camera.from_rotation(seen.rotation, (eye[0], min(eye[1], -0.25), eye[2]), seen.fov)


def _followed(base: Camera, view: View, pivot: Point) -> View:
    """The view tilted as an operator would when a crane carries a subject out of the picture.

    Only what the camera's travel takes away is given back, and less of it where the camera passes close by; the
    author's own turns stay as they are.
    """
    slid = moved(base, view.model_copy(update={"rotation": (0.0, 0.0, 0.0)}), tuple(pivot.tolist()))
    _, stood, away = base.rotation @ (pivot - np.asarray(base.eye))
    _, down, ahead = slid.rotation @ (pivot - np.asarray(slid.eye))
    share = min(1.0, (ahead - PASSED) / (2 * PASSED))
    if share <= 0.0 or away <= 0.0:
        return view
    limit = max(KEPT * np.tan(np.radians(slid.fov) / 2), abs(stood / away))
    tilt = np.arctan(np.clip(down / ahead, -limit, limit)) - np.arctan(down / ahead)
    x, y, z = view.rotation
    return view.model_copy(update={"rotation": (x + share * float(np.degrees(tilt)), y, z)})
