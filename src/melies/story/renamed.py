"""Shots that the author has renamed: their tries, and which of them are chosen, go with them."""

from __future__ import annotations

import hashlib
import json

from melies.core.story import Shot, Story
from melies.project.database import writing
from melies.project.store import Store

SHOTS = "shots"  # the mark under which stand the shots of the story as the project last saw it


def follow(store: Store, story: Story) -> dict[str, str]:
    """Note the shots as they are now: new names by old ones.

    A shot that is gone while just one new one is its equal in all else was renamed.
    """
    now = {shot.name: _content(shot) for shot in story.shots}
    before: dict[str, str] = json.loads(store.marked(SHOTS) or "{}")
    if not now or now == before:
        return {}
    moved = _moved(before, now)
    with writing(store.book) as book:
        book.executemany("UPDATE frames SET shot = ? WHERE shot = ?", [(new, old) for old, new in moved.items()])
        store.mark(SHOTS, json.dumps(now))
    return moved


def _moved(before: dict[str, str], now: dict[str, str]) -> dict[str, str]:
    """New names by old ones."""
    found = {}
    for old in before.keys() - now.keys():
        heirs = [name for name, content in now.items() if content == before[old] and name not in before]
        rivals = [name for name in before.keys() - now.keys() if before[name] == before[old]]
        if len(heirs) == len(rivals) == 1:
            found[old] = heirs[0]
    return found


def _content(shot: Shot) -> str:
    return hashlib.sha256(shot.model_copy(update={"name": ""}).model_dump_json().encode()).hexdigest()
