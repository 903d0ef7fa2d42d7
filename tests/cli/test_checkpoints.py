"""The commands of the checkpoint guide, run on a tiny checkpoint."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("diffusers")
import opentimelineio as otio
from tests.generators.checkpoints.tiny import saved

from melies.cli.failing import explained
from melies.core.clock import Clock
from melies.core.size import Size
from melies.media.picture import read, read_info, write_png
from melies.motion.request import Take
from melies.story.alter import altered
from melies.story.open import open_story

STORY = """
engine: diffusers
size: 64x40
fps: 8
options: {checkpoint: mine, steps: 2, guidance: 6, strength: 0.55, device: cpu}
titles: false
sound: {compose: null, ambience: false}
shots:
- {name: lake, prompt: a red fox by an alpine lake at dusk, length: 0.75}
- {name: hill, prompt: a meadow at noon, length: 0.5}
"""


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tale").mkdir()
    (tmp_path / "tale" / "mine").symlink_to(saved("sd1"))
    (tmp_path / "tale" / "story.yaml").write_text(STORY)


def still(*words: str) -> int:
    checkpoint = f"checkpoint={saved('sd1')}"
    return explained(["still", "a red fox by an alpine lake", "--engine", "diffusers", "--option", checkpoint, *words])


def test_a_still_of_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    assert still("--steps", "2", "--option", "device=cpu", "--size", "48x32", "-o", "a.png") == 0
    assert capsys.readouterr().out.strip().endswith("a.png")
    info = read_info("a.png")
    assert "Steps: 2" in info["parameters"] and "Model: sd1" in info["parameters"] and "melies-made" in info


def test_a_part_of_a_picture_is_painted_anew() -> None:
    rng = np.random.default_rng(1)
    picture, mask = rng.integers(0, 256, (32, 48, 3), dtype=np.uint8), np.zeros((32, 48, 3), np.uint8)
    mask[:, 24:] = 255
    write_png("mine.png", picture)
    write_png("mask.png", mask)
    assert still("--steps", "2", "--structure", "mine.png", "--fill", "mask.png", "-o", "b.png") == 0
    painted = read("b.png")
    assert np.array_equal(painted[:, :24], picture[:, :24]) and not np.array_equal(painted[:, 24:], picture[:, 24:])


@pytest.mark.slow
def test_the_example_is_the_same_film_by_another_painter() -> None:
    from melies.media import audio
    from melies.media.probe import probe

    example = str(Path(__file__).resolve().parents[2] / "examples" / "neon-jungle")
    small = ["--size", "96x54", "--fps", "6"]
    painter = ["--engine", "diffusers", "--option", f"checkpoint={saved('sd1')}", "--option", "steps=2"]
    assert explained(["film", example, *small, "-o", "staged.mp4"]) == 0
    assert explained(["film", example, *small, *painter, "-o", "painted.mp4"]) == 0
    assert probe("painted.mp4") == probe("staged.mp4")
    sounds = [audio.read(name)[0] for name in ("painted.mp4", "staged.mp4")]
    assert np.array_equal(*sounds)
    cuts = [otio.adapters.read_from_file(name) for name in ("painted.otio", "staged.otio")]
    assert len({str([(clip.name, clip.range_in_parent()) for clip in cut.find_clips()]) for cut in cuts}) == 1
    story = open_story(example).story
    other = altered(story, engine="diffusers", options={"checkpoint": "any"})
    for shot in story.shots:
        pair = [Take(each, shot, 24, Clock.parse(6), Size(width=96, height=54)) for each in (story, other)]
        assert all(len({str(take.request(at).view) for take in pair}) == 1 for at in range(24))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--structure", "none.png"], "none.png"),
        (["--fill", "none.png"], "none.png"),
        (["--option", "steps"], "NAME=VALUE"),
        (["--option", "strenght=1"], "did you mean 'strength'"),
        (["--option", "lora=none.safetensors"], "there is no LoRA"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(words: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert still("--size", "48x32", *words) == 2
    told = capsys.readouterr().err
    assert says in told and "Traceback" not in told
