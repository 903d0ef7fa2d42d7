"""The caption is true of the picture: it tells what is seen, and nothing else."""

from __future__ import annotations

import pytest

from melies.core.asset import MemoryAssets
from melies.core.request import Phrase, Request, Role, View
from melies.core.size import Size
from melies.generators.base import engine
from melies.scene.labels import LABELS

ANA = Role(name="ana", text="a girl in a red coat")


def _caption(prompt: str, **more: object) -> str:
    request = Request(prompt=(Phrase(text=prompt),), place="here", size=Size(width=160, height=90), **more)  # type: ignore[arg-type]
    return str([step.image.info["caption"] for step in engine("diorama").make(request, MemoryAssets())][-1])


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("an alien lake at night in the rain, three deer, a huge moon",
         ["an alien lake at night in the rain", "3 deer", "a huge moon"]),
        ("a ruined city at noon", ["a ruined city at noon"]),
        ("a meadow in autumn at noon", ["an autumn meadow at noon"]),
        ("a snowy coast at dawn with a red boat", ["at dawn", "a red boat"]),
        ("a meadow in a storm, two windmills", ["in a storm", "2 windmills"]),
        ("a lake under an aurora", ["a lake at night under an aurora"]),
    ],
)  # fmt: skip
def test_what_is_seen_is_told(prompt: str, told: list[str]) -> None:
    said = _caption(prompt)
    assert all(words in said for words in told), said


def test_what_the_camera_turns_away_from_is_not_told() -> None:
    ahead, behind = (
        _caption("a meadow with a windmill", cast=(ANA,), view=View(rotation=(0, turn, 0))) for turn in (0.0, 180.0)
    )
    assert "windmill" in ahead and "red coat" in ahead
    assert "windmill" not in behind and "red coat" not in behind


def test_leaves_turn_in_autumn() -> None:
    def leaves(prompt: str) -> float:
        """How much redder than green trees are."""
        request = Request(prompt=(Phrase(text=prompt),), size=Size(width=160, height=90))
        *_, last = engine("diorama").make(request, MemoryAssets())
        assert last.image.labels is not None
        trees = last.image.rgb[last.image.labels == LABELS["tree"]]
        return float((trees[:, 0] - trees[:, 1]).mean())

    assert leaves("a meadow at noon") < 0.0 < 0.05 < leaves("a meadow in autumn at noon")


def test_the_hour_now_is_told() -> None:
    assert _caption("a desert at noon", atmosphere={"hour": 22.0}) == "a desert at night"


def test_a_moth_is_seen() -> None:
    assert "a moth" in _caption("a moth in a meadow at noon")
