"""Sitting, lying and passing from pose to pose: on the ground, feet planted, nothing jumps."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from melies.core.seed import Seed
from melies.scene.card import Part
from melies.scene.puppet.build import Puppet, build
from melies.scene.puppet.gait import Gait, Walk, under_way
from melies.scene.puppet.joints import Moment, Passage
from melies.scene.puppet.quadposes import PHASES
from melies.scene.puppet.sheet import draw
from melies.scene.puppet.spec import parse

PEOPLE = ["girl in a coat", "woman", "man", "old wizard", "astronaut", "robot", "grandmother", "a knight with a cape"]
BEASTS = ["fox", "wolf", "dog", "cat", "rabbit", "bear", "deer", "horse", "dragon"]


@cache
def puppet(text: str) -> Puppet:
    return build(parse(text, Seed(5))[0])


def lowest(p: Puppet, does: str, pixels: float = 160.0) -> float:
    """Metres from the ground to the lowest paint."""
    alpha = draw(p.cards, p.pose(does, 0.7), pixels / p.height, 420, 340, (210.0, 300.0))[..., 3]
    return (299 - int(np.nonzero((alpha > 0.5).any(1))[0].max())) * p.height / pixels


@pytest.mark.parametrize("text", [*PEOPLE, *BEASTS])
def test_who_sits_or_lies_touches_the_ground_and_does_not_sink(text: str) -> None:
    assert -0.02 <= lowest(puppet(text), "sit") <= 0.02


@pytest.mark.parametrize("text", PEOPLE)
def test_people_sit_lower_than_they_stand(text: str) -> None:
    p = puppet(text)
    assert 0.5 < p.stature("sit") / p.stature("idle") < 0.72
    assert 0.95 < p.stature("idle") / p.height < 1.06
    assert p.stature("walk") == pytest.approx(p.stature("idle"), rel=0.05)


@pytest.mark.parametrize("text", ["fox", "wolf", "dog", "cat"])
def test_a_sitting_animal_keeps_its_head_up_and_its_rump_on_the_ground(text: str) -> None:
    p = puppet(text)
    names = {p.names[part.card] for part in p.pose("sit", 0.0)}
    assert {"seat", "seat_near", "near_fore_foot"} <= names and not {"hind", "near_hind_upper"} & names
    assert 0.95 < p.stature("sit") / p.stature("idle") < 1.10
    standing, sitting = (widths(p, does) for does in ("idle", "sit"))
    assert sitting < 0.9 * standing, "upright: the trunk takes less room than on four legs"


def widths(p: Puppet, does: str) -> float:
    """Metres the paint spans, tail left out."""
    parts = tuple(part for part in p.pose(does, 0.7) if "tail" not in p.names[part.card])
    columns = np.nonzero((draw(p.cards, parts, 100 / p.height, 420, 260, (210.0, 220.0))[..., 3] > 0.5).any(0))[0]
    return float(np.ptp(columns)) * p.height / 100


@pytest.mark.parametrize("text", ["deer", "horse", "dragon"])
def test_hoofed_animals_lie_lower_than_they_stand(text: str) -> None:
    p = puppet(text)
    assert p.stature("sit") < 0.9 * p.stature("idle")


WALK = Gait(0.5, 0.6, 0.05, 0.04, 0.03, 0.06, 0.2, 0.6)


@pytest.mark.parametrize("length", [0.2, 0.55, 1.3, 2.1])
@pytest.mark.parametrize(
    ("duty", "offsets"), [(0.6, (0.0, 0.5)), (0.66, tuple(PHASES["walk"].values())), (0.36, (0, 0.5))]
)
def test_planted_feet_stay_planted_from_the_first_step_to_the_last(
    length: float, duty: float, offsets: tuple[float, ...]
) -> None:
    g = Gait(WALK.stride, duty, WALK.lift, WALK.ankle, WALK.heel, WALK.ball, 0.0, 0.0)
    for offset in offsets:
        track: list[list[float]] = [[]]
        for gone in np.linspace(0.0, length, 400):
            f = way(g, gone, length).foot(offset, 0.01)
            if f.planted and abs(f.y - g.ankle) < 1e-9:
                track[-1].append(f.x + gone)
            elif track[-1]:
                track.append([])
        assert max((np.ptp(t) for t in track if len(t) > 1), default=0.0) < 1e-9


def way(g: Gait, gone: float, length: float) -> Walk:
    return under_way(g, Moment("walk", 0.0, gone, passage=Passage(gone=gone, left=length - gone)))


@pytest.mark.parametrize(
    "text", ["girl in a coat", "robot", "fox", "horse", "owl", "old wizard", "a girl with a red umbrella"]
)
@pytest.mark.parametrize("does", ["walk", "run"])
def test_a_way_begins_and_ends_in_the_stand(text: str, does: str) -> None:
    p = puppet(text)
    length = 3.0 * p.height
    stand = p.pose("idle", 0.4)
    first = p.pose(does, 0.4, 0.0, passage=Passage("idle", 0.0, 0.0, length))
    last = p.pose(does, 0.4, length, passage=Passage("idle", 9.0, length, 0.0))
    assert apart(p, first, stand) < 1e-6 and apart(p, last, stand) < 1e-6


def apart(p: Puppet, a: tuple[Part, ...], b: tuple[Part, ...]) -> float:
    """How far the joints of the parts that both poses show are apart, in heights."""
    at = {part.card: part.to_plane @ np.array((*p.cards[part.card].foot, 1.0)) for part in a}
    moved = [
        np.abs(at[part.card] - part.to_plane @ np.array((*p.cards[part.card].foot, 1.0))).max()
        for part in b
        if part.card in at
    ]
    return float(max(moved)) / p.height


@pytest.mark.parametrize("text", ["girl in a coat", "man", "fox", "horse"])
@pytest.mark.parametrize(("was", "does"), [("idle", "sit"), ("sit", "idle"), ("sit", "walk")])
def test_sitting_down_and_getting_up_take_their_time(text: str, was: str, does: str) -> None:
    p = puppet(text)
    frames = [
        p.pose(does, 1.0 + t, t * 0.1, passage=Passage(was, t, t * 0.1, 2.0)) for t in np.arange(0.0, 0.7, 1 / 24)
    ]
    assert apart(p, frames[0], p.pose(was, 1.0)) < 1e-6
    assert max(apart(p, a, b) for a, b in zip(frames, frames[1:], strict=False)) < 0.12


def test_without_a_passage_a_walk_is_as_steady_as_ever() -> None:
    p = puppet("fox")
    stride = p.rig.gait("walk", True).stride * p.height  # type: ignore[attr-defined]
    assert apart(p, p.pose("walk", 1.0, 0.3), p.pose("walk", 1.0, 0.3 + stride)) < 1e-4
