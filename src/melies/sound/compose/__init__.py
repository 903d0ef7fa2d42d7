"""The embedded composer: generative pieces by mood, exactly as long as the film."""

from melies.sound.compose.composer import Piece, compose, metronome
from melies.sound.compose.mood import moods

__all__ = ["Piece", "compose", "metronome", "moods"]
