"""YAML text to plain data and the line each piece stands on, trusting nothing in the text.

Built from the parser's events, so no object is ever made that the text asks for. Numbers, true/false and null are read
as in YAML 1.2 (`no`, `on` and `1:30` stay words). Tags, aliases, a key twice and very deep nesting are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from melies.core.errors import AuthorError

Path = tuple[str | int, ...]
DEEPEST = 40
KEYED_TO_FRAMES = ("prompt", "time", "weather")
INT = re.compile(r"[-+]?\d{1,300}")
FLOAT = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+(?=[eE]))(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
PLAIN: dict[str, Any] = {word: None for word in ("", "~", "null", "Null", "NULL")}
PLAIN.update({word: True for word in ("true", "True", "TRUE")}, **{word: False for word in ("false", "False", "FALSE")})
TAGS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("str", "map", "seq"))


@dataclass
class Source:
    """Plain data, the line (from 1) of every path in it, and each scalar as it was written."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    written: dict[Path, str] = field(default_factory=dict)

    def line(self, path: Path) -> int:
        """The line of the longest known beginning of `path`."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str, where: str) -> Source:
    """Parse one YAML document. Raises AuthorError with file and line for anything that isn't plain data."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reader(yaml.parse(text, Loader=loader)).document()
    except yaml.MarkedYAMLError as error:
        raise AuthorError(_complaint(error, where)) from None
    except (yaml.YAMLError, ValueError) as error:
        raise AuthorError(f"{where} is not readable as YAML: {_first_line(error)}") from None


def _complaint(error: yaml.MarkedYAMLError, where: str) -> str:
    mark = error.problem_mark or error.context_mark
    place = f", line {mark.line + 1}" if mark else ""
    problem = error.problem or error.context or "not YAML"
    hint = ""
    if "cannot start any token" in problem:
        hint = "; indent with spaces, not tabs, and quote text that begins with a mark"
    elif "mapping values are not allowed" in problem:
        hint = '; put text that holds a colon in quotes: "like: this"'
    elif "did not find expected" in problem or "unexpected end" in problem:
        since = f" that was opened on line {error.context_mark.line + 1}" if error.context_mark else ""
        hint = f"; perhaps a bracket or quote{since} is not closed (melies undo brings back what was filmed last)"
    return f"{where}{place}: {problem}{hint}"


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


class _Reader:
    """Walks through the events of one document."""

    def __init__(self, events: Iterator[Any]) -> None:
        self.events = events
        self.source = Source()
        self.depth = 0

    def document(self) -> Source:
        """The one document of the text; several are refused."""
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.source.lines:
                    raise _trouble(event, "a second document begins here (---); a story file holds one")
                self.source.data = self._value(next(self.events), ())
        return self.source

    def _value(self, event: Any, path: Path) -> Any:
        self.source.lines.setdefault(path, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent):
            raise _trouble(event, "aliases (*name) are not read here; write it out")
        if event.tag is not None and event.tag not in TAGS:
            raise _trouble(event, f"the tag {event.tag!r} is not read here; text, numbers, lists and mappings are")
        if isinstance(event, yaml.ScalarEvent):
            self.source.written[path] = event.value
            return scalar(event.value) if event.implicit[0] and event.tag is None else str(event.value)
        self.depth += 1
        if self.depth > DEEPEST:
            raise _trouble(event, "it is nested too deeply")
        data = self._mapping(path) if isinstance(event, yaml.MappingStartEvent) else self._list(path)
        self.depth -= 1
        return data

    def _list(self, path: Path) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: Path) -> dict[str | int, Any]:
        data: dict[str | int, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _trouble(event, "a key is a word, not a list or a mapping")
            key = _key(event, path)
            if key in data:
                raise _trouble(event, f"the key {str(key)!r} stands here twice; keep one of them")
            self.source.lines[(*path, key)] = event.start_mark.line + 1
            data[key] = self._value(next(self.events), (*path, key))
        return data


def _key(event: Any, path: Path) -> str | int:
    """Words keyed to frames have whole numbers for keys; every other key is a word."""
    keyed = path and path[-1] in KEYED_TO_FRAMES and event.implicit[0]
    return int(event.value) if keyed and INT.fullmatch(event.value) and len(event.value) < 10 else str(event.value)


def scalar(text: str) -> Any:
    """What an unquoted word means: null, true, false, a number, or itself."""
    if text in PLAIN:
        return PLAIN[text]
    if INT.fullmatch(text):
        return int(text)
    if FLOAT.fullmatch(text):
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
    return str(text)


def _trouble(event: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)
