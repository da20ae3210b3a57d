"""What is known of a server, and the names that the user gives to servers, in a file of the user's settings.

A key is never in it, only the name of the environment variable that holds the key.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from models.base import ModelError, Price
from models.files import write_whole

PARALLEL, TIMEOUT, CONTEXT = 4, 300.0, 4096
"""Calls at a time, seconds, tokens: what holds where the user says nothing."""

_FILE = "servers.json"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,), "str | None": (str, type(None)), "int": (int,), "float": (int, float), "bool": (bool,),
    "float | None": (int, float, type(None)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """A model on a server. `api_base` is the URL before `/chat/completions`.

    `key_env` names the environment variable with the key; None where none is sent. At most `parallel` calls are out at
    a time; each may take `timeout` seconds. Prompt and answer fit into `context` tokens. `price_read` and
    `price_written` are for a million tokens, in `currency`. `insecure` allows plain http to another machine.
    """

    api_base: str
    model: str
    key_env: str | None = None
    parallel: int = PARALLEL
    timeout: float = TIMEOUT
    context: int = CONTEXT
    price_read: float | None = None
    price_written: float | None = None
    currency: str = "USD"
    insecure: bool = False

    @property
    def price(self) -> Price | None:
        """What its tokens cost; None where the user gave no price."""
        if self.price_read is None and self.price_written is None:
            return None
        return Price(self.price_read or 0.0, self.price_written or 0.0, self.currency)


def checked(server: Server) -> Server:
    """`server`, if it can be one.

    Raises:
        ModelError: its address is none, is plain http to another machine, or holds a password; a value is out of range.
    """
    _check_address(server.api_base, insecure=server.insecure)
    if not server.model.strip():
        raise ModelError("The server's model has no name; give it with --model.")
    if server.key_env is not None and not _VARIABLE.fullmatch(server.key_env):
        # It may be the key itself, so it is not repeated.
        raise ModelError(
            "The key is given as the name of an environment variable that holds it, such as --key-env DESK_KEY "
            "(capital letters, digits and _); never give the key itself."
        )
    for name in ("parallel", "timeout", "context"):
        if getattr(server, name) <= 0:
            raise ModelError(f"--{name} must be above 0, not {getattr(server, name):g}.")
    if min(server.price_read or 0, server.price_written or 0) < 0:
        raise ModelError("A price is for a million tokens and not below 0; correct --price-read and --price-written.")
    return server


def settings_file() -> Path:
    """Where the names are kept: in $AMANA_CONFIG, else in `amana` in the user's folder of settings."""
    if folder := os.environ.get("AMANA_CONFIG"):
        return Path(folder).expanduser().absolute() / _FILE
    from platformdirs import user_config_path

    return user_config_path("amana", appauthor=False) / _FILE


def servers() -> dict[str, Server]:
    """The servers that the user gave names to.

    Raises:
        ModelError: their file cannot be read, or holds something else.
    """
    path = settings_file()
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): checked(_from_json(entry)) for name, entry in data.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        reason = error.strerror.lower() if isinstance(error, OSError) and error.strerror else str(error)
        raise ModelError(
            f"The servers in {path} cannot be read ({reason}); correct the file or remove it, and add them again with "
            "`amana models add`."
        ) from error


def add(name: str, server: Server) -> Path:
    """Gives `server` a name, in the place of what had it before; the file that keeps it.

    Raises:
        ModelError: it cannot be one, the name is none, or the file cannot be written.
    """
    if not _NAME.fullmatch(name) or name.lower().endswith(".gguf"):
        raise ModelError(
            f"The name {name!r} is none for a server; take letters, digits, '.', '_' and '-', and not .gguf at the end."
        )
    return _write({**servers(), name: checked(server)})


def remove(name: str) -> Path:
    """Takes the name away; the file that kept it.

    Raises:
        ModelError: no server has it, or the file cannot be written.
    """
    known = servers()
    if name not in known:
        raise ModelError(f"There is no server called {name!r}; `amana models list` shows those that there are.")
    del known[name]
    return _write(known)


def _write(known: Mapping[str, Server]) -> Path:
    path = settings_file()
    text = json.dumps({name: asdict(server) for name, server in sorted(known.items())}, indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole({path: text + "\n"})
    except OSError as error:
        raise ModelError(
            f"The file {path} cannot be written ({(error.strerror or str(error)).lower()}); set AMANA_CONFIG to "
            "another folder."
        ) from error
    return path


def _from_json(data: Mapping[str, Any]) -> Server:
    types = {field.name: _TYPES[str(field.type)] for field in fields(Server)}
    for key, value in data.items():
        if key not in types:
            raise ValueError(f"no server has a {key!r}")
        if not isinstance(value, types[key]) or (isinstance(value, bool) and bool not in types[key]):
            raise ValueError(f"the value of {key} is of the wrong kind")
    return Server(**data)


def _check_address(api_base: str, *, insecure: bool) -> None:
    try:
        parts = urlsplit(api_base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.username or parts.password or parts.query or parts.fragment:
        # They may be secret, so they are not repeated.
        raise ModelError(
            "The address of a server holds no user, password, query or fragment; give a key with the environment "
            "variable OPENAI_API_KEY, or one that `amana models add --key-env` names."
        )
    if parts.scheme not in ("http", "https") or not host:
        raise ModelError(f"{api_base!r} is no address of a server; give one such as http://127.0.0.1:11434/v1.")
    if parts.scheme == "http" and not _is_this_machine(host) and not insecure:
        raise ModelError(
            f"What is sent to {host} over plain http can be read and changed on the way; give an address with https, "
            "or --insecure if you trust the network."
        )


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
