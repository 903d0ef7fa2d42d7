"""Wonder: the first look at something larger than oneself."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, echoed, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, sparkle, swells


@moods.add("wonder")
def wonder() -> Mood:
    """Harp and celesta over warm strings in a major key, opening in a small circle of light and rising to a wide,
    hymn-like climax with horn and choir; the middle leans into the subdominant. For journeys, skies, first meetings."""
    return Mood(
        bpm=(82, 92),
        keys=("D major", "G major", "E major", "A major", "F major"),
        harmony=Harmony(
            sections={
                "intro": ("1add9 | 4add9 | 1add9 | 5sus4",),
                "A": ("1add9 | 5/7 | 6 | 4add9", "1 | 3 | 4add9 | 5sus4 5", "1add9 | 6 | 4add9 | 5sus4 5"),
                "B": ("1 | 5/7 | 6 | 4", "4add9 | 1/3 | 2 | 5sus4 5"),
                "climax": ("1 | 5/7 | 6 | 4", "b6 | b7 | 1 | 1sus4 1", "1 | 5/7 | b7 | 4"),
                "outro": ("4add9 | 1/3 | 4add9 | 5sus4",),
            },
            cadence="4add9 | 5sus4 5",
            final="1add9",
            lift={"B": 5},
        ),
        tune=Tune(
            calls=((1.5, 0.5, 1, 1), (1, 1, 1.5, 0.5), (2, 0.5, 0.5, 1), (1, 0.5, 0.5, 2)),
            answers=((2, 1, -1), (1.5, 0.5, 2), (3, -1), (1, 1, 2)),
            bridges=((1, 1, 2), (0.5, 0.5, 1, 1, 1), (2, 2)),
            register=(67, 84),
        ),
        players=(
            Player("warm pad", chords(50, 70, 4, colour=True), 0.26, send=0.35),
            Player("strings", chords(55, 76, 4), 0.24, send=0.5, enters=0.5),
            Player("choir", chords(57, 74, 3), 0.20, send=0.6, enters=0.78),
            Player("harp", arpeggio("0 1 2 3 4 3 2 1", 0.5, 50, 72), 0.50, -0.15, 0.35, enters=0.22),
            Player(
                "celesta", lead(0), 0.90, 0.12, 0.5, sections=("intro", "A", "outro", "end"), effect=echoed(1.5, 0.35)
            ),
            Player("flute", lead(0), 0.75, 0.08, 0.5, sections=("A2", "B")),
            Player("horn", lead(-1), 0.75, 0.15, 0.6, sections=("climax",)),
            Player("violin", lead(0), 0.60, -0.1, 0.6, sections=("climax",)),
            Player("cello", second(48, 64), 0.40, 0.2, 0.45, enters=0.45),
            Player("soft bass", bass("R---....", 33, 47), 0.80, send=0.1, enters=0.15),
            Player("sub", bass("R-------", 28, 40), 0.40, send=0.0, enters=0.55),
            Player("glockenspiel", sparkle(0.14, 79, 93), 0.42, 0.25, 0.6, enters=0.4, effect=echoed(0.75, 0.4)),
            Player(
                "soft kick", drums("x.......x.......", "x.......x.o.x..."), 0.50, send=0.15, enters=0.68, loose=0.003
            ),
            Player("taiko", drums("x...............", "x.......o...x.o.", 43, True), 0.55, send=0.5, enters=0.75),
            Player("shaker", drums("o.x.o.x.o.x.o.x."), 0.80, -0.3, 0.25, enters=0.6, loose=0.004),
            Player("cymbal swell", swells(2.0), 0.45, send=0.5),
        ),
        hall=2.8,
    )
