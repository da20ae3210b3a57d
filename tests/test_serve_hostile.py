"""Who means ill: large and slow bodies, other sites' pages, many streams, odd keys and names."""

from __future__ import annotations

import io
import json
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")

from pipeline.serve import app, articles
from pipeline.serve.gate import Limits
from tests.conftest import ARTICLE, Amana
from tests.serve_process import served
from tests.test_serve import SlowEngine, ended, serving

# What a file in a form begins with: without it the form would be refused for what it is, before it is too large.
FORM = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'


def pieces(count: int, size: int, *, first: bytes = b"", pause: float = 0.0) -> Iterator[bytes]:
    """A body of which nobody says beforehand how long it is."""
    if first:
        yield first
    for _ in range(count):
        time.sleep(pause)
        yield b" " * size


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/files", "/translate", "/v1/check", "/v1/key"])
def test_a_body_without_a_length_is_cut_off_where_it_is_too_large(path: str, tmp_path: Path) -> None:
    with served(tmp_path, "--max-bytes", "100000") as server, server.client() as client:
        kind, first = "application/json", b""
        if path == "/v1/files":
            kind, first = "multipart/form-data; boundary=b", FORM
        for pause in (0.0, 0.01):  # pieces that the server reads together, and one by one
            body = pieces(30, 10_000, first=first, pause=pause)
            answer = client.post(path, content=body, headers={"content-type": kind})
            assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        assert client.get("/healthz").status_code == 200


def test_a_body_that_arrives_too_slowly_is_not_waited_for(tmp_path: Path) -> None:
    with serving(tmp_path, limits=Limits(arrival=0.0)) as client:
        answer = client.post("/v1/articles", json={"text": ARTICLE})
        assert (answer.status_code, "did not arrive" in answer.json()["detail"]) == (408, True)


def test_too_many_bytes_at_a_time_are_refused_and_forgotten_when_they_are_done(tmp_path: Path) -> None:
    limits = Limits(bytes=2_000)
    body = {"q": ARTICLE, "source": "ar", "target": "en", "fill": "x" * 1_500}
    statuses: list[int] = []
    with serving(tmp_path, SlowEngine(), limits=limits) as client:

        def send() -> None:
            statuses.append(client.post("/translate", json=body).status_code)

        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(statuses) == {200, 503}
        assert client.post("/translate", json=body).status_code == 200


FOREIGN: dict[str, dict[str, str]] = {
    "a name that leads here": {"host": "rebound.example:8000"},
    "a name that begins like ours": {"host": "127.0.0.1.evil.example"},
    "a name with ours behind an at sign": {"host": "evil.example@127.0.0.1"},
    "no name": {"host": ""},
    "another site": {"origin": "https://evil.example"},
    "a page of no site": {"origin": "null"},
    "another port of this machine": {"origin": "http://127.0.0.1:3000"},
    "a picture in another site's page": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "a script of another port": {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_no_page_of_another_site_gets_in(headers: dict[str, str], tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        ended(client, id)
        for answer in (
            client.get("/v1/articles", headers=headers),
            client.delete(f"/v1/articles/{id}", headers=headers),
            client.post("/v1/files", files={"file": ("a.txt", ARTICLE)}, headers=headers),
        ):
            assert answer.status_code == 403
            assert "access-control-allow-origin" not in answer.headers
        assert len(client.get("/v1/articles").json()["jobs"]) == 1


def test_a_link_on_another_site_opens_the_page_but_posts_nothing(tmp_path: Path) -> None:
    followed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
    with serving(tmp_path) as client:
        assert client.get("/", headers=followed).status_code == 200
        assert client.post("/v1/articles", json={"text": ARTICLE}, headers=followed).status_code == 403


def test_streams_are_counted_and_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "_MOST_STREAMS", 1)
    with serving(tmp_path, SlowEngine()) as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        for _ in range(5):  # one after the other
            assert client.get(f"/v1/articles/{id}/events").status_code == 200


def test_more_streams_than_are_allowed_are_refused(tmp_path: Path) -> None:
    with served(tmp_path, AMANA_TEST_PAUSE="2") as server, server.client() as client:
        id = client.post("/v1/articles", json={"text": ARTICLE}).json()["id"]
        host, port = server.url.removeprefix("http://").split(":")
        request = f"GET /v1/articles/{id}/events HTTP/1.1\r\nHost: {host}:{port}\r\n\r\n".encode()
        streams = [socket.create_connection((host, int(port))) for _ in range(101)]
        for stream in streams:
            stream.sendall(request)
        statuses = [stream.recv(15) for stream in streams]
        assert statuses.count(b"HTTP/1.1 200 OK") == 100
        assert sum(status.startswith(b"HTTP/1.1 503") for status in statuses) == 1
        assert client.get(f"/v1/articles/{id}").status_code == 200
        for stream in streams:
            stream.close()


def test_following_many_jobs_that_are_done_does_not_lose_the_one_that_runs(tmp_path: Path) -> None:
    with serving(tmp_path, SlowEngine()) as client:
        ids = [client.post("/v1/articles", json={"text": ARTICLE}).json()["id"] for _ in range(60)]
        for id in ids:
            assert client.get(f"/v1/articles/{id}/events").text.count("event: end") == 1


@pytest.mark.parametrize("key", ["مفتاح", "two words", "line\nbreak", "naïve"])
def test_a_key_that_no_header_can_carry_is_refused_at_the_start(key: str, tmp_path: Path, amana: Amana) -> None:
    ran = amana("serve", "--api-key", key, "--folder", tmp_path)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "ASCII" in ran.err
    assert key not in ran.err


def test_guessing_keys_is_counted_too(tmp_path: Path) -> None:
    with serving(tmp_path, keys=("secret",), limits=Limits(rate=10)) as client:
        guesses = [client.get("/v1/articles", headers={"x-api-key": f"{number}"}).status_code for number in range(15)]
        assert guesses[0] == 403
        assert guesses[-1] == 429


NAMES = [
    "../../../../etc/passwd.txt",
    "..\\..\\windows\\win.ini.txt",
    "/absolute/path.txt",
    "C:evil.txt",
    "<script>alert(1)</script>.txt",
    "\u202egnp.txt",
    'a"; filename="b.exe.txt',
    "a\r\nset-cookie: stolen=1.txt",
    "null\x00byte.txt",
    "CON.txt",
    f"{'long' * 200}.txt",
    ".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_leads_nowhere_and_into_no_header(name: str, tmp_path: Path) -> None:
    with serving(tmp_path / "serve") as client:
        job = client.post("/v1/articles", json={"text": ARTICLE, "name": name[:200]}).json()
        assert ended(client, job["id"])["state"] == "done"
        for file in ("en.txt", "html", "json", "tmx", "docx"):
            answer = client.get(f"/v1/articles/{job['id']}/{file}")
            assert answer.status_code == 200
            assert "set-cookie" not in answer.headers
            said = answer.headers["content-disposition"]
            assert not any(sign in said for sign in ("\r", "\n", "\x00", "/", "\\", "<"))
            if file == "html":
                assert "<script>alert" not in answer.text
        sent = client.post("/v1/files", files={"file": (name, ARTICLE.encode())})
        assert sent.status_code in (202, 400)
    assert [path.name for path in tmp_path.iterdir()] == ["serve"]


def bomb(size: int) -> bytes:
    """A Word file that is small and unpacks to `size` bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("word/document.xml", "w") as file:
            for _ in range(size // 1_000_000):
                file.write(b" " * 1_000_000)
    return made.getvalue()


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(tmp_path: Path) -> None:
    with serving(tmp_path) as client:
        answer = client.post("/v1/files", files={"file": ("bomb.docx", bomb(600_000_000))}).json()
        assert answer["jobs"] == []
        assert "bomb.docx" in answer["refused"][0]["reason"]


def test_a_file_that_takes_long_to_read_stops_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "_MOST_UPLOADS", 3)
    free = threading.Event()
    read = articles.read_upload

    def slow(name: str, file: Any) -> Any:
        free.wait(30)
        return read(name, file)

    monkeypatch.setattr(articles, "read_upload", slow)
    statuses: list[int] = []
    with serving(tmp_path) as client:

        def send() -> None:
            statuses.append(client.post("/v1/files", files={"file": ("a.txt", ARTICLE.encode())}).status_code)

        threads = [threading.Thread(target=send) for _ in range(45)]
        for thread in threads:
            thread.start()
        while len(statuses) < 30:  # those that come at the very same time may all wait
            time.sleep(0.05)
        assert client.get("/v1/articles").status_code == 200
        free.set()
        for thread in threads:
            thread.join()
    assert set(statuses) == {202, 503}
    assert statuses.count(503) >= 30


def test_deep_and_odd_json_is_refused(tmp_path: Path) -> None:
    deep = b'{"q":' * 100_000
    with serving(tmp_path) as client:
        for path in ("/translate", "/v1/articles", "/v1/check", "/v1/key"):
            for body in (deep, b"[" * 100_000, b"\xff\xfe", b'{"text": "\\ud800"}', json.dumps([1]).encode()):
                answer = client.post(path, content=body, headers={"content-type": "application/json"})
                assert answer.status_code in (200, 202, 400, 422), (path, body[:20], answer.text)
