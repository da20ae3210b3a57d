"""A server that speaks the OpenAI API as far as the tests need it, and that misbehaves as it is told to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from models import prompts

Answer = Callable[["Handler", dict[str, Any]], None]
"""Answers one chat request; gets its body."""

ENGLISH = {
    "ارتفع عدد المستخدمين إلى 12.5 مليون مستخدم.": "The number of users rose to 12.5 million.",
    "وبلغت الإيرادات 40 دولارا.": "Revenue reached $40.",
}


@dataclass
class StandIn:
    """What the server knows, was asked, and does next.

    `next` are answers to the requests to come, one each; when there is none left, `usual` answers. After `dies_after`
    answers it closes every connection without a word. `most` is how many requests were being answered at the same time.
    """

    url: str = ""
    translations: dict[str, str] = field(default_factory=lambda: dict(ENGLISH))
    summary: str = "Here they are:\n1. The number of users rose to 12.5 million.\n2. Revenue reached $40."
    usual: Answer = field(default=lambda handler, body: handler.say(*said(handler.server_state, body)))
    next: list[Answer] = field(default_factory=list)
    dies_after: int | None = None
    models_status: int = 200
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    answered: int = 0
    running: int = 0
    most: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def is_dead(self) -> bool:
        return self.dies_after is not None and self.answered >= self.dies_after

    @property
    def users(self) -> list[str]:
        """What the last turn of each request asked."""
        return [body["messages"][-1]["content"] for body in self.bodies]


def said(state: StandIn, body: dict[str, Any]) -> tuple[list[str], int]:
    """The usual answer: as many choices as asked for, and the tokens read."""
    asked = body["messages"][-1]["content"]
    text = state.summary
    if not asked.startswith("Article:"):
        text = state.translations.get(asked.split(f"\n\n{prompts.HINT}")[0], "")
    return [text] * body.get("n", 1), 100


class Handler(BaseHTTPRequestHandler):
    """Keeps what it is asked in the `StandIn` of its server."""

    server_state: StandIn

    def do_GET(self) -> None:
        with self.server_state.lock:
            self.server_state.paths.append(self.path)
            self.server_state.headers.append(dict(self.headers))
        if self.server_state.is_dead:
            self.hang_up()
            return
        self.send(self.server_state.models_status, {"data": []})

    def do_POST(self) -> None:
        state = self.server_state
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with state.lock:
            state.paths.append(self.path)
            state.bodies.append(body)
            state.headers.append(dict(self.headers))
            dead = state.is_dead
            state.answered += not dead
            state.running += 1
            state.most = max(state.most, state.running)
            answer = state.next.pop(0) if state.next and not dead else state.usual
        try:
            (hang_up if dead else answer)(self, body)
        finally:
            with state.lock:
                state.running -= 1

    def say(self, texts: list[str], read: int = 100, **changes: Any) -> None:
        """A good answer, changed."""
        choices = [
            {"index": index, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
            for index, text in enumerate(texts)
        ]
        usage = {"prompt_tokens": read, "completion_tokens": 10 * len(texts)}
        self.send(200, {"choices": choices, "usage": usage} | changes)

    def send(self, status: int, data: object, **headers: str) -> None:
        raw = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(status)
        for name, value in {"content-length": str(len(raw)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(raw)

    def hang_up(self) -> None:
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def hang_up(handler: Handler, _: dict[str, Any]) -> None:
    """Closes the connection without a word."""
    handler.hang_up()


def break_off(handler: Handler, _: dict[str, Any]) -> None:
    """Promises a thousand bytes, sends a few, and closes the connection."""
    handler.send_response(200)
    handler.send_header("content-length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [')
    handler.close_connection = True


def never(handler: Handler, _: dict[str, Any]) -> None:
    """Does not answer as long as the test runs."""
    handler.server_state.over.wait()
    handler.hang_up()


def status(code: int, data: object = None, **headers: str) -> Answer:
    """Answers with this status."""
    return lambda handler, _: handler.send(code, {"error": {"message": "no"}} if data is None else data, **headers)


def choices(*texts: str, **changes: Any) -> Answer:
    """Answers with these texts, and what else is given."""
    return lambda handler, _: handler.say(list(texts), **changes)


@contextmanager
def stand_in() -> Iterator[StandIn]:
    """A server on a port of this machine for as long as the block lasts."""
    state = StandIn()
    handler = type("HandlerOfOne", (Handler,), {"server_state": state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        state.over.set()
        server.shutdown()
        server.server_close()
        thread.join()
