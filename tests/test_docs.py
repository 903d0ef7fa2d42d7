"""Generated pages are what the code says today."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

from melies.core.marks import DEPTHS, SIDES
from melies.generators.base import engine
from melies.sound.compose.mood import moods
from melies.story.yaml import json_schema

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_command_reference_is_fresh() -> None:
    spec = importlib.util.spec_from_file_location("docs_build", DOCS / "build.py")
    assert spec is not None and spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == build.commands(), "run: make docs"


def test_the_schema_is_fresh() -> None:
    assert json.loads((DOCS / "story.schema.json").read_text(encoding="utf-8")) == json_schema(), "run: make docs"


def test_the_guide_knows_every_mark_and_every_schedule() -> None:
    guide = (DOCS / "guide" / "story.md").read_text(encoding="utf-8")
    synonyms = {"center", "middle"}
    for name in {*SIDES, *DEPTHS, *engine("diorama").capabilities.atmosphere} - synonyms:
        assert f"`{name}`" in guide, name
    assert all(mood in guide.split("The composer's moods are")[1].split(".")[0] for mood in moods)
