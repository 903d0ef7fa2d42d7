"""Named marks on the stage: the words that `at`, `to` and `toward` take."""

from __future__ import annotations

from melies.core.errors import AuthorError, nearest

SIDES = {  # in halves of what the camera sees where the cast plays: 0 is the middle, 1 the right edge
    "centre": 0.0,
    "center": 0.0,
    "middle": 0.0,
    "left": -0.52,
    "right": 0.52,
    "off left": -1.35,
    "off right": 1.35,
    "far left": -0.82,
    "far right": 0.82,
}
DEPTHS = {"near": -1.6, "front": -1.6, "back": 3.2, "far": 5.5, "far away": 9.0}  # metres behind where the cast plays
MARKS = (*SIDES, *DEPTHS, *(f"{depth} {side}" for depth in ("near", "back") for side in ("left", "centre", "right")))


def is_mark(words: str) -> bool:
    """Whether the words are a mark."""
    try:
        mark(words)
    except AuthorError:
        return False
    return True


def mark(words: str) -> tuple[float, float]:
    """(side, depth) of a mark, by the measures of SIDES and DEPTHS. A depth and a side join: "back left".

    "far left" is a side, not a depth. Raises AuthorError with the nearest mark for any other word.
    """
    plain = " ".join(words.lower().split())
    if plain in SIDES:
        return SIDES[plain], 0.0
    if plain in DEPTHS:
        return 0.0, DEPTHS[plain]
    for depth, metres in DEPTHS.items():
        side = plain.removeprefix(f"{depth} ")
        if side != plain and side in SIDES:
            return SIDES[side], metres
    raise AuthorError(f"no place on the stage is called {words!r}{nearest(plain, MARKS)}")
