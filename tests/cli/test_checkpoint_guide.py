"""Every command of the checkpoint guide, in its order, on tiny models laid out as an author's are."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

pytest.importorskip("diffusers")
from tests.generators.checkpoints.ldm import single_file
from tests.generators.checkpoints.tiny import saved, saved_net

from melies.cli.failing import explained
from melies.media.picture import write_png
from melies.media.probe import probe

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "checkpoints.md"
SMALL = ["--size", "48x32"]
HERE = [*SMALL, "--fps", "4", "--workers", "1"]
SMALLER = {"still": SMALL, "film": HERE, "animatic": HERE}


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def lines() -> list[list[str]]:
    """The guide's command lines, comments left out."""
    return [shlex.split(line, comments=True) for block in blocks("sh") for line in block.splitlines() if line]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An author's home: a models folder like A1111's, two drawings, the guide's story."""
    import numpy as np

    models = tmp_path / "stable-diffusion-webui" / "models"
    for folder in ("Stable-diffusion", "ControlNet"):
        (models / folder).mkdir(parents=True)
    (models / "Stable-diffusion" / "my.safetensors").symlink_to(single_file())
    configuration = shutil.ignore_patterns("*.safetensors")
    shutil.copytree(saved("sd1"), models / "Stable-diffusion" / "my", ignore=configuration)
    (models / "ControlNet" / "depth-net").symlink_to(saved_net("sd1"))
    for name in ("sketch", "a", "mask"):
        write_png(tmp_path / f"{name}.png", np.full((32, 48, 3), 255 if name == "mask" else 90, np.uint8))
    (tmp_path / "tale").mkdir()
    (story,) = blocks("yaml")
    short = re.sub(r"length: \d", "length: 1", story)
    (tmp_path / "tale" / "story.yaml").write_text(short, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("MELIES_MODELS", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_command_of_the_guide_runs(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = []
    for program, *words in lines():
        if program == "export":
            name, value = words[0].split("=")
            monkeypatch.setenv(name, str(Path(value).expanduser()))
        elif program == "melies":
            words = [str(Path(word).expanduser()) if word.startswith("~") else word for word in words]
            assert explained([*words, *SMALLER.get(words[0], [])]) == 0, capsys.readouterr().err
            told = capsys.readouterr().out
            assert words[0] == "models" or Path(told.strip().splitlines()[-1]).is_file()
            run.append(words[0])
        else:
            assert program == ".venv/bin/pip"
    assert run.count("still") >= 5 and run.count("film") == 3
    assert probe("tale.mp4") == probe("staged.mp4"), "another painter changes no cut, length or sound"
