"""Schedules: Deforum's `0:(0), 30:(1.5*sin(t))` read once and asked at any frame."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from melies.core.errors import AuthorError
from melies.core.expression import Fail, Scope, Term, compile_expression

LONGEST, MOST_KEYS = 2_000_000, 200_000
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
UNIT_KEY = re.compile(r"(\d+\.?\d*|\.\d+)\s*([fs])")


@dataclass(frozen=True)
class Moment:
    """Where the schedule is asked: frame rate, length in frames, and the seed `s` stands for."""

    fps: float = 24.0
    max_frames: int = 120
    seed: int = 0

    def scope(self, frame: float) -> Scope:
        return {"t": frame, "s": float(self.seed), "max_f": float(self.max_frames - 1), "fps": self.fps}


@dataclass(frozen=True)
class Key:
    """One `frame: (value)`; `number` is set where the value is a plain number, which is what interpolates."""

    frame: Term
    value: Term
    number: float | None
    column: int


@dataclass(frozen=True, eq=False)
class Curve:
    """A number that changes over the frames of a shot.

    Deforum's meaning: numbers run linearly from key to key; an expression holds from its key to the next and is
    worked out anew at every frame; `t` is the frame, `s` the seed, `max_f` the last frame. Beyond Deforum: commas
    inside functions, any function name containing a t, no key at 0 (the first value holds before it), keys in
    seconds (`2s: (1)`) or frames (`30f`), `fps`, and a bare expression without a key. Keys past the end of the
    shot are headed for (Deforum forgets them; here a beat may have cut the shot short).
    """

    field: str
    text: str
    keys: tuple[Key, ...]

    @classmethod
    def parse(cls, schedule: float | str | Curve, field: str = "schedule") -> Curve:
        """Read a number or a schedule. Raises AuthorError naming the field and the column (from 1)."""
        if isinstance(schedule, Curve):
            return schedule
        if isinstance(schedule, bool) or not isinstance(schedule, int | float | str):
            raise AuthorError(f"{field}: expected a number or a schedule such as '0:(0), 30:(1)'; got {schedule!r}")
        text = schedule if isinstance(schedule, str) else _plain(schedule, field)
        if not text.strip():
            raise AuthorError(f"{field}: the schedule is empty; write a number or '0:(0), 30:(1)'")
        if len(text) > LONGEST:
            raise AuthorError(f"{field}: a schedule has at most {LONGEST} characters; this one has {len(text)}")
        keys = tuple(_key(piece, column, field) for piece, column in _pieces(text, field))
        if len(keys) > MOST_KEYS:
            raise AuthorError(f"{field}: a schedule has at most {MOST_KEYS} keys; this one has {len(keys)}")
        return cls(field, text, keys)

    def at(self, frame: float, fps: float = 24.0, max_frames: int = 120, seed: int = 0) -> float:
        """The value at a frame (0 is the shot's first). Raises AuthorError where it is NaN or infinite."""
        moment = Moment(float(fps), max_frames, seed)
        keys = _placed(self, moment)
        last = bisect_right(keys, frame, key=lambda placed: placed[0]) - 1
        if last < 0:
            return self._finite(keys[0][1], moment, keys[0][0], keys[0][0])
        start, key = keys[last]
        if key.number is None or last + 1 == len(keys):
            return self._finite(key, moment, frame, frame)
        end, after = keys[last + 1]
        goal = self._finite(after, moment, end, frame)
        return key.number + (goal - key.number) * (frame - start) / (end - start)

    def series(self, fps: float = 24.0, max_frames: int = 120, seed: int = 0) -> tuple[float, ...]:
        """Every frame's value: the whole schedule checked at once."""
        return tuple(self.at(frame, fps, max_frames, seed) for frame in range(max_frames))

    def _finite(self, key: Key, moment: Moment, frame: float, asked: float) -> float:
        if key.number is not None:
            return key.number
        value = float(key.value(moment.scope(float(frame))))
        if not math.isfinite(value):
            what = (
                "does not exist; check for zero divided by zero, or a root or logarithm of a negative number"
                if math.isnan(value)
                else "is infinite; check for a division by zero or a huge power"
            )
            raise AuthorError(f"{self.field}, column {key.column + 1}: the value at frame {asked:g} {what}")
        return value


@lru_cache(maxsize=256)
def _placed(curve: Curve, moment: Moment) -> list[tuple[float, Key]]:
    """The keys in time order; of two on one frame the later written wins, as in Deforum."""
    placed: dict[float, Key] = {}
    for key in curve.keys:
        frame = float(key.frame(moment.scope(0.0)))
        if not math.isfinite(frame):
            raise AuthorError(f"{curve.field}, column {key.column + 1}: the key's frame is not a finite number")
        placed[math.trunc(frame)] = key
    return sorted(placed.items(), key=lambda pair: pair[0])


def _plain(number: float, field: str) -> str:
    try:
        finite = math.isfinite(number)
    except OverflowError:
        finite = False
    if not finite:
        raise AuthorError(f"{field}: expected a finite number; got {str(number)[:20]}")
    return repr(float(number))


def _failure(field: str, start: int) -> Fail:
    return lambda column, message: AuthorError(f"{field}, column {start + column + 1}: {message}")


def _pieces(text: str, field: str) -> Iterator[tuple[str, int]]:
    """The `key: value` pieces between commas outside brackets and quotes, each with its column."""
    depth, quote, start, opened = 0, "", 0, 0
    for column, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote, opened = letter, column
        elif letter in "([":
            depth, opened = depth + 1, column if depth == 0 else opened
        elif letter in ")]":
            depth -= 1
            if depth < 0:
                raise AuthorError(f"{field}, column {column + 1}: this bracket closes nothing; remove it")
        elif letter == "," and depth == 0:
            yield text[start:column], start
            start = column + 1
    if quote or depth:
        what = "quote" if quote else "bracket"
        raise AuthorError(f"{field}, column {opened + 1}: this {what} is never closed")
    if text[start:].strip() or start == 0:
        yield text[start:], start


def _key(piece: str, column: int, field: str) -> Key:
    """One piece; without a colon it is a value that holds from frame 0."""
    head, colon, tail = _split(piece)
    fail = _failure(field, column)
    if not colon and column:
        raise fail(len(piece) - len(piece.lstrip()), f"expected 'frame: (value)'; got {piece.strip()[:40]!r}")
    if not colon:
        head, tail, offset = "0", piece, column
    else:
        offset = column + len(head) + 1
    number = _number(tail)
    value = _hold(number) if number is not None else compile_expression(_unquoted(tail), _failure(field, offset))
    return Key(_frame(head, fail), value, number, offset + len(tail) - len(tail.lstrip()))


def _split(piece: str) -> tuple[str, str, str]:
    """Cut at the first colon outside brackets."""
    depth = 0
    for column, letter in enumerate(piece):
        depth += (letter in "([") - (letter in ")]")
        if letter == ":" and depth == 0:
            return piece[:column], ":", piece[column + 1 :]
    return piece, "", ""


def _hold(number: float) -> Term:
    return lambda scope: number


def _number(text: str) -> float | None:
    text = text.strip()
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if not NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None  # the expression reader words the error


def _unquoted(text: str) -> str:
    """The same length, with an outer pair of quotes blanked: Deforum allows `"max_f-2": (-1)`."""
    body = text.strip()
    if len(body) >= 2 and body[0] == body[-1] and body[0] in "'\"":
        lead = text.index(body[0])
        return " " * (lead + 1) + body[1:-1]
    return text


def _frame(head: str, fail: Fail) -> Term:
    body = _unquoted(head)
    plain = body.strip()
    unit = UNIT_KEY.fullmatch(plain)
    if unit is None:
        number = _number(plain)
        return _hold(number) if number is not None else compile_expression(body, fail)
    amount = float(unit[1])
    if unit[2] == "f":
        return _hold(amount)
    return lambda scope: round(amount * scope["fps"])
