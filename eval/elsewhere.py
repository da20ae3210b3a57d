"""Scores of segments that another program computed, in an environment of its own: lines out, scores in."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data import DataSet
from eval.metrics import Measure, mean_measure
from eval.systems import System, Unit, output_of, units
from eval.tables import read_table, read_text
from pipeline.article import InputError

FOLDER = "segments"
"""In the folder of the results: a line for each segment with a reference, in source.txt, reference.txt and a file for
each system."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The score `name` of segments, from a file; `values` by system and segment id.

    What `comet-score` writes names no system: then `tables` has lists of rows (source, output, value) instead.
    """

    name: str
    path: Path
    sha256: str
    values: Mapping[tuple[str, str], float]
    tables: tuple[tuple[tuple[str, str, float], ...], ...] = ()


def segment_lines(data: DataSet, systems: Sequence[System]) -> dict[str, str]:
    """What the files of `FOLDER` hold, by name ("source", "reference", a system): as `comet-score` takes them.

    Only for systems that translate, and only where there are references.
    """
    lines = _scored(data)
    if not lines:
        return {}
    columns = {
        "source": [_line(unit.source) for unit in lines],
        "reference": [_line(unit.reference or "") for unit in lines],
    }
    for system in systems:
        if "translation" in system.parts:
            columns[system.name] = [_output(system, unit) for unit in lines]
    return {name: "\n".join(column) + "\n" for name, column in columns.items()}


def read_scores(name: str, path: Path) -> Scores:
    """The score called `name` from what `comet-score --to_json` wrote, or a table with `system`, `id` and `score`.

    Raises:
        InputError: the file cannot be used.
    """
    if path.suffix.lower() != ".json":
        return Scores(name, path, _sha256(path), _table(path))
    try:
        found = json.loads(read_text(path))
        tables = tuple(
            tuple((str(row["src"]), str(row["mt"]), _number(row.get(name, row.get("COMET")))) for row in rows)
            for rows in found.values()
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            f"{path} holds no scores of segments ({error}); give what `comet-score --to_json` writes, or a table with "
            "the columns system, id and score."
        ) from error
    return Scores(name, path, _sha256(path), {}, tables)


def scores_measure(data: DataSet, system: System, scores: Scores) -> Measure | None:
    """The mean of `scores` over the lines of a system; None where the file has none of this system.

    COMET's are given times 100, as everywhere here.

    Raises:
        InputError: the file lacks a line of the system.
    """
    lines = _scored(data)
    if "translation" not in system.parts or not lines:
        return None
    values = _of_outputs(system, lines, scores) if scores.tables else _of_names(system, lines, scores)
    if values is None:
        return None
    return mean_measure(
        scores.name, "translation", values, [unit.id for unit in lines], [unit.document for unit in lines],
        signature=f"model:elsewhere|file:{scores.path.name}|sha256:{scores.sha256[:12]}",
    )  # fmt: skip


def require_used(scores: Scores, measures: Sequence[Measure]) -> None:
    """Raises InputError where no system was found in the file: it was made of other outputs, or of other data."""
    if not any(measure.name == scores.name for measure in measures):
        raise InputError(
            f"{scores.path} has no scores of the outputs that were given; make it of the files in {FOLDER}/ that "
            "an evaluation of these outputs writes."
        )


def _of_outputs(system: System, lines: Sequence[Unit], scores: Scores) -> list[float] | None:
    wanted = [(_line(unit.source), _output(system, unit)) for unit in lines]
    for table in scores.tables:
        if [(source, output) for source, output, _ in table] == wanted:
            return [100 * value for _, _, value in table]
    return None


def _of_names(system: System, lines: Sequence[Unit], scores: Scores) -> list[float] | None:
    own = {unit: value for (name, unit), value in scores.values.items() if name == system.name}
    if not own:
        return None
    lacking = [unit.id for unit in lines if unit.id not in own]
    if lacking:
        raise InputError(
            f"{scores.path} lacks the score of {lacking[0]!r} of the system {system.name} ({len(lacking)} in all are "
            "missing); give one for every segment with a reference."
        )
    return [own[unit.id] for unit in lines]


def _table(path: Path) -> dict[tuple[str, str], float]:
    values: dict[tuple[str, str], float] = {}
    for row in read_table(path):
        try:
            if row.problem:
                raise ValueError(row.problem)
            values[str(row.values["system"]), str(row.values["id"])] = _number(row.values["score"])
        except (ValueError, TypeError, KeyError) as error:
            said = f"it has no {error}" if isinstance(error, KeyError) else str(error)
            raise InputError(
                f"{row.place} is no score of a segment ({said}); give the columns system, id and score."
            ) from error
    return values


def _number(value: Any) -> float:
    if isinstance(value, bool) or not math.isfinite(number := float(value)):
        raise ValueError(f"{value!r} is no score")
    return number


def _scored(data: DataSet) -> list[Unit]:
    return [unit for example in data.examples for unit in units(example) if unit.reference is not None]


def _output(system: System, unit: Unit) -> str:
    return _line(output_of(system.records[unit.example], unit))


def _line(text: str) -> str:
    return " ".join(text.split())


def _sha256(path: Path) -> str:
    return hashlib.sha256(read_text(path).encode()).hexdigest()
