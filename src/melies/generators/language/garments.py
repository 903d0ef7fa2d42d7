"""Where somebody's clothes end: "in a yellow raincoat and red boots, holding a lantern"."""

from __future__ import annotations

from melies.generators.language.lexer import END, Item

ADJECTIVES = ("colour", "size", "shade", "material", "manner", "lift")


def garment_end(items: list[Item], start: int, colour_will_do: bool) -> int:
    """The number behind the clothes that begin at `start`, or `start` if there are none.

    colour_will_do: a colour alone is clothing enough ("in red").
    """
    at, coloured = start, False
    while at < len(items) and not items[at].is_("garment") and _leads(items[at]):
        coloured = coloured or items[at].is_("colour")
        at += 1
    item = items[at] if at < len(items) else END
    if not item.is_("garment"):
        ends = bool(item.stop) or any(map(item.is_, ("silent", "does", "verb", "at", "relation")))
        return at if coloured and colour_will_do and ends and not items[start].is_("article") else start
    at += 1
    ahead = items[at] if at < len(items) else END
    if ahead.is_("join") or ahead.stop == "," or ahead.is_("wears"):
        on = at + 1
        on += not ahead.is_("wears") and on < len(items) and items[on].is_("wears")  # ", holding"
        further = garment_end(items, on, colour_will_do=False)
        return further if further > on else at
    return at


def _leads(item: Item) -> bool:
    return item.is_("article") or any(map(item.is_, ADJECTIVES))
