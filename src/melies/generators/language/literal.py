"""What a text shows, out of what it says: quotations, likenesses and hearsay are not staged, nor what is over.

"Her eyes were like lamps", "he dreamt of the sea", a sign that says "NEON": no lamps, no sea and no neon. "The rain had
stopped" shows no rain.
"""

from __future__ import annotations

import re
from functools import lru_cache

from melies.generators.language.tables.colours import COLOURS
from melies.generators.language.tables.grammar import DOES

QUOTED = re.compile(r"“[^“”]*”?|\"[^\"]*\"|«[^«»]*»|„[^„“”]*[“”]|「[^「」]*」|(?<!\w)‘[^‘’]{2,}’(?!\w)")
_DEEDS = "|".join(sorted(word for listed in DOES.values() for word in listed.split() if word.endswith(("s", "ed"))))
_PHRASE = rf"(?:(?!\s*(?:\b(?:and|but|while|who|which|when)\b|\b(?:{_DEEDS})\b))[^.,;:!?\n])*"
LIKE = re.compile(
    rf"(?<!would )(?<!\bi )(?<!you )(?<!they )(?<!we )\blike\b(?!\s*[,.;:!?])\s{_PHRASE}"
    rf"|\bas (?!well|soon|long|far)(?P<so>\w+) as\b\s{_PHRASE}"
    rf"|\b(?P<hue>{'|'.join(sorted(COLOURS))}) as\b\s{_PHRASE}"
    r"|\bas (?:if|though)\b[^.;!?\n]*",
    re.IGNORECASE,
)
_TELLS = (
    r"(?:s(?:ay|ays|aid|aying|ing|ings|ang|peak|peaks|poke)|t(?:ell|ells|old|elling|alk|alks|alked|hink|hinks|hought)|"
    r"dream(?:s|ed|t|ing)?|remember(?:s|ed|ing)?|imagin(?:e|es|ed|ing)|wish(?:es|ed)?|hop(?:e|es|ed)|"
    r"wonder(?:s|ed)?|kn(?:ow|ows|ew)|believ(?:e|es|ed)|promis(?:e|es|ed)|explain(?:s|ed)?|ask(?:s|ed)?|hear(?:s|d)?|"
    r"fear(?:s|ed)?|warn(?:s|ed)?|reads?)"
)
HEARSAY = re.compile(
    rf"\b{_TELLS} (?P<told>(?:(?!and\b|but\b)[\w'’]+ ){{0,3}}?(?:that|of|about|if|whether|how|why|where)\b[^.;!?\n]*"
    r"|(?:it|there|he|she|they|we|you) (?:will|would|had|was|were|is|are|might|could)\b[^.;!?\n]*)"
    r"|(?P<condition>\b(?:if|unless)\b[^,.;!?\n]*)",
    re.IGNORECASE,
)
_WEATHER = (
    r"(?:rain(?:s|ing|fall)?|snow(?:s|ing|fall|storm)?|(?:thunder|sand)?storms?|thunder|lightning|blizzard|drizzle|"
    r"downpour|showers?|fog|mists?|haze|winds?|gale|clouds?)"
)
_ENDED = (
    r"(?:over(?!\s+(?!(?:and|but|so|now|when|at last|by|before)\b)\w)|"  # "rain over the hills" goes on
    r"gone|past|pass(?:es|ed)?(?! (?:over|by|through|across))|"
    r"stop(?:s|ped)?|end(?:s|ed)?|ceas(?:es|ed)|clear(?:s|ed)|lift(?:s|ed)|"
    r"die[sd] (?:down|away)|bl(?:ows|ew|own) over|fade[sd](?: away)?)"
)
_ADVERB = r"(?:(?:now|finally|already|slowly|suddenly|soon|long|just|at last|almost) )*"
OVER = re.compile(
    rf"\b(?P<a>{_WEATHER}) {_ADVERB}(?:(?:is|was|has|had|are|were|have|has been|had been) )?{_ADVERB}{_ENDED}\b"
    r"|\b(?:stop(?:s|ped)?|ceas(?:es|ed)|never|(?:do|does|did|is|was|has|had)(?: not|n['’]t))(?: to)? "
    r"(?P<b>rain|snow)(?:ing|s|ed)?\b"
    rf"|\b(?:after|before) (?:the |a |an |all that |all the |last night['’]s )?(?:[\w-]+ )?(?P<c>{_WEATHER})\b"
    r"|\b(?:will|would|might|may|could|going to) (?:soon |surely |never )?(?P<d>rain|snow|storm)\b",
    re.IGNORECASE,
)


def over(text: str) -> bool:
    """Whether a text says that bad weather has ended."""
    return any(found["a"] or found["b"] for found in OVER.finditer(text))


def literal(text: str) -> tuple[str, tuple[str, ...]]:
    """`shown`, where weather that has ended, or has yet to come, reads "no rain"."""
    kept, told = shown(text)
    return OVER.sub(_ended, kept), told


@lru_cache(maxsize=4096)
def shown(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what is only said, and the parts that were left out, as they were written.

    A text that is nothing but a quotation is taken at its word.
    """
    told: list[str] = []

    def leave(found: re.Match[str]) -> str:
        kept = found.groupdict().get("so") or found.groupdict().get("hue") or ""
        told.append(found[0].strip().removeprefix(kept).strip())
        return f"{kept} , "

    def hearsay(found: re.Match[str]) -> str:
        part = str(found["told"] or found["condition"])
        told.append(part.strip())
        return found[0].removesuffix(part) + ", "

    for pattern, replaced in ((QUOTED, leave), (LIKE, leave), (HEARSAY, hearsay)):
        kept = pattern.sub(replaced, text)
        if not re.search(r"\w", kept):
            return text, ()
        text = kept
    return text, tuple(told)


def _ended(found: re.Match[str]) -> str:
    word = next(filter(None, found.groups())).lower()
    return f", no {'snowfall' if word == 'snow' else word}, "
