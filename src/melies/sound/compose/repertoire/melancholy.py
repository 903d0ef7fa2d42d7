"""Melancholy: what is far, or over."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, lead, second, sparkle


@moods.add("melancholy")
def melancholy() -> Mood:
    """A slow waltz for felt piano and cello in a minor key, strings arriving only when it is almost too much, and a
    music box that remembers the tune at the end. For farewells, old houses, rain, letters."""
    return Mood(
        bpm=(76, 86),
        keys=("A minor", "D minor", "E minor", "C minor", "B minor"),
        meter=3,
        harmony=Harmony(
            sections={
                "intro": ("1 | 1 | 6 | 5sus4",),
                "A": ("1add9 | 6maj7 | 4 | 5sus4", "1 | 5/7 | 6 | 4", "1 | 4/6 | 7 | 3"),
                "B": ("6 | 3 | 4 | 1", "4 | 7 | 3 | 6maj7"),
                "climax": ("6 | 7 | 1 | 4", "4 | 1/3 | 6 | 5!"),
                "outro": ("1 | 6maj7 | 4 | 4",),
            },
            cadence="4 | 5!",
            final="1",
        ),
        tune=Tune(
            calls=((1, 1, 1), (2, 1), (1.5, 0.5, 1), (-1, 1, 1)),
            answers=((3,), (2, -1), (1, 2)),
            bridges=((1, 1, 1), (2, 1), (1.5, 0.5, 1)),
            register=(64, 81),
        ),
        players=(
            Player("warm pad", chords(48, 67, 4, colour=True), 0.26, send=0.4),
            Player("felt piano", arpeggio("0 2 3 2 3 2", 0.5, 50, 69, 4, 2.0, 0.35), 0.50, -0.1, 0.4, loose=0.012),
            Player("felt piano", lead(0), 1.30, 0.08, 0.45, sections=("intro", "A"), loose=0.012),
            Player("cello", lead(-1), 0.75, 0.1, 0.5, sections=("A2", "climax"), loose=0.012),
            Player("violin", lead(0), 0.60, -0.15, 0.6, sections=("B", "climax"), loose=0.012),
            Player("music box", lead(0), 0.90, 0.2, 0.6, sections=("outro", "end"), loose=0.010),
            Player("strings", chords(53, 73, 4), 0.24, send=0.55, enters=0.5),
            Player("clarinet", second(53, 67), 0.40, -0.2, 0.5, enters=0.42, leaves=0.85, loose=0.012),
            Player("soft bass", bass("R-----", 31, 46), 0.80, send=0.1, enters=0.15, loose=0.008),
            Player("sub", bass("R-----", 28, 40), 0.40, send=0.0, enters=0.55),
            Player("glass pad", sparkle(0.06, 72, 86, 1.0), 0.42, 0.3, 0.8),
        ),
        hall=3.0,
        warmth=0.7,
        wet=0.55,
    )
