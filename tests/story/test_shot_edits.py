"""Edits of a shot: the same in every frame, kept by the short forms, and told where they can't be met."""

from __future__ import annotations

from pathlib import Path

import pytest

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.generators.base import engine
from melies.story.production import rehearse
from melies.story.yaml import dump, parse

STORY = """size: 96x64
fps: 8
titles: false
shots:
  - name: lake
    prompt: an old fisherman on a mountain lake at dusk, pine trees
    length: 1.5
    camera: truck right
    edits: {EDITS}
"""


def story(edits: str):  # type: ignore[no-untyped-def]
    return parse(STORY.replace("{EDITS}", edits))


def test_edits_hold_in_every_frame() -> None:
    told = story("{fisherman: remove, a lighthouse: {box: [0.6, 0.2, 0.8, 0.8], state: add}}")
    assert parse(dump(told)) == told and "fisherman: remove" in dump(told)
    take = rehearse(told, Path()).takes["lake"]
    assert len(take.changes) == 2 and take.request(0).changes == take.request(11).changes == take.changes
    for frame in (0, 11):
        parts = engine("diorama").parts(take.request(frame), MemoryAssets())
        kinds = {part.thing.kind for part in parts if part.thing is not None}
        assert "lighthouse" in kinds and not any("fisher" in kind for kind in kinds)


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ("{dragon: remove}", "shot 'lake': region 'dragon': 'dragon' is not in the picture"),
        ("{water: {state: change, want: golden}}", "for single pictures"),
        ("{pine trees: embolden}", "for single pictures"),
        ("{x: {box: [0.1, 0.1, 0.3, 0.3], state: add, want: justice}}", "say one thing to add"),
    ],
)
def test_what_a_shot_cannot_do_is_told(edits: str, told: str) -> None:
    with pytest.raises(AuthorError, match=told):
        rehearse(story(edits), Path())


def test_a_wrong_wish_is_told_with_its_line() -> None:
    with pytest.raises(AuthorError, match="line 9.*did you mean 'remove'"):
        story("{fisherman: removes}")
