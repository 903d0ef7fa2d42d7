"""Inspirations laid into the story: words into prompts, looks and songs to their places, before anything is timed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from melies.core.errors import AuthorError, nearest
from melies.core.image import from_bytes
from melies.core.story import CameraWork, Inspiration, Look, Shot, Story, Words
from melies.generators.language import colour
from melies.media.clip import look_at
from melies.media.palette import palette
from melies.media.picture import read_rgb

HEX = re.compile("#[0-9a-fA-F]{6}")
PASSAGE = 2000  # characters; a longer one is a story of its own
LEAST, MOST = 1.0, 12.0  # seconds of a shot that a clip's pace gives
LOOKS = ".safetensors"
LEARN = (
    "a style picture is laid on through a look learnt from it: melies train look {file} --name mine, then name {made}"
)


def take_in(story: Story, wish: Inspiration, folder: Path) -> Story:
    """The story with one inspiration laid in; its file lies in `folder`.

    A text, or a passage of a book, joins the prompts of its scope (`story`, or a shot's name), or what they avoid; a
    style that is a look file becomes the scope's look at a strength of its weight; all colours lean to a palette, as
    far as its weight; a clip gives its palette, its pace and its camera's move; a song is the story's. AuthorError for
    any other wish.
    """
    return TAKES.get(wish.kind, _nobody)(story, wish, folder)


def _nobody(story: Story, wish: Inspiration, folder: Path) -> Story:
    raise AuthorError(
        f"a story takes no {wish.kind}; it leads single pictures (melies edit, under `inspirations` of a region)"
    )


def _text(story: Story, wish: Inspiration, folder: Path) -> Story:
    if not (wish.text or "").strip():
        raise AuthorError(f"a {wish.kind} inspiration says something under `text`")
    return _worded(story, wish, str(wish.text).strip())


def _passage(story: Story, wish: Inspiration, folder: Path) -> Story:
    """The words of a passage, of a file as well; line ends are blanks."""
    if not wish.file:
        return _text(story, wish, folder)
    try:
        words = " ".join((folder / wish.file).read_text("utf-8").split())
    except (OSError, UnicodeDecodeError):
        raise AuthorError(f"{wish.file} is no text (UTF-8); copy the passage into a .txt") from None
    if not words or len(words) > PASSAGE:
        raise AuthorError(
            f"a passage has 1 to {PASSAGE} characters; {wish.file} has {len(words)}: give the part you mean"
        )
    return _worded(story, wish, words)


def _worded(story: Story, wish: Inspiration, words: str) -> Story:
    if wish.weight != 1:
        raise AuthorError(f"words weigh 1 on the built-in stage; got {wish.weight!r}: leave the weight out")
    key = "avoid" if wish.avoid else "prompt"

    def joined(shot: Shot | Story) -> dict[str, object]:
        return {key: _joined(getattr(shot, key), words)}

    return _within(story, wish, joined)


def _joined(said: Words, words: str) -> Words:
    if isinstance(said, dict):
        return {frame: ", ".join(filter(None, (text, words))) for frame, text in said.items()}
    return ", ".join(filter(None, (said, words)))


def _style(story: Story, wish: Inspiration, folder: Path) -> Story:
    file = wish.file or ""
    if not file:
        raise AuthorError("a style inspiration names a look file under `file`")
    if wish.avoid:
        raise AuthorError("nothing avoids a style yet; drop it, or name the look you want")
    if Path(file).suffix != LOOKS:
        raise AuthorError(LEARN.format(file=file, made=f"mine{LOOKS}"))
    if not isinstance(wish.weight, str) and not 0 <= wish.weight <= 1:
        raise AuthorError(f"the weight of a style is its strength, 0 to 1; got {wish.weight!r}")

    def looking(scope: Shot | Story) -> dict[str, object]:
        look = scope.look or Look()
        if look.model_copy(update={"palette": (), "limit": 0.0}) != Look():
            raise AuthorError(f"there is a look already; drop `look`, or the inspiration {file!r}")
        strength = None if wish.weight == 1 else wish.weight
        return {"look": look.model_copy(update={"name": file, "strength": strength})}

    return _within(story, wish, looking)


def _palette(story: Story, wish: Inspiration, folder: Path) -> Story:
    if wish.avoid:
        raise AuthorError("nothing avoids a palette yet; drop it, or name the one you want")
    return _coloured(story, wish, _colours(wish, folder))


def _colours(wish: Inspiration, folder: Path) -> tuple[str, ...]:
    """Those of a picture, or those that words name: `#1d3557, gold, dark green`."""
    if wish.file:
        return palette(from_bytes(read_rgb(folder / wish.file)))
    said = [part.strip() for part in (wish.text or "").split(",") if part.strip()]
    known = {part: part if HEX.fullmatch(part) else _hex(colour(part)) for part in said}
    if lost := [part for part in said if known[part] is None]:
        told = ", ".join(map(repr, lost))
        raise AuthorError(f"a palette is a picture, or colours with commas such as `#1d3557, gold`; got {told}")
    found = [value for value in known.values() if value is not None]
    if not found:
        raise AuthorError("a palette inspiration names a picture under `file`, or colours under `text`")
    return tuple(found)


def _hex(rgb: tuple[float, float, float] | None) -> str | None:
    return None if rgb is None else "#" + "".join(f"{round(255 * part):02x}" for part in rgb)


def _coloured(story: Story, wish: Inspiration, colours: tuple[str, ...]) -> Story:
    """All colours of the scope lean to some, as far as the wish's weight."""
    limit = wish.weight
    if not isinstance(limit, str) and not 0 <= limit <= 1:
        raise AuthorError(f"the weight of a {wish.kind} is how far colours lean to it, 0 to 1; got {wish.weight!r}")

    def leaning(scope: Shot | Story) -> dict[str, object]:
        look = scope.look or (Look() if scope is story else story.look)
        return {"look": look.model_copy(update={"palette": colours, "limit": limit})}

    return _within(story, wish, leaning)


def _clip(story: Story, wish: Inspiration, folder: Path) -> Story:
    """Its colours; its pace for shots without length and captions; its move for those whose camera says nothing."""
    if not wish.file or wish.avoid:
        raise AuthorError("a clip inspiration names a film under `file`")
    seen = look_at(folder / wish.file)

    def paced(scope: Shot | Story) -> dict[str, object]:
        if isinstance(scope, Story):
            return {"shots": tuple(shot.model_copy(update=paced(shot)) for shot in scope.shots)}
        found: dict[str, object] = {}
        if scope.length is None and scope.beats is None and not scope.captions:
            found["length"] = min(MOST, max(LEAST, round(seen.pace, 2)))
        if scope.camera == CameraWork():
            found["camera"] = CameraWork.model_validate({"move": seen.move})
        return found

    return _coloured(_within(story, wish, paced), wish, seen.colours)


def _song(story: Story, wish: Inspiration, folder: Path) -> Story:
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


TAKES = {
    "text": _text, "passage": _passage, "style": _style, "palette": _palette, "clip": _clip, "song": _song,
}  # fmt: skip
