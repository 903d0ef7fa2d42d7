"""Melies: from a script and a handful of inspirations to an illustrated story and a finished film with sound."""

import os
import tempfile
from pathlib import Path

__version__ = "0.1.0"


def _compiled_home() -> None:
    """Where neither the package nor the home may be written, compiled kernels are kept in the temporary folder."""
    package, home = Path(__file__).parent, Path(os.path.expanduser("~"))
    if not any(os.access(folder, os.W_OK) for folder in (package, home)):
        os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / "melies-compiled"))


_compiled_home()
