"""What an English word may be the plural of."""

from __future__ import annotations

IRREGULAR = {
    "children": "child", "people": "person", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "loaves": "loaf",
    "shelves": "shelf", "elves": "elf", "thieves": "thief", "mice": "mouse", "geese": "goose", "oxen": "ox",
    "teeth": "tooth", "feet": "foot", "buses": "bus", "men": "man", "women": "woman",
}  # fmt: skip


def singulars(word: str) -> list[str]:
    """What a lower-case word may be the plural of, the likeliest first; [] where it looks like none."""
    if word in IRREGULAR:
        return [IRREGULAR[word]]
    found = []
    if word.endswith("men") and len(word) > 4:
        found.append(word[:-2] + "an")
    if word.endswith("ies") and len(word) > 4:
        found.append(word[:-3] + "y")
    if word.endswith("es") and len(word) > 3:
        found.append(word[:-2])
    if word.endswith("s") and not word.endswith("ss") and len(word) > 2:
        found.insert(0 if not word.endswith(("shes", "ches", "xes", "sses")) else len(found), word[:-1])
    return found
