"""Models by their names on the Hugging Face hub: taken from the cache on this disk, fetched only when told to.

The cache is the one that all of Hugging Face's tools share (HF_HOME, HF_HUB_CACHE say where it lies).
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from melies.core.errors import AuthorError
from melies.generators.checkpoints.family import json_of
from melies.generators.checkpoints.header import PICKLED, SAFE
from melies.generators.checkpoints.load import EXTRA, LEFT_OUT

NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")
PIPELINE, PART = "model_index.json", "config.json"
YOURSELF = f"download its {SAFE} file yourself and name that"
SHARD = r"(-\d+-of-\d+)?\.safetensors"
WEIGHTS = re.compile(rf"(diffusion_pytorch_)?model{SHARD}")  # diffusers' names, and those of the same at half precision
HALVES = re.compile(rf"(diffusion_pytorch_)?model\.(fp16|bf16){SHARD}")
WORDS = (".json", ".txt", ".model")  # configurations and vocabularies


@dataclass(frozen=True)
class Offer:
    """What the hub has of a model: its name, the commit, and the sizes in bytes of the files worth fetching."""

    name: str
    commit: str
    sizes: Mapping[str, int]

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def resolve(text: str) -> Path:
    """Where a model lies: a path as it is given, or for `owner/name` its folder in the cache.

    AuthorError for a name that was not fetched, or not to its end.
    """
    path = Path(text).expanduser()
    if path.exists() or not NAME.fullmatch(text) or path.suffix.lower() in (SAFE, *PICKLED):
        return path.absolute()
    folder = _kept(text)
    if folder is None:
        raise AuthorError(
            f"{text} is not on this machine, as a path or as a model that was fetched; "
            f"fetch it once with: melies models --get {text}"
        )
    lost = lacking(folder)
    if lost:
        raise AuthorError(f"{text} is here without its {lost[0]}; fetch the rest with: melies models --get {text}")
    return folder


def title(path: Path) -> str:
    """A model's name for people: `owner/name` in the cache, else that of its file or folder."""
    owner, dashes, name = path.parent.parent.name.removeprefix("models--").partition("--")
    return f"{owner}/{name}" if path.parent.name == "snapshots" and dashes else path.name


def offered(name: str) -> Offer:
    """Ask the hub what it has. AuthorError for an unknown name, no answer, or nothing that can be loaded here."""
    with _answering(name):
        from huggingface_hub import HfApi

        about = HfApi().model_info(name, files_metadata=True)
        sizes = {file.rfilename: file.size or 0 for file in about.siblings or ()}
        folder = _index(name, sizes)
        offer = Offer(name, folder.name, {file: sizes[file] for file in wanted(sizes, _parts(folder))})
    if not any(file.endswith(SAFE) for file in offer.sizes):
        raise AuthorError(f"{name} has no {SAFE} weights in diffusers' layout; {YOURSELF}")
    return offer


def fetch(offer: Offer) -> Iterator[Path]:
    """Fetch what the hub offers; yields the model's folder after each file. Files that are here stay as they are.

    Interrupted, it keeps the files that are complete. AuthorError where there is no room, or no answer.
    """
    with _answering(offer.name):
        from huggingface_hub import constants, hf_hub_download

        home = Path(constants.HF_HUB_CACHE)
        home.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(home).free
        if free < offer.size:
            raise AuthorError(f"{offer.name} takes {offer.size / 1e9:.1f} GB, and {home} has room for {free / 1e9:.1f}")
        for file in offer.sizes:
            path = Path(hf_hub_download(offer.name, file, revision=offer.commit))
            yield path.parents[len(PurePosixPath(file).parts) - 1]


def wanted(files: Iterable[str], parts: Collection[str]) -> list[str]:
    """The files of diffusers' layout among a model's files: nothing pickled, none twice in another precision.

    parts: the folders of the pipeline's parts, or "" for a single network.
    """
    kept, files = [], sorted(files)
    full = {_folder(file) for file in files if WEIGHTS.fullmatch(PurePosixPath(file).name)}
    for file in files:
        path, folder = PurePosixPath(file), _folder(file)
        if file in (PIPELINE, PART) or (folder in parts and path.suffix in WORDS):
            kept.append(file)
        elif folder in parts and (WEIGHTS if folder in full else HALVES).fullmatch(path.name):
            kept.append(file)
    return kept


def lacking(folder: Path) -> list[str]:
    """The parts of a model's folder that are missing, or have no weights where they need some."""
    return [part for part in _parts(folder) if not _is_whole(folder / part)]


def _folder(file: str) -> str:
    """The folder a file of the hub lies in, "" for the uppermost."""
    return str(PurePosixPath(file).parent).removeprefix(".")


def _parts(folder: Path) -> tuple[str, ...]:
    """The folders of a pipeline's parts, or "" for a single network's."""
    index: dict[str, Any] = json_of(folder / PIPELINE) if (folder / PIPELINE).is_file() else {}
    named = [name for name, value in index.items() if isinstance(value, list) and value[:1] not in ([], [None])]
    return tuple(name for name in named if name not in LEFT_OUT) if index else ("",)


def _is_whole(part: Path) -> bool:
    if not (part / PART).is_file():  # no network: a scheduler, a tokenizer
        return part.is_dir() and any(part.iterdir())
    maps = [json_of(index).get("weight_map", {}) for index in part.glob(f"*{SAFE}.index.json")]
    there = {file.name for file in part.iterdir() if file.suffix in (SAFE, *PICKLED)}
    return bool(there) and all(there >= set(shards.values()) for shards in maps)


def _kept(name: str) -> Path | None:
    """A model's folder in the cache; nothing is asked of the network."""
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError
    except ImportError:
        raise AuthorError(EXTRA) from None
    try:  # no pattern: whoever fetched it may have left out what we would have fetched
        return Path(snapshot_download(name, local_files_only=True, allow_patterns=[]))
    except (LocalEntryNotFoundError, HFValidationError):
        return None


def _index(name: str, files: Collection[str]) -> Path:
    """Fetch the file that says what a model consists of; returns the model's folder, which has the commit's name."""
    from huggingface_hub import hf_hub_download

    index = next((file for file in (PIPELINE, PART) if file in files), None)
    if index is None:
        raise AuthorError(f"{name} is not in diffusers' layout; {YOURSELF}")
    return Path(hf_hub_download(name, index)).parent


@contextmanager
def _answering(name: str) -> Iterator[None]:
    """Say in a sentence why the hub doesn't give what it is asked for."""
    try:
        from huggingface_hub import constants, errors
    except ImportError:
        raise AuthorError(EXTRA) from None
    try:
        yield
    except errors.HFValidationError:
        raise AuthorError(f"a model on the hub is named OWNER/NAME; got {name!r}") from None
    except errors.GatedRepoError:
        raise AuthorError(
            f"the makers of {name} ask for your consent: give it at {constants.ENDPOINT}/{name}, log in with `hf auth "
            "login`, and ask again"
        ) from None
    except errors.RepositoryNotFoundError:
        raise AuthorError(
            f"{constants.ENDPOINT} has no model {name}, or a private one (then: `hf auth login`)"
        ) from None
    except errors.HfHubHTTPError as error:
        code = error.response.status_code
        raise AuthorError(f"{constants.ENDPOINT} answered {code} when asked for {name}; try again later") from None
    except (errors.HTTPError, errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError):  # type: ignore[attr-defined]
        why = "HF_HUB_OFFLINE forbids it" if constants.is_offline_mode() else f"{constants.ENDPOINT} can't be reached"
        raise AuthorError(f"{name} can't be fetched, {why}; nothing else needs a network") from None
