"""Draft to staging: one place, one hour, one weather, and where related things stand."""

from __future__ import annotations

from dataclasses import replace

from melies.core.plural import singulars
from melies.generators.language.draft import Draft, Placed
from melies.generators.language.lexicon import Noun
from melies.generators.language.setting import WINGED, tint
from melies.generators.language.tables import natives, places
from melies.generators.language.tables.grammar import STREETS
from melies.scene.puppet.words import STAND_INS
from melies.scene.staging import Rgb, Staging, Thing

PLACE, HOUR = Staging().place, Staging().hour
MOON_HOUR = 21.0  # a moon and no other word: late dusk, so that land and moon both show
GREY_HOUR = 14.0  # under a closed sky nobody sees a golden hour
NEON_HOUR = 22.0
AURORA_HOUR = 23.0
TREES = {"lake": "pine", "coast": "palm", "jungle": "jungle tree", "desert": "acacia", "city": "oak", "meadow": "oak",
         "forest": "pine", "snow": "fir"}  # fmt: skip
LANDSCAPE = 1.55  # up to this weight words speak of the lie of the land (hills, fields), which every place has
DRY = ("meadow", "forest", "desert")
PATHED = ("meadow", "forest", "desert", "lake", "snow")
APART = 0.32  # how far beside each other related things stand, in half pictures
_HINTS = {word.strip(): place for place, listed in places.HINTS.items() for word in listed.split(",")}


def settle(draft: Draft) -> Staging:
    """The staging a draft comes to."""
    place = place_of(draft)
    weather = weather_of(draft, place)
    things = [thing for thing in draft.things if thing.noun not in draft.refused]
    things += [] if place == "meadow" and not draft.votes else _traces(draft, place, things)
    _relate(draft.things)
    shown = tuple(_thing(thing, place, draft.refused_colours) for thing in things)
    gone = tuple(
        Thing(noun.kind, noun.source, words, count=0)
        for noun, words in draft.refused.items()
        if noun.source == "native"
    )
    return Staging(
        place=place,
        alien=draft.alien and "alien" not in draft.refused_facts,
        ruined=draft.ruined and "ruined" not in draft.refused_facts,
        autumn=draft.autumn and "autumn" not in draft.refused_facts,
        hour=(GREY_HOUR if _closed(weather) else HOUR) if (said := hour_of(draft)) is None else said,
        weather=weather,
        water=False if "water" in draft.refused_facts else draft.water or None,
        things=shown + gone,
        accent=_accent(draft),
        not_drawn=tuple(dict.fromkeys([*draft.missing, *_lost(draft, place), *stand_ins(draft)])),
    )


def _closed(weather: dict[str, float]) -> bool:
    """Whether rain, snow or storm closes the sky; neon has a night of its own."""
    return any(weather.get(name, 0.0) >= 0.25 for name in ("rain", "snow", "storm"))


def _lost(draft: Draft, place: str) -> list[str]:
    """Words of places that lost the vote and leave nothing behind, and waters where there is none."""
    votes = [vote for vote in draft.votes if vote[0] not in (*draft.refused_places, *places.TRACES)]
    words = [words for words in unlike(votes, place) if words.removesuffix("s") not in places.PARTS]
    small = [words for words in draft.waters if place != "city" and words.lower().removesuffix("s") in places.PUDDLES]
    paved = STREETS if place == "city" else ()
    trodden = [] if place in PATHED else [words for words in draft.trodden if words.lower() not in paved]
    return words + trodden + (draft.waters + draft.mirrored if place in DRY else small)


def stand_ins(draft: Draft) -> list[str]:
    """Puppets that are only of the family of what was asked for: "heron (drawn as a bird)"."""
    asked = [(thing, thing.words.lower().split()) for thing in draft.things if thing.noun.source == "puppet"]
    return [
        f"{thing.words} (drawn as a {thing.noun.kind})"
        for thing, words in asked
        if any({word, *singulars(word)} & STAND_INS for word in words)
    ]


def unlike(votes: list[tuple[str, float, str]], place: str) -> list[str]:
    """Words of places that nothing in a place of that kind looks like: there is water in most, and wood in a jungle."""
    alike = {place, "snow", *(("forest",) if place == "jungle" else ())}
    wet = () if place in DRY else places.WATERS
    return [words for kind, weight, words in votes if kind not in alike and weight > LANDSCAPE and words not in wet]


def place_of(draft: Draft) -> str:
    """The strongest vote, the first of equals; else what the things hint at; else open country."""
    votes = [vote for vote in draft.votes if vote[0] not in draft.refused_places]
    strongest = max((weight for _, weight, _ in votes), default=0.0)
    hinted = _hinted(draft)
    if strongest <= 1.3 and hinted in ("coast", "jungle", "desert", "snow") and not votes:
        return hinted
    snowy = any(place == "snow" for place, _, _ in votes)
    snowy |= bool(draft.weather.get("snow")) and "snow" not in draft.refused_places
    for place, weight, _ in votes:
        if weight == strongest:
            return "snow" if snowy and place in ("forest", "meadow") else place
    if hinted and hinted not in draft.refused_places:
        return hinted
    if draft.weather.get("neon") and "city" not in draft.refused_places:
        return "city"
    if draft.weather.get("aurora") and "snow" not in draft.refused_places:
        return "snow"
    if draft.alien and "desert" not in draft.refused_places:
        return "desert"
    fallback = "lake" if draft.water and "lake" not in draft.refused_places else PLACE
    return fallback if fallback not in draft.refused_places else "forest"


def _hinted(draft: Draft) -> str | None:
    """Where the things named are at home; what grows somewhere says more than what walks there."""
    tally: dict[str, int] = {}
    for thing in draft.things:
        home = _HINTS.get(thing.noun.kind)
        if home and thing.noun not in draft.refused:
            tally[home] = tally.get(home, 0) + (2 if thing.noun.source == "native" else 1)
    return max(tally, key=lambda home: tally[home], default=None)


def _traces(draft: Draft, place: str, things: list[Placed]) -> list[Placed]:
    """What places that lost the vote leave behind, and what words of a place bring along."""
    found: dict[str, Placed] = {}
    here = {thing.noun.kind for thing in things}
    for lost, _, words in draft.votes:
        if lost in draft.refused_places:
            continue
        part = places.PARTS.get(words) or places.PARTS.get(words.removesuffix("s"))
        if part is None and lost != place and not (lost == "forest" and place == "jungle"):
            part = places.TRACES.get(lost)
        if not part or part.kind in here:
            continue
        noun = Noun(_dressed(part.kind, place, draft), "native" if part.kind in natives.NATIVES else "cutout")
        if replace(noun, kind=part.kind) not in draft.refused:
            found[noun.kind] = Placed(
                noun,
                words,
                count=part.count,
                depth=part.depth,
                size=part.size,
                colour=tint(words),
                field=part.field,
            )
    return list(found.values())


def _dressed(kind: str, place: str, draft: Draft) -> str:
    """Traces fit where they are: firs in the snow, neon on towers."""
    if kind == "pine" and place == "snow":
        return "fir"
    return "neon tower" if kind == "glass tower" and draft.weather.get("neon") else kind


def hour_of(draft: Draft) -> float | None:
    """The first hour said outright, else the first hinted at, else what moon, neon or aurora ask for; or none."""
    for hour in (*draft.hours, *draft.hints):
        if not any(_near(hour, refused) for refused in draft.refused_hours):
            return hour
    if draft.weather.get("neon", 0) > 0.5:
        return NEON_HOUR
    if draft.weather.get("aurora"):
        return AURORA_HOUR
    if any(t.noun.kind in ("moon", "crescent") and t.noun not in draft.refused for t in draft.things):
        return MOON_HOUR
    if any(_near(HOUR, refused) for refused in draft.refused_hours):
        return 12.0
    return None


def _near(hour: float, other: float) -> bool:
    apart = abs(hour - other) % 24
    return min(apart, 24 - apart) <= 2.0


def weather_of(draft: Draft, place: str = "") -> dict[str, float]:
    """Amounts said, what was refused at zero; snow words that lost the vote fall as snow."""
    amounts = dict(draft.weather)
    if place != "snow" and any(vote[0] == "snow" for vote in draft.votes) and "snow" not in draft.refused_places:
        amounts.setdefault("snow", 0.6)
    amounts.update(dict.fromkeys(draft.refused_weather, 0.0))
    return {name: round(amount, 3) for name, amount in sorted(amounts.items())}


def _accent(draft: Draft) -> Rgb | None:
    return next((colour for colour in draft.accents if colour not in draft.refused_colours), None)


def _relate(things: list[Placed]) -> None:
    """Turn relations into places in the picture: what is related to stands a little off the middle."""
    for number, thing in enumerate(things):
        if thing.by is None:
            continue
        relation, other = thing.by[0], things[thing.by[1]]
        if relation in ("left", "right") or relation == "beside":
            side = -1 if relation == "left" or number % 2 == 0 and relation == "beside" else 1
            _beside(thing, other, side)
            thing.depth, other.depth = thing.depth or other.depth or "mid", other.depth or thing.depth or "mid"
        elif relation == "behind":
            thing.depth, other.depth = thing.depth or "far", other.depth or "mid"
        elif relation == "before":
            thing.depth, other.depth = thing.depth or "near", other.depth or "mid"
        elif relation in ("over", "on", "under"):
            _stack(thing, other, relation)


def _beside(thing: Placed, other: Placed, side: int) -> None:
    if other.x is None:
        other.x = -side * APART / 2 if thing.x is None else thing.x - side * APART
    if thing.x is None:
        thing.x = max(-1.0, min(1.0, other.x + side * APART))


def _stack(thing: Placed, other: Placed, relation: str) -> None:
    thing.x = other.x = thing.x if thing.x is not None else other.x
    flies = thing.noun.kind in natives.MAY_FLY or thing.airborne or thing.noun.kind in WINGED
    if relation == "over" and flies:
        thing.airborne = True
        if thing.noun.source == "puppet" and thing.does == "idle":
            thing.does = "fly"


def _thing(placed: Placed, place: str, refused: list[Rgb]) -> Thing:
    noun = replace(placed.noun, kind=TREES[place]) if placed.generic else placed.noun
    colour = None if placed.colour in refused else placed.colour
    x = None if placed.x is None else round(placed.x, 3)
    return Thing(
        noun.kind,
        noun.source,
        placed.words,
        placed.count,
        colour,
        placed.size,
        x,
        placed.depth,
        placed.airborne,
        placed.does,
        placed.field,
    )
