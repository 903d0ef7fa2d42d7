"""Places: words to one of `scene.staging.PLACES`, with how strongly they say it.

The strongest wins, the first of equals. A second place leaves its mark: water, trees, towers (`TRACES`).
"""

from dataclasses import dataclass

SNOWY_TOWNS = (
    "snowy mountain village",
    "snowy village",
    "snowy mountain town",
    "snowy town",
    "winter village",
    "snowy village square",
)
SEASIDE_TOWNS = (
    "seaside town", "coastal town", "seaside village", "coastal village", "fishing village", "harbour town",
    "harbor town", "harbour village", "town by the sea", "village by the sea", "port town",
)  # fmt: skip
HILL_TOWNS = ("hill town", "mountain town", "country town", "village square", "village green")
DESERT_TOWNS = ("desert town", "desert village")

PLACES: dict[str, tuple[str, float]] = {
    ", ".join(SEASIDE_TOWNS): ("coast", 2.9),
    ", ".join(DESERT_TOWNS): ("desert", 2.9),
    ", ".join(HILL_TOWNS): ("meadow", 2.9),
    ", ".join(SNOWY_TOWNS): ("snow", 2.9),
    "caravan, camel caravan": ("desert", 1.4),
    "lake, tarn, loch, lakeside, lakeshore, fjord, mountain lake, alpine lake, reservoir": ("lake", 2.6),
    "river, stream, brook, creek, pond, waterfall, rapids, riverbank, cascade, waterside, lagoon shore": ("lake", 1.6),
    (
        "mountain, mountaintop, mountainside, mountain range, mountain valley, alps, alpine, peak, summit, highland, "
        "foothill, valley, ridge"
    ): ("lake", 1.2),
    (
        "coast, coastline, clifftop, seaside, seashore, shore, shoreline, beach, cove, bay, cliff, cliffs, headland, "
        "harbour, harbor, port, seafront, tropical beach, marina, dock, quay, estuary"
    ): ("coast", 2.5),
    "sea, ocean, island, islet, isle, lagoon, atoll, reef, archipelago, high sea, open sea, seascape, surf": (
        "coast",
        2.4,
    ),
    "underwater, under the sea, under the ocean, seabed, ocean floor, deep sea": ("coast", 2.3),
    (
        "jungle, rainforest, rain forest, tropical forest, swamp, bayou, mangrove swamp, marsh, bog, tropics, "
        "amazon, wetland, everglades, undergrowth"
    ): ("jungle", 2.7),
    (
        "desert, dune, sand dune, canyon, badlands, wasteland, oasis, sahara, savanna, savannah, mesa, outback, "
        "salt flat, gulch, arid, wild west, dry plain, gorge"
    ): ("desert", 2.7),
    "tropical": ("jungle", 1.4),
    "ghost town": ("city", 2.3),
    "sandstorm, dust storm": ("desert", 1.0),
    "mars, martian, red planet, lunar, moonscape, crater, surface of the moon, moon surface, asteroid": ("desert", 2.8),
    (
        "city, town, downtown, metropolis, megacity, megalopolis, skyline, cityscape, alley, alleyway, back "
        "alley, rooftop, street, avenue, boulevard, crosswalk, chinatown, city square, plaza, urban, market square, "
        "bazaar, marketplace, suburb, night market, street market, slum, tokyo, new york, manhattan, london, paris, "
        "hong kong, shanghai, times square"
    ): ("city", 2.8),
    (
        "meadow, field, pasture, countryside, farmland, farm, farmyard, barnyard, ranch, crossroads, "
        "prairie, grassland, steppe, plain, moor, moorland, "
        "heath, orchard, vineyard, garden, park, lawn, glade, grassy, rural, wheat field, rice field, paddy, "
        "hillside, hill, knoll, rolling hill, hilltop, village, hamlet, lavender field, flower field, landscape"
    ): ("meadow", 1.5),
    (
        "forest, wood, woods, woodland, grove, clearing, thicket, pine forest, fir forest, birch forest, taiga, "
        "deep wood, forest path, autumn forest, bluebell wood, bluebell forest"
    ): ("forest", 2.2),
    (
        "arctic, antarctic, antarctica, tundra, glacier, iceberg, ice field, ice floe, mountain pass, north pole, "
        "south pole, polar, snowfield, ice cap, frozen lake, frozen waste, ice age, siberia, lapland, snowdrift"
    ): ("snow", 2.7),
    "snow, snowy, winter, wintry, snow covered, snowbound, frozen, snowy landscape": ("snow", 1.9),
    "snow capped, snow topped, snowcapped, snowy mountain, snowy peak, snow capped mountain, snow capped peak": (
        "lake",
        1.3,
    ),
}

WATERS = set(
    """
lake tarn loch fjord river stream brook creek pond waterfall rapids riverbank cascade lagoon oasis swamp bayou marsh
bog sea ocean harbour harbor canal coast beach shore seashore bay cove wetland estuary island reef canals channel
reservoir puddle
""".split()
)

# Water words that are no place of their own.
WATER_WORDS = ("water", "canal", "canals", "puddle", "waters", "reflection in the water", "waves", "wave")

# Words whose place is only the nearest there is: the sea is seen from its shore. They are reported.
NEAREST = ("underwater", "under the sea", "under the ocean", "seabed", "ocean floor", "deep sea")
PUDDLES = {"puddle"}  # waters too small for the stage, but for the wet streets of a city
MIRRORED = ("reflection",)  # there where there is water


@dataclass(frozen=True)
class Part:
    """Things that a word of a place brings: their kind, how many, how far away, and how large beside the usual;
    field: they cover the land."""

    kind: str
    count: int
    depth: str | None
    size: float = 1.0
    field: bool = False


# What a place that lost the vote still leaves on the stage: kind, count, depth.
TRACES: dict[str, Part] = {
    "forest": Part("pine", 7, None),
    "jungle": Part("jungle tree", 6, None),
    "city": Part("glass tower", 6, "far"),
}
PARTS: dict[str, Part] = {  # words of a place that bring a set piece with them
    "village": Part("cottage", 5, "mid"),
    **dict.fromkeys((*SNOWY_TOWNS, *HILL_TOWNS), Part("cottage", 5, "mid")),
    **dict.fromkeys(SEASIDE_TOWNS, Part("cottage", 4, "mid", 0.55)),
    **dict.fromkeys(DESERT_TOWNS, Part("adobe-house", 4, "mid")),
    **dict.fromkeys(("market square", "bazaar", "marketplace"), Part("shopfront", 4, "mid")),
    **dict.fromkeys(("caravan", "camel caravan"), Part("camel", 4, "mid")),
    **dict.fromkeys(("farmyard", "barnyard", "ranch"), Part("barn", 1, "mid")),
    **dict.fromkeys(("bluebell wood", "bluebell forest"), Part("wildflowers", 14, None, field=True)),
    "hamlet": Part("cottage", 4, "mid"),
    "farm": Part("barn", 1, "mid"),
    "farmland": Part("barn", 1, "far"),
    "oasis": Part("palm", 4, "mid"),
    "waterfall": Part("waterfall", 1, "mid"),
    "cascade": Part("waterfall", 1, "mid"),
    "skyline": Part("glass tower", 8, "far"),
    "birch forest": Part("birch", 12, None),
    "pine forest": Part("pine", 12, None),
    "fir forest": Part("fir", 12, None),
    "taiga": Part("fir", 10, None),
    "tropical beach": Part("palm", 4, "mid"),
    "orchard": Part("oak", 8, "mid"),
    "lavender field": Part("wildflowers", 12, None, field=True),
    "flower field": Part("wildflowers", 14, None, field=True),
}

FLAVOURS: dict[str, tuple[str, ...]] = {
    "alien": (
        "alien",
        "extraterrestrial",
        "another planet",
        "other planet",
        "distant planet",
        "strange planet",
        "alien planet",
        "another world",
        "alien world",
        "other world",
        "otherworldly",
        "unearthly",
        "exoplanet",
        "mars",
        "martian",
        "lunar",
        "moonscape",
        "surface of the moon",
        "moon surface",
        "asteroid",
        "off world",
        "faraway planet",
        "xeno",
    ),
    "autumn": (
        "autumn",
        "autumnal",
        "autumn leaves",
        "autumn colours",
        "autumn colors",
        "fall foliage",
        "fall leaves",
        "fall colours",
        "fall colors",
    ),
    "ruined": (
        "ruined",
        "ruin",
        "abandoned",
        "derelict",
        "destroyed",
        "crumbling",
        "decayed",
        "decaying",
        "overgrown",
        "post apocalyptic",
        "apocalyptic",
        "apocalypse",
        "ancient",
        "forgotten",
        "lost city",
        "dilapidated",
        "collapsed",
        "broken",
        "war torn",
        "haunted",
        "ghost town",
        "desolate",
        "wrecked",
        "weathered",
    ),
}

ACCENTS: dict[str, tuple[int, int, int]] = {  # mood words that are colours
    "mars": (190, 92, 54),
    "martian": (190, 92, 54),
    "red planet": (190, 92, 54),
    "melancholy": (86, 108, 140),
    "melancholic": (86, 108, 140),
    "eerie": (96, 140, 120),
    "spooky": (110, 84, 140),
    "sinister": (120, 40, 50),
    "ominous": (96, 70, 90),
    "romantic": (226, 128, 140),
    "dreamy": (186, 160, 214),
    "dreamlike": (186, 160, 214),
    "magical": (140, 110, 220),
    "enchanted": (110, 150, 190),
    "mystical": (110, 120, 200),
    "nostalgic": (206, 150, 96),
    "cosy": (226, 150, 80),
    "cozy": (226, 150, 80),
    "warm": (226, 150, 80),
    "cold": (110, 150, 200),
    "frosty": (150, 186, 220),
    "fiery": (230, 90, 36),
    "volcanic": (210, 70, 40),
    "infernal": (200, 50, 30),
    "golden hour": (236, 176, 92),
    "golden light": (226, 176, 66),
    "golden sunlight": (226, 176, 66),
    "warm light": (226, 150, 80),
    "cyberpunk": (190, 60, 190),
    "synthwave": (224, 70, 170),
    "vaporwave": (220, 130, 210),
    "spring": (160, 200, 120),
    "springtime": (160, 200, 120),
    "toxic": (140, 190, 50),
    "radioactive": (140, 200, 60),
}

# Place hinted at by a thing, when no word says a place.
HINTS: dict[str, str] = {
    "coast": (
        "lighthouse, pier, ship, sea stack, sailing ship, dolphin, whale, crab, octopus, shark, jellyfish, "
        "squid, mermaid, lobster, canoe, speedboat, motor boat, ferry, passenger ship, sand castle, "
        "surfboard, seagull, turtle, seal, tropical fish, beach with umbrella, desert island, treasure chest, "
        "anchor, palm, fish, coral, spouting whale, sailboat"
    ),
    "jungle": (
        "monkey, parrot, tiger, gorilla, orangutan, leopard, sloth, toucan, banyan, jungle tree, mangrove, "
        "fern, sauropod, t-rex, vines, snake, crocodile, hippopotamus, flamingo, frog, elephant, stegosaurus, "
        "triceratops, mushroom tree"
    ),
    "desert": (
        "cactus, camel, two-hump camel, acacia, scorpion, butte, agave, giraffe, zebra, rhinoceros, lion, "
        "astronaut, arch, kangaroo"
    ),
    "city": (
        "glass tower, brick tower, neon tower, car, taxi, bus, tram, shopfront, police-car, fire-engine, "
        "ambulance, motorcycle, vertical-traffic-light, delivery-truck, kick-scooter, motor-scooter, trolleybus, "
        "auto-rickshaw, office-building, robot"
    ),
    "snow": "penguin, emperor-penguin, igloo, walrus, mammoth, snowman, sled, ice-castle, polar bear",
    "forest": (
        "owl, deer, wolf, bear, fox, pine, fir, birch, oak, mushroom, toadstool, hedgehog, squirrel, beaver, "
        "badger, raccoon, tent, campfire"
    ),
    "lake": "torii, temple, swan, duck, rowing boat, willow, reeds, heron, wizard, dragon, castle",
}
