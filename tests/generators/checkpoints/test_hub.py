"""Models by their names on the hub: from the cache on this disk, fetched only when told to."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("huggingface_hub")
from huggingface_hub import constants
from tests.generators.checkpoints.served import COMMIT, Hub, serving

from melies.core.errors import AuthorError
from melies.generators.checkpoints import hub

INDEX = {
    "_class_name": "X", "unet": ["diffusers", "U"], "tokenizer": ["transformers", "T"], "image_encoder": [None, None],
    "scheduler": ["diffusers", "S"], "safety_checker": ["x", "Y"],
}  # fmt: skip
PLAIN = "unet/diffusion_pytorch_model.safetensors"
FILES = {
    "model_index.json": json.dumps(INDEX).encode(), "scheduler/scheduler_config.json": b"{}", "README.md": b"#",
    "unet/config.json": b"{ }", PLAIN: b"weights" * 9, "unet/diffusion_pytorch_model.fp16.safetensors": b"half",
    "unet/model.bin": b"pickle", "tokenizer/vocab.json": b"{  }", "tokenizer/merges.txt": b"a b",
    "all-in-one.safetensors": b"all", "safety_checker/config.json": b"{}", "safety_checker/model.safetensors": b"no",
}  # fmt: skip
WANTED = {"model_index.json", "scheduler/scheduler_config.json", "unet/config.json", PLAIN, "tokenizer/vocab.json",
          "tokenizer/merges.txt"}  # fmt: skip
NET = {
    "config.json": b"{}",
    "it_twins.safetensors": b"two",
    "diffusion_pytorch_model.safetensors": b"net",
    "diffusion_pytorch_model.bin": b"pickle",
}
BARE = {"mine.safetensors": b"all"}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


@pytest.fixture
def server(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    models = {
        "me/tiny": FILES,
        "me/net": NET,
        "me/bare": BARE,
        "me/pickled": {"config.json": b"{}"},
        "me/shy": {"config.json": b""},
    }
    with serving(models, cache, monkeypatch) as here:
        yield here


def laid_out(cache: Path, name: str, folder: Path) -> Path:
    """A model in the cache, as every tool of Hugging Face's lays it out."""
    home = cache / f"models--{name.replace('/', '--')}"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text(COMMIT)
    return Path(shutil.copytree(folder, home / "snapshots" / COMMIT))


def test_a_model_that_was_fetched_is_taken_from_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("diffusers")
    from tests.generators.checkpoints.tiny import saved

    from melies.generators.checkpoints.load import load

    monkeypatch.setattr(socket.socket, "connect", None)
    there = laid_out(cache, "me/tiny", saved("sd1"))
    assert hub.resolve("me/tiny") == there and hub.title(there) == "me/tiny"
    assert load(hub.resolve("me/tiny")).sort.kind == "checkpoint"
    shutil.rmtree(there / "vae")
    with pytest.raises(AuthorError, match="me/tiny is here without its vae; fetch the rest with: melies models --get"):
        hub.resolve("me/tiny")


def test_a_path_is_a_path(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "models" / "mine").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    for text in ("models/mine", "models/none.safetensors", "./a/b", "none"):
        assert hub.resolve(text) == Path(text).absolute()
    assert hub.title(tmp_path / "models" / "mine") == "mine"
    for text in ("models/none", "a--b/c"):
        with pytest.raises(AuthorError, match=f"{text} is not on this machine.*melies models --get {text}"):
            hub.resolve(text)


def test_only_what_diffusers_reads_is_fetched_and_nothing_twice(server: Hub, cache: Path) -> None:
    offer = hub.offered("me/tiny")
    assert set(offer.sizes) == WANTED and offer.size == sum(len(FILES[name]) for name in WANTED)
    following = hub.fetch(offer)
    next(following)
    following.close()
    with pytest.raises(AuthorError, match="without its unet|without its tokenizer|without its scheduler"):
        hub.resolve("me/tiny")
    *_, folder = hub.fetch(offer)
    found = {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}
    assert found == WANTED and (folder / PLAIN).read_bytes() == FILES[PLAIN] and hub.resolve("me/tiny") == folder
    assert sorted(server.sent) == sorted(WANTED), "nothing is fetched twice"


def test_a_controlnet_is_fetched_too(server: Hub) -> None:
    offer = hub.offered("me/net")
    assert set(offer.sizes) == {"config.json", "diffusion_pytorch_model.safetensors"}
    assert [*hub.fetch(offer)][-1] == hub.resolve("me/net")


def test_where_there_are_only_halves_they_are_fetched_and_shards_all() -> None:
    halves = ["unet/diffusion_pytorch_model.fp16.safetensors", "vae/model.bf16-00001-of-00002.safetensors"]
    shards = ["t5/model-00001-of-00002.safetensors", "t5/model-00002-of-00002.safetensors"]
    others = ["t5/model.fp16.safetensors", "unet/diffusion_pytorch_model.non_ema.safetensors", "t5/mine.safetensors"]
    assert hub.wanted([*others, *halves, *shards], ("unet", "t5", "vae")) == sorted([*halves, *shards])


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("me/none", "has no model me/none"),
        ("me/bare", "me/bare is not in diffusers' layout; download its .safetensors file yourself"),
        ("me/pickled", "me/pickled has no .safetensors weights"),
        ("tiny--x/a", "named OWNER/NAME"),
        ("me/shy", "the makers of me/shy ask for your consent"),
    ],
)
def test_what_cannot_be_fetched_is_told(name: str, says: str, server: Hub) -> None:
    with pytest.raises(AuthorError, match=says):
        hub.offered(name)


def test_no_network_and_no_room_are_told(server: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    offer = hub.offered("me/tiny")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(9, 9, 0))
    with pytest.raises(AuthorError, match="has room for 0.0"):
        list(hub.fetch(offer))
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(AuthorError, match="127.0.0.1:9 can't be reached; nothing else needs a network"):
        hub.offered("me/other")
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(AuthorError, match="HF_HUB_OFFLINE forbids it"):
        hub.offered("me/other")
