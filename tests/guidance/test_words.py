"""Words point at the thing itself that others describe, at the cast before things, at things before classes."""

from __future__ import annotations

import numpy as np
import pytest

from melies.core.errors import AuthorError
from melies.guidance.regions.words import selected, tokens
from melies.scene.labels import LABELS
from melies.scene.parts import Part
from melies.scene.staging import Thing

CAST = {"fox": "a red fox under a starry sky", "Ada": "the lady of the lake"}


def patch(row: int) -> np.ndarray:
    mask = np.zeros((6, 6), bool)
    mask[row] = True
    return mask


PARTS = (
    Part("actor 0", "animal", patch(0), who="fox"),
    Part("actor 1", "character", patch(1), who="Ada"),
    Part("stand 3", "prop", patch(2), thing=Thing("lantern", "native", "a moon lantern")),
    Part("stand 4", "tree", patch(3), kind="pine"),
)
LABELLED = np.zeros((6, 6), np.uint8)
LABELLED[3], LABELLED[4], LABELLED[5] = LABELS["tree"], LABELS["water"], LABELS["sun/moon"]


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("the fox", 0), ("red fox", 0), ("Ada", 1), ("the lady", 1), ("lantern", 2), ("moon lantern", 2), ("pines", 3),
        ("the trees", 3), ("lake", 4), ("the moon", 5),
    ],
)  # fmt: skip
def test_words_mean_the_thing_itself(words: str, row: int) -> None:
    mask, _ = selected(words, PARTS, LABELLED, CAST)
    assert (mask > 0)[row].all() and mask.sum() == 6


def test_the_sky_is_no_fox() -> None:
    mask, parts = selected("sky", PARTS, LABELLED, CAST)
    assert not parts and not mask[3:].any()


@pytest.mark.parametrize("words", ["", "the", "unicorn", "red"])
def test_what_is_not_there_is_told(words: str) -> None:
    with pytest.raises(AuthorError):
        selected(words, PARTS, LABELLED, CAST)


def test_plurals_are_the_same_words() -> None:
    assert tokens("The pine trees") == ["pine", "tree"] and tokens("cherries, boxes") == ["cherry", "box"]
