"""The stage's own set pieces, by the names of `scene.paint`, and other words for them."""

NATIVES: dict[str, str] = {
    "pine": "pine tree, pines, conifer, evergreen",
    "fir": "fir tree, spruce, larch, redwood, sequoia",
    "cypress": "cypress tree, poplar",
    "oak": (
        "oak tree, tree, beech, elm, maple, maple tree, leafy tree, chestnut tree, fruit tree, apple tree, "
        "orange tree, lemon tree, olive tree, cherry tree, cherry blossom tree, blossoming tree, sakura, "
        "cherry blossoms, blossom tree, autumn tree, blossoming cherry tree, deciduous tree"
    ),
    "windswept": "windswept tree, bent tree, wind bent tree, juniper, bristlecone",
    "joshua tree": "yucca tree, yucca",
    "birch": "birch tree, aspen",
    "willow": "willow tree, weeping willow",
    "palm": "palm tree, coconut palm, coconut tree, date palm",
    "jungle tree": "kapok, tropical tree, rainforest tree",
    "banyan": "banyan tree, fig tree",
    "dead tree": "bare tree, leafless tree, withered tree, gnarled tree, twisted tree, dry tree, burnt tree",
    "acacia": "acacia tree, umbrella thorn, baobab, baobab tree",
    "cactus": "cacti, saguaro, cactuses",
    "agave": "aloe, succulent",
    "mangrove": "mangrove tree",
    "mushroom tree": "giant mushroom, huge mushroom, tall mushroom, giant fungus, giant toadstool",
    "bush": "shrub, hedge, bramble, thornbush, shrubbery, rosebush, briar",
    "fern": "bracken",
    "broad leaves": (
        "broad leaf, banana leaf, tropical leaf, monstera, big leaf, foliage, leaves, lush vegetation, vegetation"
    ),
    "reeds": "reed, cattail, bulrush, rushes",
    "grass": (
        "tall grass, long grass, high grass, pampas grass, grasses, wheat, barley, corn field, cornfield, wheat field"
    ),
    "wildflowers": (
        "flower, wildflower, blossom, poppy, poppies, daisies, lavender, bluebell, buttercup, dandelion, "
        "lupine, bloom, petal"
    ),
    "lily pads": "lily pad, water lily, waterlily, water lilies",
    "vines": "vine, liana, creeper, ivy, hanging vine",
    "glowing mushrooms": (
        "glowing mushroom, luminous mushroom, bioluminescent mushroom, glowing fungus, glowing fungi, "
        "bioluminescent plant, glowing plant"
    ),
    "heather": "heath flower, purple heather",
    "coral plant": "alien plant, strange plant, fan coral",
    "spiral plant": "curled plant, alien flower, strange flower",
    "stones": "pebbles, gravel, stepping stones, cobblestones",
    "snow drift": "snowdrift, snowbank, pile of snow, heap of snow",
    "cratered planet": "rocky planet, dead planet, alien moon, gas planet, jupiter",
    "rock": "stone, rubble",
    "boulder": "standing stone, big rock, huge rock, monolith, menhir, stone circle",
    "sea stack": "rock pillar, sea rock",
    "butte": "rock tower, hoodoo",
    "arch": "rock arch, stone arch, natural arch, natural bridge",
    "cottage": "farmhouse, thatched cottage, hobbit house, bungalow",
    "house": "home, mansion, villa, manor, townhouse, inn, tavern, residence",
    "cabin": "log cabin, wooden cabin, chalet, lodge, log house, shack",
    "barn": "stable, granary",
    "church": "chapel, cathedral, abbey, monastery",
    "lighthouse": "light house, beacon tower",
    "windmill": "mill",
    "castle": "fortress, palace, citadel, fairytale castle, keep, chateau, stronghold",
    "temple": "pagoda, chinese temple, japanese temple, buddhist temple",
    "hut": "straw hut, mud hut, yurt, hovel",
    "tent": "camping tent, camp, encampment, tipi, teepee",
    "watchtower": (
        "tower, guard tower, lookout tower, stone tower, wizard's tower, turret, belfry, clock tower, bell tower"
    ),
    "columns": "ruin columns, column, pillar, ruins, greek temple, colonnade, roman ruins, ancient temple, temple ruin",
    "glass tower": "skyscraper, high rise, office tower, building, city tower",
    "brick tower": "tower block, apartment block, tenement, apartment building",
    "neon tower": "neon skyscraper, neon building",
    "antenna tower": "radio mast, transmitter, radio tower, transmission tower, radio antenna",
    "shopfront": (
        "shop, store, cafe, café, ramen shop, noodle bar, restaurant, market stall, bakery, kiosk, food "
        "stall, spice stall, fruit stall, stall, bar, diner"
    ),
    "street lamp": "streetlamp, streetlight, street light, lamp post, lamppost, lantern post, gas lamp",
    "bridge": "stone bridge, footbridge, rope bridge, viaduct, aqueduct",
    "pier": "jetty, dock, wharf, boardwalk",
    "fence": "picket fence, railing, wooden fence, garden fence",
    "signpost": "sign post, road sign, wooden sign, guidepost",
    "torii": "torii gate, shrine gate, shinto gate, shinto shrine",
    "rowing boat": "rowboat, row boat, boat, dinghy, skiff, gondola, wooden boat, punt, raft",
    "sailboat": "sailing boat, sail boat, yacht, sloop, catamaran",
    "ship": ("tall ship, sailing ship, galleon, pirate ship, schooner, frigate, caravel, steamship, vessel, old ship"),
    "car": "automobile, sedan, hovercar, motorcar",
    "train carriage": "train, steam train, locomotive, railway train, subway train, bullet train, railway",
    "balloon": "hot-air balloon, hot air balloon, air balloon",
    "airship": "zeppelin, blimp, dirigible, sky ship, skyship",
    "rocket": "rocket ship, rocketship, spaceship, space ship, spacecraft, starship, space rocket, space shuttle",
    "saucer": "flying saucer, ufo, alien ship, alien spaceship, alien craft",
    "campfire": "camp fire, bonfire, fire, flame, flames, fireplace",
    "lantern": "paper lantern, lamp, chinese lantern, floating lantern, sky lantern, torch, oil lamp",
    "bench": "park bench, wooden bench",
    "crate": "wooden crate, box, wooden box",
    "moon": "full moon, blood moon, harvest moon, supermoon, moons",
    "crescent": "crescent moon, half moon, new moon, sickle moon, waning moon, waxing moon",
    "ringed planet": "planet, planet with rings, planet with a ring, saturn, gas giant, ringed world, giant planet",
    "sun": "suns, solar disc, sun disc",
    "waterfall": "",
}

# A kind whose own name means something else in a sentence: a balloon is a toy, unless it is a hot-air balloon.
NOT_WORDS = {"balloon", "windswept"}

# Words that bring a colour with them.
TINTS = {
    "cherry tree": "pink",
    "cherry blossom tree": "pink",
    "blossoming cherry tree": "pink",
    "cherry blossoms": "pink",
    "sakura": "pink",
    "blossoming tree": "blush",
    "blossom tree": "blush",
    "autumn tree": "orange",
    "wheat": "golden",
    "barley": "golden",
    "wheat field": "golden",
    "corn field": "mustard",
    "cornfield": "mustard",
    "poppy": "red",
    "poppies": "red",
    "lavender": "lavender",
    "bluebell": "indigo",
    "buttercup": "yellow",
    "dandelion": "yellow",
    "blood moon": "crimson",
    "harvest moon": "orange",
    "lavender field": "lavender",
    "bluebell wood": "indigo",
    "bluebell forest": "indigo",
    "purple heather": "purple",
}

NO_THINGS = {"window"}  # cut-outs of what is only a part of other things

HOLLOW = set(  # what somebody could be inside of
    "cottage house cabin barn church lighthouse windmill castle temple hut tent watchtower shopfront crate car balloon "
    "airship rocket saucer ship sailboat".split()
) | {"rowing boat", "train carriage", "glass tower", "brick tower"}
ALOFT = {"balloon", "airship", "saucer", "moon", "crescent", "ringed planet", "cratered planet", "sun"}
MAY_FLY = ALOFT | {"rocket", "lantern", "car"}
SOLE = {"moon", "crescent", "sun"}  # a count of one unless the text says more
CROWDS = {
    "wildflowers": 10,
    "grass": 10,
    "oak": 6,
    "pine": 7,
    "fir": 7,
    "glass tower": 7,
    "palm": 4,
    "reeds": 6,
    "broad leaves": 5,
    "vines": 4,
    "glowing mushrooms": 7,
    "fern": 6,
    "rock": 5,
}
MATERIALS = set(
    """
stone wooden wood brick paper thatched timber mud straw log iron steel metal brass marble concrete tin leather
woollen woolen cotton silk velvet wicker clay
""".split()
)
