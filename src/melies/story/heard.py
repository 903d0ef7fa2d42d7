"""What is heard of the places: the picture's own reading of place, hour and weather, as layers of ambience."""

from __future__ import annotations

import re

from melies.core.request import Request
from melies.core.size import Size
from melies.core.story import Shot, Story
from melies.generators.language.literal import literal
from melies.generators.staged import atmosphere, staging
from melies.motion.request import Take
from melies.story.cut import Take as Cut
from melies.story.timing import Schedule

Layer = tuple[str, float]  # a layer of ambience and its level
Placed = tuple[str, float, float, float]  # a layer, start and end in seconds, level

MOST = 4  # layers at once, beside the voices of day or night
PIECE, PIECES = 2.0, 12  # seconds after which the air is asked again, times a shot at most
DAY = (5.0, 19.0)  # the hours of birds
FAINT = 0.05  # an amount of weather that nobody hears
HUSHED = 0.6  # of the voices in the worst of weathers
FALLS: dict[str, float] = {"storm": 1.0, "rain": 0.9, "snow": 0.7, "wind": 0.6}
GROUNDS: dict[str, Layer] = {
    "lake": ("lake", 0.7),
    "coast": ("sea", 0.9),
    "jungle": ("jungle", 0.9),
    "desert": ("desert wind", 0.8),
    "city": ("city", 0.8),
    "snow": ("snow", 0.7),
}
OPEN: Layer = ("wind", 0.35)  # where nothing else is heard but voices
BESIDE: tuple[tuple[re.Pattern[str], Layer], ...] = (
    (re.compile(r"\b(?:(?:camp|bon)?fires?|fireplaces?|hearths?)\b", re.IGNORECASE), ("fire", 0.8)),
    (re.compile(r"\b(?:rivers?|streams?|brooks?|creeks?|waterfalls?|rapids)\b", re.IGNORECASE), ("water", 0.7)),
    (re.compile(r"\b(?:mountains?|cliffs?|peaks?|summits?)\b", re.IGNORECASE), ("wind", 0.5)),
)
VOICES: dict[str, tuple[Layer | None, Layer | None]] = {  # of day, of night
    "meadow": (("birds", 0.6), ("crickets", 0.6)),
    "forest": (("birds", 0.6), ("crickets", 0.6)),
    "lake": (("birds", 0.35), ("crickets", 0.5)),
    "coast": (("birds", 0.2), ("crickets", 0.35)),
    "jungle": (None, ("night insects", 0.5)),
    "desert": (None, ("crickets", 0.35)),
}


def layers(story: Story, plan: Schedule) -> list[Placed]:
    """Every layer of ambience in the film, piece by piece, so that it follows hours and weather that change."""
    takes = _takes(story, plan)
    found: list[Placed] = []
    for number, cut in enumerate(plan.edit.takes):
        take = takes.get(cut.name) or takes[story.shots[0 if number == 0 else -1].name]
        bounds = _bounds(cut, float(plan.clock.seconds(cut.frames)))
        for first, last in zip(bounds, bounds[1:], strict=False):
            frame = (first + last) // 2 - cut.start
            if cut.name not in takes:
                frame = 0 if number == 0 else take.frames - 1
            start, end = (float(plan.clock.seconds(bound)) for bound in (first, last))
            found += [(name, start, end, level) for name, level in heard(take.request(frame))]
    return found


def heard(request: Request) -> list[Layer]:
    """What is heard at a moment: weather, the place, what else it is said to have, and the voices of day or night."""
    place, air = staging(request).place, atmosphere(request)
    said = literal(max(request.prompt, key=lambda phrase: phrase.weight).text)[0] if request.prompt else ""
    amounts = {name: min(1.0, air.get(name, 0.0)) for name in FALLS}
    falls = [(name, round(FALLS[name] * amount**0.5, 3)) for name, amount in amounts.items() if amount > FAINT]
    ground = [GROUNDS[place]] if place in GROUNDS else []
    found: dict[str, float] = {}
    for name, level in (*falls, *ground, *(layer for pattern, layer in BESIDE if pattern.search(said))):
        found.setdefault(name, level)
    found = found or dict([OPEN])
    voice = VOICES.get(place, (None, None))[not DAY[0] <= air["hour"] % 24 < DAY[1]]
    hush = 1.0 - HUSHED * max(amounts.values())
    voices = [(voice[0], round(voice[1] * hush, 3))] if voice else []
    return [*list(found.items())[:MOST], *voices]


def _takes(story: Story, plan: Schedule) -> dict[str, Take]:
    """The shots as they are filmed, but for the author's pictures."""
    rendered = {cut.name: cut.rendered for cut in plan.edit.takes}
    cast = {name: member.model_copy(update={"picture": None}) for name, member in story.cast.items()}
    unseen = story.model_copy(update={"cast": cast, "inspirations": ()})
    size = Size.parse(story.size).even()
    return {
        shot.name: Take(unseen, _by_words(shot), rendered[shot.name], plan.clock, size)
        for shot in story.shots
        if shot.name in rendered
    }


def _by_words(shot: Shot) -> Shot:
    """A shot of a picture sounds like its words."""
    return shot.model_copy(update={"picture": None, "options": {}}) if shot.picture else shot


def _bounds(cut: Cut, seconds: float) -> list[int]:
    """Film frames at which a take's pieces begin, and its end."""
    pieces = min(cut.frames, max(1, min(PIECES, round(seconds / PIECE))))
    return [cut.start + cut.frames * piece // pieces for piece in range(pieces + 1)]
