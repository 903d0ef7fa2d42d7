"""Request -> Steps -> Image: the one loop, finishers and canvas."""

from melies.synthesis.loop import make, run

__all__ = ["make", "run"]
