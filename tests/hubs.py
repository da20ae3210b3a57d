"""Stand-ins for the model hub, on this machine: one for a single file, one for whole repositories."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import huggingface_hub.constants
import pytest

from models.download import HubFile, WheelParts
from models.store import ModelFile

CONTENT = bytes(range(256)) * 10
"""2,560 bytes: two parts of 1,000 and one of 560."""
TINY = ModelFile(
    name="tiny",
    title="A tiny file",
    filename="tiny.gguf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    licence="Apache-2.0",
    hub=HubFile("someone/tiny", "tiny.gguf"),
    wheels=WheelParts("tinyamanapart", "1.0", count=3, part_size=1000),
)


class FileHub(ThreadingHTTPServer):
    """Serves TINY as the hub does: states the size `states`, sends `sends`, and while `silent` answers no HEAD.

    `cut` holds for each of the next GETs the bytes after which its connection breaks; 0 is a server error.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _FileHandler)
        self.sends = CONTENT
        self.states = len(CONTENT)
        self.cut: list[int] = []
        self.silent = threading.Event()
        self.done = threading.Event()
        self.gets = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class _FileHandler(BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        hub = self.hub
        if hub.silent.is_set():
            hub.done.wait(30)
            return
        self._begin(200, hub.states)

    def do_GET(self) -> None:
        hub = self.hub
        if not self.path.endswith(TINY.filename):
            self._begin(404, 0)  # the client asks about itself too
            return
        hub.gets += 1
        if not hub.cut:
            self._begin(200, len(hub.sends))
            self.wfile.write(hub.sends)
        elif keep := hub.cut.pop(0):
            self._begin(200, len(hub.sends))
            self.wfile.write(hub.sends[:keep])
            self.close_connection = True
        else:
            self._begin(500, 0)

    @property
    def hub(self) -> FileHub:
        assert isinstance(self.server, FileHub)
        return self.server

    def _begin(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.send_header("ETag", f'"{TINY.sha256}"')
        self.send_header("X-Repo-Commit", "a" * 40)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the output of the tests clean."""


class RepositoryHub(ThreadingHTTPServer):
    """Serves `repositories` (files by name) as the hub does; while `silent` it answers nothing.

    `sends` replaces the content of a file, whose digest stays as stated. The next GET of a file in `cut` breaks off
    after so many bytes, and those after it are server errors until `cut` is cleared.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _RepositoryHandler)
        self.repositories: dict[str, dict[str, bytes]] = {}
        self.sends: dict[str, bytes] = {}
        self.cut: dict[str, int] = {}
        self.silent = threading.Event()
        self.done = threading.Event()
        self.asked: list[str] = []
        self.status = 404

    def add(self, name: str, folder: Path) -> None:
        self.repositories[name] = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


class _RepositoryHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        server = self.server
        assert isinstance(server, RepositoryHub)
        path = unquote(self.path.split("?")[0])
        server.asked.append(path)
        if server.silent.is_set():
            server.done.wait(30)
            return
        if path.startswith("/api/models/"):
            owner, model = path.removeprefix("/api/models/").split("/")[:2]
            self._send_listing(server, f"{owner}/{model}")
            return
        repository, _, file = path.lstrip("/").partition("/resolve/main/")
        content = server.repositories.get(repository, {}).get(file)
        if content is None:
            self._send(404, b"", {})
            return
        headers = {"ETag": f'"{sha256(content)}"', "X-Repo-Commit": "c" * 40}
        content = server.sends.get(file, content)
        keep = server.cut.get(file)
        if keep is not None and self.command == "GET":
            server.cut[file] = 0
        if keep == 0 and self.command == "GET":
            self._send(500, b"", {})
            return
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").split("-")[0] or 0)
        self._send(206 if start else 200, content[start:], headers, keep=keep, start=start)

    def _send_listing(self, server: RepositoryHub, repository: str) -> None:
        if repository not in server.repositories:
            self._send(server.status, b"{}", {"X-Error-Code": "RepoNotFound"} if server.status == 404 else {})
            return
        siblings = []
        for name, content in server.repositories[repository].items():
            blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()
            entry: dict[str, Any] = {"rfilename": name, "size": len(content), "blobId": blob}
            if name.endswith((".safetensors", ".spm")):
                entry["lfs"] = {"sha256": sha256(content), "size": len(content), "pointerSize": 100}
            siblings.append(entry)
        listing = {"_id": "1", "id": repository, "modelId": repository, "sha": "c" * 40, "siblings": siblings}
        self._send(200, json.dumps(listing).encode(), {"Content-Type": "application/json"})

    def _send(
        self, status: int, content: bytes, headers: dict[str, str], *, keep: int | None = None, start: int = 0
    ) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{start + len(content) - 1}/{start + len(content)}")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(content[:keep])
            self.close_connection = keep is not None

    def log_message(self, format: str, *args: Any) -> None:
        """Keeps the output of the tests clean."""


Hub = FileHub | RepositoryHub


@contextmanager
def serving(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """`hub` answers, and the hub's client asks it."""
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    point_at(monkeypatch, f"http://127.0.0.1:{hub.server_address[1]}")
    try:
        yield
    finally:
        hub.done.set()
        hub.shutdown()
        hub.server_close()


def point_at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Does what HF_ENDPOINT does when the hub's client is imported."""
    monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", url)
    template = url + "/{repo_id}/resolve/{revision}/{filename}"
    monkeypatch.setattr(huggingface_hub.constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
