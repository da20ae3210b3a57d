"""What people say of the lines, read in again: MQM's TSV, annotations made with Pearmut, or a table of scores."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data import DataError, DataSet
from eval.spans import NO_ERROR, numbered_units, shown, utf16
from eval.systems import System, Unit, output_of
from eval.tables import Row, read_table, read_text
from pipeline.article import InputError

WEIGHTS = {"major": 5.0, "minor": 1.0, "neutral": 0.0, NO_ERROR[1]: 0.0}
"""By severity; Freitag et al. 2021, Experts, Errors, and Context (TACL 9), as are the two exceptions below."""

MINOR_PUNCTUATION, NON_TRANSLATION = 0.1, 25.0
_OTHER_NAMES = {"doc_id": "docSegId", "seg_id": "globalSegId"}
"""How the files of 2020 and 2021 call the columns."""

_NEEDED = ("system", "globalSegId", "source", "target", "category", "severity")
_MARK = re.compile("</?v>")
_TUTORIALS = ("welcome_", "random_")
"""How Pearmut's items begin that are no part of the data."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Scores by people, higher is better: of each system's line, by system and id, the mean of its raters."""

    path: Path
    kind: str
    scores: Mapping[tuple[str, str], float]
    raters: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What labels may be of."""

    systems: Mapping[str, System]
    units: Mapping[str, Unit]
    numbers: Mapping[str, Unit]


Said = tuple[str, str, str, float]
"""System, line, rater, points."""


def read_people(path: Path, data: DataSet, systems: Sequence[System]) -> Labels:
    """The labels in `path` of lines of `systems`; a line that nobody labelled is left out.

    A `.tsv` whose header has `globalSegId` (or `seg_id`) is MQM's, rows of JSON with `annotation` and `item` are
    Pearmut's, and any other table has `system`, `id` and `score`, and `rater` if there are several.

    Raises:
        InputError: the file cannot be used.
        DataError: rows are malformed, or of other texts or systems than were given; all of them are named.
    """
    translating = {" ".join(item.name.split()): item for item in systems if "translation" in item.parts}
    lines = [(str(number), unit) for number, _, unit in numbered_units(data)]
    known = _Known(translating, {unit.id: unit for _, unit in lines}, dict(lines))
    rows, kind = _rows(path)
    readers = {"MQM": _mqm, "ESA": _pearmut, "scores": _scores}
    problems: dict[str, None] = {}
    points: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        try:
            if row.problem:
                raise ValueError(row.problem)
            for system, unit, rater, value in readers[kind](row.values, known):
                by_rater = points.setdefault((system, unit), {})
                if kind == "scores" and rater in by_rater:
                    raise ValueError(f"{unit!r} of {system} has a score of this rater already")
                by_rater[rater] = (by_rater.get(rater, 0.0) if kind == "MQM" else 0.0) + value
        except ValueError as error:
            problems.setdefault(f"{row.place}: {error}.")
    if problems:
        raise DataError(
            f"The labels in {path} cannot be used ({len(problems)} wrong), and nothing was scored; label the texts "
            "that are scored here, as the files in people/ of an evaluation of them have them.",
            list(problems),
        )
    if not points:
        raise InputError(f"{path} has no label of any line; give a file that people have filled in.")
    means = {key: sum(found.values()) / len(found) for key, found in points.items()}
    return Labels(path, kind, means, len({rater for found in points.values() for rater in found}))


def weight(category: str, severity: str) -> float:
    """What an error costs in MQM.

    Raises:
        ValueError: there is no such severity.
    """
    name, kind = severity.strip().lower(), category.strip().lower()
    if kind.startswith("non-translation"):
        return NON_TRANSLATION
    if name == "minor" and kind.startswith("fluency/punctuation"):
        return MINOR_PUNCTUATION
    if name not in WEIGHTS:
        raise ValueError(f"its severity is {severity!r}, not Major, Minor, Neutral or no-error")
    return WEIGHTS[name]


def _rows(path: Path) -> tuple[list[Row], str]:
    if path.suffix.lower() == ".tsv" and path.is_file():
        lines = read_text(path).split("\n")
        header = [_OTHER_NAMES.get(name, name) for name in lines[0].rstrip("\r").split("\t")]
        if "globalSegId" in header:
            lacking = [name for name in _NEEDED if name not in header]
            if lacking:
                raise InputError(f"{path} has no column {lacking[0]!r}, which MQM's files have; add it.")
            return list(_tsv(path, header, lines[1:])), "MQM"
    rows = read_table(path)
    columns = {name for row in rows for name in row.values}
    if {"annotation", "item"} <= columns:
        return rows, "ESA"
    if not {"system", "id", "score"} <= columns:
        raise InputError(
            f"{path} holds no labels that can be read; give MQM's TSV, the annotations that Pearmut gives to download, "
            "or a table with the columns system, id and score."
        )
    return rows, "scores"


def _tsv(path: Path, header: Sequence[str], lines: Sequence[str]) -> Iterator[Row]:
    """Rows without quotes, as the files of WMT are: a quotation mark is one."""
    for number, line in enumerate(lines, 2):
        if line.strip():
            cells = line.rstrip("\r").split("\t")
            wrong = None if len(cells) == len(header) else f"it has {len(cells)} cells and the header {len(header)}"
            yield Row(
                f"line {number} of {path.name}", str(number), dict(zip(header, cells, strict=False)), wrong
            )  # fmt: skip


def _mqm(values: Mapping[str, Any], known: _Known) -> Iterator[Said]:
    system = _system(values["system"], known)
    key = str(values["globalSegId"])
    unit = known.numbers.get(key)
    if unit is None:
        raise ValueError(f"there is no line with the globalSegId {key!r}; the data has {len(known.numbers)}")
    output = output_of(system.records[unit.example], unit)
    for name, text in (("source", unit.source), ("target", output)):
        given = str(values[name])
        marks = _MARK.findall(given)
        if marks not in ([], ["<v>", "</v>"]) or "<v></v>" in given:
            raise ValueError(f"the span in its {name} is not one stretch between <v> and </v>")
        if " ".join(_MARK.sub("", given).split()) != shown(text):
            raise ValueError(f"its {name} is not that of line {key} of {system.name}")
    cost = weight(str(values["category"]), str(values["severity"]))
    yield system.name, unit.id, str(values.get("rater", "")), -cost


def _pearmut(values: Mapping[str, Any], known: _Known) -> Iterator[Said]:
    if str(values.get("item_i", "")).startswith(_TUTORIALS):
        return
    items, answers = values["item"], values["annotation"]
    if not isinstance(items, list) or not isinstance(answers, list) or len(items) != len(answers):
        raise ValueError("it has not as many answers as items")
    for item, answer in zip(items, answers, strict=True):
        if not isinstance(item, dict) or not isinstance(answer, dict):
            raise ValueError("its items and answers are no objects")
        if item.get("item_id") is None:
            raise ValueError("an item has no item_id, which Pearmut's annotations have")
        key = str(item["item_id"])
        unit = known.units.get(key)
        if unit is None:
            raise ValueError(f"there is no line {key!r} in the data")
        for name, found in answer.items():
            system = _system(name, known)
            output = output_of(system.records[unit.example], unit)
            targets = item.get("tgt")
            text = targets.get(name) if isinstance(targets, dict) else None
            if not isinstance(text, str) or " ".join(text.split()) != output:
                raise ValueError(f"its text of {key!r} is not that of {name}")
            if not isinstance(found, dict):
                raise ValueError(f"its answer on {key!r} is no object")
            cost = sum(_cost(span, text) for span in found.get("error_spans") or ())
            score = found.get("score")
            yield system.name, unit.id, str(values.get("user_id", "")), -cost if score is None else _number(score)


def _cost(span: Any, text: str) -> float:
    start, end = (span.get("start_i"), span.get("end_i")) if isinstance(span, dict) else (None, None)
    # The word [missing] stands as one more character after the text.
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start <= end <= utf16(text)):
        raise ValueError(f"the span from {start!r} to {end!r} is none of a text of {utf16(text)} characters")
    return weight(str(span.get("category") or ""), str(span.get("severity") or "neutral"))


def _scores(values: Mapping[str, Any], known: _Known) -> Iterator[Said]:
    system = _system(values.get("system"), known)
    key = str(values.get("id"))
    if key not in known.units:
        raise ValueError(f"there is no line {key!r} in the data")
    yield system.name, key, str(values.get("rater") or ""), _number(values.get("score"))


def _system(name: Any, known: _Known) -> System:
    found = known.systems.get(" ".join(str(name).split()))
    if found is None:
        raise ValueError(f"there is no system {name!r} with translations; there are {', '.join(known.systems)}")
    return found


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if isinstance(value, bool) or not math.isfinite(number):
        raise ValueError(f"its score is {value!r}, no number")
    return number
