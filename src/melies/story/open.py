"""STORY on the command line: a folder, a `.yaml`, or a script that is boarded on the fly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import AuthorError
from melies.core.story import Story
from melies.story.read import FORMS, SCREENPLAYS

STORY_FILES = ("story.yaml", "story.yml")
YAML = (".yaml", ".yml")


@dataclass(frozen=True)
class Opened:
    """A story, the folder its pictures and songs are relative to, and the file it was read from."""

    story: Story
    folder: Path
    file: Path

    @property
    def name(self) -> str:
        """What films and books of it are called: the folder's name, or the file's."""
        if self.file.name in STORY_FILES:
            return self.folder.resolve().name or "story"
        return self.file.stem


def open_story(where: str | Path) -> Opened:
    """Open what STORY names. Raises AuthorError for what is missing, is no story, or names files that are missing."""
    file = _file(Path(where))
    if file.suffix.lower() in YAML:
        from melies.story.yaml import load

        story = load(file)
    elif file.suffix.lower() in FORMS:
        from melies.story.board import board

        story = board(file)
    else:
        raise AuthorError(
            f"a story is a folder with story.yaml, a .yaml file, or a script ({', '.join(FORMS)}); got {file.name!r}"
        )
    opened = Opened(story, file.parent, file)
    _check_files(opened)
    return opened


def _file(where: Path) -> Path:
    """The file that a STORY argument means."""
    if where.is_dir():
        return _in_folder(where)
    if not where.exists():
        raise AuthorError(f"there is no story at {where}; give a folder with story.yaml, a .yaml file or a script")
    return where


def _in_folder(folder: Path) -> Path:
    for name in STORY_FILES:
        if (folder / name).is_file():
            return folder / name
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


def _check_files(opened: Opened) -> None:
    """Every picture and song a story names must be there before work starts."""
    story = opened.story
    named = [(f"cast.{name}.picture", member.picture) for name, member in story.cast.items() if member.picture]
    named += [("sound.song", story.sound.song)] if story.sound.song else []
    named += [(f"inspirations[{n + 1}].file", wish.file) for n, wish in enumerate(story.inspirations) if wish.file]
    for key, name in named:
        if not (opened.folder / name).is_file():
            raise AuthorError(f"{opened.file.name}: {key} names {name!r}, but there is no such file in {opened.folder}")
