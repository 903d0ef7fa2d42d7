"""What words do to the whole picture: place, weather, hour, colour, flavour."""

from __future__ import annotations

from melies.generators.language.draft import Draft
from melies.generators.language.lexer import Item
from melies.generators.language.lexicon import Roles
from melies.generators.language.setting import rgb

CLEAR = 0.25  # amounts up to here speak of a clear sky: the clearest word counts
FLAVOURS = ("alien", "ruined", "autumn", "water")


def apply(draft: Draft, item: Item) -> None:
    """Add what a phrase says to the draft."""
    roles = item.roles
    if "place" in roles:
        draft.votes.append((*roles["place"], item.words.lower().replace("-", " ")))
    for name, amount in roles.get("weather", {}).items():
        before = draft.weather.get(name, amount)
        draft.weather[name] = (min if max(before, amount) <= CLEAR else max)(before, amount)
    draft.hours += [roles["hour"]] if "hour" in roles else []
    draft.hints += [roles["hint"]] if "hint" in roles else []
    draft.accents += [rgb(roles["accent"])] if "accent" in roles else []
    draft.alien, draft.ruined = draft.alien or "alien" in roles, draft.ruined or "ruined" in roles
    draft.autumn = draft.autumn or "autumn" in roles
    draft.water = draft.water or "water" in roles
    draft.waters += [item.words] if "water" in roles and "place" not in roles else []
    draft.missing += [item.words] if "nearest" in roles else []


def refuse(draft: Draft, roles: Roles) -> None:
    """Take what a phrase says away from the draft."""
    if "place" in roles:
        draft.refused_places.add(roles["place"][0])
    draft.refused_weather |= set(roles.get("weather", {}))
    draft.refused_hours += [roles[name] for name in ("hour", "hint") if name in roles]
    draft.refused_facts |= {name for name in FLAVOURS if name in roles}
