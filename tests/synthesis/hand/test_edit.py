"""Edits: what is kept stays to the byte, the world's own changes, and wishes that can't be met are told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.asset import MemoryAssets
from melies.core.errors import AuthorError
from melies.core.image import to_bytes
from melies.core.region import Region
from melies.core.request import Phrase, Request
from melies.core.size import Size
from melies.core.story import Look
from melies.guidance import measures
from melies.synthesis import make
from melies.synthesis.hand import Picture, add, change, edit, embolden, keep, remove

SIZE = Size(width=160, height=96)
WORDS = "an old fisherman and a rowing boat on a mountain lake at dusk, full moon, pine trees"


@pytest.fixture(scope="module")
def picture() -> Picture:
    assets = MemoryAssets()
    request = Request(size=SIZE, prompt=(Phrase(text=WORDS),), seed=3)
    return Picture(to_bytes(make(request, assets).rgb), assets, request)


@pytest.fixture(scope="module")
def photo() -> Picture:
    rng = np.random.default_rng(0)
    pixels = np.kron(rng.integers(0, 256, (12, 20, 3)), np.ones((8, 8, 1))).astype(np.uint8)
    return Picture(pixels, MemoryAssets())


def test_what_is_kept_and_what_is_free_of_wishes_stays_to_the_byte(picture: Picture) -> None:
    wishes = [keep("sky"), remove("the fisherman"), change("lake", "turquoise"), embolden("trees", feather=5.0)]
    made = edit(picture, wishes)
    same = (made.picture.pixels == picture.pixels).all(2)
    assert same[made.changed == 0].all()
    assert same[made.places["sky"].mask > 0].all()
    for name in ("the fisherman", "lake", "trees"):
        assert not same[made.places[name].mask > 0].all(), name


def test_a_removed_thing_is_gone_from_the_world(picture: Picture) -> None:
    made = edit(picture, [remove("the moon")])
    names = {part.thing.kind for part in made.picture.parts if part.thing is not None}
    assert "moon" not in names and "rowing boat" in names
    with pytest.raises(AuthorError, match="'the moon' is not in the picture"):
        edit(made.picture, [remove("the moon")])


def test_an_added_thing_fills_its_box(picture: Picture) -> None:
    box = (0.55, 0.3, 0.8, 0.9)
    made = edit(picture, [add("a lighthouse", box)])
    part = next(part for part in made.picture.parts if part.thing is not None and part.thing.kind == "lighthouse")
    rows, columns = np.nonzero(part.shows)
    assert rows.min() / 96 == pytest.approx(box[1], abs=0.06) and rows.max() / 96 == pytest.approx(box[3], abs=0.06)
    assert columns.min() / 160 >= box[0] - 0.03 and columns.max() / 160 <= box[2] + 0.03


def test_one_thing_takes_the_place_of_another(picture: Picture) -> None:
    made = edit(picture, [change("the fisherman", "a robot")])
    kinds = {part.thing.kind for part in made.picture.parts if part.thing is not None}
    assert "robot" in kinds and not any("fisher" in kind for kind in kinds)


def test_edits_follow_on_each_other(picture: Picture) -> None:
    first = edit(picture, [change("lake", "turquoise"), add("a red fox", (0.4, 0.55, 0.6, 0.85))])
    second = edit(first.picture, [remove("the red fox")])
    lake = second.places["the red fox"].mask > 0
    assert (second.picture.pixels == first.picture.pixels).all(2)[second.changed == 0].all()
    stage = second.picture.stage
    assert stage is not None and lake.any()
    again = make(second.request, second.picture.assets)
    assert (to_bytes(again.rgb) == second.picture.pixels).all()


def test_emboldened_forms_stand_out_where_they_are(picture: Picture) -> None:
    made = edit(picture, [embolden("trees")])
    mask = made.places["trees"].mask
    before, after = (measures.contrast(p, mask) for p in (picture.pixels, made.picture.pixels))
    assert after >= 1.15 * before
    assert measures.same_edges(picture.pixels, made.picture.pixels, mask) >= 0.9


def test_two_painters_in_one_picture(picture: Picture) -> None:
    looks = [change("trees", look=Look(name="starry oils")), change("mountains", look=Look(name="woodblock wave"))]
    made = edit(picture, looks)
    assert (made.picture.pixels == picture.pixels).all(2)[made.changed == 0].all()
    assert (made.picture.pixels != picture.pixels).any(2)[made.places["trees"].mask > 0].mean() > 0.9


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.0, 1.0, 7.5]), st.sampled_from(["embolden", "change", "remove"]))
def test_no_byte_changes_beyond_a_mask_and_its_feather(photo: Picture, chance: int, feather: float, state: str) -> None:
    rng = np.random.default_rng(chance)
    left, top = rng.uniform(0, 0.8, 2)
    box = (left, top, left + rng.uniform(0.05, 0.2), top + rng.uniform(0.05, 0.2))
    region = Region(name="r", box=box, state=state, want="golden" if state == "change" else "", feather=feather)
    made = edit(photo, [region])
    rim = 2.0 if state == "remove" else 0.0
    far = np.hypot(*np.maximum(0, np.stack(np.meshgrid(*(
        np.maximum(low * side - np.arange(side) - 1, np.arange(side) - high * side)
        for low, high, side in ((box[1], box[3], 96), (box[0], box[2], 160))
    ), indexing="ij"))))  # fmt: skip
    assert (made.picture.pixels == photo.pixels).all(2)[far > feather + rim + 1.5].all()
    assert (made.picture.pixels == photo.pixels).all(2)[made.changed == 0].all()


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        ([remove("the dragon")], "is not in the picture; choose one of"),
        ([remove("the sky")], "holds no thing that could be taken away"),
        ([Region(name="x", state="remove")], "needs one of select, box"),
        ([Region(name="x", select="sky", box=(0, 0, 1, 1))], "needs one of"),
        ([keep("sky"), keep("sky")], "two regions are called 'sky'"),
        ([keep("sky")], "nothing would change"),
        ([add("two red foxes", (0.1, 0.1, 0.4, 0.4))], "say one thing to add"),
        ([add("justice", (0.1, 0.1, 0.4, 0.4))], "say one thing to add"),
        ([Region(name="x", of="sky &", state="embolden")], "can't be read"),
        ([Region(name="x", of="sky", state="embolden")], "no region before it"),
    ],
)
def test_a_wish_that_cannot_be_met_is_told(picture: Picture, regions: list[Region], told: str) -> None:
    with pytest.raises(AuthorError, match=told):
        edit(picture, regions)


@pytest.mark.parametrize(
    "region", [add("a fox", (0.1, 0.1, 0.4, 0.4)), Region(name="x", box=(0, 0, 1, 1), state="change", want="a fox")]
)
def test_a_picture_without_a_world_takes_nothing_in(photo: Picture, region: Region) -> None:
    with pytest.raises(AuthorError, match="nobody stages this picture"):
        edit(photo, [region])


def test_what_a_later_edit_keeps_stays_too(picture: Picture) -> None:
    first = edit(picture, [change("sky", "golden")])
    corner = Region(name="corner", box=(0.0, 0.0, 0.55, 1.0), state="keep")
    second = edit(first.picture, [remove("the moon"), corner])
    same = (second.picture.pixels == first.picture.pixels).all(2)
    assert same[second.places["corner"].mask > 0].all() and same[second.changed == 0].all()


@pytest.mark.parametrize(
    ("region", "told"),
    [
        (Region(name="x", select="sky", state="change"), "is to change into nothing"),
        (Region(name="x", select="sky", state="embolden", want="gold"), "its state is 'embolden'"),
        (Region(name="x", select="sky", state="change", want="gold", avoid="red"), "is for painters"),
        (Region(name="moon", select="moon", state="remove", strength=0.5), "leave `strength` out"),
        (add("a balloon", (0.4, 0.05, 0.5, 0.2)), "lies in what is kept"),
    ],
)
def test_no_wish_is_ignored_in_silence(picture: Picture, region: Region, told: str) -> None:
    with pytest.raises(AuthorError, match=told):
        edit(picture, [keep("sky"), region] if region.state == "add" else [region])


def test_what_is_to_go_fills_no_other_s_place() -> None:
    sky = np.full((90, 160, 3), (90, 120, 180), np.uint8)
    sky += np.random.default_rng(0).integers(0, 6, sky.shape).astype(np.uint8)
    spoilt = sky.copy()
    spoilt[20:60, 40:60], spoilt[20:60, 66:86] = (200, 30, 30), (200, 30, 30)
    boxes = {"one": (0.24, 0.2, 0.385, 0.7), "other": (0.4, 0.2, 0.55, 0.7)}
    wishes = [Region(name=name, box=box, state="remove") for name, box in boxes.items()]
    made = edit(Picture(spoilt, MemoryAssets()), wishes).picture.pixels
    assert np.abs(made.astype(int) - sky).max() < 30
