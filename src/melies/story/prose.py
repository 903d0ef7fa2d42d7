"""Plain prose (`.md`, `.txt`) as a Script: headings are chapters, a new place or time of day is a new scene.

Quoted speech becomes speeches, with who says it where the words around it tell; the rest is action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from melies.story.lexicon import SAYS
from melies.story.script import WISHES, Element, Scene, Script
from melies.story.sentences import sentences
from melies.story.text import clean
from melies.story.where import hour_said, place_said, stage_place

HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
CHAPTER = re.compile(
    r"(?:chapter|part|scene|book|act|kapitel|chapitre|capítulo)\s+[\w]+\b.{0,60}|[IVXLC]{1,6}\.?|\d{1,3}\.",
    re.IGNORECASE,
)
BREAK = re.compile(r"(?:[*\-_~#⁂•]\s*){3,}|⁂|#|\*")
QUOTE = re.compile(
    r"“[^“”]*(?:”|\Z)|\"[^\"]*(?:\"|\Z)|«[^«»]*(?:»|\Z)|„[^„“”]*(?:[“”]|\Z)|"
    r"「[^「」]*(?:」|\Z)|(?<![\w’])‘[^‘]*?[,.!?…]’(?!\w)"
)
NAME = (
    r"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Ll]ittle|[Oo]ld) (?:[\w’'-]+ ){0,2}?[\w’'-]+"
    r"|[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*)?|[Hh]e|[Ss]he|[Ii]t|[Tt]hey|I)"
)
AFTER = re.compile(
    rf"^[\s,]*(?:(?P<verb>[a-z]+) (?P<who>{NAME})|(?P<who2>{NAME}) (?P<verb2>[a-z]+))\b(?P<rest>.*)$", re.DOTALL
)
BEFORE = re.compile(
    rf"(?:^|[.!?…]\s+|,\s+|\band\s+)(?P<who>{NAME}) (?:\w+ly )?(?P<verb>[a-z]+)(?: \w+ly| to \w+)?\s*[,:]\s*$"
)
PLACED = re.compile(
    r"\b(?:in|at|on|by|beside|through|into|across|along|over|near|to|toward|towards|of|"
    r"reached|entered|crossed|left for)\s+"
    r"(?=(?:the|an?|his|her|their|its)\s+((?:[^\W\d_]+(?:-[^\W\d_]+)*\s*){1,5}))",
    re.IGNORECASE,
)
LETTERED = re.compile(
    r"\b(?:says?|said|reads?|spells?|spelled|called|named|titled|word|words|letters|inscription|sign|written)\s*:?\s*$"
)
STOPS = frozenset("of in at on by to and or with from that who which where the a an his her their its".split())


def parse(text: str) -> Script:
    """Prose as a Script; any text parses."""
    front, body = _front_matter(clean(text))
    blocks = _blocks(_without_markup(body))
    title, author = front.get("title", ""), front.get("author", "")
    blocks, found_title, found_author = _titled(blocks)
    return Script(
        form="prose",
        title=title or found_title,
        author=author or found_author,
        logline=front.get("logline", front.get("description", "")),
        wishes={key: front[key] for key in WISHES if front.get(key)},
        scenes=tuple(_placed(list(_scenes(blocks)))),
    )


@dataclass(frozen=True)
class _Block:
    """A heading of some level (1-6), a break (level -1) or a paragraph (level 0)."""

    level: int
    text: str


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = re.match(r"\s*---\n(.{0,4000}?)\n---\s*\n", text, re.DOTALL)
    if not found:
        return {}, text
    pairs = (line.split(":", 1) for line in found[1].split("\n") if ":" in line)
    return {key.strip().lower(): value.strip().strip("\"'") for key, value in pairs}, text[found.end() :]


def _without_markup(text: str) -> str:
    """Markdown's comments, code, pictures, links and emphasis are taken off; the words stay."""
    text = re.sub(r"<!--.*?(?:-->|\Z)|```.*?(?:```|\Z)", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\[\]\n]{0,500}\]\([^)\n]{0,2000}\)", "", text)
    text = re.sub(r"\[([^\[\]\n]{0,500})\]\([^)\n]{0,2000}\)", r"\1", text)
    text = re.sub(r"(?m)^\s{0,3}(?:>|[-*+]\s(?!\s*[-*+](?:\s|$)))\s?", "", text)
    text = re.sub(r"(?<=\S)\*+|\*+(?=[^\s*])", "", text)
    return re.sub(r"(?<!\w)_+(?=\S)|(?<=[^\s_])_+(?!\w)", "", text)


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    for part in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if len(lines) == 2 and re.fullmatch(r"=+|-{3,}", lines[1]):
            blocks.append(_Block(1 if lines[1][0] == "=" else 2, lines[0]))
            continue
        held: list[str] = []
        for line in lines:
            heading = HEADING.fullmatch(line)
            if heading or BREAK.fullmatch(line):
                blocks.extend(_paragraph(held))
                held = []
                blocks.append(_Block(len(heading[1]), heading[2]) if heading else _Block(-1, ""))
            else:
                held.append(line)
        blocks.extend(_paragraph(held))
    return blocks


def _paragraph(lines: list[str]) -> Iterator[_Block]:
    text = " ".join(" ".join(lines).split())
    if text:
        yield _Block(2 if CHAPTER.fullmatch(text) else 0, text)


def _titled(blocks: list[_Block]) -> tuple[list[_Block], str, str]:
    """The blocks after the title, the title and the author, as far as the opening shows them."""
    title = author = ""
    short = bool(blocks) and blocks[0].level == 0 and len(blocks[0].text) < 70 and blocks[0].text[-1] not in '.!?…,;:"”'
    if blocks and len(blocks) > 1 and (blocks[0].level == 1 or short):
        title, blocks = blocks[0].text, blocks[1:]
    byline = re.fullmatch(r"(?:written )?by (.{2,60})", blocks[0].text, re.IGNORECASE) if blocks else None
    if title and byline and len(blocks) > 1:
        author, blocks = byline[1], blocks[1:]
    return blocks, title, author


@dataclass
class _Page:
    """The scene being gathered, and where the story is."""

    scene: Scene = Scene()
    elements: list[Element] = field(default_factory=list)

    def tell(self, told: list[str]) -> None:
        """Put sentences of action on the page as one paragraph."""
        if told:
            self.elements.append(Element("action", " ".join(told)))

    def turn(self, **changes: str) -> Iterator[Scene]:
        """Close the scene, if it holds anything, and open one that differs by `changes`."""
        if self.elements:
            yield replace(self.scene, elements=tuple(self.elements))
        self.scene, self.elements = replace(self.scene, **changes), []  # type: ignore[arg-type]


def _scenes(blocks: list[_Block]) -> Iterator[Scene]:
    page = _Page()
    for block in blocks:
        if block.level > 0:
            said = place_said(block.text)
            yield from page.turn(
                chapter=block.text, **({"place": block.text.lower()} if said and not page.scene.place else {})
            )
        elif block.level < 0:
            yield from page.turn()
        else:
            yield from _read(block.text, page)
    yield from page.turn()


def _placed(scenes: list[Scene]) -> list[Scene]:
    """A tale that first shows things and then says where they are was there from the start of its chapter."""
    first = next((scene for scene in scenes if scene.place), None)
    until = scenes.index(first) if first else 0
    same = first is not None and all(scene.chapter == first.chapter for scene in scenes[:until])
    return [replace(scene, place=first.place) if first and same else scene for scene in scenes[:until]] + scenes[until:]


def _read(paragraph: str, page: _Page) -> Iterator[Scene]:
    """Put a paragraph's elements on the page, turning it where the place or the time changes."""
    for element in _elements(paragraph):
        if element.kind != "action":
            page.elements.append(element)
            continue
        held: list[str] = []
        for sentence in sentences(element.text):
            changes = _moved(sentence, page.scene)
            if changes:
                page.tell(held)
                held = []
                yield from page.turn(**changes)
            held.append(sentence)
        page.tell(held)


def _moved(sentence: str, scene: Scene) -> dict[str, str]:
    changes = {}
    place, hour = _place(sentence), hour_said(sentence)
    if place and (not scene.place or stage_place(place) != stage_place(scene.place)):
        changes["place"] = place
    if hour and hour != scene.time:
        changes["time"] = hour
    return changes


def _place(sentence: str) -> str:
    """The first phrase of a sentence that names a place: "at the edge of a silent lake" -> "silent lake"."""
    for found in PLACED.finditer(sentence):
        phrase = found[1].lower().split()
        for length in range(1, len(phrase) + 1):
            if phrase[length - 1] in STOPS:
                break
            if place_said(phrase[length - 1]):
                return " ".join(phrase[:length])
    return ""


def _elements(paragraph: str) -> Iterator[Element]:
    """Speeches and what is told between them, in order; phrases that only say who speaks are spent."""
    quotes = list(QUOTE.finditer(paragraph))
    if not quotes:
        yield Element("action", paragraph)
        return
    told, position, last = "", 0, ""
    held: Element | None = None
    for number, quote in enumerate(quotes):
        between = paragraph[position : quote.start()]
        until = quotes[number + 1].start() if number + 1 < len(quotes) else len(paragraph)
        who, rest = _speaker_after(paragraph[quote.end() : until])
        introduced = BEFORE.search(between)
        if introduced and introduced["verb"] in SAYS:
            who, between = who or introduced["who"], between[: introduced.start()]
        elif LETTERED.search(between) and not who and quote[0][-2:-1].isalnum():  # a sign says "INN"
            told, position = f"{told}{between}{quote[0]}", quote.end()
            continue
        told = (told + between).strip(" ,:;—–-")
        if told and re.search(r"\w", told):
            yield from (_spoken(held),) if held else ()
            held = None
            yield Element("action", told)
        told, speech = "", " ".join(quote[0].strip('“”"«»„「」‘’ ').split())
        last = who or last
        if held and speech and held.text.endswith(",") and speech[0].islower():
            held = replace(held, text=f"{held.text} {speech}")  # "Fox," she said, "come here": one speech
        elif speech:
            yield from (_spoken(held),) if held else ()
            held = Element("speech", speech, who=last)
        position = quote.end() + (len(paragraph[quote.end() : until]) - len(rest))
    if held:
        yield _spoken(held)
    rest = (told + paragraph[position:]).strip(" ,:;—–-")
    if re.search(r"\w", rest):
        yield Element("action", rest)


def _spoken(speech: Element) -> Element:
    return replace(speech, text=re.sub(r",$", ".", speech.text))


def _speaker_after(text: str) -> tuple[str, str]:
    """`, said Mira, pointing up. She ...` -> ("Mira", "Mira, pointing up. She ..."); ("", text) if nobody is said."""
    found = AFTER.match(text)
    if not found:
        return "", text
    verb, who = found["verb"] or found["verb2"], found["who"] or found["who2"]
    if verb not in SAYS:
        return "", text
    rest = found["rest"]
    spent = re.match(r"(?: \w+ly| again| at last| back)?(?:\s*[.!?…]+\s*|\s*,?\s*$)", rest)
    if spent:
        return who, rest[spent.end() :]
    return who, f"{who}{rest}"
