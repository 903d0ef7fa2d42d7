"""Setting text as a book does: justified lines of best even spacing, with kerning, measured in points."""

from __future__ import annotations

from dataclasses import dataclass

from melies.story import lettering
from melies.story.lettering import Face, Type

STRETCH, SHRINK = 0.55, 0.82  # a space may grow by this share of itself freely, and shrink to this share


@dataclass(frozen=True)
class Run:
    """Letters set without a break: text at `x` points from the line's left end."""

    x: float
    text: str


@dataclass(frozen=True)
class SetLine:
    """One line of a paragraph: its runs, and whether the paragraph ends here."""

    runs: tuple[Run, ...]
    last: bool


def width(text: str, face: Face, size: float) -> float:
    """A text's width in points, with kerning."""
    return Type(face, size).length(text)


def runs(text: str, face: Face, size: float, x: float = 0.0, tracking: float = 0.0) -> list[Run]:
    """A text cut where kerning moves a letter by more than a hundredth of an em, each run in its place."""
    found = [Run(x, "")]
    for here, following in zip(text, [*text[1:], ""], strict=True):
        found[-1] = Run(found[-1].x, found[-1].text + here)
        x += width(here, face, size)
        moved = lettering.kern(here + following, face) + tracking
        if following and abs(moved) > 0.01:
            x += moved * size
            found.append(Run(x, ""))
    return found


def paragraph(text: str, face: Face, size: float, measure: float, indent: float = 0.0) -> list[SetLine]:
    """Break a paragraph into lines of `measure` points, the first indented, so that the spaces are most even.

    Knuth & Plass, "Breaking paragraphs into lines" (1981), without hyphenation: the sum of the squared badness
    of all lines is least.
    """
    words = text.split()
    widths = [width(word, face, size) for word in words]
    space = width(" ", face, size)
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        best.append(min(_ways(best, widths, space, measure, indent, end)))
    cuts = [len(words)]
    while cuts[-1]:
        cuts.append(best[cuts[-1]][1])
    cuts.reverse()
    spans = zip(cuts, cuts[1:], strict=False)
    return [_line(words[a:b], widths[a:b], space, measure, 0.0 if a else indent, b == len(words)) for a, b in spans]


def _ways(
    best: list[tuple[float, int]], widths: list[float], space: float, measure: float, indent: float, end: int
) -> list[tuple[float, int]]:
    """Every start a line ending before word `end` may have, with the total badness so far."""
    ways = []
    natural = -space
    for start in range(end - 1, -1, -1):
        natural += widths[start] + space
        room = measure - (indent if start == 0 else 0.0)
        gaps = end - start - 1
        tightest = natural - gaps * space * (1 - SHRINK)
        if tightest > room and start < end - 1:
            break
        ways.append((best[start][0] + _badness(room - natural, gaps, space, end == len(widths)), start))
    return ways


def _badness(slack: float, gaps: int, space: float, last: bool) -> float:
    if last and slack >= 0:
        return 1.0 if gaps == 0 else 0.0  # one word alone on the last line looks lost
    ratio = slack / (max(gaps, 0.5) * space * (STRETCH if slack > 0 else 1 - SHRINK))
    return (1.0 + 100.0 * abs(ratio) ** 3) ** 2


def _line(words: list[str], widths: list[float], space: float, measure: float, x: float, last: bool) -> SetLine:
    """Words spread from `x` to the measure's end; a last line keeps its natural spaces."""
    gaps = len(words) - 1
    slack = measure - x - sum(widths) - gaps * space
    gap = space if gaps == 0 or (last and slack > 0) else space + slack / gaps
    if gap > 2.6 * space:
        gap = space  # a hopeless line is left ragged
    placed = []
    for word, wide in zip(words, widths, strict=True):
        placed.append(Run(x, word))
        x += wide + gap
    return SetLine(tuple(placed), last)
