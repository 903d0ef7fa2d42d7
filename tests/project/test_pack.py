"""A pack comes out as it went in; a hostile one does not come out at all."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from melies.core.errors import AuthorError
from melies.project.pack import MANIFEST, SCHEMA, pack, unpack
from melies.project.store import Store


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    story = tmp_path / "tale" / "story.yaml"
    with Store.at(story.parent) as store:
        story.write_text("title: Tale", encoding="utf-8")
        store.blobs.put(b"a frame")
        spoilt = store.blobs.put(b"another")
        store.blobs.path(spoilt).write_bytes(b"spoilt")
        list(pack({"story.yaml": story, "gone.png": tmp_path / "gone.png"}, story.parent, ".", tmp_path / "tale.zip"))
    return tmp_path / "tale.zip"


def test_all_of_it_comes_out(packed: Path, tmp_path: Path) -> None:
    list(unpack(packed, tmp_path / "new"))
    with Store.at(tmp_path / "new") as store:
        assert [store.blobs.get(name) for name in store.blobs] == [b"a frame"]
    assert (tmp_path / "new" / "story.yaml").read_text(encoding="utf-8") == "title: Tale"
    with pytest.raises(AuthorError, match="is there already"):
        list(unpack(packed, tmp_path / "new"))


def test_the_same_project_gives_the_same_file(packed: Path, tmp_path: Path) -> None:
    story = tmp_path / "tale" / "story.yaml"
    list(pack({"story.yaml": story}, story.parent, ".", tmp_path / "again.zip"))
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def _forged(path: Path, files: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] | None = None) -> Path:
    """A pack whose manifest is right, whatever its files are."""
    import hashlib

    with zipfile.ZipFile(path, "w") as forged:
        listed = {}
        for name, content in files.items():
            listed[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
            about = zipfile.ZipInfo(name)
            if change is not None:
                change(about)
            forged.writestr(about, content)
        forged.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "files": listed}))
    return path


@pytest.mark.parametrize(
    "name",
    ["../out", "/tmp/out", "a/../../out", "C:\\out", "a\\..\\out", "a//out", "./out", "c:out"],  # noqa: S108
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    forged = _forged(tmp_path / "forged.zip", {name: b"harm"})
    with pytest.raises(AuthorError, match="no plain file inside"):
        list(unpack(forged, tmp_path / "new"))
    assert {path.name for path in tmp_path.iterdir()} == {"forged.zip"}


def test_links_are_refused(tmp_path: Path) -> None:
    def link(about: zipfile.ZipInfo) -> None:
        about.external_attr = (stat.S_IFLNK | 0o777) << 16

    forged = _forged(tmp_path / "forged.zip", {"link": b"/etc/passwd"}, link)
    with pytest.raises(AuthorError, match="no plain file inside"):
        list(unpack(forged, tmp_path / "new"))


def test_what_is_not_listed_or_not_as_listed_is_refused(tmp_path: Path) -> None:
    forged = _forged(tmp_path / "forged.zip", {"a": b"one"})
    with zipfile.ZipFile(forged, "a") as more:
        more.writestr("b", b"two")
    with pytest.raises(AuthorError, match="just the files that it lists"):
        list(unpack(forged, tmp_path / "new"))
    with zipfile.ZipFile(tmp_path / "wrong.zip", "w") as wrong:
        wrong.writestr("a", b"one")
        wrong.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "files": {"a": {"sha256": "0" * 64, "size": 3}}}))
    with pytest.raises(AuthorError, match="not what was packed"):
        list(unpack(tmp_path / "wrong.zip", tmp_path / "new"))
    assert not (tmp_path / "new").exists()


def test_a_bomb_is_not_unfolded(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a", bytes(20_000_000))
        bomb.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "files": {"a": {"sha256": "0" * 64, "size": 10}}}))
    with pytest.raises(AuthorError, match="no plain file"):
        list(unpack(tmp_path / "bomb.zip", tmp_path / "new"))
    with zipfile.ZipFile(tmp_path / "huge.zip", "w") as huge:
        huge.writestr("a", b"one")
        huge.writestr(MANIFEST, json.dumps({"schema": SCHEMA, "files": {"a": {"sha256": "0" * 64, "size": 10**16}}}))
    with pytest.raises(AuthorError):
        list(unpack(tmp_path / "huge.zip", tmp_path / "new"))


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_harmed_pack_is_refused_or_whole(tmp_path_factory: pytest.TempPathFactory, at: int, harm: bytes) -> None:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "story.yaml").write_text("title: Tale", encoding="utf-8")
    list(pack({"story.yaml": folder / "story.yaml"}, folder, ".", folder / "tale.zip"))
    content = bytearray((folder / "tale.zip").read_bytes())
    at %= len(content)
    content[at : at + len(harm)] = harm
    (folder / "tale.zip").write_bytes(content)
    try:
        list(unpack(folder / "tale.zip", folder / "new"))
    except AuthorError:
        assert not (folder / "new").exists()
    else:
        assert (folder / "new" / "story.yaml").read_text(encoding="utf-8") == "title: Tale"
