"""The tree of errors: what the author can fix, and what is our bug.

Every message is one clear sentence that says what was expected, what came, and what to do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class MeliesError(Exception):
    """Base of every error Melies raises on purpose. The command line exits with `status`."""

    status = 2


class AuthorError(MeliesError):
    """Something the author can fix: a missing file, an unknown name, a value out of range."""


class Unsupported(AuthorError):
    """A request asks an engine for something it does not declare; names the engine and the thing."""


class Interrupted(MeliesError):
    """The author pressed Ctrl-C; says what was written."""

    status = 130


class OurBug(MeliesError):
    """A broken promise of Melies itself, worth a report."""

    status = 70


def nearest(word: str, names: Iterable[str]) -> str:
    """A suggestion in words: `"; did you mean 'dusk'?"`, or the list of names if nothing is near."""
    names = sorted(names)
    close = difflib.get_close_matches(word.lower(), names, n=1, cutoff=0.55)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; choose one of: {', '.join(names)}" if names else ""
