"""melies models: what lies in a models folder, told without opening anything that could run."""

from __future__ import annotations

import hashlib
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file
from typer.testing import CliRunner

from melies.cli.app import app
from melies.cli.failing import explained

UNET = "model.diffusion_model."
CROSS = f"{UNET}input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shelves = {name: tmp_path / "models" / name for name in ("Stable-diffusion", "Lora", "ControlNet", "embeddings")}
    for shelf in shelves.values():
        shelf.mkdir(parents=True)
    tensors = {
        CROSS: np.zeros((4, 768), np.float16),
        f"{UNET}input_blocks.0.0.weight": np.zeros((4, 9, 3, 3), np.float16),
    }
    save_file(tensors, shelves["Stable-diffusion"] / "my paint.safetensors")
    save_file({"lora_unet_x.lora_down.weight": np.zeros((2, 2), np.float16)}, shelves["Lora"] / "ink.safetensors")
    (shelves["ControlNet"] / "half.safetensors").write_bytes(b"\x10\x00\x00\x00\x00\x00\x00\x00{")
    (shelves["embeddings"] / "old.pt").write_bytes(pickle.dumps({"a": 1}))
    (shelves["embeddings"] / "notes.txt").write_text("no model")
    return tmp_path / "models"


def listed(*words: str) -> list[dict[str, object]]:
    done = CliRunner().invoke(app, ["models", *words, "--json"])
    assert done.exit_code == 0, done.output
    return list(json.loads(done.output))


def test_every_model_is_listed_with_kind_family_size_and_hash(home: Path) -> None:
    found = {row["name"]: row for row in listed(str(home))}
    assert set(found) == {"my paint", "ink", "half", "old"}
    mine = found["my paint"]
    assert (mine["kind"], mine["family"], mine["inpaint"]) == ("checkpoint", "sd1", True)
    data = (home / "Stable-diffusion" / "my paint.safetensors").read_bytes()
    assert mine["size"] == len(data) and mine["sha256"] == hashlib.sha256(data).hexdigest()
    assert found["ink"]["kind"] == "lora" and found["old"]["kind"] == "embedding"
    assert found["half"]["kind"] == "controlnet" and "damaged or cut short" in str(found["half"]["trouble"])


def test_hashes_are_kept_until_the_file_changes(home: Path) -> None:
    file = home / "Lora" / "ink.safetensors"
    first = {row["name"]: row["sha256"] for row in listed(str(home))}
    memory = home.parent / "cache" / "melies" / "hashes.json"
    kept = json.loads(memory.read_text())
    memory.write_text(json.dumps(dict.fromkeys(kept, "remembered")))
    assert {row["sha256"] for row in listed(str(home))} == {"remembered"}
    save_file({"lora_unet_x.lora_down.weight": np.ones((2, 3), np.float16)}, file)
    memory.write_text("not json")
    again = {row["name"]: row["sha256"] for row in listed(str(home))}
    assert again["my paint"] == first["my paint"] and again["ink"] != first["ink"]


def test_the_folder_may_come_from_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MELIES_MODELS", str(home))
    assert len(listed("--no-hash")) == 4 and all(row["sha256"] == "" for row in listed("--no-hash"))
    shown = CliRunner().invoke(app, ["models"])
    assert "my paint" in shown.output and "sd1 inpaint" in shown.output


def test_a_model_is_fetched_when_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")
    from tests.generators.checkpoints.served import serving

    files = {"config.json": b"{}", "diffusion_pytorch_model.safetensors": b"net"}
    with serving({"me/net": files}, tmp_path / "hub", monkeypatch):
        done = CliRunner().invoke(app, ["models", "--get", "me/net"])
        assert done.exit_code == 0 and "me/net: 2 files" in done.output, done.output
        assert f"me/net lies in {tmp_path / 'hub' / 'models--me--net'}" in done.output.replace("\n", "")
        facts = json.loads(CliRunner().invoke(app, ["models", "--get", "me/net", "--json"]).stdout)
        assert facts["size"] == 5 and set(facts["files"]) == set(files) and Path(facts["path"]).is_dir()
        assert explained(["models", "--get", "me/none"]) == 2
        assert explained(["models", str(tmp_path), "--get", "me/net"]) == 2
