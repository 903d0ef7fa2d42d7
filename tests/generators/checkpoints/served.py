"""A little hub on this machine: it serves models' files as huggingface.co does, and remembers what it sent."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from huggingface_hub import constants

COMMIT = "c0ffee" + "0" * 34
Files = Mapping[str, bytes]  # an empty one asks for consent


@dataclass
class Hub:
    """Where it answers, the files it has by model, and the files it was asked to send."""

    models: Mapping[str, Files]
    address: str = ""
    sent: list[str] = field(default_factory=list)


@contextmanager
def serving(models: Mapping[str, Files], cache: Path, patch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The hub, as long as the context lasts; huggingface_hub asks it, and keeps what it gets in the cache."""
    hub = Hub(models)

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            _answer(self, hub)

        def do_GET(self) -> None:
            _answer(self, hub)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    hub.address = f"http://127.0.0.1:{server.server_port}"
    patch.setattr(constants, "HF_HUB_CACHE", str(cache))
    patch.setattr(constants, "HF_HUB_OFFLINE", False)
    patch.setattr(constants, "ENDPOINT", hub.address)
    patch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", hub.address + "/{repo_id}/resolve/{revision}/{filename}")
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()


def _answer(asked: BaseHTTPRequestHandler, hub: Hub) -> None:
    path = asked.path.partition("?")[0].removeprefix("/api/models").strip("/")
    owner, name, what, _, *rest = [*path.split("/"), "", "", ""]
    files, file = hub.models.get(f"{owner}/{name}"), "/".join(rest).strip("/")
    if files is None:
        return _send(asked, 404, b"", {"X-Error-Code": "RepoNotFound"})
    if not what:
        listed = [{"rfilename": name, "size": len(data), "blobId": _hash(data)} for name, data in files.items()]
        about = {"id": f"{owner}/{name}", "sha": COMMIT, "siblings": listed}
        return _send(asked, 200, json.dumps(about).encode(), {"Content-Type": "application/json"})
    if file not in files:
        return _send(asked, 404, b"", {"X-Error-Code": "EntryNotFound"})
    if not files[file]:
        return _send(asked, 403, b"", {"X-Error-Code": "GatedRepo"})
    if asked.command == "GET":
        hub.sent.append(file)
    _send(asked, 200, files[file], {"X-Repo-Commit": COMMIT, "ETag": f'"{_hash(files[file])}"'})


def _send(asked: BaseHTTPRequestHandler, status: int, data: bytes, headers: Mapping[str, str] | None = None) -> None:
    asked.send_response(status)
    for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
        asked.send_header(name, value)
    asked.end_headers()
    if asked.command == "GET":
        asked.wfile.write(data)


def _hash(data: bytes) -> str:
    return hashlib.sha1(data).hexdigest()
