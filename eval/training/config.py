"""The configuration of a training: one TOML file that says what is trained on, how, and what it is measured on."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from models.base import ModelError
from models.lexical.corpus import read_rows

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """A file of sentence pairs: tab-separated, or JSON lines with `ar` and `en`.

    `first` keeps that many lines from the top. `most` bounds the pairs that the adapter is trained on (None: all), and
    `weight` is what a pair counts in the lexical model. `licence` goes into the card.
    """

    file: str
    licence: str
    most: int | None = None
    weight: float = 1.0
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folder of `lexicon.tsv`, `forms.tsv` and `names.tsv`; the number of folds, and the licence of these lists."""

    folder: str
    licence: str
    folds: int = 4


@dataclass(frozen=True, slots=True)
class Adapter:
    """Shape of the matrices, and how they are trained. `steps` is the length of the schedule; None keeps the rate.

    `passes` over all rows are made where the command names no number of steps.
    """

    rank: int = 16
    layers: tuple[int, int] = (14, 28)
    learning_rate: float = 3e-4
    batch_tokens: int = 2000
    longest: int = 300
    steps: int | None = None
    passes: int = 1
    seed: int = 1
    begin: str | None = None
    threads: int = 1


@dataclass(frozen=True, slots=True)
class Validation:
    """Lines that are never trained on (JSON lines with `ar`, `en`): of the last `last` of `file` every `every`-th."""

    file: str
    last: int | None = None
    every: int = 1


@dataclass(frozen=True, slots=True)
class Training:
    """The whole configuration. `work` is the folder that keeps checkpoints and what is costly."""

    work: Path
    sources: Mapping[str, Source]
    lexicon: Lexicon
    adapter: Adapter = field(default_factory=Adapter)
    validation: Mapping[str, Validation] = field(default_factory=dict)
    checkpoint_steps: int = 200


def read(path: Path, *, data: Path, work: Path) -> Training:
    """The configuration in `path`, whose file names are relative to the folder `data`.

    Raises:
        ModelError: the file cannot be read, or has a name that does not exist or a value that does not suit.
    """
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        base = data.resolve()
        sources = {name: _made(Source, values, base) for name, values in raw["sources"].items()}
        validation = {name: _made(Validation, values, base) for name, values in raw.get("validation", {}).items()}
        return Training(
            work=work,
            sources=sources,
            lexicon=_made(Lexicon, raw["lexicon"], base),
            adapter=_made(Adapter, raw.get("adapter", {}), base),
            validation=validation,
            checkpoint_steps=int(raw.get("checkpoint_steps", 200)),
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"The configuration {path} cannot be used ({error}).") from error


def read_pairs(source: Source) -> list[Pair]:
    """The sentence pairs of a source, in the order of its file."""
    path = Path(source.file)
    if path.suffix == ".jsonl":
        pairs = [(row["ar"], row["en"]) for row in read_lines(path)]
    else:
        pairs = [(row[0], row[1]) for row in read_rows(path, columns=2)]
    return pairs[: source.first]


def read_validation(chosen: Validation) -> list[Pair]:
    """The sentence pairs to measure on."""
    rows = read_lines(Path(chosen.file))
    kept = rows[-chosen.last :] if chosen.last else rows
    return [(row["ar"], row["en"]) for row in kept[:: chosen.every]]


def read_lines(path: Path) -> Sequence[Mapping[str, str]]:
    """The objects of a file of JSON lines.

    Raises:
        ModelError: it cannot be read.
    """
    try:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise ModelError(f"The lines {path} cannot be read ({error}).") from error


def _made(kind: type[Any], values: Mapping[str, Any], base: Path) -> Any:
    known = {item.name for item in fields(kind)}
    if unknown := set(values) - known:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(known))}")
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    for name in ("file", "folder", "begin"):
        if isinstance(value := values.get(name), str):
            plain[name] = str((base / Path(value).expanduser()).resolve())
    return kind(**plain)
