"""What every request passes first: host and origin, size, key and rate; what comes out is logged and counted.

No article text is logged: a line has the method, the route, the status and the time.
"""

from __future__ import annotations

import asyncio
import hmac
import ipaddress
import json
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from pipeline.json_lines import json_line

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "amana_key"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "[::1]", "::1")
OPEN = ("/", "/healthz", "/v1/key", "/page.js", "/page.css")
"""What needs no key: the page itself, which then asks for one."""
KEY_IN_BODY = ("/translate", "/detect", "/translate_file", "/languages")
"""Where a LibreTranslate client sends its key among the fields; there the route looks at it."""
_CLIENTS = 10_000
_ARRIVING = 4
"""Of so many requests of the largest size the bodies may be held at a time."""

log = logging.getLogger("amana.serve")

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class Problem(Exception):
    """An answer that is an error, with one sentence for the user; see RFC 9457."""

    def __init__(self, status: int, detail: str, *, retry_after: int | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object: problem details, and `error` as LibreTranslate's clients look for it."""
        title = HTTPStatus(self.status).phrase
        return {
            "type": "about:blank", "title": title, "status": self.status, "detail": self.detail, "error": self.detail,
        }  # fmt: skip

    @property
    def headers(self) -> dict[str, str]:
        """The headers that belong to it."""
        return {} if self.retry_after is None else {"retry-after": str(self.retry_after)}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, one client and all together may ask for.

    `rate` is requests a minute, 0 for any; `seconds` how long `/translate` may take, `arrival` how long a request.
    """

    bytes: int = 50_000_000
    waiting: int = 1000
    rate: int = 0
    seconds: float = 600.0
    arrival: float = 300.0


class Keys:
    """The keys that let a client in; without any, everybody is."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = [key.encode() for key in keys]

    @property
    def needed(self) -> bool:
        """Whether a key is asked for."""
        return bool(self._keys)

    def let_in(self, key: object) -> bool:
        """Whether `key` is one of them; takes as long whichever it is."""
        given = key.encode("utf-8", errors="replace") if isinstance(key, str) else b""
        return not self._keys or any(hmac.compare_digest(given, own) for own in self._keys)

    def require(self, key: object) -> None:
        """Raises Problem 401 or 403 where `key` is none of them."""
        if not self.let_in(key):
            if key:
                raise Problem(403, "This API key is not known here; check it.")
            raise Problem(401, "An API key is needed; send it as Authorization: Bearer KEY, or as api_key.")


class Metrics:
    """What Prometheus asks for."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "amana_requests", "Requests by route and status.", ("route", "status"), registry=self.registry
        )
        self.seconds = Histogram("amana_request_seconds", "Seconds of a request.", ("route",), registry=self.registry)


class Rates:
    """A bucket of requests for each client, which fills up again in a minute."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, client: str) -> None:
        """Raises Problem 429 where the client has asked too often."""
        if not self._rate:
            return
        now = self._clock()
        left, then = self._buckets.pop(client, (float(self._rate), now))
        left = min(float(self._rate), left + (now - then) * self._rate / 60)
        self._buckets[client] = (max(0.0, left - 1), now)
        while len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        if left < 1:
            raise Problem(
                429, f"More than {self._rate} requests in a minute; wait a little.", retry_after=1 + 60 // self._rate
            )


class Gate:
    """The ASGI application around the others."""

    def __init__(self, app: ASGIApp, *, keys: Keys, limits: Limits, metrics: Metrics, hosts: frozenset[str]) -> None:
        self._app = app
        self._keys = keys
        self.limits = limits
        self._rates = Rates(limits.rate)
        self._metrics = metrics
        self._hosts = hosts
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0
        body = _Body(receive, self)

        async def sending(message: Message) -> None:
            nonlocal status
            if body.problem and not status:
                return  # the application took it for a body that it cannot read; what was wrong is said below
            if message["type"] == "http.response.start":
                status = message["status"]
                own = {name for name, _ in message["headers"]}
                extra = {**HEADERS, "content-security-policy": POLICY}
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in extra.items() if name.encode() not in own),
                ]
            await send(message)

        try:
            self._look_at(scope)
            with suppress(Problem):
                await self._app(scope, body.receive, sending)
            if body.problem and not status:
                problem, body.problem = body.problem, None
                raise problem
        except Problem as problem:
            await answer_problem(problem, sending)
        finally:
            self._held -= body.received
            status = status or 500
            route = getattr(scope.get("route"), "path", "none")
            seconds = time.perf_counter() - started
            self._metrics.requests.labels(route, str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            fields = {"method": scope["method"], "route": route, "status": status, "seconds": round(seconds, 3)}
            log.info("request", extra={"fields": fields})

    def take(self, count: int, received: int) -> None:
        """Counts bytes of a body of which `received` have come. Raises Problem where that is too much."""
        if received > self.limits.bytes:
            raise _too_large(self.limits.bytes)
        if self._held + count > _ARRIVING * self.limits.bytes:
            raise Problem(503, "Too much arrives at once; send it again a little later.", retry_after=5)
        self._held += count

    def _look_at(self, scope: Scope) -> None:
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        host = headers.get("host", "")
        if self._hosts and _without_port(host) not in self._hosts:
            raise Problem(403, "This server answers on its own address only; open it as 127.0.0.1 or localhost.")
        origin = headers.get("origin")
        if origin and origin.partition("://")[2] != host:
            raise _FOREIGN
        # Other ports of this machine are other sites too, but a link that somebody follows is not a request of a page.
        is_followed = scope["method"] == "GET" and headers.get("sec-fetch-mode") == "navigate"
        if headers.get("sec-fetch-site") in ("cross-site", "same-site") and not is_followed:
            raise _FOREIGN
        if scope["path"] not in ("/healthz", "/metrics"):
            self._rates.take((scope.get("client") or ("", 0))[0])  # before the key, which is not to be guessed
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length) > self.limits.bytes:
            raise _too_large(self.limits.bytes)
        path = scope["path"]
        key = _key(headers)
        if path not in OPEN and not (path in KEY_IN_BODY and not key):
            self._keys.require(key)
        scope.setdefault("state", {})["key"] = key


class _Body:
    """The body of one request as it arrives: not too much, and not too slowly."""

    def __init__(self, receive: Receive, gate: Gate) -> None:
        self.received = 0
        self.problem: Problem | None = None
        self._receive = receive
        self._gate = gate
        self._is_whole = False
        self._end = time.monotonic() + gate.limits.arrival

    async def receive(self) -> Message:
        """The next piece, or that the client is gone. Raises Problem, and keeps it as `problem`."""
        if self._is_whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._end - time.monotonic()))
            count = len(message.get("body", b""))
            self._gate.take(count, self.received + count)
            self.received += count
        except TimeoutError:
            seconds = self._gate.limits.arrival
            self.problem = Problem(408, f"This request did not arrive within {seconds:g} s; send less at a time.")
            raise self.problem from None
        except Problem as problem:
            self.problem = problem
            raise
        self._is_whole = not message.get("more_body", False)
        return message


async def answer_problem(problem: Problem, send: Send) -> None:
    """Sends an error as problem details."""
    body = json.dumps(problem.body, ensure_ascii=False).encode()
    headers = {"content-type": "application/problem+json", "content-length": str(len(body)), **problem.headers}
    await send(
        {
            "type": "http.response.start",
            "status": problem.status,
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }
    )
    await send({"type": "http.response.body", "body": body})


def is_local(host: str) -> bool:
    """Whether only this machine reaches a server that listens on `host`."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class JsonLines(logging.Formatter):
    """A log line as a JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, what happened, and its fields."""
        made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        said = {"time": made, "level": record.levelname.lower(), "event": record.getMessage()}
        return json_line(said | getattr(record, "fields", {}))


_FOREIGN = Problem(403, "This request comes from the page of another site; send it without a browser.")


def _too_large(most: int) -> Problem:
    return Problem(413, f"The request has more than {most:,} bytes; send less at a time.")


def _key(headers: dict[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    if key := headers.get("x-api-key"):
        return key
    try:
        cookie = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
