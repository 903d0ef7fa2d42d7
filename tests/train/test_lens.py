"""The lens: weights read without unpickling, worlds that repeat, lessons that go on where they stopped."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import torch

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.guidance.perceptors.lens import Head
from melies.train.corpus.shards import Plan, read, render
from melies.train.corpus.worlds import briefs
from melies.train.legacy import read as unpacked
from melies.train.lens.facts import Facts
from melies.train.lens.teach import Lesson, start, teach


def old_format(tensors: dict[str, torch.Tensor]) -> bytes:
    buffer = io.BytesIO()
    torch.save(tensors, buffer, _use_new_zipfile_serialization=False)
    return buffer.getvalue()


def test_the_old_format_is_read_as_torch_reads_it() -> None:
    tensors = {"a.weight": torch.randn(4, 3, 2), "b": torch.arange(5), "c": torch.randn(3, 4).T, "n": torch.tensor(7)}
    found = unpacked(old_format(tensors))
    assert set(found) == set(tensors)
    for name, tensor in tensors.items():
        assert np.array_equal(found[name], tensor.numpy()) and found[name].shape == tuple(tensor.shape)


class Bomb:
    def __reduce__(self):  # type: ignore[no-untyped-def]
        return (Path("exploded").touch, ())


def test_a_file_that_wants_to_run_something_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    buffer = io.BytesIO()
    torch.save({"a": Bomb()}, buffer, _use_new_zipfile_serialization=False)
    with pytest.raises(AuthorError, match="no table of tensors needs"):
        unpacked(buffer.getvalue())
    assert not Path("exploded").exists()


@pytest.mark.parametrize("cut", [0, 10, 200, 700])
def test_a_cut_file_is_told(cut: int) -> None:
    content = old_format({"a": torch.randn(40, 3)})
    with pytest.raises(AuthorError):
        unpacked(content[:cut])


def test_worlds_are_the_same_for_ever_and_shards_are_kept(tmp_path: Path) -> None:
    size = Size(width=64, height=40)
    assert briefs(7, size) == briefs(7, size) and briefs(7, size) != briefs(8, size)
    (path,) = render(tmp_path, 3, 4, Plan((size,)))
    before = path.stat().st_mtime_ns
    (again,) = render(tmp_path, 3, 4, Plan((size,)))
    assert again.stat().st_mtime_ns == before
    shard = read(path)
    assert shard.pictures.shape == (8, 40, 64, 3) and shard.labels.shape == (8, 40, 64)
    assert len({row["captions"][0] for row in shard.told}) > 1
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(AuthorError, match="no shard of worlds"):
        read(path)


def facts(domain: str, count: int, side: tuple[int, int]) -> Facts:
    rng = np.random.default_rng(len(domain))
    h, w = side
    shapes = {"f0": (24, h, w), "f1": (40, h // 2, w // 2), "f2": (112, h // 4, w // 4), "f3": (320, h // 8, w // 8)}
    arrays = {name: rng.normal(size=(count, *shape)).astype(np.float16) for name, shape in shapes.items()}
    arrays |= {"seen": rng.normal(size=(count, 1280)).astype(np.float16)}
    arrays |= {"logits": rng.normal(size=(count, 1000)).astype(np.float16)}
    arrays |= {"labels": rng.integers(0, 2, (count, h, w)).astype(np.int8)}
    told = [
        {"captions": [f"{domain} {n}", f"a {domain}"], "wrong": [f"no {domain}"], "domain": domain, "held": n % 8 == 7,
         "names": [f"{domain} {n}", "rest"]}
        for n in range(count)
    ]  # fmt: skip
    return Facts(arrays, told)


def test_a_lesson_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("melies.train.lens.teach.PICTURES", 8)
    monkeypatch.setattr("melies.train.lens.teach.PLACES", 4)
    monkeypatch.setattr("melies.train.lens.teach.EVERY", 2)
    worlds, squares = facts("worlds", 24, (8, 16)), facts("squares", 24, (8, 8))
    names = np.eye(1000, 384, dtype=np.float32) + 1e-3
    whole = list(teach(worlds, squares, names, Lesson(4), tmp_path / "whole.pt"))
    part = teach(worlds, squares, names, Lesson(4), tmp_path / "part.pt")
    next(part)
    part.close()
    rest = list(teach(worlds, squares, names, Lesson(4), tmp_path / "part.pt"))
    assert [look.step for look in whole] == [2, 4] and [look.step for look in rest] == [4]
    for name, tensor in whole[-1].weights.items():
        assert torch.equal(tensor, rest[-1].weights[name]), name


def test_a_head_gives_unit_vectors() -> None:
    head = Head(start())
    found = [torch.randn(1, c, s, s) for c, s in ((24, 16), (40, 8), (112, 4), (320, 2))]
    places = head.places(head.joined(found, torch.randn(1, 1280)).permute(0, 2, 3, 1))
    assert places.shape == (1, 16, 16, 384) and torch.allclose(places.norm(dim=-1), torch.ones(1, 16, 16), atol=1e-5)
