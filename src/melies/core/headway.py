"""How far some work is, as a value that whoever does it yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Headway:
    """`done` of `of` in a `stage`; those who yield it add what its last event brings."""

    stage: str
    done: int
    of: int
    note: str = ""
