"""Who of a shot's players was to be seen: the framing may leave somebody out, and that is told."""

from __future__ import annotations

from collections.abc import Iterable

from melies.core.image import Image
from melies.core.story import Shot

LEAST = 3e-4  # share of the picture: less of somebody (16 x 17 pixels of 1280x720) isn't seen


def seen(image: Image) -> list[str] | None:
    """Who is in a picture; None where it has no masks (a splat, another engine's) and tells nothing."""
    if not image.masks:
        return None
    return [name for name, mask in image.masks.items() if float(mask.mean()) >= LEAST]


class Presence:
    """Notes who is in a shot's pictures, one by one."""

    def __init__(self, shot: Shot) -> None:
        self._waited_for = dict.fromkeys(act.who for act in shot.acts)
        self._looked = False

    def note(self, names: Iterable[str] | None) -> None:
        """Who is in one picture, as `seen` says."""
        if names is None:
            return
        self._looked = True
        for name in names:
            self._waited_for.pop(name, None)

    def missing(self) -> tuple[str, ...]:
        """The players who were in none of the pictures."""
        return tuple(self._waited_for) if self._looked else ()
