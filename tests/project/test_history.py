"""Undo without end: any run of edits, undos and redos leads back to every state there ever was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.motion.request import Choice
from melies.project import history
from melies.project.store import Store

STORY = "story.yaml"


def edited(store: Store, folder: Path, text: str) -> history.Revision:
    (folder / STORY).write_text(text, encoding="utf-8")
    return history.noted(store, folder, (STORY,))


@settings(max_examples=25)
@given(st.lists(st.one_of(st.text("abc", max_size=3), st.sampled_from([1, 2, 3])), max_size=14))
def test_nothing_is_ever_lost(tmp_path_factory: pytest.TempPathFactory, steps: list[str | int]) -> None:
    folder = tmp_path_factory.mktemp("story")
    texts = dict[int, str]()
    with Store.at(folder) as store:
        texts[edited(store, folder, "first").number] = "first"
        for step in steps:
            try:
                if isinstance(step, str):
                    texts.setdefault(edited(store, folder, step).number, step)
                elif step == 1:
                    history.restore(store, folder, history.undone(store))
                elif step == 2:
                    history.restore(store, folder, history.redone(store))
                else:
                    history.restore(store, folder, history.revision(store, max(texts)))
            except AuthorError:
                continue
            now = history.head(store)
            assert now is not None and (folder / STORY).read_text(encoding="utf-8") == texts[now.number]
    with Store.at(folder) as store:
        assert [one.number for one in history.revisions(store)] == sorted(texts)
        for number, text in texts.items():
            history.restore(store, folder, history.revision(store, number))
            assert (folder / STORY).read_text(encoding="utf-8") == text


def test_undo_and_redo_outlive_the_process(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        edited(store, tmp_path, "one")
        edited(store, tmp_path, "two")
    with Store.at(tmp_path) as store:
        assert history.restore(store, tmp_path, history.undone(store)) == [STORY]
        with pytest.raises(AuthorError, match="nothing to undo"):
            history.undone(store)
    with Store.at(tmp_path) as store:
        history.restore(store, tmp_path, history.redone(store))
        assert (tmp_path / STORY).read_text(encoding="utf-8") == "two"
        with pytest.raises(AuthorError, match="nothing to redo"):
            history.redone(store)


def test_the_same_again_is_no_revision(tmp_path: Path) -> None:
    with Store.at(tmp_path) as store:
        first = edited(store, tmp_path, "one")
        assert edited(store, tmp_path, "one") == first
        chosen = history.State(first.state.files, {"walk": Choice(take=2, frames={3: 1})})
        second = history.record(store, chosen, "chosen")
        assert second.parent == first.number and history.choices(store) == chosen.choices
        assert edited(store, tmp_path, "two").state.choices == chosen.choices


def test_a_revision_never_writes_outside_of_its_folder(tmp_path: Path) -> None:
    with Store.at(tmp_path / "project") as store:
        blob = store.blobs.put(b"harm")
        for name in ("../harm", "/harm", "a/../../harm"):
            there = history.Revision(1, None, "", history.State({name: blob}), 0.0)
            with pytest.raises(AuthorError, match="outside"):
                history.restore(store, tmp_path / "project", there)
    assert not (tmp_path / "harm").exists()
