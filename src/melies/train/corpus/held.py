"""What is held out of lessons: every tenth of whatever is numbered."""

from __future__ import annotations

EVERY = 10


def held_out(number: int) -> bool:
    """Whether the world or picture of this number teaches nothing and is kept to measure by."""
    return number % EVERY == EVERY - 1
