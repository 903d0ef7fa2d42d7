"""A script, whatever its form, as scenes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from melies.core.errors import AuthorError
from melies.story import fountain, prose
from melies.story.script import Script
from melies.story.text import read_text

SCREENPLAYS = (".fountain", ".spmd")
PROSE = (".md", ".markdown", ".txt", ".text")
FORMS = (*SCREENPLAYS, *PROSE)


def read(path: Path) -> Script:
    """Read a script file. Raises AuthorError for a missing, empty or unknown one, and one that shows nothing."""
    if path.suffix.lower() not in FORMS and path.exists():
        raise AuthorError(f"a script is one of {', '.join(FORMS)}; got {path.name!r}")
    text = read_text(path, "script")
    screenplay = path.suffix.lower() in SCREENPLAYS or (
        path.suffix.lower() not in (".md", ".markdown") and fountain.is_screenplay(text)
    )
    return parse(text, str(path), screenplay, path.stem.replace("_", " ").replace("-", " ").capitalize())


def parse(text: str, where: str = "the script", screenplay: bool | None = None, title: str = "") -> Script:
    """Read a script's text; the form is guessed when `screenplay` is None. `title` serves where the text has none.

    Raises AuthorError for a text that shows nothing.
    """
    screenplay = fountain.is_screenplay(text) if screenplay is None else screenplay
    script = fountain.parse(text) if screenplay else prose.parse(text)
    if not any(element.kind != "transition" for scene in script.scenes for element in scene.elements):
        raise AuthorError(f"{where} shows nothing: no action and no dialogue were found in it")
    if script.title or not title:
        return script
    return replace(script, title=title)
