"""The guide to the author's hand: every command and every wish in it, in order."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from melies.cli.failing import explained
from melies.media.picture import read

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "hand.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hand")


def run(*words: str) -> None:
    assert explained([*words]) == 0


def test_the_guide_s_commands_and_wishes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    for name, text in zip(("wishes", "losses", "depth", "story"), blocks("yaml"), strict=True):
        (home / f"{name}.yaml").write_text(text, encoding="utf-8")
    commands = [shlex.split(line)[1:] for block in blocks("sh") for line in block.splitlines() if line]
    for words in commands:
        run(*words, *(["--size", "144x80"] if words[0] == "rough" else []))
    assert [words[0] for words in commands] == ["rough", "regions", "edit", "report"]
    for name in ("tries/rough.png", "tries/rough-1.regions.png", "lake.png", "lake.report.html"):
        assert (home / name).is_file(), name
    run("edit", "tries/rough-1.png", "losses.yaml", "-o", "led.png")
    assert (read("led.png") != read("tries/rough-1.png")).any()
    shutil.copy("tries/rough-2.png", "photo.png")
    run("see", "photo.png", "-o", "layers")
    run("edit", "tries/rough-1.png", "depth.yaml", "-o", "deep.png")
    run("still", "story.yaml", "--size", "144x80", "-o", "shot.png")


def test_the_guide_s_python(home: Path) -> None:
    (code,) = blocks("python")
    small = code.replace(
        "seed=4)", 'seed=4, size=__import__("melies.core.size").core.size.Size(width=192, height=112))'
    )
    done = subprocess.run([sys.executable, "-c", small], cwd=home, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "0"
