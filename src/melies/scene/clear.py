"""The stagehand: what is taken away for one shot because it would hide those who play in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from jaxtyping import Bool, Float64
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.request import View
from melies.core.story import Act
from melies.scene.shoot import staged, subject
from melies.scene.track import moment
from melies.scene.world import Actor, Stand, World

CORRIDOR = 3.2  # metres kept clear on either side of a near shot's subjects
EVERY, LONGEST = 0.5, 20.0  # seconds: how often, and for how long, a wide shot is looked through
EARLY = 3.0  # seconds an act without an end is looked at
SOLID, BROAD = 0.6, 0.45  # of a card's width that its silhouette takes; a player's breadth by its height
NEAREST = 0.2  # metres before the eye
MOST, USUAL = 0.5, 0.14  # of a player that may be hidden at worst, and over the shot
Boxes = Float64[ndarray, "n 5"]


def in_the_way(world: World, view: View, acts: Sequence[Act], aspect: float) -> Bool[ndarray, " stands"]:
    """Stands that would hide the cast: before a near camera all of them, in a wide picture those that cover a player.

    The same for all moments of a shot: nothing comes or goes while the camera runs. aspect: width by height.
    """
    if not world.players or not world.stands:
        return np.zeros(len(world.stands), bool)
    return _covering(world, view, acts, aspect) if view.framing == "wide" else _between(world, view, acts)


def _between(world: World, view: View, acts: Sequence[Act]) -> Bool[ndarray, " stands"]:
    """Stands nearer than the subjects' way, and beside it by no more than the corridor."""
    x, z = (np.array([getattr(stand, axis) for stand in world.stands]) for axis in "xz")
    times = sorted({0.0, *(act.start for act in acts), *_ends(acts)})
    spots = [subject(world, view, acts, time).foot for time in times]
    left, right = min(s[0] for s in spots) - CORRIDOR, max(s[0] for s in spots) + CORRIDOR
    return (z < min(s[2] for s in spots) - 0.15) & (x > left) & (x < right)


def _ends(acts: Sequence[Act]) -> Iterator[float]:
    return (act.end or act.start + EARLY for act in acts)


def _covering(world: World, view: View, acts: Sequence[Act], aspect: float) -> Bool[ndarray, " stands"]:
    """Stands that hide too much of somebody from the staged camera: for long, or at some moment nearly all.

    What the author's words put there stays.
    """
    view = View(subject=view.subject)  # a lens that changes during the shot changes nothing here
    times = np.arange(0.0, min(LONGEST, max((0.0, *_ends(acts)))) + 1e-6, EVERY).tolist()
    cards = np.array([(s.x, -s.lift, s.z, *_metres(world, s)) for s in world.stands])
    hidden = np.zeros(len(cards), bool)
    for actor in world.players:
        shares = np.array([_share(world, cards, view, acts, aspect, actor, time) for time in times])
        hidden |= (shares.max(0) > MOST) | (shares.mean(0) > USUAL)
    return hidden & ~np.array([s.thing is not None for s in world.stands])


def _metres(world: World, stand: Stand) -> tuple[float, float]:
    """Width and height of a stand's silhouette."""
    wide, tall, _, foot, scale = world.feet[stand.card]
    return SOLID * stand.size * wide / scale, stand.size * min(tall, foot) / scale


def _share(
    world: World, cards: Boxes, view: View, acts: Sequence[Act], aspect: float, actor: Actor, seconds: float
) -> Float64[ndarray, " stands"]:
    """The share of a player that each stand's silhouette covers at a moment; nothing of who is out of the picture."""
    camera, _ = staged(world, view, acts, aspect, seconds)
    now, tall = moment(world, actor, acts, seconds), actor.puppet.height
    left, right, top, bottom, away = _seen(camera, cards)
    x0, x1, y0, y1, far = _seen(camera, np.array([(now.x, -now.lift, now.z, BROAD * tall, tall)]))[:, 0]
    if far <= 0 or abs(x0 + x1) / 2 > np.tan(np.radians(camera.fov) / 2) * aspect:
        return np.zeros(len(cards))
    wide = np.clip(np.minimum(right, x1) - np.maximum(left, x0), 0.0, None)
    high = np.clip(np.minimum(bottom, y1) - np.maximum(top, y0), 0.0, None)
    return np.where((away > NEAREST) & (away < far - 0.05), wide * high / ((x1 - x0) * (y1 - y0)), 0.0)


def _seen(camera: Camera, cards: Boxes) -> Float64[ndarray, "5 n"]:
    """Left, right, top, bottom (tangents) and distance (metres) of upright cards given as foot, width and height."""
    x, y, away = camera.rotation @ (cards[:, :3] - camera.eye).T
    z = np.maximum(away, NEAREST)
    half, tall = cards[:, 3] / 2, cards[:, 4]
    return np.stack(((x - half) / z, (x + half) / z, (y - tall) / z, y / z, away))
