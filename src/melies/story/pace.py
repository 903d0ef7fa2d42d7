"""Cuts a scene into passages, each worth one shot, and says how long each should be on the screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from melies.core.story import Line
from melies.story.captions import reading_time
from melies.story.direct import stripped
from melies.story.members import Cast
from melies.story.script import Element, Scene
from melies.story.sentences import sentence_case, sentences

SHORTEST, LONGEST = 2.5, 12.0
FULL = 8.0  # seconds after which a passage takes nothing more
WORDS_A_SECOND = 3.3  # a page of screenplay is about a minute


@dataclass(frozen=True)
class Passage:
    """What one shot shows: sentences of action, and the lines spoken over it. voices: the speakers who are seen."""

    told: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    voices: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    join: str = ""  # the transition that the script writes before it

    @property
    def seconds(self) -> float:
        """Its length on the screen, to a quarter of a second."""
        action = sum(action_time(sentence) for sentence in self.told)
        speech = sum(speech_time(line.text) for line in self.lines)
        together = 0.55 * action + speech if action and speech else action + speech
        return round(4 * min(LONGEST, max(SHORTEST, together))) / 4


def action_time(sentence: str) -> float:
    """Seconds a sentence of action takes to play."""
    return min(7.0, max(1.6, 1.0 + len(sentence.split()) / WORDS_A_SECOND))


def speech_time(text: str) -> float:
    """Seconds a caption takes to read, with a breath."""
    return float(reading_time(text)) + 0.5


def passages(scene: Scene, cast: Cast) -> Iterator[Passage]:
    """The passages of a scene, in order; together they hold all of its action and all that is said."""
    told: list[str] = []
    said: list[Element] = []
    join = ""
    for element in scene.elements:
        if element.kind == "transition":
            if told or said:
                yield replace(_passage(told, said, cast), join=join)
                told, said = [], []
            join = element.text
        for part in _parts(element):
            if (told or said) and _ends(told, said, part, element):
                yield replace(_passage(told, said, cast), join=join)
                told, said, join = [], [], ""
            if isinstance(part, str):
                told.append(part)
            else:
                said.append(part)
    if told or said:
        yield replace(_passage(told, said, cast), join=join)


def _parts(element: Element) -> Iterator[str | Element]:
    """Sentences of action, or speeches short enough for one shot."""
    if element.kind == "action":
        yield from sentences(element.text)
    elif element.kind != "transition":
        yield from _speeches(element)


def _ends(told: list[str], said: list[Element], part: str | Element, element: Element) -> bool:
    """Whether a passage is over before `part`: it is full, or a new paragraph or a new wish for the camera begins."""
    if not isinstance(part, str):
        return _crowded(told, said, part)
    begins = element.text.startswith(part)
    asked = stripped(part) != part or begins and any(stripped(sentence) != sentence for sentence in told)
    return bool(said) or asked or _full(told, part) or begins and sum(map(action_time, told)) > 2.0


def _full(told: list[str], more: str) -> bool:
    return sum(map(action_time, told)) + action_time(more) > FULL


def _crowded(told: list[str], said: list[Element], more: Element) -> bool:
    length = 0.55 * sum(map(action_time, told)) + sum(speech_time(element.text) for element in [*said, more])
    return length > FULL or len(said) >= 2


def _speeches(element: Element) -> Iterator[Element]:
    """A long speech in parts that can be read in one shot each."""
    part: list[str] = []
    for sentence in sentences(element.text):
        if part and speech_time(" ".join([*part, sentence])) > FULL:
            yield _with_text(element, part)
            part = []
        part.append(sentence)
    if part:
        yield _with_text(element, part)


def _with_text(element: Element, part: list[str]) -> Element:
    return Element(element.kind, " ".join(part), element.who, element.manner, element.unseen, element.dual)


def _passage(told: list[str], said: list[Element], cast: Cast) -> Passage:
    seen = [name for element in said if element.kind == "speech" and not element.unseen for name in _who(element, cast)]
    return Passage(
        told=tuple(told),
        lines=tuple(_line(element, cast) for element in said),
        voices=tuple(dict.fromkeys(seen)),
        manners=tuple(element.manner for element in said if element.manner),
    )


def _who(element: Element, cast: Cast) -> list[str]:
    name = cast.called(element.who)
    return [name] if name else []


def _line(element: Element, cast: Cast) -> Line:
    if element.kind == "lyric":
        return Line(text=f"♪ {element.text} ♪")
    if element.kind == "card":
        return Line(text=element.text)
    who = cast.called(element.who) or sentence_case(re.sub(r"\(.*?\)", "", element.who).strip())
    return Line(text=element.text, who=who or None)
