"""The corpus: packs as rules and lists say, byte for byte the same, one sentence when a tool is missing."""

import io
import json
import shutil

import numpy as np
import pytest
from PIL import Image

from melies.core.errors import AuthorError
from melies.core.image import OPEN
from melies.media.pack import Pack
from melies.media.picture import read, read_rgb
from melies.scene import cutouts
from melies.scene.labels import DRAWN, nearest
from melies.train.corpus import build, emoji, fetch, pictures, rules, runtime
from melies.train.corpus.captioned import captioned
from melies.train.corpus.composites import composites
from melies.train.corpus.writer import PackWriter
from melies.train.vista import gallery


def _webp(colour=(200, 60, 40, 255)):
    image = Image.new("RGBA", (64, 64))
    image.paste(colour, (10, 20, 50, 60))
    return pictures.webp(image, 90)


@pytest.fixture
def sources(tmp_path):
    """A tiny copy of the layout of two packages."""
    base = fetch.EMOJIBASE.home(tmp_path)
    (base / "meta").mkdir(parents=True), (base / "en").mkdir()
    groups = {"groups": {"0": "animals-nature", "1": "symbols"}, "subgroups": {"0": "animal-mammal", "1": "math"}}
    (base / "meta/groups.json").write_text(json.dumps(groups))
    rows = [
        {"hexcode": "1F418", "label": "elephant", "tags": ["big"], "group": 0, "subgroup": 0},
        {"hexcode": "1F98A", "label": "fox", "tags": [], "group": 0, "subgroup": 0},
        {"hexcode": "2795", "label": "plus", "group": 1, "subgroup": 1},
    ]
    (base / "en/data.json").write_text(json.dumps(rows))
    assets = fetch.FLUENT.home(tmp_path) / "assets"
    assets.mkdir(parents=True)
    for code in ("1f418", "1f98a", "2795", "1f418-fe0f"):
        (assets / f"{code}.webp").write_bytes(_webp())
    return tmp_path


def test_a_pack_from_packages(sources, tmp_path):
    path = emoji.fluent3d(sources, tmp_path / "one", emoji.Names(sources))
    pack = Pack.open(path)
    elephant, fox = pack.rows
    assert [row["file"] for row in pack.rows] == ["elephant.webp", "fox.webp"]
    assert elephant["framing"] == "whole" and elephant["upright"] and elephant["bbox"] == [10, 20, 50, 60]
    assert fox["framing"] == "head" and not fox["upright"]
    assert pack.picture("fox.webp").shape == (64, 64, 4)
    again = emoji.fluent3d(sources, tmp_path / "two", emoji.Names(sources))
    assert again.read_bytes() == path.read_bytes()


def test_what_is_there_is_not_fetched_again(sources, tmp_path, monkeypatch):
    monkeypatch.setattr(fetch.subprocess, "run", lambda *a, **k: pytest.fail("nothing to fetch"))
    (path,) = build(tmp_path / "out", ["fluent3d"], sources=sources)
    assert path.name == "cutouts-fluent3d.zip"


def test_missing_tools_and_wrong_names_are_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(AuthorError, match="needs npm to bring emojibase-data"):
        list(build(tmp_path, ["fluent3d"]))
    with pytest.raises(AuthorError, match="needs apt-get and dpkg"):
        list(build(tmp_path, ["openclipart"]))
    with pytest.raises(AuthorError, match="did you mean 'noto'"):
        list(build(tmp_path, ["notto"]))


def test_equal_names_are_numbered(tmp_path):
    writer = PackWriter(tmp_path, "twins")
    assert [writer.add(b"x", "a.webp", name="a") for _ in range(3)] == ["a.webp", "a-2.webp", "a-3.webp"]


def test_landscapes_are_laid_out_with_their_captions(tmp_path):
    writer = PackWriter(tmp_path, "landscapes")
    rows = {
        "photo/a.webp": ("pd", "outdoor", "a hill"),
        "photo/b.webp": ("unclear", "outdoor", "a sea"),
        "view/c.webp": ("pd", "indoor", "a room"),
        "painting/d.webp": ("pd", None, "a hill, oil painting"),
    }
    for file, (tier, group, caption) in rows.items():
        kind = "painting" if group is None else "photograph"
        writer.add(_webp((9, 9, 9, 255)), file, name="x", caption=caption, tier=tier, subgroup=group, group=kind)
    writer.write()
    assert list(captioned(tmp_path, tmp_path / "out")) == [(1, 2), (2, 2)]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "painting-d.txt", "painting-d.webp", "photo-a.txt", "photo-a.webp"
    ]  # fmt: skip
    assert gallery.told(tmp_path / "out" / "photo-a.webp") == ("a hill, photograph", "photograph of a hill", "a hill")
    assert gallery.told(tmp_path / "out" / "painting-d.webp") == ("a hill, oil painting",)
    with pytest.raises(AuthorError, match="build it again"):
        list(captioned(tmp_path / "out", tmp_path / "more"))


HILL = (90, 140, 90)


def _unclear(folder):
    folder.mkdir()
    writer = PackWriter(folder, "landscapes")
    writer.add(_webp(), "a.webp", name="x", caption="a hill", tier="unclear", group="photograph")
    writer.write()
    return folder


def test_cut_outs_are_laid_over_landscapes_with_a_map_of_them(tmp_path):
    writer, out = PackWriter(tmp_path, "landscapes"), tmp_path / "out"
    out.mkdir()
    plain = pictures.webp(Image.new("RGBA", (64, 64), (*HILL, 255)), 100)
    for number in range(10):
        writer.add(plain, f"{number}.webp", name="x", caption="a sea" if number == 9 else "a hill", tier="pd",
                   group="photograph")  # fmt: skip
    writer.write()
    assert list(composites(tmp_path, out, 5))[-1] == (5, 5)
    first = sorted(out.iterdir())
    assert len(first) == 15 and len(gallery.pictures(out)) == 5
    bytes_of = {path.name: path.read_bytes() for path in first}
    for path in gallery.pictures(out):
        drawn = read(path.with_name(path.stem + ".labels.png"))
        labels, strange = nearest(drawn, len(DRAWN))
        assert strange == 0 and (labels == OPEN).any() and (labels != OPEN).any()
        assert labels.shape == read_rgb(path).shape[:2]
        apart = np.abs(read_rgb(path).astype(int) - HILL).max(-1)
        assert np.median(apart[labels == OPEN]) < 8 < 24 < np.median(apart[labels != OPEN]), "things lie where it says"
        said = gallery.told(path)
        assert said[0].endswith(", a hill, photograph") and said[0].startswith(("a ", "an "))
    (out / "composite-0-000003.webp").unlink()
    list(composites(tmp_path, out, 5))
    with pytest.raises(AuthorError, match="no free landscapes"):
        list(composites(_unclear(tmp_path / "other"), out, 9))
    assert {path.name: path.read_bytes() for path in out.iterdir()} == bytes_of, "the same again, by number"


def test_rules():
    assert rules.describe("flying saucer", "travel-places", "transport-air", "fluent3d")["airborne"]
    assert rules.readable("man: red hair") == "man with red hair"
    assert pictures.slug("Jack-o'-Lantern é") == "jack-o-lantern-e"


def test_bleed_and_fit_keep_edges_clean():
    image = Image.open(io.BytesIO(_webp((250, 250, 250, 255)))).convert("RGBA")
    bled = np.asarray(pictures.bleed(image))
    assert bled[..., :3].min() > 200 and pictures.fit(image, 32).size == (32, 32)


def test_the_list_of_the_runtime_pack_is_the_runtime_pack():
    chosen = list(runtime.choices(runtime.LIST.read_text()))
    assert len(chosen) == len(cutouts.table())
    assert {choice.stem for choice in chosen} <= {cut.split("-noto")[0] for cut in cutouts.table()}
    assert all(set(choice.flags) <= set(runtime.FLAGS) for choice in chosen)
