"""Mystery: a door that was not there yesterday."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, echoed, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, sparkle, swells


@moods.add("mystery")
def mystery() -> Mood:
    """A celesta figure that turns like a key, vibraphone and low clarinet, pizzicato on tiptoe; minor, with borrowed
    chords that look round the corner. For ruins, forests at dusk, secrets, clever animals."""
    return Mood(
        bpm=(78, 88),
        keys=("C minor", "E minor", "G minor", "D dorian", "F minor"),
        harmony=Harmony(
            sections={
                "intro": ("1 | 1 | 1 | 4",),
                "A": ("1 | 4! | 1 | 5m", "1add9 | 6 | 4 | 5!", "1 | 6 | 4! | 1"),
                "B": ("4 | 1/3 | b2 | 5!", "6 | 4 | b6 | 5!"),
                "climax": ("1 | 6 | 3 | 7", "1 | b6 | 4 | 5!"),
                "outro": ("1 | 4! | 1 | 4",),
            },
            cadence="4 | 5!",
            final="1",
        ),
        tune=Tune(
            calls=((0.5, 0.5, 1, 2), (1.5, 0.5, 2), (-0.5, 0.5, 1, 1, 1), (1, 0.5, 0.5, 2)),
            answers=((2, -2), (0.5, 0.5, 3), (3, -1)),
            bridges=((1, 1, 2), (0.5, 0.5, 0.5, 0.5, 2), (2, 2)),
            register=(63, 80),
        ),
        players=(
            Player("glass pad", chords(55, 74, 3), 0.13, send=0.6),
            Player("warm pad", chords(46, 64, 3, colour=True), 0.26, send=0.35),
            Player(
                "celesta", arpeggio("0 2 3 2 1 3 2 1", 0.5, 67, 84, 4, 1.2), 0.34, -0.25, 0.5, effect=echoed(1.5, 0.35)
            ),
            Player("clarinet", lead(-1), 0.75, 0.12, 0.5, sections=("intro", "A", "climax")),
            Player("vibraphone", lead(0), 0.90, -0.1, 0.5, sections=("A2", "outro", "end"), effect=echoed(1.0, 0.35)),
            Player("flute", lead(0), 0.75, -0.12, 0.55, sections=("B",)),
            Player("violin", lead(0), 0.60, -0.15, 0.6, sections=("climax",)),
            Player("pizzicato", arpeggio("0 . 2 . . 1 3 .", 0.5, 50, 68, 4, 0.9), 0.50, 0.25, 0.4, enters=0.34),
            Player("strings", chords(50, 69, 4), 0.24, send=0.6, enters=0.58),
            Player("cello", second(45, 60), 0.40, 0.2, 0.5, enters=0.5),
            Player("soft bass", bass("R...R..A", 31, 46), 0.80, send=0.12, enters=0.15),
            Player("rim", drums("......o.......o.", "......o...o...ox"), 1.10, 0.35, 0.5, enters=0.4),
            Player("frame drum", drums("x.....o.........", "x.....o...o.x...", 45), 0.50, -0.2, 0.5, enters=0.42),
            Player("shaker", drums("..o...x...o...x."), 0.80, -0.35, 0.3, enters=0.5),
            Player("bell", sparkle(0.03, 60, 74, 2.0), 0.42, 0.3, 0.8),
            Player("cymbal swell", swells(2.0), 0.45, send=0.6),
        ),
        hall=3.0,
        warmth=0.6,
        wet=0.55,
    )
