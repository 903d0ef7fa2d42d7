"""The words the cast is described with: colours, kinds, clothes, hair, hats, things in hand."""

from __future__ import annotations

from melies.scene.puppet.tint import Rgb


def _hex(table: str) -> dict[str, Rgb]:
    """`name rrggbb` pairs to colours."""
    flat = table.split()
    return {
        name: (int(code[:2], 16) / 255, int(code[2:4], 16) / 255, int(code[4:], 16) / 255)
        for name, code in zip(flat[::2], flat[1::2], strict=True)
    }


COLOURS = _hex("""
red d2382f scarlet dc3b26 crimson b1233a ruby a81f3f maroon 7c2431 burgundy 74263a pink eb8fa6 rose dd6f86
magenta cc3f8e fuchsia d1479a coral ec7560 salmon ee927b peach f4b58d orange e9822b amber eba22f rust b4552b
rusty b4552b copper b56a3c bronze a0753a brown 7d5335 chestnut 7a4327 chocolate 5e3b29 tan c79a6b beige dcc8a4
cream f2e3c2 ivory f3ead3 yellow f2c230 golden e0a92e gold e0a92e mustard d39b2a ochre c78a2c lemon f3da57 lime a6c93f
green 4f9447 emerald 2c8f62 olive 7f8440 moss 6d7f3d mint 9ed6b4 jade 3f9d7a turquoise 3db3ab teal 2a7f86
cyan 53bcd0 aqua 63c3c6 blue 3b6db5 navy 2a3a66 azure 4c9be0 sky-blue 7fb8e0 cobalt 2f55a8 indigo 453f8f
sapphire 2c4fa0 purple 7a4a9c violet 7f58ac lavender b3a0d6 lilac bb9ccb plum 74406b mauve a883a1 white f4efe6
silver b9bfc8 grey 8d8f96 gray 8d8f96 charcoal 42434c black 2b2a33 sand d9bf8c khaki a99a6b ash a3a19d
blonde e3bb66 blond e3bb66 ginger c9662b auburn 8c4023 brunette 5b3a29 sandy d2aa6c snowy f3f2ef ebony 2d2723
""")
SHADES = {"dark": -0.13, "deep": -0.09, "light": 0.10, "pale": 0.14, "bright": 0.04, "faded": 0.05}

PEOPLE = ("child", "woman", "man", "elder", "wizard", "astronaut", "robot")
BEASTS = ("fox", "wolf", "deer", "horse", "cat", "dog", "rabbit", "bear")
FLYERS = ("bird", "owl")
SWIMMERS = ("fish", "whale")
KINDS = (*PEOPLE, *BEASTS, *FLYERS, *SWIMMERS, "dragon")
HEIGHTS = dict(
    child=1.15, woman=1.66, man=1.76, elder=1.58, wizard=1.74, astronaut=1.8, robot=1.35,
    fox=0.62, wolf=0.95, deer=1.75, horse=1.95, cat=0.42, dog=0.66, rabbit=0.42, bear=1.35,
    bird=0.30, owl=0.42, fish=0.38, whale=2.6, dragon=2.7,
)  # fmt: skip


def _groups(**lists: str) -> dict[str, str]:
    """Every listed word to the name of its group (`_` in a name stands for a space)."""
    return {word: name.replace("_", " ") for name, words in lists.items() for word in words.split()}


KIND_WORDS = {kind: kind for kind in KINDS} | _groups(
    child="girl boy kid baby children toddler youngster lass lad schoolgirl schoolboy princeling daughter son orphan",
    woman="lady mother mum mom queen princess dancer witch sister heroine nurse fairy aunt bride ballerina mermaid "
    "fisherwoman",
    man="guy father dad king prince knight sailor fisherman farmer soldier pirate brother hero gardener captain monk "
    "detective traveller traveler wanderer hunter baker musician cowboy samurai person figure human explorer painter "
    "shepherd lighthouse-keeper keeper miner mailman postman trader merchant villager hiker climber woodcutter "
    "lumberjack blacksmith sheriff tourist vendor seller shopkeeper carpenter groom bridegroom",
    elder="grandmother grandfather grandma grandpa granny hermit old-man old-woman crone oldster",
    wizard="mage sorcerer magician merlin enchanter sorceress warlock druid",
    astronaut="cosmonaut spaceman spacewoman astronauts space-traveller",
    robot="android droid automaton machine robots cyborg",
    fox="foxes vixen", wolf="wolves werewolf coyote jackal", deer="stag doe fawn reindeer elk antelope moose",
    horse="horses pony mare stallion unicorn foal donkey", cat="cats kitten kitty tomcat lynx panther tiger lion",
    dog="dogs puppy hound terrier", rabbit="rabbits hare bunny", bear="bears cub",
    bird="birds robin sparrow crow raven dove pigeon gull seagull swallow parrot songbird hawk eagle heron phoenix",
    owl="owls", fish="fishes goldfish salmon-fish koi trout carp", whale="whales orca dolphin",
    dragon="dragons wyvern drake serpent",
)  # fmt: skip

STAND_INS = frozenset(  # words of a kind that their puppet is only kin to: the report says what was drawn instead
    "heron hawk eagle phoenix serpent wyvern mermaid jackal coyote lynx panther tiger lion moose elk donkey orca "
    "dolphin".split()
)

ROLES: dict[str, dict[str, object]] = {  # what a word says beyond its kind
    "boy": {"hair_style": "short"}, "lad": {"hair_style": "short"}, "schoolboy": {"hair_style": "short", "hat": "cap"},
    "girl": {"costume": "dress"}, "queen": {"hat": "crown", "costume": "gown"}, "king": {"hat": "crown",
        "beard": "short",
    "costume": "coat"}, "princess": {"hat": "crown", "costume": "gown", "hair_style": "long"},
    "prince": {"hat": "crown", "costume": "coat"}, "knight": {"costume": "armor", "hat": "helmet", "prop": "sword"},
    "samurai": {"costume": "robe", "prop": "sword", "hair_style": "bun"},
    "witch": {"hat": "wizard hat", "costume": "gown", "hair_style": "long"}, "fairy": {"wings": True,
        "costume": "dress"},
    "sailor": {"costume": "sweater", "hat": "cap", "beard": "short"}, "captain": {"hat": "cap", "beard": "short",
    "costume": "coat"}, "fisherman": {"costume": "raincoat", "hat": "sou'wester", "prop": "fishing rod",
        "beard": "short"},
    "fisherwoman": {"costume": "raincoat", "hat": "sou'wester", "prop": "fishing rod"},
    "farmer": {"hat": "straw hat", "costume": "overalls"}, "gardener": {"hat": "straw hat", "costume": "overalls"},
    "cowboy": {"hat": "straw hat", "costume": "shirt"}, "pirate": {"hat": "headscarf", "costume": "coat",
        "beard": "short"},
    "monk": {"costume": "robe", "hair_style": "bald"}, "hermit": {"costume": "robe", "beard": "long", "prop": "staff"},
    "detective": {"costume": "coat", "hat": "top hat"}, "traveller": {"costume": "coat", "backpack": True},
    "traveler": {"costume": "coat", "backpack": True}, "wanderer": {"costume": "coat", "backpack": True,
        "prop": "staff"},
    "explorer": {"costume": "jacket", "backpack": True, "hat": "straw hat"}, "dancer": {"costume": "gown"},
    "shepherd": {"costume": "coat", "prop": "staff", "hat": "straw hat"}, "keeper": {"costume": "coat",
        "prop": "lantern",
    "hat": "cap", "beard": "short"}, "miner": {"costume": "overalls", "hat": "cap", "prop": "lantern"},
    "ballerina": {"costume": "dress", "hair_style": "bun"}, "grandfather": {"beard": "short", "hair_style": "bald"},
    "grandpa": {"beard": "short", "hair_style": "bald"}, "grandmother": {"hair_style": "bun", "costume": "dress"},
    "grandma": {"hair_style": "bun", "costume": "dress"}, "granny": {"hair_style": "bun", "costume": "dress"},
    "sorceress": {"beard": "", "hair_style": "long"}, "unicorn": {"horn": True}, "stag": {"antlers": True},
    "reindeer": {"antlers": True}, "elk": {"antlers": True}, "moose": {"antlers": True}, "doe": {"antlers": False},
    "fawn": {"antlers": False, "pattern": "dots"}, "tiger": {"pattern": "stripes"}, "lion": {"mane": True},
}  # fmt: skip
ROLE_COLOURS = {
    "goldfish": "orange", "koi": "coral", "crow": "black", "raven": "black", "dove": "white", "gull": "white",
    "seagull": "white", "robin": "brown", "parrot": "green", "swallow": "navy", "phoenix": "scarlet",
    "unicorn": "ivory", "panther": "black", "tiger": "orange", "lion": "sand", "coyote": "tan", "jackal": "tan",
    "orca": "black", "dolphin": "grey", "eagle": "brown", "hawk": "rust", "donkey": "grey", "pirate": "crimson",
    "queen": "crimson", "king": "crimson", "witch": "indigo", "princess": "rose", "fairy": "mint", "hermit": "olive",
    "monk": "rust", "sailor": "navy", "samurai": "crimson", "fawn": "tan", "heron": "silver", "captain": "navy",
    "fisherman": "yellow", "fisherwoman": "yellow", "bride": "ivory",
}  # fmt: skip

HATS = _groups(
    wizard_hat="wizard-hat witch-hat pointed-hat", straw_hat="straw-hat sunhat sun-hat cowboy-hat hat", cap="cap beret",
    crown="crown tiara", helmet="helmet helm", top_hat="top-hat bowler", hood="hood hooded",
        headscarf="headscarf bandana",
    beanie="beanie knit-cap woollen-hat bobble-hat", **{"sou'wester": "sou'wester souwester rain-hat"},
)  # fmt: skip
COSTUMES = _groups(
    coat="coat overcoat cloak-coat trenchcoat uniform", raincoat="raincoat mac oilskin slicker",
        robe="robe robes habit kimono",
    dress="dress skirt frock pinafore tunic apron", gown="gown", shirt="shirt t-shirt blouse waistcoat vest",
    jacket="jacket blazer hoodie parka anorak", sweater="sweater jumper pullover cardigan", suit="suit tuxedo",
    overalls="overalls dungarees", armor="armor armour", spacesuit="spacesuit space-suit",
)  # fmt: skip
PROPS = _groups(
    staff="staff stick cane wand spear broom", umbrella="umbrella parasol", lantern="lantern lamp torch",
    sword="sword blade dagger", book="book map letter", flower="flower rose-flower tulip daisy bouquet",
    balloon="balloon", fishing_rod="fishing-rod rod", kite="kite",
)  # fmt: skip
HAIR_STYLES = _groups(
    bob="bob", long="long-hair", bun="bun chignon", curly="curls curly afro curly-haired",
        braid="braid braids plait pigtails",
    bald="bald", short="short-hair", ponytail="ponytail",
)  # fmt: skip
EXTRAS = _groups(
    scarf="scarf shawl", cape="cape cloak mantle", backpack="backpack rucksack satchel bag knapsack pack",
    glasses="glasses spectacles goggles", shoes="boots shoes wellies wellingtons sandals slippers", wings="wings",
    trousers="trousers pants jeans leggings shorts breeches", eyes="eyes eye eyed",
        beard="beard bearded goatee moustache",
    skin="skin skinned", fur="fur furred coat-fur feathers feathered scales scaled plumage", mane="mane", tail="tail",
    belly="belly chest", hair="hair haired", antlers="antlers", horn="horn horns horned", antenna="antenna",
        visor="visor",
)  # fmt: skip
PATTERNS = _groups(
    stripes="stripes striped stripy", dots="dots dotted spots spotted polka", stars="stars starry star-spangled",
    checks="checks checked chequered checkered plaid tartan", patches="patches patched patchwork",
)  # fmt: skip
MOODS = _groups(
    happy="happy smiling cheerful joyful merry laughing proud brave friendly kind gentle",
    sad="sad lonely melancholy sorrowful tired weary gloomy", angry="angry fierce grim cross evil stern mean",
)  # fmt: skip
SIZES = {
    "tiny": 0.55, "small": 0.78, "little": 0.85, "short": 0.88, "young": 0.92, "tall": 1.12, "big": 1.2, "large": 1.25,
    "huge": 1.7, "giant": 2.2, "gigantic": 2.6, "enormous": 2.2, "baby": 0.55,
}  # fmt: skip
BUILDS = {
    "fat": 1.25,
    "plump": 1.18,
    "stout": 1.18,
    "chubby": 1.15,
    "round": 1.18,
    "thin": 0.86,
    "slender": 0.88,
    "slim": 0.9,
}
OLD = {"old", "elderly", "aged", "ancient", "grey-haired", "wrinkled"}
ALIKE = {"twin", "identical"}  # members of a crowd that are to look the same
LONG = {"long", "flowing", "short", "bushy", "glowing", "shining", "luminous", "pointed", "straw", "curly", "braided"}
SILENT = set(
    "a an the with and in on of his her its their wearing wears wear who that has have having holding "
    "holds hold carrying carries carry dressed is very at to by for from as named called one two some it "
    "he she they under over whose both "
    "down into all my our own made same".split()
)
JOINED = {
    "long hair": "long-hair", "short hair": "short-hair", "fishing rod": "fishing-rod", "wizard hat": "wizard-hat",
    "witch hat": "witch-hat", "pointed hat": "pointed-hat", "pointy hat": "pointed-hat", "straw hat": "straw-hat",
    "sun hat": "sunhat", "top hat": "top-hat", "space suit": "spacesuit", "rain coat": "raincoat",
        "rain hat": "rain-hat",
    "sky blue": "sky-blue", "old man": "old-man", "old woman": "old-woman", "old lady": "old-woman",
        "cowboy hat": "cowboy-hat",
    "bobble hat": "bobble-hat", "woolly hat": "bobble-hat", "woollen hat": "woollen-hat", "knitted cap": "knit-cap",
    "rubber boots": "wellies", "lighthouse keeper": "lighthouse-keeper", "space traveller": "space-traveller",
    "sou' wester": "sou'wester",
}  # fmt: skip
