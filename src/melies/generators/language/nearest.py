"""The nearest drawable thing to a phrase no table holds, by MiniLM, or nothing: a wrong one is worse than none.

The vectors of everything known are computed once and shipped (`nearest.npz`); only the unknown phrase is encoded.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
from jaxtyping import Float32
from numpy import ndarray

from melies.core.plural import singulars
from melies.generators.language.lexicon import Noun, lexicon
from melies.models import text

VECTORS = Path(__file__).parent.parent.parent / "assets" / "text" / "nearest.npz"
NEAR = 0.72  # cosine from which a phrase means the word; tuned on 100 phrases that are in no table
# Words with a second sense that lies near to much: a president is near "bush".
AMBIGUOUS = frozenset(
    "bush rock keep mill bar camp drake home box horn record bow key ring watch star hole bin mask wood tub cab "
    "grave".split()
)
_SECOND_SENSE = {(word,) for word in AMBIGUOUS}


def names() -> list[str]:
    """Every word that means a thing, sorted: the rows of the vectors."""
    return sorted(
        " ".join(phrase) for phrase, roles in lexicon().roles.items() if "noun" in roles and phrase not in _SECOND_SENSE
    )


@lru_cache(maxsize=1)
def _vectors() -> tuple[list[str], Float32[ndarray, "n 384"]] | None:
    if not VECTORS.is_file() or not text.available():
        return None
    with np.load(VECTORS, allow_pickle=False) as kept:
        return list(map(str, kept["names"])), kept["vectors"].astype(np.float32)


@lru_cache(maxsize=2048)
def noun(phrase: str) -> Noun | None:
    """The thing a phrase means, or None. Without the encoder's package nothing is ever near."""
    found = ranked(phrase)
    if not found or found[0][0] < NEAR:
        return None
    _, word, thing = found[0]
    return None if _only_describes(phrase, word) or _derived(phrase, word) or _narrower(phrase, word) else thing


def ranked(phrase: str, most: int = 5) -> list[tuple[float, str, Noun]]:
    """The nearest known words: cosine, word, thing; best first."""
    kept, spoken = _vectors(), phrase.lower().strip()
    if kept is None or not spoken.isascii() or len(spoken) < 3:
        return []
    words, vectors = kept
    cosine = vectors @ text.embed([spoken])[0]
    roles = lexicon().roles
    best = np.argsort(-cosine, kind="stable")[:most]
    return [(float(cosine[n]), words[n], roles[tuple(words[n].split())]["noun"]) for n in best]


def _only_describes(phrase: str, word: str) -> bool:
    """ "taxi driver" is near "taxi" only because of the word it is described by; its head is the last."""
    parts = phrase.lower().split()
    head = {parts[-1], *singulars(parts[-1])}
    return len(parts) > 1 and bool(set(word.split()) & set(parts[:-1])) and not set(word.split()) & head


def _derived(phrase: str, word: str) -> bool:
    """A violinist is near "violin", a beehive near "bee": words grown from the known one mean something else."""
    for part in phrase.lower().split():
        for known in word.split():
            longer, shorter = max(part, known, key=len), min(part, known, key=len)
            if (
                longer != shorter
                and longer.startswith(shorter[: max(4, len(shorter) - 2)])
                and shorter not in singulars(longer)
            ):
                return True
    return False


def _narrower(phrase: str, word: str) -> bool:
    """A cart is no "shopping cart": the known word is one kind of what was asked."""
    return len(word.split()) > len(phrase.split()) and phrase.lower().split()[-1] == word.split()[-1]


def build(path: Path = VECTORS) -> int:
    """Compute and keep the vectors of all names; returns how many."""
    known = names()
    vectors = text.embed(known).astype(np.float16)
    np.savez_compressed(path, names=np.array(known), vectors=vectors)
    return len(known)


if __name__ == "__main__":
    print(f"{build()} words kept in {VECTORS.name}")
