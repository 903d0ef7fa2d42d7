"""What an author should know of a script or a story that is no mistake: one sentence each."""

from __future__ import annotations

import re
from typing import Any

from melies.core.errors import AuthorError
from melies.core.size import Size
from melies.core.story import Look, Story
from melies.models.looks import load
from melies.story.script import Script

ENGLISH = frozenset(
    "the a an and of to in is was it he she they his her with on at for that as but by from not are had has".split()
)
LEAST, SHARE = 12, 0.08  # words from which a language can be told, and how many of them English has at least


def foreign(script: Script) -> tuple[str, ...]:
    """A remark if the script isn't in English, the only language that is understood."""
    said = " ".join(item.text for scene in script.scenes for item in scene.elements)
    words = re.findall(r"[^\W\d_]+", said.lower())
    if not words or len(words) >= LEAST and sum(word in ENGLISH for word in words) >= SHARE * len(words):
        return ()
    if len(words) < LEAST and said.isascii():
        return ()
    return (
        "this doesn't read as English, the only language understood: the words are kept, but nobody is cast, placed "
        "or moved by them; write the cast, places and acts in story.yaml",
    )


def unseen(story: Story) -> tuple[str, ...]:
    """A remark for every member of the cast that no shot shows."""
    seen = {act.who for shot in story.shots for act in shot.acts} | {shot.camera.subject for shot in story.shots}
    prompts = [shot.prompt if isinstance(shot.prompt, str) else " ".join(shot.prompt.values()) for shot in story.shots]
    heard = {line.who for shot in story.shots for line in shot.captions}
    missing = [
        name
        for name in story.cast
        if name not in seen and not any(re.search(rf"\b{re.escape(name)}\b", said, re.IGNORECASE) for said in prompts)
    ]
    return tuple(
        f"{name} is {'heard but never seen' if name in heard else 'in the cast but in no shot'}; "
        f"name {name} in a shot's acts or prompt"
        for name in missing
    )


def wished(script: Script) -> tuple[dict[str, Any], tuple[str, ...]]:
    """What the title page asks for, as fields of a story, and remarks for what can't be had."""
    fields: dict[str, Any] = {}
    remarks: list[str] = []
    look, size, song = (script.wishes.get(key, "") for key in ("look", "size", "song"))
    try:
        fields |= {"look": Look(name="none" if look.lower() == "none" else load(look).name)} if look else {}
    except AuthorError as error:
        remarks.append(f"the title page's look was not taken: {error}")
    try:
        fields |= {"size": str(Size.parse(size))} if size else {}
    except AuthorError as error:
        remarks.append(f"the title page's size was not taken: {error}")
    if song:
        remarks.append(f"the song {song!r} was not taken from the title page; name it in story.yaml, under sound: song")
    return fields, tuple(remarks)
