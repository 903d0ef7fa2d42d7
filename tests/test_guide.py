"""The pages a stranger reads: their stories load, their Python runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from melies.motion.request import Take
from melies.story.production import chosen, shot_takes
from melies.story.timing import schedule
from melies.story.yaml import parse

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("guide/*.md"))]


def blocks(page: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_stories_in_the_guide_load_and_can_be_filmed(page: Path) -> None:
    from melies.core.size import Size

    for text in blocks(page, "yaml"):
        if text.startswith("regions:"):  # wishes for a picture: tests/cli/test_hand_guide.py
            continue
        if "shots:" not in text:  # an excerpt: its keys and values must be right
            parse(text)
            continue
        story = chosen(parse(text), ())
        plan = schedule(story, ROOT, story.shots)
        takes: dict[str, Take] = shot_takes(story, plan, Size.parse(story.size), {})
        for take in takes.values():
            take.check()


def test_the_readme_s_python_runs(tmp_path: Path) -> None:
    (code,) = blocks(ROOT / "README.md", "python")
    code = code.replace("seed=7,", 'seed=7, size=__import__("melies.core.size").core.size.Size(width=96, height=54),')
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fox.png").exists()
    assert "(54, 96)" in done.stdout


def test_the_example_loads() -> None:
    from melies.story.open import open_story

    assert len(open_story(ROOT / "examples" / "neon-jungle").story.shots) >= 6
