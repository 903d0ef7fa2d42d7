"""Camera work: presets that travel like a filmed move, and Deforum's per-frame schedules on top."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import lru_cache

import numpy as np
from numpy import ndarray

from melies.core.curve import Curve
from melies.core.ease import smoothstep
from melies.core.errors import AuthorError
from melies.core.request import View
from melies.core.rig import angles, turn
from melies.core.seed import Seed
from melies.core.story import CameraWork, Framing, Move, Schedule

# Deforum divides translations by 200 in a world whose pictures lie about two units away; our stage's subjects stand
# about ten metres away, so that the same number gives the same change of picture at 10 / 2 / 200 metres a unit.
METRES_PER_UNIT = 0.025
REACH: dict[Framing, float] = {"wide": 1.0, "medium": 0.6, "close": 0.35}  # a close subject is near: travel less
TRANSLATIONS = ("translation_x", "translation_y", "translation_z")
INCREMENTS = (*TRANSLATIONS, "rotation_3d_x", "rotation_3d_y", "rotation_3d_z", "angle", "zoom")
Pose = dict[str, float]
Vector = tuple[float, float, float]


def ease(u: float) -> float:
    """0 to 1 over a shot: slow at both ends but never quite still, so that cuts land on a moving camera."""
    return 0.3 * u + 0.7 * smoothstep(u)


def _travel(**goals: float) -> Callable[[float], Pose]:
    """From the staged view to the goals."""
    return lambda u: {name: goal * u for name, goal in goals.items()}


def _across(**spans: float) -> Callable[[float], Pose]:
    """From half a span before the staged view to half a span after it: the composition is right midway."""
    return lambda u: {name: span * (u - 0.5) for name, span in spans.items()}


def _back(**goals: float) -> Callable[[float], Pose]:
    """From the goals to the staged view."""
    return lambda u: {name: goal * (1.0 - u) for name, goal in goals.items()}


# Metres (x right, y down, z forward), degrees (x up, y right) at amount 1, wide framing and a shot of five seconds.
PRESETS: dict[Move, Callable[[float], Pose]] = {
    "still": lambda u: {},
    "push in": lambda u: {"z": 2.4 * u - 0.6},
    "pull out": lambda u: {"z": 1.4 - 2.6 * u},
    "pan left": _across(ry=-18.0),
    "pan right": _across(ry=18.0),
    "tilt up": _travel(rx=9.0),
    "tilt down": _back(rx=9.0),
    "orbit left": _across(orbit=-22.0),
    "orbit right": _across(orbit=22.0),
    "crane up": _travel(y=-2.2, rx=-4.0),
    "crane down": _back(y=-2.2, rx=-4.0),
    "fly over": lambda u: {"z": 5.5 * u - 1.0, "y": -1.4 * u, "rx": -3.0 * u},
    "truck left": _across(x=-2.6),
    "truck right": _across(x=2.6),
    "hand-held": lambda u: {},
}
DEGREES = ("rx", "ry", "rz", "orbit")


@lru_cache(maxsize=64)
def views(work: CameraWork, frames: int, fps: float, seed: Seed) -> tuple[View, ...]:
    """The view of every frame of a shot; `seed` is the shot's own (hand-held, and `s` in schedules).

    The preset places the camera, eased over the shot; a longer shot travels further, but not in proportion. Deforum's
    increments then accumulate from frame 1 on, each in the axes of the camera it moves: translation_x/y/z right, up
    and forward in Deforum units; rotation_3d_x/y/z up, right and clockwise in degrees; angle turns the picture
    anticlockwise; zoom multiplies. Raises AuthorError for a bad schedule.
    """
    shift, spins, zooms = _accumulated(work, frames, fps, seed)
    fov = _series(work.fov, "camera.fov", frames, fps, seed)
    made = []
    for frame in range(frames):
        pose = preset(work, frame, frames, fps, seed)
        translation = np.array([pose.get(axis, 0.0) for axis in "xyz"])
        rotation = (pose.get("rx", 0.0), pose.get("ry", 0.0), pose.get("rz", 0.0))
        if shift is not None:
            base = turn(rotation)
            translation = translation + base @ shift[frame]
            rotation = angles(base @ spins[frame])
        made.append(
            View(
                framing=work.framing,
                subject=work.subject,
                translation=_vector(translation),
                rotation=_vector(rotation),
                orbit=_rounded(pose.get("orbit", 0.0)),
                zoom=round(zooms[frame], 6),
                fov=_lens(fov[frame]) if fov else None,
            )
        )
    return tuple(made)


def preset(work: CameraWork, frame: int, frames: int, fps: float, seed: Seed) -> Pose:
    """Where the preset alone puts the camera: x, y, z in metres, rx, ry, rz and orbit in degrees."""
    if work.move == "hand-held":
        return _hand_held(frame / fps, work.amount, seed / "hand-held")
    seconds = frames / fps
    pace = min(1.6, max(0.5, math.sqrt(seconds / 5.0))) * work.amount
    pose = PRESETS[work.move](ease(frame / (frames - 1)) if frames > 1 else 0.5)
    reach = REACH[work.framing]
    return {name: value * pace * (1.0 if name in DEGREES else reach) for name, value in pose.items()}


def _hand_held(seconds: float, amount: float, seed: Seed) -> Pose:
    """A person breathing behind the camera: sums of slow sines with seeded phases, never repeating in a shot."""
    sizes = {"x": 0.05, "y": 0.04, "z": 0.03, "rx": 0.55, "ry": 0.7, "rz": 0.3}
    pose = {}
    for name, size in sizes.items():
        rng = (seed / name).rng()
        waves = zip((0.19, 0.43, 0.97, 1.9), (1.0, 0.6, 0.3, 0.12), strict=True)
        total = 0.0
        for hertz, weight in waves:
            rate, phase = hertz * rng.uniform(0.85, 1.15), rng.uniform(0, 2 * math.pi)
            total += weight * math.sin(2 * math.pi * rate * seconds + phase)
        pose[name] = amount * size * total
    return pose


def _accumulated(
    work: CameraWork, frames: int, fps: float, seed: Seed
) -> tuple[list[ndarray] | None, list[ndarray], list[float]]:
    """Deforum's increments summed up: shift (metres) and turn relative to the preset's camera, and zoom."""
    series = {name: _series(getattr(work, name), f"camera.{name}", frames, fps, seed) for name in INCREMENTS}
    zooms = _products(series.pop("zoom"), frames)
    if not any(series.values()):
        return None, [], zooms
    steps = {name: values or (0.0,) * frames for name, values in series.items()}
    where, facing = np.zeros(3), np.eye(3)
    shifts, spins = [where], [facing]
    for frame in range(1, frames):
        facing = facing @ turn(
            (
                steps["rotation_3d_x"][frame],
                steps["rotation_3d_y"][frame],
                steps["rotation_3d_z"][frame] + steps["angle"][frame],
            )
        )
        ahead = (steps["translation_x"][frame], -steps["translation_y"][frame], steps["translation_z"][frame])
        where = where + facing @ (METRES_PER_UNIT * np.array(ahead))
        if not np.abs(where).max() < 1e6:
            raise AuthorError(f"camera: the schedules carry the camera over 1000 km away by frame {frame}; lower them")
        shifts.append(where)
        spins.append(facing)
    return shifts, spins, zooms


def _products(series: tuple[float, ...], frames: int) -> list[float]:
    zoom, zooms = 1.0, [1.0] * frames
    for frame in range(1, len(series)):
        if series[frame] <= 0:
            got = f"got {series[frame]:g} at frame {frame}"
            raise AuthorError(f"camera.zoom is above 0 at every frame (1 is no change); {got}")
        zoom *= series[frame]
        zooms[frame] = zoom = min(1000.0, max(0.001, zoom))
    return zooms


def _series(schedule: Schedule | None, field: str, frames: int, fps: float, seed: Seed) -> tuple[float, ...]:
    if schedule is None:
        return ()
    return Curve.parse(schedule, field).series(fps, frames, seed.project)


def _lens(fov: float) -> float:
    if not 1 <= fov <= 150:
        raise AuthorError(f"camera.fov is 1 to 150 degrees; got {fov:g}")
    return round(fov, 6)


def _rounded(value: float) -> float:
    """Six decimals (a micrometre) and no negative zero: the last bits of libm must not change a hash."""
    return round(float(value), 6) + 0.0


def _vector(values: Iterable[float]) -> Vector:
    x, y, z = (_rounded(value) for value in values)
    return x, y, z
