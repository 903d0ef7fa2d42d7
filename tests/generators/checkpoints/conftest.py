"""The wall that loading is done behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def walled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing gets out of this process; an attempt that a library swallowed fails the test as well."""
    tried: list[str] = []

    def refuse(*values: object, **_: object) -> None:
        tried.append(str(values))
        raise OSError("something tried to reach the network")

    for method in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, method, refuse)
    for name in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, name, refuse)
    yield
    assert not tried, tried
