"""A look at a frame: its strength, shares and limit by schedule."""

from __future__ import annotations

from functools import lru_cache

from melies.core.curve import Curve
from melies.core.errors import AuthorError
from melies.core.region import Look, Schedule


def look_at(look: Look, frame: int, rate: float, frames: int, seed: int, where: str) -> Look:
    """The look with numbers for schedules. AuthorError for a bad schedule, and a number that is no share."""

    names = {"limit": "the weight of a palette (look.limit)"}

    def number(value: Schedule | None, field: str) -> float | None:
        if not isinstance(value, str):
            return value
        found = round(_curve(value, where + names.get(field, f"look.{field}")).at(frame, rate, frames, seed), 6)
        if not 0 <= found <= 1:
            said = where + names.get(field, f"look.{field}")
            raise AuthorError(f"{said} runs from 0 to 1; got {found:g} at frame {frame}")
        return found

    if not moves(look):
        return look
    mix = {name: number(share, f"mix.{name}") for name, share in look.mix.items()}
    changed = {"strength": number(look.strength, "strength"), "limit": number(look.limit, "limit"), "mix": mix}
    return look.model_copy(update=changed)


def moves(look: Look) -> bool:
    """Whether any of a look's numbers is a schedule."""
    return any(isinstance(value, str) for value in (look.strength, look.limit, *look.mix.values()))


@lru_cache(maxsize=64)
def _curve(text: str, field: str) -> Curve:
    return Curve.parse(text, field)
