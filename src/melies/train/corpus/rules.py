"""Kind, framing, upright and airborne for Unicode emoji, decided by looking at the pictures.

`describe` answers for one label of emojibase-data. Styles: fluent3d, noto, streamline.
"""

from __future__ import annotations

from typing import Any


def names(text: str) -> set[str]:
    """A list parted by semicolons."""
    return {name.strip() for name in text.replace("\n", ";").split(";") if name.strip()}


KIND_BY_SUBGROUP = {
    "animal-mammal": "animal",
    "animal-bird": "animal",
    "animal-amphibian": "animal",
    "animal-reptile": "animal",
    "animal-marine": "animal",
    "animal-bug": "animal",
    "cat-face": "animal",
    "monkey-face": "animal",
    "plant-flower": "plant",
    "plant-other": "plant",
    "place-building": "building",
    "place-religious": "building",
    "transport-ground": "vehicle",
    "transport-water": "vehicle",
    "transport-air": "vehicle",
    "sky-weather": "sky",
    "dishware": "prop",
    "time": "prop",
    "hotel": "prop",
    "place-map": "prop",
    "person": "person",
    "person-gesture": "person",
    "person-role": "person",
    "person-fantasy": "fantasy",
    "person-activity": "person",
    "person-sport": "person",
    "person-resting": "person",
    "family": "person",
}
KIND_BY_GROUP = {"food-drink": "food", "activities": "prop", "objects": "prop"}  # all else: other
KIND_EXCEPT = {
    "fantasy": """
    ghost; alien; alien monster; robot; ogre; goblin; unicorn; dragon; dragon face; phoenix; skull; wind face;
    hairy creature
    """,
    "plant": "coral; Christmas tree; tanabata tree; pine decoration; rosette; bouquet",
    "sky": "globe showing Europe-Africa; globe showing Americas; globe showing Asia-Australia; sparkles",
    "building": "ferris wheel; roller coaster; circus tent; tent; camping; building construction",
    "vehicle": "sled",
    "person": "people hugging; Santa Claus; Mrs. Claus; Mx Claus",
    "prop": """
    rock; wood; brick; fountain; carousel horse; playground slide; barber pole; Statue of Liberty; bus stop;
    oil drum; fuel pump; wheel; police car light; horizontal traffic light; vertical traffic light; stop sign;
    construction; anchor; ring buoy; seat; skateboard; roller skate; feather; wing; spider web; spiral shell;
    empty nest; nest with eggs; thermometer; closed umbrella; umbrella; umbrella with rain drops;
    umbrella on ground; snowman; snowman without snow; beach with umbrella
    """,
    "other": """
    paw prints; pig nose; microbe; white flower; globe with meridians; map of Japan; cyclone; fire; droplet;
    water wave; spade suit; heart suit; diamond suit; club suit; musical score; musical note; musical notes;
    muted speaker; speaker low volume; speaker medium volume; speaker high volume; bell with slash;
    mobile phone with arrow; motorway; railway track; hot springs; chart increasing; chart decreasing;
    bar chart; chart increasing with yen; drop of blood; elevator; hamsa; x-ray; dna
    """,
}
KIND = {name: kind for kind, text in KIND_EXCEPT.items() for name in names(text)}

# Framing: whole (default), bust, head, part (a hand, a feather), tile (a scene in its own square or disc).
HEAD = names("""
    dog face; wolf; fox; cat face; lion; tiger face; horse face; moose; unicorn; cow face; pig face; boar;
    mouse face; hamster; rabbit face; bear; polar bear; koala; panda; chicken; frog; dragon face; monkey face;
    alien; robot; ogre; goblin; clown face; skull; wind face; speaking head; baby; child; boy; girl; person;
    man; woman; older person; old man; old woman; man: beard; woman: beard; person: beard; baby angel;
    Santa Claus; Mrs. Claus; Mx Claus; person wearing turban; man wearing turban; woman wearing turban; kiss;
    couple with heart; person getting massage; man getting massage; woman getting massage
    """)
PART = names("paw prints; pig nose; feather; wing; footprints; fingerprint; deaf person; deaf man; deaf woman")
BUST = names("""
    person getting haircut; man getting haircut; woman getting haircut; person in steamy room;
    man in steamy room; woman in steamy room; person swimming; man swimming; woman swimming;
    person playing water polo; man playing water polo; woman playing water polo; person juggling; man juggling;
    woman juggling; bust in silhouette; busts in silhouette; people hugging; Statue of Liberty
    """)
BUST_SUBGROUP = {"person-gesture", "person-role", "person-fantasy", "family"}
WHOLE = names("""
    fairy; man fairy; woman fairy; merperson; merman; mermaid; person in suit levitating; hairy creature;
    ghost; alien monster; people holding hands; women holding hands; woman and man holding hands;
    men holding hands
    """)
TILE = names("""
    foggy; night with stars; cityscape; sunrise over mountains; sunrise; cityscape at dusk; sunset;
    bridge at night; metro; motorway; railway track; desert; national park; shooting star; milky way; fog;
    fireworks; sparkler; moon viewing ceremony; map of Japan; person mountain biking; man mountain biking;
    woman mountain biking; framed picture; elevator; x-ray; chart increasing; chart decreasing; bar chart;
    chart increasing with yen; suspension railway; person climbing; man climbing; woman climbing
    """)
FRAMING_EXCEPT: dict[str, dict[str, str]] = {
    "fluent3d": {"raccoon": "head", "moose": "bust", "snowboarder": "tile"},
    "noto": {
        **dict.fromkeys(
            names("""
    superhero; man superhero; woman superhero; supervillain; man supervillain; woman supervillain; genie;
    man genie; woman genie; troll
    """),
            "whole",
        )
    },
    "streamline": {
        **dict.fromkeys(
            names("""
    carousel horse; castle; factory; ferris wheel; fountain; rainbow; roller coaster; ship; tent
    """),
            "tile",
        ),
        **dict.fromkeys(
            names("""
    astronaut; construction worker; guard; detective; prince; princess; man police officer;
    woman police officer; person with skullcap; penguin
    """),
            "head",
        ),
    },
}

# Whole figures that do not stand on the ground.
FLAT = names("""
    sloth; otter; bat; dove; eagle; crocodile; lizard; spouting whale; whale; dolphin; orca; fish;
    tropical fish; blowfish; shark; octopus; jellyfish; lobster; shrimp; squid; oyster; butterfly; honeybee;
    beetle; lady beetle; cockroach; spider; mosquito; fly; worm; microbe; mountain cableway; aerial tramway;
    airplane; small airplane; parachute; satellite; rocket; flying saucer; superhero; man superhero;
    woman superhero; bouquet; cherry blossom; lotus; rosette; hibiscus; herb; shamrock; four leaf clover;
    maple leaf; fallen leaf; leaf fluttering in wind; hyacinth; phoenix; merperson; merman; mermaid
    """)
FLAT_EXCEPT: dict[str, set[str]] = {
    "fluent3d": set(),
    "noto": names("blossom; sheaf of rice; genie; man genie; woman genie; piñata"),
    "streamline": set(),
}
UPRIGHT_KINDS = {"person", "animal", "plant", "vehicle", "building", "fantasy"}
# Props and land forms large enough to stand in a scene.
UPRIGHT_PROPS = names("""
    snow-capped mountain; mountain; volcano; mount fuji; beach with umbrella; desert island; rock; wood;
    fountain; carousel horse; playground slide; barber pole; bus stop; oil drum; fuel pump; construction; seat;
    umbrella on ground; snowman; snowman without snow; fire; tornado; jack-o-lantern; Japanese dolls;
    carp streamer; wrapped gift; flag in hole; goal net; teddy bear; nesting dolls;
    closed mailbox with raised flag; closed mailbox with lowered flag; open mailbox with raised flag;
    open mailbox with lowered flag; postbox; package; telescope; satellite antenna; door; bed; couch and lamp;
    chair; toilet; bathtub; bucket; basket; shopping cart; coffin; headstone; funeral urn; moai; placard;
    ladder; treasure chest; luggage; wastebasket; file cabinet; long drum; drum; harp; slot machine; trophy;
    amphora; piñata; fire extinguisher
    """)
AIRBORNE = names("""
    bird; black bird; dove; eagle; bat; butterfly; honeybee; mosquito; fly; phoenix; dragon;
    leaf fluttering in wind; fairy; man fairy; woman fairy; ghost; airplane; small airplane; parachute;
    helicopter; satellite; rocket; flying saucer; balloon; kite; flying disc; boomerang; bubbles; snowflake;
    comet; rainbow; high voltage; star; glowing star; sparkles; ringed planet; sun; sun with face;
    globe showing Europe-Africa; globe showing Americas; globe showing Asia-Australia; cloud; sun behind cloud;
    cloud with lightning and rain; sun behind small cloud; sun behind large cloud; sun behind rain cloud;
    cloud with rain; cloud with snow; cloud with lightning; money with wings; person in suit levitating
    """)
AIRBORNE_EXCEPT: dict[str, set[str]] = {
    "fluent3d": set(),
    "streamline": set(),
    "noto": names("superhero; man superhero; woman superhero; genie; man genie; woman genie"),
}


def kind_of(label: str, group: str, subgroup: str) -> str:
    """What class of thing a label is."""
    return KIND.get(label) or KIND_BY_SUBGROUP.get(subgroup) or KIND_BY_GROUP.get(group, "other")


def framing_of(label: str, subgroup: str, style: str) -> str:
    """How much of it the picture shows: whole, bust, head, part or tile."""
    if label in FRAMING_EXCEPT[style]:
        return FRAMING_EXCEPT[style][label]
    if label in TILE:
        return "tile"
    if label in WHOLE:
        return "whole"
    if subgroup == "person" and (label.endswith("hair") or label.endswith("bald")):
        return "bust" if style == "noto" else "head"
    if label in HEAD or label.startswith(("kiss:", "couple with heart")) or subgroup in ("cat-face", "monkey-face"):
        return "head"
    if subgroup.startswith("face-") and label != "pile of poo":
        return "head"
    if label in PART or subgroup.startswith("hand") or subgroup == "body-parts":
        return "part"
    return "bust" if label in BUST or subgroup in BUST_SUBGROUP else "whole"


def describe(label: str, group: str, subgroup: str, style: str) -> dict[str, Any]:
    """The fields of a row that follow from label and style."""
    kind, framing = kind_of(label, group, subgroup), framing_of(label, subgroup, style)
    whole = framing == "whole"
    moon = kind == "sky" and "moon" in label
    return {
        "kind": kind,
        "framing": framing,
        "upright": whole
        and label not in FLAT | FLAT_EXCEPT[style]
        and (kind in UPRIGHT_KINDS or label in UPRIGHT_PROPS),
        "airborne": framing != "tile" and (moon or label in AIRBORNE | AIRBORNE_EXCEPT[style]),
    }


def readable(label: str) -> str | None:
    """A label with a colon as plain words ('man: red hair' -> 'man with red hair'), else None."""
    if ":" not in label:
        return None
    head, tail = (part.strip() for part in label.split(":", 1))
    who = [part.strip() for part in tail.split(",")]
    if head == "family":
        return "family with " + ", ".join(who[:-1]) + " and " + who[-1]
    if head == "kiss":
        return "kiss of " + " and ".join(who)
    if head == "couple with heart":
        return " and ".join(who) + " with heart"
    if tail == "bald":
        return "bald " + head
    return (
        f"{head} with a beard"
        if tail == "beard"
        else f"{head} with {tail}"
        if tail.endswith("hair")
        else f"{head} {tail}"
    )
