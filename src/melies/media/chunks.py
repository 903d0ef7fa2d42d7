"""The text chunks that let a PNG tell how it was made: the whole request, and A1111's `parameters`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from melies import __version__
from melies.core.request import Phrase, Request


def of_request(
    request: Request, info: Mapping[str, Any] | None = None, more: Mapping[str, Any] = MappingProxyType({})
) -> dict[str, str]:
    """`melies`: the canonical request as JSON; `parameters`: the text other tools read.

    info: what the engine said of its picture; `made` (library versions) and `sha256` (of the checkpoint) go along, and
    so does what `more` tells of its making.
    """
    facts = {name: (info or {})[name] for name in ("sha256", "made") if (info or {}).get(name)} | dict(more)
    made = {"melies-made": json.dumps(facts, sort_keys=True)} if facts else {}
    return {"melies": request.canonical(), "parameters": parameters(request, info or {}), **made}


def parameters(request: Request, info: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The request as the three-part text AUTOMATIC1111's web UI writes: prompt, negative prompt, settings.

    Words and settings the engine says it was given take the place of the request's.
    """
    used = {**request.options, **info.get("settings", {})}
    checkpoint = str(request.options.get("checkpoint", ""))
    model = PurePath(checkpoint).stem if checkpoint else request.engine
    settings = {
        "Steps": used.get("steps", 1),
        "Sampler": used.get("sampler", request.engine),
        "CFG scale": used.get("guidance", 1),
        "Seed": request.noise_seed if "checkpoint" in info else request.seed,
        **_variation(used),
        "Size": request.size,
        "Model": model,
        **({"Denoising strength": used["strength"]} if "strength" in used else {}),
        **({"Model hash": str(info["sha256"])[:10]} if info.get("sha256") else {}),
        "Version": f"melies {__version__}",
    }
    lines = [" ".join(str(info.get("prompt") or _words(request.prompt)).split())]
    unwanted = " ".join(str(info["negative_prompt"] if "prompt" in info else _words(request.avoid)).split())
    lines += [f"Negative prompt: {unwanted}"] if unwanted else []
    lines.append(", ".join(f"{name}: {value}" for name, value in settings.items()))
    return "\n".join(lines)


def _variation(used: Mapping[str, Any]) -> dict[str, Any]:
    strength = used.get("subseed_strength", 0)
    return {"Variation seed": used.get("subseed", 0), "Variation seed strength": strength} if strength else {}


def _words(phrases: Iterable[Phrase]) -> str:
    """Phrases joined by commas; a weight other than 1 is written `(words:1.2)`."""
    flat = ((" ".join(p.text.split()), p.weight) for p in phrases)  # a line break would start the next part
    return ", ".join(text if weight == 1.0 else f"({text}:{weight:g})" for text, weight in flat)
