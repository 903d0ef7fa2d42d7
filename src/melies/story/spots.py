"""Places on the stage as words, and the ways between them: who goes right begins at the left."""

from __future__ import annotations

import math
from collections.abc import Iterable

from melies.core.marks import mark
from melies.story.doing import Doing

HALF, ROOM = 4.5, 1.2  # metres: half of what the camera sees where the cast plays; what two people need between them
SIDES = ("far left", "far right", "back left", "back right", "back centre", "near left", "near right", "near centre")
SPRINGS = ("jump", "leap", "hop", "skip", "bound", "dance", "play")  # they don't cross the whole stage
FREE = ("centre", "left", "right", *SIDES, "far centre", "back far left", "back far right")


def x_of(place: str) -> float:
    """How far to the right a place lies, -1 (the left edge) to 1; 0 for places off the stage."""
    return 0.0 if place.startswith("off") else mark(place)[0]


def apart(place: str, other: str) -> float:
    """Metres between two marks, about."""
    (x, z), (u, v) = mark(place), mark(other)
    return math.hypot(HALF * (x - u), z - v)


def free(place: str, taken: Iterable[str]) -> str:
    """The place itself if there is room, else the nearest where there is. Off the stage there always is."""
    taken = [other for other in taken if not other.startswith("off")]
    if place.startswith("off") or all(apart(place, other) >= ROOM for other in taken):
        return place
    roomy = [other for other in FREE if all(apart(other, one) >= ROOM for one in taken)]
    return min(roomy, key=lambda other: (other.startswith("near"), _detour(place, other)), default=place)


def _detour(place: str, other: str) -> float:
    """How much another mark departs from a wanted one; aside is better than behind."""
    (x, z), (u, v) = mark(place), mark(other)
    return HALF * abs(x - u) + 1.5 * abs(z - v)


def side(ahead: int, amount: str) -> str:
    """A word for a place: "off" ahead of somebody heading right is "off right"."""
    word = "right" if ahead > 0 else "left"
    return word if amount == "" else f"{amount} {word}"


def free_side(taken: Iterable[str], heading: int) -> str:
    """A place where nobody stands: the third behind the heading first, to look into the picture, then close by it."""
    taken = list(taken)
    first = (side(-heading, ""), "centre", side(heading, ""))
    return next((place for place in (*first, *SIDES) if free(place, taken) == place), "centre")


def way(
    doing: Doing,
    path: str,
    stands: dict[str, str],
    heading: int,
    last: bool,
    together: int,
    name: str,
    starts: dict[str, str],
) -> tuple[str, str]:
    """From where to where a moving deed goes; each of several goes a step behind the one before.

    Who is there already starts from there, and nobody ends on somebody else's feet. stands: where everybody is now;
    starts: where they were when the shot began.
    """
    here, there = _wanted(doing, path, stands, heading, last, together, name)
    here = stands.get(name) or free(here, (place for other, place in starts.items() if other != name))
    return here, free(there, [*(place for other, place in stands.items() if other != name), here])


def _wanted(
    doing: Doing, path: str, stands: dict[str, str], heading: int, last: bool, together: int, name: str
) -> tuple[str, str]:
    standing = stands.get(name)
    if path == "on" and not together and doing.way != "near" and (blocked := _blocked(standing, stands, heading, name)):
        return blocked
    here = standing or _start(heading, together)
    if path == "in":
        return standing or side(-heading, "off"), free_side(stands.values(), heading) if last else "centre"
    if path in ("out", "away"):
        return here, side(heading, "off")
    if path == "past":
        here = standing or free(side(-heading, "far"), stands.values())
        return here, side(heading, "off")
    if path == "across":
        edge = "off" if doing.does == "fly" else "far"
        return side(-heading, "off") if together else side(-heading, edge), side(heading, "" if together else edge)
    if path == "to" and doing.toward in stands:
        there = _beside(stands[doing.toward], heading)
        comes = standing is None and (doing.verb == "return" or heading * (x_of(there) - x_of(here)) <= 0)
        return side(-heading, "off") if comes else here, there
    if doing.way == "near":
        return here, side(heading, "near")
    if doing.way == "far" or doing.does in ("run", "fly") and doing.verb not in SPRINGS:
        there = _end(heading, together)
        return here, there if heading * (x_of(there) - x_of(here)) > 0.4 else side(heading, "off")
    if not last:
        return here, "centre" if x_of(here) * heading < 0 else side(heading, "")
    ends = [_end(heading, back) for back in range(1 + together, -1, -1)]
    taken = [*stands.values(), here]
    return here, next(
        (end for end in ends if heading * (x_of(end) - x_of(here)) > 0 and free(end, taken) == end), ends[0]
    )


def _blocked(standing: str | None, stands: dict[str, str], heading: int, name: str) -> tuple[str, str] | None:
    """From where to where somebody comes up to whoever stands in the way, rather than through them."""
    here = standing or side(-heading, "far")
    others = [place for other, place in stands.items() if other != name]
    ahead = [place for place in others if heading * (x_of(place) - x_of(here)) > 0.2]
    if standing is not None or not ahead:
        return None
    there = _beside(min(ahead, key=lambda place: heading * x_of(place)), heading)
    return (here if there != here else side(-heading, "off")), there


def _start(heading: int, together: int) -> str:
    """Where the first, second and third of a row begin."""
    return side(-heading, ("", "far", "off")[min(together, 2)])


def _end(heading: int, back: int) -> str:
    """Where somebody gets to who stays `back` steps behind the far end."""
    return (side(heading, "far"), side(heading, ""), "centre", side(-heading, ""))[min(back, 3)]


def at_the_end(place: str, heading: int) -> bool:
    """Whether somebody has gone as far as the picture goes."""
    return bool(place) and x_of(place) * heading > 0.2


def _beside(place: str, heading: int) -> str:
    """The place just before somebody's, for one who comes from behind."""
    return {
        1: {"right": "centre", "far right": "right", "left": "far left"},
        -1: {"left": "centre", "far left": "left", "right": "far right"},
    }[heading].get(place, side(-heading, ""))
