"""Edits of a shot: the same in every frame, kept by the short forms, and told where they can't be met."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.request import Coat, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.generators.base import engine
from melies.guidance.regions import masks
from melies.scene.labels import LABELS
from melies.story.production import rehearse
from melies.story.yaml import dump, parse
from melies.synthesis.loop import both, make

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
        ("{water: {state: change, look: starry oils}}", "for single pictures"),
        ("{sky: keep}", "for single pictures"),
        ("{x: {box: [0.1, 0.1, 0.3, 0.3], state: embolden}}", "a colour follows what words select"),
        ("{lava: {state: change, want: golden}}", "'lava' is not in the picture"),
        ("{x: {box: [0.1, 0.1, 0.3, 0.3], state: add, want: justice}}", "say one thing to add"),
    ],
)
def test_what_a_shot_cannot_do_is_told(edits: str, told: str) -> None:
    with pytest.raises(AuthorError, match=told):
        rehearse(story(edits), Path())


def test_a_wrong_wish_is_told_with_its_line() -> None:
    with pytest.raises(AuthorError, match="line 9.*did you mean 'remove'"):
        story("{fisherman: removes}")


def test_colours_follow_the_lake_and_leave_the_rest(tmp_path: Path) -> None:
    wish = "{water: {state: change, want: dark red, strength: 0.8}, pine trees: embolden}"
    plain, red = (rehearse(story(edits), Path()).takes["lake"] for edits in ("{}", wish))
    assert [coat.select for coat in red.coats] == ["water", "pine trees"] and not red.changes
    for frame in (0, 11):
        before, after = (make(take.request(frame), MemoryAssets()) for take in (plain, red))
        moved = np.abs(to_bytes(before.rgb).astype(int) - to_bytes(after.rgb)).max(2)
        water = before.labels == LABELS["water"]  # type: ignore[operator]
        trees = np.isin(before.labels, [LABELS["tree"]])  # type: ignore[arg-type]
        apart = masks.grown((water | trees).astype(np.float32), 4.0) == 0
        assert moved[water].mean() > 8 and not moved[apart].any()
        redder = after.rgb[water].mean(0) - before.rgb[water].mean(0)
        assert redder[0] > redder[2]
    plain_stage, painted = both(red.request(0).model_copy(update={"look": Look(name="starry oils")}), MemoryAssets())
    assert np.array_equal(to_bytes(plain_stage.rgb), to_bytes(make(red.request(0), MemoryAssets()).rgb))
    assert not np.array_equal(to_bytes(painted.rgb), to_bytes(plain_stage.rgb))


def test_a_picture_without_parts_takes_no_colours() -> None:
    assets = MemoryAssets()
    given = assets.put(np.full((64, 96, 3), 90, np.uint8))
    own = Request(
        engine="pixels", size=Size(width=96, height=64), structure=given, coats=(Coat(select="sky", bold=0.5),)
    )
    with pytest.raises(AuthorError, match="knows no parts"):
        make(own, assets)


def test_what_is_no_colour_is_told_as_such() -> None:
    with pytest.raises(AuthorError, match="'blorple' is no colour that is known"):
        rehearse(story("{water: {state: change, want: blorple}}"), Path())
