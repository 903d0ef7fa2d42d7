"""Where a model lies that the author names: a path, a name in the models folder, or an id of the hub."""

from __future__ import annotations

import os
from pathlib import Path

from melies.core.errors import AuthorError, nearest
from melies.generators.checkpoints import hub
from melies.generators.checkpoints.find import HOME, models, models_home


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
    known = sorted({path.stem for path in models(home)}) if home else []
    hint = nearest(Path(named).stem, known) if known else f"; a name alone is looked for in the folder {HOME} names"
    raise AuthorError(f"there is no {what} at {path}{hint}")


def _in(home: Path, named: str) -> tuple[Path, ...]:
    """Models in the folder by their name, with or without its ending."""
    wanted = named.lower()
    return tuple(path.absolute() for path in models(home) if wanted in (path.name.lower(), path.stem.lower()))
