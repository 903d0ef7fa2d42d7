"""Where a model lies that the author names: a path, a name in the models folder, or an id of the hub."""

from __future__ import annotations

import os
from pathlib import Path

from melies.core.errors import AuthorError, nearest
from melies.generators.checkpoints import hub
from melies.generators.checkpoints.find import HOME, models_home
from melies.generators.checkpoints.header import PICKLED, SAFE


def located(named: str, what: str = "checkpoint") -> Path:
    """The file or folder that `named` means: as a path, by its name in the models folder, or as owner/name of the hub.

    AuthorError if there is none, or several in the models folder.
    """
    path = Path(named).expanduser()
    if path.exists():
        return path.absolute()
    home = models_home() if os.environ.get(HOME) else None
    found = _in(home, named) if home else ()
    if len(found) > 1:
        both = ", ".join(str(each.relative_to(home)) for each in found[:3])  # type: ignore[arg-type]
        raise AuthorError(f"several models are called {named!r} ({both}); give the path of the one you mean")
    if found:
        return found[0]
    if hub.NAME.fullmatch(named):
        return hub.resolve(named)
    known = sorted({path.stem for path in _models(home)}) if home else []
    hint = nearest(Path(named).stem, known) if known else f"; a name alone is looked for in the folder {HOME} names"
    raise AuthorError(f"there is no {what} at {path}{hint}")


def _in(home: Path, named: str) -> tuple[Path, ...]:
    """Models in the folder by their name, with or without its ending."""
    wanted = named.lower()
    return tuple(path.absolute() for path in _models(home) if wanted in (path.name.lower(), path.stem.lower()))


def _models(home: Path) -> tuple[Path, ...]:
    """Files of weights and folders of diffusers' under the models folder; a file's folder of configurations is none."""
    found = []
    for folder, inside, files in os.walk(home, followlinks=True):
        here = Path(folder)
        inside.sort()
        if {"model_index.json", "config.json"} & set(files):
            inside.clear()
            found += [] if here.with_name(f"{here.name}{SAFE}").is_file() else [here]
            continue
        found += [here / name for name in sorted(files) if Path(name).suffix.lower() in (SAFE, *PICKLED)]
    return tuple(found)
