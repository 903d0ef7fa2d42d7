"""`story.yaml` in and out: one schema, every mistake told with its line and the nearest right word."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from melies.core.clock import Clock
from melies.core.errors import AuthorError, nearest
from melies.core.marks import MARKS, is_mark
from melies.core.size import Size
from melies.core.story import Act, Line, Story
from melies.story.complain import located, mistaken_words, sentence
from melies.story.nodes import FLOAT, Source, read
from melies.story.nodes import Path as Place
from melies.story.short import contract, expand
from melies.story.text import read_text

Wrong = Callable[[Place, str], AuthorError]
SCHEMA, VERSION = "melies/story", 1
UPGRADES: dict[int, Callable[[dict[Any, Any]], dict[Any, Any]]] = {}  # version -> data of the next version


def load(path: str | Path) -> Story:
    """Read a story file. Raises AuthorError with file and line."""
    return load_with_lines(path)[0]


def load_with_lines(path: str | Path) -> tuple[Story, Source]:
    """A story file, and the lines on which everything in it stands."""
    path = Path(path)
    source = read(read_text(path, "story"), str(path))
    return _story(source, str(path)), source


def parse(text: str, where: str = "story.yaml") -> Story:
    """Read a story from YAML text; `where` names it in messages."""
    return _story(read(text, where), where)


def _story(source: Source, where: str) -> Story:
    if source.data is None:
        raise AuthorError(f"{where} is empty; a story needs at least one shot (melies board SCRIPT writes one)")
    if not isinstance(source.data, dict):
        raise AuthorError(f"{where}, line 1: a story is a mapping of keys such as 'title' and 'shots'")
    data = expand(_current(source.data, source, where))
    story = _validated(data, source, where)
    _check(story, source, where)
    return story


def dump(story: Story) -> str:
    """The story as YAML: short forms, defaults left out, a blank line before each shot."""
    fields = story.model_dump(by_alias=True, exclude_defaults=True)
    data = contract({"schema": f"{SCHEMA}@{VERSION}", **_lists(fields)})
    shots = data.pop("shots", [])
    parts = [_yaml({key: value}) for key, value in data.items()]
    if shots:
        parts.append("\nshots:\n" + "\n".join(_yaml([shot]) for shot in shots))
    return "".join(parts)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a story with its short forms, for editors."""
    from melies.story.schema import story_schema

    return story_schema()


def _current(data: dict[Any, Any], source: Source, where: str) -> dict[Any, Any]:
    """Data of the current version: older ones are upgraded, newer ones refused."""
    written = data.get("schema", f"{SCHEMA}@{VERSION}")
    found = re.fullmatch(rf"{SCHEMA}@(\d{{1,6}})", str(written))
    line = f"{where}, line {source.line(('schema',))}"
    if not found:
        raise AuthorError(f"{line}: the schema should be {SCHEMA}@{VERSION}; got {written!r}")
    version = int(found[1])
    if version > VERSION:
        raise AuthorError(f"{line}: {written} is of a newer Melies than this one ({SCHEMA}@{VERSION}); please upgrade")
    for old in range(version, VERSION):
        if old not in UPGRADES:
            raise AuthorError(f"{line}: {written} is not a version that was ever released")
        data = UPGRADES[old](data)
    return {**data, "schema": f"{SCHEMA}@{VERSION}"}


def _validated(data: Any, source: Source, where: str) -> Story:
    try:
        return Story.model_validate(data)
    except ValidationError as error:
        words = mistaken_words(error, source)
        if not words:
            raise AuthorError(sentence(error, source, where)) from None
        for path, text in words.items():
            _put(data, path, text)
    try:
        return Story.model_validate(data)
    except ValidationError as error:
        raise AuthorError(sentence(error, source, where)) from None


def _put(data: Any, path: Place, value: Any) -> None:
    """Replace what stands at `path`, through short forms that were expanded on the way."""
    for number, step in enumerate(path):
        try:
            if number == len(path) - 1:
                data[step] = value
            else:
                data = data[step]
        except (KeyError, IndexError, TypeError):
            return


def _check(story: Story, source: Source, where: str) -> None:
    """What a schema can't say: sizes, rates, names that must exist or be unique."""
    for key, check in (("size", lambda: Size.parse(story.size)), ("fps", lambda: Clock.parse(story.fps))):
        try:
            check()
        except AuthorError as error:
            raise AuthorError(f"{where}, line {source.line((key,))}: {error}") from None
    _check_shots(story, lambda path, problem: AuthorError(located(story, source, where, path, problem)))


def _check_shots(story: Story, wrong: Wrong) -> None:
    seen: set[str] = set()
    for number, shot in enumerate(story.shots):
        place: Place = ("shots", number)
        if shot.name in seen:
            raise wrong((*place, "name"), f"two shots are called {shot.name!r}; rename one of them")
        seen.add(shot.name)
        if shot.length and shot.beats:
            raise wrong((*place, "beats"), "a shot has a length or beats, not both; drop one")
        if shot.camera.subject is not None and shot.camera.subject not in story.cast:
            raise wrong((*place, "camera", "subject"), _no_member(story, shot.camera.subject))
        for turn, act in enumerate(shot.acts):
            _check_act(story, act, (*place, "acts", turn), wrong)
        for turn, line in enumerate(shot.captions):
            _check_line(line, shot.length, (*place, "captions", turn), wrong)


def _check_act(story: Story, act: Act, place: Place, wrong: Wrong) -> None:
    """Who acts, where and when; `toward` is a cast member or a mark."""
    if act.who not in story.cast:
        raise wrong((*place, "who"), _no_member(story, act.who))
    if act.end is not None and act.end <= act.start:
        raise wrong((*place, "end"), "an act ends after it starts")
    marks = {"at": act.at, "to": act.to, "toward": None if act.toward in story.cast else act.toward}
    for key, where in marks.items():
        if isinstance(where, str) and not is_mark(where):
            known, what = ([*story.cast, *MARKS], "nobody and no place") if key == "toward" else (MARKS, "no place")
            raise wrong((*place, key), f"{what} on the stage is called {where!r}{nearest(where, known)}")


def _no_member(story: Story, name: str) -> str:
    return f"{name!r} is not in the cast{nearest(name, story.cast) or '; the story has no cast'}"


def _check_line(line: Line, length: float | None, place: Place, wrong: Wrong) -> None:
    """When a caption stands; one past the end of its shot would never be seen."""
    if line.start is not None and length is not None and line.start >= length:
        raise wrong((*place, "start"), f"it starts at {line.start:g} s, but the shot lasts {length:g} s")
    if line.end is not None and line.end <= (line.start or 0.0):
        raise wrong((*place, "end"), "a caption ends after it starts")


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Quotes whatever any YAML reader, old or new, would take for something else than words."""


_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(rf"^(?:{FLOAT.pattern})$"), list("-+.0123456789"))
_Dumper.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?\d+$"), list("-+0123456789"))


class _Span(list[Any]):
    """A pair of numbers, written on one line."""


_Dumper.add_representer(_Span, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, True))


def _lists(value: Any) -> Any:
    """Tuples as lists, pairs of numbers on one line, whole floats without their `.0`."""
    if isinstance(value, dict):
        return {key: _lists(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        plain = [_lists(item) for item in value]
        return _Span(plain) if plain and all(isinstance(item, int | float) for item in plain) else plain
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _yaml(data: Any) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))
