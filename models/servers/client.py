"""Calls to a server that speaks the OpenAI API, tried again where that may help.

The client is httpx2, which the hub's client brings along and which is told exactly what to send and where: no redirect
is followed, and no proxy, password file or certificate of the environment is taken. The `openai` package would bring
its own retries, more dependencies, and defaults from the environment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlsplit

import httpx2

from models.base import ModelError
from models.servers.named import Server

TRIES = 7
"""Of a call, where the server is busy, fails or breaks off: a minute of waiting in all."""

COSTLY_TRIES = 3
"""Of a call that runs into the timeout, or whose answer is none: the server may have worked for it, and charged."""

_LONGEST_WAIT = 32.0
_PATIENCE = 300.0
"""Seconds: a server that asks for a longer wait is given up."""

_CONNECT_SECONDS = 10.0
_MOST_BYTES = 16_000_000
_SHORTEST_SECRET = 12
"""Keys that are shorter are words such as "none" for servers that want no key, and may occur in a text."""


class ServerError(ModelError):
    """A server did not answer a call. `is_gone`: it would answer no other either. `refused` is what it said where it
    rejects this one call, and "" where it did something else."""

    def __init__(self, message: str, *, is_gone: bool = False, refused: str = "") -> None:
        super().__init__(message)
        self.is_gone = is_gone
        self.refused = refused


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a try failed, and whether and when another may do better."""

    reason: str
    costly: bool = False
    busy: bool = False
    retry_after: float | None = None


class Client:
    """Calls one server, from any number of threads. `wait` sleeps, `clock` and `now` tell the time; `say` is told once
    of a long wait. The key is held here alone."""

    def __init__(
        self,
        server: Server,
        *,
        key: str | None = None,
        wait: Callable[[float], None] | None = None,
        clock: Callable[[], float] = monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        if key is not None and not re.fullmatch(r"[!-~]+", key):
            raise ModelError(
                f"The key in the environment variable {server.key_env} holds spaces or letters that no key has; set it "
                "again."
            )
        self._server = server
        self._key = key
        self._wait = sleep if wait is None else wait
        self._clock = clock
        self._now = now
        self._say = say
        self._said = Lock()
        self._http = httpx2.Client(
            base_url=server.api_base,
            headers={"Authorization": f"Bearer {key}"} if key else {},
            timeout=httpx2.Timeout(server.timeout, connect=min(_CONNECT_SECONDS, server.timeout)),
            limits=httpx2.Limits(max_connections=server.parallel),
            follow_redirects=False,
            trust_env=False,
        )

    def complete(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to a chat request: a JSON object with at least one choice.

        Raises:
            ServerError: there is none, after all tries that may have helped.
        """
        tries = costly = 0
        while True:
            found = self._ask("POST", "chat/completions", body)
            if not isinstance(found, _Failure):
                return found
            tries, costly = tries + 1, costly + found.costly
            if tries == TRIES or costly == COSTLY_TRIES:
                raise self._given_up(found)
            seconds = min(_LONGEST_WAIT, 2.0 ** (tries - 1)) if found.retry_after is None else found.retry_after
            if seconds > _PATIENCE:
                raise ServerError(
                    f"The server at {self._server.api_base} wants no call for {seconds:.0f} seconds; run the same "
                    "command again then.",
                    is_gone=True,
                )
            if seconds > 5 and self._said.acquire(blocking=False):  # never released: once is enough
                self._say(f"The server at {self._server.api_base} is slow to answer ({found.reason}); trying again.")
            self._wait(seconds)

    def check(self) -> None:
        """Looks whether the server is there and lets us in, without asking anything of a model.

        Raises:
            ServerError: it is not, or does not.
        """
        found = self._ask("GET", "models", None)
        if isinstance(found, _Failure) and not found.busy:
            raise ServerError(
                f"No server answers at {self._server.api_base} ({found.reason}); start it, or correct the address.",
                is_gone=True,
            )

    def redacted(self, text: str) -> str:
        """`text` without the key, which a server might send back."""
        return text.replace(self._key, "[key]") if self._key and len(self._key) >= _SHORTEST_SECRET else text

    def _given_up(self, failure: _Failure) -> ServerError:
        """The error after the last try. Another text may fare better where the server is still there."""
        gone = failure.busy
        if not gone:
            try:
                self.check()
            except ServerError:
                gone = True
        what = "stopped answering" if gone else "did not answer a text"
        return ServerError(
            f"The server at {self._server.api_base} {what} ({failure.reason}); look at it, and run the same command "
            "again.",
            is_gone=gone,
        )

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None) -> dict[str, Any] | _Failure:
        try:
            with self._http.stream(method, path, json=body) as response:
                data = self._read(response)
        except httpx2.TimeoutException:
            return _Failure(f"no answer within {self._server.timeout:g} seconds", costly=True)
        except httpx2.RequestError as error:
            return _Failure(self._short(str(error)) or type(error).__name__)
        status = response.status_code
        if status == 429 or status == 408 or status >= 500:
            waiting = self._retry_after(response.headers.get("retry-after", ""))
            return _Failure(self._reason(status, data), busy=status == 429, retry_after=waiting)
        if body is None and status not in (401, 403) and not 300 <= status < 400:
            return {}  # it is there, whatever it thinks of the question
        if status != 200:
            raise self._refusal(response, data)
        return self._parsed(data) if body is not None else {}

    def _read(self, response: httpx2.Response) -> bytes:
        started, data = self._clock(), bytearray()
        for chunk in response.iter_bytes():
            data += chunk
            if len(data) > _MOST_BYTES:
                raise httpx2.ReadError(f"an answer of more than {_MOST_BYTES / 1e6:.0f} MB")
            if self._clock() - started > self._server.timeout:
                raise httpx2.ReadTimeout("")
        return bytes(data)

    def _parsed(self, data: bytes) -> dict[str, Any] | _Failure:
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            return _Failure("its answer is no JSON", costly=True)
        choices = found.get("choices") if isinstance(found, dict) else None
        if not isinstance(choices, list) or not choices:
            return _Failure("its answer holds no choice", costly=True)
        if not all(isinstance(choice, dict) and isinstance(choice.get("message"), dict) for choice in choices):
            return _Failure("its answer holds no message", costly=True)
        return dict(found)

    def _refusal(self, response: httpx2.Response, data: bytes) -> ServerError:
        status, base = response.status_code, self._server.api_base
        reason = self._reason(status, data)
        variable = self._server.key_env
        if 300 <= status < 400:
            target = self._short(_host(response.headers.get("location", "")))
            return ServerError(
                f"The server at {base} sends on to {target}, where nothing was sent; give that address if it is right.",
                is_gone=True,
            )
        if status in (401, 403) and self._key is None:
            wanted = f"put it into the environment variable {variable}" if variable else "add the server with --key-env"
            return ServerError(f"The server at {base} wants a key ({reason}); {wanted}.", is_gone=True)
        if status in (401, 403):
            return ServerError(
                f"The server at {base} does not accept the key in {variable} ({reason}); set the right one.",
                is_gone=True,
            )
        if status in (402, 404, 405):
            return ServerError(
                f"The server at {base} does not serve the model {self._server.model} ({reason}); correct the address, "
                "which usually ends in /v1, or the name, or look at your account there.",
                is_gone=True,
            )
        return ServerError(
            f"The server at {base} rejects a text ({reason}); look at what it says, or choose another model.",
            refused=reason if status in (400, 413, 422) else "",
        )

    def _reason(self, status: int, data: bytes) -> str:
        """The status with what the server says of it, where it says something short."""
        try:
            found = json.loads(data)
            error = found.get("error", found)
            said = error if isinstance(error, str) else error.get("message") or error.get("detail") or ""
        except (ValueError, AttributeError, RecursionError):
            said = ""
        return f"{status}: {self._short(said)}" if said and isinstance(said, str) else str(status)

    def _short(self, text: str) -> str:
        return " ".join(self.redacted(text).split())[:200].rstrip(". ")

    def _retry_after(self, value: str) -> float | None:
        """Seconds in a `retry-after`, which gives them or a date; None where it gives neither."""
        if re.fullmatch(r"\d{1,9}(\.\d{1,3})?", value.strip()):
            return float(value)
        try:
            until = parsedate_to_datetime(value)
        except ValueError:
            return None
        return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - self._now()).total_seconds())


def _host(location: str) -> str:
    try:
        return urlsplit(location).hostname or "another place"
    except ValueError:
        return "another place"
