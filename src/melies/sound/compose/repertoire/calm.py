"""Calm: an afternoon that asks nothing."""

from melies.sound.compose.melody import Tune
from melies.sound.compose.mood import Mood, Player, echoed, moods
from melies.sound.compose.plan import Harmony
from melies.sound.compose.writers import arpeggio, bass, chords, lead, second, sparkle


@moods.add("calm")
def calm() -> Mood:
    """A felt piano thinking aloud over slow pads, with harp, clarinet and a few kalimba notes like drops. Major, with
    soft sevenths and ninths; no drums at all. For lakes, snow, sleep, waiting, the morning after."""
    return Mood(
        bpm=(62, 70),
        keys=("F major", "Bb major", "C major", "Eb major", "G major"),
        harmony=Harmony(
            sections={
                "intro": ("1add9 | 4maj7 | 1add9 | 4maj7",),
                "A": ("1add9 | 6 | 4maj7 | 5sus4", "1 | 3 | 4add9 | 5sus4", "4maj7 | 1/3 | 2 | 5sus4"),
                "B": ("6 | 3 | 4maj7 | 1/3", "2 | 5sus4 | 1maj7 | 4maj7"),
                "climax": ("4add9 | 5/7 | 6 | 4", "4maj7 | 5 | 3 | 6"),
                "outro": ("4add9 | 1/3 | 4m | 1",),
            },
            cadence="4add9 | 5sus4",
            final="1add9",
        ),
        tune=Tune(
            calls=((1, 1, 2), (2, 1, 1), (1.5, 0.5, 2), (-1, 1, 1, 1)),
            answers=((3, -1), (2, 2), (4,)),
            bridges=((2, 2), (1, 1, 1, 1), (3, 1)),
            register=(65, 82),
        ),
        players=(
            Player("warm pad", chords(48, 67, 4, colour=True), 0.26, send=0.4),
            Player("glass pad", chords(60, 77, 3), 0.13, send=0.6, enters=0.4),
            Player("felt piano", arpeggio("0 2 1 2 3 2 1 2", 0.5, 48, 68, 4, 2.2, 0.35), 0.55, -0.1, 0.35, loose=0.011),
            Player(
                "felt piano", lead(0), 1.30, 0.08, 0.45, sections=("intro", "A", "climax", "outro", "end"), loose=0.012
            ),
            Player("clarinet", lead(-1), 0.75, 0.2, 0.5, sections=("A2", "B"), loose=0.012),
            Player("flute", lead(0), 0.42, -0.15, 0.6, sections=("climax",), loose=0.012),
            Player("cello", second(46, 62), 0.40, 0.2, 0.5, enters=0.5, loose=0.015),
            Player("harp", arpeggio("0 . 2 . 3 . 4 .", 0.5, 55, 77, 4, 3.0), 0.50, -0.3, 0.5, enters=0.48, loose=0.010),
            Player("soft bass", bass("R-------", 31, 46), 0.80, send=0.1, enters=0.15, loose=0.008),
            Player("kalimba", sparkle(0.13, 72, 89, 0.5), 0.42, 0.35, 0.6, effect=echoed(1.5, 0.45), loose=0.02),
        ),
        hall=3.2,
        warmth=0.7,
        wet=0.55,
    )
