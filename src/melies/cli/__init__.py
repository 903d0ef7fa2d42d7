"""One thin file per command: parse, call, print. Nothing is imported here before Ctrl-C is listened to."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from melies.cli.stopping import INTERRUPTED, STOPPED, listen

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """The `melies` command: runs one, and exits with 0, 2 (the author can fix it), 70 (our bug) or 130 (Ctrl-C)."""
    try:
        listen()
        from melies.cli.failing import explained

        status = explained(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:  # while the commands were imported
        print(f"melies: {STOPPED}", file=sys.stderr)
        status = INTERRUPTED
    sys.exit(status)
