"""The text chunks that let a PNG tell how it was made: the whole request, and A1111's `parameters`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath

from melies import __version__
from melies.core.request import Phrase, Request


def of_request(request: Request) -> dict[str, str]:
    """`melies`: the canonical request as JSON; `parameters`: the text other tools read."""
    return {"melies": request.canonical(), "parameters": parameters(request)}


def parameters(request: Request) -> str:
    """The request as the three-part text AUTOMATIC1111's web UI writes: prompt, negative prompt, settings."""
    checkpoint = str(request.options.get("checkpoint", ""))
    model = PurePath(checkpoint).stem if checkpoint else request.engine
    settings = {
        "Steps": request.options.get("steps", 1),
        "Sampler": request.options.get("sampler", request.engine),
        "CFG scale": request.options.get("guidance", 1),
        "Seed": request.seed,
        "Size": request.size,
        "Model": model,
        "Version": f"melies {__version__}",
    }
    lines = [_words(request.prompt)]
    if request.avoid:
        lines.append(f"Negative prompt: {_words(request.avoid)}")
    lines.append(", ".join(f"{name}: {value}" for name, value in settings.items()))
    return "\n".join(lines)


def _words(phrases: Iterable[Phrase]) -> str:
    """Phrases joined by commas; a weight other than 1 is written `(words:1.2)`."""
    flat = ((" ".join(p.text.split()), p.weight) for p in phrases)  # a line break would start the next part
    return ", ".join(text if weight == 1.0 else f"({text}:{weight:g})" for text, weight in flat)
