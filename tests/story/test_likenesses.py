"""Everybody is known again in another light and size; whoever is not, is named with the shot."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from melies.guidance.figures import figure, unlike
from melies.story.likenesses import kinship, large, said, sight, write

COATS = {"mira": (235, 200, 40), "bo": (110, 70, 45)}
FACE, PLANTED = (205, 150, 120), (40, 60, 160)


def picture(coat: tuple[int, ...], light: tuple[float, ...], tall: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A figure of two colours before a ground, all in one light."""
    rng = np.random.default_rng(seed)
    scene = np.full((120, 200, 3), (128, 140, 128), np.float32) + rng.normal(0, 12, (120, 200, 3))
    mask, left = np.zeros((120, 200), np.float32), int(rng.integers(10, 120))
    top = 110 - tall
    mask[top:110, left : left + tall // 2] = 1
    scene[mask > 0] = coat
    scene[top : top + tall // 4, left : left + tall // 2] = FACE
    lit = np.clip(scene * np.float32(light) + rng.normal(0, 6, scene.shape), 0, 255)
    return lit.astype(np.uint8), mask


LIGHTS = {"noon": (1.0, 1.0, 1.0), "dusk": (1.05, 0.85, 0.75), "night": (0.6, 0.7, 0.95), "dawn": (1.0, 0.9, 0.9)}


def test_the_same_in_another_light_is_nearer_than_somebody_else() -> None:
    known = {
        (who, name): figure(*picture(coat, light, tall, 3))
        for who, coat in COATS.items()
        for (name, light), tall in zip(LIGHTS.items(), (90, 50, 70, 40), strict=True)
    }
    pairs = [(a, b, unlike(known[a], known[b])) for a in known for b in known if a < b]
    same = np.mean([d for a, b, d in pairs if a[0] == b[0]])
    other = np.mean([d for a, b, d in pairs if a[0] != b[0]])
    assert same < 0.5 * other
    one = known["mira", "noon"]
    assert unlike(one, one) == 0


def test_a_shot_that_is_not_like_the_rest_is_named(tmp_path: Path) -> None:
    every = []
    for who, coat in COATS.items():
        for number, (name, light) in enumerate(LIGHTS.items()):
            worn = PLANTED if (who, name) == ("mira", "dusk") else coat
            every.append(sight(who, name, 5, *picture(worn, light, 60 + number, number)))
    kins = {kin.who: kin for kin in kinship(every)}
    assert kins["mira"].strays == ("dusk",) and kins["bo"].strays == ()
    assert "unlike the rest in dusk" in said(kins["mira"])
    told = write(tmp_path / "cast.html", "A <tale>", list(kins.values()), every).read_text()
    assert told.count("<figure") == 8 and told.count("class=stray") == 1 and "A &lt;tale&gt;" in told


def test_who_is_seen_once_or_hardly_at_all() -> None:
    one = sight("mira", "noon", 0, *picture(COATS["mira"], LIGHTS["noon"], 60, 1))
    (kin,) = kinship([one])
    assert (
        kin.strays == ()
        and kin.other is None
        and said(kin) == "mira: large enough to tell (300 pixels) in one shot only"
    )
    assert not large(np.eye(64, dtype=np.float32)) and kinship([]) == []
