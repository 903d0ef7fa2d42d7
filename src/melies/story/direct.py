"""The director: framing and camera move of a shot, from what happens in it and from what the script asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from melies.core.story import CameraWork, Framing, Move
from melies.story.doing import MOVES, Doing

ASKED_FRAMING: tuple[tuple[str, Framing], ...] = (
    (
        r"\bclose(?:[- ]?up)?(?: shot)?(?: on| of)\b|\bclose[- ]?up\b|\bextreme close\b|^close on\b|\binsert\b|\becu\b",
        "close",
    ),
    (r"\bmedium shot\b|\btwo[- ]?shot\b|\bover[- ]the[- ]shoulder\b|\bmid[- ]shot\b", "medium"),
    (
        r"\bwide(?: shot| angle| on)\b|\bestablishing\b|\baerial\b|\blong shot\b|\bpanoram|"
        r"\bbird['’]s[- ]eye\b|\bwide:",
        "wide",
    ),
)
ASKED_MOVE: tuple[tuple[str, Move], ...] = (
    (r"\b(?:push|dolly|track|move|zoom)(?:s|es|ing)? in\b|\bcloser on\b", "push in"),
    (r"\b(?:pull|dolly|track|zoom)(?:s|ing)? (?:out|back)\b|\bpull-back\b|\bwiden\b", "pull out"),
    (r"\bpan(?:s|ning)? left\b", "pan left"), (r"\bpan(?:s|ning)?(?: right| to| across| over)\b", "pan right"),
    (r"\btilt(?:s|ing)? up\b", "tilt up"), (r"\btilt(?:s|ing)? down\b", "tilt down"),
    (r"\bcran(?:e|es|ing) down\b|\bcamera descends\b", "crane down"),
    (r"\bcran(?:e|es|ing)\b|\bcamera rises\b", "crane up"),
    (r"\b(?:orbit|arc|circle)(?:s|ing)? around\b", "orbit right"),
    (r"\baerial\b|\bfly(?:ing)? over\b|\bhelicopter shot\b|\bdrone shot\b", "fly over"),
    (r"\btracking(?: shot| with)\b|\bwe follow\b|\btruck(?:s|ing)? right\b", "truck right"),
    (r"\btruck(?:s|ing)? left\b", "truck left"),
    (r"\bhand[- ]?held\b|\bshaky\b", "hand-held"), (r"\bstatic\b|\blocked off\b|\bstill shot\b", "still"),
)  # fmt: skip
RIGHTWARD: tuple[Move, Move, Move] = ("truck right", "pan right", "orbit left")  # with the doer, and against
LEFTWARD: tuple[Move, Move, Move] = ("truck left", "pan left", "orbit right")
CAMERA_TALK = re.compile(
    r"^(?:(?:EXTREME |MEDIUM |VERY )?(?:CLOSE(?:[- ]?UP)?|WIDE|LONG|TRACKING|AERIAL|ESTABLISHING|CRANE|TWO|"
    r"STATIC|HANDHELD|HAND-HELD)"
    r"(?: SHOT| ANGLE)?(?: ON| OF)?|ANGLE ON|POV|INSERT|BACK TO(?: SCENE)?|(?:CAMERA )?"
    r"(?:PANS?|TILTS?|CRANES?|PUSH(?:ES)?|PULLS?)"
    r"(?: (?:IN|OUT|UP|DOWN|LEFT|RIGHT|TO|BACK|ON))*)\s*[:.,–—-]*\s+",
    re.IGNORECASE,
)
CAPITAL_TALK = re.compile(r"^[A-Z]{3}")
REVEAL = re.compile(
    r"\b(?:reveal|appear|tower|loom|enormous|gigantic|immense|vast|huge|colossal|suddenly|discover|horizon|"
    r"skyline|spread out|opens? (?:up|onto)|above them|high above|at last)",
    re.IGNORECASE,
)
RISING = re.compile(
    r"\b(?:rises?|rose|rising|lifts? off|ascend|climbs? (?:up|into)|launch|up into|takes? off|moonrise|sunrise)\b",
    re.IGNORECASE,
)
DANGER = re.compile(
    r"\b(?:storm|lightning|thunder|explo|fight|battle|panic|terror|scream|crash|attack|earthquake|stumble)",
    re.IGNORECASE,
)
QUIET = re.compile(
    r"\b(?:silen|alone|lonely|sleep|still|quiet|wait|empty|nothing|calm|peace|dream|remember|tear|whisper)",
    re.IGNORECASE,
)
FACE = re.compile(
    r"\b(?:face|eyes|smiles?|smiled|tears?|cr(?:y|ies|ied)|whisper\w*|frown\w*|blush\w*|lips|hands? trembl\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Situation:
    """What the director knows of a shot. heading: 1 when the doer goes right, -1 left. last: the last shots' moves."""

    text: str
    deeds: Sequence[Doing] = ()
    speakers: Sequence[str] = ()
    opening: bool = False
    ending: bool = False
    heading: int = 1
    last: Sequence[Move] = ()
    seen: int = 0


def stripped(sentence: str) -> str:
    """A sentence without the camera talk it opens with: "CLOSE ON Mira's hands." -> "Mira's hands."."""
    if not CAPITAL_TALK.match(sentence):
        return sentence
    rest = CAMERA_TALK.sub("", sentence, count=1)
    return rest if re.search(r"\w", rest) else ""


def direct(situation: Situation) -> CameraWork:
    """The camera of one shot: as the script asks, else by what happens; two shots in a row rarely move alike."""
    framing, moves = _usual(situation)
    asked_framing = _asked(ASKED_FRAMING, situation.text)
    asked_move = _asked(ASKED_MOVE, situation.text)
    chosen: Framing = asked_framing or framing
    move: Move = asked_move or _fresh(moves, situation.last)
    subject = _subject(situation, chosen)
    amount = {"close": 0.5, "medium": 0.8}.get(chosen, 1.0)
    return CameraWork(move=move, framing=chosen, subject=subject, amount=amount if move != "still" else 1.0)


def _asked(table: Sequence[tuple[str, Framing | Move]], text: str):  # type: ignore[no-untyped-def]
    return next((word for pattern, word in table if re.search(pattern, text, re.IGNORECASE)), None)


def _fresh(moves: Sequence[Move], last: Sequence[Move]) -> Move:
    """The first move the last two shots did not make."""
    return next(
        (move for move in moves if move not in last[-2:]),
        next((move for move in moves if move not in last[-1:]), moves[0]),
    )


def _usual(situation: Situation) -> tuple[Framing, tuple[Move, ...]]:
    """Framing and moves in order of liking, by the strongest thing that happens."""
    does = {doing.does for doing in situation.deeds}
    paths = {doing.path for doing in situation.deeds}
    truck, pan, against = RIGHTWARD if situation.heading > 0 else LEFTWARD
    if situation.ending:
        return "wide", ("pull out", "crane up")
    if situation.opening and RISING.search(situation.text):
        return "wide", ("crane up", "tilt up")
    if situation.opening:
        return "wide", ("push in", "crane down", pan, "fly over") if "run" not in does else (truck, pan)
    if "run" in does:
        return "medium", (truck, "hand-held", pan)
    if "fly" in does or RISING.search(situation.text):
        return "wide", ("crane up", "fly over", pan)
    if REVEAL.search(situation.text):
        return "wide", ("crane up", "pull out", "tilt up")
    if DANGER.search(situation.text):
        return "medium", ("hand-held", "push in", truck)
    if situation.speakers:
        return _dialogue(situation, against)
    if does & {"walk", "swim"}:
        return "wide" if "out" in paths or "across" in paths else "medium", (truck, pan, "push in", "crane down")
    if FACE.search(situation.text) and situation.seen <= 2:
        return "close", ("push in", "still")
    if QUIET.search(situation.text) or "sit" in does:
        return "medium", ("push in", "still", "pull out")
    if does & {"look", "point"}:
        return "medium", ("push in", pan, against)
    return ("medium" if situation.deeds else "wide"), ("push in", pan, against, "crane down", "pull out")


def _dialogue(situation: Situation, against: Move) -> tuple[Framing, tuple[Move, ...]]:
    alone = len(situation.speakers) == 1 and {doing.who for doing in situation.deeds} <= set(situation.speakers)
    rests = not any(doing.does in MOVES for doing in situation.deeds)
    if alone and rests and (FACE.search(situation.text) or not situation.deeds and len(situation.last) % 3 == 2):
        return "close", ("push in", "still", against)
    return "medium", ("still", "push in", against)


def together(camera: CameraWork, people: int, deeds: int, speakers: int) -> CameraWork:
    """The camera kept on everybody rather than on one, where two or three act in one picture."""
    single = camera.framing == "close" or deeds == 0 and speakers == 1
    return camera if single or not 2 <= people <= 3 else camera.model_copy(update={"subject": None})


def _subject(situation: Situation, framing: Framing) -> str | None:
    """Whom the camera keeps: who moves, else who speaks, else who does something, else nobody."""
    movers = [doing.who for doing in situation.deeds if doing.does in MOVES]
    if framing == "close" and situation.speakers:
        return situation.speakers[0]
    doers = [*movers, *situation.speakers, *(doing.who for doing in situation.deeds)]
    return doers[0] if doers else None
