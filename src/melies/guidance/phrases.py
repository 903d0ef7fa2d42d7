"""Ways to say each class of the palette, the usual one first; a moon has a class of its own here."""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    "sky": ("sky", "the sky", "open sky", "heavens"),
    "cloud": ("cloud", "clouds", "a cloud in the sky"),
    "sun/moon": ("sun", "the sun", "sun in the sky"),
    "star": ("star", "stars", "starry sky"),
    "mountain": ("mountain", "mountains", "a mountain range", "peaks"),
    "hill": ("hill", "hills", "a hillside"),
    "ground": ("ground", "the ground", "earth", "soil"),
    "sand": ("sand", "beach", "dunes"),
    "snow": ("snow", "snowy ground"),
    "rock": ("rock", "rocks", "stone", "boulder", "cliff"),
    "grass": ("grass", "meadow", "a lawn", "tall grass"),
    "water": ("water", "lake", "the sea", "river", "ocean"),
    "tree": ("tree", "trees", "forest", "pine tree", "a tree trunk"),
    "bush": ("bush", "shrub", "flowers", "fern"),
    "building": ("building", "house", "buildings", "tower", "a city building"),
    "road": ("road", "street", "pavement", "path"),
    "light": ("light", "lamp", "neon sign", "lantern"),
    "character": ("character", "person", "a man", "a woman", "a child", "people"),
    "animal": ("animal", "a dog", "a bird", "a beast"),
    "prop": ("object", "prop", "thing"),
    "vehicle": ("vehicle", "car", "boat", "ship"),
    "moon": ("moon", "the moon", "full moon"),
}


def rivals(words: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Phrases that mean the words, and phrases for everything else that a place may show."""
    said = words.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ").strip()
    for name, ways in PHRASES.items():
        if said in ways or said.rstrip("s") in ways:
            return (ways[0],), tuple(other[0] for key, other in PHRASES.items() if key != name)
    return (said,), tuple(ways[0] for ways in PHRASES.values())
