"""Places on the stage as words, and the ways between them: who goes right begins at the left."""

from __future__ import annotations

from melies.story.doing import Doing

SIDES = ("far left", "far right", "back left", "back right", "far centre")


def x_of(place: str) -> float:
    """How far to the right a place lies, -1 (the left edge) to 1; 0 for places off the stage."""
    plain = place.removeprefix("near ").removeprefix("back ")
    return {"left": -0.5, "right": 0.5, "far left": -0.8, "far right": 0.8}.get(plain, 0.0)


def side(ahead: int, amount: str) -> str:
    """A word for a place: "off" ahead of somebody heading right is "off right"."""
    word = "right" if ahead > 0 else "left"
    return word if amount == "" else f"{amount} {word}"


def free_side(stands: dict[str, str], heading: int) -> str:
    """A place where nobody stands: the third behind the heading first, to look into the picture, then close by it."""
    for place in (side(-heading, ""), "centre", side(heading, ""), *SIDES):
        if place not in stands.values():
            return place
    return "centre"


def way(
    doing: Doing, path: str, stands: dict[str, str], heading: int, last: bool, together: int, name: str
) -> tuple[str, str]:
    """From where to where a moving deed goes; each of several goes a step behind the one before."""
    standing = stands.get(name)
    if path == "on" and not together and doing.way != "near" and (blocked := _blocked(standing, stands, heading, name)):
        return blocked
    goes_off = path in ("out", "away") or doing.way == "far"
    fits = standing and (goes_off or not _at_the_end(standing, heading))
    here = standing if standing and fits else _start(heading, together)
    if path == "in":
        return side(-heading, "off"), free_side(stands, heading) if last else "centre"
    if path == "out":
        return here, side(heading, "off")
    if path == "across":
        edge = "off" if doing.does == "fly" else "far"
        return side(-heading, "off") if together else side(-heading, edge), side(heading, "" if together else edge)
    if path == "to" and doing.toward in stands:
        return here, _beside(stands[doing.toward], heading)
    if doing.way == "near":
        return here, side(heading, "near")
    if path == "away" or doing.way == "far" or doing.does in ("run", "fly"):
        there = _end(heading, together)
        return here, there if heading * (x_of(there) - x_of(here)) > 0.4 else side(heading, "off")
    if not last:
        return here, "centre" if x_of(here) * heading < 0 else side(heading, "")
    return here, _end(heading, 1 + together)


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


def _at_the_end(place: str, heading: int) -> bool:
    """Whether somebody has gone as far as the picture goes; the next shot begins behind them again."""
    return x_of(place) * heading > 0.2


def _beside(place: str, heading: int) -> str:
    """The place just before somebody's, for one who comes from behind."""
    return {
        1: {"right": "centre", "far right": "right", "left": "far left"},
        -1: {"left": "centre", "far left": "left", "right": "far right"},
    }[heading].get(place, side(-heading, ""))
