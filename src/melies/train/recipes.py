"""The recipes of the shipped looks: what each is learnt from and how it is laid on; and the words of their page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from melies.models.looks import Manner

BY_AGE = "public domain by age (picture); numbers Apache-2.0"
OWN = "Apache-2.0"
PACKAGE = "preset {} of the network (TensorFlow and Magenta)"


@dataclass(frozen=True)
class Recipe(Manner):
    """One look: a preset's number, or a painting's file name in the pack, or "drawn" for our own picture.

    stroke: scale of the painting's marks (`look.Lesson`). weights: changes to the usual weights of the losses.
    """

    name: str
    source: int | str
    about: str
    stroke: float = 1.0
    weights: Mapping[str, float] = field(default_factory=dict)


FLAT = {"variation": 3.0}
CARD = """# The looks

Each file holds the 990 normalisation numbers of one look (fp16) for the network in `../style`, and its card. Those
with a distance were learnt by `python -m melies.train.shelf PACK.zip OUT_DIR` (360 steps of one 104-pixel crop, four
to seven minutes of one processor core) from the picture named; the distance is of Gram matrices (VGG16, blocks 1 to 4)
on four held-out pictures, for the nearest preset and for the learnt look. The others are presets the network came with.
No painting and no feature network is shipped. `--cards` renews this page.

| look | what it looks like | learnt from | style distance | licence |
| --- | --- | --- | --: | --- |
{rows}
"""
RECIPES = (
    Recipe(
        "neon jungle", "drawn", "gouache in indigo and teal, cut leaves rimmed with magenta, cyan and amber light",
        tone=0.5, hue=0.3, calm=0.5, limit=0.7, glow=0.5,
        palette=("#0d0a2e", "#123a63", "#0b6b74", "#4c1a78", "#c01f86", "#ff3aa0", "#1fd8dc", "#ffb347"),
    ),
    Recipe("starry oils", 19, "thick blue and gold oil strokes that swirl through the sky", strength=0.6, calm=0.2),
    Recipe("pastel fog", 14, "pale blue and peach chalk, soft edges, morning air"),
    Recipe("lamplit dusk", 23, "quiet dark greens and warm lamplight, almost no strokes"),
    Recipe("ink and gold", 2, "broad ink brush over cream, gold and powder blue"),
    Recipe("violet crayon", 16, "crayon hatching in violet, blue and mustard"),
    Recipe("woodblock wave", "the-great-wave", "carved blue outlines, flat tints on tan paper",
           tone=0.7, hue=0.8, calm=0.7, weights=FLAT),
    Recipe("woodblock snow", "benzaiten-shrine", "grey and white print with quiet gradations", calm=0.5, weights=FLAT),
    Recipe("poppy print", "hokusai-poppies", "flat celadon, coral and ink, a botanical print", calm=0.5, weights=FLAT),
    Recipe("cafe night", "cafe-terrace", "cobalt night and lamp yellow in short bricks of paint",
           tone=0.8, hue=0.8, calm=0.3),
    Recipe("wheat field", "gogh-the-harvest", "dry yellow, sage and sky in fine parallel dabs", calm=0.4),
    Recipe("cobalt swirl", "the-church-at", "heavy cobalt and green ribbons of oil"),
    Recipe("paper geometry", "composition-viii", "cream paper, ruled lines, pure colours", calm=0.4, weights=FLAT),
    Recipe("old harvest", "the-harvesters", "engraved lines over ochre, sage and sky", strength=0.6, calm=0.3),
    Recipe("soft daylight", "ramparts", "soft washes of sand, jade and blue, hardly an edge", weights=FLAT),
)  # fmt: skip
