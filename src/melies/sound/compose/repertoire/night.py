"""Night (neon): lit windows, wet streets, a car that never stops."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, echoed, gated, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, drums, lead, second, sparkle, swells


@moods.add("neon")
@moods.add("night")
def night() -> Mood:
    """Synthwave with the edges rounded: an analogue bass in eighths, gated pads that breathe with the kick, a plucked
    arpeggio in echoes and a lead that sings late at night. Minor, steady, a little nostalgic. For cities, drives,
    rain on glass, machines that dream."""
    return Mood(
        bpm=(92, 104),
        keys=("A minor", "F# minor", "D minor", "E minor", "C minor"),
        harmony=Harmony(
            sections={
                "intro": ("1 | 1 | 6maj7 | 7",),
                "A": ("1 | 6 | 3 | 7", "1add9 | 6maj7 | 4 | 7", "6 | 7 | 1 | 1"),
                "B": ("4 | 6 | 1 | 5", "6 | 3/5 | 4 | 5sus4 5"),
                "climax": ("6 | 7 | 1 | 3", "1 | 3 | 6 | 7"),
                "outro": ("6maj7 | 7 | 1 | 1",),
            },
            cadence="6 | 7",
            final="1",
        ),
        tune=Tune(
            calls=((1.5, 1.5, 1), (0.75, 0.75, 1.5, 1), (2, 1.5, 0.5), (1, 0.5, 1, 1.5)),
            answers=((3, -1), (1.5, 0.5, 2), (0.75, 0.75, 2.5)),
            bridges=((2, 2), (1, 1, 1.5, 0.5), (3, 1)),
            register=(64, 81),
        ),
        players=(
            Player(
                "warm pad",
                chords(52, 71, 4, colour=True),
                0.26,
                send=0.4,
                effect=gated("x.xx.xx.x.xx.xxx", 0.55),
                ducked=0.3,
            ),
            Player("glass pad", chords(60, 79, 3), 0.13, send=0.6, leaves=0.6),
            Player("strings", chords(57, 76, 4), 0.24, send=0.5, enters=0.62, ducked=0.35),
            Player(
                "analogue bass", bass("RRRRRRRO", 33, 47, 0.72), 0.68, send=0.04, enters=0.34, ducked=0.35, loose=0.002
            ),
            Player("sub", bass("R-------", 28, 40), 0.30, send=0.0, leaves=0.5),
            Player(
                "synth pluck",
                arpeggio("0 1 2 3 2 1 3 2", 0.25, 57, 78, 4, 1.0),
                0.42,
                -0.2,
                0.35,
                enters=0.3,
                effect=echoed(0.75, 0.4),
                ducked=0.2,
                loose=0.002,
            ),
            Player("electric piano", chords(50, 67, 4), 0.36, 0.15, 0.4, leaves=0.75),
            Player(
                "synth lead", lead(0), 0.70, 0.05, 0.45, sections=("A2", "climax", "end"), effect=echoed(0.75, 0.45)
            ),
            Player(
                "electric piano", lead(0), 1.20, 0.1, 0.5, sections=("intro", "A", "outro"), effect=echoed(1.5, 0.4)
            ),
            Player("whistle", lead(0), 0.75, -0.1, 0.6, sections=("B",), effect=echoed(0.75, 0.4)),
            Player("choir", second(55, 70), 0.40, -0.2, 0.6, enters=0.6),
            Player("celesta", sparkle(0.10, 76, 91), 0.42, 0.35, 0.6, effect=echoed(0.75, 0.6)),
            Player(
                "soft kick", drums("x...x...x...x...", "x...x...x...x.o."), 0.68, send=0.05, enters=0.42, loose=0.001
            ),
            Player(
                "soft snare", drums("....x.......x...", "....x.......x.ox"), 0.75, send=0.4, enters=0.5, loose=0.003
            ),
            Player("closed hat", drums("o.xoo.xoo.xoo.xo"), 1.25, 0.2, 0.1, enters=0.46, loose=0.003),
            Player("open hat", drums("..x...x...x...x."), 0.50, -0.25, 0.15, enters=0.74, loose=0.003),
            Player("riser", swells(1.0), 0.50, send=0.4),
        ),
        hall=2.4,
        warmth=0.55,
        wet=0.45,
    )
