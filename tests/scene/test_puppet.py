"""The paper cast: feet that never slide, poses that are pure, joints that hold, words that are never dropped."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.core.seed import Seed
from melies.scene.puppet.beast import BEASTS
from melies.scene.puppet.body import body_of
from melies.scene.puppet.brush import PIXELS
from melies.scene.puppet.build import Puppet, build
from melies.scene.puppet.gait import Gait, foot
from melies.scene.puppet.humanrig import HumanRig
from melies.scene.puppet.picture import from_picture
from melies.scene.puppet.quadposes import PHASES
from melies.scene.puppet.quadrig import QuadRig
from melies.scene.puppet.sheet import draw, sheet
from melies.scene.puppet.spec import KINDS, parse
from melies.scene.puppet.words import COLOURS

DOES = ("idle", "walk", "run", "fly", "swim", "point", "sit", "wave", "look", "talk")


@cache
def puppet(text: str) -> Puppet:
    return build(parse(text, Seed(5))[0])


def alpha_of(p: Puppet, does: str, seconds: float = 0.7, travelled: float = 0.4, pixels: float = 60.0) -> np.ndarray:
    parts = p.pose(does, seconds, travelled * p.height)
    return draw(p.cards, parts, pixels / p.height, 256, 220, (140.0, 165.0))[..., 3]


def drift(p: Puppet, part: str, ball: float, heel: float, ankle: float, g: Gait, offset: float, does: str) -> float:
    """How far the touching point of a planted foot moves over the ground, in heights."""
    number = p.names.index(part)
    x, y = p.cards[number].foot
    seen: dict[str, list[float]] = {"heel": [], "ball": []}
    for phase in np.linspace(0.0, 0.998 * g.duty, 12) - offset:
        s = (phase + offset) % 1.0 / g.duty
        travelled = phase * g.stride * p.height
        posed = {q.card: q for q in p.pose(does, 0.0, travelled)}
        side = "heel" if s < 0.2 else "ball"
        touch = (x + (-heel if side == "heel" else ball) * PIXELS, y + ankle * PIXELS, 1.0)
        place = posed[number].to_plane @ np.array(touch)
        assert abs(place[1]) < 0.012 * p.height, "the touching point is on the ground"
        seen[side].append((place[0] + travelled) / p.height)
    return max(float(np.ptp(v)) for v in seen.values() if v)


@pytest.mark.parametrize("does", ["walk", "run"])
@pytest.mark.parametrize("text", ["girl in a coat", "man", "old wizard", "astronaut", "robot", "grandmother"])
def test_people_never_slide(text: str, does: str) -> None:
    p = puppet(text)
    assert isinstance(p.rig, HumanRig)
    g, body = p.rig.gait(does), body_of(p.spec)
    for side, offset in (("near", 0.0), ("far", 0.5)):
        assert drift(p, f"{side}_foot", g.ball, g.heel, body.ankle, g, offset, does) < 0.02


@pytest.mark.parametrize("does", ["walk", "run"])
@pytest.mark.parametrize("kind", [k for k in BEASTS if k != "rabbit"])
def test_animals_never_slide(kind: str, does: str) -> None:
    p = puppet(kind)
    assert isinstance(p.rig, QuadRig)
    for name, offset in PHASES[does].items():
        g = p.rig.gait(does, "hind" in name)
        assert drift(p, f"{name}_foot", g.ball, g.heel, g.ankle, g, offset, does) < 0.02


def test_a_planted_foot_goes_back_as_the_body_goes_forward() -> None:
    g = Gait(0.8, 0.6, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0)
    xs = [foot(g, p).x + p * g.stride for p in np.linspace(0.0, 0.6, 20)]
    assert np.ptp(xs) < 1e-9
    assert foot(g, 0.8).y > 0.05 and not foot(g, 0.8).planted


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_does_everything(kind: str) -> None:
    p = puppet(kind)
    assert p.height == p.spec.height
    for does in DOES:
        for facing, toward in ((1, None), (-1, (-1.0, 0.5)), (1, (0.2, 1.0))):
            for part in p.pose(does, 1.37, 0.8 * p.height, facing, toward):
                assert np.isfinite(part.to_plane).all()
                assert abs(np.linalg.det(part.to_plane[:, :2])) > 0


@pytest.mark.parametrize(
    "kind", [*KINDS, "a girl with a balloon", "a knight with a lantern", "fisherman", "fairy", "unicorn"]
)
def test_parts_hold_together(kind: str) -> None:
    p = puppet(kind)
    for does in ("walk", "run", "fly", "sit"):
        alpha = alpha_of(p, does, 0.9 if does != "walk" else 0.1)
        _, _, stats, _ = cv2.connectedComponentsWithStats((alpha > 0.08).astype(np.uint8))
        areas = stats[1:, cv2.CC_STAT_AREA]
        assert areas.max() / areas.sum() > 0.985, does
        assert areas.sum() > 240


@pytest.mark.parametrize("kind", KINDS)
def test_standing_on_the_ground_not_in_it(kind: str) -> None:
    p = puppet(kind)
    for does in ("idle", "walk", "run", "sit"):
        below = np.nonzero((alpha_of(p, does) > 0.5).any(1))[0].max() - 165
        assert below <= 2, does
        if kind not in ("fish", "whale") and does != "run":
            assert below >= -3, does


def test_a_pose_is_pure() -> None:
    p = puppet("a girl in a yellow raincoat with a red umbrella")
    first = p.pose("walk", 2.5, 1.1)
    p.pose("sit", 9.0)
    p.pose("run", 0.0, -4.0)
    again = p.pose("walk", 2.5, 1.1)
    assert all(a.card == b.card and np.array_equal(a.to_plane, b.to_plane) for a, b in zip(first, again, strict=True))


def test_facing_left_is_the_mirror() -> None:
    p = puppet("fox")
    for right, left in zip(p.pose("walk", 1.0, 0.3, 1), p.pose("walk", 1.0, 0.3, -1), strict=True):
        assert np.allclose(right.to_plane[0], -left.to_plane[0]) and np.allclose(right.to_plane[1], left.to_plane[1])


def test_painting_is_reproducible_and_small() -> None:
    spec, _ = parse("an old wizard with a long white beard, blue robe and a staff", Seed(1))
    a, b = build(spec), build(spec)
    assert all(np.array_equal(x.rgba, y.rgba) for x, y in zip(a.cards, b.cards, strict=True))
    for kind in KINDS:
        assert sum(c.rgba.shape[0] * c.rgba.shape[1] for c in puppet(kind).cards) < 1_500_000
        for card in puppet(kind).cards:
            assert card.rgba.dtype == np.float32 and 0 <= card.rgba.min() and card.rgba.max() <= 1
            assert abs(card.scale - 420 / puppet(kind).height) < 1e-6


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("a girl in a yellow raincoat with a red umbrella", {"kind": "child", "costume": "raincoat",
        "prop": "umbrella", "hat": "hood"}),
        ("an old wizard with a long white beard, blue robe and a staff", {"kind": "wizard", "beard": "long",
        "costume": "robe", "prop": "staff"}),
        ("a red fox", {"kind": "fox"}),
        ("a small rusty robot with glowing eyes", {"kind": "robot", "glowing": True}),
        ("astronaut", {"kind": "astronaut"}),
        ("green dragon", {"kind": "dragon"}),
        ("a knight with a red cape", {"kind": "man", "costume": "armor", "hat": "helmet"}),
        ("an old woman with a lantern", {"kind": "elder", "prop": "lantern", "beard": ""}),
        ("a woman with long black hair", {"kind": "woman", "hair_style": "long"}),
        ("a boy with a straw hat and a fishing rod", {"kind": "child", "hat": "straw hat", "prop": "fishing rod"}),
    ],
)  # fmt: skip
def test_descriptions_are_read_whole(text: str, facts: dict[str, object]) -> None:
    spec, missing = parse(text, Seed(3))
    assert missing == ()
    assert {k: getattr(spec, k) for k in facts} == facts


def test_words_that_cannot_be_drawn_are_reported() -> None:
    spec, missing = parse("Mira the taxi driver with a saxophone and short black hair", Seed(3))
    assert missing == ("mira", "taxi", "driver", "saxophone")
    assert spec.hair_style == "short" and spec.height > 1.5
    assert parse("a girl with two cats", Seed(3))[1] == ("cats",)


def test_colours_and_sizes() -> None:
    assert len(COLOURS) >= 40
    red = parse("a woman in a red coat", Seed(1))[0].cloth
    blue = parse("a woman in a blue coat", Seed(1))[0].cloth
    assert red[0] > 0.7 > 0.4 > red[2] and blue[2] > 0.6 > 0.4 > blue[0]
    assert parse("a huge dragon", Seed(1))[0].height > parse("a dragon", Seed(1))[0].height
    assert parse("a huge dragon", Seed(1), height=2.0)[0].height == 2.0
    assert parse("a boy", Seed(1))[0] == parse("a boy", Seed(1))[0]


def _drawing() -> np.ndarray:
    picture = np.full((240, 200, 3), 250, np.uint8)
    cv2.ellipse(picture, (100, 130), (40, 80), 0, 0, 360, (200, 60, 40), -1)
    cv2.circle(picture, (100, 50), 30, (230, 180, 140), -1)
    cv2.rectangle(picture, (70, 200), (130, 225), (40, 40, 60), -1)
    return picture


def test_a_drawing_is_cut_from_its_plain_background() -> None:
    p = from_picture(_drawing(), 1.4)
    card = p.cards[0]
    assert card.label == "character" and p.height == 1.4
    assert card.rgba.shape[0] < 215 and card.rgba[0, 0, 3] == 0
    assert card.rgba[card.rgba.shape[0] // 2, card.rgba.shape[1] // 2, 3] == 1
    tall = card.rgba.shape[0] / card.scale
    assert abs(tall - 1.4) < 1e-6
    for does in DOES:
        assert np.isfinite(p.pose(does, 0.6, 0.3)[0].to_plane).all()


def test_a_paper_doll_hops_without_sliding() -> None:
    p = from_picture(np.dstack((_drawing(), (_drawing().sum(2) < 740) * np.uint8(255))), 1.0)
    foot_pixel = np.array((*p.cards[0].foot, 1.0))
    lands: dict[int, list[float]] = {}
    for travelled in np.linspace(0.0, 1.0, 120):
        x, y = p.pose("walk", 0.0, travelled)[0].to_plane @ foot_pixel
        assert y >= -1e-6
        if y < 1e-6:
            lands.setdefault(int(travelled / 0.34), []).append(x + travelled)
    assert max(np.ptp(v) for v in lands.values()) < 0.02


@pytest.mark.parametrize("picture", [np.full((60, 60, 3), 255, np.uint8), np.zeros((60, 60, 4), np.float32)])
def test_an_empty_drawing_is_refused(picture: np.ndarray) -> None:
    with pytest.raises(AuthorError):
        from_picture(picture, 1.0)


def test_a_pose_sheet_shows_colour() -> None:
    rgb = sheet([puppet("fox"), puppet("robot")], [("idle", 0.0, 0.0), ("walk", 0.0, 0.2)], (140, 120), 70)
    assert rgb.shape == (240, 280, 3) and rgb.dtype == np.float32
    assert float(rgb.std()) > 0.08


@pytest.mark.parametrize(("several", "one"), [
    ("crows", "crow"), ("knights", "knight"), ("witches", "witch"), ("fishermen", "fisherman"), ("ponies", "pony"),
    ("princesses", "princess"), ("wolves", "wolf"), ("pirates in red coats", "pirate in a red coat"),
])  # fmt: skip
def test_each_of_several_is_what_one_would_be(several: str, one: str) -> None:
    assert parse(several, Seed(3)) == parse(one, Seed(3))
