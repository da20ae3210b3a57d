"""`amana serve`: the page for people and the API for programs."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from socket import AF_INET, AF_INET6, SO_REUSEADDR, SOL_SOCKET
from socket import socket as Socket  # it is a class
from typing import Annotated

import typer

from amana import options as shared
from amana.groups import ModelOptions, SummaryGroup
from amana.messages import complain
from amana.progress import make_display
from pipeline.article import InputError
from pipeline.repair import Budget
from pipeline.stages import DEFAULT_BUDGET

EPILOG = """\b
Examples:
  amana serve                                         the page is at http://127.0.0.1:8000
  amana serve --port 9000 --folder jobs
  amana serve --host 0.0.0.0 --api-keys keys.txt      for other machines too, a key a line
\b
Exit codes: 0 stopped with Ctrl-C or SIGTERM; 130 or 143 stopped at once, with a second one; 2 misuse, or no model."""


def serve(
    *,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port to listen on.")] = 8000,
    folder: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of jobs and results; among the models if not given.")
    ] = None,
    api_key: Annotated[
        str | None, typer.Option(metavar="KEY", envvar="AMANA_API_KEY", help="Key that clients must send.")
    ] = None,
    api_keys: Annotated[Path | None, typer.Option(metavar="FILE", help="File with several keys, one a line.")] = None,
    max_bytes: Annotated[int, typer.Option(metavar="N", min=1000, help="Largest request, in bytes.")] = 50_000_000,
    max_waiting: Annotated[int, typer.Option(metavar="N", min=1, help="Most articles that wait.")] = 1000,
    keep_days: Annotated[
        int, typer.Option(metavar="N", min=0, max=36_500, help="Days after which what is done is deleted; 0: never.")
    ] = 30,
    rate: Annotated[int, typer.Option(metavar="N", min=0, help="Requests a minute of a client; 0: any.")] = 0,
    timeout: Annotated[float, typer.Option(metavar="N", min=0.1, help="Longest wait of /translate, in seconds.")] = 600,
    models: ModelOptions,
    summary: SummaryGroup,
    repair: shared.Repair = True,
    repair_samples: shared.RepairSamples = DEFAULT_BUDGET.samples,
    quiet: shared.Quiet = False,
) -> None:
    """Serves a page and an API that translate.

    The page takes articles as text and files, and shows their reports. Programs use /v1, or speak to it as to
    LibreTranslate. What was accepted is on the disk: a server that is stopped or dies goes on where it was."""
    try:
        from pipeline.serve.app import Service, make_app
        from pipeline.serve.gate import JsonLines, Keys, Limits, is_local
        from pipeline.serve.process import Server, config
        from pipeline.serve.room import Room, Ways
        from pipeline.serve.store import Store
    except ModuleNotFoundError as error:
        raise InputError(f"The server needs {error.name}; install amana with pip install 'amana[serve]'.") from error
    keys = Keys(_keys(api_key, api_keys))
    if not keys.needed and not is_local(host):
        raise InputError(
            f"On {host} other machines reach the server, and whoever does could read all articles; give --api-key or "
            "--api-keys, or stay on 127.0.0.1."
        )
    limits = Limits(max_bytes, max_waiting, rate, timeout)
    budget = Budget(seconds=DEFAULT_BUDGET.seconds, samples=repair_samples) if repair else None
    with _bound(host, port) as socket, Store(folder or _default_folder()).opened() as store:
        display = make_display(quiet=quiet)
        with display:
            engines = models.load(display)
        room = Room(engines, store, Ways(summary.options, budget), most_waiting=max_waiting)
        from importlib.metadata import version

        app = make_app(Service(room, store, keys, limits, keep_days), version=version("amana"), host=host)
        log = logging.getLogger("amana.serve")
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        log.handlers = [handler]
        log.setLevel(logging.WARNING if quiet else logging.INFO)
        server = Server(config(app, host=host, port=port), halt=room.halt)
        socket.listen(128)  # from here on clients may come: they wait until the server takes them
        where = f"[{host}]" if ":" in host else host
        complain(f"The page is at http://{where}:{socket.getsockname()[1]} (stop with Ctrl-C).")
        server.run(sockets=[socket])
        complain("Stopped; what was accepted and is not done goes on at the next start.")
    if room.is_working:  # in a call of the engine, which nobody waits for and which would not let Python end in order
        sys.stderr.flush()
        os._exit(0)


def _bound(host: str, port: int) -> Socket:
    """A socket that holds the port, before minutes go into loading models; nobody can connect to it yet.

    Raises:
        InputError: it cannot be had.
    """
    found = Socket(AF_INET6 if ":" in host else AF_INET)
    try:
        found.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        found.bind((host, port))
    except OSError as error:
        found.close()
        reason = (error.strerror or str(error)).lower()
        raise InputError(
            f"The server cannot listen on port {port} of {host} ({reason}); give another --port or --host."
        ) from error
    return found


def _keys(api_key: str | None, file: Path | None) -> list[str]:
    keys = [api_key] if api_key else []
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"The file {file} of --api-keys cannot be read; give a text file with a key a line."
            ) from error
        keys += [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        if not keys:
            raise InputError(f"The file {file} of --api-keys holds no key; write one a line.")
    for key in keys:
        if not (key.isascii() and key.isprintable()) or " " in key:
            raise InputError("A key has to be of ASCII letters, digits and signs, without spaces; choose another.")
    return keys


def _default_folder() -> Path:
    from models.store import model_home

    return model_home() / "serve"
