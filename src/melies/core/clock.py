"""Rational time: frames on one clock, exact at any rate."""

from __future__ import annotations

from fractions import Fraction

from melies.core.errors import AuthorError
from melies.core.value import Value


class Clock(Value):
    """Frames per second as an exact fraction: 24, 25, 30000/1001."""

    numerator: int
    denominator: int = 1

    @classmethod
    def parse(cls, fps: float | str | Fraction | Clock) -> Clock:
        """Read 24, 23.976 or "30000/1001"; refuses 0, negatives, NaN and above 240."""
        if isinstance(fps, Clock):
            return fps
        try:
            rate = Fraction(str(fps)).limit_denominator(1001)
        except (ValueError, ZeroDivisionError):
            raise AuthorError(f"frames per second is a number such as 24; got {fps!r}") from None
        for broadcast in (24, 30, 60):  # 23.976, 29.97, 59.94 are written short
            exact = Fraction(broadcast * 1000, 1001)
            if abs(rate - exact) < Fraction(1, 200):
                rate = exact
        if not 1 <= rate <= 240:
            raise AuthorError(f"frames per second is 1 to 240; got {fps}")
        return cls(numerator=rate.numerator, denominator=rate.denominator)

    @property
    def rate(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    def seconds(self, frame: int) -> Fraction:
        """The moment frame `frame` begins, in seconds."""
        return frame / self.rate

    def frames(self, seconds: Fraction | float) -> int:
        """The whole number of frames nearest to `seconds`."""
        return round(Fraction(seconds) * self.rate)

    def __str__(self) -> str:
        return str(self.rate)
