"""Short ways to say what is wanted of a part of a picture: `keep("sky")`, `add("a spaceship", box)`."""

from __future__ import annotations

from typing import Any

from melies.core.region import Box, Region
from melies.core.story import Look


def keep(what: str, **more: Any) -> Region:
    """As it is, byte for byte."""
    return Region(name=more.pop("name", what), select=what, state="keep", **more)


def remove(what: str, **more: Any) -> Region:
    """Taken away, with its shadow and its reflection."""
    return Region(name=more.pop("name", what), select=what, state="remove", **more)


def add(what: str, box: Box, **more: Any) -> Region:
    """Put where the box is: left, top, right, bottom as shares of the picture's sides."""
    return Region(name=more.pop("name", what), box=box, state="add", want=what, **more)


def change(what: str, want: str = "", style: str | None = None, **more: Any) -> Region:
    """Made what `want` says, or painted in another look."""
    look = more.pop("look", None) or (Look(name=style) if style else None)
    return Region(name=more.pop("name", what), select=what, state="change", want=want, look=look, **more)


def embolden(what: str, **more: Any) -> Region:
    """Made to stand out; `strength` 0 to 1 says how much."""
    return Region(name=more.pop("name", what), select=what, state="embolden", **more)
