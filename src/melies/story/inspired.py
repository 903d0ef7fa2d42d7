"""Inspirations laid into the story: words into prompts, looks and songs to their places, before anything is timed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from melies.core.errors import AuthorError, nearest
from melies.core.story import Inspiration, Look, Shot, Story, Words

LOOKS = ".safetensors"
LEARN = (
    "a style picture is laid on through a look learnt from it: melies train look {file} --name mine, then name {made}"
)


def take_in(story: Story, wish: Inspiration) -> Story:
    """The story with one inspiration laid in.

    A text joins the prompts of its scope (`story`, or a shot's name), or what they avoid; a style that is a look file
    becomes the scope's look at a strength of its weight; a song is the story's. AuthorError for any other wish.
    """
    return TAKES.get(wish.kind, _nobody)(story, wish)


def _nobody(story: Story, wish: Inspiration) -> Story:
    raise AuthorError(f"nothing takes {wish.kind!r} yet; say it in the prompts, or drop it")


def _text(story: Story, wish: Inspiration) -> Story:
    if not (wish.text or "").strip():
        raise AuthorError("a text inspiration says something under `text`")
    if wish.weight != 1:
        raise AuthorError(f"words weigh 1 on the built-in stage; got {wish.weight!r}: leave the weight out")
    key, words = "avoid" if wish.avoid else "prompt", str(wish.text).strip()

    def joined(shot: Shot | Story) -> dict[str, object]:
        return {key: _joined(getattr(shot, key), words)}

    return _within(story, wish, joined)


def _joined(said: Words, words: str) -> Words:
    if isinstance(said, dict):
        return {frame: ", ".join(filter(None, (text, words))) for frame, text in said.items()}
    return ", ".join(filter(None, (said, words)))


def _style(story: Story, wish: Inspiration) -> Story:
    file = wish.file or ""
    if not file:
        raise AuthorError("a style inspiration names a look file under `file`")
    if wish.avoid:
        raise AuthorError("nothing avoids a style yet; drop it, or name the look you want")
    if Path(file).suffix != LOOKS:
        raise AuthorError(LEARN.format(file=file, made=f"mine{LOOKS}"))
    if not isinstance(wish.weight, int | float) or not 0 <= wish.weight <= 1:
        raise AuthorError(f"the weight of a style is its strength, 0 to 1; got {wish.weight!r}")

    def looking(scope: Shot | Story) -> dict[str, object]:
        if scope.look not in (None, Look()):
            raise AuthorError(f"there is a look already; drop `look`, or the inspiration {file!r}")
        strength = None if wish.weight == 1 else float(wish.weight)
        return {"look": Look(name=file, strength=strength)}

    return _within(story, wish, looking)


def _song(story: Story, wish: Inspiration) -> Story:
    if not wish.file or wish.avoid or wish.weight != 1 or wish.scope != "story" or story.sound.song:
        raise AuthorError("a song inspiration is one `file` for the whole story; or name it under `sound: song`")
    return story.model_copy(update={"sound": story.sound.model_copy(update={"song": wish.file})})


def _within(story: Story, wish: Inspiration, change: Callable[[Shot | Story], dict[str, object]]) -> Story:
    """The story changed where the wish holds: all of it, or one shot."""
    if wish.scope == "story":
        return story.model_copy(update=change(story))
    names = [shot.name for shot in story.shots]
    meant = wish.scope if wish.scope in names else wish.scope.removeprefix("shot ")
    if meant not in names:
        hint = nearest(meant, names)
        raise AuthorError(f"an inspiration's scope is `story` or the name of a shot; got {wish.scope!r}{hint}")
    shots = (shot.model_copy(update=change(shot)) if shot.name == meant else shot for shot in story.shots)
    return story.model_copy(update={"shots": tuple(shots)})


TAKES = {"text": _text, "style": _style, "song": _song}
