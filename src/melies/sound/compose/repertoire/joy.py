"""Joy: running downhill with arms out."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, sparkle, swells


@moods.add("joy")
def joy() -> Mood:
    """Marimba, picked guitar and pizzicato with a whistled tune, a walking bass, shaker and brushes; major, quick,
    slightly swung, with a key change that grins. For play, festivals, friends, good news, small animals."""
    return Mood(
        bpm=(114, 126),
        keys=("C major", "G major", "D major", "F major", "A major"),
        harmony=Harmony(
            sections={
                "intro": ("1 | 4 | 1 | 5",),
                "A": ("1 | 6 | 4 | 5", "1 | 3 | 4 | 5", "1 | 4 | 1 | 5"),
                "B": ("4 | 1/3 | 2 | 5", "6 | 3 | 4 | 5!"),
                "climax": ("1 | 5/7 | 6 | 4 5", "1 | 4 | 2 | 5"),
                "outro": ("4 | 1/3 | 2 | 5",),
            },
            cadence="2 | 5sus4 5",
            final="1",
            lift={"B": 5, "climax": 2},
        ),
        tune=Tune(
            calls=(
                (0.5, 0.5, 1, 0.5, 0.5, 1),
                (1, 0.5, 0.5, 1, 1),
                (1.5, 0.5, 0.5, 0.5, 1),
                (0.5, 0.5, 0.5, 0.5, 1, 1),
            ),
            answers=((1, 1, 2), (0.5, 0.5, 1, 2), (1.5, 0.5, 1, -1)),
            bridges=((1, 1, 1, 1), (0.5, 0.5, 1, 1, 1), (2, 1, 1)),
            register=(67, 84),
        ),
        players=(
            Player("warm pad", chords(52, 69, 4, colour=True), 0.26, send=0.3),
            Player("marimba", arpeggio("0 2 1 3 2 1 3 2", 0.5, 53, 74, 4, 1.0), 0.55, -0.25, 0.25, loose=0.006),
            Player(
                "guitar",
                arpeggio("0 2 3 1 2 3 2 1", 0.5, 52, 71, 4, 1.5, 0.35),
                0.42,
                0.25,
                0.22,
                enters=0.3,
                loose=0.008,
            ),
            Player("pizzicato", arpeggio(". 2 . 3 . 2 . 1", 0.5, 57, 76, 4, 0.8), 0.50, 0.1, 0.3, enters=0.45),
            Player("whistle", lead(0), 0.75, 0.05, 0.4, sections=("intro", "A", "climax", "end")),
            Player("kalimba", lead(0), 0.90, -0.1, 0.4, sections=("A", "outro")),
            Player("clarinet", lead(-1), 0.75, 0.15, 0.4, sections=("A2", "climax")),
            Player("glockenspiel", lead(0), 0.30, 0.2, 0.45, sections=("A2", "climax")),
            Player("flute", lead(0), 0.75, -0.1, 0.45, sections=("B",)),
            Player("strings", chords(55, 74, 4), 0.24, send=0.45, enters=0.6),
            Player("horn", second(52, 67), 0.40, 0.2, 0.4, enters=0.6),
            Player("soft bass", bass("R-.F-..A", 31, 48, 0.85), 0.80, send=0.08, enters=0.2, loose=0.004),
            Player(
                "soft kick", drums("x.......x.......", "x.......x...x..."), 0.50, send=0.08, enters=0.42, loose=0.002
            ),
            Player(
                "brushed snare",
                drums("....x.......x...", "....x.......xoxo"),
                0.50,
                -0.1,
                0.25,
                enters=0.42,
                loose=0.004,
            ),
            Player("shaker", drums("o.x.o.x.o.x.o.x."), 0.80, 0.3, 0.15, enters=0.28, loose=0.004),
            Player("celesta", sparkle(0.10, 79, 93), 0.42, -0.3, 0.5, enters=0.5),
            Player("cymbal swell", swells(1.0), 0.45, send=0.4),
        ),
        swing=0.12,
        hall=1.8,
        warmth=0.5,
        wet=0.4,
    )
