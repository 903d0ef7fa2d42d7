"""A checkpoint loaded as diffusers' own pipeline: checked before, checked after, no code of the author's run.

A folder is read part by part, a single file through diffusers' converters with the configuration that lies beside it
(a folder of its name) or that we ship. Nothing asks the network.
"""

from __future__ import annotations

import json
import os
import re
import warnings
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from melies.core.errors import AuthorError
from melies.generators.checkpoints import clip
from melies.generators.checkpoints.checks import finite, gist, shapes_of, some, trusted, used, whole
from melies.generators.checkpoints.family import Sort, sort_of, told_by
from melies.generators.checkpoints.hashes import digest, weights
from melies.generators.checkpoints.header import SAFE, Shapes

LIBRARIES = ("diffusers", "transformers")
SHIPPED = ("sd1", "sd2", "sdxl")
HALVES = re.compile(r"\.(fp16|bf16)\.")
LEFT_OUT = ("safety_checker", "feature_extractor", "image_encoder")
HELD = {  # how the names begin of what single files may leave out
    "vae": ("first_stage_model.", "vae."),
    "text_encoder": ("cond_stage_model.", "conditioner.embedders.", "text_encoders.clip_l."),
    "text_encoder_2": ("conditioner.embedders.1.", "text_encoders.clip_g."),
    "t5": ("text_encoders.t5xxl.",),
}
EXTRA = "painting with checkpoints needs more packages; in Melies's folder run: pip install '.[checkpoints]'"


@dataclass(frozen=True, eq=False)
class Loaded:
    """A pipeline of diffusers, the sort of checkpoint it was made from, the hash of its weights, its own sampler."""

    pipe: Any
    sort: Sort
    sha256: str
    sampler: Any = None


def load(path: Path, dtype: Any = None) -> Loaded:
    """Load a folder as diffusers saves it, or a single file. dtype: a torch dtype, float32 if left out.

    AuthorError for what is missing, cut short, damaged, incomplete, of the wrong shape, not finite, or no tensors.
    """
    quiet()
    path = path.expanduser()
    if not path.exists():
        raise AuthorError(f"there is no checkpoint at {path}")
    shapes = {} if path.is_dir() else shapes_of(path)
    sort = sort_of(path) if path.is_dir() else told_by(shapes)
    if sort.kind != "checkpoint":
        kind = sort.kind if sort.kind != "unknown" else "no checkpoint known here"
        raise AuthorError(f"{path.name} is {kind}; name a checkpoint (melies models lists them)")
    try:
        pipe = _folder(path, dtype) if path.is_dir() else _file(path, sort, shapes, dtype)
    except (AuthorError, MemoryError):
        raise
    except Exception as error:  # whatever a file of the author's makes the libraries say
        raise AuthorError(f"{path.name} can't be loaded: {_lacking(error) or gist(error)}") from None
    return Loaded(pipe, sort, digest(path), pipe.scheduler)


def quiet() -> None:
    """Keep diffusers and transformers to themselves and off the network. AuthorError where they are not installed."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    try:
        import diffusers
        import transformers
    except ImportError:
        raise AuthorError(EXTRA) from None
    warnings.filterwarnings("ignore", category=FutureWarning, module=r"(diffusers|transformers|peft)\b")
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()


def _lacking(error: Exception) -> str:
    """What the network lacks that diffusers could not move, for it does not say: "", if that is not what happened."""
    import torch

    trace = error.__traceback__ if isinstance(error, NotImplementedError) else None
    while trace is not None:
        for part in trace.tb_frame.f_locals.values():
            if isinstance(part, torch.nn.Module):
                lacking = sorted(name for name, value in part.named_parameters() if value.is_meta)
                if lacking:
                    return f"its {type(part).__name__} lacks {some(lacking)}"
        trace = trace.tb_next
    return ""


def _variant(folder: Path) -> str | None:
    """ "fp16" or "bf16" where a part was saved in halves only."""
    found = [HALVES.search(file.name) for file in folder.glob(f"*{SAFE}")]
    halves = {match[1] for match in found if match}
    return halves.pop() if found and all(found) and len(halves) == 1 else None


def _index(folder: Path) -> dict[str, Any]:
    """model_index.json; refused if a part comes from a library of its own."""
    try:
        index = json.loads((folder / "model_index.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise AuthorError(f"{folder / 'model_index.json'} is damaged ({gist(error)})") from None
    for name, value in index.items():
        if isinstance(value, list) and value[0] is not None and value[0] not in LIBRARIES:
            raise AuthorError(f"{folder.name}: part {name!r} asks for code of its own ({value[0]}); it is not run")
    return dict(index)


def _class(name: object) -> Any:
    import diffusers

    found = getattr(diffusers, str(name), None) if isinstance(name, str) else None
    if found is None or not issubclass(found, diffusers.DiffusionPipeline):
        raise AuthorError(f"diffusers has no pipeline {str(name)!r}")
    return found


def _folder(folder: Path, dtype: Any) -> Any:
    index = _index(folder)
    trusted(folder)
    parts = {
        name: part(folder, name, str(value[0]), str(value[1]), dtype)
        for name, value in index.items()
        if isinstance(value, list) and value[0] is not None and name not in LEFT_OUT
    }
    parts |= _without(index)
    return _class(index["_class_name"]).from_pretrained(
        str(folder), dtype=dtype, local_files_only=True, **parts
    )  # fmt: skip


def _without(index: dict[str, Any]) -> dict[str, Any]:
    """The parts a pipeline does without: those left empty (Stable Diffusion 3 may lack T5), and those we leave out."""
    empty = (name for name, value in index.items() if isinstance(value, list) and value[0] is None)
    return dict.fromkeys((*empty, *(name for name in LEFT_OUT if name in index)))


def part(folder: Path, name: str, library: str, kind: str, dtype: Any) -> Any:
    """One part of a pipeline's folder; a network lacks no tensor, holds none of another shape and no odd number."""
    import importlib

    import torch

    found: Any = getattr(importlib.import_module(library), kind, None)
    if found is None or not hasattr(found, "from_pretrained"):
        raise AuthorError(f"{folder.name}: {library} has no part {kind!r}")
    network = isinstance(found, type) and issubclass(found, torch.nn.Module)
    if not network:
        return found.from_pretrained(str(folder), subfolder=name, local_files_only=True)
    model, told = found.from_pretrained(
        str(folder), subfolder=name, dtype=dtype, local_files_only=True, output_loading_info=True,
        variant=_variant(folder / name), ignore_mismatched_sizes=True,  # they are told of below
    )  # fmt: skip
    lacking = sorted(str(key) for key in told.get("missing_keys", ()))
    if lacking:
        raise AuthorError(f"{folder.name}: {name} lacks {some(lacking)}")
    odd = [str(key[0] if isinstance(key, tuple) else key) for key in told.get("mismatched_keys", ())]
    if odd:
        raise AuthorError(f"{folder.name}: {name} has tensors of another shape: {some(sorted(odd))}")
    whole(folder.name, name or kind, model)
    halves = _variant(folder / name)
    files = (file for file in sorted((folder / name).iterdir()) if used(file, halves))
    finite(f"{folder.name}: {name or kind}", files)
    return model


def _file(path: Path, sort: Sort, shapes: Shapes, dtype: Any) -> Any:
    """A single file, by the configuration beside it (a folder of its name) or ours for its family.

    What the file does not hold, such as the text encoders of FLUX, is taken from the folder beside it.
    """
    config, index = _config(path, sort)
    given = _without(index)
    for name, value in index.items():
        if name in given or not isinstance(value, list):
            continue
        if name.startswith("tokenizer") and not (config / name).is_dir() and value[1] == "CLIPTokenizer":
            given[name] = clip.tokenizer("!" if name == "tokenizer_2" or sort.family == "sd2" else "<|endoftext|>")
        elif not any(key.startswith(_prefixes(name, str(value[1]))) for key in shapes):
            if not (config / name).is_dir() or not weights(config / name):
                raise AuthorError(f"{path.name} holds no {name}; put that part's folder beside it: {path.stem}/{name}/")
            trusted(config / name)
            given[name] = part(config, name, str(value[0]), str(value[1]), dtype)
    pipe = _class(index["_class_name"]).from_single_file(
        str(path), config=str(config), dtype=dtype, local_files_only=True, **given
    )  # fmt: skip
    for name, network in pipe.components.items():
        if name not in given:
            whole(path.name, name, network)
    finite(path.name, [path])
    return pipe


def _config(path: Path, sort: Sort) -> tuple[Path, dict[str, Any]]:
    """The folder of configurations that a single file is read by, and its model_index.json."""
    beside = path.with_suffix("")
    if (beside / "model_index.json").is_file():
        return beside, _index(beside)
    if sort.family in SHIPPED:
        name = f"{sort.family}-inpaint" if sort.inpaint else sort.family
        config = Path(str(resources.files("melies") / "assets" / "checkpoints" / name))
        return config, _index(config)
    raise AuthorError(
        f"{path.name} is of the family {sort.family or 'unknown'}, whose configuration is not in the file: put its "
        f"folder of configurations (model_index.json and so on) beside it as {beside.name}/"
    )


def _prefixes(name: str, kind: str) -> tuple[str, ...]:
    """How the names of a part's tensors begin in single files; any name will do for a part that is not left out."""
    return HELD.get("t5" if kind == "T5EncoderModel" else name, ("",))
