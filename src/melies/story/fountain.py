"""Fountain screenplays: the parser of `screenplay-tools`, adapted once, here.

The parser takes capitals for A to Z only, reads any `word:` on the first line as a title page, and leaves markers where
notes stood. So the text is readied before it (`ready`), and what comes out is put into our own values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from melies.story.script import WISHES, Element, Scene, Script
from melies.story.text import clean

TITLE_KEYS = frozenset(
    "title credit author authors source draft date contact copyright notes note revision logline genre format "
    "language version episode series look size song".split()
) | {"draft date", "written by", "based on", "production draft"}
HEADING = re.compile(
    r"(?:INT|EXT|EST|I/E|INT\.?/EXT|EXT\.?/INT|INTERIOR|EXTERIOR|INTÉRIEUR|EXTÉRIEUR|INNEN|AU(?:SS|ß|ẞ)EN|INTERNO|"
    r"ESTERNO|ИНТ|НАТ)(?:\.|\s)",
    re.IGNORECASE,
)
INSIDE = re.compile(r"(?:INT|INNEN|INTERNO|ИНТ)", re.IGNORECASE)
OUTSIDE = re.compile(r"(?:EXT|EST|AU(?:SS|ß|ẞ)EN|НАТ)", re.IGNORECASE)
TRANSITION = re.compile(
    r"(?:(?:SMASH|MATCH|JUMP|HARD|QUICK|SLOW|TIME|INTER)?[ -]?(?:CUT|CUTS|DISSOLVE|FADE|WIPE|IRIS)\b[A-Z ]{0,24}[.:])"
    r"|BACK TO:?|(?:FADE|IRIS) (?:IN|OUT)|FADE TO (?:BLACK|WHITE)|(?:CUT|DISSOLVE) TO"
)
DROPPED = re.compile(r"(?:\(?(?:CONTINUED|MORE)\)?:?(?: \(\d+\))?|\d{1,4}\.?|THE END\.?|FIN\.?|END CREDITS\.?)")
NOTE = re.compile(r"\[\[(?:(?!\]\])(?!\n[ \t]*\n).)*(?:\]\]|(?=\n[ \t]*\n)|\Z)", re.DOTALL)
SHIELD = "x\u2060"  # lets the parser see a forced heading that starts with a letter beyond Z
LONGEST_CUE = 100


def is_screenplay(text: str) -> bool:
    """Whether plain text has a scene heading of a screenplay, or speaks Fountain's title page and cues."""
    lines = text.splitlines()
    headings = sum(1 for line in lines if HEADING.match(line.strip()) and line.strip() == line.strip().upper())
    return headings > 0


def parse(text: str) -> Script:
    """A Fountain text as a Script; any text parses."""
    from screenplay_tools.fountain.parser import Parser

    parser = Parser()
    parser.add_lines(list(ready(text)))
    titles = {entry.key.strip().lower(): plain(entry.text_raw) for entry in parser.script.titleEntries}
    return Script(
        form="screenplay",
        title=" ".join(titles.get("title", "").split()),
        author=" ".join((titles.get("author") or titles.get("authors") or titles.get("written by") or "").split()),
        logline=" ".join(titles.get("logline", "").split()),
        wishes={key: " ".join(titles[key].split()) for key in WISHES if titles.get(key)},
        scenes=tuple(_scenes(parser.script.elements)),
    )


def ready(text: str) -> Iterator[str]:
    """The lines of a screenplay as the parser reads them best."""
    text = re.sub(r"(?<=\S) {2,}", " ", _uncommented(clean(text).expandtabs(4)))
    lines = text.split("\n")
    while lines and not lines[0].strip():
        lines.pop(0)
    title = bool(lines) and lines[0].split(":")[0].strip().lower() in TITLE_KEYS and ":" in lines[0]
    if not title:
        yield ""
    before = ""
    for number, line in enumerate(lines):
        after = lines[number + 1] if number + 1 < len(lines) else ""
        title = title and bool(line.strip())
        yield line if title else _forced(line, before, after)
        before = line


def _uncommented(text: str) -> str:
    """Without boneyard and notes; a line that held nothing else goes too."""
    marked = re.sub(r"/\*.*?(?:\*/|\Z)", "\x00", text, flags=re.DOTALL)
    marked = NOTE.sub("\x00", marked)
    lines = (line for line in marked.split("\n") if line.strip(" \x00") or "\x00" not in line)
    return "\n".join(re.sub(r" ?\x00", "", line) for line in lines)


def _forced(line: str, before: str, after: str) -> str:
    """A line with its meaning forced where the parser would miss it."""
    bare = line.strip()
    if not bare:
        return line if line == "" or len(line) > 1 else ""
    if DROPPED.fullmatch(bare):
        return ""
    if TRANSITION.fullmatch(bare):
        return f"> {bare}"
    if HEADING.match(bare) and not before.strip():
        return f".{SHIELD}{bare}"
    if bare[0] == "." and len(bare) > 1 and bare[1] != "." and bare[1].isalnum():
        return f".{SHIELD}{bare[1:]}"
    if len(bare) > LONGEST_CUE:
        return line if bare[0] in "!@~>#=.(" else f"!{bare}"
    if _is_cue(bare) and not before.strip() and after.strip() and not "A" <= bare[0] <= "Z":
        return f"@{bare}"
    return line


def _is_cue(line: str) -> bool:
    name = re.sub(r"\(.*?\)|\^", "", line)
    return name == name.upper() != name.lower() and (line[0].isalpha() or line[0].isdigit())


def plain(text: str) -> str:
    """Text without Fountain's emphasis and escapes, spaces joined."""
    text = re.sub(r"(?<!\\)\*+", "", text)
    text = re.sub(r"(?<![\w\\])_+(?=\S)|(?<=[^\s\\])_+(?!\w)", "", text)
    text = re.sub(r"\\([*_\\])", r"\1", text)
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _scenes(elements: Iterable[Any]) -> Iterator[Scene]:
    """Parser elements gathered under their headings; the part before the first one is a scene if it shows something."""
    scene, chapter, content = Scene(), "", list[Element]()
    speaker, manner = ("", False, False), ""
    for element in elements:
        kind = element.type.name
        if kind == "HEADING":
            if content:
                yield replace(scene, elements=tuple(content))
            scene, content = _headed(element.text_raw.replace(SHIELD, ""), chapter), []
        elif kind == "SECTION":
            chapter = plain(element.text_raw)
        elif kind == "SYNOPSIS":
            scene = replace(scene, synopsis=plain(element.text_raw))
        elif kind == "CHARACTER":
            speaker, manner = _speaker(element), ""
        elif kind == "PARENTHETICAL":
            manner = plain(element.text_raw)
        elif kind == "DIALOGUE":
            who, unseen, dual = speaker
            content.append(Element("speech", plain(element.text_raw).replace("\n", " "), who, manner, unseen, dual))
            manner = ""
        elif kind in ("ACTION", "LYRIC", "TRANSITION"):
            content.extend(_shown(kind, element, speaker[0]))
    if content:
        yield replace(scene, elements=tuple(content))


def _shown(kind: str, element: Any, speaker: str) -> Iterator[Element]:
    """The parser joins paragraphs of action with blank lines; they come out one by one."""
    text = plain(element.text_raw)
    if kind == "TRANSITION":
        yield Element("transition", text.upper())
    elif kind == "LYRIC":
        yield Element("lyric", text, who=speaker)
    elif element.centered:
        if not DROPPED.fullmatch(text.upper()):
            yield Element("card", text)
    else:
        paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text))
        yield from (Element("action", part) for part in paragraphs if part)


def _speaker(element: Any) -> tuple[str, bool, bool]:
    name = plain(element.name)
    extension = (element.extension or "").upper().replace(".", "").replace(" ", "")
    return name, any(mark in extension for mark in ("VO", "OS", "OFF", "OC")), bool(element.is_dual_dialogue)


def _headed(heading: str, chapter: str) -> Scene:
    """INT. MOON LAKE, SHORE - NIGHT -> place "moon lake, shore", time "night", inside True."""
    heading = plain(heading)
    found = HEADING.match(heading)
    inside = None
    if found:
        prefix, heading = found[0], heading[found.end() :].lstrip(" ./")
        again = HEADING.match(heading)  # INT./EXT. and EXT. / INT.
        if again:
            prefix, heading = prefix + again[0], heading[again.end() :]
        inside = bool(INSIDE.search(prefix)) and not OUTSIDE.search(prefix)
    parts = [part.strip() for part in re.split(r"\s+[-–—]+\s+|\s*[–—]\s*", heading.strip(" .-–—")) if part.strip()]
    time = parts.pop() if len(parts) > 1 else ""
    return Scene(place=", ".join(parts), time=time, inside=inside, chapter=chapter)
