"""Adventure: boots on, map upside down."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, swells


@moods.add("adventure")
def adventure() -> Mood:
    """A marching pizzicato and frame drum under a horn tune with a leap in it; strings take it up, a whole step
    higher, with taiko at the summit. Mixolydian and dorian, bright and forward. For roads, sails, chases, dragons."""
    return Mood(
        bpm=(108, 118),
        keys=("D mixolydian", "G mixolydian", "D dorian", "A mixolydian", "E dorian"),
        harmony=Harmony(
            sections={
                "intro": ("1 | 1 | 7 | 4",),
                "A": ("1 | 7 | 4 | 1", "1 | 4 | 7 | 1", "1 | 1 | 4 | 7"),
                "B": ("1 | 4 | 2m | 5!", "4 | 1 | 7 | 5!"),
                "climax": ("1 | 7 | 4 | 1 5!", "1 | 4 | b6 | 7"),
                "outro": ("1 | 7 | 4 | 4",),
            },
            cadence="7 | 4 5!",
            final="1",
            lift={"B": 5, "climax": 2},
        ),
        tune=Tune(
            calls=((1.5, 0.5, 1, 1), (1, 0.5, 0.5, 2), (0.5, 0.5, 1, 2), (2, 0.5, 0.5, 1)),
            answers=((1, 1, 2), (1.5, 0.5, 2), (3, -1)),
            bridges=((0.5, 0.5, 0.5, 0.5, 2), (1, 1, 1, 1), (1.5, 0.5, 1.5, 0.5)),
            register=(65, 82),
        ),
        players=(
            Player("strings", chords(52, 72, 4), 0.24, send=0.45, enters=0.3),
            Player("warm pad", chords(48, 67, 3, colour=True), 0.26, send=0.35, leaves=0.6),
            Player(
                "pizzicato", arpeggio("0 2 1 2 3 2 1 2", 0.5, 52, 72, 4, 0.9), 0.50, -0.2, 0.35, enters=0.15, leaves=0.9
            ),
            Player("guitar", arpeggio("0 1 2 3 1 2 3 2", 0.25, 50, 68, 4, 1.6, 0.4), 0.42, 0.25, 0.25, enters=0.42),
            Player("horn", lead(-1), 0.75, 0.12, 0.5, sections=("A", "climax", "end")),
            Player("whistle", lead(0), 0.75, -0.15, 0.5, sections=("intro", "A2", "outro")),
            Player("violin", lead(0), 0.60, -0.15, 0.5, sections=("B", "climax")),
            Player("flute", lead(0), 0.75, 0.2, 0.5, sections=("climax", "A2")),
            Player("cello", second(45, 62), 0.40, 0.2, 0.4, enters=0.4),
            Player("soft bass", bass("R-F-R-FA", 31, 47, 0.85), 0.80, send=0.1, enters=0.25),
            Player("sub", bass("R-------", 28, 40), 0.40, send=0.0, enters=0.6),
            Player(
                "frame drum",
                drums("x..o..x.x..o..o.", "x..o..x.x.o.x.oo", 50),
                0.50,
                -0.1,
                0.35,
                enters=0.3,
                loose=0.004,
            ),
            Player(
                "taiko",
                drums("x.......x..o....", "x...o...x.x.xoxo", 41, True),
                0.70,
                0.05,
                0.5,
                enters=0.6,
                loose=0.004,
            ),
            Player("shaker", drums("o.x.o.x.o.x.o.x."), 0.80, 0.3, 0.2, enters=0.45, loose=0.004),
            Player("brushed snare", drums("..o...o...o...oo"), 0.50, -0.2, 0.3, enters=0.5, loose=0.004),
            Player("cymbal swell", swells(1.0), 0.45, send=0.5),
        ),
        hall=2.2,
        warmth=0.55,
        wet=0.45,
    )
