"""Turns a schema's complaints into one sentence with the file, the line, the key and the nearest right word."""

from __future__ import annotations

import math
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from melies.core.errors import nearest
from melies.core.story import Story
from melies.story.nodes import KEYED_TO_FRAMES, Path, Source

EXTRA_NAMES = {"Shot": ("caption",)}  # short forms an author may write beside the fields
HIDDEN = {"schema_": "schema"}
WANTED = {
    "float_parsing": "a number",
    "float_type": "a number",
    "int_parsing": "a whole number",
    "int_parsing_size": "a whole number of a sensible size",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_parsing": "true or false",
    "bool_type": "true or false",
    "string_type": "text",
    "tuple_type": "a list",
    "model_type": "a mapping of keys and values",
    "model_attributes_type": "a mapping of keys and values",
    "dict_type": "a mapping of keys and values",
}


BOUNDS = {"greater_than": "above", "greater_than_equal": "at least", "less_than": "below", "less_than_equal": "at most"}


def wanted(fault: Any) -> str:
    """What a schema asks for, in words: `a whole number`, `at most 64`."""
    bound = next(iter(fault.get("ctx", {}).values()), "")
    return f"{BOUNDS[fault['type']]} {bound}" if fault["type"] in BOUNDS else WANTED.get(fault["type"], fault["msg"])


def sentence(error: ValidationError, source: Source, where: str, root: Any = Story) -> str:
    """The complaint that stands first in the file, and how many more there are. root: the schema of the whole file."""
    places = {_place(fault, source, root): fault for fault in reversed(error.errors()) if not _second_best(fault)}
    faults = places or {_place(fault, source, root): fault for fault in error.errors()}
    path = min(faults, key=lambda path: (source.line(path), len(path)))
    more = f" (and {len(faults) - 1} more like it)" if len(faults) > 1 else ""
    return f"{where}, line {source.line(path)}: {_says(faults[path], path, root)}{more}"


def located(story: Story, source: Source, where: str, path: Path, problem: str) -> str:
    """A complaint about what stands at `path`: file, line (where the file has lines), shot, key."""
    place = f"{where}, line {source.line(path)}" if source.lines else where
    if path[:1] == ("shots",) and len(path) > 1:
        place, path = f"{place}, shot {story.shots[int(path[1])].name!r}", path[2:]
    return f"{place}: {spelled(path)}: {problem}" if path else f"{place}: {problem}"


def mistaken_words(error: ValidationError, source: Source) -> dict[Path, str]:
    """Plain numbers and truth values that stand where words are asked for (`title: 1984`), as they were written."""
    found = {}
    for fault in error.errors():
        path, value = _place(fault, source, Story), fault.get("input")
        finite = not isinstance(value, float) or math.isfinite(value)
        if fault["type"] == "string_type" and path in source.written and isinstance(value, int | float) and finite:
            found[path] = source.written[path]
    return found


def _second_best(fault: Any) -> bool:
    """Of a union's complaints, "should be a string" helps least."""
    return fault["type"] in ("string_type", "dict_type") and isinstance(fault["input"], float)


def _place(fault: Any, source: Source, root: Any) -> Path:
    """The fault's path in the author's data: the schema's own steps (names of union branches) are left out."""
    path: Path = ()
    for step in fault["loc"]:
        longer = (*path, step)
        if longer in source.lines or _names_a_field(path, step, root):
            path = longer
    return path


def _names_a_field(path: Path, step: str | int, root: Any) -> bool:
    model = model_at(path, root)
    return model is not None and step in {HIDDEN.get(name, name) for name in model.model_fields}


def model_at(path: Path, root: Any = Story) -> type[BaseModel] | None:
    """The schema class that describes what stands at `path` in a file of the schema `root`, if one does."""
    kind: Any = root
    for step in path:
        model = _model_in(kind)
        if model is not None and kind is not None and step in model.model_fields:
            kind = model.model_fields[str(step)].annotation
        elif isinstance(step, int) or _is_mapping(kind):
            continue
        else:
            return None
    return _model_in(kind)


def _is_mapping(kind: Any) -> bool:
    return get_origin(kind) is dict


def _model_in(kind: Any) -> type[BaseModel] | None:
    """The first schema class inside an annotation such as `tuple[Shot, ...]` or `Look | None`."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return kind
    if get_origin(kind) in (tuple, dict, Union, types.UnionType, Annotated) and get_origin(kind) is not Literal:
        return next((model for part in get_args(kind) if (model := _model_in(part))), None)
    return None


def _says(fault: Any, path: Path, root: Any) -> str:
    name, given = spelled(path), fault.get("input")
    if fault["type"] == "extra_forbidden":
        model = model_at(path[:-1], root)
        fields = [HIDDEN.get(field, field) for field in model.model_fields] if model else []
        extra = EXTRA_NAMES.get(model.__name__, ()) if model else ()
        owner = f" in {spelled(path[:-1])}" if len(path) > 1 else ""
        return f"there is no key {str(path[-1])!r}{owner}{nearest(str(path[-1]), [*fields, *extra])}"
    if fault["type"] == "missing":
        return f"{name} is missing; please add it"
    if fault["type"] == "literal_error":
        choices = [word.strip("'") for word in fault["ctx"]["expected"].replace(" or ", ", ").split(", ")]
        return f"{name} can't be {_shown(given)}{nearest(str(given), choices)}"
    if fault["type"] in WANTED:
        return f"{name} should be {WANTED[fault['type']]}; got {_shown(given)}"
    message = fault["msg"].removeprefix("Value error, ").replace("Input", name, 1)
    return f"{message}; got {_shown(given)}"


def spelled(path: Path) -> str:
    """A path as an author would point at it: `shots[2].camera.move` (counting from 1), `time.48` (a frame)."""
    steps = zip(("", *path), path, strict=False)
    text = "".join(
        f"[{step + 1}]" if isinstance(step, int) and before not in KEYED_TO_FRAMES else f".{step}"
        for before, step in steps
    )
    return text.lstrip(".") or "the story"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
