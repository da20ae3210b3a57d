"""uvicorn, as amana runs it: how connections and signals end."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_MOST_CONNECTIONS = 256
_SECONDS_OF_HEADERS = 20.0


class HastyProtocol(H11Protocol):
    """Ends a connection on which no request begins, or the headers of one do not come to an end."""

    def connection_made(self, transport: Any) -> None:
        """Looks at the connection from time to time."""
        super().connection_made(transport)
        self._look_again()

    def _look_again(self) -> None:
        self.loop.call_later(_SECONDS_OF_HEADERS, self._look, self.cycle)

    def _look(self, before: Any) -> None:
        if self.transport.is_closing():
            return
        if self.cycle is before and (before is None or before.response_complete):
            self.transport.close()
        else:
            self._look_again()


class Server(uvicorn.Server):
    """Ends in order at the first Ctrl-C or SIGTERM, after which the process may end with 0; at once at the second."""

    def __init__(self, config: uvicorn.Config, *, halt: Callable[[], None]) -> None:
        super().__init__(config)
        self._halt = halt

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # as uvicorn calls it
        """Hears of a signal."""
        if self.should_exit:
            os._exit(128 + sig)  # what is on the disk is whole at any time
        self.should_exit = True
        self._halt()


def config(app: ASGIApp, *, host: str, port: int) -> uvicorn.Config:
    """What uvicorn is told."""
    return uvicorn.Config(
        app, host=host, port=port, http=HastyProtocol, ws="none", log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=3, limit_concurrency=_MOST_CONNECTIONS,
    )  # fmt: skip
