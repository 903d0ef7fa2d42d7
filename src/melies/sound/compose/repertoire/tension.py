"""Tension: something is about to happen."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, gated, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, swells


@moods.add("tension")
def tension() -> Mood:
    """A heartbeat in the drums, low strings in a nervous pulse, a motif that keeps asking; dark minor with the lowered
    second degree, growing by adding, not by shouting, and resolved at last. For storms, pursuits, locked doors."""
    return Mood(
        bpm=(90, 100),
        keys=("D minor", "C minor", "E phrygian", "B minor", "G minor"),
        harmony=Harmony(
            sections={
                "intro": ("1 | 1 | 1 | 1",),
                "A": ("1 | 1 | 6 | 1", "1 | 6 | 1 | 4", "1 | 1 | b2 | 1"),
                "B": ("4 | 4 | 1 | 5!", "6 | 4 | b2 | 5!"),
                "climax": ("1 | 6 | 4 | 5!", "1 | b2 | 6 | 5!"),
                "outro": ("6 | 4 | 1 | 1",),
            },
            cadence="4 | 5!",
            final="1",
            lift={"climax": 2},
        ),
        tune=Tune(
            calls=((3, 1), (1.5, 0.5, 2), (2, 2), (-1, 1, 2)),
            answers=((4,), (2, -2), (3, -1)),
            bridges=((1, 1, 2), (2, 2), (1.5, 0.5, 1, 1)),
            register=(62, 79),
        ),
        players=(
            Player("warm pad", chords(43, 62, 3, colour=True), 0.26, send=0.35),
            Player("strings", chords(48, 67, 4), 0.24, send=0.4, effect=gated("x.x.x.x.x.x.x.x.", 0.5), enters=0.25),
            Player("pizzicato", arpeggio("0 0 2 0 1 0 2 0", 0.5, 45, 62, 4, 0.8), 0.50, -0.2, 0.35, enters=0.3),
            Player("analogue bass", bass("RRRRRRRR", 31, 45, 0.55), 0.85, send=0.06, enters=0.5, loose=0.002),
            Player("sub", bass("R-------", 28, 40), 0.40, send=0.0),
            Player("clarinet", lead(-1), 0.75, 0.12, 0.55, sections=("intro", "A", "outro", "end")),
            Player("cello", lead(-1), 0.75, 0.15, 0.5, sections=("A2", "B")),
            Player("horn", lead(-1), 0.75, 0.12, 0.55, sections=("climax",)),
            Player("violin", lead(0), 0.60, -0.15, 0.6, sections=("climax",)),
            Player("choir", second(52, 67), 0.40, -0.15, 0.65, enters=0.5),
            Player("dulcimer", arpeggio("0 2 3 2", 1.0, 60, 76, 4, 1.5), 0.30, 0.3, 0.6, enters=0.4, leaves=0.85),
            Player(
                "taiko",
                drums("x..o............", "x..o....x..o..x.", 38, True),
                0.65,
                0.0,
                0.45,
                enters=0.2,
                loose=0.004,
            ),
            Player(
                "frame drum",
                drums("..o.x.o...o.x.oo", "..o.x.o.x.oxxoxx", 47),
                0.50,
                0.15,
                0.35,
                enters=0.55,
                loose=0.004,
            ),
            Player("shaker", drums("xoooxoooxoooxooo"), 0.80, -0.3, 0.2, enters=0.5, loose=0.003),
            Player("riser", swells(2.0), 0.50, send=0.5),
            Player("cymbal swell", swells(1.0), 0.45, send=0.5),
        ),
        hall=2.6,
        warmth=0.6,
        wet=0.5,
    )
