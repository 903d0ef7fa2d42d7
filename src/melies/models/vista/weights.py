"""Vista's files: weights as safetensors beside the facts they are checked by, shipped or the author's own."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from melies.core.errors import AuthorError
from melies.core.option import Option
from melies.media.atomic import replacing, write_text
from melies.models.vista.spec import Spec

if TYPE_CHECKING:
    from torch import Tensor, nn

    from melies.models.vista.painter import Painter

NET, LARGER, FACTS = "vista.safetensors", "larger.safetensors", "vista.json"
SCHEMA = "melies/vista@1"
MOST = 22  # labels that there are: `scene.labels.DRAWN`, which this room does not see; a test holds them equal
OPTION = Option("weights", "", "a folder that melies train vista wrote; left out, the shipped one", files=True)
HOME = resources.files("melies") / "assets" / "vista"


def painter(folder: str = "") -> Painter:
    """The shipped vista, or the one in a folder that `melies train vista` wrote. AuthorError where it can't be used."""
    ready(folder)
    return _painter(folder, sha256(folder))


@lru_cache(maxsize=2)
def _painter(folder: str, sha256: str) -> Painter:
    from melies.models.vista.larger import Larger
    from melies.models.vista.net import Vista
    from melies.models.vista.painter import Painter

    facts = told(folder)
    net, larger = Vista(Spec(**facts["spec"])), Larger()
    _fill(net, folder, NET, facts)
    _fill(larger, folder, LARGER, facts)
    return Painter(net, larger, int(facts["labels"]))


def ready(folder: str = "") -> None:
    """Refuse, before any work, what would fail: no torch, no facts, no files. AuthorError."""
    if importlib.util.find_spec("torch") is None:
        raise AuthorError("vista needs torch; run: pip install '.[hand]' (the README says how to get a small one)")
    told(folder)
    for name in (NET, LARGER):
        if not (_home(folder) / name).is_file():
            raise AuthorError(f"vista's file {name} can't be read (there is none); {_hint(folder)}")


def told(folder: str = "") -> dict[str, Any]:
    """The facts of a vista: its spec, how many labels it knows, its files' hashes. AuthorError for others."""
    where = f"{folder}/{FACTS}" if folder else "the shipped vista"
    try:
        facts: dict[str, Any] = json.loads((_home(folder) / FACTS).read_text("utf-8"))
        if facts["schema"] != SCHEMA:
            raise AuthorError(f"{where} is {facts['schema']!r}; this Melies reads {SCHEMA!r}: train it again")
        Spec(**facts["spec"])
        known = {name: str(facts["sha256"][name]) for name in (NET, LARGER)}
        if not (known and 1 <= int(facts["labels"]) <= MOST):
            raise ValueError(f"it knows {facts['labels']} labels, there are {MOST}")
        return facts
    except (OSError, KeyError, ValueError, TypeError, ArithmeticError) as error:
        raise AuthorError(f"{where} can't be read ({error}); {_hint(folder)}") from None


def sha256(folder: str = "") -> str:
    """One hash for all files of a vista."""
    sums = told(folder)["sha256"]
    return hashlib.sha256("".join(sums[name] for name in sorted(sums)).encode()).hexdigest()


def save(folder: Path, net: nn.Module, larger: nn.Module, facts: dict[str, Any]) -> None:
    """Write both networks in half precision, then the facts they are checked by."""
    from safetensors.torch import save as packed

    folder.mkdir(parents=True, exist_ok=True)
    sums = {}
    for name, module in ((NET, net), (LARGER, larger)):
        content = packed({key: tensor.detach().half().contiguous() for key, tensor in module.state_dict().items()})
        with replacing(folder / name) as draft:
            draft.write_bytes(content)
        sums[name] = hashlib.sha256(content).hexdigest()
    write_text(folder / FACTS, json.dumps({"schema": SCHEMA, **facts, "sha256": sums}, indent=1) + "\n")


def digest(module: nn.Module) -> str:
    """Twelve letters that stand for a network's weights."""
    sums = hashlib.sha256()
    for tensor in module.state_dict().values():
        sums.update(tensor.detach().cpu().contiguous().numpy().tobytes())
    return sums.hexdigest()[:12]


def _hint(folder: str) -> str:
    return "name a folder that melies train vista wrote" if folder else "install Melies again"


def _home(folder: str) -> Any:
    return Path(folder) if folder else HOME


def _fill(module: nn.Module, folder: str, name: str, facts: dict[str, Any]) -> None:
    """Put a file's tensors into a network. AuthorError that names the file, and the tensor that is wrong."""
    tensors, wanted = _read(folder, name, facts), module.state_dict()
    for key, tensor in wanted.items():
        if key not in tensors or tensors[key].shape != tensor.shape:
            found = f"is {tuple(tensors[key].shape)}" if key in tensors else "is missing"
            raise AuthorError(f"{name}: {key!r} {found}, expected {tuple(tensor.shape)}; train it again")
        if not bool(tensors[key].isfinite().all()):
            raise AuthorError(f"{name}: {key!r} holds numbers that are none (NaN or infinity); train it again")
    module.load_state_dict({key: tensors[key] for key in wanted})


def _read(folder: str, name: str, facts: dict[str, Any]) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load

    hint = "train it again" if folder else "install Melies again"
    try:
        content = (_home(folder) / name).read_bytes()
    except OSError as error:
        raise AuthorError(f"vista's file {name} can't be read ({error}); {hint}") from None
    if hashlib.sha256(content).hexdigest() != facts["sha256"].get(name):
        raise AuthorError(f"vista's file {name} is damaged, or not the one that {FACTS} tells of; {hint}")
    try:
        return {key: tensor.float() for key, tensor in load(content).items()}
    except SafetensorError as error:
        raise AuthorError(f"vista's file {name} is no safetensors file ({error}); {hint}") from None
