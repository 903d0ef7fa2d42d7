"""Who of a shot's players was to be seen: the framing may leave somebody out, and that is told."""

from __future__ import annotations

from melies.core.image import Image
from melies.core.story import Shot

LEAST = 3e-4  # share of the picture: less of somebody (16 x 17 pixels of 1280x720) isn't seen


class Presence:
    """Looks at a shot's pictures one by one; a picture without masks (a splat, another engine's) tells nothing."""

    def __init__(self, shot: Shot) -> None:
        self._waited_for = dict.fromkeys(act.who for act in shot.acts)
        self._looked = False

    def look(self, image: Image) -> None:
        """Note who is in a picture."""
        if not image.masks:
            return
        self._looked = True
        for name in [name for name in self._waited_for if name in image.masks]:
            if float(image.masks[name].mean()) >= LEAST:
                del self._waited_for[name]

    def missing(self) -> tuple[str, ...]:
        """The players who were in none of the pictures."""
        return tuple(self._waited_for) if self._looked else ()
