"""STORY on the command line: a folder, a `.yaml`, or a script that is boarded on the fly."""

from __future__ import annotations

import difflib
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from melies.core.errors import AuthorError
from melies.core.story import Look, Shot, Story
from melies.generators.base import engines
from melies.motion.settings import painter
from melies.story.complain import located
from melies.story.inspired import LOOKS, take_in
from melies.story.nodes import Path as Place
from melies.story.nodes import Source
from melies.story.read import FORMS, SCREENPLAYS

STORY_FILES = ("story.yaml", "story.yml")
YAML = (".yaml", ".yml")
PROJECT = ".melies"


@dataclass(frozen=True)
class Opened:
    """A story, the folder its pictures and songs are relative to, the file it was read from, and that file's lines.

    names: that file and all the author's others that the story names and that lie in its folder, relative to it.
    """

    story: Story
    folder: Path
    file: Path
    source: Source = field(default_factory=Source, compare=False, repr=False)
    names: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What films and books of it are called: the folder's name, or the file's."""
        if self.file.name in STORY_FILES:
            return self.folder.resolve().name or "story"
        return self.file.stem

    @property
    def project(self) -> Path:
        """The folder that keeps what is made of it: its own, or one beside a story that is a single file."""
        return self.folder if self.file.name in STORY_FILES else self.folder / f"{self.file.stem}{PROJECT}"

    def wrong(self, place: Place, problem: str) -> AuthorError:
        """What is wrong with what stands at `place`, with the file, its line and the shot."""
        return AuthorError(located(self.story, self.source, str(self.file), place, problem))


def open_story(where: str | Path) -> Opened:
    """Open what STORY names. Raises AuthorError for what is missing, is no story, or names files that are missing."""
    file, source = _file(Path(where)), Source()
    if file.suffix.lower() in YAML:
        from melies.story.yaml import load_with_lines

        story, source = load_with_lines(file)
    elif file.suffix.lower() in FORMS:
        from melies.story.board import board

        story = board(file)
    else:
        raise AuthorError(
            f"a story is a folder with story.yaml, a .yaml file, or a script ({', '.join(FORMS)}); got {file.name!r}"
        )
    opened = Opened(story, file.parent, file, source, _names(story, file))
    _check_files(opened)
    return _inspired(opened)


def open_anyhow(where: str | Path) -> Opened:
    """The same for who goes back to another version: a story that can't be read is opened without what it says."""
    try:
        return open_story(where)
    except AuthorError:
        file = _file(Path(where))
        return Opened(Story(), file.parent, file)


def _names(story: Story, file: Path) -> tuple[str, ...]:
    """The author's files of a story, by their names in its folder; what lies elsewhere is not among them."""
    all_looks = [look for look in (story.look, *(shot.look for shot in story.shots)) if look is not None]
    looks = [name for look in all_looks for name in (look.name, *look.mix)]
    said = [*files(story), *(wish.file for wish in story.inspirations), story.sound.song, *looks]
    inside = [
        PurePath(name).as_posix() for name in said if name and not PurePath(name).is_absolute() and ".." not in name
    ]
    return tuple(dict.fromkeys([file.name, *(name for name in inside if (file.parent / name).is_file())]))


def _inspired(opened: Opened) -> Opened:
    """With every inspiration laid into the story, and looks and checkpoints that lie in its folder found there."""
    story = opened.story
    for number, wish in enumerate(story.inspirations):
        try:
            story = take_in(story, wish, opened.folder)
        except AuthorError as error:
            raise opened.wrong(("inspirations", number), str(error)) from None
    found = _files_at_home(story, opened.folder, story) | {"inspirations": ()}
    found["shots"] = tuple(shot.model_copy(update=_files_at_home(story, opened.folder, shot)) for shot in story.shots)
    return replace(opened, story=story.model_copy(update=found))


def _files_at_home(story: Story, folder: Path, part: Story | Shot) -> dict[str, object]:
    """The look and the settings of a story or shot, their files looked for in the story's folder first."""
    name = painter(story, part) if isinstance(part, Shot) else story.engine
    files = {option.name for option in engines[name].options if option.files} if part.options else set()
    options = {
        name: _located(folder, value) if name in files and isinstance(value, str) else value
        for name, value in part.options.items()
    }
    return {"look": _at_home(folder, part.look), "options": options}


def _located(folder: Path, named: str) -> str:
    """Files in words as `Option.files` says, those that lie in the folder with their path."""
    parts = [named] if (folder / named).exists() else [part.strip() for part in named.split(",")]
    there = [{part, part.rpartition(":")[0]} - {""} for part in parts]
    found = [any((folder / name).exists() for name in names) for names in there]
    return ", ".join(str(folder / part) if here else part for part, here in zip(parts, found, strict=True))


def _at_home(folder: Path, look: Look | None) -> Look | None:
    """A look file is looked for in the story's folder first."""
    if look is None:
        return look

    def found(name: str) -> str:
        return str(folder / name) if name.endswith(LOOKS) and (folder / name).is_file() else name

    return look.model_copy(update={"name": found(look.name), "mix": {found(n): s for n, s in look.mix.items()}})


def _file(where: Path) -> Path:
    """The file that a STORY argument means."""
    if where.is_dir() and where.suffix.lower() not in YAML:
        return _in_folder(where)
    if where.is_dir():
        raise AuthorError(f"{where} is a folder; a story is a text file, or lies in a folder as {STORY_FILES[0]}")
    if not where.exists():
        raise AuthorError(f"there is no story at {where}; give a folder with story.yaml, a .yaml file or a script")
    return where


def _in_folder(folder: Path) -> Path:
    for name in STORY_FILES:
        if (folder / name).exists():
            return _file(folder / name)
    scripts = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in SCREENPLAYS]
    scripts = scripts or [
        path
        for path in sorted(folder.iterdir())
        if path.suffix.lower() in FORMS and path.stem.lower() not in ("readme", "notes", "licence", "license")
    ]
    if len(scripts) == 1:
        return scripts[0]
    if scripts:
        names = ", ".join(path.name for path in scripts)
        raise AuthorError(f"the folder {folder} holds several scripts ({names}); name the one you mean")
    raise AuthorError(
        f"the folder {folder} holds no story.yaml and no script; melies board SCRIPT -o {folder} makes one"
    )


def files(story: Story) -> list[str]:
    """Every picture file the story names: the cast's drawings, the shots' pictures."""
    cast, shots = ([some.picture for some in part] for part in (story.cast.values(), story.shots))
    return [picture for picture in (*cast, *shots) if picture]


def _check_files(opened: Opened) -> None:
    """Every picture and song a story names must be there before work starts."""
    story = opened.story
    named: dict[Place, str | None] = {("cast", name, "picture"): who.picture for name, who in story.cast.items()}
    named |= {("shots", number, "picture"): shot.picture for number, shot in enumerate(story.shots)}
    named |= {("inspirations", number, "file"): wish.file for number, wish in enumerate(story.inspirations)}
    named[("sound", "song")] = story.sound.song
    for place, name in named.items():
        if name and not (opened.folder / name).is_file():
            raise opened.wrong(place, f"there is no file {name!r} in {opened.folder}{_alike(opened.folder / name)}")
    for member, who in story.cast.items():
        if who.picture:
            _check_drawing(opened, member, opened.folder / who.picture)


def _check_drawing(opened: Opened, member: str, file: Path) -> None:
    """A cast member's drawing must be a picture with a figure on it."""
    from melies.media.picture import read
    from melies.scene.puppet.picture import from_picture

    try:
        from_picture(read(file), 1.0)
    except AuthorError as error:
        raise opened.wrong(("cast", member, "picture"), f"{file.name}: {error}") from None


def _alike(missing: Path) -> str:
    """The name in the same folder that was meant, perhaps."""
    there = [path.name for path in missing.parent.iterdir() if path.is_file()] if missing.parent.is_dir() else []
    close = difflib.get_close_matches(missing.name, there, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
