"""Author's text files: any usual encoding in, clean text out."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from melies.core.errors import AuthorError

LARGEST = 20_000_000


def read_text(path: Path, what: str) -> str:
    """The text of a file (UTF-8 with or without a mark, UTF-16 with one, else Windows-1252), lines ending in `\\n`.

    Raises AuthorError when the file is missing, empty, not text, or larger than 20 MB; `what` names it in messages.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST else None
    except FileNotFoundError:
        raise AuthorError(f"there is no {what} at {path}; check the name") from None
    except IsADirectoryError:
        raise AuthorError(f"{path} is a folder; a {what} is a file") from None
    except OSError as error:
        raise AuthorError(f"the {what} {path} can't be read: {(error.strerror or str(error)).lower()}") from None
    if raw is None:
        raise AuthorError(f"{path} is larger than {LARGEST // 1_000_000} MB; that is no {what}")
    if not raw.strip():
        raise AuthorError(f"the {what} {path} is empty")
    return _decoded(raw, path, what).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def clean(text: str) -> str:
    """One way to write each character (NFC) and each line end; no byte-order mark, no form feeds or stray controls."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    for line_end in ("\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(line_end, "\n")
    return "".join(letter for letter in text if letter in "\n\t" or _printable(letter))


def _printable(letter: str) -> bool:
    return (
        letter >= " "
        and letter not in "\ufeff\ufffe\uffff\x7f"
        and not "\x80" <= letter <= "\x9f"
        and not ("\ud800" <= letter <= "\udfff")
    )


def _decoded(raw: bytes, path: Path, what: str) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\x00" in raw:
        raise AuthorError(f"{path} is not text; a {what} is a plain text file")
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AuthorError(f"{path} is not readable as UTF-8 text; save it as UTF-8")
