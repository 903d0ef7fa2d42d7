"""What the pictures of the landscape pack show: captions, tags, exposures, written by looking at them."""

from __future__ import annotations

CLASS_TAGS = {  # first word of an endless-sky file name -> tags
    "badlands": "badlands rocks",
    "beach": "beach coast sea",
    "bwerner": "rocks",
    "canyon": "canyon",
    "city": "city",
    "desert": "desert",
    "dmottl": "snow mountain winter",
    "dune": "dunes",
    "earthrise": "space moon earth",
    "fields": "fields",
    "fog": "fog",
    "forest": "forest",
    "hills": "hills",
    "industrial": "industry city night",
    "lava": "volcano lava",
    "loc": "factory interior",
    "mfield": "city",
    "mountain": "mountain",
    "myrabella": "nature",
    "nasa": "space flight",
    "sea": "sea",
    "sky": "sky clouds",
    "snow": "snow winter",
    "space": "space station interior",
    "station": "industry interior",
    "valley": "valley",
    "water": "water lake",
}
WORDS = """
sunset sunrise dusk dawn night evening fog mist misty foggy hazy haze cloudy clouds overcast stormy storm snow snowy
ice glacier mountain mountains hills cliff cliffs canyon desert dunes sand sandy rocks rocky sea ocean coast beach
waves surf island islands lake river pond forest trees jungle meadow fields field grass valley volcano lava crater
martian moon earth jupiter city skyline skyscrapers harbour bridge tower factory rocket lightning interior surreal
golden blue green red orange purple pink grey brown yellow white dark
""".split()
INDOOR = {"loc", "space", "station"}

# panorama -> (tags, key of the exposure, [(first yaw, last yaw, caption)]); yaw counts steps of 30 degrees, 0..11
PANORAMAS: dict[str, tuple[str, float, list[tuple[int, int, str]]]] = {
    "pmndrs/apartment": (
        "room interior",
        0.32,
        [
            (1, 3, "large bright window with curtains in an empty room"),
            (0, 11, "empty apartment room with cream walls"),
        ],
    ),
    "pmndrs/bridge": (
        "corridor interior",
        0.32,
        [
            (1, 3, "long white corridor of a glass footbridge"),
            (6, 8, "long white corridor of a glass footbridge"),
            (0, 11, "slanted windows of a glass footbridge"),
        ],
    ),
    "pmndrs/city": (
        "city street overcast",
        0.32,
        [(0, 11, "wide grey city square with high-rise buildings, overcast sky")],
    ),
    "pmndrs/dawn": (
        "desert dawn rocks",
        0.24,
        [
            (0, 3, "rocky desert with dark mountains at a pink dawn"),
            (11, 11, "rocky desert with dark mountains at a pink dawn"),
            (0, 11, "rocky desert hills under a violet dawn sky"),
        ],
    ),
    "pmndrs/esplanade": ("hall interior", 0.32, [(0, 11, "modern foyer with wooden columns and a glass roof")]),
    "pmndrs/forest": (
        "forest trees",
        0.32,
        [
            (1, 3, "sunlit forest with tall trunks and a dark rock"),
            (8, 10, "sunlit forest with a path and a dark rock"),
            (0, 11, "sunlit forest with tall trunks and ferns"),
        ],
    ),
    "pmndrs/hall": ("hall interior", 0.32, [(0, 11, "large white hall with a tiled floor and a dark ceiling")]),
    "pmndrs/lab": ("laboratory interior", 0.32, [(0, 11, "old laboratory with green walls and wooden desks")]),
    "pmndrs/lobby": (
        "hall interior",
        0.32,
        [(6, 9, "lobby with a lime green wall"), (0, 11, "bright lobby with a wooden floor")],
    ),
    "pmndrs/night": (
        "night savanna trees",
        0.09,
        [(0, 11, "dry savanna with bushes and trees at night, a glow on the horizon")],
    ),
    "pmndrs/park": (
        "park lawn summer",
        0.32,
        [
            (0, 2, "green lawn in a park with a low sun, blue sky"),
            (0, 11, "green lawn in a park under a clear blue sky"),
        ],
    ),
    "pmndrs/sky": ("sky clouds water", 0.32, [(0, 11, "blue sky with white clouds above calm misty water")]),
    "pmndrs/sunset": (
        "city sunset",
        0.24,
        [
            (0, 4, "waterfront square with lamp posts at sunset"),
            (5, 10, "old palace and columns on a stone square at dusk"),
            (11, 11, "old palace on a stone square at sunset"),
        ],
    ),
    "pmndrs/venice": (
        "sea quay dusk",
        0.22,
        [
            (1, 5, "calm blue lagoon seen from a stone quay at dusk"),
            (0, 11, "brick buildings and trees on a quay at blue dusk"),
        ],
    ),
    "pmndrs/warehouse": ("warehouse interior", 0.32, [(0, 11, "empty warehouse with a concrete floor")]),
    "pmndrs/workshop": ("workshop interior", 0.32, [(0, 11, "workshop hall with machines and bright windows")]),
    "blender/city": ("city street", 0.32, [(0, 11, "parking lot with office buildings under a pale sky")]),
    "blender/courtyard": (
        "courtyard house",
        0.32,
        [
            (0, 3, "sunny courtyard with orange walls"),
            (11, 11, "sunny courtyard with orange walls"),
            (0, 11, "shady porch with orange walls beside a sunny courtyard"),
        ],
    ),
    "blender/forest": (
        "park trees path",
        0.32,
        [
            (2, 5, "old stone steps and rocks among green trees"),
            (0, 11, "park path among green trees with a wooden fence"),
        ],
    ),
    "blender/interior": (
        "room interior",
        0.32,
        [
            (0, 3, "hotel room with bright curtained windows"),
            (4, 5, "hotel room with white beds"),
            (0, 11, "hotel room with a door and a television"),
        ],
    ),
    "blender/night": ("night meadow", 0.08, [(0, 11, "dark meadow with trees and a few lights at night")]),
    "blender/studio": ("studio interior", 0.32, [(0, 11, "photo studio with dark curtains and bright lamps")]),
    "blender/sunrise": (
        "field sunrise mist",
        0.28,
        [
            (0, 3, "misty meadow with a golden sun at sunrise"),
            (4, 6, "misty meadow with power pylons at sunrise"),
            (7, 8, "misty meadow under a clear morning sky"),
            (0, 11, "misty meadow with a tree under a clear morning sky"),
        ],
    ),
    "blender/sunset": (
        "sea sunset quay",
        0.26,
        [
            (0, 2, "calm lagoon at sunset"),
            (10, 11, "calm lagoon beside a stone quay at dusk"),
            (3, 9, "red villa and trees on a quay at dusk"),
        ],
    ),
}
FIELD_OF_VIEW, PITCHES = 75, {"level": 2, "up": 18}

PAINTER = {
    "Katsushika Hokusa": "Katsushika Hokusai",
    "Pieter Brugel": "Pieter Bruegel the Elder",
    "Bazille": "Frédéric Bazille",
    "Vincent Van Gogh": "Vincent van Gogh",
}
LEFT_OUT = {"Pieta"}  # a photograph of a sculpture has a photographer
WRONG_YEAR = {"The Benzaiten Shrine at Inokashira in Snow"}  # 1760-70 in the package; the painter was born in 1797
PAINTING_TAGS = {
    "Hokusai": "ukiyo-e woodcut japan",
    "Hiroshige": "ukiyo-e woodcut japan",
    "Gogh": "post-impressionism oil",
    "Renoir": "impressionism oil",
    "Cassatt": "impressionism oil",
    "Bazille": "impressionism oil",
    "Kandinsky": "abstract",
    "Arcimboldo": "mannerism oil",
    "Bruegel": "renaissance oil",
    "Leonardo": "renaissance oil",
    "Bellini": "renaissance oil",
    "Dürer": "renaissance watercolour",
}
PAINTING_CAPTION = {
    "Viewing Sunset over the Ryogoku Bridge from the Ommaya Embankment": (
        "people in a ferry boat on blue water with a long bridge, sunset, woodcut print"
    ),
    "Poppies": "orange poppies in the wind, woodcut print",
    "Kazusa sea Route": "large sailing boat on a blue sea, woodcut print",
    "Mona Lisa": "portrait of a smiling woman with folded hands, oil painting",
    "La Pala di Pesaro": "walled castle on a rocky hill, oil painting",
    "Lion": "walking lion, watercolour painting",
    "The Harvesters": "harvesters resting under a tree in golden wheat fields, oil painting",
    "Girls At The Piano": "two girls at a piano, impressionist painting",
    "Composition VIII": "circles, lines and triangles, abstract painting",
    "Bal du moulin de la Galette": "crowd dancing in a garden, impressionist painting",
    "The Ramparts at Aigues-Mortes": "walled town behind blue water under a wide sky, impressionist painting",
    "Summertime": "two women in a boat among ducks, impressionist painting",
    "Village Street in Auvers": "village street with red roofs and a swirling blue sky, post-impressionist painting",
    "Spring": "profile of a head made of flowers, mannerist painting",
    "The Librarian": "figure made of books, mannerist painting",
    "Oiran and Kamuro": "woman in a red kimono with a girl, woodcut print",
    "Woman holding a fan": "portrait of a woman with a fan, woodcut print",
    "Ejiri in Suruga Province": "travellers in the wind with flying papers and a bent tree, woodcut print",
    "The Great Wave off Kanagawa": "great blue wave with boats and a snowy mountain, woodcut print",
    "The Benzaiten Shrine at Inokashira in Snow": "shrine on a lake in the snow, woodcut print",
    "Horse-mackerel and Prawn": "two blue fish and prawns, woodcut print",
    "Entrance Hall of Saint-Paul Hospital": "yellow vaulted hall with a door to a garden, post-impressionist painting",
    "The Bridge of Langlois at Arles with a lady with umbrella": (
        "drawbridge over a canal with two cypresses, post-impressionist painting"
    ),
    "The Church at Auvers-sur-Oise": "church under a dark blue sky with a path, post-impressionist painting",
    "Painter on His Way to Work": "painter walking on a sunny road between trees, post-impressionist painting",
    "The Harvest": "wide golden plain with wheat fields and blue hills, post-impressionist painting",
    "Cafe Terrace at Night": "yellow café terrace on a street under a starry night sky, post-impressionist painting",
    "The Night Café": "café interior with a billiard table and red walls, post-impressionist painting",
    "Portrait of Pere Tanguy": "portrait of a man in a hat in front of Japanese prints, post-impressionist painting",
}
