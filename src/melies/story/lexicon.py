"""Words of stories: who can act, and what verbs ask of them. English; other words simply ask nothing.

Where and when a scene plays is read with the stage's own tables, so that both understand the same words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from melies.core.story import Does
from melies.generators.language.lexicon import lexicon
from melies.generators.language.tables.hours import HINTS, HOURS
from melies.generators.language.tables.places import PLACES
from melies.generators.language.tables.weather import WEATHER

FEMALE = """
    girl woman lady mother mum mom grandmother grandma granny aunt sister daughter queen princess witch
    sorceress priestess actress waitress heroine nun bride goddess mermaid schoolgirl widow maid hen cow mare
    vixen
    """
MALE = """
    boy man gentleman father dad grandfather grandpa uncle brother son king prince wizard sorcerer priest monk
    actor waiter fisherman policeman knight hero husband groom schoolboy lad fellow mailman postman fireman
    snowman swordsman
    """
PERSON = """
    child kid baby toddler elder person figure stranger traveller traveler wanderer pilgrim astronaut
    cosmonaut diver robot android alien pilot captain sailor pirate soldier guard warrior hunter farmer
    shepherd gardener keeper doctor nurse teacher student scientist explorer musician singer dancer painter
    artist writer clown giant dwarf elf fairy ghost spirit angel monster creature golem puppet scarecrow rider
    driver conductor ferryman thief merchant merman villager apprentice mage detective officer cook chef baker
    tailor miner fortune-teller boatman woodcutter messenger inventor
    """
ANIMAL = """
    fox wolf deer stag doe fawn horse pony foal cat kitten dog puppy hound bird crow raven owl eagle hawk
    falcon heron crane swan goose duck gull seagull sparrow swallow robin parrot dove pigeon rooster chicken
    penguin peacock fish whale dolphin shark octopus turtle tortoise frog toad snake lizard crocodile dragon
    dinosaur bear cub rabbit hare squirrel mouse rat hedgehog badger otter beaver monkey ape gorilla elephant
    lion lioness tiger leopard panther giraffe zebra camel donkey goat sheep lamb pig boar bull ox moose elk
    reindeer unicorn phoenix griffin butterfly moth bee firefly beetle spider crab jellyfish seal bat jackal
    hyena coyote lynx panda koala kangaroo salmon carp
    """
VEHICLE = """
    rocket spaceship starship spacecraft saucer boat rowboat sailboat ship canoe raft ferry submarine train
    locomotive tram car truck bus van bicycle bike motorcycle scooter cart wagon carriage balloon airship
    zeppelin plane aeroplane airplane helicopter kite drone sled sleigh tractor
    """


def _words(text: str, gender: str) -> dict[str, str]:
    return {word: gender for word in text.split()}


# Every noun that can be of the cast, and its pronoun.
NOUNS: dict[str, str] = {
    **_words(VEHICLE, "it"), **_words(ANIMAL, "it"), **_words(PERSON, "any"),
    **_words(MALE, "he"), **_words(FEMALE, "she"),
}  # fmt: skip
VEHICLES = frozenset(VEHICLE.split())
ANIMALS = frozenset(ANIMAL.split())
LIFELESS = VEHICLES | {"scarecrow", "snowman", "puppet"}  # of the cast only if they speak or show a will
FLIERS = frozenset(
    """
    bird crow raven owl eagle hawk falcon gull seagull sparrow swallow parrot dove pigeon dragon phoenix
    griffin butterfly moth bee firefly bat rocket spaceship starship spacecraft saucer balloon airship
    zeppelin plane aeroplane airplane helicopter kite drone ghost fairy
    """.split()
)
SWIMMERS = frozenset("fish whale dolphin shark octopus jellyfish salmon carp mermaid merman".split())
AGED = {"baby": "child", "toddler": "child"}


@dataclass(frozen=True)
class Deed:
    """What a verb asks of its subject. path: in, out, across, to, away, or "" (no particular way)."""

    does: Does
    path: str = ""
    emotion: bool = False


def _deeds() -> dict[str, Deed]:
    table: dict[str, Deed] = {}
    for does, path, verbs in (
        ("walk", "", "walk stroll wander trudge hike march trot tiptoe plod pace stride roam creep prowl limp stumble "
                     "step climb descend travel drive ride roll sail row pad sneak shuffle amble journey skate "
                     "ski slide paddle"),
        ("walk", "in", "enter arrive come emerge appear"),
        ("walk", "out", "leave depart exit disappear vanish"),
        ("walk", "across", "cross pass"),
        ("walk", "to", "approach follow near reach meet join go move return head lead"),
        ("run", "", "run race sprint gallop dash dart leap jump bound skip hurry rush charge dance play speed "
                    "scamper hop"),
        ("run", "out", "flee escape"),
        ("run", "to", "chase pursue"),
        ("fly", "", "fly soar glide hover float drift swoop circle flutter land launch lift"),
        ("fly", "away", "ascend"),
        ("swim", "", "swim dive wade splash"),
        ("point", "", "point gesture"),
        ("wave", "", "wave greet beckon salute"),
        ("sit", "", "sit sleep rest crouch kneel lie doze nap perch curl meditate squat"),
        ("look", "", "look watch gaze stare peer glance observe see notice spot study listen turn face examine search "
                     "admire inspect read discover find"),
        ("idle", "", "stand wait stop pause freeze stay hold breathe remain smile nod bow open lift "
                     "live dwell work mend think wonder eat drink cook dig plant light carry pull push give take pick "
                     "throw catch bring build shine reach touch hug embrace kiss knock call shake shrug"),
    ):  # fmt: skip
        for verb in verbs.split():
            table.setdefault(verb, Deed(does, path))  # type: ignore[arg-type]
    for verb in "smile cry weep laugh grin sob frown blush tremble shiver sigh".split():
        table[verb] = Deed("idle", "", emotion=True)
    return table


WILLED = frozenset(
    "watch gaze stare peer glance listen wave nod bow shrug think wonder sleep smile cry weep laugh grin sob frown "
    "blush tremble shiver sigh tiptoe sneak dance beckon greet admire meditate".split()
)  # what only somebody does
IRREGULAR = {
    "run": "ran", "fly": "flew flown", "swim": "swam swum", "sit": "sat sitting", "see": "saw seen",
    "go": "went gone goes",
    "come": "came", "leave": "left", "meet": "met", "stand": "stood", "find": "found", "creep": "crept",
    "stride": "strode",
    "drive": "drove driven", "ride": "rode ridden", "leap": "leapt", "flee": "fled", "speed": "sped", "sleep": "slept",
    "kneel": "knelt", "lie": "lay lying lain", "freeze": "froze frozen", "hold": "held", "read": "read", "weep": "wept",
    "lead": "led", "think": "thought", "eat": "ate eaten", "drink": "drank drunk", "light": "lit", "give": "gave given",
    "take": "took taken", "throw": "threw thrown", "catch": "caught", "bring": "brought", "build": "built",
    "shine": "shone", "dig": "dug",
    "dive": "dove", "shake": "shook",
}  # fmt: skip
DOUBLED = frozenset("run swim sit trot step plod skip hop nap squat sob nod stop spot grin hug dig".split())


def _forms(verb: str) -> tuple[str, ...]:
    """A verb's written forms: base, -s, -ed, -ing and the irregular ones."""
    hissing = verb.endswith(("s", "sh", "ch", "x", "o"))
    ied = verb.endswith("y") and verb[-2] not in "aeiou"
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith(("ee", "ie")) else verb + verb[-1] * (verb in DOUBLED)
    third = verb[:-1] + "ies" if ied else verb + ("es" if hissing else "s")
    past = verb[:-1] + "ied" if ied else (verb + "d" if verb.endswith("e") else stem + "ed")
    return verb, third, past, stem + "ing", *IRREGULAR.get(verb, "").split()


@cache
def verbs() -> dict[str, tuple[str, Deed]]:
    """Every form of every known verb: its base form and what it asks."""
    table: dict[str, tuple[str, Deed]] = {}
    for verb, deed in _deeds().items():
        for form in _forms(verb):
            table.setdefault(form, (verb, deed))
    return table


SAYS = frozenset(
    form
    for verb in """
    say ask whisper cry shout call reply answer murmur mutter laugh sigh yell tell add exclaim growl sing bark
    hoot begin continue mumble gasp scream announce declare explain snap grumble purr croak roar bellow beg
    plead wonder repeat agree insist warn promise chuckle giggle squeak chirp demand observe remark respond
    """.split()
    for form in _forms(verb)
) | frozenset("said told sang began went".split())


# Given names that are words for things too: cast as somebody unless the script says "the rose".
GIVEN = frozenset(
    "rose ivy heather willow fern olive poppy reed candy honey clover coral juniper maple plum viola".split()
)


@cache
def is_thing(word: str) -> bool:
    """Whether a lower-case word names one thing that can be drawn and is nobody by nature: a kettle, the moon."""
    roles, several = lexicon().find((word,)) or ({}, False)
    noun = None if several or word in NOUNS else roles.get("noun")
    return noun is not None and noun.source != "puppet"


@cache
def is_seen(word: str) -> bool:
    """Whether a lower-case word names what can be drawn, somebody or something; an apprentice looks like anybody."""
    return "noun" in (lexicon().find((word,)) or ({}, False))[0]


@cache
def is_plural(word: str) -> bool:
    """Whether a lower-case word names several things that can be drawn: "pines", "children"."""
    roles, several = lexicon().find((word,)) or ({}, False)
    return several and "noun" in roles


@cache
def place_words() -> dict[str, str]:
    """Words that name a kind of place, and the stage's place for each."""
    return {word.strip(): place for words, (place, _) in PLACES.items() for word in words.split(",")}


@cache
def hour_words() -> dict[str, float]:
    """Words that say the time of day, with the hour; outright ones and hints."""
    return {**HINTS, **HOURS}


@cache
def weather_words() -> frozenset[str]:
    """Words that say the weather."""
    return frozenset(WEATHER) - {"calm", "clear", "wet", "murky", "stars", "dusty", "starry", "steam", "smoke"}
