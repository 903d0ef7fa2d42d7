"""Generated pages are what the code says today."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

from melies.core.marks import DEPTHS, SIDES
from melies.generators.base import engine
from melies.sound.compose.mood import moods

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_generated_pages_are_fresh() -> None:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    pages = build.pages()
    assert {"commands.md", "looks.md", "story.schema.json"} == set(pages)
    for name, text in pages.items():
        assert (DOCS / name).read_text(encoding="utf-8") == text, f"{name} is old; run: make docs"


def test_every_picture_and_page_that_a_page_links_is_there() -> None:
    for page in (DOCS.parent / "README.md", *DOCS.rglob("*.md")):
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_the_guide_knows_every_mark_and_every_schedule() -> None:
    guide = (DOCS / "guide" / "story.md").read_text(encoding="utf-8")
    synonyms = {"center", "middle"}
    for name in {*SIDES, *DEPTHS, *engine("diorama").capabilities.atmosphere} - synonyms:
        assert f"`{name}`" in guide, name
    assert all(mood in guide.split("The composer's moods are")[1].split(".")[0] for mood in moods)
