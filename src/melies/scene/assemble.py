"""One moment of a world as rows for the kernels: every card's place, turned to the audience, and its shadow."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from jaxtyping import Float64
from numpy import ndarray

from melies.core.camera import Camera
from melies.core.story import Act
from melies.scene.air import disc_direction
from melies.scene.card import Part
from melies.scene.kernels import cards as col
from melies.scene.labels import LABELS
from melies.scene.mood import Mood, colour_of
from melies.scene.track import moment
from melies.scene.world import Actor, World

Rows = Float64[ndarray, "n columns"]
STAND_KEY, HUNG_KEY, ACTOR_KEY, ACTOR_SPAN = 1000, 100, 100_000, 1000
SKY_DISTANCE = 2000.0
FILL = 0.13  # a follow spot: the cast shows its own colours even at night


def _facing(x: ndarray, z: ndarray, eye: ndarray) -> tuple[ndarray, ndarray]:
    """Unit right axis (x, z) of upright cards turned to the eye."""
    dx, dz = x - eye[0], z - eye[2]
    n = np.hypot(dx, dz) + 1e-9
    return dz / n, -dx / n


class StandRows:
    """The unmoving numbers of a world's stands, worked out once."""

    def __init__(self, world: World) -> None:
        s = world.stands
        self.count = len(s)
        self.card = np.array([a.card for a in s], int)
        feet = world.feet[self.card].astype(float) if s else np.zeros((0, 5))
        self.x, self.z, self.lift = (np.array([getattr(a, k) for a in s], float) for k in ("x", "z", "lift"))
        self.metre = np.array([a.size for a in s], float) / (feet[:, 4] if s else 1.0)
        self.foot_x, self.foot_y, self.tall = feet[:, 2], feet[:, 3], np.maximum(feet[:, 1], 1.0)
        self.flip = np.where([a.flip for a in s], -1.0, 1.0) if s else np.zeros(0)
        self.sway = np.array([a.sway or world.sways[a.card] * a.size for a in s], float)
        self.bob = np.array([a.bob for a in s], float)
        self.shadow = np.array([a.shadow for a in s], bool)
        self.fixed = np.zeros((self.count, col.COLUMNS))
        for n, a in enumerate(s):
            label = LABELS[world.labels[a.card]]
            self.fixed[n, col.CARD :] = (
                a.card, STAND_KEY + n, label, a.cast, a.opacity, a.hazeless, *a.tint, a.glow, a.grounded, a.flat,
            )  # fmt: skip

    def at(self, camera: Camera, seconds: float, wind: float) -> Rows:
        """Rows at a moment, unsorted."""
        rows = self.fixed.copy()
        if not self.count:
            return rows
        rx, rz = _facing(self.x, self.z, camera.eye)
        phase = self.x * 1.7 + self.z * 0.9
        gust = np.sin(1.3 * seconds + phase) * 0.6 + np.sin(2.9 * seconds + 1.7 * phase) * 0.25 + 0.3
        lean = self.sway * gust * (0.25 + 1.4 * wind) / self.tall
        heave = self.bob * np.sin(1.1 * seconds + phase)
        m = self.metre
        u = np.stack((rx * m * self.flip, np.zeros_like(m), rz * m * self.flip), 1)
        v = np.stack((-rx * lean, m, -rz * lean), 1)
        p = np.stack((self.x, -self.lift - heave, self.z), 1)
        rows[:, 0:3] = p - u * self.foot_x[:, None] - v * self.foot_y[:, None]
        rows[:, 3:6], rows[:, 6:9] = u, v
        return rows


def actor_rows(world: World, camera: Camera, acts: Sequence[Act], seconds: float) -> tuple[Rows, ndarray]:
    """Rows of all puppets, part by part (back to front within each), and the depth each sorts by."""
    rows: list[Rows] = [np.zeros((0, col.COLUMNS))]
    order: list[ndarray] = [np.zeros(0)]
    for actor in world.actors:
        if not actor.shown:
            continue
        now = moment(world, actor, acts, seconds)
        parts = actor.puppet.pose(now.does, now.seconds, now.travelled, now.facing, now.toward, passage=now.passage)
        place = np.array((now.x, -now.lift, now.z))
        away = float((camera.rotation @ (place - camera.eye))[2])
        shade = 0.18 * actor.puppet.height if now.lift <= 0 else 0.0
        rows.append(_part_rows(actor, parts, place, camera.eye, shade))
        order.append(away - 1e-4 * np.arange(len(parts)))
    return np.concatenate(rows), np.concatenate(order)


def _part_rows(
    actor: Actor, parts: Sequence[Part], place: Float64[ndarray, 3], eye: Float64[ndarray, 3], grounded: float
) -> Rows:
    """One puppet's parts in its plane, which stands at `place` and faces the eye."""
    rx, rz = _facing(place[0], place[2], eye)
    right, up = np.array((rx, 0.0, rz)), np.array((0.0, -1.0, 0.0))
    plane = np.array([part.to_plane for part in parts], float)
    key = ACTOR_KEY + actor.number * ACTOR_SPAN
    rows = np.empty((len(parts), col.COLUMNS))
    for first, axis in ((0, 2), (3, 0), (6, 1)):
        rows[:, first : first + 3] = np.outer(plane[:, 0, axis], right) + np.outer(plane[:, 1, axis], up)
    rows[:, 0:3] += place
    rows[:, col.CARD] = [actor.first_card + part.card for part in parts]
    rows[:, col.CARD + 1] = [key + part.card for part in parts]
    rows[:, col.CARD + 2 :] = (LABELS[actor.label], actor.number, 1.0, 0.35, 1.0, 1.0, 1.0, 1.0, grounded, FILL)
    return rows


def hung_rows(world: World, camera: Camera, mood: Mood, seconds: float) -> Rows:
    """Rows of what hangs in the sky, far to near as listed; the light's body shines with the light's colour."""
    rows = []
    for number, h in enumerate(world.hung):
        w, tall, fx, fy, _ = world.feet[h.card]
        opacity, tint = h.opacity, np.array(h.tint)
        if h.light:
            d = disc_direction(mood).astype(float)
            sun = world.labels[h.card] == "sun/moon" and h.glow > 1.5
            day = 1.0 - mood.lamps
            opacity *= 1.0 - mood.veil
            opacity *= (1.0 if day > 0.25 else 0.0) if sun else (1.0 if day <= 0.25 else 0.0)
            if sun:
                tint = tint * (0.35 + colour_of(mood.key) * 0.65)
        else:
            rise = mood.rise if h.rises else 0.0
            a, e = math.radians(h.azimuth + h.drift * seconds), math.radians(min(80.0, h.elevation + rise))
            d = np.array((math.sin(a) * math.cos(e), -math.sin(e), math.cos(a) * math.cos(e)))
        if opacity <= 0.003:
            continue
        dx, dy, dz = d.tolist()
        rx, rz = dz / (math.hypot(dx, dz) + 1e-9), -dx / (math.hypot(dx, dz) + 1e-9)
        right, down = np.array((rx, 0.0, rz)), np.array((dy * rz, dz * rx - dx * rz, -dy * rx))
        metre = math.radians(h.width) * SKY_DISTANCE / w
        u, v = right * metre * (-1 if h.flip else 1), down * metre
        row = np.zeros(col.COLUMNS)
        centre = camera.eye + d * SKY_DISTANCE
        row[0:3], row[3:6], row[6:9] = centre - u * (w / 2) - v * (tall / 2), u, v
        row[col.CARD :] = (
            h.card,
            HUNG_KEY + number,
            LABELS[world.labels[h.card]],
            -1,
            opacity,
            h.hazeless,
            *tint,
            h.glow,
            0,
            h.flat,
        )
        rows.append(row)
    return np.array(rows).reshape(-1, col.COLUMNS)


def cast_shadows(rows: Rows, towards: Float64[ndarray, 3], strength: float) -> Rows:
    """The same cards thrown on the floor by the light: sheared along its rays, at most six times as long as high."""
    flat = np.hypot(towards[0], towards[2])
    down = max(-towards[1], flat / 6.0, 1e-3)
    kx, kz = -towards[0] / down, -towards[2] / down
    out = rows.copy()
    for axis in (0, 3, 6):
        out[:, axis] += kx * -rows[:, axis + 1]
        out[:, axis + 2] += kz * -rows[:, axis + 1]
        out[:, axis + 1] = 0.0
    out[:, col.OPACITY] *= strength
    return out
