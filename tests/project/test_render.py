"""What the project has is not made again, and what is made again is the same."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from tests.motion.painters import Once

from melies.core.asset import MemoryAssets
from melies.core.image import Image, to_bytes
from melies.generators.base import engines
from melies.motion.frames import frames
from melies.motion.request import Choice, Take
from melies.project import replay
from melies.project.keys import recipes
from melies.project.plan import plan
from melies.project.render import Shown, shown
from melies.project.store import Store

Takes = Callable[..., Take]


@pytest.fixture(params=["none", "starry oils", "painter"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Every way in which frames hang on each other: not at all, on two anchors, on a chain of anchors."""
    if request.param != "painter":
        return {"look": request.param}
    if "once" not in engines:
        engines.add("once")(Once)
    return {"look": "none", "engine": "once"}


def filmed(take: Take, store: Store) -> list[Shown]:
    return list(shown("walk", take, store, lambda image: {"seen": sorted(image.masks)}))


def fresh(take: Take) -> list[np.ndarray]:
    return [to_bytes(image.rgb) for _, image in frames(take, MemoryAssets())]


def files(store: Store) -> dict[str, str]:
    return {name: hashlib.sha256(store.blobs.path(name).read_bytes()).hexdigest() for name in store.blobs}


def same(some: list[np.ndarray], others: list[np.ndarray]) -> bool:
    return len(some) == len(others) and all(np.array_equal(a, b) for a, b in zip(some, others, strict=True))


def test_the_project_changes_no_byte_and_is_asked_the_second_time(
    take: Takes, store: Store, kind: dict[str, str]
) -> None:
    wanted = fresh(take(**kind))
    first, second = filmed(take(**kind), store), filmed(take(**kind), store)
    assert same([one.pixels for one in first], wanted) and same([one.pixels for one in second], wanted)
    assert all(one.fresh for one in first) and not any(one.fresh for one in second)
    assert [one.facts for one in first] == [one.facts for one in second]


@pytest.mark.parametrize("stopped", [1, 7, 13])
def test_stopped_and_begun_again_is_the_same(take: Takes, store: Store, kind: dict[str, str], stopped: int) -> None:
    wanted = fresh(take(**kind))
    making = shown("walk", take(**kind), store, lambda image: {})
    list(islice(making, stopped))
    making.close()
    assert same([one.pixels for one in filmed(take(**kind), store)], wanted)


def test_what_was_spoilt_on_disk_is_made_again(take: Takes, store: Store, kind: dict[str, str]) -> None:
    wanted = [one.pixels for one in filmed(take(**kind), store)]
    for frame in (0, 5, 12):
        blob = store.frame(recipes(take(**kind)).frames[frame].key).blob  # type: ignore[union-attr]
        store.blobs.path(blob).write_bytes(b"spoilt")
    assert same([one.pixels for one in filmed(take(**kind), store)], wanted)
    assert all(store.blobs.get(name) is not None for name in store.blobs)


def test_another_shot_or_word_leaves_every_file_as_it_was(take: Takes, store: Store) -> None:
    filmed(take(), store)
    before = files(store)
    changed = filmed(take(prompt="a desert at noon"), store)
    after = files(store)
    assert all(one.fresh for one in changed)
    assert {name: after[name] for name in before} == before and len(after) > len(before)


def test_one_frame_again_makes_that_frame_only(take: Takes, store: Store) -> None:
    old = [one.pixels for one in filmed(take(), store)]
    new = filmed(take(choice=Choice(frames={5: 1})), store)
    assert [number for number, one in enumerate(new) if one.fresh] == [5]
    assert not np.array_equal(new[5].pixels, old[5]), "painted alone, and not carried"
    assert same([one.pixels for one in new[:5] + new[6:]], old[:5] + old[6:])


def test_an_anchor_again_makes_those_that_carry_its_paint(take: Takes, store: Store) -> None:
    if "once" not in engines:
        engines.add("once")(Once)
    kind = {"look": "none", "engine": "once"}
    filmed(take(30, **kind), store)
    new = filmed(take(30, choice=Choice(frames={12: 1}), **kind), store)
    assert [number for number, one in enumerate(new) if one.fresh] == list(range(1, 24))
    assert same([one.pixels for one in new], fresh(take(30, choice=Choice(frames={12: 1}), **kind)))


def test_another_take_is_another_world_with_the_same_cast(take: Takes, store: Store) -> None:
    old, new = filmed(take(3), store), filmed(take(3, choice=Choice(take=1)), store)
    assert not np.array_equal(old[0].pixels, new[0].pixels)
    assert all(one.facts["seen"] == ["fox"] for one in (*old, *new))


def test_the_plan_says_what_and_why(take: Takes, store: Store) -> None:
    def item(one: Take) -> tuple[int, str]:
        (found,) = plan({"walk": one}, store)
        return len(found.todo), found.why

    assert item(take()) == (20, "never made")
    filmed(take(), store)
    assert item(take()) == (0, "")
    assert item(take(prompt="a desert")) == (20, "the words")
    assert item(take(look="none")) == (20, "the look")
    assert item(take(acts=())) == (20, "the cast, who does what")
    assert item(take(choice=Choice(take=2))) == (20, "another take")
    assert item(take(choice=Choice(frames={5: 1}))) == (1, "a frame is redone")
    for frame in (3, 4):
        store.blobs.drop(store.frame(recipes(take()).frames[frame].key).blob)  # type: ignore[union-attr]
    assert item(take()) == (2, "its files are gone")
    (found,) = plan({"walk": take()}, store)
    assert found.seconds is not None and found.seconds > 0


def test_a_kept_frame_is_replayed_bit_for_bit(take: Takes, store: Store, kind: dict[str, str]) -> None:
    filmed(take(**kind), store)
    for frame in (0, 5, 12, 19):
        made = store.frame(recipes(take(**kind)).frames[frame].key)
        assert made is not None
        assert replay.frame(made, store).words() == "made again: the same, bit for bit"


def test_what_differs_in_the_making_is_named(take: Takes, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    filmed(take(2), store)
    made = store.frame(recipes(take(2)).frames[0].key)
    assert made is not None
    real = replay.make

    def other(*given: object) -> Image:
        image = real(*given)  # type: ignore[arg-type]
        return image.with_rgb(1 - image.rgb)

    monkeypatch.setattr(replay, "make", other)
    monkeypatch.setattr(store, "maker", lambda number: {"numpy": "1.0.0"})
    found = replay.frame(made, store)
    assert found.differ and "numpy is " in found.because and "was 1.0.0 then" in found.because


def test_keys_hang_on_content_and_not_on_the_place_of_files(take: Takes, tmp_path: Path) -> None:
    from melies.models.looks import HOME

    here = tmp_path / "mine.safetensors"
    here.write_bytes((HOME / "starry-oils.safetensors").read_bytes())
    there = tmp_path / "folder"
    there.mkdir()
    (there / "mine.safetensors").write_bytes(here.read_bytes())
    keys = [[one.key for one in recipes(take(3, look=str(path))).frames] for path in (here, there / "mine.safetensors")]
    assert keys[0] == keys[1]
    assert len(set(keys[0])) == 3


@pytest.mark.slow
def test_killed_at_random_moments_it_ends_as_if_it_never_was(tmp_path: Path) -> None:
    from benchmarks.killed import film, killed

    for engine in ("diorama", "look"):
        wanted = film(tmp_path / f"{engine} whole", engine)
        assert killed(tmp_path / engine, engine, kills=6) > 0
        assert film(tmp_path / engine, engine) == wanted
