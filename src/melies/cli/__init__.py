"""One thin file per command: parse, call, print."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from melies.cli.app import app
from melies.cli.failing import explained, listen

__all__ = ["app", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """The `melies` command: runs one, and exits with 0, 2 (the author can fix it), 70 (our bug) or 130 (Ctrl-C)."""
    listen()
    sys.exit(explained(list(sys.argv[1:] if arguments is None else arguments)))
