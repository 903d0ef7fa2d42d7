"""Short forms of `story.yaml`: what an author may leave out, and how it is written back just as short.

    look: ember            cast: {fox: a red fox}      camera: push in       length: 4s
    caption: Hello.        transition: dissolve 1s     sound: my_song.mp3    length: 8 beats

A shot without a name takes one from its words, not from its position, so that its chance survives an insertion.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from typing import Any

from melies.core.region import PLACES

LENGTH = re.compile(r"\s*(\d+(?:\.\d*)?|\.\d+)\s*(s|sec|secs|seconds?|ms|min|minutes?|beats?)\s*", re.IGNORECASE)
TRANSITION = re.compile(r"\s*([a-z]+)\s+(.+)")
SMALL_WORDS = frozenset("a an and as at by for from her his in into is it its of on or over the to under with".split())


def expand(data: Any) -> Any:
    """Story data with every short form written out; what isn't a short form passes unchanged."""
    if not isinstance(data, dict):
        return data
    data = dict(data)
    _lift(data, "look", "name")
    if isinstance(data.get("cast"), dict):
        data["cast"] = {who: _wrapped(member, "text") for who, member in data["cast"].items()}
    if isinstance(data.get("sound"), str):
        data["sound"] = {"song": data["sound"]}
    if isinstance(data.get("sound"), dict):
        data["sound"] = dict(data["sound"])
        _lift(data["sound"], "compose", "mood")
    if isinstance(data.get("shots"), list):
        data["shots"] = _named([_shot(shot) for shot in data["shots"]])
    return data


def _lift(data: dict[Any, Any], key: str, field: str) -> None:
    if key in data:
        data[key] = _wrapped(data[key], field)


def _wrapped(value: Any, field: str) -> Any:
    return {field: value} if isinstance(value, str) else value


def _shot(shot: Any) -> Any:
    if isinstance(shot, str):
        shot = {"prompt": shot}
    if not isinstance(shot, dict):
        return shot
    shot = dict(shot)
    _lift(shot, "look", "name")
    _lift(shot, "camera", "move")
    _length(shot)
    _captions(shot)
    if isinstance(shot.get("transition"), str):
        shot["transition"] = _transition(shot["transition"])
    if isinstance(shot.get("edits"), dict):
        shot["edits"] = {str(name): region(str(name), wish) for name, wish in shot["edits"].items()}
    return shot


def region(name: str, wish: Any) -> Any:
    """A region with its short forms written out: `moon: remove`, a place left out (it is selected by its name)."""
    wish = {"state": wish} if isinstance(wish, str) else wish
    if not isinstance(wish, dict):
        return wish
    made = {"name": name, **wish}
    if not any(way in made for way in PLACES):
        made["select"] = name
    _lift(made, "look", "name")
    return made


def _length(shot: dict[Any, Any]) -> None:
    found = LENGTH.fullmatch(shot["length"]) if isinstance(shot.get("length"), str) else None
    if not found:
        return
    amount, unit = float(found[1]), found[2].lower()
    if unit.startswith("beat"):
        shot.pop("length")
        shot.setdefault("beats", amount)
    else:
        shot["length"] = amount * {"ms": 0.001}.get(unit, 60 if unit.startswith("min") else 1)


def _captions(shot: dict[Any, Any]) -> None:
    if "caption" in shot and "captions" not in shot:
        shot["captions"] = shot.pop("caption")
    captions = shot.get("captions")
    if isinstance(captions, str | dict):
        captions = [captions]
    if isinstance(captions, list):
        shot["captions"] = [_wrapped(line, "text") for line in captions]


def _transition(text: str) -> Any:
    found = TRANSITION.fullmatch(text.lower())
    length = LENGTH.fullmatch(found[2]) if found else None
    if found and length and length[2].lower().startswith("s"):
        return {"kind": found[1], "length": float(length[1])}
    return {"kind": text}


def slug(text: str, words: int = 5) -> str:
    """Lower-case letters and hyphens that say what `text` says: "A fox in the snow" -> "fox-snow"."""
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    every = re.findall(r"[^\W_]+", plain)
    telling = [word for word in every if word not in SMALL_WORDS] or every
    return "-".join(telling[:words])[:48].strip("-")


def unique(name: str, taken: Collection[str]) -> str:
    """`name`, or `name-2`, `name-3`, ... whichever is not taken yet."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _named(shots: list[Any]) -> list[Any]:
    taken = {shot["name"] for shot in shots if isinstance(shot, dict) and isinstance(shot.get("name"), str)}
    for number, shot in enumerate(shots):
        if isinstance(shot, dict) and shot.get("name") is None:
            prompt = shot.get("prompt", "")
            words = next(iter(prompt.values()), "") if isinstance(prompt, dict) else prompt
            name = unique(slug(str(words)) or f"shot-{number + 1}", taken)
            taken.add(name)
            shots[number] = {"name": name, **{key: value for key, value in shot.items() if key != "name"}}
    return shots


def contract(data: dict[str, Any]) -> dict[str, Any]:
    """The inverse of `expand` for data from a valid Story: as short as it can be written."""
    data = dict(data)
    _lower(data, "look", "name")
    if "cast" in data:
        data["cast"] = {who: _bare(member, "text") for who, member in data["cast"].items()}
    if "shots" in data:
        data["shots"] = [_short_shot(shot) for shot in data["shots"]]
    return data


def _lower(data: dict[str, Any], key: str, field: str) -> None:
    if key in data:
        data[key] = _bare(data[key], field)


def _bare(value: Any, field: str) -> Any:
    return value[field] if isinstance(value, dict) and set(value) == {field} else value


def _short_shot(shot: dict[str, Any]) -> dict[str, Any]:
    shot = dict(shot)
    _lower(shot, "look", "name")
    _lower(shot, "camera", "move")
    if "transition" in shot:
        shot["transition"] = _short_transition(shot["transition"])
    if "edits" in shot:
        shot["edits"] = {name: _short_region(name, wish) for name, wish in shot["edits"].items()}
    if "captions" in shot:
        shot["captions"] = [_bare(line, "text") for line in shot["captions"]]
        if len(shot["captions"]) == 1:
            shot["caption"] = shot.pop("captions")[0]
    return shot


def _short_region(name: str, wish: dict[str, Any]) -> Any:
    wish = {key: value for key, value in wish.items() if key != "name"}
    if wish.get("select") == name:
        wish.pop("select")
    _lower(wish, "look", "name")
    return _bare(wish, "state")


def _short_transition(transition: dict[str, Any]) -> Any:
    short = f"{transition.get('kind', '')} {transition.get('length', '')}s"
    return short if _transition(short) == transition else _bare(transition, "kind")
