"""One place per kind of part: adding a part is one file and one decorator."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from melies.core.errors import AuthorError, OurBug, nearest

T = TypeVar("T")


class Registry(Generic[T]):
    """Named parts of one kind. `home` is the package whose modules register themselves on import."""

    def __init__(self, kind: str, home: str) -> None:
        self.kind, self.home = kind, home
        self._parts: dict[str, T] = {}
        self._loaded = False

    def add(self, name: str) -> Callable[[T], T]:
        """Decorator: `@looks.add("ember")`. A second part of the same name is our bug."""

        def keep(part: T) -> T:
            if name in self._parts:
                raise OurBug(f"two {self.kind}s are called {name!r}")
            self._parts[name] = part
            return part

        return keep

    def _load(self) -> None:
        if not self._loaded:
            self._loaded = True
            package = importlib.import_module(self.home)
            for module in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{self.home}.{module.name}")

    def __getitem__(self, name: str) -> T:
        self._load()
        if name not in self._parts:
            raise AuthorError(f"there is no {self.kind} called {name!r}{nearest(name, self._parts)}")
        return self._parts[name]

    def __iter__(self) -> Iterator[str]:
        self._load()
        return iter(sorted(self._parts))

    def __contains__(self, name: str) -> bool:
        self._load()
        return name in self._parts
