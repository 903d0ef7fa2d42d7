"""BERT's uncased tokens: words cut greedily into the longest pieces of a vocabulary (Devlin et al. 2019)."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from melies.core.errors import OurBug

VOCABULARY = Path(__file__).parent.parent / "assets" / "text" / "vocab.txt"
SHA256 = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3"
LONGEST_WORD = 100
CJK = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x2CEAF), (0x2F800, 0x2FA1F))


@dataclass(frozen=True)
class WordPiece:
    """The vocabulary: piece -> number; pieces inside a word begin with `##`."""

    pieces: dict[str, int]

    @classmethod
    def shipped(cls) -> WordPiece:
        """The vocabulary in the assets, checked by hash."""
        raw = VOCABULARY.read_bytes()
        if hashlib.sha256(raw).hexdigest() != SHA256:
            raise OurBug(f"{VOCABULARY} was changed; restore it from the repository")
        return cls({piece: number for number, piece in enumerate(raw.decode().splitlines())})

    def ids(self, text: str) -> list[int]:
        """Numbers of the pieces between [CLS] and [SEP]; unknown words become [UNK]."""
        inner = [number for word in _words(text) for number in self._cut(word)]
        return [self.pieces["[CLS]"], *inner, self.pieces["[SEP]"]]

    def _cut(self, word: str) -> list[int]:
        if len(word) > LONGEST_WORD:
            return [self.pieces["[UNK]"]]
        found, start = [], 0
        while start < len(word):
            head = "##" if start else ""
            end = next((e for e in range(len(word), start, -1) if head + word[start:e] in self.pieces), None)
            if end is None:
                return [self.pieces["[UNK]"]]
            found.append(self.pieces[head + word[start:end]])
            start = end
        return found


def _words(text: str) -> list[str]:
    """Lower-case words without accents; punctuation and Chinese characters stand alone."""
    spaced = []
    for letter in unicodedata.normalize("NFD", "".join(map(_clean, text)).lower()):
        if unicodedata.category(letter) != "Mn":
            spaced.append(f" {letter} " if _alone(letter) else letter)
    return "".join(spaced).split()


def _clean(letter: str) -> str:
    if letter in "\t\n\r" or unicodedata.category(letter) == "Zs":
        return " "
    return "" if letter == "\ufffd" or unicodedata.category(letter).startswith("C") else letter


def _alone(letter: str) -> bool:
    code = ord(letter)
    ascii_sign = letter.isascii() and not letter.isalnum() and not letter.isspace()
    return ascii_sign or unicodedata.category(letter).startswith("P") or any(a <= code <= b for a, b in CJK)
