"""Picture sizes in pixels."""

from __future__ import annotations

import re

from melies.core.errors import AuthorError
from melies.core.value import Value

SMALLEST, LARGEST = 16, 8192


class Size(Value):
    """Width and height in pixels, each 16 to 8192."""

    width: int
    height: int

    @classmethod
    def parse(cls, text: str | Size) -> Size:
        """Read `"640x360"`. Raises AuthorError for anything else or out of range."""
        if isinstance(text, Size):
            return text
        found = re.fullmatch(r"\s*(\d{1,6})\s*[x×*]\s*(\d{1,6})\s*", str(text))
        if not found:
            raise AuthorError(f"a size is WIDTHxHEIGHT, for example 640x360; got {str(text)!r}")
        size = cls(width=int(found[1]), height=int(found[2]))
        if not all(SMALLEST <= side <= LARGEST for side in size):
            raise AuthorError(f"each side of a picture is {SMALLEST} to {LARGEST} pixels; got {size}")
        return size

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter((self.width, self.height))

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"

    def even(self) -> Size:
        """The nearest size with even sides, not smaller (video needs it)."""
        return Size(width=self.width + self.width % 2, height=self.height + self.height % 2)
